//! Which bits of packed locals anybody looks at.

use super::cfg::Cfg;
use super::fields::transparent;
use loom_eq_lang::{Const, LocalIx, NodeId, Op, ValType};
use std::collections::{BTreeMap, BTreeSet};

/// The bits from `lo` up to, but not including, `hi`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Range {
    pub lo: u32,
    pub hi: u32,
}

impl Range {
    pub fn new(lo: u32, hi: u32) -> Range {
        Range { lo, hi }
    }

    /// All bits of an integer type.
    pub fn of(ty: ValType) -> Range {
        Range { lo: 0, hi: if ty == ValType::I32 { 32 } else { 64 } }
    }

    pub fn width(self) -> u32 {
        self.hi - self.lo
    }

    pub fn is_empty(self) -> bool {
        self.hi <= self.lo
    }

    pub fn holds(self, other: Range) -> bool {
        self.lo <= other.lo && other.hi <= self.hi
    }

    /// Not beyond a bit.
    pub fn cut(self, hi: u32) -> Range {
        Range { lo: self.lo, hi: self.hi.min(hi).max(self.lo) }
    }

    /// The type that holds as many bits.
    pub fn ty(self) -> ValType {
        if self.width() <= 32 { ValType::I32 } else { ValType::I64 }
    }

    pub fn mask(self) -> u64 {
        if self.is_empty() { 0 } else { u64::MAX >> (64 - self.width()) << self.lo }
    }
}

struct Demand<'a> {
    cfg: &'a Cfg,
    candidates: &'a BTreeSet<LocalIx>,
    ranges: BTreeMap<LocalIx, BTreeSet<Range>>,
    grown: bool,
}

/// For each candidate that is read the disjoint ranges of its bits that are used together.
pub fn demand(cfg: &Cfg, candidates: &BTreeSet<LocalIx>) -> BTreeMap<LocalIx, Vec<Range>> {
    let mut demand = Demand { cfg, candidates, ranges: BTreeMap::new(), grown: true };
    let order = cfg.reverse_postorder();
    while std::mem::take(&mut demand.grown) {
        for b in &order {
            for tree in cfg.trees(*b) {
                demand.root(tree);
            }
        }
    }
    demand.ranges.into_iter().map(|(l, ranges)| (l, disjoint(ranges))).collect()
}

/// The hulls of ranges that overlap.
fn disjoint(ranges: BTreeSet<Range>) -> Vec<Range> {
    let mut out: Vec<Range> = Vec::new();
    for r in ranges {
        match out.last_mut() {
            Some(last) if r.lo < last.hi => last.hi = last.hi.max(r.hi),
            _ => out.push(r),
        }
    }
    out
}

impl Demand<'_> {
    fn root(&mut self, n: NodeId) {
        let node = self.cfg.body.node(n);
        match (node.op, self.cfg.body.local_of(n).filter(|l| self.candidates.contains(l))) {
            (Op::LocalSet, Some(l)) => {
                for range in self.ranges.get(&l).cloned().unwrap_or_default() {
                    self.visit(node.args[0], range);
                }
            }
            _ => self.visit(n, Range::new(0, 64)),
        }
    }

    /// Somebody looks at these bits of a value.
    fn visit(&mut self, n: NodeId, want: Range) {
        let node = self.cfg.body.node(n);
        if !transparent(self.cfg, n) {
            for (i, &arg) in node.args.iter().enumerate() {
                let stored = match node.op {
                    Op::I64Store8 if i == 1 => 8,
                    Op::I64Store16 if i == 1 => 16,
                    Op::I64Store32 if i == 1 => 32,
                    _ => 64,
                };
                let arg_want = match self.cfg.body.node(arg).results.first() {
                    Some(ty @ (ValType::I32 | ValType::I64)) => Range::of(*ty).cut(stored),
                    _ => Range::new(0, 64),
                };
                self.visit(arg, arg_want);
            }
            return;
        }
        let width = Range::of(self.cfg.ty(n)).hi;
        let Range { lo, hi } = want.cut(width);
        if hi <= lo {
            return;
        }
        let literal = |i: usize| self.cfg.literal(node.args[i]).and_then(Const::bits);
        let arg = |i: usize| node.args[i];
        match node.op {
            Op::LocalGet => {
                let local = self.cfg.body.local_of(n).expect("names a local");
                if self.candidates.contains(&local) {
                    self.grown |= self.ranges.entry(local).or_default().insert(Range { lo, hi });
                }
            }
            Op::I32And | Op::I64And => match literal(1).map(|m| (m, arg(0))).or_else(|| literal(0).map(|m| (m, arg(1)))) {
                Some((mask, x)) => {
                    let mask = mask & Range { lo, hi }.mask();
                    self.visit(x, Range { lo, hi: 64 - mask.leading_zeros() });
                }
                None => (0..2).for_each(|i| self.visit(arg(i), Range { lo, hi })),
            },
            Op::I32Shl | Op::I64Shl => {
                let k = literal(1).unwrap_or(0) as u32 % width;
                if hi > k {
                    self.visit(arg(0), Range::new(lo.saturating_sub(k), hi - k));
                }
            }
            Op::I32ShrU | Op::I64ShrU => {
                let k = literal(1).unwrap_or(0) as u32 % width;
                self.visit(arg(0), Range::new(lo + k, hi + k).cut(width));
            }
            Op::I32ShrS | Op::I64ShrS => {
                let k = literal(1).unwrap_or(0) as u32 % width;
                self.visit(arg(0), Range::new((lo + k).min(width - 1), (hi + k).min(width)));
            }
            Op::I32WrapI64 | Op::I64ExtendI32U => self.visit(arg(0), Range::new(lo.min(32), hi.min(32))),
            Op::I64ExtendI32S | Op::I64Extend32S => self.visit(arg(0), Range::new(lo.min(31), hi.min(32))),
            Op::I32Extend8S | Op::I64Extend8S => self.visit(arg(0), Range::new(lo.min(7), hi.min(8))),
            Op::I32Extend16S | Op::I64Extend16S => self.visit(arg(0), Range::new(lo.min(15), hi.min(16))),
            Op::Select | Op::TypedSelect => {
                self.visit(arg(0), Range { lo, hi });
                self.visit(arg(1), Range { lo, hi });
                self.visit(arg(2), Range::new(0, 32));
            }
            _ => node.args.iter().for_each(|a| self.visit(*a, Range { lo, hi })),
        }
    }
}

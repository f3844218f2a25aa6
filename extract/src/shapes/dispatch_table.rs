//! Writes a dispatch as a table.
//!
//! ```text
//!   block $join
//!     block $b
//!       block $a
//!         br_table $a $b $l $join (x - k)
//!       end
//!       A  br $join
//!     end
//!     B
//!   end
//! ```
//!
//! The widest range of values that lead to one place needs no entries: it is the default's. Entries start where it ends, which is what is subtracted, unless that
//! is so little that entries for it are cheaper.

use super::Shapes;
use super::arms::block_type;
use super::dispatch_read::{Dispatch, Leaf, Place};
use crate::cost::CostModel;
use loom_eq_lang::{Event, Imm, Node, NodeId, Op, Region, RegionKind, ValType};
use smallvec::SmallVec;

/// Entries of a table.
const ENTRIES: u32 = 1024;

/// A table that is to be written.
#[derive(Clone, Debug)]
pub struct Table {
    /// What is subtracted from the subject.
    base: u32,
    /// The way of each value from there on, and of all others.
    entries: Vec<usize>,
    default: usize,
}

impl Table {
    /// The table for the ways of a dispatch, if it is not long.
    pub fn of(dispatch: &Dispatch, cost: &dyn CostModel) -> Option<Table> {
        let runs = dispatch.runs();
        let (first, last) = (*runs.first()?, *runs.last()?);
        // The numbers are a circle. A range of `u32` has one number more than its length fits.
        let around = first.2 == last.2 && runs.len() > 1;
        let length = |&(lo, hi, _): &(u32, u32, usize)| u64::from(hi) - u64::from(lo) + 1;
        let (mut start, mut count, mut default) = (first.0, 0, first.2);
        for run in &runs {
            let long = if around && *run == last { length(run) + length(&first) } else { length(run) };
            if long > count {
                start = if around && *run == last { first.1.wrapping_add(1) } else { run.1.wrapping_add(1) };
                (count, default) = (long, run.2);
            }
        }
        let mut needed = u32::try_from((1u64 << 32) - count).ok().filter(|n| (1..=ENTRIES).contains(n))?;
        // From 0 on, if the numbers before the first entry lead where the default does.
        if start > 0 && start <= ENTRIES && first.2 == default && needed + start <= ENTRIES && start.checked_add(needed).is_some() {
            let table = |n: u32| cost.instruction(Op::BrTable, &Imm::Targets(vec![0; n as usize + 1].into()));
            if table(needed + start) <= table(needed).saturating_add(moved(start, cost)) {
                (start, needed) = (0, needed + start);
            }
        }
        let entries: Option<Vec<usize>> = (0..needed).map(|k| dispatch.way_of(start.wrapping_add(k))).collect();
        Some(Table { base: start, entries: entries?, default })
    }

    /// About what it costs, with the blocks and branches of the arms, but without the subject.
    pub fn price(&self, dispatch: &Dispatch, cost: &dyn CostModel) -> i64 {
        let plain = |op| i64::from(cost.instruction(op, &Imm::None));
        let block = i64::from(cost.instruction(Op::Block, &Imm::Block(block_type(&dispatch.results)))) + plain(Op::End);
        let br = i64::from(cost.instruction(Op::Br, &Imm::Index(0)));
        let table = i64::from(cost.instruction(Op::BrTable, &Imm::Targets(vec![0; self.entries.len() + 1].into())));
        let offset = if self.base == 0 { 0 } else { i64::from(moved(self.base, cost)) };
        let codes = dispatch.ways.iter().filter(|(set, leaf)| !set.is_empty() && matches!(leaf, Leaf::Code(..))).count() as i64;
        let joins = dispatch.ways.iter().any(|(_, leaf)| *leaf == Leaf::Join) || codes > 1;
        table + offset + codes * block + (codes - 1).max(0) * br + if joins { block } else { 0 }
    }
}

/// What subtracting `k` costs.
fn moved(k: u32, cost: &dyn CostModel) -> u32 {
    let (op, k) = offset(k);
    cost.instruction(op, &Imm::None) + cost.instruction(Op::I32Const, &Imm::I32(k))
}

/// The shorter way to subtract `k`.
fn offset(k: u32) -> (Op, i32) {
    let size = |k: i32| loom_eq_lang::instr::size(Op::I32Const, &Imm::I32(k));
    let (k, minus) = (k.cast_signed(), k.wrapping_neg().cast_signed());
    if size(minus) <= size(k) { (Op::I32Add, minus) } else { (Op::I32Sub, k) }
}

impl Shapes {
    /// The value of a tree less `k`.
    pub(super) fn less(&mut self, tree: NodeId, k: u32) -> NodeId {
        if k == 0 {
            return tree;
        }
        let (op, k) = offset(k);
        let k = self.body.add_tree(Op::I32Const, Imm::I32(k), &[], ValType::I32);
        self.body.add_tree(op, Imm::None, &[tree, k], ValType::I32)
    }

    /// Puts a table in the place of a dispatch.
    pub fn write_table(&mut self, dispatch: &Dispatch, table: &Table) {
        let results: Box<[ValType]> = dispatch.results.clone().into();
        let out = self.add_region(RegionKind::Block, Vec::new(), results.clone());
        let index = self.less(dispatch.subject.code, table.base);
        let switch = self.body.add(Node { args: SmallVec::from_slice(&[index]), ..blank(Op::BrTable) });
        let mut labels: Vec<Region> = Vec::with_capacity(dispatch.ways.len());
        let (mut codes, mut dead) = (Vec::new(), Vec::new());
        for (way, (_, leaf)) in dispatch.ways.iter().enumerate() {
            let used = way == table.default || table.entries.contains(&way);
            let label = match *leaf {
                Leaf::Label(l) if !dispatch.joins.contains(&l) => l,
                Leaf::Label(_) | Leaf::Join => out,
                Leaf::Code(r, from) if used => {
                    let label = self.add_region(RegionKind::Block, Vec::new(), Box::new([]));
                    let falls = self.falls(r);
                    let code = self.items_mut(r).split_off(from);
                    codes.push((label, code, falls));
                    label
                }
                Leaf::Code(r, _) => {
                    dead.push(r);
                    out
                }
            };
            labels.push(label);
        }
        // What stands last needs no branch.
        let default = labels[table.default];
        let last = codes.iter().position(|c| c.2 && c.0 == default).or_else(|| codes.iter().rposition(|c| c.2));
        if let Some(last) = last {
            let code = codes.remove(last);
            codes.push(code);
        }
        let targets = table.entries.iter().chain([&table.default]).map(|way| labels[*way].0).collect();
        self.body.node_mut(switch).imm = Imm::Targets(targets);
        let mut inner = vec![switch];
        let count = codes.len();
        for (k, (label, code, falls)) in codes.into_iter().enumerate() {
            self.lead_out(&code, &dispatch.joins, out);
            let block = self.body.add(Node { imm: Imm::Block(block_type(&[])), regions: SmallVec::from_slice(&[label]), ..blank(Op::Block) });
            *self.items_mut(label) = inner;
            inner = vec![block];
            inner.extend(code);
            if falls && k + 1 < count {
                let stacked = u32::try_from(results.len()).unwrap_or(u32::MAX);
                inner.push(self.body.add(Node { imm: Imm::Index(out.0), stacked, ..blank(Op::Br) }));
            }
        }
        *self.items_mut(out) = inner;
        let block = Node {
            imm: Imm::Block(block_type(&results)),
            regions: SmallVec::from_slice(&[out]),
            results: SmallVec::from_slice(&results),
            ..blank(Op::Block)
        };
        self.put_dispatch(dispatch, block);
        // A region that was dissolved has no items.
        dead.into_iter().for_each(|r| self.items_mut(r).clear());
        self.tidy();
    }

    /// Branches in this code that lead behind the dispatch name another label now.
    fn lead_out(&mut self, code: &[NodeId], joins: &[Region], out: Region) {
        let leads = |l: &u32| joins.contains(&Region(*l));
        let branches: Vec<NodeId> = code
            .iter()
            .flat_map(|&n| self.body.tree_events(n))
            .filter_map(|e| match e {
                Event::Op(n) if self.body.targets(n).iter().any(|r| leads(&r.0)) => Some(n),
                _ => None,
            })
            .collect();
        for n in branches {
            match &mut self.body.node_mut(n).imm {
                Imm::Index(l) => *l = out.0,
                Imm::Targets(labels) => labels.iter_mut().filter(|l| leads(l)).for_each(|l| *l = out.0),
                _ => {}
            }
        }
    }

    /// Puts one node in the place of a dispatch.
    fn put_dispatch(&mut self, dispatch: &Dispatch, node: Node) {
        match dispatch.place {
            Place::Node(n) => *self.body.node_mut(n) = node,
            Place::Items(r, from, to) => {
                let n = self.body.add(node);
                self.items_mut(r).splice(from..to, [n]);
            }
        }
        for n in &dispatch.tests {
            if dispatch.place_is(*n) {
                continue;
            }
            for r in std::mem::take(&mut self.body.node_mut(*n).regions) {
                self.items_mut(r).clear();
            }
        }
    }
}

impl Dispatch {
    fn place_is(&self, n: NodeId) -> bool {
        matches!(self.place, Place::Node(m) if m == n)
    }

    /// The way of a value.
    fn way_of(&self, value: u32) -> Option<usize> {
        self.ways.iter().position(|(set, _)| set.contains(value))
    }

    /// Where all values lead, in order: from, to, way. Ways to one label are one.
    pub fn runs(&self) -> Vec<(u32, u32, usize)> {
        let same = |way: usize| match self.ways[way].1 {
            Leaf::Code(..) => way,
            leaf => self.ways.iter().position(|w| w.1 == leaf).unwrap_or(way),
        };
        let mut runs: Vec<(u32, u32, usize)> = Vec::new();
        for (way, (set, _)) in self.ways.iter().enumerate() {
            runs.extend(set.ranges().iter().map(|&(lo, hi)| (lo, hi, same(way))));
        }
        runs.sort_unstable();
        let mut out: Vec<(u32, u32, usize)> = Vec::with_capacity(runs.len());
        for (lo, hi, way) in runs {
            match out.last_mut() {
                Some(last) if last.2 == way => last.1 = hi,
                _ => out.push((lo, hi, way)),
            }
        }
        out
    }
}

/// A node without operands, immediates and results.
pub(super) fn blank(op: Op) -> Node {
    Node { op, imm: Imm::None, stacked: 0, args: SmallVec::new(), regions: SmallVec::new(), results: SmallVec::new(), hint: None }
}

//! Locals that carry packed fields, taken apart: one local per field, also through joins, loops and copies (scalar replacement).
//!
//! ```text
//!   c = extend_u(count) << 32 | extend_u(status)      c_0 = status & 255; c_32 = count
//!   … c & 255 … wrap(c >>u 32) …                      … c_0 … c_32 …
//! ```
//!
//! Which bits of a local anybody looks at is found first, by walking down from what is computed of it ([`demand`]); bit ranges that overlap are one field, so a local
//! whose bits are used together stays as it is. Then each definition is replaced by definitions of the fields, and each tree that reads one by the same tree
//! over fields ([`Split::bits`]). Both walk the same operators, `and`, `or`, `xor`, shifts by constants, extensions, `wrap` and `select`; anything else
//! wants all bits of its operands.

use super::cfg::{BlockId, Cfg, End};
use super::demand::{Range, demand};
use super::spill::spill;
use loom_eq_lang::{Const, Imm, LocalIx, NodeId, Op, ValType};
use std::collections::{BTreeMap, BTreeSet};

/// A part of a local, from bit to bit, in a local of its own.
#[derive(Clone, Copy, Debug)]
struct Field {
    range: Range,
    local: LocalIx,
}

struct Split<'a> {
    cfg: &'a mut Cfg,
    fields: BTreeMap<LocalIx, Vec<Field>>,
}

/// Takes packed locals apart. Whether there were any.
pub fn split_fields(cfg: &mut Cfg) -> bool {
    let packed = |cfg: &Cfg, l: LocalIx| l.ix() >= cfg.body.ty.params.len() && cfg.body.locals[l.ix()] == ValType::I64;
    if !(0..cfg.body.locals.len()).map(LocalIx::new).any(|l| packed(cfg, l)) || spill(cfg, &packed).is_none() {
        return false;
    }
    sums_to_unions(cfg);
    let candidates: BTreeSet<LocalIx> = (0..cfg.body.locals.len()).map(LocalIx::new).filter(|l| packed(cfg, *l)).collect();
    let mut fields = BTreeMap::new();
    for (local, ranges) in demand(cfg, &candidates) {
        if ranges.iter().all(|r| r.width() < 64) && !ranges.is_empty() {
            let field = |range: &Range| Field { range: *range, local: cfg.body.add_local(range.ty()) };
            fields.insert(local, ranges.iter().map(field).collect());
        }
    }
    if fields.is_empty() {
        return false;
    }
    let mut split = Split { cfg, fields };
    for b in split.cfg.reverse_postorder() {
        split.block(b);
    }
    true
}

impl Split<'_> {
    fn block(&mut self, b: BlockId) {
        let mut items = Vec::new();
        for n in std::mem::take(&mut self.cfg.block_mut(b).items) {
            match (self.cfg.body.node(n).op, self.cfg.body.local_of(n).filter(|l| self.fields.contains_key(l))) {
                (Op::LocalSet, Some(l)) => self.define(l, self.cfg.body.node(n).args[0], &mut items),
                _ => {
                    self.operands(n);
                    items.push(n);
                }
            }
        }
        self.cfg.block_mut(b).items = items;
        let mut end = self.cfg.block(b).end.clone();
        match &mut end {
            End::Branch(c, ..) => *c = self.value(*c),
            End::Switch(i, _) => *i = self.value(*i),
            End::Return(values) => values.iter_mut().for_each(|v| *v = self.value(*v)),
            End::Jump(_) | End::Stop => {}
        }
        self.cfg.block_mut(b).end = end;
    }

    /// The definition of each field; if the value reads the local itself, all are computed before any is written.
    fn define(&mut self, local: LocalIx, value: NodeId, items: &mut Vec<NodeId>) {
        let fields = self.fields[&local].clone();
        let own = self.cfg.nodes(value).any(|n| self.cfg.body.local_of(n) == Some(local));
        let mut last = Vec::new();
        for field in fields {
            let bits = self.bits(value, field.range, field.range.ty());
            if own {
                let held = self.cfg.body.add_local(field.range.ty());
                items.push(self.cfg.set(held, bits));
                let held = self.cfg.get(held);
                last.push(self.cfg.set(field.local, held));
            } else {
                items.push(self.cfg.set(field.local, bits));
            }
        }
        items.append(&mut last);
    }

    fn operands(&mut self, n: NodeId) {
        for i in 0..self.cfg.body.node(n).args.len() {
            let arg = self.value(self.cfg.body.node(n).args[i]);
            self.cfg.body.node_mut(n).args[i] = arg;
        }
        self.narrow_store(n);
    }

    /// A value over fields.
    fn value(&mut self, n: NodeId) -> NodeId {
        if !self.reads_field(n) {
            return n;
        }
        if transparent(self.cfg, n) {
            let ty = self.cfg.ty(n);
            let used = Range::of(ty).cut(self.significant(n));
            return self.bits(n, used, ty);
        }
        if let Some(n) = self.compare(n) {
            return n;
        }
        self.operands(n);
        n
    }

    fn reads_field(&self, n: NodeId) -> bool {
        self.cfg.nodes(n).any(|n| self.cfg.body.local_of(n).is_some_and(|l| self.fields.contains_key(&l)))
    }

    /// A comparison of two values that have at most 32 bits each, in i32.
    fn compare(&mut self, n: NodeId) -> Option<NodeId> {
        let node = self.cfg.body.node(n).clone();
        let op = match node.op {
            Op::I64Eqz => Op::I32Eqz,
            Op::I64Eq => Op::I32Eq,
            Op::I64Ne => Op::I32Ne,
            Op::I64LtU => Op::I32LtU,
            Op::I64GtU => Op::I32GtU,
            Op::I64LeU => Op::I32LeU,
            Op::I64GeU => Op::I32GeU,
            _ => return None,
        };
        let narrow = |s: &Self, a: &NodeId| s.significant(*a) <= 32 && (transparent(s.cfg, *a) || s.cfg.literal(*a).is_some());
        if !node.args.iter().all(|a| narrow(self, a)) {
            return None;
        }
        let args: Vec<NodeId> = node.args.iter().map(|a| self.bits(*a, Range::new(0, 32), ValType::I32)).collect();
        Some(self.cfg.body.add_tree(op, Imm::None, &args, ValType::I32))
    }

    /// A store of an extended i32.
    fn narrow_store(&mut self, n: NodeId) {
        let node = self.cfg.body.node(n);
        let op = match node.op {
            Op::I64Store8 => Op::I32Store8,
            Op::I64Store16 => Op::I32Store16,
            Op::I64Store32 => Op::I32Store,
            _ => return,
        };
        let value = self.cfg.body.node(node.args[1]);
        if matches!(value.op, Op::I64ExtendI32U | Op::I64ExtendI32S) {
            let inner = value.args[0];
            let node = self.cfg.body.node_mut(n);
            (node.op, node.args[1]) = (op, inner);
        }
    }

    /// An upper bound of the bits from 0 on that may be set.
    fn significant(&self, n: NodeId) -> u32 {
        let node = self.cfg.body.node(n);
        let of = |i: usize| self.significant(node.args[i]);
        let by = |i: usize| self.cfg.literal(node.args[i]).and_then(Const::bits);
        let width = Range::of(self.cfg.ty(n)).hi;
        match node.op {
            Op::LocalGet => {
                let fields = self.cfg.body.local_of(n).and_then(|l| self.fields.get(&l));
                let single = || self.cfg.body.local_of(n).and_then(|l| self.cfg.single.get(&l)).map_or(width, |v| self.significant(*v));
                fields.map_or_else(single, |fields| fields.iter().map(|f| f.range.hi).max().unwrap_or(0))
            }
            Op::I32Const | Op::I64Const => 64 - self.cfg.literal(n).and_then(Const::bits).unwrap_or(u64::MAX).leading_zeros(),
            Op::I32And | Op::I64And => of(0).min(of(1)),
            Op::I32Or | Op::I64Or | Op::I32Xor | Op::I64Xor => of(0).max(of(1)),
            Op::Select | Op::TypedSelect => of(0).max(of(1)),
            Op::I32Shl | Op::I64Shl => by(1).map_or(width, |k| (of(0) + (k as u32 % width)).min(width)),
            Op::I32ShrU | Op::I64ShrU => by(1).map_or(width, |k| of(0).saturating_sub(k as u32 % width)),
            Op::I64ExtendI32U => of(0),
            Op::I32WrapI64 => of(0).min(32),
            Op::I32Load8U | Op::I64Load8U => 8,
            Op::I32Load16U | Op::I64Load16U => 16,
            Op::I64Load32U => 32,
            _ => width,
        }
    }

    /// How many bits from 0 on are 0 for sure.
    fn zeros(&self, n: NodeId) -> u32 {
        let node = self.cfg.body.node(n);
        let by = |i: usize| self.cfg.literal(node.args[i]).and_then(Const::bits);
        match node.op {
            Op::I32Const | Op::I64Const => self.cfg.literal(n).and_then(Const::bits).map_or(0, u64::trailing_zeros),
            Op::I64Shl => by(1).map_or(0, |k| self.zeros(node.args[0]) + k as u32 % 64),
            Op::I64And => self.zeros(node.args[0]).max(self.zeros(node.args[1])),
            Op::I64Or | Op::I64Xor => self.zeros(node.args[0]).min(self.zeros(node.args[1])),
            Op::LocalGet => self.cfg.body.local_of(n).and_then(|l| self.cfg.single.get(&l)).map_or(0, |v| self.zeros(*v)),
            _ => 0,
        }
    }

    fn constant(&mut self, ty: ValType, bits: u64) -> NodeId {
        let c = if ty == ValType::I32 { Const::I32(bits as u32 as i32) } else { Const::I64(bits.cast_signed()) };
        self.cfg.constant(c)
    }

    fn is_zero(&self, n: NodeId) -> bool {
        self.cfg.literal(n).and_then(Const::bits) == Some(0)
    }

    /// `op` of a value and a constant, or the value if that does nothing.
    fn by(&mut self, [op32, op64]: [Op; 2], n: NodeId, k: u64, neutral: bool) -> NodeId {
        if neutral {
            return n;
        }
        let ty = self.cfg.ty(n);
        let k = self.constant(ty, k);
        self.cfg.body.add_tree(if ty == ValType::I32 { op32 } else { op64 }, Imm::None, &[n, k], ty)
    }

    fn masked(&mut self, n: NodeId, width: u32) -> NodeId {
        let neutral = width >= Range::of(self.cfg.ty(n)).hi || self.significant(n) <= width;
        self.by([Op::I32And, Op::I64And], n, Range::new(0, width).mask(), neutral)
    }

    fn shifted_right(&mut self, n: NodeId, k: u32) -> NodeId {
        self.by([Op::I32ShrU, Op::I64ShrU], n, u64::from(k), k == 0)
    }

    /// A value of at most 32 bits, or whose high bits do not matter, in another type.
    fn typed(&mut self, n: NodeId, ty: ValType) -> NodeId {
        match (self.cfg.ty(n), ty) {
            (ValType::I64, ValType::I32) => self.cfg.body.add_tree(Op::I32WrapI64, Imm::None, &[n], ty),
            (ValType::I32, ValType::I64) => self.cfg.body.add_tree(Op::I64ExtendI32U, Imm::None, &[n], ty),
            _ => n,
        }
    }

    /// Bits of a value, shifted down to bit 0, nothing above them, as a value of type `ty`.
    fn bits(&mut self, n: NodeId, range: Range, ty: ValType) -> NodeId {
        let width = Range::of(self.cfg.ty(n)).hi;
        let range = Range::new(range.lo, range.hi.min(width).max(range.lo));
        if range.is_empty() {
            return self.constant(ty, 0);
        }
        if ty == ValType::I64 && range.width() <= 32 {
            let narrow = self.bits(n, range, ValType::I32);
            if self.is_zero(narrow) {
                return self.constant(ty, 0);
            }
            return self.typed(narrow, ty);
        }
        let node = self.cfg.body.node(n).clone();
        if let Some(bits) = self.cfg.literal(n).and_then(Const::bits) {
            return self.constant(ty, bits >> range.lo & Range::new(0, range.width()).mask());
        }
        let literal = |s: &Self, i: usize| s.cfg.literal(node.args[i]).and_then(Const::bits);
        let count = |s: &Self| literal(s, 1).map(|k| k as u32 % width);
        let arg = |i: usize| node.args[i];
        match node.op {
            Op::LocalGet => {
                let local = self.cfg.body.local_of(n).expect("names a local");
                let field = self.fields.get(&local).and_then(|fields| fields.iter().find(|f| f.range.holds(range))).copied();
                if let Some(field) = field {
                    let get = self.cfg.get(field.local);
                    let low = self.shifted_right(get, range.lo - field.range.lo);
                    // What is above the field is 0 already.
                    let low = if range.hi < field.range.hi { self.masked(low, range.width()) } else { low };
                    return self.typed(low, ty);
                }
            }
            Op::I32And | Op::I64And => {
                let constant = literal(self, 1).map(|m| (m, arg(0))).or_else(|| literal(self, 0).map(|m| (m, arg(1))));
                if let Some((mask, x)) = constant {
                    let mask = mask >> range.lo & Range::new(0, range.width()).mask();
                    let high = 64 - mask.leading_zeros();
                    let bits = self.bits(x, Range::new(range.lo, range.lo + high), ty);
                    let neutral = self.is_zero(bits) || mask == Range::new(0, high).mask();
                    return self.by([Op::I32And, Op::I64And], bits, mask, neutral);
                }
                let (x, y) = (self.bits(arg(0), range, ty), self.bits(arg(1), range, ty));
                let op = if ty == ValType::I32 { Op::I32And } else { Op::I64And };
                return if self.is_zero(x) || self.is_zero(y) { self.constant(ty, 0) } else { self.cfg.body.add_tree(op, Imm::None, &[x, y], ty) };
            }
            Op::I32Or | Op::I64Or | Op::I32Xor | Op::I64Xor => {
                let (x, y) = (self.bits(arg(0), range, ty), self.bits(arg(1), range, ty));
                if self.is_zero(x) || self.is_zero(y) {
                    return if self.is_zero(x) { y } else { x };
                }
                let or = matches!(node.op, Op::I32Or | Op::I64Or);
                let op = match (or, ty) {
                    (true, ValType::I32) => Op::I32Or,
                    (true, _) => Op::I64Or,
                    (false, ValType::I32) => Op::I32Xor,
                    (false, _) => Op::I64Xor,
                };
                return self.cfg.body.add_tree(op, Imm::None, &[x, y], ty);
            }
            Op::I32Shl | Op::I64Shl => {
                if let Some(k) = count(self) {
                    if range.hi <= k {
                        return self.constant(ty, 0);
                    }
                    let low = self.bits(arg(0), Range::new(range.lo.saturating_sub(k), range.hi - k), ty);
                    let k = k.saturating_sub(range.lo);
                    let zero = self.is_zero(low);
                    return self.by([Op::I32Shl, Op::I64Shl], low, u64::from(k), k == 0 || zero);
                }
            }
            Op::I32ShrU | Op::I64ShrU => {
                if let Some(k) = count(self) {
                    return self.bits(arg(0), Range::new(range.lo + k, range.hi + k), ty);
                }
            }
            Op::I32ShrS | Op::I64ShrS => {
                if let Some(k) = count(self) {
                    let sign = range.hi + k > width;
                    let bits = self.bits(arg(0), Range::new((range.lo + k).min(width - 1), (range.hi + k).min(width)), ty);
                    return if sign { self.extended(bits, width - (range.lo + k).min(width - 1), range.width()) } else { bits };
                }
            }
            Op::I32WrapI64 | Op::I64ExtendI32U => return self.bits(arg(0), Range::new(range.lo.min(32), range.hi.min(32)), ty),
            Op::I64ExtendI32S | Op::I64Extend32S => return self.sign_extended(arg(0), range, 32, ty),
            Op::I32Extend8S | Op::I64Extend8S => return self.sign_extended(arg(0), range, 8, ty),
            Op::I32Extend16S | Op::I64Extend16S => return self.sign_extended(arg(0), range, 16, ty),
            Op::Select | Op::TypedSelect => {
                let (x, y) = (self.bits(arg(0), range, ty), self.bits(arg(1), range, ty));
                if self.cfg.literal(x).is_some() && self.cfg.literal(x) == self.cfg.literal(y) {
                    return x;
                }
                let c = self.cfg.copy(arg(2));
                let c = self.value(c);
                return self.cfg.body.add_tree(Op::Select, Imm::None, &[x, y, c], ty);
            }
            _ => {}
        }
        let whole = self.cfg.copy(n);
        self.operands(whole);
        let low = self.shifted_right(whole, range.lo);
        let low = self.typed(low, ty);
        self.masked(low, range.width())
    }

    /// Bits of the sign extension of the low `from` bits of a value.
    fn sign_extended(&mut self, n: NodeId, range: Range, from: u32, ty: ValType) -> NodeId {
        let bits = self.bits(n, Range::new(range.lo.min(from - 1), range.hi.min(from)), ty);
        if range.hi <= from { bits } else { self.extended(bits, from - range.lo.min(from - 1), range.width()) }
    }

    /// The sign extension of a value of `from` bits, cut off at `width` bits.
    fn extended(&mut self, n: NodeId, from: u32, width: u32) -> NodeId {
        let shift = Range::of(self.cfg.ty(n)).hi - from;
        let high = self.by([Op::I32Shl, Op::I64Shl], n, u64::from(shift), shift == 0);
        let extended = self.by([Op::I32ShrS, Op::I64ShrS], high, u64::from(shift), shift == 0);
        self.masked(extended, width)
    }
}

/// Sums of values that have no bit in common are unions.
fn sums_to_unions(cfg: &mut Cfg) {
    let split = Split { cfg, fields: BTreeMap::new() };
    for i in 0..split.cfg.body.nodes.len() {
        let n = NodeId::new(i);
        let node = split.cfg.body.node(n);
        if let (Op::I64Add, &[x, y]) = (node.op, node.args.as_slice())
            && (split.significant(x) <= split.zeros(y) || split.significant(y) <= split.zeros(x))
        {
            split.cfg.body.node_mut(n).op = Op::I64Or;
        }
    }
}

/// Whether [`Split::bits`] and [`demand`] look through an operator.
pub fn transparent(cfg: &Cfg, n: NodeId) -> bool {
    let node = cfg.body.node(n);
    let shift = |i: usize| cfg.literal(node.args[i]).is_some();
    match node.op {
        Op::LocalGet => matches!(cfg.ty(n), ValType::I32 | ValType::I64),
        Op::I32And | Op::I64And | Op::I32Or | Op::I64Or | Op::I32Xor | Op::I64Xor | Op::I32WrapI64 | Op::I64ExtendI32U | Op::I64ExtendI32S => true,
        Op::I32Extend8S | Op::I64Extend8S | Op::I32Extend16S | Op::I64Extend16S | Op::I64Extend32S => true,
        Op::I32Shl | Op::I64Shl | Op::I32ShrU | Op::I64ShrU | Op::I32ShrS | Op::I64ShrS => shift(1),
        Op::Select | Op::TypedSelect => matches!(cfg.ty(n), ValType::I32 | ValType::I64),
        _ => false,
    }
}

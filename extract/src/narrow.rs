//! Code for bits that nobody looks at goes, before the e-graph is made: what is left is not equal to what was there, it only agrees on the demanded bits, so
//! no class could hold both.
//!
//! ```text
//!   i32.store8 (a) (i32.and (x) (i32.const 255))          i32.store8 (a) (x)
//!   i32.store8 (a) (i32.const 255)                        i32.store8 (a) (i32.const -1)
//!   i32.store16 (a) (i32.wrap_i64 (X))                    i64.store16 (a) (X)
//!   i64.extend_i32_u (i32.load (a))                       i64.load32_u (a)
//! ```
//!
//! Every edit keeps each operator's result on the bits that its class is asked for ([`Demand`]), given operands that do so too; by induction over the execution
//! all edits may be made at once.

use loom_eq_egraph::{Demand, Id, Joins, Lifted, demanded, stored};
use loom_eq_lang::{Body, Class, Const, Event, NodeId, Op, ValType};
use smallvec::SmallVec;

/// The body with narrower values, if anything is to be won.
pub fn narrow(body: &Body, lifted: &Lifted, joins: Joins) -> Option<Body> {
    let demand = Demand::of(body, lifted, joins)?;
    let mut narrow = Narrow { lifted, demand, body: body.clone(), changed: false };
    let nodes: Vec<NodeId> = body.events().filter_map(|e| if let Event::Op(n) = e { Some(n) } else { None }).collect();
    for &n in &nodes {
        narrow.constants(n);
    }
    // Operands before what uses them, so that each is looked at as it will be.
    for &n in &nodes {
        while narrow.redundant(n) {}
        narrow.access(n);
    }
    narrow.changed.then_some(narrow.body)
}

struct Narrow<'a> {
    lifted: &'a Lifted,
    demand: Demand,
    body: Body,
    changed: bool,
}

impl Narrow<'_> {
    /// Puts `from`, a part of the tree at `at`, in its place.
    fn replace(&mut self, at: NodeId, from: NodeId) {
        *self.body.node_mut(at) = self.body.node(from).clone();
        self.changed = true;
    }

    fn class(&self, n: NodeId) -> Option<Id> {
        // New nodes are none of the lift's.
        self.lifted.value(n)
    }

    fn literal(&self, n: NodeId) -> Option<u64> {
        let node = self.body.node(n);
        Const::of(node.op, &node.imm).and_then(Const::bits)
    }

    /// The demanded bits of a pure operator all of whose operands are trees.
    fn asked(&self, n: NodeId) -> Option<u64> {
        let node = self.body.node(n);
        (node.op.is_pure() && node.stacked == 0).then(|| self.class(n).map(|c| self.demand.bits(c))).flatten()
    }

    /// Replaces an operator by its operand where they agree on all that is asked.
    fn redundant(&mut self, n: NodeId) -> bool {
        self.same(n).map(|operand| self.replace(n, operand)).is_some()
    }

    fn same(&self, n: NodeId) -> Option<NodeId> {
        let bits = self.asked(n).filter(|b| *b != 0)?;
        let node = self.body.node(n);
        let ones = |bits: u64| u64::MAX >> bits.leading_zeros();
        let within = |width: u32| ones(bits) >> width == 0;
        match (node.op, node.args.as_slice()) {
            (Op::I32Extend8S | Op::I64Extend8S, &[x]) => within(8).then_some(x),
            (Op::I32Extend16S | Op::I64Extend16S, &[x]) => within(16).then_some(x),
            (Op::I64Extend32S, &[x]) => within(32).then_some(x),
            (Op::I64ExtendI32U | Op::I64ExtendI32S, &[x]) => {
                let inner = self.body.node(x);
                (inner.op == Op::I32WrapI64 && inner.stacked == 0 && within(32)).then(|| inner.args[0])
            }
            (op, &[x, y]) => {
                let (k, x, left) = match (self.literal(y), self.literal(x)) {
                    (Some(k), None) => (k, x, true),
                    (None, Some(k)) if op.commutes() => (k, y, true),
                    _ => return None,
                };
                let same = match op {
                    Op::I32And | Op::I64And => bits & !k == 0,
                    Op::I32Or | Op::I64Or | Op::I32Xor | Op::I64Xor => bits & k == 0,
                    Op::I32Add | Op::I64Add | Op::I32Sub | Op::I64Sub => ones(bits) & k == 0,
                    Op::I32ShrS | Op::I32ShrU | Op::I64ShrS | Op::I64ShrU if left => return self.shifted_back(x, op, k, bits),
                    _ => false,
                };
                same.then_some(x)
            }
            _ => None,
        }
    }

    /// What is shifted left and then right again by as much.
    fn shifted_back(&self, inner: NodeId, op: Op, k: u64, bits: u64) -> Option<NodeId> {
        let node = self.body.node(inner);
        let width = if matches!(op, Op::I32ShrS | Op::I32ShrU) { 32 } else { 64 };
        let &[x, count] = node.args.as_slice() else { return None };
        let same = matches!(node.op, Op::I32Shl | Op::I64Shl) && self.literal(count) == Some(k) && k < width;
        (same && bits >> (width - 1 - k) >> 1 == 0).then_some(x)
    }

    /// Gives each constant operand the shortest encoding that agrees on the bits that are asked.
    fn constants(&mut self, n: NodeId) {
        let node = self.body.node(n).clone();
        let store = node.op.class() == Class::Store;
        let asked = if store { Some(stored(node.op)) } else { self.asked(n).filter(|b| *b != 0) };
        let (Some(bits), 0) = (asked, node.stacked) else { return };
        let constants: SmallVec<[Option<u64>; 3]> = node.args.iter().map(|a| self.literal(*a)).collect();
        if node.args.len() != 2 || !store && constants.iter().all(Option::is_some) {
            return;
        }
        for (i, &arg) in node.args.iter().enumerate() {
            let Some(value) = constants[i] else { continue };
            let bits = match (store, i) {
                (true, 0) => continue,
                (true, _) => bits,
                (false, _) => demanded(node.op, i, bits, &constants),
            };
            let ty = self.body.node(arg).results[0];
            let Some(best) = shortest(ty, value, bits) else { continue };
            let (op, imm) = best.into();
            let node = self.body.node_mut(arg);
            (node.op, node.imm) = (op, imm);
            self.changed = true;
        }
    }

    /// Loads and stores that widen or narrow by themselves.
    fn access(&mut self, n: NodeId) {
        let node = self.body.node(n);
        if node.stacked > 0 {
            return;
        }
        match *node.args.as_slice() {
            [load] => {
                if let Some(op) = load_as(self.body.node(load).op, node.op) {
                    let results = node.results.clone();
                    self.replace(n, load);
                    let node = self.body.node_mut(n);
                    (node.op, node.results) = (op, results);
                }
            }
            [_, value] => {
                let inner = self.body.node(value);
                if let (Some(op), 0, &[x]) = (store_as(node.op, inner.op), inner.stacked, inner.args.as_slice()) {
                    let node = self.body.node_mut(n);
                    (node.op, node.args[1]) = (op, x);
                    self.changed = true;
                }
            }
            _ => {}
        }
    }
}

/// The constant of the fewest bytes that agrees with `value` on `bits`, if it is shorter than `value`.
fn shortest(ty: ValType, value: u64, bits: u64) -> Option<Const> {
    let (width, of): (u32, fn(u64) -> Const) = match ty {
        ValType::I32 => (32, |v| Const::I32(v as u32 as i32)),
        ValType::I64 => (64, |v| Const::I64(v.cast_signed())),
        _ => return None,
    };
    let bits = bits & (u64::MAX >> (64 - width));
    let size = of(value).size();
    for length in (7..width).step_by(7) {
        let low = (1u64 << (length - 1)) - 1;
        for high in [0, !low] {
            let candidate = value & low | high;
            if (candidate ^ value) & bits == 0 {
                return Some(of(candidate)).filter(|c| c.size() < size);
            }
        }
    }
    None
}

/// The load that gives what `of` makes of what `load` gives.
fn load_as(load: Op, of: Op) -> Option<Op> {
    use Op::*;
    Some(match (of, load) {
        (I64ExtendI32U, I32Load) => I64Load32U,
        (I64ExtendI32S, I32Load) => I64Load32S,
        (I64ExtendI32U | I64ExtendI32S, I32Load8U) => I64Load8U,
        (I64ExtendI32U | I64ExtendI32S, I32Load16U) => I64Load16U,
        (I64ExtendI32S, I32Load8S) => I64Load8S,
        (I64ExtendI32S, I32Load16S) => I64Load16S,
        (I64Extend32S, I64Load32U | I64Load32S) => I64Load32S,
        (I32Extend8S, I32Load8U | I32Load8S) => I32Load8S,
        (I64Extend8S, I64Load8U | I64Load8S) => I64Load8S,
        (I32Extend16S, I32Load16U | I32Load16S) => I32Load16S,
        (I64Extend16S, I64Load16U | I64Load16S) => I64Load16S,
        (I32WrapI64, I64Load32U | I64Load32S) => I32Load,
        (I32WrapI64, I64Load8U) => I32Load8U,
        (I32WrapI64, I64Load8S) => I32Load8S,
        (I32WrapI64, I64Load16U) => I32Load16U,
        (I32WrapI64, I64Load16S) => I32Load16S,
        (F32ReinterpretI32, I32Load) => F32Load,
        (F64ReinterpretI64, I64Load) => F64Load,
        (I32ReinterpretF32, F32Load) => I32Load,
        (I64ReinterpretF64, F64Load) => I64Load,
        _ => return None,
    })
}

/// The store that writes of an operand what `store` writes of `of` on it.
fn store_as(store: Op, of: Op) -> Option<Op> {
    use Op::*;
    Some(match (store, of) {
        (I64Store32, I64ExtendI32U | I64ExtendI32S) => I32Store,
        (I64Store16, I64ExtendI32U | I64ExtendI32S) => I32Store16,
        (I64Store8, I64ExtendI32U | I64ExtendI32S) => I32Store8,
        (I32Store, I32WrapI64) => I64Store32,
        (I32Store16, I32WrapI64) => I64Store16,
        (I32Store8, I32WrapI64) => I64Store8,
        (I32Store, I32ReinterpretF32) => F32Store,
        (I64Store, I64ReinterpretF64) => F64Store,
        (F32Store, F32ReinterpretI32) => I32Store,
        (F64Store, F64ReinterpretI64) => I64Store,
        _ => return None,
    })
}

//! A function body as an e-graph: every operand and every local becomes a class.
//!
//! ```text
//!   (local.set $x (i32.add (local.get $p) (i32.const 1)))      x ↦ c1 = {i32.add(param0.0, 1)}
//!   (if (local.get $q) (then (local.set $x (i32.load …))))     site7 = the load's result
//!   (local.get $x)                                             {phi3(site7.0, c1)}
//! ```
//!
//! Loops get a leaf per live local that they write, `param(loop, local)`, in one class with the cyclic
//! `phi(loop)(entry, back edges…)`; a local that every back edge leaves as it was is its entry value (the only induction done here).

use crate::facts::{Graph, learn};
use crate::flow::{self, Domain, Known, Slot, State};
use crate::language::{Head, V};
use crate::liveness::Liveness;
use egg::Id;
use loom_eq_lang::{Body, Class, Const, Event, Imm, LocalIx, NodeId, Op, Region, ValType};
use smallvec::SmallVec;
use std::rc::Rc;

/// A body's e-graph and the class of each node.
#[derive(Clone, Debug)]
pub struct Lifted {
    /// The e-graph.
    pub graph: Graph,
    /// Per node of the body, the class that it delivers if it has exactly one result and is reachable.
    pub values: Vec<Known>,
    /// Per global of the module, the value that it has at all times.
    pub constants: Rc<[Option<Const>]>,
}

impl Lifted {
    /// The class of a node, canonical after unions.
    pub fn value(&self, n: NodeId) -> Known {
        self.values.get(n.ix()).copied().flatten().map(|id| self.graph.find(id))
    }
}

/// Lifts a body of a module of which nothing is known.
pub fn lift(body: &Body) -> Lifted {
    lift_in(body, &[])
}

/// Lifts a body. `constants` has, per global of the module, the value that it has at all times, as far as that is known.
pub fn lift_in(body: &Body, constants: &[Option<Const>]) -> Lifted {
    let liveness = Liveness::of(body);
    let constants: Rc<[Option<Const>]> = constants.into();
    let mut lift = Lift { body, graph: Graph::default(), values: vec![None; body.nodes.len()], constants: constants.clone() };
    // The base of an address that is a constant as a whole, whether or not the code has a zero.
    lift.graph.add(V::op(Op::I32Const, Imm::I32(0), &[]));
    flow::walk(body, &liveness, &mut lift);
    lift.graph.rebuild();
    collapse_phis(&mut lift.graph);
    Lifted { graph: lift.graph, values: lift.values, constants }
}

/// Adds to each constant of the graph the global that holds it. To be called when rules have found what there is to find.
pub fn name_constants(lifted: &mut Lifted) {
    for (g, value) in lifted.constants.iter().enumerate() {
        let Some(value) = *value else { continue };
        if lifted.graph.lookup(V::op(value.op(), value.imm(), &[])).is_some() {
            lifted.graph.add(V::leaf(Head::Global(u32::try_from(g).expect("a 32-bit index"), value)));
        }
    }
    lifted.graph.rebuild();
}

/// Unites every `phi(r)(x, …, x)` with `x`, where operands may also be the phi itself: by induction over the entries of the loop, the value never
/// changes. To be called again when classes were united.
pub fn collapse_phis(graph: &mut Graph) {
    loop {
        let mut equal = Vec::new();
        for class in graph.classes() {
            for node in class.nodes.iter().filter(|n| matches!(n.head, Head::Phi(_))) {
                let mut others = node.args.iter().map(|a| graph.find(*a)).filter(|a| *a != class.id);
                if let Some(first) = others.next()
                    && others.all(|a| a == first)
                {
                    equal.push((class.id, first));
                }
            }
        }
        if equal.is_empty() {
            return;
        }
        for (phi, value) in equal {
            graph.union(phi, value);
        }
        graph.rebuild();
    }
}

struct Lift<'a> {
    body: &'a Body,
    graph: Graph,
    values: Vec<Known>,
    constants: Rc<[Option<Const>]>,
}

/// The constant that a local of this type holds before its first write; `None` for references.
pub fn zero(ty: ValType) -> Option<V> {
    Some(match ty {
        ValType::I32 => V::op(Op::I32Const, Imm::I32(0), &[]),
        ValType::I64 => V::op(Op::I64Const, Imm::I64(0), &[]),
        ValType::F32 => V::op(Op::F32Const, Imm::F32(0), &[]),
        ValType::F64 => V::op(Op::F64Const, Imm::F64(0), &[]),
        ValType::V128 => V::op(Op::V128Const, Imm::Bytes16([0; 16]), &[]),
        ValType::Ref(_) => return None,
    })
}

/// The number of a slot in [`Head::Param`]; carried values come behind all locals.
pub fn slot_number(slot: Slot) -> u32 {
    match slot {
        Slot::Local(l) => l.0,
        Slot::Carried(i) => u32::MAX - i,
    }
}

impl Domain for Lift<'_> {
    fn entry(&mut self, l: LocalIx, ty: ValType, is_param: bool) -> Known {
        let node = if is_param { V::leaf(Head::Param(Body::ROOT, l.0, ty)) } else { zero(ty)? };
        Some(self.graph.add(node))
    }

    fn results(&mut self, body: &Body, n: NodeId, operands: &[Known], out: &mut SmallVec<[Known; 2]>) {
        let node = body.node(n);
        let operator = node.op.is_pure() || node.op.class() == Class::Stack || self.cannot_trap(node.op, operands);
        if operator
            && node.results.len() == 1
            && let Some(args) = operands.iter().copied().collect::<Option<SmallVec<[Id; 3]>>>()
        {
            out.push(Some(self.graph.add(V { head: Head::Op(node.op, node.imm.clone()), args })));
            return;
        }
        if let (Op::GlobalGet, &Imm::Index(g)) = (node.op, &node.imm)
            && let Some(Some(value)) = self.constants.get(g as usize)
        {
            out.push(Some(self.graph.add(V::leaf(Head::Global(g, *value)))));
            return;
        }
        for (i, &ty) in node.results.iter().enumerate() {
            let leaf = V::leaf(Head::Res(n, u32::try_from(i).expect("fewer results than 2^32"), ty));
            let id = self.graph.add(leaf);
            learn_result(&mut self.graph, id, node.op);
            out.push(Some(id));
        }
    }

    fn join(&mut self, r: Region, _slot: Slot, edges: &[Known]) -> Known {
        let args: Option<SmallVec<[Id; 3]>> = edges.iter().copied().collect();
        Some(self.graph.add(V { head: Head::Phi(r), args: args? }))
    }

    fn header(&mut self, r: Region, slot: Slot, ty: ValType, _entry: Known) -> Known {
        Some(self.graph.add(V::leaf(Head::Param(r, slot_number(slot), ty))))
    }

    fn latch(&mut self, r: Region, _slot: Slot, entry: Known, header: Known, back: &[Known]) {
        let (Some(entry), Some(header)) = (entry, header) else { return };
        let Some(back) = back.iter().copied().collect::<Option<SmallVec<[Id; 3]>>>() else { return };
        let same = |a: Id, b: Id| self.graph.find(a) == self.graph.find(b);
        if back.iter().all(|&b| same(b, header) || same(b, entry)) {
            self.graph.union(header, entry);
            return;
        }
        let mut args = SmallVec::from_slice(&[entry]);
        args.extend(back);
        let phi = self.graph.add(V { head: Head::Phi(r), args });
        self.graph.union(header, phi);
    }

    /// Of a condition only the truth value matters: its double negation is there too, for rules on `eqz` to find what is zero with it.
    fn before(&mut self, event: Event, state: &State) {
        let (Event::Op(n) | Event::Open(n, _)) = event else { return };
        if matches!(self.body.node(n).op, Op::If | Op::BrIf)
            && let Some(Some(condition)) = state.stack.last()
        {
            let not = self.graph.add(V::op(Op::I32Eqz, Imm::None, &[*condition]));
            self.graph.add(V::op(Op::I32Eqz, Imm::None, &[not]));
        }
    }

    fn delivered(&mut self, n: NodeId, value: Known) {
        self.values[n.ix()] = value;
    }
}

impl Lift<'_> {
    /// A division or remainder by a constant that it cannot trap on is a value like any other.
    fn cannot_trap(&self, op: Op, operands: &[Known]) -> bool {
        let &[_, Some(divisor)] = operands else { return false };
        self.graph[divisor].data.constant.is_some_and(|c| divides_safely(op, c))
    }
}

/// Whether a division or remainder by `divisor` never traps: neither by zero nor, for the signed quotient, by −1 (INT_MIN / −1 overflows).
pub fn divides_safely(op: Op, divisor: Const) -> bool {
    let (zero, minus_one) = match divisor {
        Const::I32(d) => (d == 0, d == -1),
        Const::I64(d) => (d == 0, d == -1),
        _ => return false,
    };
    match op {
        Op::I32DivU | Op::I64DivU | Op::I32RemU | Op::I64RemU | Op::I32RemS | Op::I64RemS => !zero,
        Op::I32DivS | Op::I64DivS => !zero && !minus_one,
        _ => false,
    }
}

/// What the operator alone says of its result: narrow unsigned loads have zero high bits.
fn learn_result(graph: &mut Graph, id: Id, op: Op) {
    let bits = match op {
        Op::I32Load8U | Op::I64Load8U => 8,
        Op::I32Load16U | Op::I64Load16U => 16,
        Op::I64Load32U => 32,
        _ => return,
    };
    let width = if op == Op::I32Load8U || op == Op::I32Load16U { u64::from(u32::MAX) } else { u64::MAX };
    learn(graph, id, width & (u64::MAX << bits), 0);
}

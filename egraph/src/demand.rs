//! Which bits of a value anyone looks at.
//!
//! Backward over the e-graph of a body: a statement looks at all bits of its operands, a narrow store at the low ones of what it stores; an operator looks at
//! those bits of its operands on which the demanded bits of its result depend. Two values that agree on the demanded bits are as good as each other there,
//! though they are not equal: so this is no fact of a class, and it is meant for graphs as they are lifted, where a class is what the body's code computes.
//!
//! Invariants:
//! 1. Sound for all operands at once: if each operand is replaced by a value that agrees with it on [`demanded`], the result agrees on `demand`. (Proven by Z3
//!    for all masks, at 32 and 64 bits: `rewrites/tests/demand.eq`.)
//! 2. Each class's demand only grows, so that the propagation ends, cyclic classes included.

use crate::facts::Graph;
use crate::language::Head;
use crate::lift::Lifted;
use egg::Id;
use loom_eq_lang::{Body, Class, Const, Event, NodeId, Op, ValType};
use smallvec::SmallVec;
use std::collections::HashMap;

/// What a join asks of the values that come in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Joins {
    /// All bits: what differs then differs between two joins only, which a proof follows easily.
    All,
    /// What the join itself is asked, around loops too.
    Demanded,
}

/// Per class, the bits that are looked at.
#[derive(Clone, Debug, Default)]
pub struct Demand(HashMap<Id, u64>);

impl Demand {
    /// Of a lifted body, before any rule; `None` if some value's way cannot be followed.
    pub fn of(body: &Body, lifted: &Lifted, joins: Joins) -> Option<Demand> {
        let graph = &lifted.graph;
        let mut demand = Demand::default();
        let mut grown: Vec<Id> = Vec::new();
        let mut is_operand = vec![false; body.nodes.len()];
        for event in body.events() {
            let (Event::Op(n) | Event::Open(n, _)) = event else { continue };
            let node = body.node(n);
            node.args.iter().for_each(|a| is_operand[a.ix()] = true);
            if node.op == Op::LocalGet && lifted.value(n).is_none() {
                return None;
            }
            if matches!(node.op, Op::LocalSet | Op::LocalTee | Op::Drop) || is_value(lifted, body, n) {
                continue;
            }
            for (i, &arg) in node.args.iter().enumerate() {
                let bits = if node.op.class() == Class::Store && i == 1 { stored(node.op) } else { u64::MAX };
                demand.add(graph, lifted.value(arg), bits, &mut grown);
            }
        }
        // What waits on the stack, or is what a region leaves there.
        for event in body.events() {
            if let Event::Op(n) | Event::Close(n, _) = event
                && !is_operand[n.ix()]
            {
                demand.add(graph, lifted.value(n), u64::MAX, &mut grown);
            }
        }
        while let Some(class) = grown.pop() {
            let bits = demand.bits(class);
            for node in &graph[class].nodes {
                match &node.head {
                    Head::Phi(_) => {
                        let bits = if joins == Joins::All { u64::MAX } else { bits };
                        node.args.iter().for_each(|a| demand.add(graph, Some(*a), bits, &mut grown));
                    }
                    Head::Op(op, _) => {
                        let constants: SmallVec<[Option<u64>; 3]> = node.args.iter().map(|a| graph[*a].data.constant.and_then(Const::bits)).collect();
                        for (i, arg) in node.args.iter().enumerate() {
                            demand.add(graph, Some(*arg), demanded(*op, i, bits, &constants), &mut grown);
                        }
                    }
                    Head::Param(..) | Head::Global(..) | Head::Res(..) => {}
                }
            }
        }
        Some(demand)
    }

    /// The bits of a class that are looked at, within its type.
    pub fn bits(&self, class: Id) -> u64 {
        self.0.get(&class).copied().unwrap_or(0)
    }

    fn add(&mut self, graph: &Graph, class: Option<Id>, bits: u64, grown: &mut Vec<Id>) {
        let Some(class) = class.map(|c| graph.find(c)) else { return };
        let bits = match graph[class].data.ty {
            ValType::I32 => bits & LOW,
            ValType::I64 => bits,
            _ => u64::MAX,
        };
        let before = self.0.entry(class).or_insert(0);
        if bits & !*before != 0 {
            *before |= bits;
            grown.push(class);
        }
    }
}

/// Whether the lift made an operator of the node, whose operands are looked at only as far as its result is.
fn is_value(lifted: &Lifted, body: &Body, n: NodeId) -> bool {
    let node = body.node(n);
    (node.op.is_pure() || node.op.class() == Class::Stack) && node.stacked == 0 && lifted.value(n).is_some()
}

const LOW: u64 = 0xffff_ffff;

/// The bits of the value that a store writes.
pub fn stored(op: Op) -> u64 {
    match op {
        Op::I32Store8 | Op::I64Store8 => 0xff,
        Op::I32Store16 | Op::I64Store16 => 0xffff,
        Op::I64Store32 => LOW,
        _ => u64::MAX,
    }
}

/// The bits of operand `i` on which the `demand` bits of the result depend, given the operands that are constant.
pub fn demanded(op: Op, i: usize, demand: u64, constants: &[Option<u64>]) -> u64 {
    use Op::*;
    // A division that cannot trap must not begin to.
    if !op.is_pure() && !matches!(op, Select | TypedSelect) {
        return u64::MAX;
    }
    if demand == 0 {
        return 0;
    }
    let constant = |j: usize| constants.get(j).copied().flatten();
    // What the other operand is, where this one is none itself: two constants would each excuse the other.
    let other = || constant(1 - i).filter(|_| constant(i).is_none());
    let width = if op.name().starts_with("i32") { 32 } else { 64 };
    match op {
        I32And | I64And => demand & other().unwrap_or(u64::MAX),
        I32Or | I64Or => demand & !other().unwrap_or(0),
        I32Xor | I64Xor => demand,
        // Of products the same holds, but Z3 does not find the proof.
        I32Add | I64Add | I32Sub | I64Sub => below(demand),
        I32Shl | I64Shl | I32ShrU | I64ShrU | I32ShrS | I64ShrS | I32Rotl | I64Rotl | I32Rotr | I64Rotr => {
            if i == 1 {
                u64::from(width) - 1
            } else {
                shifted(op, width, demand, constant(1).map(|k| k as u32 % width))
            }
        }
        I32Extend8S | I64Extend8S => sign_extended(8, demand),
        I32Extend16S | I64Extend16S => sign_extended(16, demand),
        I64Extend32S | I64ExtendI32S => sign_extended(32, demand),
        I64ExtendI32U | I32WrapI64 => demand & LOW,
        Select | TypedSelect if i < 2 => demand,
        _ => u64::MAX,
    }
}

/// All bits up to the highest of these: what carries come from.
fn below(bits: u64) -> u64 {
    u64::MAX.checked_shr(bits.leading_zeros()).unwrap_or(0)
}

/// The low bits themselves, and the sign for what its copies are asked.
fn sign_extended(from: u32, demand: u64) -> u64 {
    let low = (1 << from) - 1;
    demand & low | if demand & !low != 0 { 1 << (from - 1) } else { 0 }
}

/// The bits of a shifted or rotated value. With an unknown count, all that may come to stand at a demanded place.
fn shifted(op: Op, width: u32, demand: u64, count: Option<u32>) -> u64 {
    use Op::*;
    let mask = u64::MAX >> (64 - width);
    let rotated = |left: u32| if width == 32 { u64::from((demand as u32).rotate_left(left)) } else { demand.rotate_left(left) };
    match (op, count) {
        (I32Shl | I64Shl, Some(k)) => demand >> k,
        (I32Shl | I64Shl, None) => below(demand),
        (I32ShrU | I64ShrU, Some(k)) => demand << k & mask,
        (I32ShrS | I64ShrS, Some(k)) => {
            let copies = mask & !(mask >> k);
            demand << k & mask | if demand & copies != 0 { 1 << (width - 1) } else { 0 }
        }
        (I32ShrU | I64ShrU | I32ShrS | I64ShrS, None) => u64::MAX << demand.trailing_zeros() & mask,
        (I32Rotl | I64Rotl, Some(k)) => rotated(width - k),
        (_, Some(k)) => rotated(k),
        (_, None) => mask,
    }
}

//! Sites in pairs: what two equal events owe each other, and what becomes of the state behind them; loads that one side does alone.

use super::address::Address;
use super::pending::UNSETTLED;
use super::{MEMORY, Next, Product, Run, TABLES, pop_n, stop};
use crate::facts::{Fact, Path};
use crate::semantics::{pure, trap_of, width_of};
use crate::sites::{memarg, same_immediates, same_site, scalar_load, stored_bits};
use crate::state::{Pending, Point, State};
use crate::term::{Arena, Term};
use loom_eq_lang::{Class, Imm, Module, Node, NodeId, Op};

/// What a side may do without the other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alone {
    /// Nothing that may trap.
    Never,
    /// What may trap, if the other side catches up with it.
    May,
}

impl Product<'_> {
    /// The effective addresses must be the same, as sums that do not wrap.
    fn same_address(&mut self, x: &Address, y: &Address, path: Path, at: Point) {
        let (x, y) = (x.lowest(), y.lowest());
        if x.1 == y.1 {
            self.owe(x.0, y.0, path, "an address", at);
            return;
        }
        let w = self.arena.width(x.0) + 3;
        let wide = |arena: &mut Arena, (base, offset)| {
            let base = arena.zext(base, w);
            let offset = arena.int(offset, w);
            arena.add(base, offset)
        };
        let (p, q) = (wide(self.arena, x), wide(self.arena, y));
        self.owe(p, q, path, "an address", at);
    }

    /// The value of a load. Scalar loads of one width read the same bits, whatever they make of them.
    fn load(&mut self, op: Op, imm: &Imm, memory: Term, a: &Address, lane: &[Term], width: u8) -> Term {
        let index = memarg(imm).map_or(0, |m| m.memory);
        // In bounds, the wrapped sum is the address.
        let mut args = vec![memory, a.wrapped];
        match scalar_load(op) {
            Some(shape) => {
                let bits = shape.bytes * 8;
                let read = self.arena.opaque(&format!("load{bits} {index}"), bits, &args);
                if shape.signed { self.arena.sext(read, width) } else { self.arena.zext(read, width) }
            }
            None => {
                args.extend_from_slice(lane);
                let lane = if let Imm::MemLane(_, lane) = imm { format!(" {lane}") } else { String::new() };
                self.arena.opaque(&format!("{} {index}{lane}", op.name()), width, &args)
            }
        }
    }

    /// Does alone what the other side cannot notice: a load that a former access covers and, with [`Alone::May`], what may trap but changes nothing.
    pub(super) fn skip(&mut self, side: usize, n: NodeId, state: &mut State, alone: Alone) -> Run<bool> {
        let body = self.sides[side].body;
        let node = body.node(n);
        let count = node.stacked as usize + node.args.len();
        if alone == Alone::May && node.op.class() == Class::MayTrap {
            let args = pop_n(&mut state.sides[side], count)?;
            let widths: Vec<u8> = node.results.iter().map(|t| width_of(*t)).collect();
            let results = pure(self.arena, node.op, &node.imm, &args, &widths);
            state.sides[side].stack.extend(results);
            let trap = trap_of(self.arena, node.op, &args);
            self.suspend(side, Pending::Trap(trap), state);
            return Ok(true);
        }
        if node.op.class() != Class::Load {
            return Ok(false);
        }
        let Some(m) = memarg(&node.imm).filter(|m| !self.sides[0].module.memories[m.memory as usize].shared) else { return Ok(false) };
        let stack = &state.sides[side].stack;
        let Some(&base) = stack.len().checked_sub(count).and_then(|i| stack.get(i)) else { return stop("an operand is missing") };
        let address = self.address(base, m.offset, state.path);
        let bytes = u128::from(node.op.access_width());
        let covered = self.covered(state.path, m.memory, &address, bytes);
        if !covered && alone == Alone::Never {
            return Ok(false);
        }
        let args = pop_n(&mut state.sides[side], count)?;
        let width = width_of(node.results[0]);
        let value = self.load(node.op, &node.imm, state.shared[MEMORY], &address, &args[1..], width);
        state.sides[side].stack.push(value);
        if !covered {
            self.suspend(side, Pending::Access { memory: m.memory, base, offset: m.offset, bytes }, state);
        }
        Ok(true)
    }

    /// Two sites: the same one, or one that a side can do alone.
    pub(super) fn sites(&mut self, m: NodeId, n: NodeId, at: &mut Point, state: &mut State) -> Run<Next> {
        let (x, y) = (self.sides[0].body.node(m), self.sides[1].body.node(n));
        let same = same_site(x.op, y.op) && (same_immediates(&x.imm, &y.imm) || self.same_indirect(x, y));
        let aligned = match x.op.class() {
            Class::Load => same && self.addresses_alike(m, n, state),
            Class::MayTrap => same && self.operands_alike(m, n, state),
            _ => same,
        };
        if !aligned {
            // What cannot trap, then what the other did before, then anything.
            for way in 0..3 {
                for (side, node) in [(0, m), (1, n)] {
                    let done = match way {
                        0 => self.skip(side, node, state, Alone::Never)?,
                        1 => self.catches_up(side, node, state)?,
                        _ => self.skip(side, node, state, Alone::May)?,
                    };
                    if done {
                        *(if side == 0 { &mut at.0 } else { &mut at.1 }) += 1;
                        return Ok(Next::Continue);
                    }
                }
            }
        }
        if !same {
            return Ok(Next::Fail(format!("{} against {}", x.op.name(), y.op.name())));
        }
        let result = self.matched(m, n, *at, state)?;
        at.0 += 1;
        at.1 += 1;
        Ok(result)
    }

    /// Indirect calls compare types by content, so it does not matter which index they have in each module.
    fn same_indirect(&self, x: &Node, y: &Node) -> bool {
        let (Imm::Index2(s, p), Imm::Index2(t, q)) = (&x.imm, &y.imm) else { return false };
        let of = |side: usize, ix: u32| self.sides[side].module.types.get(ix as usize).and_then(Option::as_ref);
        let same = of(0, *s).is_some() && of(0, *s) == of(1, *t);
        x.op == y.op
            && matches!(x.op, Op::CallIndirect | Op::ReturnCallIndirect)
            && p == q
            && same
            && self.sides.iter().all(|s| plain_types(s.module))
    }

    fn operands_alike(&mut self, m: NodeId, n: NodeId, state: &State) -> bool {
        let of = |side: usize, n: NodeId| {
            let node = self.sides[side].body.node(n);
            let stack = &state.sides[side].stack;
            stack.len().checked_sub(node.stacked as usize + node.args.len()).map(|i| stack[i..].to_vec())
        };
        let (Some(p), Some(q)) = (of(0, m), of(1, n)) else { return false };
        p.len() == q.len() && p.iter().zip(&q).all(|(a, b)| self.prover.alike(self.arena, *a, *b))
    }

    fn addresses_alike(&mut self, m: NodeId, n: NodeId, state: &State) -> bool {
        let mut sums = Vec::new();
        for (side, n) in [(0, m), (1, n)] {
            let node = self.sides[side].body.node(n);
            let stack = &state.sides[side].stack;
            let base = stack.len().checked_sub(node.stacked as usize + node.args.len()).and_then(|i| stack.get(i)).copied();
            let (Some(base), Some(m)) = (base, memarg(&node.imm)) else { return false };
            sums.push(self.address(base, m.offset, state.path).wrapped);
        }
        self.prover.alike(self.arena, sums[0], sums[1])
    }

    /// The version of the memory that a load at this point sees. Others may write a shared memory at any time.
    fn memory_seen(&mut self, index: u32, at: Point, state: &State) -> Term {
        if self.sides[0].module.memories[index as usize].shared { self.fresh(at, "memory at", 64) } else { state.shared[MEMORY] }
    }

    /// A value that the event at this point makes. It is named by the point that was left, too: two runs may lead from different points to one event,
    /// the second behind the first, as where one iteration of a loop stands before it. A point is left once on a run of a pass.
    fn fresh(&mut self, at: Point, what: &str, width: u8) -> Term {
        let (from, to) = (self.from, at);
        self.arena.leaf(&format!("{what} {},{} from {},{}", to.0, to.1, from.0, from.1), width)
    }

    /// The same site on both sides.
    fn matched(&mut self, m: NodeId, n: NodeId, at: Point, state: &mut State) -> Run<Next> {
        let (x, y) = (self.sides[0].body.node(m), self.sides[1].body.node(n));
        let (op, imm) = (x.op, &x.imm);
        let p = pop_n(&mut state.sides[0], x.stacked as usize + x.args.len())?;
        let q = pop_n(&mut state.sides[1], y.stacked as usize + y.args.len())?;
        // A callee may have lost a result that nobody needs: then one side has a value of which nothing is known.
        let lost = op == Op::Call && y.results.is_empty();
        if p.len() != q.len() || x.results.len() != y.results.len() && !lost {
            return Ok(Next::Fail(format!("{} of different types", op.name())));
        }
        let widths: Vec<u8> = x.results.iter().map(|t| width_of(*t)).collect();
        let mut results: Vec<Term> = Vec::new();
        if !matches!(op.class(), Class::Load | Class::Store | Class::MayTrap) && !self.settle(state, at, &[]) {
            return Ok(Next::Fail(UNSETTLED.into()));
        }
        match op.class() {
            Class::Load | Class::Store => {
                let (Some(ma), Some(mb)) = (memarg(imm), memarg(&y.imm)) else { return stop("an access without address") };
                let (a, b) = (self.address(p[0], ma.offset, state.path), self.address(q[0], mb.offset, state.path));
                self.same_address(&a, &b, state.path, at);
                let mut rest = (p[1..].to_vec(), q[1..].to_vec());
                if let Some(bits) = stored_bits(op) {
                    rest = (vec![self.arena.extract(p[1], 0, bits)], vec![self.arena.extract(q[1], 0, bits)]);
                }
                self.all_equal(&rest.0, &rest.1, state.path, if op.class() == Class::Store { "a stored value" } else { "an operand" }, at);
                if op.class() == Class::Load {
                    let memory = self.memory_seen(ma.memory, at, state);
                    let (v, w) =
                        (self.load(op, imm, memory, &a, &p[1..], widths[0]), self.load(y.op, &y.imm, memory, &a, &p[1..], width_of(y.results[0])));
                    state.sides[0].stack.push(v);
                    state.sides[1].stack.push(w);
                }
                let bytes = u128::from(op.access_width());
                if op.class() == Class::Store {
                    // The store itself traps before it changes anything.
                    let access = |base, offset| Pending::Access { memory: ma.memory, base, offset, bytes };
                    if !self.settle(state, at, &[access(p[0], ma.offset), access(q[0], mb.offset)]) {
                        return Ok(Next::Fail(UNSETTLED.into()));
                    }
                    state.shared[MEMORY] = self.fresh(at, "memory behind", 64);
                }
                for address in [&a, &b] {
                    state.path = self.passed_access(state.path, ma.memory, address, bytes);
                }
            }
            Class::MayTrap => {
                self.all_equal(&p, &q, state.path, "an operand", at);
                results.extend(pure(self.arena, op, imm, &p, &widths));
                state.path = self.facts.push(state.path, 0, Fact::Clouded);
                for args in [&p, &q] {
                    let trap = trap_of(self.arena, op, args);
                    state.path = self.facts.push(state.path, 0, Fact::Passed(trap));
                }
                if p.len() == 2 {
                    let nonzero = self.arena.truth(p[1]);
                    state.path = self.facts.push(state.path, 0, Fact::Holds(nonzero));
                }
            }
            Class::GlobalSet => {
                self.all_equal(&p, &q, state.path, "a global's value", at);
                let Imm::Index(g) = imm else { return stop("a global without index") };
                state.shared[self.globals[g]] = p[0];
            }
            Class::MemoryGrow => {
                self.all_equal(&p, &q, state.path, "an operand", at);
                let Imm::Index(memory) = imm else { return stop("a memory without index") };
                results.push(self.fresh(at, "memory.grow", widths[0]));
                state.shared[self.sizes + *memory as usize] = self.fresh(at, "memory.size behind", widths[0]);
                state.path = self.facts.push(state.path, 0, Fact::Clouded);
            }
            Class::Call | Class::TailCall | Class::MemoryBulk | Class::TableRead | Class::TableWrite | Class::Nondet => {
                let what = if matches!(op.class(), Class::Call | Class::TailCall) { "a call's argument" } else { "an operand" };
                self.all_equal(&p, &q, state.path, what, at);
                if op.class() == Class::TailCall {
                    return Ok(Next::Done);
                }
                for (i, w) in widths.iter().enumerate() {
                    results.push(self.fresh(at, &format!("{} result {i} at", op.name()), *w));
                }
                state.path = self.facts.push(state.path, 0, Fact::Clouded);
                match op.class() {
                    Class::Call => self.everything_changed(at, state),
                    Class::MemoryBulk => state.shared[MEMORY] = self.fresh(at, "memory behind", 64),
                    Class::TableWrite => state.shared[TABLES] = self.fresh(at, "tables behind", 64),
                    _ => {}
                }
            }
            _ => return Ok(Next::Fail(format!("{} is not understood", op.name()))),
        }
        let results_b = if lost { &[] } else { results.as_slice() };
        state.sides[1].stack.extend_from_slice(results_b);
        state.sides[0].stack.extend(results);
        Ok(Next::Continue)
    }

    fn everything_changed(&mut self, at: Point, state: &mut State) {
        let module = self.sides[0].module;
        let fixed: Vec<usize> = self.globals.iter().filter(|(g, _)| !module.globals[**g as usize].mutable).map(|(_, slot)| *slot).collect();
        for slot in 0..state.shared.len() {
            if !fixed.contains(&slot) {
                let width = self.arena.width(state.shared[slot]);
                state.shared[slot] = self.fresh(at, &format!("state {slot} behind"), width);
            }
        }
    }
}

/// Whether all types are function types of numbers, vectors and the two old reference types, each declared for itself: of these, equal contents are equal
/// types. It reads the section as it is written, since the module model does not tell groups and subtypes.
fn plain_types(module: &Module) -> bool {
    module.sections.iter().filter(|s| s.id == 1).all(|s| read_plain(&module.bytes()[s.payload.clone()]).is_some())
}

fn read_plain(bytes: &[u8]) -> Option<()> {
    let mut at = bytes.iter().copied();
    let number = |at: &mut dyn Iterator<Item = u8>| -> Option<u64> {
        let mut n = 0;
        for shift in (0..35).step_by(7) {
            let b = at.next()?;
            n |= u64::from(b & 0x7f) << shift;
            if b & 0x80 == 0 {
                return Some(n);
            }
        }
        None
    };
    for _ in 0..number(&mut at)? {
        (at.next()? == 0x60).then_some(())?;
        for _ in 0..2 {
            for _ in 0..number(&mut at)? {
                matches!(at.next()?, 0x7b..=0x7f | 0x6f | 0x70).then_some(())?;
            }
        }
    }
    at.next().is_none().then_some(())
}

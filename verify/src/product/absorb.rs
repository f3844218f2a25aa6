//! Pure code: what one side computes without the other.

use super::{Product, Run, Stop, jump, pop, pop_n, stop};
use crate::code::Step;
use crate::semantics::{cannot_trap, pure, trap_of, width_of};
use crate::state::State;
use loom_eq_lang::{Class, Imm, NodeId, Op};

impl Product<'_> {
    /// One side absorbs what is no event.
    pub(super) fn advance(&mut self, side: usize, mut pc: usize, state: &mut State) -> Run<usize> {
        loop {
            let half = &mut state.sides[side];
            match &self.sides[side].code.steps[pc] {
                Step::Get(l) => {
                    let t = half.locals[l.ix()];
                    half.stack.push(t);
                }
                Step::Set(l) => half.locals[l.ix()] = pop(half)?,
                Step::Tee(l) => half.locals[l.ix()] = *half.stack.last().ok_or_else(|| Stop("an operand is missing".into()))?,
                Step::Nop => {}
                Step::Goto(t) => {
                    pc = jump(half, t)?;
                    continue;
                }
                Step::Branch { to, when } => {
                    let condition = *half.stack.last().ok_or_else(|| Stop("an operand is missing".into()))?;
                    let Some(value) = self.arena.ground(condition) else { return Ok(pc) };
                    half.stack.pop();
                    if (value != 0) == *when {
                        pc = jump(half, to)?;
                        continue;
                    }
                }
                Step::Switch(targets) => {
                    let index = *half.stack.last().ok_or_else(|| Stop("an operand is missing".into()))?;
                    let Some(value) = self.arena.ground(index) else { return Ok(pc) };
                    half.stack.pop();
                    let i = usize::try_from(value).unwrap_or(usize::MAX).min(targets.len() - 1);
                    pc = jump(half, &targets[i])?;
                    continue;
                }
                Step::Op(n) => {
                    if !self.absorb(side, *n, state)? {
                        return Ok(pc);
                    }
                }
                Step::Label | Step::Loop(_) | Step::Return | Step::Unreachable => return Ok(pc),
            }
            pc += 1;
        }
    }

    /// Computes an operator that is no event; false if it is one.
    fn absorb(&mut self, side: usize, n: NodeId, state: &mut State) -> Run<bool> {
        let body = self.sides[side].body;
        let node = body.node(n);
        let half = &mut state.sides[side];
        match node.op.class() {
            Class::Pure => {}
            Class::Stack if node.op == Op::Drop => {
                pop(half)?;
                return Ok(true);
            }
            Class::Stack => {
                let [a, b, c] = pop_n(half, 3)?[..] else { return stop("an operand is missing") };
                let condition = self.arena.truth(c);
                let chosen = self.arena.ite(condition, a, b);
                half.stack.push(chosen);
                return Ok(true);
            }
            Class::GlobalGet => {
                let Imm::Index(g) = node.imm else { return stop("a global without index") };
                half.stack.push(state.shared[self.globals[&g]]);
                return Ok(true);
            }
            Class::MemorySize => {
                let Imm::Index(m) = node.imm else { return stop("a memory without index") };
                // Others may grow a shared memory between two looks at its size.
                if self.sides[0].module.memories[m as usize].shared {
                    return Ok(false);
                }
                half.stack.push(state.shared[self.sizes + m as usize]);
                return Ok(true);
            }
            Class::MayTrap => {
                let count = node.stacked as usize + node.args.len();
                let from = half.stack.len().checked_sub(count).ok_or_else(|| Stop("an operand is missing".into()))?;
                let args = half.stack[from..].to_vec();
                if !cannot_trap(self.arena, node.op, &args) {
                    let trap = trap_of(self.arena, node.op, &args);
                    if !self.facts.passed(state.path, trap) {
                        return Ok(false);
                    }
                }
            }
            _ => return Ok(false),
        }
        let args = pop_n(half, node.stacked as usize + node.args.len())?;
        let widths: Vec<u8> = node.results.iter().map(|t| width_of(*t)).collect();
        half.stack.extend(pure(self.arena, node.op, &node.imm, &args, &widths));
        Ok(true)
    }
}

//! What is asked of a segment, apart from the body that it comes from: values, how each can be had, what has to happen, and what is held before and behind.
//!
//! Equal problems have equal answers, so that an answer is found once.
//!
//! Invariants:
//! 1. A recipe's operands have smaller numbers than the value that it computes, so recipes never run in circles.
//! 2. Equal values at run time may have two numbers; two values of one number are equal.

use loom_eq_lang::{Imm, Op, ValType};
use smallvec::SmallVec;

/// The number of a value in a segment.
pub type Val = u16;

/// A way to compute a value: an operator on values that wait on the stack.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Recipe {
    pub op: Op,
    pub imm: Imm,
    pub args: SmallVec<[Val; 3]>,
    pub cost: u32,
}

impl Recipe {
    /// The operator for exchanged operands, if there is one and it makes a difference.
    pub fn exchanged(&self) -> Option<Op> {
        match *self.args.as_slice() {
            [a, b] if a != b => self.op.commutes().then_some(self.op).or_else(|| self.op.mirrored()),
            _ => None,
        }
    }
}

/// A value and its recipes; it may have none (what a call returned).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Value {
    /// Its type; `None` if that is not known, and then no local takes it.
    pub ty: Option<ValType>,
    pub recipes: Vec<Recipe>,
}

/// What happens once, in its place among the others.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Effect {
    pub args: Vec<Val>,
    pub results: Vec<Val>,
    pub cost: u32,
}

/// A local that code of the segment may use.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Home {
    pub ty: ValType,
    /// What it holds in front of the segment, if that is of use.
    pub entry: Option<Val>,
    /// What it must hold behind the segment; `None` if nobody reads it there.
    pub exit: Option<Val>,
    /// Whether it may be written. If not, it holds `entry` all the time.
    pub writable: bool,
    pub get: u32,
    pub set: u32,
    pub tee: u32,
}

/// The task: from `stack_in` to `stack_out`, with all effects in order.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Problem {
    pub values: Vec<Value>,
    pub effects: Vec<Effect>,
    pub homes: Vec<Home>,
    /// What the segment takes from the stack, the deepest first.
    pub stack_in: Vec<Val>,
    /// What it leaves there instead.
    pub stack_out: Vec<Val>,
    /// The cost of a `drop`.
    pub drop: u32,
    /// The cost of the code that is there.
    pub cost: u32,
}

/// One instruction of a solution. Indices are those of [`Problem`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Get(u8),
    Set(u8),
    Tee(u8),
    Drop,
    /// A recipe of a value, perhaps with its operands exchanged.
    Compute {
        value: Val,
        recipe: u16,
        exchanged: bool,
    },
    Effect(u16),
}

/// A solution that was run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replayed {
    pub cost: u32,
    /// Per step that pushes one value, the value.
    pub delivered: Vec<Option<Val>>,
}

impl Problem {
    /// The cost of one instruction.
    pub fn step_cost(&self, step: Step) -> u32 {
        match step {
            Step::Get(h) => self.homes[usize::from(h)].get,
            Step::Set(h) => self.homes[usize::from(h)].set,
            Step::Tee(h) => self.homes[usize::from(h)].tee,
            Step::Drop => self.drop,
            Step::Compute { value, recipe, .. } => self.values[usize::from(value)].recipes[usize::from(recipe)].cost,
            Step::Effect(e) => self.effects[usize::from(e)].cost,
        }
    }

    /// Runs a solution; `None` if it does not do what is asked. No other part of the search is believed.
    pub fn replay(&self, steps: &[Step]) -> Option<Replayed> {
        let mut stack = self.stack_in.clone();
        let mut held: Vec<Option<Val>> = self.homes.iter().map(|h| h.entry).collect();
        let mut effects = 0;
        let mut cost = 0;
        let mut delivered = Vec::with_capacity(steps.len());
        for &step in steps {
            cost += self.step_cost(step);
            match step {
                Step::Get(h) => stack.push(held[usize::from(h)]?),
                Step::Set(h) | Step::Tee(h) => {
                    let home = &self.homes[usize::from(h)];
                    let value = *stack.last()?;
                    if !home.writable || self.values[usize::from(value)].ty != Some(home.ty) {
                        return None;
                    }
                    held[usize::from(h)] = Some(value);
                    if matches!(step, Step::Set(_)) {
                        stack.pop();
                    }
                }
                Step::Drop => {
                    stack.pop()?;
                }
                Step::Compute { value, recipe, exchanged } => {
                    let recipe = self.values[usize::from(value)].recipes.get(usize::from(recipe))?;
                    let mut args = recipe.args.clone();
                    if exchanged {
                        recipe.exchanged()?;
                        args.reverse();
                    }
                    take(&mut stack, &args)?;
                    stack.push(value);
                }
                Step::Effect(e) => {
                    let effect = self.effects.get(usize::from(e))?;
                    if usize::from(e) != effects {
                        return None;
                    }
                    take(&mut stack, &effect.args)?;
                    stack.extend_from_slice(&effect.results);
                    effects += 1;
                }
            }
            let pushes =
                !matches!(step, Step::Set(_) | Step::Drop) && !matches!(step, Step::Effect(e) if self.effects[usize::from(e)].results.len() != 1);
            delivered.push(if pushes { stack.last().copied() } else { None });
        }
        let held_as_asked = self.homes.iter().zip(&held).all(|(home, held)| home.exit.is_none() || home.exit == *held);
        (stack == self.stack_out && effects == self.effects.len() && held_as_asked).then_some(Replayed { cost, delivered })
    }
}

fn take(stack: &mut Vec<Val>, args: &[Val]) -> Option<()> {
    let left = stack.len().checked_sub(args.len())?;
    if stack[left..] != *args {
        return None;
    }
    stack.truncate(left);
    Some(())
}

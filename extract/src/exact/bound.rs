//! The admissible lower bound: no code that leads from the entry of the segment to a state of the search costs less.
//!
//! Every operand that something still needs is pushed by one instruction of its own, and every write that is still owed is one too. So the bound
//! adds up, from the values computed last to those computed first:
//!
//! - the effects that have not happened;
//! - a write for each local that does not hold what it must, unless it does at the entry;
//! - for a value that is pushed `n` times: its operator once, whose operands are then pushed as well; and `n - 1` times the cheapest further push,
//!   a `local.get` (with one write, if no other is owed anyway) or its code again. What an effect or the stack at the entry gives is pushed once for
//!   nothing;
//! - a `drop` for a result that nothing can need.
//!
//! Which recipe a value is computed by is known only where it has one; else the cheapest counts, and nothing is said of its operands.

use super::problem::{Problem, Recipe, Val};
use super::state::{State, UNSET};

/// More than any code costs.
const NEVER: u32 = u32::MAX / 64;

/// What is known of a problem before the search.
pub struct Bound<'a> {
    problem: &'a Problem,
    /// Per number of effects that have not happened: their cost, the values that they take and, with the stack at the entry, give for nothing.
    remaining: Vec<Remaining>,
    statics: Vec<Static>,
    /// The least that a write of each home costs.
    write: Vec<u32>,
    /// Scratch: how often each value is pushed, and how many writes of it are owed.
    pushes: Vec<u32>,
    owed: Vec<u32>,
    /// Scratch: whether a push of it may be part of what is counted for a recipe.
    perhaps: Vec<bool>,
}

struct Remaining {
    cost: u32,
    taken: Vec<u32>,
    given: Vec<u32>,
}

/// What is known of a value.
struct Static {
    /// A home holds it at the entry.
    at_entry: bool,
    /// The least that takes it off the stack for nothing.
    discard: u32,
    /// The least to write it to a home, and to push it from there.
    write: u32,
    get: u32,
    /// The least code that pushes it: at all, and after it was pushed before.
    first: u32,
    again: u32,
}

impl<'a> Bound<'a> {
    pub fn new(problem: &'a Problem) -> Bound<'a> {
        let count = problem.values.len();
        let mut remaining = vec![Remaining { cost: 0, taken: vec![0; count], given: vec![0; count] }];
        problem.stack_in.iter().for_each(|&v| remaining[0].given[usize::from(v)] += 1);
        for effect in &problem.effects {
            let last = &remaining[remaining.len() - 1];
            let mut next = Remaining { cost: last.cost + effect.cost, taken: last.taken.clone(), given: last.given.clone() };
            effect.args.iter().for_each(|&v| next.taken[usize::from(v)] += 1);
            effect.results.iter().for_each(|&v| next.given[usize::from(v)] += 1);
            remaining.push(next);
        }
        let given = &remaining[problem.effects.len()].given;
        let statics = statics(problem, given);
        let write = problem.homes.iter().map(|h| h.set.min(h.tee)).collect();
        Bound { problem, remaining, statics, write, pushes: vec![0; count], owed: vec![0; count], perhaps: vec![false; count] }
    }

    /// The least cost from the entry to `state`.
    pub fn least(&mut self, state: &State) -> u32 {
        let remaining = &self.remaining[usize::from(state.effects)];
        let mut cost = remaining.cost;
        self.pushes.copy_from_slice(&remaining.taken);
        self.owed.fill(0);
        self.perhaps.fill(false);
        for slot in &state.stack {
            self.pushes[usize::from(slot.value())] += 1;
        }
        for (h, &value) in state.held.iter().enumerate() {
            if value != UNSET && self.problem.homes[h].entry != Some(value) {
                cost += self.write[h];
                self.owed[usize::from(value)] += 1;
            }
        }
        for v in (0..self.statics.len()).rev() {
            let (pushes, owed, given) = (self.pushes[v], self.owed[v], remaining.given[v]);
            let s = &self.statics[v];
            if pushes == 0 {
                if self.perhaps[v] {
                    // What is pushed for a recipe that is counted may be what is written, or dropped else.
                    may_compute(self.problem, v, &mut self.perhaps);
                    continue;
                }
                if owed == 0 {
                    cost += given * s.discard;
                    continue;
                }
            }
            let stored = s.at_entry || owed > 0;
            let further = match self.problem.values[v].recipes.as_slice() {
                _ if given > 0 => pushes.saturating_sub(given),
                [only] if !s.at_entry => {
                    cost += only.cost;
                    only.args.iter().for_each(|a| self.pushes[usize::from(*a)] += 1);
                    pushes.max(1) - 1
                }
                _ if s.at_entry => pushes.max(1),
                _ => {
                    cost += s.first;
                    may_compute(self.problem, v, &mut self.perhaps);
                    pushes.max(1) - 1
                }
            };
            if further > 0 {
                cost += self.statics[v].further(further, stored);
                may_compute(self.problem, v, &mut self.perhaps);
            }
            if cost >= NEVER {
                return NEVER;
            }
        }
        cost
    }
}

/// A value may be computed by any of its recipes, at a cost that is counted.
fn may_compute(problem: &Problem, v: usize, perhaps: &mut [bool]) {
    for recipe in &problem.values[v].recipes {
        recipe.args.iter().for_each(|a| perhaps[usize::from(*a)] = true);
    }
}

impl Static {
    /// The least cost of `n` further pushes.
    fn further(&self, n: u32, stored: bool) -> u32 {
        if n == 0 {
            return 0;
        }
        let write = if stored { 0 } else { self.write };
        let all_code = n.saturating_mul(self.again);
        let some_gets = write.saturating_add(n.saturating_mul(self.get.min(self.again)));
        all_code.min(some_gets).min(NEVER)
    }
}

fn statics(problem: &Problem, given: &[u32]) -> Vec<Static> {
    let mut statics: Vec<Static> = Vec::with_capacity(problem.values.len());
    for (v, value) in problem.values.iter().enumerate() {
        let holds = |entry: Option<Val>| entry.is_some_and(|e| usize::from(e) == v);
        let fits = |writable: bool, ty| writable && value.ty == Some(ty);
        let get = problem.homes.iter().filter(|h| holds(h.entry) || fits(h.writable, h.ty)).map(|h| h.get).min().unwrap_or(NEVER);
        let write = problem.homes.iter().filter(|h| fits(h.writable, h.ty)).map(|h| h.set.min(h.tee)).min().unwrap_or(NEVER);
        let at_entry = problem.homes.iter().any(|h| holds(h.entry));
        let code = |operand: &dyn Fn(usize) -> u32| {
            let recipe = |r: &Recipe| r.args.iter().map(|a| operand(usize::from(*a))).fold(r.cost, u32::saturating_add);
            value.recipes.iter().map(recipe).min().unwrap_or(NEVER).min(NEVER)
        };
        let first = code(&|a| if given[a] > 0 { 0 } else { statics[a].get.min(statics[a].first) });
        // A value that is surely computed once, by its only recipe, has pushed each operand once, and pushes it again when it is computed again.
        let surely_computed = value.recipes.len() == 1 && !at_entry && given[v] == 0;
        let again = if surely_computed { code(&|a| if given[a] > 1 { 0 } else { statics[a].get.min(statics[a].again) }) } else { first };
        statics.push(Static { at_entry, discard: write.min(problem.drop), write, get, first, again });
    }
    for recipe in problem.values.iter().flat_map(|v| &v.recipes) {
        for a in &recipe.args {
            let discard = &mut statics[usize::from(*a)].discard;
            *discard = recipe.cost.min(*discard);
        }
    }
    statics
}

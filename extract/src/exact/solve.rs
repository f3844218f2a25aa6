//! Best-first branch and bound over the states of a problem: A* from the end of the segment to its entry.
//!
//! The code that is there is the first bound. A state whose cost so far and least rest ([`Bound`]) reach it is cut off; so is one that was reached as cheaply before. The
//! first entry that comes off the queue is optimal, because no bound exceeds the truth. An empty queue proves the code that is there optimal.
//!
//! Ties are broken by what is nearest to the entry, then by what was found last: the answer depends on the problem and the budget only.

use super::bound::Bound;
use super::problem::{Problem, Step};
use super::state::State;
use indexmap::IndexMap;
use indexmap::map::Entry;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What the search says of a problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// No code is cheaper than the one that is there.
    AsItIs,
    /// This is, and nothing is cheaper still.
    Cheaper { cost: u32, steps: Vec<Step> },
    /// The budget ran out.
    NotDecided,
}

struct Reached {
    /// The cost of the code behind it.
    cost: u32,
    /// The state behind its first instruction, by number, and that instruction.
    behind: Option<(u32, Step)>,
}

/// Solves a problem; makes at most `budget` states. Also says how many it made.
pub fn solve(problem: &Problem, budget: usize) -> (Answer, usize) {
    let mut bound = Bound::new(problem);
    let mut states: IndexMap<State, Reached> = IndexMap::new();
    let mut queue: BinaryHeap<(Reverse<u32>, u32, u32)> = BinaryHeap::new();
    let end = State::end(problem);
    let least = bound.least(&end);
    if least >= problem.cost {
        return (Answer::AsItIs, 0);
    }
    states.insert(end, Reached { cost: 0, behind: None });
    queue.push((Reverse(least), 0, 0));
    while let Some((Reverse(least), cost, number)) = queue.pop() {
        let Some((state, reached)) = states.get_index(number as usize) else { continue };
        if reached.cost < cost {
            continue;
        }
        if state.is_entry(problem) {
            return (Answer::Cheaper { cost: least, steps: path(&states, number) }, states.len());
        }
        let mut moves = Vec::new();
        state.moves(problem, |step, state| moves.push((step, state)));
        for (step, state) in moves {
            let cost = cost + problem.step_cost(step);
            let Some(total) = cost.checked_add(bound.least(&state)).filter(|t| *t < problem.cost) else { continue };
            let behind = Some((number, step));
            let number = match states.entry(state) {
                Entry::Occupied(mut known) => {
                    if known.get().cost <= cost {
                        continue;
                    }
                    *known.get_mut() = Reached { cost, behind };
                    known.index()
                }
                Entry::Vacant(new) => {
                    let number = new.index();
                    if number >= budget {
                        return (Answer::NotDecided, number);
                    }
                    new.insert(Reached { cost, behind });
                    number
                }
            };
            queue.push((Reverse(total), cost, u32::try_from(number).expect("a budget below 2^32")));
        }
    }
    (Answer::AsItIs, states.len())
}

/// The instructions from a state to the end.
fn path(states: &IndexMap<State, Reached>, mut number: u32) -> Vec<Step> {
    let mut steps = Vec::new();
    while let Some((next, step)) = states.get_index(number as usize).and_then(|(_, reached)| reached.behind) {
        steps.push(step);
        number = next;
    }
    steps
}

//! Exact scheduling of straight-line segments: which order, which values wait on the stack, which locals hold what, what is computed twice.
//!
//! Stack scheduling as in *SuperStack: Superoptimization of Stack-Bytecode via Greedy, Constraint-Based, and SAT Techniques* (Albert, Garcia de la Banda, Hernández-Cerezo,
//! Ignatiev, Rubio, Stuckey; PLDI 2024). They give each segment with its symbolic states before and behind to a Max-SMT solver, with bounds and dominance constraints;
//! here it is a search of our own ([`solve`]), because most segments are decided by the lower bound alone.
//!
//! 1. [`segment`]: a run of the body becomes a [`problem`]: values, recipes, effects, homes, the stack before and behind.
//! 2. [`solve`]: A* backward from the end, over [`state`]s that obey the dominance rules, under the admissible [`bound`].
//! 3. [`splice`]: solutions take the place of their segments.
//!
//! **What is optimal.** No sequence of operators, `local.get`, `local.set`, `local.tee` and `drop` costs less that does the effects of the segment once, in their order,
//! with operands of the same classes; leaves the same classes on the stack and in the locals that are live behind; and accesses existing locals only, of those that it
//! need not touch a few of each type. An operator may run any number of times, with its operands exchanged where it commutes or mirrors, and by any e-node whose operands are
//! values of the segment too. Not asked is: another order of effects, operators on values that the segment does not have, new locals, what locals a neighbour would rather have.
//!
//! Invariants:
//! 1. A solution that does not lead from what is there to what is asked when it is run ([`problem::Problem::replay`]) is no solution.
//! 2. The bound never exceeds the truth, and dominance keeps an optimum (tests `the_search_agrees_with_enumeration…`).
//! 3. The answer depends on the candidate and the budget only.

mod bound;
mod collect;
mod distance;
mod pass;
mod problem;
mod segment;
mod solve;
mod splice;
mod state;
#[cfg(test)]
mod tests;

pub use distance::Distance;

use crate::candidate::Candidate;
use crate::cost::CostModel;
use crate::holds::check;
use crate::search::Found;
use collect::Pieces;
use indexmap::IndexMap;
use loom_eq_egraph::{Graph, Id, Lifted, collapse_phis, lift_in, name_constants};
use loom_eq_lang::{Body, Const, LocalIx, NodeId};
use pass::{Answers, pass};
use segment::Cost;
use std::sync::Arc;

/// Passes over all segments. What borrows a dead local waits for another pass if a neighbour may write it; what was too long or not decided is then taken in pieces.
const PASSES: usize = 6;

/// What the exact search may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exact {
    /// The longest segment that is searched as a whole, in operators. Longer ones are searched in pieces.
    pub operators: u32,
    /// States of the search of one segment.
    pub states: usize,
}

impl Exact {
    /// With the usual budget of states.
    pub fn up_to(operators: u32) -> Exact {
        Exact { operators, states: 20_000 }
    }
}

/// What all parts of a run share.
#[derive(Clone, Copy)]
struct Task<'a> {
    graph: &'a Graph,
    config: &'a Exact,
    cost: Cost<'a>,
}

/// Measures a body, and rewrites its segments: the body, if there is cheaper code.
pub fn exact(body: &Body, lifted: &Lifted, config: &Exact, cost: &Arc<dyn CostModel>) -> (Option<Body>, Distance) {
    let mut candidate = Candidate::original(body, lifted, cost);
    let (changed, distance) = schedule(&lifted.graph, &mut candidate, config);
    (changed.then_some(candidate.body), distance)
}

/// Rewrites the segments of what the search found. Its locals are no longer those that were lifted, so it is lifted again, and what it was known to deliver in another e-graph
/// is united in this one.
pub fn reschedule(found: &Found, constants: &[Option<Const>], config: &Exact, cost: &Arc<dyn CostModel>) -> Option<Found> {
    let mut lifted = lift_in(&found.body, constants);
    let mut same: IndexMap<Id, Id> = IndexMap::new();
    for (n, value) in found.values.iter().enumerate().take(found.body.nodes.len()) {
        if let (Some(value), Some(class)) = (*value, lifted.value(NodeId::new(n))) {
            let first = *same.entry(value).or_insert(class);
            lifted.graph.union(first, class);
        }
    }
    lifted.graph.rebuild();
    collapse_phis(&mut lifted.graph);
    name_constants(&mut lifted);
    let mut candidate = Candidate::original(&found.body, &lifted, cost);
    if !schedule(&lifted.graph, &mut candidate, config).0 {
        return None;
    }
    // Back to the classes of the other e-graph.
    let back: IndexMap<Id, Id> = same.iter().map(|(&value, &class)| (lifted.graph.find(class), value)).collect();
    let translated = |n: usize| found.values.get(n).copied().flatten().or_else(|| back.get(&candidate.values[n]?).copied());
    let values = (0..candidate.values.len()).map(translated).collect();
    Some(Found { body: candidate.body, values })
}

/// Puts the cheapest code in the place of each segment of a candidate whose body was lifted with the locals that it has. Whether anything changed, and the distance from the
/// optimum before.
pub fn schedule(graph: &Graph, candidate: &mut Candidate, config: &Exact) -> (bool, Distance) {
    let cost = candidate.cost.clone();
    let task = Task { graph, config, cost: &|op, imm| cost.instruction(op, imm) };
    let mut answers = Answers::default();
    let mut first = None;
    let mut changed = false;
    // The lift called locals by their numbers, whatever they were when the body was parsed. They keep those here.
    let locals = (0..candidate.body.locals.len()).map(|l| Some(LocalIx::new(l))).collect();
    let parsed = std::mem::replace(&mut candidate.body.source_locals, locals);
    for _ in 0..PASSES {
        let pieces = if first.is_none() { Pieces::Whole } else { Pieces::Halves };
        let (found, distance) = pass(task, candidate, &mut answers, pieces);
        first.get_or_insert(distance);
        let Some(next) = found else {
            if distance.undecided + distance.too_long == 0 {
                break;
            }
            continue;
        };
        if !check(graph, &next) {
            debug_assert!(false, "a solution made an ill-formed body");
            break;
        }
        *candidate = next;
        changed = true;
    }
    candidate.body.source_locals = parsed;
    (changed, first.unwrap_or_default())
}

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
mod problem;
mod segment;
mod solve;
mod splice;
mod state;
#[cfg(test)]
mod tests;

pub use segment::Cost;

use crate::candidate::Candidate;
use crate::holds::{Visitor, check, headers, visit};
use crate::search::Found;
use indexmap::IndexMap;
use loom_eq_egraph::flow::State as Flow;
use loom_eq_egraph::{Graph, Id, Lifted, Liveness, LocalSet, collapse_phis, lift_in, name_constants};
use loom_eq_lang::{Body, Const, Event, LocalIx, NodeId};
use problem::{Problem, Step};
use segment::{Segment, runs, segment};
use solve::{Answer, solve};
use splice::{Solution, splice};
use std::ops::Range;

/// Passes over all segments. What borrows a dead local waits for another pass if a neighbour may write it.
const PASSES: usize = 4;

/// What the exact search may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exact {
    /// The longest segment that is searched, in operators.
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

/// How far the segments of a body are from their optimum.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Distance {
    /// Segments, and operators in them.
    pub segments: usize,
    #[allow(missing_docs)]
    pub operators: usize,
    /// Segments that are longer than what is searched, and the cost of the code in them.
    pub too_long: usize,
    #[allow(missing_docs)]
    pub too_long_cost: u64,
    /// Segments whose optimum was not found within the budget, and the cost of the code in them.
    pub undecided: usize,
    #[allow(missing_docs)]
    pub undecided_cost: u64,
    /// Segments whose optimum is known, operators in them, the cost of the code in them, and of the best code.
    pub decided: usize,
    #[allow(missing_docs)]
    pub decided_operators: usize,
    #[allow(missing_docs)]
    pub cost: u64,
    #[allow(missing_docs)]
    pub optimum: u64,
    /// Decided segments that have cheaper code.
    pub improvable: usize,
    /// States made, over all segments.
    pub states: u64,
}

impl Distance {
    /// Adds the figures of another body.
    pub fn add(&mut self, other: &Distance) {
        self.segments += other.segments;
        self.operators += other.operators;
        self.too_long += other.too_long;
        self.too_long_cost += other.too_long_cost;
        self.undecided += other.undecided;
        self.undecided_cost += other.undecided_cost;
        self.decided += other.decided;
        self.decided_operators += other.decided_operators;
        self.cost += other.cost;
        self.optimum += other.optimum;
        self.improvable += other.improvable;
        self.states += other.states;
    }
}

/// Measures a body, and rewrites its segments: the body, if there is cheaper code.
pub fn exact(body: &Body, lifted: &Lifted, config: &Exact, cost: Cost<'_>) -> (Option<Body>, Distance) {
    let mut candidate = Candidate::original(body, lifted);
    let (changed, distance) = schedule(&lifted.graph, &mut candidate, config, cost);
    (changed.then_some(candidate.body), distance)
}

/// Rewrites the segments of what the search found. Its locals are no longer those that were lifted, so it is lifted again, and what it was known to deliver in another e-graph
/// is united in this one.
pub fn reschedule(found: &Found, constants: &[Option<Const>], config: &Exact, cost: Cost<'_>) -> Option<Found> {
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
    let mut candidate = Candidate::original(&found.body, &lifted);
    if !schedule(&lifted.graph, &mut candidate, config, cost).0 {
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
pub fn schedule(graph: &Graph, candidate: &mut Candidate, config: &Exact, cost: Cost<'_>) -> (bool, Distance) {
    let mut answers: IndexMap<Problem, (Answer, usize)> = IndexMap::new();
    let mut first = None;
    let mut changed = false;
    // The lift called locals by their numbers, whatever they were when the body was parsed. They keep those here.
    let locals = (0..candidate.body.locals.len()).map(|l| Some(LocalIx::new(l))).collect();
    let parsed = std::mem::replace(&mut candidate.body.source_locals, locals);
    for _ in 0..PASSES {
        let (found, distance) = pass(graph, candidate, config, cost, &mut answers);
        first.get_or_insert(distance);
        let Some(next) = found else { break };
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

/// Solves all segments; the candidate with those solutions that go together.
fn pass(
    graph: &Graph,
    candidate: &Candidate,
    config: &Exact,
    cost: Cost<'_>,
    answers: &mut IndexMap<Problem, (Answer, usize)>,
) -> (Option<Candidate>, Distance) {
    let events: Vec<Event> = candidate.body.events().collect();
    let mut distance = Distance::default();
    let segments = segments(graph, candidate, &events, config, cost, &mut distance);
    let mut chosen: Vec<Solution<'_>> = Vec::new();
    let (mut borrowed, mut written) = (Vec::new(), Vec::new());
    for segment in &segments {
        let problem = &segment.problem;
        let (answer, states) = answers.entry(problem.clone()).or_insert_with(|| solve(problem, config.states)).clone();
        distance.states += states as u64;
        let best = match &answer {
            Answer::NotDecided => {
                distance.undecided += 1;
                distance.undecided_cost += u64::from(problem.cost);
                continue;
            }
            Answer::AsItIs => problem.cost,
            Answer::Cheaper { cost, .. } => *cost,
        };
        distance.decided += 1;
        distance.decided_operators += segment.events.len();
        distance.cost += u64::from(problem.cost);
        distance.optimum += u64::from(best);
        let Answer::Cheaper { cost, steps } = answer else { continue };
        distance.improvable += 1;
        let replayed = problem.replay(&steps).filter(|r| r.cost == cost);
        debug_assert!(replayed.is_some(), "a solution does what is asked");
        let Some(replayed) = replayed else { continue };
        let (borrows, writes) = (borrows(segment, &steps), writes(segment));
        if borrows.iter().any(|l| written.contains(l)) || writes.iter().any(|l| borrowed.contains(l)) {
            continue;
        }
        borrowed.extend(borrows);
        written.extend(writes);
        chosen.push(Solution { segment, steps, delivered: replayed.delivered });
    }
    if chosen.is_empty() {
        return (None, distance);
    }
    let mut next = candidate.clone();
    splice(&mut next, &events, &chosen);
    (Some(next), distance)
}

/// The locals that code may have written before or writes now.
fn writes(segment: &Segment) -> Vec<LocalIx> {
    let homes = segment.problem.homes.iter().zip(&segment.locals);
    homes.filter(|(home, _)| home.writable).map(|(_, &l)| l).collect()
}

/// The locals that code reads which were dead in front of the segment: until now anyone might have written them.
fn borrows(segment: &Segment, steps: &[Step]) -> Vec<LocalIx> {
    let mut fresh: Vec<bool> = vec![true; segment.locals.len()];
    let mut borrows = Vec::new();
    for step in steps {
        match *step {
            Step::Set(h) | Step::Tee(h) => fresh[usize::from(h)] = false,
            Step::Get(h) if fresh[usize::from(h)] && segment.borrowed[usize::from(h)] => borrows.push(segment.locals[usize::from(h)]),
            _ => {}
        }
    }
    borrows
}

/// Sees what holds in front of each run.
struct Collect<'a> {
    graph: &'a Graph,
    candidate: &'a Candidate,
    events: &'a [Event],
    cost: Cost<'a>,
    config: &'a Exact,
    /// The runs that are left, the last first, each with what is live behind it.
    runs: Vec<(Range<usize>, LocalSet)>,
    at: usize,
    found: Vec<Segment>,
    distance: &'a mut Distance,
}

impl Visitor for Collect<'_> {
    fn before(&mut self, _: Event, entry: &Flow) {
        let at = self.at;
        self.at += 1;
        let Some((run, live)) = self.runs.pop_if(|(run, _)| run.start == at) else { return };
        self.distance.segments += 1;
        self.distance.operators += run.len();
        let short = u32::try_from(run.len()).is_ok_and(|len| len <= self.config.operators);
        let code = self.events[run.clone()].iter();
        match short.then(|| segment(self.graph, self.candidate, self.events, run, entry, &live, self.cost)) {
            Some(Some(segment)) => self.found.push(segment),
            rest => {
                let nodes = code.filter_map(|event| if let Event::Op(n) = event { Some(self.candidate.body.node(*n)) } else { None });
                let cost = nodes.map(|node| u64::from((self.cost)(node.op, &node.imm))).sum::<u64>();
                if rest.is_some() {
                    self.distance.undecided += 1;
                    self.distance.undecided_cost += cost;
                } else {
                    self.distance.too_long += 1;
                    self.distance.too_long_cost += cost;
                }
            }
        }
    }
}

fn segments(graph: &Graph, candidate: &Candidate, events: &[Event], config: &Exact, cost: Cost<'_>, distance: &mut Distance) -> Vec<Segment> {
    let liveness = Liveness::of(&candidate.body);
    let runs = runs(candidate, events);
    let mut last: Vec<Option<usize>> = vec![None; candidate.body.nodes.len()];
    for (i, run) in runs.iter().enumerate() {
        if let Event::Op(n) = events[run.end - 1] {
            last[n.ix()] = Some(i);
        }
    }
    let mut behind = vec![LocalSet::default(); runs.len()];
    liveness.walk(&candidate.body, |n, live| {
        if let Some(i) = last[n.ix()] {
            behind[i] = live.clone();
        }
    });
    let mut assumed = headers(graph, candidate, &liveness);
    let runs = runs.into_iter().zip(behind).rev().collect();
    let mut collect = Collect { graph, candidate, events, cost, config, runs, at: 0, found: Vec::new(), distance };
    visit(graph, candidate, &liveness, &mut assumed, &mut collect);
    collect.found
}

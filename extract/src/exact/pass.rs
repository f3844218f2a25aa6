//! One pass over a body: all segments are solved, and what goes together takes their places.
//!
//! A segment may rely on what is live in front of it, whatever its neighbours become, because they leave that as it was. What it borrows, a value in a local that is dead there,
//! a neighbour may write or write no more; so a solution that borrows a local excludes, in the same pass, others of segments that write it.

use super::collect::{Pieces, collect};
use super::problem::{Problem, Step};
use super::segment::Segment;
use super::solve::{Answer, solve};
use super::splice::{Solution, splice};
use super::{Distance, Task};
use crate::candidate::Candidate;
use indexmap::{IndexMap, IndexSet};
use loom_eq_lang::{Event, LocalIx, NodeId};

/// What is known of problems.
#[derive(Default)]
pub struct Answers {
    /// The answer, and how many states that took.
    problems: IndexMap<Problem, (Answer, usize)>,
    /// The effects of segments that were not decided: with other code between them they are not tried again.
    undecided: IndexSet<Vec<NodeId>>,
}

impl Answers {
    /// Whether a segment was tried in vain.
    pub fn is_undecided(&self, segment: &Segment) -> bool {
        self.undecided.contains(&segment.effects) || matches!(self.problems.get(&segment.problem), Some((Answer::NotDecided, _)))
    }

    fn of(&mut self, segment: &Segment, budget: usize) -> (Answer, usize) {
        let problem = &segment.problem;
        let answer = self.problems.entry(problem.clone()).or_insert_with(|| solve(problem, budget)).clone();
        if answer.0 == Answer::NotDecided && !segment.effects.is_empty() {
            self.undecided.insert(segment.effects.clone());
        }
        answer
    }
}

/// Solves all segments; the candidate with those solutions that go together.
pub fn pass(task: Task<'_>, candidate: &Candidate, answers: &mut Answers, pieces: Pieces) -> (Option<Candidate>, Distance) {
    let events: Vec<Event> = candidate.body.events().collect();
    let mut distance = Distance::default();
    let segments = collect(task, candidate, &events, answers, pieces, &mut distance);
    let mut chosen: Vec<Solution<'_>> = Vec::new();
    let (mut borrowed, mut written) = (Vec::new(), Vec::new());
    for segment in &segments {
        let problem = &segment.problem;
        let (answer, states) = answers.of(segment, task.config.states);
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

//! The segments of a body, with what locals and stack hold in front of each and what is live behind.

use super::pass::Answers;
use super::segment::{Segment, live_before, runs, segment};
use super::{Distance, Task};
use crate::candidate::Candidate;
use crate::holds::{Visitor, headers, visit};
use loom_eq_egraph::flow::State as Flow;
use loom_eq_egraph::{Liveness, LocalSet};
use loom_eq_lang::Event;
use std::ops::Range;

/// What becomes of a run that is too long, or whose optimum is known not to be found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pieces {
    /// It is counted.
    Whole,
    /// It is cut, its halves if need be too.
    Halves,
}

/// Runs that are not longer are not cut.
const SHORT: usize = 8;

/// Sees what holds in front of each run.
struct Collect<'a> {
    task: Task<'a>,
    candidate: &'a Candidate,
    events: &'a [Event],
    answers: &'a Answers,
    pieces: Pieces,
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
        while let Some((run, live)) = self.runs.pop_if(|(run, _)| run.start == at) {
            let too_long = u32::try_from(run.len()).is_ok_and(|len| len > self.task.config.operators);
            let segment = if too_long { None } else { segment(self.task, self.candidate, self.events, run.clone(), entry, &live) };
            if self.pieces == Pieces::Halves && run.len() > SHORT && segment.as_ref().is_none_or(|s| self.answers.is_undecided(s)) {
                self.cut(run, live);
                continue;
            }
            self.distance.segments += 1;
            self.distance.operators += run.len();
            match segment {
                Some(segment) => self.found.push(segment),
                None if too_long => {
                    self.distance.too_long += 1;
                    self.distance.too_long_cost += self.cost(run);
                }
                None => {
                    self.distance.undecided += 1;
                    self.distance.undecided_cost += self.cost(run);
                }
            }
        }
    }
}

impl Collect<'_> {
    fn cost(&self, run: Range<usize>) -> u64 {
        let cost = |event: &Event| match event {
            Event::Op(n) => u64::from((self.task.cost)(self.candidate.body.node(*n).op, &self.candidate.body.node(*n).imm)),
            _ => 0,
        };
        self.events[run].iter().map(cost).sum()
    }

    /// Cuts a run in its middle third, where least waits on the stack.
    fn cut(&mut self, run: Range<usize>, live: LocalSet) {
        let mut height = 0;
        let mut best = (i64::MAX, 0, run.start + run.len() / 2);
        let third = run.len() / 3;
        for at in run.clone() {
            if (run.start + third..run.end - third).contains(&at) {
                best = best.min((height, at.abs_diff(run.start + run.len() / 2), at));
            }
            if let Event::Op(n) = self.events[at] {
                let node = self.candidate.body.node(n);
                height += node.results.len() as i64 - node.args.len() as i64 - i64::from(node.stacked);
            }
        }
        let (.., middle) = best;
        let live_between = live_before(self.candidate, &self.events[middle..run.end], &live);
        self.runs.push((middle..run.end, live));
        self.runs.push((run.start..middle, live_between));
    }
}

/// Builds the problems of all runs, or of their pieces.
pub fn collect(task: Task<'_>, candidate: &Candidate, events: &[Event], answers: &Answers, pieces: Pieces, distance: &mut Distance) -> Vec<Segment> {
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
    let mut assumed = headers(task.graph, candidate, &liveness);
    let runs = runs.into_iter().zip(behind).rev().collect();
    let mut collect = Collect { task, candidate, events, answers, pieces, runs, at: 0, found: Vec::new(), distance };
    visit(task.graph, candidate, &liveness, &mut assumed, &mut collect);
    collect.found
}

//! The local search: edits in rounds, each round kept only if the encoder says that the body got smaller.

use crate::bounds::Bounds;
use crate::candidate::Candidate;
use crate::cleanup::cleanup;
use crate::coalesce::{coalesce, delete_self_copies};
use crate::deliver_edit::deliver;
use crate::exact::{Exact, reschedule};
use crate::fuse::fuse;
use crate::holds::{Headers, check, headers};
use crate::homes::homes;
use crate::kill::kill;
use crate::share::share;
use crate::wait::wait;
use loom_eq_egraph::{Graph, Id, Lifted, Liveness};
use loom_eq_lang::Body;

/// What the search may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Search {
    /// Rounds over all edits.
    pub rounds: u32,
    /// Evaluations of code for a class, over the whole search.
    pub evaluations: u64,
    /// Whether classes are shared in new locals.
    pub share: bool,
    /// Whether locals are freed by recomputing what they hold.
    pub kill: bool,
    /// Sharing comes before rewriting in the first round, so that long trees are shared as they stand.
    pub share_first: bool,
    /// In the end, which straight-line segments get the cheapest code there is.
    pub exact: Option<Exact>,
}

impl Default for Search {
    fn default() -> Search {
        Search { rounds: 6, evaluations: 20_000_000, share: true, kill: true, share_first: false, exact: None }
    }
}

/// A body that was found, with what its nodes deliver.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The body.
    pub body: Body,
    /// Per node of the body, the class that it delivers, as far as that is known; may be shorter than the nodes.
    pub values: Vec<Option<Id>>,
}

/// Searches for smaller bodies with the values of `body`. Returns candidates, the smallest first: each is well formed and has the sites,
/// regions and branches of `body`; none is the original itself.
pub fn search(body: &Body, lifted: &Lifted, config: &Search) -> Vec<Body> {
    search_annotated(body, lifted, config).into_iter().map(|found| found.body).collect()
}

/// [`search`], with the class of each node.
pub fn search_annotated(body: &Body, lifted: &Lifted, config: &Search) -> Vec<Found> {
    let graph = &lifted.graph;
    let mut best = Candidate::original(body, lifted);
    debug_assert!(check(graph, &best), "the original is well formed");
    let mut best_size = best.body.emit().bytes.len();
    let mut found: Vec<Found> = Vec::new();
    let mut fuel = config.evaluations;
    for round in 0..config.rounds {
        let mut next = best.clone();
        if config.share && config.share_first && round == 0 {
            share_values(graph, &mut next);
        }
        rewrite(graph, &mut next, &mut fuel, config);
        if config.share {
            share_values(graph, &mut next);
        }
        next.body.compact_locals();
        let finished = finish(&next.body);
        let size = finished.emit().bytes.len();
        if size >= best_size {
            break;
        }
        if check(graph, &next) {
            found.push(Found { body: finished, values: next.values.clone() });
        } else {
            debug_assert!(false, "an edit made an ill-formed body");
            break;
        }
        best = next;
        best_size = size;
    }
    if let Some(exact) = &config.exact {
        found.extend(optimal_segments(body, lifted, found.last(), exact));
    }
    found.reverse();
    found
}

/// The best body so far (else the original) with cheapest code in its segments, if that makes it smaller.
fn optimal_segments(body: &Body, lifted: &Lifted, best: Option<&Found>, exact: &Exact) -> Option<Found> {
    let original = || Found { body: body.clone(), values: lifted.values.iter().map(|v| v.map(|id| lifted.graph.find(id))).collect() };
    let best = best.cloned().unwrap_or_else(original);
    let Found { body, values } = reschedule(&best, &lifted.constants, exact, &loom_eq_lang::instr::size)?;
    let finished = finish(&body);
    (finished.emit().bytes.len() < best.body.emit().bytes.len()).then_some(Found { body: finished, values })
}

/// A body with values that wait on the stack where they can, and its locals merged and put in order, if that is smaller.
fn finish(body: &Body) -> Body {
    let mut compact = body.clone();
    wait(&mut compact);
    compact.compact_locals();
    let mut merged = compact.clone();
    if coalesce(&mut merged) {
        delete_self_copies(&mut merged);
        merged.compact_locals();
        if merged.emit().bytes.len() <= compact.emit().bytes.len() {
            return merged;
        }
    }
    compact
}

/// Shares values, first as if new locals cost no declaration (merging may find them a home), then as if each did.
fn share_values(graph: &Graph, candidate: &mut Candidate) {
    let mut size = finish(&candidate.body).emit().bytes.len();
    let before = size;
    improve(candidate, &mut size, |c| share(graph, c, 0));
    if size == before {
        improve(candidate, &mut size, |c| share(graph, c, 2));
    }
}

/// Applies an edit and takes it back unless the encoder agrees that it wins.
fn improve(candidate: &mut Candidate, size: &mut usize, edit: impl FnOnce(&mut Candidate) -> bool) {
    let before = candidate.clone();
    if edit(candidate) {
        let after = finish(&candidate.body).emit().bytes.len();
        if after < *size {
            *size = after;
            return;
        }
    }
    *candidate = before;
}

fn rewrite(graph: &Graph, candidate: &mut Candidate, fuel: &mut u64, config: &Search) {
    let (bounds, liveness, mut assumed) = oracle(graph, candidate);
    deliver(graph, candidate, &bounds, &liveness, &mut assumed, fuel);
    cleanup(graph, candidate);
    if fuse(candidate) {
        cleanup(graph, candidate);
    }
    if config.kill {
        let (bounds, liveness, mut assumed) = oracle(graph, candidate);
        let mut size = finish(&candidate.body).emit().bytes.len();
        improve(candidate, &mut size, |c| {
            let changed = kill(graph, c, &bounds, &liveness, &mut assumed);
            cleanup(graph, c);
            changed
        });
    }
}

fn oracle(graph: &Graph, candidate: &Candidate) -> (Bounds, Liveness, Headers) {
    let liveness = Liveness::of(&candidate.body);
    let mut assumed = headers(graph, candidate, &liveness);
    let homes = homes(graph, candidate, &liveness, &mut assumed);
    (Bounds::of(graph, candidate, homes), liveness, assumed)
}

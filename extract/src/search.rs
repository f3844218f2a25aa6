//! The local search: edits in rounds, each round kept only if the cost model says that the body got cheaper.

use crate::bounds::Bounds;
use crate::candidate::Candidate;
use crate::cleanup::cleanup;
use crate::coalesce::{coalesce, delete_self_copies};
use crate::cost::{CostModel, Noisy};
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
use std::sync::Arc;

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
    /// Behind the last round that gained something, how the search goes on from what it has.
    pub anneal: Option<Anneal>,
    /// In the end, which straight-line segments get the cheapest code there is.
    pub exact: Option<Exact>,
}

/// Rounds under noisy prices, less from round to round, each followed by one under the true prices. They go on from each other, better or worse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Anneal {
    /// How many.
    pub rounds: u32,
    /// Noise of the first one, in percent of a price.
    pub noise: u32,
    /// Where chance comes from.
    pub seed: u64,
}

impl Default for Search {
    fn default() -> Search {
        Search { rounds: 6, evaluations: 20_000_000, share: true, kill: true, share_first: false, anneal: None, exact: None }
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

/// What a search found, and what it took.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Searched {
    /// The bodies, the cheapest first.
    pub found: Vec<Found>,
    /// Evaluations of code for a class.
    pub evaluations: u64,
}

/// Searches for cheaper bodies with the values of `body`. Returns candidates, the cheapest first: each is well formed and has the sites,
/// regions and branches of `body`; none is the original itself.
pub fn search(body: &Body, lifted: &Lifted, config: &Search, cost: &Arc<dyn CostModel>) -> Vec<Body> {
    search_annotated(body, lifted, config, cost).found.into_iter().map(|found| found.body).collect()
}

/// [`search`], with the class of each node and the evaluations.
pub fn search_annotated(body: &Body, lifted: &Lifted, config: &Search, cost: &Arc<dyn CostModel>) -> Searched {
    let graph = &lifted.graph;
    let mut best = Candidate::original(body, lifted, cost);
    debug_assert!(check(graph, &best), "the original is well formed");
    let mut least = cost.body(&best.body);
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
        let (finished, now) = finish(&next.body, &**cost);
        if now >= least {
            break;
        }
        if check(graph, &next) {
            found.push(Found { body: finished, values: next.values.clone() });
        } else {
            debug_assert!(false, "an edit made an ill-formed body");
            break;
        }
        best = next;
        least = now;
    }
    if let Some(plan) = &config.anneal {
        anneal(graph, best, least, &mut found, &mut fuel, config, plan);
    }
    if let Some(exact) = &config.exact {
        found.extend(optimal_segments(body, lifted, found.last(), exact, cost));
    }
    found.reverse();
    Searched { found, evaluations: config.evaluations - fuel }
}

/// Adds what gets cheaper than all before.
fn anneal(graph: &Graph, mut now: Candidate, mut least: u64, found: &mut Vec<Found>, fuel: &mut u64, config: &Search, plan: &Anneal) {
    let cost = now.cost.clone();
    for round in 0..plan.rounds {
        let noise = plan.noise * (plan.rounds - round) / plan.rounds;
        now.cost = Arc::new(Noisy::new(cost.clone(), noise, plan.seed.wrapping_add(u64::from(round))));
        rewrite(graph, &mut now, fuel, config);
        now.cost = cost.clone();
        rewrite(graph, &mut now, fuel, config);
        if config.share {
            share_values(graph, &mut now);
        }
        now.body.compact_locals();
        if !check(graph, &now) {
            debug_assert!(false, "an edit made an ill-formed body");
            return;
        }
        let (finished, reached) = finish(&now.body, &*cost);
        if reached < least {
            found.push(Found { body: finished, values: now.values.clone() });
            least = reached;
        }
    }
}

/// The best body so far (else the original) with cheapest code in its segments, if that makes it cheaper.
fn optimal_segments(body: &Body, lifted: &Lifted, best: Option<&Found>, exact: &Exact, cost: &Arc<dyn CostModel>) -> Option<Found> {
    let original = || Found { body: body.clone(), values: lifted.values.iter().map(|v| v.map(|id| lifted.graph.find(id))).collect() };
    let best = best.cloned().unwrap_or_else(original);
    let Found { body, values } = reschedule(&best, &lifted.constants, exact, cost)?;
    let (finished, reached) = finish(&body, &**cost);
    (reached < cost.body(&best.body)).then_some(Found { body: finished, values })
}

/// The body with values that wait on the stack where they can, and its locals merged and put in order, if that is cheaper; and what it costs.
fn finish(body: &Body, cost: &dyn CostModel) -> (Body, u64) {
    let mut compact = body.clone();
    wait(&mut compact);
    compact.compact_locals();
    let mut merged = compact.clone();
    if coalesce(&mut merged) {
        delete_self_copies(&mut merged);
        merged.compact_locals();
        let (merged_cost, compact_cost) = (cost.body(&merged), cost.body(&compact));
        return if merged_cost <= compact_cost { (merged, merged_cost) } else { (compact, compact_cost) };
    }
    let least = cost.body(&compact);
    (compact, least)
}

/// Shares values, first as if new locals cost no declaration (merging may find them a home), then as if each did.
fn share_values(graph: &Graph, candidate: &mut Candidate) {
    let mut least = finish(&candidate.body, &*candidate.cost).1;
    let before = least;
    improve(candidate, &mut least, |c| share(graph, c, 0));
    if least == before {
        improve(candidate, &mut least, |c| share(graph, c, c.cost.declaration()));
    }
}

/// Applies an edit and takes it back unless the cost model agrees that it wins.
fn improve(candidate: &mut Candidate, least: &mut u64, edit: impl FnOnce(&mut Candidate) -> bool) {
    let before = candidate.clone();
    if edit(candidate) {
        let after = finish(&candidate.body, &*candidate.cost).1;
        if after < *least {
            *least = after;
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
        let mut least = finish(&candidate.body, &*candidate.cost).1;
        improve(candidate, &mut least, |c| {
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

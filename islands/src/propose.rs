//! One island on one function: lift, saturate, search.

use crate::config::Island;
use crate::rules::Rules;
use crate::shares::{RuleRecords, counts, shares};
use loom_eq_extract::{Assumed, CostModel, Edits, shapes};
use loom_eq_lang::{Body, FuncIx, Global, LocalIx, Module};
use loom_eq_rewrites::{saturate, skeleton};
use loom_eq_verify::Assumption;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What an island hands over. Nothing in it is trusted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Proposals {
    /// Candidates, best first by the island's own cost.
    pub bodies: Vec<Body>,
    /// Per candidate, the shares of rules in it; may be shorter than `bodies`.
    pub shares: Vec<RuleRecords>,
    /// How often each rule matched and was applied.
    pub rules: RuleRecords,
    /// Evaluations that the search took.
    pub evaluations: u64,
    /// The functions all of whose calls are executed in place in the bodies, with those that came in that way.
    pub executed: BTreeSet<u32>,
}

/// One function for one island.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// Where the function stands.
    pub module: &'a Module,
    /// The function.
    pub function: FuncIx,
    /// Its body.
    pub body: &'a Body,
    /// How it is searched.
    pub island: &'a Island,
    /// The functions whose calls the island executes in place.
    pub callees: &'a BTreeSet<u32>,
    /// What is made small.
    pub cost: &'a Arc<dyn CostModel>,
    /// The run's seed and the island's.
    pub seed: u64,
    /// What holds of all its calls.
    pub assumed: Option<&'a Assumption>,
}

/// Makes candidates for a function. A trait, so that tests can bring islands that panic, err or lie.
pub trait Propose: Sync {
    /// Candidates for a function. Must depend on the arguments only.
    fn propose(&self, task: &Task) -> Proposals;
}

/// The real thing: an e-graph, rules, the search over edits of the original.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Pipeline {
    rules: Rules,
}

impl Pipeline {
    /// With these rules; the default has the built-in ones.
    pub fn with(rules: Rules) -> Pipeline {
        Pipeline { rules }
    }
}

impl Propose for Pipeline {
    fn propose(&self, task: &Task) -> Proposals {
        let &Task { module, function, body, island, callees, cost, seed, assumed } = task;
        let inlined = if callees.is_empty() { None } else { skeleton::inlined(module, function, body, callees) };
        if island.inline.is_some() && inlined.is_none() {
            return Proposals::default();
        }
        let (start, executed) = inlined.as_ref().map_or((body, BTreeSet::new()), |(body, executed)| (body, executed.clone()));
        let reshaped = island.skeleton.map(|s| skeleton::reshaped(module, function, start, &s.into()));
        let body = match &reshaped {
            Some(None) => return Proposals::default(),
            Some(Some(reshaped)) => reshaped,
            None => body,
        };
        let constants: Vec<_> = module.globals.iter().map(Global::constant).collect();
        let unstacked = if island.shapes { loom_eq_extract::unstack(body) } else { None };
        let start = unstacked.as_ref().unwrap_or(body);
        // Before arms become operands of a `select`, which is evaluated whatever the condition says.
        let assumed = assumed.map(|a| Assumed { param: LocalIx(a.param), values: &a.values });
        let refines = island.refine || assumed.is_some();
        let refined = if refines { loom_eq_extract::refine(start, &loom_eq_egraph::lift_in(start, &constants), assumed) } else { None };
        let start = refined.as_ref().unwrap_or(start);
        let shaped = if island.shapes { shapes(start, Edits { merging: island.merging.into(), dispatch: island.dispatch }, &**cost) } else { None };
        let start = shaped.as_ref().unwrap_or(start);
        let mut lifted = loom_eq_egraph::lift_in(start, &constants);
        let narrowed = island.narrow.and_then(|joins| loom_eq_extract::narrow(start, &lifted, joins.into()));
        let start = narrowed.as_ref().unwrap_or(start);
        if narrowed.is_some() {
            lifted = loom_eq_egraph::lift_in(start, &constants);
        }
        let stats = island.saturation.map(|saturation| saturate(&mut lifted.graph, &self.rules, &saturation.into())).unwrap_or_default();
        if island.saturation.is_some() {
            // Rules may have made the edges of a join equal.
            loom_eq_egraph::collapse_phis(&mut lifted.graph);
        }
        loom_eq_egraph::name_constants(&mut lifted);
        loom_eq_rewrites::synthesize(&mut lifted.graph);
        let loom_eq_extract::Searched { found, evaluations } = loom_eq_extract::search_annotated(start, &lifted, &island.search.seeded(seed), cost);
        let origins = if found.is_empty() { Default::default() } else { stats.origins(&lifted.graph) };
        let mut shares: Vec<RuleRecords> = found.iter().map(|f| shares(&self.rules, &origins, f)).collect();
        let mut bodies: Vec<Body> = found.into_iter().map(|f| f.body).collect();
        if island.shapes {
            // Rules may have found a condition constant, or a value short enough for a `select`. What cannot be proven once tails are merged still stands behind it.
            if let Some(again) = shapes(bodies.first().unwrap_or(start), Edits::default(), &**cost) {
                bodies.insert(0, again);
                shares.insert(0, shares.first().cloned().unwrap_or_default());
            }
        }
        // Where the search found nothing more, what it started from may be smaller than the original.
        bodies.extend([narrowed, shaped, refined, reshaped.flatten()].into_iter().flatten());
        Proposals { bodies, shares, rules: counts(&self.rules, &stats), evaluations, executed }
    }
}

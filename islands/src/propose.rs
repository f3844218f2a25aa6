//! One island on one function: lift, saturate, search.

use crate::config::Island;
use crate::rules::Rules;
use loom_eq_lang::{Body, Global, Module};
use loom_eq_rewrites::saturate;
use std::collections::BTreeMap;

/// What an island hands over. Nothing in it is trusted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Proposals {
    /// Candidates, best first by the island's own cost.
    pub bodies: Vec<Body>,
    /// How often each rule was applied.
    pub rules: BTreeMap<String, u64>,
}

/// Makes candidates for a function. A trait, so that tests can bring islands that panic, err or lie.
pub trait Propose: Sync {
    /// Candidates for `body`, a function of `module`. Must depend on the arguments only.
    fn propose(&self, module: &Module, body: &Body, island: &Island, seed: u64) -> Proposals;
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
    fn propose(&self, module: &Module, body: &Body, island: &Island, _seed: u64) -> Proposals {
        let shaped = if island.shapes { loom_eq_extract::shapes(body) } else { None };
        let start = shaped.as_ref().unwrap_or(body);
        let constants: Vec<_> = module.globals.iter().map(Global::constant).collect();
        let mut lifted = loom_eq_egraph::lift_in(start, &constants);
        let rules = island.saturation.map_or_else(BTreeMap::new, |saturation| {
            let stats = saturate(&mut lifted.graph, &self.rules, &saturation.into());
            // Rules may have made the edges of a join equal.
            loom_eq_egraph::collapse_phis(&mut lifted.graph);
            let applied = stats.rules.iter().filter(|(_, count)| count.applied > 0);
            let mut sums = BTreeMap::new();
            for (rule, count) in applied {
                *sums.entry(self.rules.rule(*rule).base.to_string()).or_default() += count.applied as u64;
            }
            sums
        });
        loom_eq_egraph::name_constants(&mut lifted);
        loom_eq_rewrites::synthesize(&mut lifted.graph);
        let mut bodies = loom_eq_extract::search(start, &lifted, &island.search.into());
        if island.shapes {
            // Rules may have found a condition constant, or a value short enough for a `select`.
            if let Some(again) = bodies.first().and_then(loom_eq_extract::shapes) {
                bodies.insert(0, again);
            }
            bodies.extend(shaped);
        }
        Proposals { bodies, rules }
    }
}

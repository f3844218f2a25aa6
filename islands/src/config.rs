//! Configurations: what each island does, and the limits of a run. All budgets are counted, none is a time.

use crate::cost::Cost;
use crate::rules::Rules;
use loom_eq_verify::Assumption;
use serde::Serialize;

/// Segments of up to so many operators are searched exactly: most of what can be had, for a fifth more time.
const EXACT: u32 = 40;

/// One configuration of the search. Islands are independent: they share only what is read-only.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Island {
    /// Its name, in reports and to break ties between equally good candidates.
    pub name: String,
    /// Which calls are executed in place first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline: Option<Inline>,
    /// Whether the control structure is made anew from the control-flow graph then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skeleton: Option<Skeleton>,
    /// Whether the control structure is edited before lifting, see [`loom_eq_extract::shapes`].
    pub shapes: bool,
    /// Which equal code is merged then. What a merge joins is harder to prove and to rewrite, so at best islands differ in it; what the search found
    /// is edited again with everything merged.
    pub merging: Merging,
    /// Whether dispatches on one value get another form then, which is harder to prove, too.
    pub dispatch: bool,
    /// Whether what conditions decide is taken as decided where they hold.
    pub refine: bool,
    /// Whether code for bits that nobody looks at goes, and what joins look at then.
    pub narrow: Option<Joins>,
    /// How the e-graph grows; without it only what lifting found equal is equal.
    pub saturation: Option<Saturation>,
    /// How the e-graph is searched for code.
    pub search: Search,
    /// What the search makes small, if that is not what the run makes small.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// Mixed with the run's seed.
    pub seed: u64,
}

/// Which functions' calls are executed in place, by the bytes of their bodies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Inline {
    /// Of functions that are called in one place, and not otherwise referred to.
    pub once: u32,
    /// Of functions that are called in a few places.
    pub small: u32,
    /// How many these are.
    pub sites: u32,
    /// Of functions that are called anywhere.
    pub tiny: u32,
}

/// What is done on the control-flow graph, see [`loom_eq_rewrites::skeleton::Skeleton`]: whether packed values are taken apart, how many bytes
/// threading may copy at once, and in all, how many unrolling may add, and how long a tail is duplicated.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Skeleton {
    pub fields: bool,
    pub block: u32,
    pub total: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unroll: Option<u32>,
    pub duplicate: u32,
}

impl From<Skeleton> for loom_eq_rewrites::skeleton::Skeleton {
    fn from(s: Skeleton) -> Self {
        let threading = (s.total > 0).then_some(loom_eq_rewrites::skeleton::Threading { block: s.block, total: s.total });
        loom_eq_rewrites::skeleton::Skeleton { fields: s.fields, threading, unroll: s.unroll, duplicate: s.duplicate }
    }
}

/// Which equal code on several ways is merged, see [`loom_eq_extract::Merging`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Merging {
    Ends,
    Tails,
    Heads,
}

impl From<Merging> for loom_eq_extract::Merging {
    fn from(merging: Merging) -> loom_eq_extract::Merging {
        match merging {
            Merging::Ends => loom_eq_extract::Merging::Ends,
            Merging::Tails => loom_eq_extract::Merging::Tails,
            Merging::Heads => loom_eq_extract::Merging::Heads,
        }
    }
}

/// What a join asks of the values that come in, see [`loom_eq_egraph::Joins`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Joins {
    All,
    Demanded,
}

impl From<Joins> for loom_eq_egraph::Joins {
    fn from(joins: Joins) -> loom_eq_egraph::Joins {
        match joins {
            Joins::All => loom_eq_egraph::Joins::All,
            Joins::Demanded => loom_eq_egraph::Joins::Demanded,
        }
    }
}

/// Budgets of equality saturation, see [`loom_eq_rewrites::Limits`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Saturation {
    pub families: Families,
    pub growth: usize,
    pub slack: usize,
    pub region: usize,
    pub rounds: usize,
    pub matches: usize,
}

/// Which rules take part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Families {
    /// Those that do not make code larger.
    Shrink,
    /// All.
    All,
}

impl From<Families> for loom_eq_rewrites::Families {
    fn from(f: Families) -> loom_eq_rewrites::Families {
        match f {
            Families::Shrink => loom_eq_rewrites::Families::Shrink,
            Families::All => loom_eq_rewrites::Families::All,
        }
    }
}

impl From<Saturation> for loom_eq_rewrites::Limits {
    fn from(s: Saturation) -> loom_eq_rewrites::Limits {
        let Saturation { families, growth, slack, region, rounds, matches } = s;
        loom_eq_rewrites::Limits { families: families.into(), growth, slack, region, rounds, matches }
    }
}

impl Default for Saturation {
    fn default() -> Saturation {
        let loom_eq_rewrites::Limits { growth, slack, region, rounds, matches, .. } = loom_eq_rewrites::Limits::default();
        Saturation { families: Families::Shrink, growth, slack, region, rounds, matches }
    }
}

/// What the search may do, see [`loom_eq_extract::Search`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Search {
    pub rounds: u32,
    pub evaluations: u64,
    pub share: bool,
    pub kill: bool,
    pub share_first: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anneal: Option<Anneal>,
}

/// Rounds under noisy prices, see [`loom_eq_extract::Anneal`]. The seed is the run's and the island's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Anneal {
    pub rounds: u32,
    pub noise: u32,
}

/// The exact search of straight-line segments, see [`loom_eq_extract::Exact`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Exact {
    pub operators: u32,
    pub states: usize,
}

impl From<loom_eq_extract::Exact> for Exact {
    fn from(e: loom_eq_extract::Exact) -> Exact {
        Exact { operators: e.operators, states: e.states }
    }
}

impl From<Exact> for loom_eq_extract::Exact {
    fn from(e: Exact) -> loom_eq_extract::Exact {
        loom_eq_extract::Exact { operators: e.operators, states: e.states }
    }
}

impl From<loom_eq_extract::Search> for Search {
    fn from(s: loom_eq_extract::Search) -> Search {
        let loom_eq_extract::Search { rounds, evaluations, share, kill, share_first, anneal, exact } = s;
        let anneal = anneal.map(|loom_eq_extract::Anneal { rounds, noise, .. }| Anneal { rounds, noise });
        Search { rounds, evaluations, share, kill, share_first, anneal, exact: exact.map(Exact::from) }
    }
}

impl Search {
    /// With where chance comes from.
    pub(crate) fn seeded(self, seed: u64) -> loom_eq_extract::Search {
        let Search { rounds, evaluations, share, kill, share_first, anneal, exact } = self;
        let anneal = anneal.map(|Anneal { rounds, noise }| loom_eq_extract::Anneal { rounds, noise, seed });
        loom_eq_extract::Search { rounds, evaluations, share, kill, share_first, anneal, exact: exact.map(Into::into) }
    }
}

impl Island {
    /// Rules, then edits that each gain something.
    pub fn baseline() -> Island {
        let exact = Some(loom_eq_extract::Exact::up_to(EXACT).into());
        let search = Search { exact, ..loom_eq_extract::Search::default().into() };
        Island {
            name: "baseline".into(),
            inline: None,
            skeleton: None,
            shapes: true,
            merging: Merging::Tails,
            dispatch: false,
            refine: false,
            narrow: Some(Joins::All),
            saturation: Some(Saturation::default()),
            search,
            cost: None,
            seed: 0,
        }
    }

    /// The baseline for bytes, whatever the run makes small: few bytes are few cycles and few bits, too.
    pub fn small() -> Island {
        Island { name: "small".into(), cost: Some(Cost::Size), ..Island::baseline() }
    }

    /// The same without sharing: what is written twice alike compresses better than what is written once and read.
    pub fn lean() -> Island {
        let small = Island::small();
        let search = Search { share: false, ..small.search };
        Island { name: "lean".into(), search, ..small }
    }

    /// No rules, no edits of control: values are shared, kept and recomputed as they stand. What the others' rules made too hard to prove, this mostly proves.
    pub fn plain() -> Island {
        Island { name: "plain".into(), shapes: false, narrow: None, saturation: None, ..Island::baseline() }
    }

    /// All rules, also those that only reorder; what conditions decide, and bits that nobody looks at around loops, which not every proof follows; long trees are shared as they stand, before rules make them unlike each other; and the search goes on under noisy prices.
    pub fn explore() -> Island {
        let baseline = Island::baseline();
        let anneal = Some(Anneal { rounds: 6, noise: 80 });
        let search = Search { share_first: true, anneal, ..baseline.search };
        let saturation = Some(Saturation { families: Families::All, ..Saturation::default() });
        Island {
            name: "explore".into(),
            merging: Merging::Ends,
            dispatch: true,
            refine: true,
            narrow: Some(Joins::Demanded),
            saturation,
            search,
            seed: 1,
            ..baseline
        }
    }
}

impl Island {
    /// The control structure made anew, threaded by what holds on the way, packed values taken apart.
    pub fn reshaped() -> Island {
        let skeleton = Some(Skeleton { fields: true, block: 40, total: 600, unroll: Some(4), duplicate: 1 });
        Island { name: "reshaped".into(), skeleton, dispatch: true, refine: true, ..Island::baseline() }
    }

    /// The same with the bodies of functions that are called once, and of small ones, in place of the calls.
    pub fn inlined() -> Island {
        let inline = Some(Inline { once: 600, small: 100, sites: 2, tiny: 12 });
        Island { name: "inlined".into(), inline, ..Island::reshaped() }
    }
}

/// A run.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Config {
    /// What competes; the order does not matter, names must differ.
    pub islands: Vec<Island>,
    /// What is made small. No function gets more bytes, whatever the model.
    pub cost: Cost,
    /// What islands saturate with.
    pub rules: Rules,
    /// What holds of all calls of exported functions. The result is equal to the input for those calls only, and the report says so.
    #[serde(skip)]
    pub assumptions: Vec<Assumption>,
    /// Worker threads; 0 takes one per core. The result does not depend on it.
    #[serde(skip)]
    pub threads: usize,
    /// Whether names, producers and debug sections go.
    pub strip: bool,
    /// Whether constants that many functions use may be put in new immutable globals; only where `cost` is size.
    pub globals: bool,
    /// Whether what nothing reaches goes in the end, and what is left may get other indices.
    pub prune: bool,
    /// Mixed with each island's seed.
    pub seed: u64,
    /// How many candidates of one function are tried to be proven before the original is kept.
    pub attempts: usize,
    /// The solver's resource limit for one question, in its own units.
    pub proof_units: u32,
    /// How many questions the proof of an island's first candidate for a function may ask; those of its later ones may ask an eighth.
    pub proof_queries: usize,
}

impl Config {
    /// For another cost model. The choice is by that model; one island more searches for few bytes.
    pub fn under(mut self, cost: Cost) -> Config {
        if cost != Cost::Size {
            self.islands.retain(|island| island.inline.is_none());
            self.islands.push(Island::small());
        }
        if cost == Cost::Transfer {
            // The last choice has the smallest bodies among its own, so these should be as small as under `size`.
            self.islands.retain(|island| island.name != Island::plain().name && island.skeleton.is_none());
            self.islands.push(Island { name: "small-explore".into(), cost: Some(Cost::Size), ..Island::explore() });
            self.islands.push(Island::lean());
        }
        Config { cost, ..self }
    }

    /// With the cheapest code for straight-line segments of at most so many operators, in every island; 0 is without.
    pub fn with_exact(mut self, operators: u32) -> Config {
        let exact = (operators > 0).then(|| loom_eq_extract::Exact::up_to(operators).into());
        self.islands.iter_mut().for_each(|island| island.search.exact = exact);
        self
    }

    /// For modules of many megabytes: one island with two rounds, one proof per function, by normal form alone.
    pub fn quick() -> Config {
        let baseline = Island::baseline();
        let search = Search { rounds: 2, exact: None, ..baseline.search };
        Config { islands: vec![Island { search, ..baseline }], attempts: 1, proof_queries: 0, ..Config::default() }
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            islands: vec![Island::baseline(), Island::explore(), Island::plain(), Island::reshaped(), Island::inlined()],
            cost: Cost::Size,
            rules: Rules::default(),
            assumptions: Vec::new(),
            threads: 0,
            strip: false,
            globals: true,
            prune: true,
            seed: 0,
            attempts: 6,
            proof_units: loom_eq_verify::Limits::default().rlimit,
            proof_queries: loom_eq_verify::Limits::default().queries,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Config;

    #[test]
    fn island_names_differ() {
        let mut names: Vec<_> = Config::default().islands.into_iter().map(|i| i.name).collect();
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!((names.len(), count), (5, 5));
    }
}

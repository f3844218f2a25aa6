//! Choosing among candidates: the cheapest that is valid and proven.
//!
//! Order: cost, then bytes, then instructions, then the island's name, then the bytes themselves. The order is total, so it does not matter in which
//! order islands finished. At most [`Config::attempts`](crate::Config::attempts) candidates are tried: a function on which the prover gives
//! up usually has only candidates of that kind.

use crate::prove::{Attempt, Context, Prover, Refusal};
use crate::shares::RuleRecords;
use loom_eq_extract::CostModel;
use loom_eq_lang::{Body, Emitted, FuncIx, Module};
use std::collections::{BTreeMap, BTreeSet};

/// A body that competes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Its encoding.
    pub emitted: Emitted,
    /// What it costs, in units of the run's model.
    pub cost: u64,
    /// How many instructions it has.
    pub instructions: usize,
    /// Who proposed it.
    pub island: String,
    /// The shares of rules in it.
    pub shares: RuleRecords,
    /// The functions whose calls are executed in it; it does not compete for the function alone.
    pub executed: BTreeSet<u32>,
}

impl Candidate {
    /// Encodes a proposed body.
    pub fn new(body: &Body, island: &str, cost: &dyn CostModel) -> Candidate {
        let instructions = body.events().count();
        Candidate {
            emitted: body.emit(),
            cost: cost.body(body),
            instructions,
            island: island.into(),
            shares: RuleRecords::new(),
            executed: BTreeSet::new(),
        }
    }
}

/// What a candidate must be better than: the canonical original.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bar {
    /// Its cost.
    pub cost: u64,
    /// Its bytes.
    pub bytes: usize,
}

impl Bar {
    /// Whether code is cheaper and not larger, or as cheap and smaller.
    pub fn beaten_by(self, cost: u64, bytes: usize) -> bool {
        bytes <= self.bytes && (cost, bytes) < (self.cost, self.bytes)
    }
}

/// Sorts candidates, best first, and drops those that are not better than the canonical original or the same as a better one.
pub(crate) fn rank(candidates: &mut Vec<Candidate>, canonical: Bar) {
    candidates.retain(|c| canonical.beaten_by(c.cost, c.emitted.bytes.len()));
    let key = |c: &Candidate| (c.cost, c.emitted.bytes.len(), c.instructions, c.island.clone());
    candidates.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.emitted.bytes.cmp(&b.emitted.bytes)));
    let mut seen = std::collections::HashSet::new();
    candidates.retain(|c| seen.insert(c.emitted.bytes.clone()));
}

/// Keeps at most `attempts` of the ranked candidates, an equal share of each island's best: what one island did to a function and the prover
/// cannot follow, it mostly did in all its candidates.
pub(crate) fn shortlist(ranked: &mut Vec<Candidate>, attempts: usize) {
    let mut tried: BTreeMap<String, usize> = ranked.iter().map(|c| (c.island.clone(), 0)).collect();
    let share = attempts.div_ceil(tried.len().max(1));
    ranked.retain(|c| {
        let count = tried.get_mut(&c.island).expect("counted");
        *count += 1;
        *count <= share
    });
    ranked.truncate(attempts);
}

/// The place of the first of `ranked` that is accepted, and what was wrong with those before it.
pub(crate) fn first_proven(
    module: &Module,
    f: FuncIx,
    original: &[u8],
    ranked: &[Candidate],
    context: &Context,
    prover: &mut Prover,
) -> (Option<usize>, Vec<(usize, Refusal)>) {
    let mut refused = Vec::new();
    for (i, candidate) in ranked.iter().enumerate() {
        let bytes = &candidate.emitted.bytes;
        let again = ranked[..i].iter().any(|before| before.island == candidate.island);
        let attempt = if again { Attempt::Later } else { Attempt::First };
        match context.validate(f, bytes).and_then(|()| prover.prove(module, f, original, candidate, attempt)) {
            Ok(()) => return (Some(i), refused),
            Err(refusal) => refused.push((i, refusal)),
        }
    }
    (None, refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(bytes: &[u8], instructions: usize, island: &str) -> Candidate {
        let emitted = Emitted { bytes: bytes.into(), ..Emitted::default() };
        Candidate { emitted, cost: bytes.len() as u64, instructions, island: island.into(), shares: RuleRecords::new(), executed: BTreeSet::new() }
    }

    #[test]
    fn smallest_then_fewest_instructions_then_name() {
        let mut all = vec![
            candidate(b"cccc", 1, "a"),
            candidate(b"bb", 2, "b"),
            candidate(b"ab", 2, "a"),
            candidate(b"ba", 1, "z"),
            candidate(b"ba", 1, "b"),
            candidate(b"xxx", 1, "a"),
        ];
        rank(&mut all, Bar { cost: 4, bytes: 4 });
        let order: Vec<_> = all.iter().map(|c| (c.emitted.bytes.as_slice(), c.island.as_str())).collect();
        assert_eq!(order, [(&b"ba"[..], "b"), (b"ab", "a"), (b"bb", "b"), (b"xxx", "a")]);
    }

    #[test]
    fn cheaper_code_is_not_larger_code() {
        let bar = Bar { cost: 10, bytes: 10 };
        assert!(bar.beaten_by(9, 10) && bar.beaten_by(10, 9));
        assert!(!bar.beaten_by(10, 10) && !bar.beaten_by(9, 11) && !bar.beaten_by(11, 9));
    }

    #[test]
    fn each_island_gets_its_share_of_the_attempts() {
        let mut all: Vec<_> = (0..5).map(|i| candidate(&[i], 1, "a")).chain([candidate(b"long", 1, "b")]).collect();
        shortlist(&mut all, 4);
        let order: Vec<_> = all.iter().map(|c| (c.emitted.bytes.as_slice(), c.island.as_str())).collect();
        assert_eq!(order, [(&[0][..], "a"), (&[1], "a"), (b"long", "b")]);
    }
}

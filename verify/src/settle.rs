//! What becomes of a verdict that is no proof: counterexamples are run, and undecided pairs are run on a few inputs.
//!
//! Only a difference that a real runtime showed is called refuted. A counterexample that shows none there is a defect of ours to look at, and is
//! counted; the pair is then unknown. And where the map only supposes that two functions correspond, a difference refutes the supposition.

use crate::checker::{Counterexample, Verdict};
use crate::pair::Pairs;
use crate::replay::{Input, Outcome, Replay};
use std::sync::OnceLock;

/// Inputs for a pair of which nothing is known.
const TRIES: u64 = 12;

/// Replays for one pair of modules. The modules are compiled when the first one is asked for.
pub(crate) struct Settle<'a> {
    pairs: &'a Pairs<'a>,
    replay: OnceLock<Option<Replay>>,
}

/// A verdict after it was tried out.
pub(crate) struct Settled {
    pub verdict: Verdict,
    /// Whether there was a counterexample that showed no difference.
    pub not_replayed: bool,
}

impl Settled {
    /// The verdict on a function of which something is assumed. Runs of it would have to keep that, and are not tried: nothing is refuted.
    pub(crate) fn assumed(verdict: Verdict) -> Settled {
        let verdict = match verdict {
            Verdict::Refuted(c) => Verdict::Unknown(format!("differs by computation: {c}")),
            verdict => verdict,
        };
        Settled { verdict, not_replayed: false }
    }
}

impl<'a> Settle<'a> {
    pub(crate) fn new(pairs: &'a Pairs<'a>) -> Settle<'a> {
        Settle { pairs, replay: OnceLock::new() }
    }

    pub(crate) fn settle(&self, f: u32, g: u32, verdict: Verdict) -> Settled {
        let mut not_replayed = false;
        let verdict = match verdict {
            Verdict::Refuted(c) => match self.run(f, g, &Input::Model(&c.inputs)) {
                Outcome::Differs(seen) => Verdict::Refuted(Counterexample { replayed: Some(seen), ..c }),
                Outcome::Same => {
                    not_replayed = true;
                    self.search(f, g, format!("counterexample did not replay: {c}"))
                }
                Outcome::Nothing => self.search(f, g, format!("counterexample could not be replayed: {c}")),
            },
            Verdict::Unknown(why) => self.search(f, g, why),
            verdict => verdict,
        };
        let verdict = match verdict {
            Verdict::Refuted(c) if !self.pairs.map.forced[f as usize] => Verdict::Unknown(format!("differs from its supposed counterpart: {c}")),
            verdict => verdict,
        };
        Settled { verdict, not_replayed }
    }

    fn run(&self, f: u32, g: u32, input: &Input<'_>) -> Outcome {
        let p = self.pairs;
        // A function with fewer parameters would need arguments that its callers always pass.
        if p.views[0].func_type(f) != p.views[1].func_type(g) {
            return Outcome::Nothing;
        }
        match self.replay.get_or_init(|| Replay::new(p.views, &p.common, &p.map)) {
            Some(replay) => replay.run(f, g, input),
            None => Outcome::Nothing,
        }
    }

    /// Looks for a difference on some inputs; without one the reason stays.
    fn search(&self, f: u32, g: u32, why: String) -> Verdict {
        for round in 0..TRIES {
            match self.run(f, g, &Input::Random(round)) {
                Outcome::Differs(seen) => {
                    let inputs = vec![(format!("input {round}"), u128::from(round))];
                    return Verdict::Refuted(Counterexample { what: "a run".into(), inputs, values: (0, 0), replayed: Some(seen) });
                }
                Outcome::Same | Outcome::Nothing => {}
            }
        }
        Verdict::Unknown(why)
    }
}

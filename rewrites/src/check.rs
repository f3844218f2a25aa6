//! Judging rules: a proof, test vectors, and where their bytes point.
//!
//! The prover is passed in, because it must share nothing with this crate (the design's table of dependencies). Each instance is given to it as text.

use crate::condition::Condition;
use crate::rule::Rule;
use crate::set::RuleSet;
use crate::syntax::Family;
use crate::table::least_bytes;
use crate::vectors;
use loom_eq_lang::Const;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What a prover says of one rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proof {
    /// Both sides are the same bits, for all values that satisfy the conditions.
    Proven,
    /// They differ for these values of the variables (with their `?`).
    Refuted(Vec<(String, u64)>),
    /// Neither was found, and why.
    Unknown(String),
}

/// Proves a rule that is given as text, without lists.
pub trait Prove: Sync {
    /// The verdict. Must depend on the text only.
    fn prove(&self, rule: &str) -> Proof;
}

impl<F: Fn(&str) -> Proof + Sync> Prove for F {
    fn prove(&self, rule: &str) -> Proof {
        self(rule)
    }
}

/// Where a rule points, by the least bytes of its sides.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum Direction {
    Shrinks,
    Equal,
    Grows,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Direction::Shrinks => "shrinks",
            Direction::Equal => "equal",
            Direction::Grows => "grows",
        })
    }
}

/// The bytes of a rule's sides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bytes {
    /// The least that the left-hand side takes.
    pub from: u32,
    /// The least that the right-hand side takes.
    pub to: u32,
    /// What `shorter` promises beyond that.
    pub forgiven: u32,
}

impl Bytes {
    /// Of a rule.
    pub fn of(rule: &Rule) -> Bytes {
        let forgiven = rule.conditions.iter().map(|c| if let Condition::Shorter(_, _, n) = c { *n } else { 0 }).sum();
        Bytes { from: least_bytes(rule, &rule.lhs), to: least_bytes(rule, &rule.rhs), forgiven }
    }

    /// Where they point; what `shorter` promises counts.
    pub fn direction(self) -> Direction {
        match self.to.cmp(&(self.from + self.forgiven)) {
            std::cmp::Ordering::Less => Direction::Shrinks,
            std::cmp::Ordering::Equal => Direction::Equal,
            std::cmp::Ordering::Greater => Direction::Grows,
        }
    }

    /// Law 1 is broken: a rule of family *shrink* grows.
    pub fn lint(self, family: Family) -> bool {
        family == Family::Shrink && self.direction() == Direction::Grows
    }
}

/// Values for which a rule is wrong, with what each side gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counterexample {
    /// Variables with their bits.
    pub values: Vec<(String, u64)>,
    /// What the evaluator gives for the sides; `None` where it declines.
    pub sides: (Option<u64>, Option<u64>),
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.values.iter().map(|(name, bits)| format!("{name} = {bits:#x}")).collect();
        f.write_str(&words.join(", "))?;
        let side = |bits: Option<u64>| bits.map_or("nothing".to_string(), |b| format!("{b:#x}"));
        write!(f, ": the left-hand side gives {}, the right-hand side {}", side(self.sides.0), side(self.sides.1))
    }
}

/// What is to be thought of an instance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Judgement {
    /// Proven, and no vector speaks against it.
    Proven,
    /// Refuted by the prover or by a vector.
    Refuted(Counterexample),
    /// Not decided, and why.
    Unknown(String),
}

/// An instance with all that was found out about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    /// What is to be thought of it.
    pub judgement: Judgement,
    /// On how many vectors both sides were computed.
    pub vectors: usize,
}

/// Random vectors per instance, beside those of edge values.
const VECTORS: usize = 500;

/// Judges each instance of a set, in its order, on `threads` threads.
pub fn check(rules: &RuleSet, prover: &dyn Prove, threads: usize) -> Vec<Checked> {
    let rules = rules.rules();
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Checked)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, rules.len().max(1)) {
            scope.spawn(|| {
                while let Some((i, rule)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, rules.get(i)?))) {
                    let checked = check_rule(rule, prover);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((i, checked));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, checked)| checked).collect()
}

/// Judges one instance. Vectors come first: they are cheap, and a difference that the evaluator shows needs no proof.
pub fn check_rule(rule: &Rule, prover: &dyn Prove) -> Checked {
    let tested = vectors::test(rule, VECTORS, 0);
    let judgement = if let Some(values) = tested.difference {
        Judgement::Refuted(example(rule, &values))
    } else {
        match prover.prove(&rule.to_text()) {
            Proof::Proven => Judgement::Proven,
            Proof::Unknown(why) => Judgement::Unknown(why),
            Proof::Refuted(found) => {
                let bits = |name: &str| found.iter().find(|(n, _)| n.strip_prefix('?') == Some(name)).map_or(0, |(_, bits)| *bits);
                let mut values: Vec<Option<Const>> = rule.vars.iter().map(|v| Const::from_bits(v.ty, bits(&v.name))).collect();
                vectors::satisfies(rule, &mut values, vectors::Meaning::Equation);
                Judgement::Refuted(example(rule, &values))
            }
        }
    };
    Checked { judgement, vectors: tested.vectors }
}

fn example(rule: &Rule, values: &[Option<Const>]) -> Counterexample {
    let named = rule.vars.iter().zip(values).filter_map(|(v, value)| Some((format!("?{}", v.name), value.and_then(Const::bits)?)));
    let side = |term: &crate::Term| term.eval(values).and_then(Const::bits);
    Counterexample { values: named.collect(), sides: (side(&rule.lhs), side(&rule.rhs)) }
}

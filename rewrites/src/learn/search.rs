//! The loop over patterns: what is shorter, whether it is true, how far it goes.

use super::collect::Corpus;
use super::derive::shortest;
use super::enumerate::{first_lanes, shorter};
use super::generalize::{generalize, in_words};
use super::pattern::{Equation, Pattern, bytes, ordered};
use crate::check::{Proof, Prove};
use crate::error::Result;
use crate::set::RuleSet;
use crate::vectors;
use loom_eq_lang::Const;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What the search may spend. Counts only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    /// Trees that are enumerated, over all patterns.
    pub trees: usize,
    /// Trees that are enumerated for one pattern.
    pub per_pattern: usize,
    /// Only trees of at most this many bytes are enumerated.
    pub bytes: u32,
    /// Patterns seen less often than this are left out.
    pub least_count: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { trees: 300_000_000, per_pattern: 400_000, bytes: 10, least_count: 5 }
    }
}

/// A rule that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Learned {
    /// Its text, with a comment that says where it comes from.
    pub text: String,
    /// How often the pattern that it was found for was seen.
    pub count: usize,
    /// The bytes that it saves there.
    pub saved: u32,
}

/// What was found and what it took.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// The rules, in the order in which they were found: frequent patterns first.
    pub rules: Vec<Learned>,
    /// Patterns in the corpus that are frequent enough.
    pub patterns: usize,
    /// Of those, how many were looked at before the budget ended.
    pub searched: usize,
    /// Trees that were enumerated.
    pub trees: usize,
    /// Candidates that agreed on all vectors and that the prover could not decide.
    pub undecided: usize,
}

/// Patterns that are searched side by side, with the same rules known. A fixed number, so that the result does not depend on the threads.
const BATCH: usize = 64;
/// Trees that are enumerated for one pattern at the first look.
const SHORT: usize = 30_000;
/// Candidates for one pattern that may turn out wrong.
const TRIES: usize = 8;
/// Threads have to recurse over nothing deep, but provers may.
const STACK: usize = 64 << 20;

/// Searches rules for the patterns of a corpus beyond what `known` derives.
///
/// # Errors
/// If `known` is not a rule file.
pub fn learn(
    corpus: &Corpus,
    known: &[(&str, &str)],
    budget: &Budget,
    prover: &dyn Prove,
    threads: usize,
    progress: &dyn Fn(usize, usize),
) -> Result<Outcome> {
    let patterns = corpus.patterns(budget.least_count);
    let mut out = Outcome { patterns: patterns.len(), ..Outcome::default() };
    let mut learned = String::new();
    let mut rules = RuleSet::parse(known)?;
    // A short look at every pattern comes before a long one at the most frequent: most rules are found early.
    let short = Budget { per_pattern: budget.per_pattern.min(SHORT), ..*budget };
    let looks = [&short, budget].into_iter().flat_map(|look| patterns.chunks(BATCH).map(move |batch| (look, batch)));
    for (look, batch) in looks {
        if out.trees >= budget.trees {
            break;
        }
        let found = in_parallel(batch, threads, &|(pattern, _)| search(pattern, &rules, look, prover));
        out.searched = patterns.len().min(out.searched + batch.len());
        for ((pattern, count), result) in batch.iter().zip(found) {
            out.trees += result.trees;
            out.undecided += result.undecided;
            let Some((equation, short)) = result.equation else { continue };
            // Another pattern of this batch may have brought the same.
            if shortest(&rules, pattern) <= short {
                continue;
            }
            let saved = pattern.bytes() - short;
            let text = text(&equation, out.rules.len() + 1, *count, saved);
            let files: Vec<(&str, &str)> = known.iter().copied().chain([("learned", learned.as_str()), ("new", text.as_str())]).collect();
            // Too many operand orders, perhaps: the rule language has no such rule.
            let Ok(with) = RuleSet::parse(&files) else { continue };
            rules = with;
            learned += &text;
            out.rules.push(Learned { text, count: *count, saved });
        }
        progress(out.searched, out.rules.len());
    }
    Ok(out)
}

/// What came of one pattern.
#[derive(Default)]
struct Found {
    equation: Option<(Equation, u32)>,
    trees: usize,
    undecided: usize,
}

fn search(pattern: &Pattern, rules: &RuleSet, budget: &Budget, prover: &dyn Prove) -> Found {
    let mut found = Found::default();
    let limit = shortest(rules, pattern).min(pattern.bytes()).saturating_sub(1).min(budget.bytes);
    if limit < 2 {
        return found;
    }
    let mut lanes = first_lanes(pattern);
    for _ in 0..TRIES {
        let (candidate, made) = shorter(pattern, &lanes, limit, budget.per_pattern);
        found.trees += made;
        let Some(candidate) = candidate else { return found };
        let candidate = ordered(candidate);
        let equation = pattern.equation(&candidate);
        match judge(&equation, prover) {
            Word::True => {
                let short = bytes(&candidate);
                found.equation = Some((generalize(equation, prover), short));
                return found;
            }
            Word::False(vector) => lanes.push(vector),
            Word::Undecided => {
                found.undecided += 1;
                return found;
            }
        }
    }
    found
}

enum Word {
    True,
    /// A vector on which the sides differ.
    False(Vec<Option<Const>>),
    Undecided,
}

fn judge(equation: &Equation, prover: &dyn Prove) -> Word {
    let Ok(rules) = RuleSet::parse(&[("candidate", &equation.text("candidate"))]) else { return Word::Undecided };
    let [rule] = rules.rules() else { return Word::Undecided };
    // Variables are numbered alike here and there: both in the order in which they occur.
    let complete = |values: Vec<Option<Const>>| if values.len() == equation.vars.len() { Word::False(values) } else { Word::Undecided };
    if let Some(values) = vectors::test(rule, 300, 5).difference {
        return complete(values);
    }
    match prover.prove(&rule.to_text()) {
        Proof::Proven => Word::True,
        Proof::Unknown(_) => Word::Undecided,
        Proof::Refuted(values) => {
            let bits = |name: &str| values.iter().find(|(n, _)| n.strip_prefix('?') == Some(name)).map_or(0, |(_, bits)| *bits);
            complete(rule.vars.iter().map(|v| Const::from_bits(v.ty, bits(&v.name))).collect())
        }
    }
}

/// The rule with its comment.
fn text(equation: &Equation, number: usize, count: usize, saved: u32) -> String {
    let sides = format!("{} = {}", in_words(&equation.left, equation), in_words(&equation.right, equation));
    let plural = if saved == 1 { "" } else { "s" };
    format!(";; {sides}: seen {count} times, saves {saved} byte{plural}\n{}\n", equation.text(&format!("learned-{number}")))
}

/// Applies `work` to each element; the results are in their order.
fn in_parallel<T: Sync, R: Send>(all: &[T], threads: usize, work: &(dyn Fn(&T) -> R + Sync)) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, all.len().max(1)) {
            let run = || {
                while let Some((i, element)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, all.get(i)?))) {
                    let result = work(element);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((i, result));
                }
            };
            std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).expect("a thread starts");
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, result)| result).collect()
}

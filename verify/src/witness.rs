//! A difference found by evaluation: what most questions with the answer "not equal" need, thousands of times cheaper than a solver.
//!
//! The fixed assignments of [`Values`](crate::term::Values) serve all terms, so they know nothing of a question's own numbers. Here the leaves
//! get values out of the question: its constants and their neighbours, and each other's values, so that comparisons fall on both sides.
//!
//! Invariants:
//! 1. What is found is a model: one value for each free term, the same result for equal arguments of one opaque function, every hypothesis
//!    true, the goal false. A caller may take it for the solver's own.
//! 2. The search depends on the question only.

use crate::term::{Arena, FxSet, Kind, Term, apply, biased, mix, ones};
use smallvec::SmallVec;

/// Assignments that are tried.
const TRIALS: u64 = 96;
/// Terms in a question that is searched.
const SIZE: usize = 2_000;

/// Values of the free terms (cut or opaque) for which the hypotheses are true and `a` is not `b`.
pub(crate) fn witness(arena: &Arena, (a, b): (Term, Term), hypotheses: &[Term], cut: &FxSet<Term>) -> Option<Vec<(Term, u128)>> {
    // In raw form a joined value is bound to be one of its arguments.
    if arena.raw() {
        return None;
    }
    let question = Question::new(arena, &[&[a, b], hypotheses].concat(), cut)?;
    let roots: Vec<usize> = hypotheses.iter().map(|h| question.place(*h)).collect();
    let (a, b) = (question.place(a), question.place(b));
    let mut values = vec![0; question.terms.len()];
    for trial in 0..TRIALS {
        question.assign(trial, &mut values);
        if values[a] != values[b] && roots.iter().all(|&h| values[h] != 0) {
            let free = |&(i, _): &(usize, &Term)| question.is_free(i);
            return Some(question.terms.iter().enumerate().filter(free).map(|(i, &t)| (t, values[i])).collect());
        }
    }
    None
}

/// The terms of a question, arguments first, with what their values are chosen from.
struct Question<'a> {
    arena: &'a Arena,
    cut: &'a FxSet<Term>,
    terms: Vec<Term>,
    /// Per term, the places of its arguments; none for those that are cut.
    args: Vec<SmallVec<[usize; 3]>>,
    /// The question's constants and their neighbours.
    pool: Vec<u128>,
}

impl<'a> Question<'a> {
    fn new(arena: &'a Arena, roots: &[Term], cut: &'a FxSet<Term>) -> Option<Question<'a>> {
        let mut seen: FxSet<Term> = FxSet::default();
        let mut stack = roots.to_vec();
        while let Some(t) = stack.pop() {
            if seen.insert(t) && !cut.contains(&t) {
                stack.extend_from_slice(arena.args(t));
            }
            if seen.len() > SIZE {
                return None;
            }
        }
        let mut terms: Vec<Term> = seen.into_iter().collect();
        terms.sort();
        let mut pool = vec![0, 1];
        for c in terms.iter().filter_map(|t| arena.constant(*t)) {
            pool.extend([c, c.wrapping_add(1), c.wrapping_sub(1), c.wrapping_neg()]);
        }
        pool.sort();
        pool.dedup();
        let mut question = Question { arena, cut, terms, args: Vec::new(), pool };
        question.args = (0..question.terms.len()).map(|i| question.places(i)).collect();
        Some(question)
    }

    fn places(&self, i: usize) -> SmallVec<[usize; 3]> {
        let t = self.terms[i];
        if self.cut.contains(&t) { SmallVec::new() } else { self.arena.args(t).iter().map(|a| self.place(*a)).collect() }
    }

    fn place(&self, t: Term) -> usize {
        self.terms.binary_search(&t).expect("a term of the question")
    }

    fn is_free(&self, i: usize) -> bool {
        self.cut.contains(&self.terms[i]) || matches!(self.arena.node(self.terms[i]).kind, Kind::Opaque(_))
    }

    fn assign(&self, trial: u64, values: &mut [u128]) {
        let mut previous = 0;
        for (i, &t) in self.terms.iter().enumerate() {
            let node = self.arena.node(t);
            let args: SmallVec<[u128; 3]> = self.args[i].iter().map(|&a| values[a]).collect();
            let meaning = || {
                let widths: SmallVec<[u8; 3]> = node.args.iter().map(|a| self.arena.width(*a)).collect();
                apply(node.kind, node.width, &args, &widths)
            };
            let value = if self.cut.contains(&t) { None } else { meaning() };
            values[i] = value.unwrap_or_else(|| {
                let seed = match node.kind {
                    // Equal arguments, equal results.
                    Kind::Opaque(f) if !args.is_empty() => args
                        .iter()
                        .fold(u64::from(f.0) << 8 | u64::from(node.width), |s, v| mix(s ^ (*v as u64) ^ ((*v >> 64) as u64).rotate_left(32))),
                    _ => u64::from(t.0) | 1 << 40,
                };
                let value = self.choose(mix(seed ^ trial << 48), trial, if args.is_empty() { previous } else { 0 }) & ones(node.width);
                previous = value;
                value
            });
        }
    }

    /// A number of the question, a neighbour of the leaf before, or anything; which of them is likely depends on the trial.
    fn choose(&self, random: u64, trial: u64, previous: u128) -> u128 {
        let of_pool = self.pool[(random >> 8) as usize % self.pool.len()];
        let near = previous.wrapping_add(u128::from(random >> 8 & 3)).wrapping_sub(1);
        match (random & 7) + (trial & 3) * 2 {
            0..=3 => biased(random, 0),
            4..=8 => of_pool,
            9 | 10 => near,
            _ => biased(mix(random), 0) & 0xff,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::witness;
    use crate::term::{Arena, Form, FxSet, with_leaves};

    #[test]
    fn a_constant_of_the_question_is_tried() {
        let mut t = Arena::new(Form::Normal);
        let (x, y) = (t.leaf("x", 32), t.leaf("y", 32));
        let c = t.int(0x1234_5678, 32);
        let hit = t.eq(x, c);
        let a = t.ite(hit, y, x);
        let found = witness(&t, (a, x), &[], &FxSet::default()).expect("x = 0x12345678 tells them apart");
        let leaves = found.into_iter().collect();
        assert_ne!(with_leaves(&t, a, &leaves), with_leaves(&t, x, &leaves));
        let miss = t.not(hit);
        assert!(witness(&t, (a, x), &[miss], &FxSet::default()).is_none());
    }

    #[test]
    fn equal_arguments_give_equal_results() {
        let mut t = Arena::new(Form::Normal);
        let (x, y) = (t.leaf("x", 32), t.leaf("y", 32));
        let (f, g) = (t.opaque("f", 32, &[x]), t.opaque("f", 32, &[y]));
        let same = t.eq(x, y);
        assert!(witness(&t, (f, g), &[same], &FxSet::default()).is_none());
        assert!(witness(&t, (f, g), &[same], &[f].into_iter().collect()).is_some(), "what is cut is any value");
    }
}

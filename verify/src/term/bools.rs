//! Truth values: negation, conjunction, equivalence.
//!
//! `not x` is `eq(x, 0)`; `or` and `!=` are built from it.

use super::{Arena, Kind, Term};
use smallvec::SmallVec;

/// A conjunction longer than this is not searched for duplicates.
const CONJUNCTS: usize = 12;

impl Arena {
    /// `!a` of a boolean.
    pub fn not(&mut self, a: Term) -> Term {
        let zero = self.int(0, 1);
        if self.raw() {
            return self.mk(Kind::Eq, 1, &[a, zero]);
        }
        if let Some(v) = self.constant(a) {
            return self.int(v ^ 1, 1);
        }
        match self.negated(a) {
            Some(inner) => inner,
            None => self.mk(Kind::Eq, 1, &[a, zero]),
        }
    }

    /// `x`, if the term is `!x`.
    pub(crate) fn negated(&self, t: Term) -> Option<Term> {
        let node = self.node(t);
        (node.kind == Kind::Eq && self.width(node.args[0]) == 1 && self.constant(node.args[1]) == Some(0)).then(|| node.args[0])
    }

    /// Whether the term is `x && y`.
    pub(crate) fn is_conjunction(&self, t: Term) -> bool {
        let node = self.node(t);
        node.kind == Kind::And && node.width == 1
    }

    /// The comparisons that a condition is made of, the first `most` of them.
    pub(crate) fn atoms(&self, t: Term, most: usize) -> Vec<Term> {
        let (mut stack, mut out) = (vec![t], Vec::new());
        while let Some(t) = stack.pop() {
            if out.len() >= most {
                break;
            }
            match self.negated(t) {
                Some(inner) => stack.push(inner),
                None if self.is_conjunction(t) || self.node(t).kind == Kind::Ite => stack.extend_from_slice(self.args(t)),
                None => out.push(t),
            }
        }
        out
    }

    fn conjuncts(&self, t: Term, out: &mut SmallVec<[Term; 8]>) {
        let mut stack: SmallVec<[Term; 8]> = SmallVec::from_slice(&[t]);
        while let Some(t) = stack.pop() {
            let node = self.node(t);
            if node.kind == Kind::And && node.width == 1 && out.len() + stack.len() < CONJUNCTS {
                stack.extend_from_slice(&node.args);
            } else {
                out.push(t);
            }
        }
    }

    pub(crate) fn and_bool(&mut self, a: Term, b: Term) -> Term {
        for (x, y) in [(a, b), (b, a)] {
            match self.constant(x) {
                Some(0) => return x,
                Some(_) => return y,
                None => {}
            }
        }
        let mut all = SmallVec::new();
        self.conjuncts(a, &mut all);
        self.conjuncts(b, &mut all);
        all.sort();
        all.dedup();
        for i in 0..all.len() {
            if let Some(x) = self.negated(all[i])
                && all.binary_search(&x).is_ok()
            {
                return self.int(0, 1);
            }
        }
        let mut all = all.into_iter();
        let first = all.next().expect("at least one conjunct");
        all.fold(first, |so_far, t| self.mk(Kind::And, 1, &[so_far.min(t), so_far.max(t)]))
    }

    /// `a == b` of booleans.
    pub(super) fn iff(&mut self, a: Term, b: Term) -> Term {
        for (x, y) in [(a, b), (b, a)] {
            match self.constant(x) {
                Some(0) => return self.not(y),
                Some(_) => return y,
                None => {}
            }
        }
        // Negations come out: !a == b is !(a == b).
        let (pa, pb) = (self.negated(a), self.negated(b));
        let flip = pa.is_some() != pb.is_some();
        let (x, y) = (pa.unwrap_or(a), pb.unwrap_or(b));
        if x == y {
            return self.bool(!flip);
        }
        let same = self.mk(Kind::Eq, 1, &[x.min(y), x.max(y)]);
        if flip { self.not(same) } else { same }
    }
}

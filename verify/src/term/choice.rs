//! Choices.
//!
//! What both arms have alike stands outside of the choice; one between constants is a sum.

use super::linear::Linear;
use super::{Arena, Kind, Term, ones};

impl Arena {
    /// `c ? a : b`.
    pub fn ite(&mut self, c: Term, a: Term, b: Term) -> Term {
        let w = self.width(a);
        if self.raw() {
            return self.mk(Kind::Ite, w, &[c, a, b]);
        }
        if let Some(v) = self.constant(c) {
            return if v != 0 { a } else { b };
        }
        if a == b {
            return a;
        }
        if let Some(x) = self.negated(c) {
            return self.ite(x, b, a);
        }
        // An arm that asks the same again.
        let a = self.under(a, c, 1);
        let b = self.under(b, c, 2);
        if a == b {
            return a;
        }
        if w == 1 {
            return self.ite_bool(c, a, b);
        }
        if w > 64 {
            return self.mk(Kind::Ite, w, &[c, a, b]);
        }
        let m = ones(w) as u64;
        if let (Some(x), Some(y)) = (self.constant(a), self.constant(b)) {
            let bit = self.zext(c, w);
            let step = (x as u64).wrapping_sub(y as u64) & m;
            return self.sum(&[(b, 1), (bit, step)], w);
        }
        // What both arms add is added behind.
        let (la, lb) = (self.linear(a), self.linear(b));
        let mut common = Linear::default();
        for &(t, k) in &la.terms {
            if lb.terms.binary_search(&(t, k)).is_ok() {
                common.terms.push((t, k));
            }
        }
        if !common.terms.is_empty() {
            let shared = self.of_linear(&common, w);
            let rest = |l: &Linear| Linear {
                constant: l.constant,
                terms: l.terms.iter().copied().filter(|t| common.terms.binary_search(t).is_err()).collect(),
            };
            let (x, y) = (rest(&la), rest(&lb));
            let (x, y) = (self.of_linear(&x, w), self.of_linear(&y, w));
            let chosen = self.ite(c, x, y);
            return self.sum(&[(shared, 1), (chosen, 1)], w);
        }
        // Extended arms are chosen narrow.
        let lead = self.known(a).leading_zeros(w).min(self.known(b).leading_zeros(w));
        if lead > 0 && lead < w {
            let (x, y) = (self.extract(a, 0, w - lead), self.extract(b, 0, w - lead));
            let narrow = self.ite(c, x, y);
            return self.zext(narrow, w);
        }
        self.mk(Kind::Ite, w, &[c, a, b])
    }

    /// The term where the condition is known to be true (`arm` 1) or false (`arm` 2): only the outermost choices are looked at.
    fn under(&self, mut t: Term, c: Term, arm: usize) -> Term {
        while self.node(t).kind == Kind::Ite && self.args(t)[0] == c {
            t = self.args(t)[arm];
        }
        t
    }

    fn ite_bool(&mut self, c: Term, a: Term, b: Term) -> Term {
        match (self.constant(a), self.constant(b)) {
            (Some(x), Some(_)) => return if x != 0 { c } else { self.not(c) },
            (Some(1), None) => return self.or(c, b),
            (Some(_), None) => {
                let other = self.not(c);
                return self.and_bool(other, b);
            }
            (None, Some(0)) => return self.and_bool(c, a),
            (None, Some(_)) => {
                let other = self.not(c);
                return self.or(other, a);
            }
            _ => {}
        }
        if a == c {
            return self.or(c, b);
        }
        if b == c {
            return self.and_bool(c, a);
        }
        self.mk(Kind::Ite, 1, &[c, a, b])
    }
}

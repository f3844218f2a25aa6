//! Sums, multiples, products and quotients.
//!
//! A sum is one `Add` node: at most one constant, first, then terms with coefficients, by increasing id. `x - y`, `-x`, `x * 8` and `x << 3`
//! are sums too. The coefficient 1 has no `Scale`. Widths above 64 bits keep their terms as written, except constants.

use super::{Arena, Kind, Term, ones};
use smallvec::SmallVec;

/// A sum: the constant and the terms with coefficients, by increasing id, no coefficient 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Linear {
    pub constant: u128,
    pub terms: SmallVec<[(Term, u64); 4]>,
}

/// Sums longer than this are not taken apart again, else a chain of additions to a shared sum is quadratic.
const FLATTEN: usize = 24;

impl Linear {
    fn insert(&mut self, t: Term, c: u64, m: u64) {
        match self.terms.binary_search_by_key(&t, |(t, _)| *t) {
            Ok(i) => {
                let sum = self.terms[i].1.wrapping_add(c) & m;
                if sum == 0 {
                    self.terms.remove(i);
                } else {
                    self.terms[i].1 = sum;
                }
            }
            Err(i) if c & m != 0 => self.terms.insert(i, (t, c & m)),
            Err(_) => {}
        }
    }
}

fn mask64(width: u8) -> u64 {
    ones(width) as u64
}

impl Arena {
    /// The summands of a term of at most 64 bits.
    pub(crate) fn linear(&self, t: Term) -> Linear {
        let mut out = Linear::default();
        self.accumulate(&mut out, t, 1, usize::MAX);
        out
    }

    fn accumulate(&self, out: &mut Linear, t: Term, by: u64, limit: usize) {
        let node = self.node(t);
        let m = mask64(node.width);
        match node.kind {
            Kind::Const(lo, _) => out.constant = u128::from((out.constant as u64).wrapping_add(lo.wrapping_mul(by)) & m),
            Kind::Scale(c) => out.insert(node.args[0], c.wrapping_mul(by), m),
            Kind::Add if node.args.len() <= limit => {
                for &a in &node.args {
                    match self.node(a).kind {
                        Kind::Const(lo, _) => out.constant = u128::from((out.constant as u64).wrapping_add(lo.wrapping_mul(by)) & m),
                        Kind::Scale(c) => out.insert(self.args(a)[0], c.wrapping_mul(by), m),
                        _ => out.insert(a, by, m),
                    }
                }
            }
            _ => out.insert(t, by, m),
        }
    }

    /// The term of a sum. `c` and `-c` times a boolean is `c` times its negation; in all other sums negated booleans are 1 minus the plain ones.
    pub(crate) fn of_linear(&mut self, l: &Linear, width: u8) -> Term {
        let m = mask64(width);
        let negated = |arena: &Arena, t: Term| arena.as_zext_of_bool(t).and_then(|b| arena.negated(b));
        let mut plain;
        let mut l = l;
        if l.terms.iter().any(|(t, _)| negated(self, *t).is_some()) {
            plain = Linear { constant: l.constant, terms: SmallVec::new() };
            for &(t, c) in &l.terms {
                match negated(self, t) {
                    Some(b) => {
                        plain.constant = u128::from((plain.constant as u64).wrapping_add(c) & m);
                        let b = self.zext(b, width);
                        plain.insert(b, c.wrapping_neg(), m);
                    }
                    None => plain.insert(t, c, m),
                }
            }
            l = &plain;
        }
        if let [(t, c)] = *l.terms.as_slice()
            && l.constant != 0
            && (l.constant as u64).wrapping_add(c) & m == 0
            && let Some(b) = self.as_zext_of_bool(t)
        {
            let b = self.not(b);
            let t = self.zext(b, width);
            let c = l.constant as u64;
            return if c == 1 { t } else { self.mk(Kind::Scale(c), width, &[t]) };
        }
        let mut args: SmallVec<[Term; 4]> = SmallVec::new();
        if l.constant != 0 {
            args.push(self.int(l.constant, width));
        }
        let mut scaled: SmallVec<[Term; 4]> = SmallVec::new();
        for &(t, c) in &l.terms {
            scaled.push(if c == 1 { t } else { self.mk(Kind::Scale(c), width, &[t]) });
        }
        args.extend(scaled);
        match args.as_slice() {
            [] => self.int(0, width),
            [one] => *one,
            _ => self.mk(Kind::Add, width, &args),
        }
    }

    /// `a + b`.
    pub fn add(&mut self, a: Term, b: Term) -> Term {
        let w = self.width(a);
        if self.raw() {
            return self.mk(Kind::Add, w, &[a, b]);
        }
        self.sum(&[(a, 1), (b, 1)], w)
    }

    /// `a - b`.
    pub fn sub(&mut self, a: Term, b: Term) -> Term {
        let w = self.width(a);
        if self.raw() {
            let minus = self.mk(Kind::Scale(mask64(w.min(64))), w, &[b]);
            return self.mk(Kind::Add, w, &[a, minus]);
        }
        self.sum(&[(a, 1), (b, mask64(w.min(64)))], w)
    }

    /// `a * c`.
    pub fn scale(&mut self, a: Term, c: u64) -> Term {
        let w = self.width(a);
        if self.raw() {
            return self.mk(Kind::Scale(c), w, &[a]);
        }
        self.sum(&[(a, c)], w)
    }

    pub(crate) fn sum(&mut self, terms: &[(Term, u64)], w: u8) -> Term {
        if w > 64 {
            return self.wide_sum(terms, w);
        }
        let mut l = Linear::default();
        for &(t, c) in terms {
            self.accumulate(&mut l, t, c & mask64(w), FLATTEN);
        }
        self.of_linear(&l, w)
    }

    fn wide_sum(&mut self, terms: &[(Term, u64)], w: u8) -> Term {
        let mut constant = 0u128;
        let mut args: SmallVec<[Term; 4]> = SmallVec::new();
        for &(t, c) in terms {
            if let Some(v) = self.constant(t) {
                constant = constant.wrapping_add(v.wrapping_mul(super::eval::coefficient(c, w)));
            } else if c == 1 {
                args.push(t);
            } else {
                args.push(self.mk(Kind::Scale(c), w, &[t]));
            }
        }
        if constant & ones(w) != 0 || args.is_empty() {
            args.push(self.int(constant, w));
        }
        args.sort();
        if args.len() == 1 { args[0] } else { self.mk(Kind::Add, w, &args) }
    }

    /// `a * b`.
    pub fn mul(&mut self, a: Term, b: Term) -> Term {
        let w = self.width(a);
        if self.raw() {
            return self.mk(Kind::Mul, w, &[a, b]);
        }
        if w <= 64 {
            for (x, y) in [(a, b), (b, a)] {
                if let Some(c) = self.constant(x) {
                    return self.sum(&[(y, c as u64)], w);
                }
                // A boolean factor chooses between the other and 0.
                if let Some(bit) = self.as_zext_of_bool(x) {
                    let zero = self.int(0, w);
                    return self.ite(bit, y, zero);
                }
                if self.known(x).max(w) == 1 {
                    let bit = self.extract(x, 0, 1);
                    let zero = self.int(0, w);
                    return self.ite(bit, y, zero);
                }
            }
            // Constant factors come out.
            for (x, y) in [(a, b), (b, a)] {
                if let Kind::Scale(c) = self.node(x).kind {
                    let inner = self.args(x)[0];
                    let product = self.mul(inner, y);
                    return self.sum(&[(product, c)], w);
                }
            }
        }
        let (a, b) = (a.min(b), a.max(b));
        self.mk(Kind::Mul, w, &[a, b])
    }

    /// The boolean whose zero extension the term is.
    pub(crate) fn as_zext_of_bool(&self, t: Term) -> Option<Term> {
        let node = self.node(t);
        (node.kind == Kind::Zext && self.width(node.args[0]) == 1).then(|| node.args[0])
    }

    /// The unsigned quotient, all ones for a divisor 0.
    pub fn udiv(&mut self, a: Term, b: Term) -> Term {
        let w = self.width(a);
        match self.constant(b) {
            Some(c) if !self.raw() && c.is_power_of_two() => {
                let k = c.trailing_zeros() as u8;
                self.shr_const(a, k)
            }
            Some(c) if !self.raw() && c != 0 && self.known(a).max(w) < c => self.int(0, w),
            _ => self.fold(Kind::Udiv, a, b),
        }
    }

    /// The unsigned remainder, the dividend for a divisor 0.
    pub fn urem(&mut self, a: Term, b: Term) -> Term {
        let w = self.width(a);
        match self.constant(b) {
            Some(c) if !self.raw() && c.is_power_of_two() => {
                let mask = self.int(c - 1, w);
                self.and(a, mask)
            }
            Some(c) if !self.raw() && c != 0 && self.known(a).max(w) < c => a,
            _ => self.fold(Kind::Urem, a, b),
        }
    }

    /// The signed quotient as SMT-LIB defines it.
    pub fn sdiv(&mut self, a: Term, b: Term) -> Term {
        if !self.raw() {
            if self.constant(b) == Some(1) {
                return a;
            }
            if self.sign_is_zero(a) && self.sign_is_zero(b) && self.known(b).ones != 0 {
                return self.udiv(a, b);
            }
        }
        self.fold(Kind::Sdiv, a, b)
    }

    /// The signed remainder as SMT-LIB defines it.
    pub fn srem(&mut self, a: Term, b: Term) -> Term {
        let w = self.width(a);
        if !self.raw() {
            let c = self.constant(b);
            if c == Some(1) || c == Some(ones(w)) {
                return self.int(0, w);
            }
            if self.sign_is_zero(a) && self.sign_is_zero(b) && self.known(b).ones != 0 {
                return self.urem(a, b);
            }
        }
        self.fold(Kind::Srem, a, b)
    }

    pub(crate) fn sign_is_zero(&self, t: Term) -> bool {
        self.known(t).zeros >> (self.width(t) - 1) & 1 == 1
    }

    /// The operator itself, unless both arguments are constants.
    pub(crate) fn fold(&mut self, kind: Kind, a: Term, b: Term) -> Term {
        let w = self.width(a);
        if let (false, Some(x), Some(y)) = (self.raw(), self.constant(a), self.constant(b))
            && let Some(v) = super::eval::apply(kind, w, &[x, y], &[w, self.width(b)])
        {
            return self.int(v, w);
        }
        self.mk(kind, w, &[a, b])
    }
}

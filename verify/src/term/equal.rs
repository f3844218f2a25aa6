//! Equations.
//!
//! An equation has its constant on the right and everything else, as one sum, on the left.

use super::linear::Linear;
use super::{Arena, Kind, Term, ones};
use smallvec::SmallVec;

/// Truth values in a sum whose choices are counted.
const TRUTHS: usize = 4;

impl Arena {
    /// `a == b`.
    pub fn eq(&mut self, a: Term, b: Term) -> Term {
        if self.raw() {
            return self.mk(Kind::Eq, 1, &[a, b]);
        }
        if a == b {
            return self.int(1, 1);
        }
        let w = self.width(a);
        let (ka, kb) = (self.known(a), self.known(b));
        if ka.zeros & kb.ones != 0 || ka.ones & kb.zeros != 0 {
            return self.int(0, 1);
        }
        if w == 1 {
            return self.iff(a, b);
        }
        if w > 64 {
            return self.mk(Kind::Eq, 1, &[a.min(b), a.max(b)]);
        }
        let difference = self.sub(a, b);
        let mut l = self.linear(difference);
        let m = ones(w) as u64;
        if l.terms.is_empty() {
            return self.bool(l.constant == 0);
        }
        if let [(t, c)] = l.terms.as_slice() {
            let (t, c, want) = (*t, *c, (l.constant as u64).wrapping_neg() & m);
            return self.eq_one(t, c, want, w);
        }
        if let Some(t) = self.eq_summands(&l, w) {
            return t;
        }
        // The sign is free: the first coefficient takes the smaller form.
        if l.terms[0].1 > l.terms[0].1.wrapping_neg() & m {
            for (_, c) in &mut l.terms {
                *c = c.wrapping_neg() & m;
            }
            l.constant = u128::from((l.constant as u64).wrapping_neg() & m);
        }
        if let Some(t) = self.eq_narrow(&l, w) {
            return t;
        }
        let right = self.int(u128::from((l.constant as u64).wrapping_neg() & m), w);
        let left = self.of_linear(&Linear { constant: 0, terms: l.terms }, w);
        let (kl, kr) = (self.known(left), self.known(right));
        if kl.zeros & kr.ones != 0 || kl.ones & kr.zeros != 0 {
            return self.int(0, 1);
        }
        self.mk(Kind::Eq, 1, &[left, right])
    }

    /// `c·t == want`.
    fn eq_one(&mut self, t: Term, c: u64, want: u64, w: u8) -> Term {
        let k = c.trailing_zeros() as u8;
        if u128::from(want) & ones(k.max(1)) & if k == 0 { 0 } else { u128::MAX } != 0 {
            return self.int(0, 1);
        }
        if k > 0 {
            let low = self.extract(t, 0, w - k);
            let right = self.int(u128::from(want >> k), w - k);
            let left = self.sum(&[(low, c >> k)], w - k);
            return self.eq(left, right);
        }
        if c != 1 {
            // Odd: multiply by the inverse modulo 2^64.
            let mut inverse = c;
            for _ in 0..6 {
                inverse = inverse.wrapping_mul(2u64.wrapping_sub(c.wrapping_mul(inverse)));
            }
            return self.eq_one(t, 1, want.wrapping_mul(inverse) & ones(w) as u64, w);
        }
        let want = u128::from(want);
        let known = self.known(t);
        if known.zeros & want != 0 || known.ones & !want & ones(w) != 0 {
            return self.int(0, 1);
        }
        let node = self.node(t);
        let args: SmallVec<[Term; 3]> = node.args.clone();
        match node.kind {
            Kind::Zext => {
                let right = self.int(want, self.width(args[0]));
                return self.eq(args[0], right);
            }
            Kind::Sext => {
                let n = self.width(args[0]);
                let right = self.int(want, n);
                let back = self.sext(right, w);
                return if self.constant(back) == Some(want) { self.eq(args[0], right) } else { self.int(0, 1) };
            }
            Kind::Clz if want == 0 => return self.extract(args[0], w - 1, 1),
            Kind::Ctz if want == 0 => return self.extract(args[0], 0, 1),
            Kind::Clz | Kind::Ctz if want == u128::from(w) => {
                let zero = self.int(0, w);
                return self.eq(args[0], zero);
            }
            Kind::Popcnt if want == 0 => {
                let zero = self.int(0, w);
                return self.eq(args[0], zero);
            }
            Kind::Xor => {
                for (x, y) in [(args[0], args[1]), (args[1], args[0])] {
                    if let Some(c) = self.constant(x) {
                        let right = self.int(c ^ want, w);
                        return self.eq(y, right);
                    }
                }
                if want == 0 {
                    return self.eq(args[0], args[1]);
                }
            }
            Kind::Ite => {
                let right = self.int(want, w);
                if self.constant(args[1]).is_some() || self.constant(args[2]).is_some() {
                    let (x, y) = (self.eq(args[1], right), self.eq(args[2], right));
                    return self.ite(args[0], x, y);
                }
            }
            _ => {}
        }
        let right = self.int(want, w);
        self.mk(Kind::Eq, 1, &[t, right])
    }

    /// `c·t + d·u + … + k == 0` where it says something of each summand: that all are 0, because the sum cannot wrap; or, where all are truth values, which
    /// of them hold.
    fn eq_summands(&mut self, l: &Linear, w: u8) -> Option<Term> {
        let m = ones(w);
        for sign in [1, m as u64] {
            let constant = (l.constant * u128::from(sign)) & m;
            let terms: SmallVec<[(Term, u128); 4]> = l.terms.iter().map(|(t, c)| (*t, (u128::from(*c) * u128::from(sign)) & m)).collect();
            // c·b = c - c·!b for a truth value b: what is subtracted becomes what is added.
            let negative = |arena: &Arena, (t, c): (Term, u128)| c > m >> 1 && arena.as_zext_of_bool(t).is_some();
            let offset = terms.iter().filter(|x| negative(self, **x)).fold(constant, |sum, (_, c)| (sum + c) & m);
            let most = terms.iter().try_fold(0u128, |sum, (t, c)| {
                let c = if negative(self, (*t, *c)) { (m + 1) - c } else { *c };
                let most = c.checked_mul(self.known(*t).max(w))?;
                sum.checked_add(most)
            });
            if offset == 0 && most.is_some_and(|most| most <= m) {
                let mut all = self.bool(true);
                for (t, c) in terms {
                    let zero = match self.as_zext_of_bool(t) {
                        Some(b) if negative(self, (t, c)) => b,
                        Some(b) => self.not(b),
                        // The coefficient cannot make it 0, as there is no wrapping.
                        None => {
                            let zero = self.int(0, w);
                            self.eq(t, zero)
                        }
                    };
                    all = self.and_bool(all, zero);
                }
                return Some(all);
            }
        }
        self.eq_truths(l, w)
    }

    /// The same where all summands are truth values: exactly one choice of them fits, or all but one.
    fn eq_truths(&mut self, l: &Linear, w: u8) -> Option<Term> {
        let m = ones(w);
        let n = l.terms.len();
        if n > TRUTHS {
            return None;
        }
        let truths: Option<SmallVec<[Term; TRUTHS]>> = l.terms.iter().map(|(t, _)| self.as_zext_of_bool(*t)).collect();
        let truths = truths?;
        let fits = |choice: usize| {
            let chosen = l.terms.iter().enumerate().filter(|(i, _)| choice >> i & 1 == 1);
            chosen.fold(l.constant, |sum, (_, (_, c))| sum + u128::from(*c)) & m == 0
        };
        let (yes, no): (Vec<usize>, Vec<usize>) = (0..1 << n).partition(|choice| fits(*choice));
        let (choice, value) = match (&yes[..], &no[..]) {
            ([], _) => return Some(self.bool(false)),
            ([only], _) => (*only, true),
            (_, [only]) => (*only, false),
            _ => return None,
        };
        let mut all = self.bool(true);
        for (i, b) in truths.into_iter().enumerate() {
            let literal = if choice >> i & 1 == 1 { b } else { self.not(b) };
            all = self.and_bool(all, literal);
        }
        Some(if value { all } else { self.not(all) })
    }

    /// `x == y` of values extended in the same way is an equation of the narrow ones.
    fn eq_narrow(&mut self, l: &Linear, w: u8) -> Option<Term> {
        let m = ones(w) as u64;
        let [(x, 1), (y, c)] = *l.terms.as_slice() else { return None };
        if c != m || l.constant != 0 {
            return None;
        }
        let (nx, ny) = (self.node(x), self.node(y));
        if nx.kind == ny.kind && matches!(nx.kind, Kind::Zext | Kind::Sext) && self.width(nx.args[0]) == self.width(ny.args[0]) {
            let (a, b) = (nx.args[0], ny.args[0]);
            return Some(self.eq(a, b));
        }
        if nx.kind == Kind::Zext && ny.kind == Kind::Zext {
            let (a, b) = (nx.args[0], ny.args[0]);
            let n = self.width(a).max(self.width(b));
            let (a, b) = (self.zext(a, n), self.zext(b, n));
            return Some(self.eq(a, b));
        }
        None
    }
}

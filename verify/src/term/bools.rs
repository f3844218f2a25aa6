//! Truth values: equality, order, conjunction, choice.
//!
//! `not x` is `eq(x, 0)`; `or` and `!=` are built from it. Of the orders there are only `ult` and `slt`, a constant stands on the right. An
//! equation has its constant on the right and everything else, as one sum, on the left.

use super::linear::Linear;
use super::{Arena, Kind, Term, ones};
use smallvec::SmallVec;

/// A conjunction longer than this is not searched for duplicates.
/// Truth values in a sum whose choices are counted.
const TRUTHS: usize = 4;
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

    fn iff(&mut self, a: Term, b: Term) -> Term {
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

    /// `a < b`, unsigned.
    pub fn ult(&mut self, a: Term, b: Term) -> Term {
        if self.raw() {
            return self.mk(Kind::Ult, 1, &[a, b]);
        }
        let w = self.width(a);
        let (ka, kb) = (self.known(a), self.known(b));
        if a == b || ka.ones >= kb.max(w) {
            return self.int(0, 1);
        }
        if ka.max(w) < kb.ones {
            return self.int(1, 1);
        }
        if let Some(c) = self.constant(a) {
            // c < b is !(b < c + 1); c is not the maximum, or the answer were known.
            let next = self.int(c + 1, w);
            let less = self.ult(b, next);
            return self.not(less);
        }
        if let Some(c) = self.constant(b) {
            // What extends a sign lies, taken unsigned, above every c that fits below the sign: so does the zero extension.
            if let Kind::Sext = self.node(a).kind {
                let inner = self.args(a)[0];
                if c <= 1 << (self.width(inner) - 1) {
                    let a = self.zext(inner, w);
                    return self.ult(a, b);
                }
            }
            if let Some(t) = self.in_range(a, c) {
                return t;
            }
            if c.is_power_of_two() {
                let k = c.trailing_zeros() as u8;
                let top = self.extract(a, k, w - k);
                let zero = self.int(0, w - k);
                return self.eq(top, zero);
            }
            if c == ones(w) {
                let same = self.eq(a, b);
                return self.not(same);
            }
        }
        if let Some((x, y)) = self.narrow_pair(a, b) {
            return self.ult(x, y);
        }
        self.mk(Kind::Ult, 1, &[a, b])
    }

    /// `x + d < c` for an `x` of fewer bits than the sum: whether `x` is in an interval, at its own width.
    fn in_range(&mut self, a: Term, c: u128) -> Option<Term> {
        let w = self.width(a);
        if w > 64 || self.node(a).kind != Kind::Add {
            return None;
        }
        let mut l = self.linear(a);
        let d = std::mem::take(&mut l.constant);
        if d == 0 {
            return None;
        }
        let x = self.of_linear(&l, w);
        let lead = self.known(x).leading_zeros(w);
        if lead == 0 || lead >= w {
            return None;
        }
        let k = w - lead;
        let end = 1u128 << k;
        let first = (1u128 << w) - d;
        if first >= end {
            // The sum does not wrap.
            let limit = self.int(c.saturating_sub(d), w);
            return Some(self.ult(x, limit));
        }
        if first + c <= end {
            let (x, c) = (self.extract(a, 0, k), self.int(c, k));
            // All bits of the narrow width: c = 2^k would be everything, but then first were 0.
            return Some(self.ult(x, c));
        }
        if first + c > 1 << w {
            return None;
        }
        let first = self.int(first, w);
        let below = self.ult(x, first);
        Some(self.not(below))
    }

    /// Both without the high bits that both have as 0.
    fn narrow_pair(&mut self, a: Term, b: Term) -> Option<(Term, Term)> {
        let w = self.width(a);
        let lead = self.known(a).leading_zeros(w).min(self.known(b).leading_zeros(w));
        (lead > 0 && lead < w && w <= 64).then(|| (self.extract(a, 0, w - lead), self.extract(b, 0, w - lead)))
    }

    /// `a < b`, signed.
    pub fn slt(&mut self, a: Term, b: Term) -> Term {
        if self.raw() {
            return self.mk(Kind::Slt, 1, &[a, b]);
        }
        let w = self.width(a);
        if a == b {
            return self.int(0, 1);
        }
        let sign = 1u128 << (w - 1);
        let (ka, kb) = (self.known(a), self.known(b));
        if (ka.zeros & kb.zeros) & sign != 0 || (ka.ones & kb.ones) & sign != 0 {
            return self.ult(a, b);
        }
        if ka.ones & kb.zeros & sign != 0 {
            return self.int(1, 1);
        }
        if ka.zeros & kb.ones & sign != 0 {
            return self.int(0, 1);
        }
        if w == 1 {
            let zero = self.not(b);
            return self.and_bool(a, zero);
        }
        if let Some(c) = self.constant(a) {
            if c == sign - 1 {
                return self.int(0, 1);
            }
            let next = self.int(c.wrapping_add(1), w);
            let less = self.slt(b, next);
            return self.not(less);
        }
        match self.constant(b) {
            Some(c) if c == sign => return self.int(0, 1),
            Some(0) => return self.extract(a, w - 1, 1),
            _ => {}
        }
        // Both are sign extensions of fewer bits (a zero extension is one of a bit more).
        let n = self.signed_width(a).max(self.signed_width(b));
        if n < w && w <= 64 {
            let (x, y) = (self.extract(a, 0, n), self.extract(b, 0, n));
            return self.slt(x, y);
        }
        self.mk(Kind::Slt, 1, &[a, b])
    }

    /// The width from which sign extension gives the term back.
    fn signed_width(&self, t: Term) -> u8 {
        let node = self.node(t);
        if node.kind == Kind::Sext {
            return self.width(node.args[0]);
        }
        if let Some(c) = self.constant(t) {
            let unused = 128 - u32::from(node.width);
            let top = ((c << unused) as i128) >> unused;
            let bits = 129 - top.leading_zeros().max(top.leading_ones());
            return (bits as u8).min(node.width);
        }
        let lead = self.known(t).leading_zeros(node.width);
        if lead > 0 { (node.width - lead + 1).min(node.width) } else { node.width }
    }

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

//! Orders: only `ult` and `slt`; a constant stands on the right.

use super::{Arena, Kind, Term, ones};

impl Arena {
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
}

//! Extensions, fields, masks and shifts.
//!
//! A field is `extract`, a shift by a constant a field that is extended or multiplied, a mask of one run of ones a field at its place. Bitwise
//! operators on disjoint bits are sums. Shift counts are terms of just the bits that count.

use super::linear::Linear;
use super::{Arena, Kind, Term, ones};
use smallvec::SmallVec;

/// A field of a term taller than this is left as it is. Rotated and mixed words, as in hash functions, would else be taken apart to single bits.
const TALL: u16 = 40;

impl Arena {
    /// Zero extension to `w` bits; the term itself if it has them.
    pub fn zext(&mut self, a: Term, w: u8) -> Term {
        let node = self.node(a);
        if node.width == w {
            return a;
        }
        if self.raw() {
            return self.mk(Kind::Zext, w, &[a]);
        }
        match node.kind {
            Kind::Const(lo, hi) => return self.int(u128::from(lo) | u128::from(hi) << 64, w),
            Kind::Zext => {
                let inner = node.args[0];
                return self.zext(inner, w);
            }
            // A sum that cannot wrap is the sum of the extended terms.
            Kind::Add if w <= 64 => {
                let args: SmallVec<[Term; 4]> = node.args.iter().copied().collect();
                if self.sum_fits(&args, node.width) {
                    let mut terms: SmallVec<[(Term, u64); 4]> = SmallVec::new();
                    for t in args {
                        let wide = self.zext(t, w);
                        terms.push((wide, 1));
                    }
                    return self.sum(&terms, w);
                }
            }
            Kind::Scale(c) if w <= 64 => {
                let (inner, width) = (node.args[0], node.width);
                if self.known(inner).max(width).checked_mul(u128::from(c)).is_some_and(|max| max <= ones(width)) {
                    let wide = self.zext(inner, w);
                    return self.sum(&[(wide, c)], w);
                }
            }
            _ => {}
        }
        self.mk(Kind::Zext, w, &[a])
    }

    /// Sign extension to `w` bits.
    pub fn sext(&mut self, a: Term, w: u8) -> Term {
        let node = self.node(a);
        if node.width == w {
            return a;
        }
        if self.raw() {
            return self.mk(Kind::Sext, w, &[a]);
        }
        if let Kind::Sext = node.kind {
            let inner = node.args[0];
            return self.sext(inner, w);
        }
        if self.sign_is_zero(a) {
            return self.zext(a, w);
        }
        if node.width == 1 && w <= 64 {
            let bit = self.zext(a, w);
            return self.sum(&[(bit, u64::MAX)], w);
        }
        self.mk(Kind::Sext, w, &[a])
    }

    /// The `n` bits from bit `lo` on.
    pub fn extract(&mut self, a: Term, lo: u8, n: u8) -> Term {
        let aw = self.width(a);
        debug_assert!(lo + n <= aw);
        if n == aw {
            return a;
        }
        if self.raw() {
            return self.mk(Kind::Extract(lo), n, &[a]);
        }
        // Fields of shared sums are asked for again and again; without a memory the recursion is exponential in the depth of the sharing.
        if let Some(&known) = self.extracted.get(&(a, lo, n)) {
            return known;
        }
        let t = self.extract_new(a, lo, n);
        self.extracted.insert((a, lo, n), t);
        t
    }

    fn extract_new(&mut self, a: Term, lo: u8, n: u8) -> Term {
        let aw = self.width(a);
        let field = ones(n) << lo;
        let known = self.known(a);
        if (known.zeros | known.ones) & field == field {
            return self.int(known.ones >> lo, n);
        }
        let hi = lo + n;
        let node = self.node(a);
        let args: SmallVec<[Term; 4]> = node.args.iter().copied().collect();
        match node.kind {
            Kind::Extract(inner) => return self.extract(args[0], inner + lo, n),
            Kind::Zext | Kind::Sext => {
                let (x, xw, signed) = (args[0], self.width(args[0]), node.kind == Kind::Sext);
                return if hi <= xw {
                    self.extract(x, lo, n)
                } else if signed {
                    let from = lo.min(xw - 1);
                    let top = self.extract(x, from, xw - from);
                    self.sext(top, n)
                } else {
                    // lo < xw, else the field is known to be 0.
                    let top = self.extract(x, lo, xw - lo);
                    self.zext(top, n)
                };
            }
            _ if self.heights[a.ix()] > TALL => {}
            Kind::And | Kind::Or | Kind::Xor => {
                let (x, y) = (self.extract(args[0], lo, n), self.extract(args[1], lo, n));
                return match self.node(a).kind {
                    Kind::And => self.and(x, y),
                    Kind::Or => self.or(x, y),
                    _ => self.xor(x, y),
                };
            }
            Kind::Ite => {
                let (x, y) = (self.extract(args[1], lo, n), self.extract(args[2], lo, n));
                return self.ite(args[0], x, y);
            }
            Kind::Mul if lo == 0 && n <= 64 => {
                let (x, y) = (self.extract(args[0], 0, n), self.extract(args[1], 0, n));
                return self.mul(x, y);
            }
            Kind::Add | Kind::Scale(_) if aw <= 64 => {
                if let Some(t) = self.extract_sum(a, lo, n) {
                    return t;
                }
            }
            _ => {}
        }
        self.mk(Kind::Extract(lo), n, &[a])
    }

    /// A field of a sum: the low bits of a sum are the sum of the low bits; and terms that end below the field, without a carry into it, are no part
    /// of it.
    fn extract_sum(&mut self, a: Term, lo: u8, n: u8) -> Option<Term> {
        let aw = self.width(a);
        let hi = lo + n;
        if hi < aw {
            let l = self.linear(a);
            let mut terms: SmallVec<[(Term, u64); 4]> = SmallVec::new();
            for &(t, c) in &l.terms {
                // The coefficient is reduced to what counts first: a multiple of 2^hi is gone.
                if u128::from(c) & ones(hi) != 0 {
                    let low = self.extract(t, 0, hi);
                    terms.push((low, c));
                }
            }
            let constant = self.int(l.constant, hi);
            terms.push((constant, 1));
            let low = self.sum(&terms, hi);
            return Some(self.extract(low, lo, n));
        }
        if lo == 0 {
            return None;
        }
        // hi == aw: split the summands into those below bit `lo` and those that are multiples of 2^lo.
        let l = self.linear(a);
        if let ([(t, c)], 0) = (l.terms.as_slice(), l.constant)
            && u128::from(*c) == ones(aw)
            && let Some(bit) = self.as_zext_of_bool(*t)
        {
            return Some(self.sext(bit, n));
        }
        let mut below = l.constant & ones(lo);
        let mut high = Linear { constant: l.constant >> lo, terms: SmallVec::new() };
        let mut terms: SmallVec<[(Term, u64); 4]> = SmallVec::new();
        for &(t, c) in &l.terms {
            let k = c.trailing_zeros();
            let max = self.known(t).max(aw).checked_mul(u128::from(c));
            if let Some(max) = max.filter(|max| *max <= ones(lo)) {
                below = below.checked_add(max)?;
                continue;
            }
            if k >= u32::from(lo) {
                let low = self.extract(t, 0, n);
                terms.push((low, c >> lo));
                continue;
            }
            // c·t = (c/2^k)·(t·2^k), and 2^(lo-k) divides t.
            let rest = lo - k as u8;
            if self.known(t).trailing_zeros(aw) >= rest {
                let part = self.extract(t, rest, n);
                terms.push((part, c >> k));
                continue;
            }
            // A single term of which the low zeros are the coefficient's: bits of c·t above k are bits of (c/2^k)·t.
            if l.terms.len() == 1 && l.constant == 0 && k > 0 {
                let low = self.extract(t, 0, aw - k as u8);
                let odd = self.sum(&[(low, c >> k)], aw - k as u8);
                return Some(self.extract(odd, lo - k as u8, n));
            }
            return None;
        }
        if below > ones(lo) {
            return None;
        }
        high.constant &= ones(n);
        let constant = self.int(high.constant, n);
        terms.push((constant, 1));
        Some(self.sum(&terms, n))
    }

    /// `a >> k`, zeros from above.
    pub(crate) fn shr_const(&mut self, a: Term, k: u8) -> Term {
        let w = self.width(a);
        if k >= w {
            return self.int(0, w);
        }
        let top = self.extract(a, k, w - k);
        self.zext(top, w)
    }

    /// `a` with only the bits `[lo, hi)` kept, in place.
    fn field(&mut self, a: Term, lo: u8, hi: u8) -> Term {
        let w = self.width(a);
        let part = self.extract(a, lo, hi - lo);
        let wide = self.zext(part, w);
        if lo == 0 { wide } else { self.sum(&[(wide, 1u64.checked_shl(u32::from(lo)).unwrap_or(0))], w) }
    }

    /// `a & b`.
    pub fn and(&mut self, a: Term, b: Term) -> Term {
        let w = self.width(a);
        if self.raw() {
            return self.mk(Kind::And, w, &[a, b]);
        }
        if w == 1 {
            return self.and_bool(a, b);
        }
        if a == b {
            return a;
        }
        for (x, y) in [(a, b), (b, a)] {
            if let Some(mask) = self.constant(x) {
                return self.mask(y, mask);
            }
            if let Some(bit) = self.as_sext_of_bool(x) {
                let zero = self.int(0, w);
                return self.ite(bit, y, zero);
            }
        }
        if w <= 64 {
            // Bits that one side has as 0 at the top need no operator.
            let lead = self.known(a).leading_zeros(w).max(self.known(b).leading_zeros(w));
            if lead > 0 && lead < w {
                let (x, y) = (self.extract(a, 0, w - lead), self.extract(b, 0, w - lead));
                let narrow = self.and(x, y);
                return self.zext(narrow, w);
            }
        }
        self.mk(Kind::And, w, &[a.min(b), a.max(b)])
    }

    fn as_sext_of_bool(&self, t: Term) -> Option<Term> {
        let node = self.node(t);
        if node.width <= 64 && node.kind == Kind::Scale(ones(node.width) as u64) { self.as_zext_of_bool(node.args[0]) } else { None }
    }

    fn mask(&mut self, x: Term, mask: u128) -> Term {
        let w = self.width(x);
        let known = self.known(x);
        let open = ones(w) & !known.zeros;
        let needed = mask & open;
        if needed == open {
            return x;
        }
        if needed == 0 {
            return self.int(0, w);
        }
        let lo = needed.trailing_zeros() as u8;
        let hi = 128 - needed.leading_zeros() as u8;
        // Bits that are 0 anyway may stand in the mask: one run is enough then.
        let run = ones(hi) & !ones(lo);
        if run & open == needed && w <= 64 {
            return self.field(x, lo, hi);
        }
        let c = self.int(needed, w);
        if lo == 0 && hi == w || w > 64 {
            return self.mk(Kind::And, w, &[c.min(x), c.max(x)]);
        }
        let part = self.extract(x, lo, hi - lo);
        let small = self.int(needed >> lo, hi - lo);
        let narrow = self.mk(Kind::And, hi - lo, &[small.min(part), small.max(part)]);
        let wide = self.zext(narrow, w);
        self.sum(&[(wide, 1u64 << lo)], w)
    }

    /// `a | b`.
    pub fn or(&mut self, a: Term, b: Term) -> Term {
        let w = self.width(a);
        if self.raw() {
            return self.mk(Kind::Or, w, &[a, b]);
        }
        if w == 1 {
            let (x, y) = (self.not(a), self.not(b));
            let both = self.and_bool(x, y);
            return self.not(both);
        }
        if a == b {
            return a;
        }
        if w <= 64 {
            if (self.known(a).zeros | self.known(b).zeros) == ones(w) {
                return self.sum(&[(a, 1), (b, 1)], w);
            }
            for (x, y) in [(a, b), (b, a)] {
                if let Some(c) = self.constant(x) {
                    let rest = self.mask(y, ones(w) & !c);
                    return self.sum(&[(rest, 1), (x, 1)], w);
                }
            }
            let lead = self.known(a).leading_zeros(w).min(self.known(b).leading_zeros(w));
            if lead > 0 && lead < w {
                let (x, y) = (self.extract(a, 0, w - lead), self.extract(b, 0, w - lead));
                let narrow = self.or(x, y);
                return self.zext(narrow, w);
            }
        }
        self.mk(Kind::Or, w, &[a.min(b), a.max(b)])
    }

    /// `a ^ b`.
    pub fn xor(&mut self, a: Term, b: Term) -> Term {
        let w = self.width(a);
        if self.raw() {
            return self.mk(Kind::Xor, w, &[a, b]);
        }
        if a == b {
            return self.int(0, w);
        }
        if w == 1 {
            let differ = self.eq(a, b);
            return self.not(differ);
        }
        if w <= 64 {
            if (self.known(a).zeros | self.known(b).zeros) == ones(w) {
                return self.sum(&[(a, 1), (b, 1)], w);
            }
            for (x, y) in [(a, b), (b, a)] {
                match self.constant(x) {
                    // -1 - y, and more generally c - y where y lies inside c.
                    Some(c) if self.known(y).zeros | c == ones(w) => return self.sum(&[(x, 1), (y, u64::MAX)], w),
                    Some(c) if c == 1 << (w - 1) => return self.sum(&[(x, 1), (y, 1)], w),
                    _ => {}
                }
                // Constants of a chain join.
                if let (Some(c), Kind::Xor) = (self.constant(x), self.node(y).kind) {
                    let (p, q) = (self.args(y)[0], self.args(y)[1]);
                    for (p, q) in [(p, q), (q, p)] {
                        if let Some(d) = self.constant(p) {
                            let joined = self.int(c ^ d, w);
                            return self.xor(joined, q);
                        }
                    }
                }
            }
            let lead = self.known(a).leading_zeros(w).min(self.known(b).leading_zeros(w));
            if lead > 0 && lead < w {
                let (x, y) = (self.extract(a, 0, w - lead), self.extract(b, 0, w - lead));
                let narrow = self.xor(x, y);
                return self.zext(narrow, w);
            }
        }
        if self.constant(a) == Some(0) {
            return b;
        }
        if self.constant(b) == Some(0) {
            return a;
        }
        self.mk(Kind::Xor, w, &[a.min(b), a.max(b)])
    }

    /// A shift or rotation by a count that wasm reduces modulo the width (a power of two).
    pub fn shift(&mut self, kind: Kind, a: Term, count: Term) -> Term {
        let w = self.width(a);
        let bits = w.trailing_zeros() as u8;
        let low = self.extract(count, 0, bits.min(self.width(count)));
        if self.raw() {
            return self.mk(kind, w, &[a, low]);
        }
        let Some(k) = self.constant(low) else {
            return self.mk(kind, w, &[a, low]);
        };
        let k = k as u8;
        match kind {
            _ if k == 0 => a,
            Kind::Shl => self.sum(&[(a, 1u64 << k)], w),
            Kind::Lshr => self.shr_const(a, k),
            Kind::Ashr => {
                let top = self.extract(a, k, w - k);
                self.sext(top, w)
            }
            _ => {
                let high = self.shr_const(a, w - k);
                self.sum(&[(a, 1u64 << k), (high, 1)], w)
            }
        }
    }

    /// Rotation right: left by the negated count.
    pub fn rotr(&mut self, a: Term, count: Term) -> Term {
        let zero = self.int(0, self.width(count));
        let minus = self.sub(zero, count);
        self.shift(Kind::Rotl, a, minus)
    }

    /// Leading zeros, trailing zeros or the number of ones.
    pub fn count(&mut self, kind: Kind, a: Term) -> Term {
        let w = self.width(a);
        if let (false, Some(v)) = (self.raw(), self.constant(a))
            && let Some(v) = super::eval::apply(kind, w, &[v], &[w])
        {
            return self.int(v, w);
        }
        self.mk(kind, w, &[a])
    }
}

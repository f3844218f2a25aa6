//! What is known of the bits of one value: bits that are always 0, bits that are always 1, and an unsigned interval.
//!
//! The two halves inform each other ([`Known::reduce`]): bits above the first difference of the bounds are known, and known bits bound the value. Known
//! bits serve masks and shifts; the interval serves comparisons and sums, which bits describe badly.
//!
//! Invariants:
//! 1. `zeros & ones == 0`, both within the width; `lo <= hi` within the width. (Nothing here describes an empty set.)
//! 2. `meet` describes at least every value that both operands describe, and never more values than the first; `join` at least every value that one does.
//! 3. A chain `a, a.meet(b), …` changes a bounded number of times: bits at most once each, intervals at most [`STEPS`] times more. Without this, the
//!    counter of a cyclic phi would walk its interval down one value per round.

/// How often `meet` may narrow the interval by more than the bits say.
const STEPS: u8 = 12;

/// The values that a class may have; see the module.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Known {
    width: u8,
    steps: u8,
    zeros: u64,
    ones: u64,
    lo: u64,
    hi: u64,
}

impl Known {
    /// Nothing is known of a value of 0 (not a number), 32 or 64 bits.
    pub fn top(width: u8) -> Known {
        let mask = mask(width);
        Known { width, steps: 0, zeros: 0, ones: 0, lo: 0, hi: mask }
    }

    /// Exactly this value.
    pub fn constant(width: u8, value: u64) -> Known {
        let mask = mask(width);
        let value = value & mask;
        Known { width, steps: 0, zeros: !value & mask, ones: value, lo: value, hi: value }
    }

    /// From bits; those outside the width are ignored.
    pub fn of_bits(width: u8, zeros: u64, ones: u64) -> Known {
        let mask = mask(width);
        Known { width, steps: 0, zeros: zeros & mask, ones: ones & mask, lo: 0, hi: mask }.reduce()
    }

    /// From bounds, `lo <= hi` within the width.
    pub fn of_range(width: u8, lo: u64, hi: u64) -> Known {
        debug_assert!(lo <= hi && hi <= mask(width), "invariant 1");
        Known { lo, hi, ..Known::top(width) }.reduce()
    }

    /// 0 or 1.
    pub fn boolean() -> Known {
        Known::of_range(32, 0, 1)
    }

    /// 0, 32 or 64.
    pub fn width(&self) -> u8 {
        self.width
    }

    /// All bits of the width.
    pub fn mask(&self) -> u64 {
        mask(self.width)
    }

    /// Bits that are always 0, within the width.
    pub fn zeros(&self) -> u64 {
        self.zeros
    }

    /// Bits that are always 1.
    pub fn ones(&self) -> u64 {
        self.ones
    }

    /// The smallest value, unsigned.
    pub fn lo(&self) -> u64 {
        self.lo
    }

    /// The greatest value, unsigned.
    pub fn hi(&self) -> u64 {
        self.hi
    }

    /// The only value, if there is only one.
    pub fn value(&self) -> Option<u64> {
        (self.lo == self.hi && self.width != 0).then_some(self.lo)
    }

    /// Never 0.
    pub fn is_nonzero(&self) -> bool {
        self.lo > 0
    }

    /// The sign bit of the width.
    pub fn sign(&self) -> u64 {
        self.mask() ^ (self.mask() >> 1)
    }

    /// Never negative.
    pub fn is_nonnegative(&self) -> bool {
        self.zeros & self.sign() != 0
    }

    /// Always negative.
    pub fn is_negative(&self) -> bool {
        self.ones & self.sign() != 0
    }

    /// The least and greatest value, signed.
    pub fn signed(&self) -> (i64, i64) {
        let extend = |v: u64| if self.width == 32 { i64::from(v as u32 as i32) } else { v.cast_signed() };
        if self.is_negative() || self.is_nonnegative() {
            (extend(self.lo), extend(self.hi))
        } else {
            (extend(self.ones | self.sign()), extend(!self.zeros & self.mask() & !self.sign()))
        }
    }

    /// The value may be described by this.
    pub fn contains(&self, value: u64) -> bool {
        value & self.zeros == 0 && value & self.ones == self.ones && (self.lo..=self.hi).contains(&value)
    }

    /// Both hold of one value. If they exclude each other (which no correct rule can bring about), the first stands.
    pub fn meet(&self, other: &Known) -> Known {
        self.both(other).unwrap_or_else(|| self.conflict(other))
    }

    /// Both hold of one value; `None` if there is no such value.
    pub fn both(&self, other: &Known) -> Option<Known> {
        debug_assert_eq!(self.width, other.width);
        let mut met = Known { zeros: self.zeros | other.zeros, ones: self.ones | other.ones, steps: self.steps.max(other.steps), ..*self };
        let (lo, hi) = (self.lo.max(other.lo), self.hi.min(other.hi));
        if (lo, hi) != (self.lo, self.hi) && (met.steps < STEPS || lo == hi) {
            met.steps += u8::from(met.steps < STEPS);
            (met.lo, met.hi) = (lo, hi);
        }
        if met.zeros & met.ones != 0 || lo > hi {
            return None;
        }
        Some(met.reduce()).filter(|reduced| reduced.lo <= reduced.hi && reduced.zeros & reduced.ones == 0)
    }

    /// One of the two holds.
    pub fn join(&self, other: &Known) -> Known {
        debug_assert_eq!(self.width, other.width);
        Known {
            width: self.width,
            steps: 0,
            zeros: self.zeros & other.zeros,
            ones: self.ones & other.ones,
            lo: self.lo.min(other.lo),
            hi: self.hi.max(other.hi),
        }
        .reduce()
    }

    fn conflict(&self, other: &Known) -> Known {
        debug_assert!(false, "facts exclude each other, so a rule or a fact is wrong: {self:x?} and {other:x?}");
        *self
    }

    /// Bits from bounds and bounds from bits.
    fn reduce(mut self) -> Known {
        let mask = self.mask();
        // Bounds from bits first: they may agree in more leading bits afterwards.
        self.lo = self.lo.max(self.ones);
        self.hi = self.hi.min(mask & !self.zeros);
        let differ = self.lo ^ self.hi;
        let prefix = if differ == 0 { mask } else { mask & !(u64::MAX >> differ.leading_zeros()) };
        self.zeros |= !self.lo & prefix;
        self.ones |= self.lo & prefix;
        self
    }
}

/// The low `width` bits.
pub(super) fn mask(width: u8) -> u64 {
    match width {
        0 => 0,
        w => u64::MAX >> (64 - w),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every set of 4-bit values that bits and bounds can describe, placed at the bottom of 32 bits.
    fn all() -> Vec<Known> {
        let mut all = Vec::new();
        for zeros in 0..16u64 {
            for ones in (0..16u64).filter(|o| o & zeros == 0) {
                for lo in 0..16 {
                    for hi in lo..16 {
                        let k = Known { width: 32, steps: 0, zeros: zeros | 0xffff_fff0, ones, lo, hi };
                        if (0..16).any(|v| k.contains(v)) {
                            all.push(k);
                        }
                    }
                }
            }
        }
        all
    }

    #[test]
    fn reduce_keeps_every_value() {
        for k in all() {
            let r = k.reduce();
            assert!((0..16).all(|v| k.contains(v) == r.contains(v)), "{k:?} {r:?}");
        }
    }

    /// Invariants 1 and 2.
    #[test]
    fn meet_and_join_are_sound() {
        let all: Vec<Known> = all().into_iter().map(Known::reduce).collect();
        for (i, a) in all.iter().enumerate() {
            for b in all.iter().skip(i % 7).step_by(7) {
                let join = a.join(b);
                assert!((0..16).all(|v| !(a.contains(v) || b.contains(v)) || join.contains(v)));
                if (0..16).any(|v| a.contains(v) && b.contains(v)) {
                    let meet = a.meet(b);
                    assert!((0..16).all(|v| !(a.contains(v) && b.contains(v)) || meet.contains(v)));
                    assert!((0..16).all(|v| !meet.contains(v) || a.contains(v)));
                    assert!(meet.zeros & meet.ones == 0 && meet.lo <= meet.hi);
                }
            }
        }
    }

    /// Invariant 3.
    #[test]
    fn descending_chains_end() {
        let mut k = Known::of_range(32, 0, 1000);
        let mut changes = 0;
        for hi in (1..1000).rev() {
            let next = k.meet(&Known::of_range(32, 0, hi));
            changes += u32::from(next != k);
            k = next;
        }
        assert!(changes <= u32::from(STEPS) + 32, "{changes}");
        assert!(k.contains(0) && k.contains(1));
    }

    #[test]
    fn signed_bounds() {
        assert_eq!(Known::of_range(32, 0, 5).signed(), (0, 5));
        assert_eq!(Known::top(32).signed(), (i64::from(i32::MIN), i64::from(i32::MAX)));
        assert_eq!(Known::constant(64, u64::MAX).signed(), (-1, -1));
    }
}

//! Sets of 32-bit numbers as ranges: for which values of what is dispatched on a condition holds.

/// Ranges of numbers, both ends included: in order, not empty, with gaps between them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    pub fn all() -> Ranges {
        Ranges(vec![(0, u32::MAX)])
    }

    pub fn one(value: u32) -> Ranges {
        Ranges(vec![(value, value)])
    }

    /// From `first` to `last`, over the largest number and 0 if `last` is less.
    pub fn arc(first: u32, last: u32) -> Ranges {
        if first <= last { Ranges(vec![(first, last)]) } else { Ranges::normal(vec![(0, last), (first, u32::MAX)]) }
    }

    fn normal(mut ranges: Vec<(u32, u32)>) -> Ranges {
        ranges.sort_unstable();
        let mut out: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (lo, hi) in ranges {
            match out.last_mut() {
                Some(last) if last.1 == u32::MAX || lo <= last.1 + 1 => last.1 = last.1.max(hi),
                _ => out.push((lo, hi)),
            }
        }
        Ranges(out)
    }

    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn contains(&self, value: u32) -> bool {
        self.0.iter().any(|&(lo, hi)| (lo..=hi).contains(&value))
    }

    pub fn or(&self, other: &Ranges) -> Ranges {
        Ranges::normal(self.0.iter().chain(&other.0).copied().collect())
    }

    pub fn not(&self) -> Ranges {
        let mut out = Vec::with_capacity(self.0.len() + 1);
        let mut next = Some(0);
        for &(lo, hi) in &self.0 {
            if let Some(from) = next
                && from < lo
            {
                out.push((from, lo - 1));
            }
            next = hi.checked_add(1);
        }
        out.extend(next.map(|from| (from, u32::MAX)));
        Ranges(out)
    }

    pub fn and(&self, other: &Ranges) -> Ranges {
        self.not().or(&other.not()).not()
    }

    pub fn without(&self, other: &Ranges) -> Ranges {
        self.and(&other.not())
    }

    /// The numbers that are in the set once `k` is added to them, modulo 2^32.
    pub fn before_adding(&self, k: u32) -> Ranges {
        let parts = self.0.iter().flat_map(|&(lo, hi)| {
            let full = lo == 0 && hi == u32::MAX;
            if full { Ranges::all().0 } else { Ranges::arc(lo.wrapping_sub(k), hi.wrapping_sub(k)).0 }
        });
        Ranges::normal(parts.collect())
    }

    /// The numbers that are in the set once they are shifted right by `k` bits.
    pub fn before_shifting(&self, k: u32) -> Ranges {
        let most = u32::MAX >> k;
        let low = (1u32 << k) - 1;
        Ranges(self.0.iter().filter(|r| r.0 <= most).map(|&(lo, hi)| (lo << k, hi.min(most) << k | low)).collect())
    }

    /// The numbers that are in the set once they are masked; `None` if those are many ranges.
    pub fn before_masking(&self, mask: u32) -> Option<Ranges> {
        let few = |set: &Ranges| set.0.iter().try_fold(0u32, |n, (lo, hi)| n.checked_add(hi - lo)).is_some_and(|n| n < FEW);
        if !few(self) {
            let not = self.not();
            return if few(&not) { Some(not.before_masking(mask)?.not()) } else { None };
        }
        // A mask that clears low bits only gives a range for each value, another one a range for each choice of the bits above.
        let low = (mask & mask.wrapping_neg()).wrapping_sub(1);
        let high = !mask & !low;
        if high.count_ones() > 3 {
            return None;
        }
        let mut out = Vec::new();
        for value in self.0.iter().flat_map(|&(lo, hi)| lo..=hi).filter(|v| v & !mask == 0) {
            let mut bits = 0u32;
            loop {
                out.push((value | bits, value | bits | low));
                bits = bits.wrapping_sub(high) & high;
                if bits == 0 {
                    break;
                }
            }
        }
        Some(Ranges::normal(out))
    }
}

/// So many numbers are listed one by one.
const FEW: u32 = 16;

#[cfg(test)]
mod tests {
    use super::Ranges;

    #[test]
    fn sets_by_their_members() {
        let set = Ranges::arc(u32::MAX, 2).or(&Ranges::one(3));
        assert_eq!(set.ranges(), [(0, 3), (u32::MAX, u32::MAX)]);
        assert_eq!(set.not().ranges(), [(4, u32::MAX - 1)]);
        assert_eq!(set.and(&Ranges::arc(3, 9)).ranges(), [(3, 3)]);
        assert_eq!(set.before_adding(1).ranges(), [(0, 2), (u32::MAX - 1, u32::MAX)]);
        assert_eq!(Ranges::all().before_adding(7), Ranges::all());
        assert!(Ranges::all().not().is_empty() && Ranges::default().not() == Ranges::all());
    }

    #[test]
    fn what_operators_are_applied_to() {
        for k in [0u32, 1, 5, 31] {
            let set = Ranges::arc(1, 3).before_shifting(k);
            for x in [0u32, 1, 2, 7, 32, 64, 96, 127, 128, 1 << 31, u32::MAX] {
                assert_eq!(set.contains(x), (1..=3).contains(&(x >> k)), "{x} >> {k}");
            }
        }
        for mask in [!4u32, !7, 0xff, 3, !0, !10, 0xf0f0_fff0] {
            for set in [Ranges::one(1), Ranges::one(0), Ranges::one(0x10), Ranges::arc(1, 4).not()] {
                let Some(before) = set.before_masking(mask) else { continue };
                for x in (0..70).chain([255, 256, 1 << 20, u32::MAX, u32::MAX - 4]) {
                    assert_eq!(before.contains(x), set.contains(x & mask), "{x} & {mask:#x} in {set:?}");
                }
            }
        }
        assert_eq!(Ranges::one(2).before_masking(!4).unwrap().ranges(), [(2, 2), (6, 6)]);
        assert_eq!(Ranges::one(8).before_masking(!7).unwrap().ranges(), [(8, 15)]);
        assert!(Ranges::one(1).before_masking(0xff).is_none());
    }
}

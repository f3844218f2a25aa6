//! Affine relations at a loop header: a variable that moves in step with another one, by a constant multiple of its way.
//!
//! Strength reduction, pointers beside counters, counters that start elsewhere or run down: `x = x0 + c * (y - y0)`, where `x0` and `y0` are the values at
//! entry. That says more than two classes of [`crate::relation`], and is as easy to show on a back edge: by the linear normal form, mostly.
//!
//! The factor is read from how far both moved over one back edge, under the random valuations that terms are compared by. It is a guess: a wrong one costs
//! passes, not soundness.

use crate::prove::Prover;
use crate::term::{Arena, Term, VALUATIONS, ones};

/// How far a variable moves over a back edge, under each valuation.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Way {
    width: u8,
    by: [u64; VALUATIONS],
}

impl Way {
    /// From one value to another; `None` where it does not move, or for vectors.
    pub(crate) fn new(arena: &Arena, prover: &mut Prover, from: Term, to: Term) -> Option<Way> {
        let width = arena.width(from);
        if !(8..=64).contains(&width) {
            return None;
        }
        let mut by = [0; VALUATIONS];
        let from = *prover.values.get(arena, from);
        for ((by, from), to) in by.iter_mut().zip(from).zip(prover.values.get(arena, to)) {
            *by = (to.wrapping_sub(from) & ones(width)) as u64;
        }
        by.iter().any(|d| *d != 0).then_some(Way { width, by })
    }

    /// Which of several ways the others should be multiples of: the one whose sort key is least. Wide ones come first, then odd ones, then short ones.
    pub(crate) fn rank(&self) -> (u8, u32, u64) {
        let least = self.pivot();
        let (d, w) = (self.by[least], self.width);
        (64 - w, d.trailing_zeros(), d.min(d.wrapping_neg() & ones(w) as u64))
    }

    /// The valuation with the way of the fewest low zeros.
    fn pivot(&self) -> usize {
        (0..VALUATIONS).min_by_key(|k| self.by[*k].trailing_zeros()).unwrap_or(0)
    }

    /// The factor by which this way is the other one, modulo two to the width of this; the one of smallest size if there are several.
    pub(crate) fn over(&self, base: &Way) -> Option<u64> {
        if self.width > base.width {
            return None;
        }
        let m = ones(self.width) as u64;
        let k = base.pivot();
        let zeros = base.by[k].trailing_zeros();
        let bits = u32::from(self.width).checked_sub(zeros).filter(|bits| *bits > 0)?;
        if self.by[k].trailing_zeros() < zeros {
            return None;
        }
        let quotient = (self.by[k] >> zeros).wrapping_mul(inverse(base.by[k] >> zeros));
        // The bits above are free: as a signed number it is smallest.
        let factor = ((quotient << (64 - bits)) as i64 >> (64 - bits)) as u64 & m;
        let fits = self.by.iter().zip(&base.by).all(|(x, y)| *x == y.wrapping_mul(factor) & m);
        (fits && factor != 0).then_some(factor)
    }
}

/// The inverse of an odd number modulo 2^64.
fn inverse(odd: u64) -> u64 {
    // Each step doubles the number of bits that are right; an odd number is its own inverse modulo 8.
    (0..5).fold(odd, |x, _| x.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(x))))
}

/// `entry + factor * (now - then)`, where `then` was the value of the other variable at entry; it may be wider.
pub(crate) fn value(arena: &mut Arena, entry: Term, factor: u64, now: Term, then: Term) -> Term {
    let w = arena.width(entry);
    let way = arena.sub(now, then);
    let way = if arena.width(way) == w { way } else { arena.extract(way, 0, w) };
    let way = arena.scale(way, factor);
    arena.add(entry, way)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(width: u8, by: u64) -> Way {
        Way { width, by: [by & ones(width) as u64; VALUATIONS] }
    }

    #[test]
    fn inverses() {
        for odd in [1, 3, 5, 7, 0xdead_beef, u64::MAX] {
            assert_eq!(inverse(odd).wrapping_mul(odd), 1);
        }
    }

    #[test]
    fn factors() {
        let minus = |x: u64| x.wrapping_neg() & 0xffff_ffff;
        assert_eq!(way(32, 4).over(&way(32, 1)), Some(4));
        assert_eq!(way(32, minus(1)).over(&way(32, 1)), Some(minus(1)));
        assert_eq!(way(32, 12).over(&way(32, 4)), Some(3));
        assert_eq!(way(32, 4).over(&way(32, minus(4))), Some(minus(1)));
        assert_eq!(way(32, 2).over(&way(32, 4)), None);
        assert_eq!(way(32, 8).over(&way(64, 1)), Some(8));
        assert_eq!(way(64, 8).over(&way(32, 1)), None);
    }
}

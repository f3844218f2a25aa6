//! Known bits: for each term which bits are 0 and which are 1 whatever the leaves are.

use super::{Arena, Kind, Term, ones};

/// The known bits of a term.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Known {
    /// Bits that are 0.
    pub zeros: u128,
    /// Bits that are 1.
    pub ones: u128,
}

impl Known {
    /// The value, if all bits are known.
    pub fn value(self, width: u8) -> Option<u128> {
        (self.zeros | self.ones == ones(width)).then_some(self.ones)
    }

    /// The largest unsigned value.
    pub fn max(self, width: u8) -> u128 {
        ones(width) & !self.zeros
    }

    /// How many low bits are 0.
    pub fn trailing_zeros(self, width: u8) -> u8 {
        (self.zeros.trailing_ones() as u8).min(width)
    }

    /// How many high bits are 0.
    pub fn leading_zeros(self, width: u8) -> u8 {
        width - (128 - self.max(width).leading_zeros() as u8)
    }

    fn constant(value: u128, width: u8) -> Known {
        Known { zeros: ones(width) & !value, ones: value & ones(width) }
    }

    fn add(self, other: Known, width: u8) -> Known {
        // The sums with every unknown bit 1, and with every unknown bit 0, bound the carry into each bit.
        let m = ones(width);
        let (a, b) = (!self.zeros & m, !other.zeros & m);
        let carry_max = (a.wrapping_add(b) ^ a ^ b) & m;
        let low = self.ones.wrapping_add(other.ones);
        let carry_one = (low ^ self.ones ^ other.ones) & m;
        let known = (self.zeros | self.ones) & (other.zeros | other.ones) & (!carry_max | carry_one) & m;
        Known { zeros: !low & known, ones: low & known }
    }

    fn shl(self, k: u32, width: u8) -> Known {
        let m = ones(width);
        Known { zeros: ((self.zeros << k) | ((1 << k) - 1)) & m, ones: (self.ones << k) & m }
    }
}

fn zeros_above(max: u128, width: u8) -> Known {
    let bits = 128 - max.leading_zeros() as u8;
    Known { zeros: ones(width) & !ones_or_none(bits), ones: 0 }
}

fn ones_or_none(bits: u8) -> u128 {
    if bits == 0 { 0 } else { ones(bits) }
}

/// The coefficient of a term that is a multiple of a bit.
fn of_one_bit(arena: &Arena, t: Term) -> Option<u128> {
    let node = arena.node(t);
    match node.kind {
        Kind::Scale(c) => (arena.known(node.args[0]).max(node.width) == 1).then_some(super::coefficient(c, node.width)),
        _ => (arena.known(t).max(node.width) == 1).then_some(1),
    }
}

/// The known bits of the node at `index`, whose arguments are known already.
pub(super) fn of(arena: &Arena, index: usize) -> Known {
    let node = &arena.nodes[index];
    let w = node.width;
    let m = ones(w);
    let arg = |i: usize| arena.known(node.args[i]);
    let arg_width = |i: usize| arena.width(node.args[i]);
    let constant = |i: usize| arena.constant(node.args[i]);
    match node.kind {
        Kind::Const(lo, hi) => Known::constant(u128::from(lo) | u128::from(hi) << 64, w),
        Kind::Add if node.args.len() == 2 && of_one_bit(arena, node.args[1]).is_some() && constant(0).is_some() => {
            // One of two constants.
            let (c, d) = (constant(0).unwrap_or(0), of_one_bit(arena, node.args[1]).unwrap_or(0));
            let (p, q) = (Known::constant(c, w), Known::constant(c.wrapping_add(d) & m, w));
            Known { zeros: p.zeros & q.zeros, ones: p.ones & q.ones }
        }
        Kind::Add => {
            let mut sum = arg(0);
            let mut max = Some(sum.max(w));
            for &t in &node.args[1..] {
                let k = arena.known(t);
                sum = sum.add(k, w);
                max = max.and_then(|x| x.checked_add(k.max(w)));
            }
            match max {
                Some(max) if max <= m => Known { zeros: sum.zeros | zeros_above(max, w).zeros, ones: sum.ones },
                _ => sum,
            }
        }
        Kind::Scale(c) => {
            let c = super::coefficient(c, w);
            let k = c.trailing_zeros().min(u32::from(w) - 1);
            if c == 1 << k {
                return arg(0).shl(k, w);
            }
            let low = (arg(0).trailing_zeros(w) as u32 + k).min(u32::from(w));
            let mut known = Known { zeros: ones_or_none(low as u8), ones: 0 };
            if let Some(max) = arg(0).max(w).checked_mul(c).filter(|max| *max <= m) {
                known.zeros |= zeros_above(max, w).zeros;
            }
            known
        }
        Kind::Mul => {
            let low = (arg(0).trailing_zeros(w) + arg(1).trailing_zeros(w)).min(w);
            let mut known = Known { zeros: ones_or_none(low), ones: 0 };
            if let Some(max) = arg(0).max(w).checked_mul(arg(1).max(w)).filter(|max| *max <= m) {
                known.zeros |= zeros_above(max, w).zeros;
            }
            known
        }
        Kind::And => Known { zeros: arg(0).zeros | arg(1).zeros, ones: arg(0).ones & arg(1).ones },
        Kind::Or => Known { zeros: arg(0).zeros & arg(1).zeros, ones: arg(0).ones | arg(1).ones },
        Kind::Xor => {
            let (a, b) = (arg(0), arg(1));
            Known { zeros: (a.zeros & b.zeros) | (a.ones & b.ones), ones: (a.zeros & b.ones) | (a.ones & b.zeros) }
        }
        Kind::Zext => Known { zeros: arg(0).zeros | (m & !ones(arg_width(0))), ones: arg(0).ones },
        Kind::Sext => {
            let (k, high, sign) = (arg(0), m & !ones(arg_width(0)), 1 << (arg_width(0) - 1));
            Known { zeros: k.zeros | if k.zeros & sign != 0 { high } else { 0 }, ones: k.ones | if k.ones & sign != 0 { high } else { 0 } }
        }
        Kind::Extract(lo) => Known { zeros: (arg(0).zeros >> lo) & m, ones: (arg(0).ones >> lo) & m },
        Kind::Shl => match constant(1) {
            Some(k) if k < u128::from(w) => arg(0).shl(k as u32, w),
            _ => Known { zeros: ones_or_none(arg(0).trailing_zeros(w)), ones: 0 },
        },
        Kind::Lshr => zeros_above(arg(0).max(w), w),
        Kind::Ashr if arg(0).zeros >> (w - 1) & 1 == 1 => zeros_above(arg(0).max(w), w),
        // The quotient by 0 is all ones.
        Kind::Udiv if arg(1).ones != 0 => zeros_above(arg(0).max(w), w),
        Kind::Urem if arg(1).ones != 0 => zeros_above(arg(0).max(w).min(arg(1).max(w) - 1), w),
        Kind::Urem => zeros_above(arg(0).max(w), w),
        Kind::Clz | Kind::Ctz | Kind::Popcnt => zeros_above(u128::from(w), w),
        Kind::Ite => Known { zeros: arg(1).zeros & arg(2).zeros, ones: arg(1).ones & arg(2).ones },
        _ => Known::default(),
    }
}

impl Arena {
    /// Whether the unsigned sum of the terms, each at its largest, stays below 2^width.
    pub(crate) fn sum_fits(&self, terms: &[Term], width: u8) -> bool {
        let sum = terms.iter().try_fold(0u128, |sum, &t| sum.checked_add(self.known(t).max(self.width(t))));
        sum.is_some_and(|sum| sum <= ones(width))
    }
}

//! Transfer functions: what is known of an operator's result from what is known of its operands.
//!
//! Invariants:
//! 1. Sound: for operand values that the arguments describe, the result describes the operator's value (tested against `loom_eq_lang::eval` on
//!    random and boundary values for every integer operator).
//! 2. Total: an operator that is not treated gives what its type allows.

use super::known::{Known, mask};
use loom_eq_lang::Op;

/// What is known of `op(args)`; `width` is that of the result.
pub fn transfer(op: Op, width: u8, args: &[Known]) -> Known {
    match *args {
        [a] => unary(op, width, &a),
        [a, b] => binary(op, width, &a, &b),
        [a, b, c] if matches!(op, Op::Select | Op::TypedSelect) => select(&a, &b, &c),
        _ => Known::top(width),
    }
}

fn select(a: &Known, b: &Known, c: &Known) -> Known {
    match (c.is_nonzero(), c.hi()) {
        (true, _) => *a,
        (_, 0) => *b,
        _ => a.join(b),
    }
}

fn boolean(known: Option<bool>) -> Known {
    known.map_or_else(Known::boolean, |b| Known::constant(32, u64::from(b)))
}

fn unary(op: Op, width: u8, a: &Known) -> Known {
    use Op::*;
    match op {
        I32Eqz | I64Eqz => boolean(if a.is_nonzero() {
            Some(false)
        } else if a.hi() == 0 {
            Some(true)
        } else {
            None
        }),
        I32Clz | I64Clz => {
            let leading = |v: u64| u64::from(v.leading_zeros()) - (64 - u64::from(width));
            Known::of_range(width, leading(a.hi()), leading(a.lo()))
        }
        I32Ctz | I64Ctz => {
            let trailing = |v: u64| u64::from(v.trailing_zeros()).min(u64::from(width));
            Known::of_range(width, trailing(!a.zeros()), trailing(a.ones()))
        }
        I32Popcnt | I64Popcnt => Known::of_range(width, u64::from(a.ones().count_ones()), u64::from(width) - u64::from(a.zeros().count_ones())),
        I32Extend8S | I64Extend8S => sign_extend(a, 8, width),
        I32Extend16S | I64Extend16S => sign_extend(a, 16, width),
        I64Extend32S | I64ExtendI32S => sign_extend(a, 32, width),
        I64ExtendI32U => bits_and_range(64, a.zeros() | !mask(32), a.ones(), Some((a.lo(), a.hi()))),
        I32WrapI64 => bits_and_range(32, a.zeros(), a.ones(), (a.hi() <= mask(32)).then_some((a.lo(), a.hi()))),
        V128AnyTrue | I8x16AllTrue | I16x8AllTrue | I32x4AllTrue | I64x2AllTrue | RefIsNull => Known::boolean(),
        I8x16Bitmask => Known::of_range(32, 0, 0xffff),
        I16x8Bitmask => Known::of_range(32, 0, 0xff),
        I32x4Bitmask => Known::of_range(32, 0, 0xf),
        I64x2Bitmask => Known::of_range(32, 0, 3),
        I8x16ExtractLaneU => Known::of_range(32, 0, 0xff),
        I16x8ExtractLaneU => Known::of_range(32, 0, 0xffff),
        _ => Known::top(width),
    }
}

/// Bits and, if it is known, an interval of the same value.
fn bits_and_range(width: u8, zeros: u64, ones: u64, range: Option<(u64, u64)>) -> Known {
    let bits = Known::of_bits(width, zeros, ones);
    match range {
        Some((lo, hi)) => bits.meet(&Known::of_range(width, lo, hi)),
        None => bits,
    }
}

/// The low `from` bits of `a`, sign-extended to the width.
fn sign_extend(a: &Known, from: u8, width: u8) -> Known {
    let low = mask(from);
    let sign = 1u64 << (from - 1);
    let high = mask(width) & !low;
    let zeros = (a.zeros() & low) | if a.zeros() & sign != 0 { high } else { 0 };
    let ones = (a.ones() & low) | if a.ones() & sign != 0 { high } else { 0 };
    bits_and_range(width, zeros, ones, (a.hi() < sign).then_some((a.lo(), a.hi())))
}

fn binary(op: Op, width: u8, a: &Known, b: &Known) -> Known {
    use Op::*;
    let m = mask(width);
    match op {
        I32And | I64And => bits_and_range(width, a.zeros() | b.zeros(), a.ones() & b.ones(), Some((0, a.hi().min(b.hi())))),
        I32Or | I64Or => bits_and_range(width, a.zeros() & b.zeros(), a.ones() | b.ones(), Some((a.lo().max(b.lo()), m))),
        I32Xor | I64Xor => Known::of_bits(width, (a.zeros() & b.zeros()) | (a.ones() & b.ones()), (a.zeros() & b.ones()) | (a.ones() & b.zeros())),
        I32Add | I64Add => add(width, a, b),
        I32Sub | I64Sub => sub(width, a, b),
        I32Mul | I64Mul => mul(width, a, b),
        I32Shl | I64Shl => shl(width, a, b),
        I32ShrU | I64ShrU => shr_u(width, a, b),
        I32ShrS | I64ShrS => shr_s(width, a, b),
        I32Rotl | I64Rotl => rotate(width, a, b, |k| k),
        I32Rotr | I64Rotr => rotate(width, a, b, |k| u32::from(width) - k),
        I32DivU | I64DivU if b.lo() > 0 => Known::of_range(width, a.lo() / b.hi(), a.hi() / b.lo()),
        I32RemU | I64RemU if b.lo() > 0 => Known::of_range(width, 0, a.hi().min(b.hi() - 1)),
        I32Eq | I64Eq => boolean(equal(a, b)),
        I32Ne | I64Ne => boolean(equal(a, b).map(|e| !e)),
        I32LtU | I64LtU => boolean(less(a.range(), b.range())),
        I32GtU | I64GtU => boolean(less(b.range(), a.range())),
        I32GeU | I64GeU => boolean(less(a.range(), b.range()).map(|l| !l)),
        I32LeU | I64LeU => boolean(less(b.range(), a.range()).map(|l| !l)),
        I32LtS | I64LtS => boolean(less(a.signed(), b.signed())),
        I32GtS | I64GtS => boolean(less(b.signed(), a.signed())),
        I32GeS | I64GeS => boolean(less(a.signed(), b.signed()).map(|l| !l)),
        I32LeS | I64LeS => boolean(less(b.signed(), a.signed()).map(|l| !l)),
        F32Eq | F32Ne | F32Lt | F32Gt | F32Le | F32Ge | F64Eq | F64Ne | F64Lt | F64Gt | F64Le | F64Ge => Known::boolean(),
        _ => Known::top(width),
    }
}

impl Known {
    fn range(&self) -> (u64, u64) {
        (self.lo(), self.hi())
    }
}

fn equal(a: &Known, b: &Known) -> Option<bool> {
    if a.zeros() & b.ones() != 0 || a.ones() & b.zeros() != 0 || a.hi() < b.lo() || b.hi() < a.lo() {
        return Some(false);
    }
    match (a.value(), b.value()) {
        (Some(a), Some(b)) => Some(a == b),
        _ => None,
    }
}

fn less<T: PartialOrd>(a: (T, T), b: (T, T)) -> Option<bool> {
    if a.1 < b.0 {
        Some(true)
    } else if a.0 >= b.1 {
        Some(false)
    } else {
        None
    }
}

/// Known bits of `a + b + carry`, after LLVM's `KnownBits::computeForAddCarry`: a bit of the sum is known where both operands' bits and the carry
/// into it are, and the carry is known where the greatest and the least sum agree on it.
fn sum_bits(m: u64, a: (u64, u64), b: (u64, u64), carry: u64) -> (u64, u64) {
    let ((a_zeros, a_ones), (b_zeros, b_ones)) = (a, b);
    let greatest = (!a_zeros & m).wrapping_add(!b_zeros & m).wrapping_add(carry);
    let least = a_ones.wrapping_add(b_ones).wrapping_add(carry);
    let carry_zero = !(greatest ^ a_zeros ^ b_zeros);
    let carry_one = least ^ a_ones ^ b_ones;
    let known = (a_zeros | a_ones) & (b_zeros | b_ones) & (carry_zero | carry_one);
    (!greatest & known & m, least & known & m)
}

fn add(width: u8, a: &Known, b: &Known) -> Known {
    let m = u128::from(mask(width));
    let (zeros, ones) = sum_bits(mask(width), (a.zeros(), a.ones()), (b.zeros(), b.ones()), 0);
    let (lo, hi) = (u128::from(a.lo()) + u128::from(b.lo()), u128::from(a.hi()) + u128::from(b.hi()));
    // Either no sum wraps or every sum does.
    let range = if hi <= m {
        Some((lo, hi))
    } else if lo > m {
        Some((lo - m - 1, hi - m - 1))
    } else {
        None
    };
    bits_and_range(width, zeros, ones, range.map(|(lo, hi)| (narrow(lo), narrow(hi))))
}

/// A value that is known to fit.
fn narrow(v: u128) -> u64 {
    u64::try_from(v).expect("a bound within the width")
}

fn sub(width: u8, a: &Known, b: &Known) -> Known {
    // a − b = a + !b + 1, and the known bits of !b are those of b, exchanged.
    let (zeros, ones) = sum_bits(mask(width), (a.zeros(), a.ones()), (b.ones(), b.zeros()), 1);
    let m = mask(width);
    let range = if a.lo() >= b.hi() {
        Some((a.lo() - b.hi(), a.hi() - b.lo()))
    } else if a.hi() < b.lo() {
        Some((a.lo().wrapping_sub(b.hi()) & m, a.hi().wrapping_sub(b.lo()) & m))
    } else {
        None
    };
    bits_and_range(width, zeros, ones, range)
}

fn mul(width: u8, a: &Known, b: &Known) -> Known {
    let m = mask(width);
    let trailing = |v: u64| v.trailing_zeros().min(u32::from(width));
    // The product ends in at least as many zeros as both factors together …
    let zero_tail = (trailing(!a.zeros()) + trailing(!b.zeros())).min(u32::from(width));
    // … and where both factors' low bits are all known, the product's are.
    let known_tail = trailing(!(a.zeros() | a.ones())).min(trailing(!(b.zeros() | b.ones())));
    let tail = low_bits(known_tail);
    let product = a.ones().wrapping_mul(b.ones());
    let zeros = low_bits(zero_tail) | (!product & tail);
    let ones = product & tail & !low_bits(zero_tail);
    let hi = u128::from(a.hi()) * u128::from(b.hi());
    let range = (hi <= u128::from(m)).then(|| (a.lo().wrapping_mul(b.lo()), narrow(hi)));
    bits_and_range(width, zeros, ones, range)
}

fn low_bits(n: u32) -> u64 {
    if n >= 64 { u64::MAX } else { (1 << n) - 1 }
}

/// The least and the greatest shift count, modulo the width.
fn counts(width: u8, b: &Known) -> (u32, u32) {
    let w = u64::from(width);
    let (lo, hi) = if b.hi() < w {
        (b.lo(), b.hi())
    } else {
        let low = Known::of_bits(32, b.zeros() | !(w - 1), b.ones() & (w - 1));
        (low.lo(), low.hi())
    };
    (u32::try_from(lo).expect("a count"), u32::try_from(hi).expect("a count"))
}

fn shl(width: u8, a: &Known, b: &Known) -> Known {
    let m = mask(width);
    let (least, most) = counts(width, b);
    if least == most {
        let k = least;
        let fits = a.hi() <= m >> k;
        return bits_and_range(width, (a.zeros() << k) | low_bits(k), a.ones() << k, fits.then(|| (a.lo() << k, a.hi() << k)));
    }
    let tail = ((!a.zeros()).trailing_zeros() + least).min(u32::from(width));
    let range = (a.hi() <= m >> most).then(|| (a.lo() << least, a.hi() << most));
    bits_and_range(width, low_bits(tail), 0, range)
}

fn shr_u(width: u8, a: &Known, b: &Known) -> Known {
    let m = mask(width);
    let (least, most) = counts(width, b);
    let range = Some((a.lo() >> most, a.hi() >> least));
    if least == most {
        return bits_and_range(width, (a.zeros() >> least) | (m & !(m >> least)), a.ones() >> least, range);
    }
    bits_and_range(width, 0, 0, range)
}

fn shr_s(width: u8, a: &Known, b: &Known) -> Known {
    if a.is_nonnegative() {
        return shr_u(width, a, b);
    }
    let m = mask(width);
    let (least, most) = counts(width, b);
    if a.is_negative() {
        // The complement is not negative, and shifting commutes with it.
        let not = complement(a);
        return complement(&shr_u(width, &not, b));
    }
    if least != most {
        return Known::top(width);
    }
    // The copies of the sign are as unknown as the sign.
    let keep = m >> least;
    let below_sign = keep >> 1;
    Known::of_bits(width, (a.zeros() >> least) & below_sign, (a.ones() >> least) & below_sign)
}

/// What is known of `!x`.
fn complement(a: &Known) -> Known {
    let m = a.mask();
    bits_and_range(a.width(), a.ones(), a.zeros(), Some((m & !a.hi(), m & !a.lo())))
}

fn rotate(width: u8, a: &Known, b: &Known, left: impl Fn(u32) -> u32) -> Known {
    let (least, most) = counts(width, b);
    if least != most {
        return Known::top(width);
    }
    let w = u32::from(width);
    let k = left(least) % w;
    let turn = |v: u64| if k == 0 { v } else { (v << k) | (v >> (w - k)) };
    Known::of_bits(width, turn(a.zeros()), turn(a.ones()))
}

#[cfg(test)]
#[path = "transfer_tests.rs"]
mod tests;

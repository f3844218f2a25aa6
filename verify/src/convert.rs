//! Conversions of constants to floats, so that a float constant and the integer that it is converted from are one term.
//!
//! Only operators whose result every engine gives bit for bit: integers to floats (rounded to nearest, ties to even, as the core specification's
//! `convert` says and Rust's `as` does), and `promote`, which is exact, of numbers that are no NaN (the payload of a NaN is the engine's choice).

use loom_eq_lang::Op;

/// The bits of the result, for the bits of the operand.
pub(crate) fn convert(op: Op, bits: u64) -> Option<u64> {
    let low = bits as u32;
    Some(match op {
        Op::F64ConvertI32S => f64::from(low.cast_signed()).to_bits(),
        Op::F64ConvertI32U => f64::from(low).to_bits(),
        Op::F64ConvertI64S => (bits.cast_signed() as f64).to_bits(),
        Op::F64ConvertI64U => (bits as f64).to_bits(),
        Op::F32ConvertI32S => u64::from((low.cast_signed() as f32).to_bits()),
        Op::F32ConvertI32U => u64::from((low as f32).to_bits()),
        Op::F32ConvertI64S => u64::from((bits.cast_signed() as f32).to_bits()),
        Op::F32ConvertI64U => u64::from((bits as f32).to_bits()),
        Op::F64PromoteF32 => {
            let narrow = f32::from_bits(low);
            if narrow.is_nan() {
                return None;
            }
            f64::from(narrow).to_bits()
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_and_halves() {
        assert_eq!(convert(Op::F64ConvertI32S, u64::from(u32::MAX)), Some((-1f64).to_bits()));
        assert_eq!(convert(Op::F64ConvertI32U, u64::from(u32::MAX)), Some(4_294_967_295f64.to_bits()));
        assert_eq!(convert(Op::F32ConvertI64U, u64::MAX), Some(u64::from(18_446_744_073_709_551_615f32.to_bits())));
        assert_eq!(convert(Op::F64PromoteF32, u64::from(0.5f32.to_bits())), Some(0.5f64.to_bits()));
        assert_eq!(convert(Op::F32ConvertI32S, 16_777_217), Some(u64::from(16_777_216f32.to_bits())), "ties to even");
    }

    #[test]
    fn a_nan_is_left_alone() {
        assert_eq!(convert(Op::F64PromoteF32, u64::from(f32::NAN.to_bits())), None);
        assert_eq!(convert(Op::F32DemoteF64, 0), None);
    }
}

//! Constant evaluation: what an operator gives for constant operands, bit for bit as an engine would, or `None` where nothing may be folded.
//!
//! It serves the e-graph's analysis (folding), the constants that rules compute, and the differential tests of rules. The verifier does not
//! use it: it must not share its mistakes.
//!
//! Invariants:
//! 1. A result is what every conforming engine gives. So a float operator whose result would be a NaN gives `None` (the specification leaves the payload
//!    open), except those that only move bits (`abs`, `neg`, `copysign`, reinterpretation, `select`).
//! 2. An operator that would trap gives `None`.
//! 3. Operands of the wrong number or type give `None`, never a panic.

use crate::instr::Imm;
use crate::op::Op;
use wasmparser::ValType;

/// A constant of a number or vector type. Floats are their bits, so that equality is identity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Const {
    /// An i32.
    I32(i32),
    /// An i64.
    I64(i64),
    /// The bits of an f32.
    F32(u32),
    /// The bits of an f64.
    F64(u64),
    /// The bytes of a v128.
    V128([u8; 16]),
}

impl Const {
    /// The constant that an operator with its immediate delivers, if it is one of the five `const`s.
    pub fn of(op: Op, imm: &Imm) -> Option<Const> {
        Some(match (op, imm) {
            (Op::I32Const, Imm::I32(v)) => Const::I32(*v),
            (Op::I64Const, Imm::I64(v)) => Const::I64(*v),
            (Op::F32Const, Imm::F32(v)) => Const::F32(*v),
            (Op::F64Const, Imm::F64(v)) => Const::F64(*v),
            (Op::V128Const, Imm::Bytes16(v)) => Const::V128(*v),
            _ => return None,
        })
    }

    /// The operator that delivers it.
    pub fn op(self) -> Op {
        match self {
            Const::I32(_) => Op::I32Const,
            Const::I64(_) => Op::I64Const,
            Const::F32(_) => Op::F32Const,
            Const::F64(_) => Op::F64Const,
            Const::V128(_) => Op::V128Const,
        }
    }

    /// The immediate of [`Const::op`].
    pub fn imm(self) -> Imm {
        match self {
            Const::I32(v) => Imm::I32(v),
            Const::I64(v) => Imm::I64(v),
            Const::F32(v) => Imm::F32(v),
            Const::F64(v) => Imm::F64(v),
            Const::V128(v) => Imm::Bytes16(v),
        }
    }

    /// Its type.
    pub fn ty(self) -> ValType {
        match self {
            Const::I32(_) => ValType::I32,
            Const::I64(_) => ValType::I64,
            Const::F32(_) => ValType::F32,
            Const::F64(_) => ValType::F64,
            Const::V128(_) => ValType::V128,
        }
    }

    /// Its bits, high bits zero; `None` for vectors.
    pub fn bits(self) -> Option<u64> {
        Some(match self {
            Const::I32(v) => u64::from(v.cast_unsigned()),
            Const::I64(v) => v.cast_unsigned(),
            Const::F32(v) => u64::from(v),
            Const::F64(v) => v,
            Const::V128(_) => return None,
        })
    }

    /// Its bits, high bits zero, vectors included (their first byte lowest).
    pub fn bits128(self) -> u128 {
        match self {
            Const::V128(bytes) => u128::from_le_bytes(bytes),
            number => u128::from(number.bits().expect("a number")),
        }
    }

    /// The constant of a type with the low bits of `bits`; `None` for types other than the four numbers.
    pub fn from_bits(ty: ValType, bits: u64) -> Option<Const> {
        Some(match ty {
            ValType::I32 => Const::I32(low(bits).cast_signed()),
            ValType::I64 => Const::I64(bits.cast_signed()),
            ValType::F32 => Const::F32(low(bits)),
            ValType::F64 => Const::F64(bits),
            _ => return None,
        })
    }

    /// The bytes that its `const` instruction takes.
    pub fn size(self) -> u32 {
        crate::instr::size(self.op(), &self.imm())
    }
}

impl From<Const> for (Op, Imm) {
    fn from(c: Const) -> (Op, Imm) {
        (c.op(), c.imm())
    }
}

impl TryFrom<(Op, Imm)> for Const {
    type Error = ();
    fn try_from((op, imm): (Op, Imm)) -> Result<Const, ()> {
        Const::of(op, &imm).ok_or(())
    }
}

impl From<i32> for Const {
    fn from(v: i32) -> Const {
        Const::I32(v)
    }
}
impl From<i64> for Const {
    fn from(v: i64) -> Const {
        Const::I64(v)
    }
}
impl From<bool> for Const {
    fn from(v: bool) -> Const {
        Const::I32(i32::from(v))
    }
}

/// The low half.
fn low(bits: u64) -> u32 {
    bits as u32
}

/// An f32 that is not a NaN.
fn f32c(v: f32) -> Option<Const> {
    (!v.is_nan()).then(|| Const::F32(v.to_bits()))
}

/// An f64 that is not a NaN.
fn f64c(v: f64) -> Option<Const> {
    (!v.is_nan()).then(|| Const::F64(v.to_bits()))
}

macro_rules! float_min_max {
    ($min:ident $max:ident $t:ty) => {
        /// wasm's minimum of two values that are not NaN: −0 is below +0.
        fn $min(a: $t, b: $t) -> $t {
            if a == b { <$t>::from_bits(a.to_bits() | b.to_bits()) } else { a.min(b) }
        }
        /// wasm's maximum of two values that are not NaN.
        fn $max(a: $t, b: $t) -> $t {
            if a == b { <$t>::from_bits(a.to_bits() & b.to_bits()) } else { a.max(b) }
        }
    };
}
float_min_max!(f32_min f32_max f32);
float_min_max!(f64_min f64_max f64);

/// The result of an operator on constants: see the module's invariants.
pub fn eval(op: Op, imm: &Imm, args: &[Const]) -> Option<Const> {
    use Op::*;
    match *args {
        [] => Const::of(op, imm),
        [Const::I32(a)] => unary_i32(op, a),
        [Const::I64(a)] => unary_i64(op, a),
        [Const::F32(a)] => unary_f32(op, a),
        [Const::F64(a)] => unary_f64(op, a),
        [Const::I32(a), Const::I32(b)] => binary_i32(op, a, b),
        [Const::I64(a), Const::I64(b)] => binary_i64(op, a, b),
        [Const::F32(a), Const::F32(b)] => binary_f32(op, a, b),
        [Const::F64(a), Const::F64(b)] => binary_f64(op, a, b),
        [a, b, Const::I32(c)] if matches!(op, Select | TypedSelect) && a.ty() == b.ty() => Some(if c != 0 { a } else { b }),
        _ => None,
    }
}

fn unary_i32(op: Op, a: i32) -> Option<Const> {
    use Op::*;
    let u = a.cast_unsigned();
    Some(match op {
        I32Eqz => (a == 0).into(),
        I32Clz => u.leading_zeros().cast_signed().into(),
        I32Ctz => u.trailing_zeros().cast_signed().into(),
        I32Popcnt => u.count_ones().cast_signed().into(),
        I32Extend8S => i32::from(a as i8).into(),
        I32Extend16S => i32::from(a as i16).into(),
        I64ExtendI32S => i64::from(a).into(),
        I64ExtendI32U => i64::from(u).into(),
        F32ReinterpretI32 => Const::F32(u),
        F32ConvertI32S => Const::F32((a as f32).to_bits()),
        F32ConvertI32U => Const::F32((u as f32).to_bits()),
        F64ConvertI32S => Const::F64(f64::from(a).to_bits()),
        F64ConvertI32U => Const::F64(f64::from(u).to_bits()),
        _ => return None,
    })
}

fn unary_i64(op: Op, a: i64) -> Option<Const> {
    use Op::*;
    let u = a.cast_unsigned();
    Some(match op {
        I64Eqz => (a == 0).into(),
        I64Clz => i64::from(u.leading_zeros()).into(),
        I64Ctz => i64::from(u.trailing_zeros()).into(),
        I64Popcnt => i64::from(u.count_ones()).into(),
        I64Extend8S => i64::from(a as i8).into(),
        I64Extend16S => i64::from(a as i16).into(),
        I64Extend32S => i64::from(a as i32).into(),
        I32WrapI64 => (a as i32).into(),
        F64ReinterpretI64 => Const::F64(u),
        F32ConvertI64S => Const::F32((a as f32).to_bits()),
        F32ConvertI64U => Const::F32((u as f32).to_bits()),
        F64ConvertI64S => Const::F64((a as f64).to_bits()),
        F64ConvertI64U => Const::F64((u as f64).to_bits()),
        _ => return None,
    })
}

/// Truncation that traps outside the target's range. The bounds are the smallest and largest exact float strictly outside.
macro_rules! truncate {
    ($x:expr, $target:ty, $low:expr, $high:expr) => {{
        let x = f64::from($x);
        // A NaN compares false.
        if x > $low && x < $high { Some(x.trunc() as $target) } else { None }
    }};
}

const TWO_31: f64 = 2_147_483_648.0;
const TWO_32: f64 = 4_294_967_296.0;
const TWO_63: f64 = 9_223_372_036_854_775_808.0;
const TWO_64: f64 = 18_446_744_073_709_551_616.0;
/// The largest f64 below −2^63: −2^63 itself is in range, and −2^63 − 1 is no f64.
const BELOW_I64: f64 = -9_223_372_036_854_777_856.0;

fn unary_f32(op: Op, bits: u32) -> Option<Const> {
    use Op::*;
    let a = f32::from_bits(bits);
    match op {
        F32Abs => Some(Const::F32(bits & 0x7fff_ffff)),
        F32Neg => Some(Const::F32(bits ^ 0x8000_0000)),
        I32ReinterpretF32 => Some(bits.cast_signed().into()),
        F32Ceil => f32c(a.ceil()),
        F32Floor => f32c(a.floor()),
        F32Trunc => f32c(a.trunc()),
        F32Nearest => f32c(a.round_ties_even()),
        F32Sqrt => f32c(a.sqrt()),
        F64PromoteF32 => f64c(f64::from(a)),
        I32TruncF32S => truncate!(a, i32, -TWO_31 - 1.0, TWO_31).map(Const::I32),
        I32TruncF32U => truncate!(a, u32, -1.0, TWO_32).map(|v| v.cast_signed().into()),
        I64TruncF32S => truncate!(a, i64, BELOW_I64, TWO_63).map(Const::I64),
        I64TruncF32U => truncate!(a, u64, -1.0, TWO_64).map(|v| v.cast_signed().into()),
        // Rust's `as` saturates and takes NaN to 0, as wasm does.
        I32TruncSatF32S => Some((a as i32).into()),
        I32TruncSatF32U => Some((a as u32).cast_signed().into()),
        I64TruncSatF32S => Some((a as i64).into()),
        I64TruncSatF32U => Some((a as u64).cast_signed().into()),
        _ => None,
    }
}

fn unary_f64(op: Op, bits: u64) -> Option<Const> {
    use Op::*;
    let a = f64::from_bits(bits);
    match op {
        F64Abs => Some(Const::F64(bits & !(1 << 63))),
        F64Neg => Some(Const::F64(bits ^ (1 << 63))),
        I64ReinterpretF64 => Some(bits.cast_signed().into()),
        F64Ceil => f64c(a.ceil()),
        F64Floor => f64c(a.floor()),
        F64Trunc => f64c(a.trunc()),
        F64Nearest => f64c(a.round_ties_even()),
        F64Sqrt => f64c(a.sqrt()),
        F32DemoteF64 => f32c(a as f32),
        I32TruncF64S => truncate!(a, i32, -TWO_31 - 1.0, TWO_31).map(Const::I32),
        I32TruncF64U => truncate!(a, u32, -1.0, TWO_32).map(|v| v.cast_signed().into()),
        I64TruncF64S => truncate!(a, i64, BELOW_I64, TWO_63).map(Const::I64),
        I64TruncF64U => truncate!(a, u64, -1.0, TWO_64).map(|v| v.cast_signed().into()),
        I32TruncSatF64S => Some((a as i32).into()),
        I32TruncSatF64U => Some((a as u32).cast_signed().into()),
        I64TruncSatF64S => Some((a as i64).into()),
        I64TruncSatF64U => Some((a as u64).cast_signed().into()),
        _ => None,
    }
}

fn binary_i32(op: Op, a: i32, b: i32) -> Option<Const> {
    use Op::*;
    let (ua, ub) = (a.cast_unsigned(), b.cast_unsigned());
    // The wrapping shifts take the count modulo the width, as wasm does.
    Some(match op {
        I32Add => a.wrapping_add(b).into(),
        I32Sub => a.wrapping_sub(b).into(),
        I32Mul => a.wrapping_mul(b).into(),
        I32DivS => a.checked_div(b)?.into(),
        I32DivU => ua.checked_div(ub)?.cast_signed().into(),
        I32RemS if b != 0 => a.wrapping_rem(b).into(),
        I32RemU => ua.checked_rem(ub)?.cast_signed().into(),
        I32And => (a & b).into(),
        I32Or => (a | b).into(),
        I32Xor => (a ^ b).into(),
        I32Shl => a.wrapping_shl(ub).into(),
        I32ShrS => a.wrapping_shr(ub).into(),
        I32ShrU => ua.wrapping_shr(ub).cast_signed().into(),
        I32Rotl => a.rotate_left(ub & 31).into(),
        I32Rotr => a.rotate_right(ub & 31).into(),
        I32Eq => (a == b).into(),
        I32Ne => (a != b).into(),
        I32LtS => (a < b).into(),
        I32LtU => (ua < ub).into(),
        I32GtS => (a > b).into(),
        I32GtU => (ua > ub).into(),
        I32LeS => (a <= b).into(),
        I32LeU => (ua <= ub).into(),
        I32GeS => (a >= b).into(),
        I32GeU => (ua >= ub).into(),
        _ => return None,
    })
}

fn binary_i64(op: Op, a: i64, b: i64) -> Option<Const> {
    use Op::*;
    let (ua, ub) = (a.cast_unsigned(), b.cast_unsigned());
    let count = low(ub & 63);
    Some(match op {
        I64Add => a.wrapping_add(b).into(),
        I64Sub => a.wrapping_sub(b).into(),
        I64Mul => a.wrapping_mul(b).into(),
        I64DivS => a.checked_div(b)?.into(),
        I64DivU => ua.checked_div(ub)?.cast_signed().into(),
        I64RemS if b != 0 => a.wrapping_rem(b).into(),
        I64RemU => ua.checked_rem(ub)?.cast_signed().into(),
        I64And => (a & b).into(),
        I64Or => (a | b).into(),
        I64Xor => (a ^ b).into(),
        I64Shl => (a << count).into(),
        I64ShrS => (a >> count).into(),
        I64ShrU => (ua >> count).cast_signed().into(),
        I64Rotl => a.rotate_left(count).into(),
        I64Rotr => a.rotate_right(count).into(),
        I64Eq => (a == b).into(),
        I64Ne => (a != b).into(),
        I64LtS => (a < b).into(),
        I64LtU => (ua < ub).into(),
        I64GtS => (a > b).into(),
        I64GtU => (ua > ub).into(),
        I64LeS => (a <= b).into(),
        I64LeU => (ua <= ub).into(),
        I64GeS => (a >= b).into(),
        I64GeU => (ua >= ub).into(),
        _ => return None,
    })
}

fn binary_f32(op: Op, abits: u32, bbits: u32) -> Option<Const> {
    use Op::*;
    let (a, b) = (f32::from_bits(abits), f32::from_bits(bbits));
    let ordered = !a.is_nan() && !b.is_nan();
    match op {
        F32Add => f32c(a + b),
        F32Sub => f32c(a - b),
        F32Mul => f32c(a * b),
        F32Div => f32c(a / b),
        F32Min if ordered => f32c(f32_min(a, b)),
        F32Max if ordered => f32c(f32_max(a, b)),
        F32Copysign => Some(Const::F32((abits & 0x7fff_ffff) | (bbits & 0x8000_0000))),
        F32Eq => Some((a == b).into()),
        F32Ne => Some((a != b).into()),
        F32Lt => Some((a < b).into()),
        F32Gt => Some((a > b).into()),
        F32Le => Some((a <= b).into()),
        F32Ge => Some((a >= b).into()),
        _ => None,
    }
}

fn binary_f64(op: Op, abits: u64, bbits: u64) -> Option<Const> {
    use Op::*;
    let (a, b) = (f64::from_bits(abits), f64::from_bits(bbits));
    let ordered = !a.is_nan() && !b.is_nan();
    match op {
        F64Add => f64c(a + b),
        F64Sub => f64c(a - b),
        F64Mul => f64c(a * b),
        F64Div => f64c(a / b),
        F64Min if ordered => f64c(f64_min(a, b)),
        F64Max if ordered => f64c(f64_max(a, b)),
        F64Copysign => Some(Const::F64((abits & !(1 << 63)) | (bbits & (1 << 63)))),
        F64Eq => Some((a == b).into()),
        F64Ne => Some((a != b).into()),
        F64Lt => Some((a < b).into()),
        F64Gt => Some((a > b).into()),
        F64Le => Some((a <= b).into()),
        F64Ge => Some((a >= b).into()),
        _ => None,
    }
}

//! What each pure operator computes, as terms: this crate's reading of the WebAssembly specification, the root of every proof.
//!
//! Integers are exact. Floats are their bits: moves, `abs`, `neg`, `copysign` and reinterpretation are exact, arithmetic, comparison and
//! conversion are uninterpreted functions of the operator (nothing commutes: which NaN comes out is then of no concern). Vectors are 128 bits:
//! bitwise operators are exact, all others uninterpreted functions of operator and immediate.
//!
//! Invariants:
//! 1. A division or remainder is built only where the caller knows that it does not trap (or has matched the trap).
//! 2. Operators that this file does not name become uninterpreted, never wrong.

use crate::term::{Arena, Kind, Term, ones};
use loom_eq_lang::{Class, Imm, Op, ValType};
use smallvec::SmallVec;

/// The number of bits of a value. References are opaque 64-bit tokens.
pub fn width_of(ty: ValType) -> u8 {
    match ty {
        ValType::I32 | ValType::F32 => 32,
        ValType::V128 => 128,
        _ => 64,
    }
}

/// The integer operation behind an operator of either width.
enum Int {
    Bin(fn(&mut Arena, Term, Term) -> Term),
    Cmp(fn(&mut Arena, Term, Term) -> Term),
    Un(fn(&mut Arena, Term) -> Term),
}

fn integer(op: Op) -> Option<Int> {
    use Int::{Bin, Cmp, Un};
    use Op::*;
    Some(match op {
        I32Add | I64Add => Bin(Arena::add),
        I32Sub | I64Sub => Bin(Arena::sub),
        I32Mul | I64Mul => Bin(Arena::mul),
        I32DivS | I64DivS => Bin(Arena::sdiv),
        I32DivU | I64DivU => Bin(Arena::udiv),
        I32RemS | I64RemS => Bin(Arena::srem),
        I32RemU | I64RemU => Bin(Arena::urem),
        I32And | I64And | V128And => Bin(Arena::and),
        I32Or | I64Or | V128Or => Bin(Arena::or),
        I32Xor | I64Xor | V128Xor => Bin(Arena::xor),
        I32Shl | I64Shl => Bin(|t, a, b| t.shift(Kind::Shl, a, b)),
        I32ShrS | I64ShrS => Bin(|t, a, b| t.shift(Kind::Ashr, a, b)),
        I32ShrU | I64ShrU => Bin(|t, a, b| t.shift(Kind::Lshr, a, b)),
        I32Rotl | I64Rotl => Bin(|t, a, b| t.shift(Kind::Rotl, a, b)),
        I32Rotr | I64Rotr => Bin(Arena::rotr),
        I32Eq | I64Eq => Cmp(Arena::eq),
        I32Ne | I64Ne => Cmp(|t, a, b| {
            let same = t.eq(a, b);
            t.not(same)
        }),
        I32LtS | I64LtS => Cmp(Arena::slt),
        I32LtU | I64LtU => Cmp(Arena::ult),
        I32GtS | I64GtS => Cmp(|t, a, b| t.slt(b, a)),
        I32GtU | I64GtU => Cmp(|t, a, b| t.ult(b, a)),
        I32LeS | I64LeS => Cmp(|t, a, b| {
            let more = t.slt(b, a);
            t.not(more)
        }),
        I32LeU | I64LeU => Cmp(|t, a, b| {
            let more = t.ult(b, a);
            t.not(more)
        }),
        I32GeS | I64GeS => Cmp(|t, a, b| {
            let less = t.slt(a, b);
            t.not(less)
        }),
        I32GeU | I64GeU => Cmp(|t, a, b| {
            let less = t.ult(a, b);
            t.not(less)
        }),
        I32Eqz | I64Eqz => Un(|t, a| {
            let zero = t.int(0, t.width(a));
            let bit = t.eq(a, zero);
            t.zext(bit, 32)
        }),
        I32Clz | I64Clz => Un(|t, a| t.count(Kind::Clz, a)),
        I32Ctz | I64Ctz => Un(|t, a| t.count(Kind::Ctz, a)),
        I32Popcnt | I64Popcnt => Un(|t, a| t.count(Kind::Popcnt, a)),
        I32WrapI64 => Un(|t, a| t.extract(a, 0, 32)),
        I64ExtendI32S => Un(|t, a| t.sext(a, 64)),
        I64ExtendI32U => Un(|t, a| t.zext(a, 64)),
        I32Extend8S | I64Extend8S => Un(|t, a| t.sign_extend_low(a, 8)),
        I32Extend16S | I64Extend16S => Un(|t, a| t.sign_extend_low(a, 16)),
        I64Extend32S => Un(|t, a| t.sign_extend_low(a, 32)),
        I32ReinterpretF32 | F32ReinterpretI32 | I64ReinterpretF64 | F64ReinterpretI64 => Un(|_, a| a),
        F32Neg | F64Neg => Un(|t, a| {
            let w = t.width(a);
            let sign = t.int(1 << (w - 1), w);
            t.xor(a, sign)
        }),
        F32Abs | F64Abs => Un(|t, a| t.keep(a, |w| ones(w) >> 1)),
        F32Copysign | F64Copysign => Bin(|t, a, b| {
            let (size, sign) = (t.keep(a, |w| ones(w) >> 1), t.keep(b, |w| 1 << (w - 1)));
            t.or(size, sign)
        }),
        V128Not => Un(|t, a| {
            let all = t.int(u128::MAX, 128);
            t.xor(a, all)
        }),
        V128AndNot => Bin(|t, a, b| {
            let all = t.int(u128::MAX, 128);
            let not = t.xor(b, all);
            t.and(a, not)
        }),
        // Of the float comparisons only three are functions of their own; that `ne` is not `eq`, that `gt` is `lt` turned round and that `eq` is
        // symmetric holds for NaN too.
        F32Eq | F64Eq => Cmp(|t, a, b| t.float_compare("equal", a.min(b), a.max(b))),
        F32Ne | F64Ne => Cmp(|t, a, b| {
            let same = t.float_compare("equal", a.min(b), a.max(b));
            t.not(same)
        }),
        F32Lt | F64Lt => Cmp(|t, a, b| t.float_compare("less", a, b)),
        F32Gt | F64Gt => Cmp(|t, a, b| t.float_compare("less", b, a)),
        F32Le | F64Le => Cmp(|t, a, b| t.float_compare("less or equal", a, b)),
        F32Ge | F64Ge => Cmp(|t, a, b| t.float_compare("less or equal", b, a)),
        _ => return None,
    })
}

impl Arena {
    fn float_compare(&mut self, name: &str, a: Term, b: Term) -> Term {
        let name = format!("f{} {name}", self.width(a));
        self.opaque(&name, 1, &[a, b])
    }

    fn sign_extend_low(&mut self, a: Term, bits: u8) -> Term {
        let w = self.width(a);
        let low = self.extract(a, 0, bits);
        self.sext(low, w)
    }

    fn keep(&mut self, a: Term, mask: fn(u8) -> u128) -> Term {
        let w = self.width(a);
        let mask = self.int(mask(w), w);
        self.and(a, mask)
    }

    /// Whether a value is not zero, as a branch sees it.
    pub(crate) fn truth(&mut self, a: Term) -> Term {
        let zero = self.int(0, self.width(a));
        let no = self.eq(a, zero);
        self.not(no)
    }
}

/// The results of an operator that has no effect (or whose trap is taken care of). `widths` are those of its results.
pub(crate) fn pure(t: &mut Arena, op: Op, imm: &Imm, args: &[Term], widths: &[u8]) -> SmallVec<[Term; 2]> {
    let one = |term: Term| SmallVec::from_slice(&[term]);
    match (imm, op) {
        (Imm::I32(v), Op::I32Const) => return one(t.int(*v as u32 as u128, 32)),
        (Imm::I64(v), Op::I64Const) => return one(t.int(*v as u64 as u128, 64)),
        (Imm::F32(v), Op::F32Const) => return one(t.int(u128::from(*v), 32)),
        (Imm::F64(v), Op::F64Const) => return one(t.int(u128::from(*v), 64)),
        (Imm::Bytes16(v), Op::V128Const) => return one(t.int(u128::from_le_bytes(*v), 128)),
        _ => {}
    }
    match (integer(op), args) {
        (Some(Int::Bin(f)), &[a, b]) => return one(f(t, a, b)),
        (Some(Int::Cmp(f)), &[a, b]) => {
            let bit = f(t, a, b);
            return one(t.zext(bit, 32));
        }
        (Some(Int::Un(f)), &[a]) => return one(f(t, a)),
        _ => {}
    }
    if let (Op::V128Bitselect, &[a, b, c]) = (op, args) {
        let all = t.int(u128::MAX, 128);
        let not = t.xor(c, all);
        let (x, y) = (t.and(a, c), t.and(b, not));
        return one(t.or(x, y));
    }
    if let (&[a], &[w]) = (args, widths)
        && let Some(bits) = t.ground(a).and_then(|v| crate::convert::convert(op, v as u64))
    {
        return one(t.int(u128::from(bits), w));
    }
    let name = match imm {
        Imm::None => op.name().to_string(),
        imm => format!("{} {imm:?}", op.name()),
    };
    match *widths {
        [w] => one(t.opaque(&name, w, args)),
        _ => widths.iter().enumerate().map(|(i, &w)| t.opaque(&format!("{name}#{i}"), w, args)).collect(),
    }
}

/// A name for the trap of an operator on these arguments. The result would not do: `0 % x` is 0 for every `x`, and traps only for one. What traps
/// on a divisor 0 only has one name for one divisor.
pub(crate) fn trap_of(t: &mut Arena, op: Op, args: &[Term]) -> Term {
    use Op::*;
    match op {
        I32DivU | I64DivU | I32RemU | I64RemU | I32RemS | I64RemS => t.opaque("divides by zero", 1, &args[1..]),
        _ => t.opaque(&format!("traps: {}", op.name()), 1, args),
    }
}

/// Whether a trapping operator cannot trap on these arguments, by what is known of their bits.
pub(crate) fn cannot_trap(t: &Arena, op: Op, args: &[Term]) -> bool {
    use Op::*;
    if op.class() != Class::MayTrap {
        return true;
    }
    let Some(&divisor) = args.get(1) else { return false };
    let w = t.width(divisor);
    let nonzero = t.known(divisor).ones != 0 || t.constant(divisor).is_some_and(|c| c != 0);
    match op {
        I32DivU | I64DivU | I32RemU | I64RemU | I32RemS | I64RemS => nonzero,
        // -1 is excluded by one known zero bit of the divisor, or by a dividend that is not the minimum.
        I32DivS | I64DivS => {
            let k = t.known(args[0]);
            let sign = 1 << (w - 1);
            let not_minimum = k.zeros & sign != 0 || k.ones & !sign != 0;
            nonzero && (t.known(divisor).zeros != 0 || not_minimum)
        }
        _ => false,
    }
}

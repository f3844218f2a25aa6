//! Every operator's place: how it is compared with wasmtime, or why it is not.

use crate::numeric;
use loom_eq_lang::{Class, Op};
use loom_eq_verify::audit;

/// How an operator is covered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// Value and trap against wasmtime, all of the result known.
    Exact,
    /// Value and trap against wasmtime; of the result it is only claimed that it is a function of the operands.
    Uninterpreted,
    /// Address, bytes and extension against wasmtime.
    Access,
    /// What changes, and what does not, against wasmtime.
    Effect,
    /// Moves of values: proofs and runs of both sides.
    Move,
    /// No runs. The reason is [`reason`].
    Elsewhere,
}

/// Float arithmetic, conversions between floats and integers: functions of which nothing but the operands is known.
#[rustfmt::skip]
const ARITHMETIC: &[Op] = {
    use Op::*;
    &[
        F32Ceil, F32Floor, F32Trunc, F32Nearest, F32Sqrt, F32Add, F32Sub, F32Mul, F32Div, F32Min, F32Max,
        F64Ceil, F64Floor, F64Trunc, F64Nearest, F64Sqrt, F64Add, F64Sub, F64Mul, F64Div, F64Min, F64Max,
        I32TruncF32S, I32TruncF32U, I32TruncF64S, I32TruncF64U, I64TruncF32S, I64TruncF32U, I64TruncF64S, I64TruncF64U,
        I32TruncSatF32S, I32TruncSatF32U, I32TruncSatF64S, I32TruncSatF64U, I64TruncSatF32S, I64TruncSatF32U, I64TruncSatF64S, I64TruncSatF64U,
        F32ConvertI32S, F32ConvertI32U, F32ConvertI64S, F32ConvertI64U, F64ConvertI32S, F64ConvertI32U, F64ConvertI64S, F64ConvertI64U,
        F32DemoteF64, F64PromoteF32,
    ]
};

/// Of which is also known that `a > b` is `b < a`, that `ne` is not `eq`, and that `eq` is symmetric.
#[rustfmt::skip]
pub const COMPARISONS: &[Op] = {
    use Op::*;
    &[F32Eq, F32Ne, F32Lt, F32Gt, F32Le, F32Ge, F64Eq, F64Ne, F64Lt, F64Gt, F64Le, F64Ge]
};

/// How an operator is covered; `None` if it is not.
pub fn place(op: Op) -> Option<Place> {
    use Op::*;
    Some(match op.class() {
        Class::Pure | Class::MayTrap | Class::Stack if !numeric::cases(op).is_empty() => {
            if ARITHMETIC.contains(&op) || COMPARISONS.contains(&op) {
                Place::Uninterpreted
            } else if is_vector(op) && !VECTOR_EXACT.contains(&op) {
                Place::Elsewhere
            } else {
                Place::Exact
            }
        }
        Class::Load | Class::Store if audit::load_shape(op).is_some() || audit::stored_bits(op).is_some() => Place::Access,
        Class::GlobalSet | Class::MemoryGrow | Class::MemoryBulk | Class::GlobalGet | Class::MemorySize => Place::Effect,
        Class::Local => Place::Move,
        _ if matches!(op, Nop | Drop) => Place::Move,
        _ => {
            reason(op)?;
            Place::Elsewhere
        }
    })
}

pub fn is_vector(op: Op) -> bool {
    op.info().prefix == 0xfd
}

const VECTOR_EXACT: [Op; 7] = [Op::V128And, Op::V128Or, Op::V128Xor, Op::V128Not, Op::V128AndNot, Op::V128Bitselect, Op::V128Const];

pub const FUNCTION: &str = "a function of immediates and operands of which nothing else is known";

/// Why an operator has no runs of its own here.
pub fn reason(op: Op) -> Option<&'static str> {
    use Op::*;
    Some(match op {
        Unreachable | Block | Loop | If | Else | End | Br | BrIf | BrTable | Return => "control: no value of its own; tests/pairs.rs, tests/mutants/",
        Call | CallIndirect | ReturnCall | ReturnCallIndirect => "event: callee, operands and state must be equal, the outcome is free",
        TableInit | ElemDrop | TableCopy | TableFill | TableGet | TableSet | TableGrow | TableSize => {
            "event: operands and state must be equal, the outcome is free"
        }
        RefNull | RefIsNull | RefFunc | I64Add128 | I64Sub128 | I64MulWideS | I64MulWideU => FUNCTION,
        _ => match op.class() {
            Class::Pure if is_vector(op) => FUNCTION,
            Class::Load | Class::Store if is_vector(op) => "event: address and operands must be equal; the value is an unknown function of them",
            Class::Nondet => "event: engines may choose the result",
            Class::Opaque => "unsupported: a function that has it is not judged",
            _ => return None,
        },
    })
}

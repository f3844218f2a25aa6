//! Which operators are events that both sides must have in common, and what each of them observes.

use loom_eq_lang::{Class, Imm, MemArg, Op};

/// Whether the operator changes memory, globals or tables, or may do anything (a call).
pub(crate) fn changes_state(op: Op) -> bool {
    matches!(op.class(), Class::Store | Class::GlobalSet | Class::MemoryGrow | Class::MemoryBulk | Class::TableWrite | Class::Call | Class::TailCall)
}

/// The memory immediate.
pub(crate) fn memarg(imm: &Imm) -> Option<MemArg> {
    match imm {
        Imm::Mem(m) | Imm::MemLane(m, _) => Some(*m),
        _ => None,
    }
}

/// The immediates that must be the same on both sides, apart from alignment and offset of a memory access.
pub(crate) fn same_immediates(a: &Imm, b: &Imm) -> bool {
    match (a, b) {
        (Imm::Mem(a), Imm::Mem(b)) => a.memory == b.memory,
        (Imm::MemLane(a, i), Imm::MemLane(b, j)) => a.memory == b.memory && i == j,
        _ => a == b,
    }
}

/// A load of one number.
pub(crate) struct ScalarLoad {
    pub bytes: u8,
    /// How it is extended to the width of the result.
    pub signed: bool,
}

/// What a scalar load reads; `None` for vectors and everything else.
pub(crate) fn scalar_load(op: Op) -> Option<ScalarLoad> {
    let (bytes, signed) = match op {
        Op::I32Load8U | Op::I64Load8U => (1, false),
        Op::I32Load8S | Op::I64Load8S => (1, true),
        Op::I32Load16U | Op::I64Load16U => (2, false),
        Op::I32Load16S | Op::I64Load16S => (2, true),
        Op::I64Load32S => (4, true),
        Op::I32Load | Op::F32Load | Op::I64Load32U => (4, false),
        Op::I64Load | Op::F64Load => (8, false),
        _ => return None,
    };
    Some(ScalarLoad { bytes, signed })
}

/// How many low bits of the stored number reach the memory; `None` for what is no scalar store.
pub(crate) fn stored_bits(op: Op) -> Option<u8> {
    match op {
        Op::I32Store8 | Op::I64Store8 => Some(8),
        Op::I32Store16 | Op::I64Store16 => Some(16),
        Op::I32Store | Op::F32Store | Op::I64Store32 => Some(32),
        Op::I64Store | Op::F64Store => Some(64),
        _ => None,
    }
}

/// Whether the operators do the same to the world: scalar accesses of one width do, apart from what a load makes of the bits.
pub(crate) fn same_site(a: Op, b: Op) -> bool {
    let load = |op| scalar_load(op).map(|l| l.bytes);
    a == b || load(a).is_some() && load(a) == load(b) || stored_bits(a).is_some() && stored_bits(a) == stored_bits(b)
}

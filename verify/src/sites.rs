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

/// How many low bits of the stored value reach the memory; `None` for all.
pub(crate) fn stored_bits(op: Op) -> Option<u8> {
    match op {
        Op::I32Store8 | Op::I64Store8 => Some(8),
        Op::I32Store16 | Op::I64Store16 => Some(16),
        Op::I64Store32 => Some(32),
        _ => None,
    }
}

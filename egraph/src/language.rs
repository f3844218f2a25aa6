//! The value sort **V** of the e-graph: what a function computes, without where or when.
//!
//! Operators are total, deterministic and free of effects; whatever happens at a place (a load, a call, a division that may trap) is a *site*,
//! and only its result is a value, the leaf [`Head::Res`].
//!
//! Invariants:
//! 1. A leaf stands for one run-time value per execution of its site or region entry, so equal e-classes are equal values wherever both
//!    are defined.
//! 2. `Head::Op` holds operators of class `Pure`, `select`, and divisions by a class whose constant they cannot trap on.

use egg::{Id, Language};
use loom_eq_lang::{Const, Imm, NodeId, Op, Region, ValType};
use smallvec::SmallVec;

/// The operator of a value e-node.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Head {
    /// A pure operator (constants are `i32.const` … with their value as the immediate) or `select`.
    Op(Op, Imm),
    /// The value of a local at the entry of a region: of the function (its parameters) or of a loop (what its edges bring).
    Param(Region, u32, ValType),
    /// A global that has this value at all times.
    Global(u32, Const),
    /// The `i`-th result of the site that is this node of the body.
    Res(NodeId, u32, ValType),
    /// At the join behind or (for loops) in front of a region: one child per incoming edge, in the order in which the flow meets them.
    Phi(Region),
}

/// A value e-node.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct V {
    /// What it computes.
    pub head: Head,
    /// From what.
    pub args: SmallVec<[Id; 3]>,
}

impl V {
    /// An operator with immediates on classes.
    pub fn op(op: Op, imm: Imm, args: &[Id]) -> V {
        V { head: Head::Op(op, imm), args: SmallVec::from_slice(args) }
    }

    /// A leaf.
    pub fn leaf(head: Head) -> V {
        V { head, args: SmallVec::new() }
    }

    /// `i32.const`.
    pub fn i32(value: i32) -> V {
        V::op(Op::I32Const, Imm::I32(value), &[])
    }

    /// `i64.const`.
    pub fn i64(value: i64) -> V {
        V::op(Op::I64Const, Imm::I64(value), &[])
    }
}

/// What egg indexes classes by: the operator without its immediates, or the kind of leaf.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// An operator.
    Op(Op),
    /// A parameter, result or phi.
    Other,
}

impl Language for V {
    type Discriminant = Kind;

    fn discriminant(&self) -> Kind {
        match &self.head {
            Head::Op(op, _) => Kind::Op(*op),
            _ => Kind::Other,
        }
    }

    fn matches(&self, other: &V) -> bool {
        self.head == other.head && self.args.len() == other.args.len()
    }

    fn children(&self) -> &[Id] {
        &self.args
    }

    fn children_mut(&mut self) -> &mut [Id] {
        &mut self.args
    }
}

impl std::fmt::Display for V {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.head {
            Head::Op(op, Imm::I32(v)) => write!(f, "{} {v}", op.name()),
            Head::Op(op, Imm::I64(v)) => write!(f, "{} {v}", op.name()),
            Head::Op(op, Imm::F32(v)) => write!(f, "{} {v:#x}", op.name()),
            Head::Op(op, Imm::F64(v)) => write!(f, "{} {v:#x}", op.name()),
            Head::Op(op, Imm::None) => f.write_str(op.name()),
            Head::Op(op, imm) => write!(f, "{} {imm:?}", op.name()),
            Head::Param(r, i, _) => write!(f, "param{}.{i}", r.0),
            Head::Global(g, _) => write!(f, "global{g}"),
            Head::Res(n, i, _) => write!(f, "site{}.{i}", n.0),
            Head::Phi(r) => write!(f, "phi{}", r.0),
        }
    }
}

//! What the search makes small: cost models behind one trait.
//!
//! | model | a body costs | |
//! |---|---|---|
//! | [`Size`] | the bytes that the encoder writes | exact |
//! | [`Table`] | a weight for each instruction, more in loops, and for each byte | `instructions`, `cycles`, a user's file |
//! | [`Transfer`] | the bits that it takes in a compressed module | an estimate |
//!
//! A model answers two questions. [`CostModel::instruction`] prices one instruction wherever it stands, and is what the choice between codes of one
//! class adds up. [`CostModel::body`] prices a whole body, and decides whether an edit is kept: it may know more (loops, neighbours). Costs of
//! different models cannot be compared with each other.

mod noisy;
mod table;
mod transfer;

pub(crate) use noisy::Noisy;
pub use table::{BadTable, Table};
pub use transfer::{Counts, Transfer};

use loom_eq_egraph::{Head, V};
use loom_eq_lang::{self as lang, Body, Imm, LocalIx, NodeId, Op};
use std::fmt::Debug;

/// What code costs, in units of the model.
pub trait CostModel: Debug + Send + Sync {
    /// One instruction, with its immediates. At least 1, so that longer and longer code for a class comes to an end; at most [`DEAREST`].
    fn instruction(&self, op: Op, imm: &Imm) -> u32;

    /// A whole body.
    fn body(&self, body: &Body) -> u64;

    /// The first local of its type, beside its accesses.
    fn declaration(&self) -> u32;

    /// What a cost is divided by for a reader: the result is bytes, cycles, or what the model's author had in mind.
    fn unit(&self) -> f64 {
        1.0
    }
}

/// The most that an instruction may cost.
pub const DEAREST: u32 = 1 << 24;

/// Prices that follow from those of single instructions.
impl dyn CostModel + '_ {
    /// A `local.get`, `local.set` or `local.tee` of this local.
    pub(crate) fn access(&self, l: LocalIx) -> u32 {
        self.instruction(Op::LocalGet, &Imm::Index(l.0))
    }

    /// A `drop`.
    pub(crate) fn dropped(&self) -> u32 {
        self.instruction(Op::Drop, &Imm::None)
    }

    /// An e-node's own instruction; `None` for what is no instruction (leaves and phi).
    pub(crate) fn e_node(&self, node: &V) -> Option<u32> {
        match &node.head {
            Head::Op(op, imm) => Some(self.instruction(*op, imm)),
            Head::Global(g, _) => Some(self.instruction(Op::GlobalGet, &Imm::Index(*g))),
            _ => None,
        }
    }

    /// A node's own instructions, see [`Body::node_cost`].
    pub(crate) fn node(&self, body: &Body, n: NodeId) -> u32 {
        body.node_cost(n, &|op, imm| self.instruction(op, imm))
    }

    /// A tree: the node, its operands and all below.
    pub(crate) fn tree(&self, body: &Body, root: NodeId) -> u32 {
        body.tree_cost(root, &|op, imm| self.instruction(op, imm))
    }
}

/// The bytes of the encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Size;

impl CostModel for Size {
    fn instruction(&self, op: Op, imm: &Imm) -> u32 {
        lang::instr::size(op, imm)
    }

    fn body(&self, body: &Body) -> u64 {
        body.emit().bytes.len() as u64
    }

    /// A run of declarations is its length and a type.
    fn declaration(&self) -> u32 {
        2
    }
}

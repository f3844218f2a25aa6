//! The structured body of a function: the wasm nesting stays, operands are trees, values that wait on the stack stay where they are.
//!
//! ```text
//!   local.get 0        ─┐ item 0 (waits on the stack: `call` stands between it and `i32.add`)
//!   call $f             │ item 1
//!   local.get 1         │
//!   i32.const 4         │
//!   i32.mul             │
//!   i32.add            ─┘ item 2: i32.add, 1 stacked operand, args [i32.mul [local.get 1, i32.const 4]]
//! ```
//!
//! Execution order is emission order: a node's argument trees in order, then the node. So whoever interprets a body runs a stack machine over
//! [`Body::events`] and need not care which operands are trees; whoever edits it replaces subtrees.
//!
//! Invariants (tests `invariants_of_bodies_hold` for 1 to 5, `identity_gate_of_the_suite` for 6):
//! 1. A node occurs once: as an item of one region or as an argument of one node.
//! 2. A node that is an argument has exactly one result.
//! 3. `stacked + args.len()` is the number of operands; the stacked ones are the deepest and come from earlier items (or region parameters).
//! 4. Unreachable code is not here: behind an item that never falls through, a region has nothing but (where types demand it) `unreachable`.
//! 5. Labels are regions, not depths: a branch names the region of the block, loop, function, or the *then* arm of the `if` that it leaves.
//! 6. Emitting a parsed body gives at most the canonical encoding's size, and parsing that again gives the same body.

mod emit;
mod events;
mod locals;
mod parse;

pub use emit::Emitted;
pub use events::{Event, Events};

use crate::ids::{LocalIx, NodeId, Region};
use crate::instr::{self, Imm};
use crate::module::FuncType;
use crate::op::Op;
use smallvec::SmallVec;
use std::fmt;
use wasmparser::ValType;

/// One operator with its operands.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// The operator. Never `else` or `end`; `nop` does not occur.
    pub op: Op,
    /// Its immediates; labels are [`Region`] numbers (invariant 5).
    pub imm: Imm,
    /// How many operands, the deepest, are already on the stack.
    pub stacked: u32,
    /// The other operands, in order.
    pub args: SmallVec<[NodeId; 3]>,
    /// The inside of a `block` or `loop`, the arms of an `if` (the second may be missing).
    pub regions: SmallVec<[Region; 2]>,
    /// What it leaves on the stack.
    pub results: SmallVec<[ValType; 1]>,
    /// The branch hint of the module's `metadata.code.branch_hint` section.
    pub hint: Option<u8>,
}

/// What a region is the inside of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum RegionKind {
    Function,
    Block,
    Loop,
    Then,
    Else,
}

/// A sequence of items with a label.
#[derive(Clone, PartialEq, Debug)]
pub struct RegionData {
    /// What it is the inside of.
    pub kind: RegionKind,
    /// On the stack at its start. For the function: nothing, its parameters are locals.
    pub params: Box<[ValType]>,
    /// On the stack at its end.
    pub results: Box<[ValType]>,
    /// In order.
    pub items: Vec<NodeId>,
    /// Whether its end is reached from its last item.
    pub falls: bool,
    /// Its number among the labels of the original body (function excluded), for the name section.
    pub source_label: Option<u32>,
}

/// A function body, see the module's documentation.
#[derive(Clone, PartialEq, Debug)]
pub struct Body {
    /// Its signature.
    pub ty: FuncType,
    /// The types of all locals, parameters first.
    pub locals: Vec<ValType>,
    /// For each local, its index in the body that was parsed; `None` for a new one.
    pub source_locals: Vec<Option<LocalIx>>,
    /// All nodes, also those that edits have made unreachable.
    pub nodes: Vec<Node>,
    /// All regions; the first is the function's.
    pub regions: Vec<RegionData>,
}

/// Why a function is kept as it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Opaque {
    /// The cause in words, the same for all functions with the same cause.
    pub reason: String,
}

impl Opaque {
    pub(crate) fn new(reason: impl Into<String>) -> Opaque {
        Opaque { reason: reason.into() }
    }
}

impl fmt::Display for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl Body {
    /// The function's own region.
    pub const ROOT: Region = Region(0);

    /// The node.
    #[inline]
    pub fn node(&self, n: NodeId) -> &Node {
        &self.nodes[n.ix()]
    }

    /// The node, to be changed.
    #[inline]
    pub fn node_mut(&mut self, n: NodeId) -> &mut Node {
        &mut self.nodes[n.ix()]
    }

    /// The region.
    #[inline]
    pub fn region(&self, r: Region) -> &RegionData {
        &self.regions[r.ix()]
    }

    /// Adds a node that nothing refers to yet.
    pub fn add(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        NodeId::new(self.nodes.len() - 1)
    }

    /// Adds a node with argument trees and one result, the usual case of new code.
    pub fn add_tree(&mut self, op: Op, imm: Imm, args: &[NodeId], result: ValType) -> NodeId {
        self.add(Node { op, imm, stacked: 0, args: args.into(), regions: SmallVec::new(), results: SmallVec::from_slice(&[result]), hint: None })
    }

    /// Adds a local of type `ty` that no code uses yet.
    pub fn add_local(&mut self, ty: ValType) -> LocalIx {
        self.locals.push(ty);
        self.source_locals.push(None);
        LocalIx::new(self.locals.len() - 1)
    }

    /// The local that a `local.get`, `local.set` or `local.tee` names.
    pub fn local_of(&self, n: NodeId) -> Option<LocalIx> {
        match (self.node(n).op, &self.node(n).imm) {
            (Op::LocalGet | Op::LocalSet | Op::LocalTee, Imm::Index(l)) => Some(LocalIx(*l)),
            _ => None,
        }
    }

    /// The regions that a branch names, the default of a `br_table` last; empty for other operators.
    pub fn targets(&self, n: NodeId) -> SmallVec<[Region; 2]> {
        match (self.node(n).op, &self.node(n).imm) {
            (Op::Br | Op::BrIf, Imm::Index(r)) => SmallVec::from_slice(&[Region(*r)]),
            (Op::BrTable, Imm::Targets(t)) => t.iter().map(|&r| Region(r)).collect(),
            _ => SmallVec::new(),
        }
    }

    /// The types that a branch to `r` carries: a loop's parameters, else the results.
    pub fn label_types(&self, r: Region) -> &[ValType] {
        let region = self.region(r);
        if region.kind == RegionKind::Loop { &region.params } else { &region.results }
    }

    /// The encoded size of one node without its arguments and regions, see [`node_cost`](Body::node_cost) (and
    /// [`emit`](Body::emit) for the exact size of a whole body).
    pub fn node_size(&self, n: NodeId) -> u32 {
        self.node_cost(n, &instr::size)
    }

    /// What one node costs without its arguments and regions, by the price of an instruction. Branch depths are taken to be 0; `end` and
    /// `else` are counted with their block.
    pub fn node_cost(&self, n: NodeId, price: &dyn Fn(Op, &Imm) -> u32) -> u32 {
        let node = self.node(n);
        let plain = |op| price(op, &Imm::None);
        match (node.op, &node.imm) {
            (Op::Br | Op::BrIf, _) => price(node.op, &Imm::Index(0)),
            (Op::BrTable, Imm::Targets(t)) => price(node.op, &Imm::Targets(vec![0; t.len()].into())),
            (Op::Block | Op::Loop, imm) => price(node.op, imm) + plain(Op::End),
            (Op::If, imm) => price(node.op, imm) + plain(Op::End) + if node.regions.len() > 1 { plain(Op::Else) } else { 0 },
            (op, imm) => price(op, imm),
        }
    }

    /// The encoded size of a tree: the node, its arguments and all below.
    pub fn tree_size(&self, root: NodeId) -> u32 {
        self.tree_cost(root, &instr::size)
    }

    /// What a tree costs, by the price of an instruction.
    pub fn tree_cost(&self, root: NodeId, price: &dyn Fn(Op, &Imm) -> u32) -> u32 {
        let mut cost = 0u32;
        let mut stack = vec![root];
        while let Some(n) = stack.pop() {
            cost = cost.saturating_add(self.node_cost(n, price));
            stack.extend_from_slice(&self.node(n).args);
            stack.extend(self.node(n).regions.iter().flat_map(|r| &self.region(*r).items));
        }
        cost
    }

    /// How many values that waited on the stack a tree takes.
    pub fn taken(&self, root: NodeId) -> usize {
        let mut taken = 0;
        let mut n = root;
        loop {
            let node = self.node(n);
            taken += node.stacked as usize;
            match node.args.first() {
                Some(&first) => n = first,
                None => return taken,
            }
        }
    }
}

//! The control-flow graph of a body: basic blocks of statements over locals.
//!
//! Nothing waits on a stack between statements: what would is in a local of its own. Statements are trees of the body that the graph was made of, and its
//! regions are no longer used. Evaluation order is the order of statements, and within one the emission order of its tree.

use loom_eq_lang::{Body, Const, Event, Imm, LocalIx, Node, NodeId, Op, ValType};
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};

/// The number of a basic block.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BlockId(pub u32);

impl BlockId {
    pub fn ix(self) -> usize {
        self.0 as usize
    }

    pub fn new(i: usize) -> BlockId {
        BlockId(u32::try_from(i).expect("fewer than 2^32 blocks"))
    }
}

/// Statements, and where they lead.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    pub items: Vec<NodeId>,
    pub end: End,
}

/// How a block ends.
#[derive(Clone, PartialEq, Debug)]
pub enum End {
    Jump(BlockId),
    /// To the first one if the condition is not 0. With the branch hint of that.
    Branch(NodeId, BlockId, BlockId, Option<u8>),
    /// By the index; the default last.
    Switch(NodeId, Vec<BlockId>),
    /// With these values, computed in order.
    Return(Vec<NodeId>),
    /// The last statement never falls through.
    Stop,
}

impl End {
    /// Where it leads, each place as often as it is named.
    pub fn targets(&self) -> SmallVec<[BlockId; 2]> {
        match self {
            End::Jump(t) => SmallVec::from_slice(&[*t]),
            End::Branch(_, t, f, _) => SmallVec::from_slice(&[*t, *f]),
            End::Switch(_, targets) => targets.iter().copied().collect(),
            End::Return(_) | End::Stop => SmallVec::new(),
        }
    }

    /// The places to which it leads, to be changed.
    pub fn targets_mut(&mut self) -> Vec<&mut BlockId> {
        match self {
            End::Jump(t) => vec![t],
            End::Branch(_, t, f, _) => vec![t, f],
            End::Switch(_, targets) => targets.iter_mut().collect(),
            End::Return(_) | End::Stop => Vec::new(),
        }
    }

    /// The trees that it evaluates.
    pub fn trees(&self) -> SmallVec<[NodeId; 2]> {
        match self {
            End::Branch(n, ..) | End::Switch(n, _) => SmallVec::from_slice(&[*n]),
            End::Return(values) => values.iter().copied().collect(),
            End::Jump(_) | End::Stop => SmallVec::new(),
        }
    }
}

/// See the module's documentation.
#[derive(Clone, Debug)]
pub struct Cfg {
    /// The statements' trees, the locals and the signature.
    pub body: Body,
    /// The first is the entry; those that nothing reaches are empty.
    pub blocks: Vec<Block>,
    /// Locals with a single definition that all uses see, see `webs.rs`. Stale once code was copied.
    pub fixed: BTreeSet<LocalIx>,
    /// The values of those whose definition is a value without effects.
    pub single: BTreeMap<LocalIx, NodeId>,
    /// Locals whose zero at the start somebody reads.
    pub zeroed: Vec<LocalIx>,
    /// Per parameter, whether something writes it.
    pub written: Vec<bool>,
}

impl Cfg {
    pub const ENTRY: BlockId = BlockId(0);

    pub fn block(&self, b: BlockId) -> &Block {
        &self.blocks[b.ix()]
    }

    pub fn block_mut(&mut self, b: BlockId) -> &mut Block {
        &mut self.blocks[b.ix()]
    }

    pub fn add_block(&mut self, items: Vec<NodeId>, end: End) -> BlockId {
        self.blocks.push(Block { items, end });
        BlockId::new(self.blocks.len() - 1)
    }

    /// The blocks that can be reached, each before those it leads to unless they lead back.
    pub fn reverse_postorder(&self) -> Vec<BlockId> {
        let mut seen = vec![false; self.blocks.len()];
        let mut order = Vec::new();
        let mut stack = vec![(Cfg::ENTRY, 0)];
        seen[0] = true;
        while let Some((b, next)) = stack.pop() {
            // The last target first, so that the first one comes next in the order.
            let targets = self.block(b).end.targets();
            match targets.len().checked_sub(next + 1).map(|i| targets[i]) {
                Some(t) => {
                    stack.push((b, next + 1));
                    if !std::mem::replace(&mut seen[t.ix()], true) {
                        stack.push((t, 0));
                    }
                }
                None => order.push(b),
            }
        }
        order.reverse();
        order
    }

    /// For each block how many edges lead to it from blocks that are reached; the entry has one more.
    pub fn edges_in(&self) -> Vec<usize> {
        let mut count = vec![0; self.blocks.len()];
        count[0] = 1;
        for b in self.reverse_postorder() {
            for t in self.block(b).end.targets() {
                count[t.ix()] += 1;
            }
        }
        count
    }

    /// All trees of a block: its statements, then what its end evaluates.
    pub fn trees(&self, b: BlockId) -> impl Iterator<Item = NodeId> {
        let block = self.block(b);
        block.items.iter().copied().chain(block.end.trees())
    }

    /// The nodes of a tree, operands before what uses them.
    pub fn nodes(&self, root: NodeId) -> impl Iterator<Item = NodeId> {
        self.body.tree_events(root).filter_map(|e| if let Event::Op(n) = e { Some(n) } else { None })
    }

    /// The nodes of a block in the order of evaluation.
    pub fn block_nodes(&self, b: BlockId) -> impl Iterator<Item = NodeId> {
        self.trees(b).flat_map(|t| self.nodes(t))
    }

    /// A tree of fresh nodes like this one.
    pub fn copy(&mut self, root: NodeId) -> NodeId {
        let mut node = self.body.node(root).clone();
        node.args = node.args.iter().map(|a| self.copy(*a)).collect();
        self.body.add(node)
    }

    /// A block like this one, of fresh nodes.
    pub fn copy_block(&mut self, b: BlockId) -> Block {
        let Block { items, end } = self.block(b).clone();
        let items = items.into_iter().map(|n| self.copy(n)).collect();
        self.forget();
        let end = match end {
            End::Branch(c, t, f, hint) => End::Branch(self.copy(c), t, f, hint),
            End::Switch(i, targets) => End::Switch(self.copy(i), targets),
            End::Return(values) => End::Return(values.into_iter().map(|v| self.copy(v)).collect()),
            end => end,
        };
        Block { items, end }
    }

    /// Whether a local is a parameter that nothing writes.
    pub fn unwritten(&self, local: LocalIx) -> bool {
        self.written.get(local.ix()).is_some_and(|w| !w)
    }

    /// Code was copied, so that locals may have more than one definition.
    pub fn forget(&mut self) {
        self.fixed.clear();
        self.single.clear();
    }

    /// Whether a local has one value wherever it is read.
    pub fn is_fixed(&self, local: LocalIx) -> bool {
        self.fixed.contains(&local) || self.unwritten(local)
    }

    pub fn get(&mut self, local: LocalIx) -> NodeId {
        let ty = self.body.locals[local.ix()];
        self.body.add_tree(Op::LocalGet, Imm::Index(local.0), &[], ty)
    }

    /// The statement `local.set`.
    pub fn set(&mut self, local: LocalIx, value: NodeId) -> NodeId {
        self.statement(Op::LocalSet, Imm::Index(local.0), &[value])
    }

    /// A node without results.
    pub fn statement(&mut self, op: Op, imm: Imm, args: &[NodeId]) -> NodeId {
        self.body.add(Node { op, imm, stacked: 0, args: args.into(), regions: SmallVec::new(), results: SmallVec::new(), hint: None })
    }

    pub fn constant(&mut self, c: Const) -> NodeId {
        self.body.add_tree(c.op(), c.imm(), &[], c.ty())
    }

    /// The constant that a node is.
    pub fn literal(&self, n: NodeId) -> Option<Const> {
        let node = self.body.node(n);
        Const::of(node.op, &node.imm)
    }

    /// Whether evaluating a tree has no effect and depends on nothing but locals; it may write some by `local.tee`.
    pub fn is_pure(&self, root: NodeId) -> bool {
        self.nodes(root).all(|n| {
            let op = self.body.node(n).op;
            op.is_pure() || matches!(op, Op::Select | Op::TypedSelect | Op::LocalGet | Op::LocalTee | Op::LocalSet | Op::Drop)
        })
    }

    /// Whether a tree is pure and writes no local.
    pub fn is_value(&self, root: NodeId) -> bool {
        self.is_pure(root) && self.nodes(root).all(|n| !matches!(self.body.node(n).op, Op::LocalTee | Op::LocalSet | Op::Drop))
    }

    /// The type of the one value that a node gives.
    pub fn ty(&self, n: NodeId) -> ValType {
        self.body.node(n).results[0]
    }

    /// Bytes of a block's code.
    pub fn size(&self, b: BlockId) -> u32 {
        self.trees(b).map(|t| self.body.tree_size(t)).sum()
    }
}

//! A control-flow graph as a structured body, from its dominator tree.
//!
//! After N. Ramsey, "Beyond Relooper: recursive translation of unstructured control flow to structured control flow" (ICFP 2022): the code of a block is followed by
//! the code of the blocks that it immediately dominates. Of those, a block that several edges lead to is placed behind a `block` that ends where it starts, in reverse
//! postorder; every other one stands where its only edge leaves. A block that an edge leads back to is the start of a `loop`; what its only exit leads to stands behind it.

use super::cfg::{BlockId, Cfg, End};
use super::dominators::Dominators;
use loom_eq_lang::{Body, FuncIx, Imm, Module, Node, NodeId, Op, Region, RegionData, RegionKind};
use smallvec::SmallVec;
use std::collections::HashMap;

/// Dominator trees that are deeper are left alone.
const DEPTH: usize = 300;

/// The structured body of a graph, as function `f` of a module; `None` if an edge leads into the middle of a loop (the graph is irreducible), or it is too deep.
pub fn structure(cfg: &Cfg, module: &Module, f: FuncIx) -> Option<Body> {
    let dominators = Dominators::of(cfg)?;
    let mut body = cfg.body.clone();
    let root = RegionData { items: Vec::new(), falls: false, ..body.regions[0].clone() };
    body.regions = vec![root];
    let mut structure = Structure { cfg, dominators, body, labels: HashMap::new() };
    let mut items = structure.tree(Cfg::ENTRY, 0)?;
    // All ways end before, but the types of what stands last may not say so.
    items.push(structure.node(Op::Unreachable, Imm::None, &[], &[]));
    structure.body.regions[0].items = items;
    let rough = structure.body;
    // Read again, what cannot be reached goes.
    let mut read = Body::parse_bytes(module, f, &rough.emit().bytes, &HashMap::new()).ok()?;
    read.source_locals = rough.source_locals;
    read.regions.iter_mut().for_each(|r| r.source_label = None);
    read.compact_locals();
    Some(read)
}

struct Structure<'a> {
    cfg: &'a Cfg,
    dominators: Dominators,
    body: Body,
    /// Per block, the region whose label leads to it, while that is open.
    labels: HashMap<BlockId, Region>,
}

impl Structure<'_> {
    fn node(&mut self, op: Op, imm: Imm, args: &[NodeId], regions: &[Region]) -> NodeId {
        let node = Node { op, imm, stacked: 0, args: args.into(), regions: regions.into(), results: SmallVec::new(), hint: None };
        self.body.add(node)
    }

    fn region(&mut self, kind: RegionKind) -> Region {
        let (params, results) = (Box::new([]), Box::new([]));
        self.body.regions.push(RegionData { kind, params, results, items: Vec::new(), falls: true, source_label: None });
        Region::new(self.body.regions.len() - 1)
    }

    /// A block, loop or `if` around items.
    fn around(&mut self, op: Op, args: &[NodeId], regions: &[Region], items: Vec<Vec<NodeId>>) -> NodeId {
        for (r, items) in regions.iter().zip(items) {
            self.body.regions[r.ix()].items = items;
        }
        self.node(op, Imm::Block(loom_eq_lang::BlockType::Empty), args, regions)
    }

    /// The code of a block and all that it dominates.
    fn tree(&mut self, b: BlockId, depth: usize) -> Option<Vec<NodeId>> {
        if depth > DEPTH {
            return None;
        }
        let joins = self.dominators.joins(b).to_vec();
        if !self.dominators.is_header(b) {
            return self.within(b, &joins, depth);
        }
        let exit = self.dominators.only_exit(self.cfg, b).filter(|e| !self.labels.contains_key(e) && !self.dominators.is_join(*e));
        let outside = exit.map(|e| {
            let outside = self.region(RegionKind::Block);
            self.labels.insert(e, outside);
            outside
        });
        let inside = self.region(RegionKind::Loop);
        let before = self.labels.insert(b, inside);
        let items = self.within(b, &joins, depth)?;
        restore(&mut self.labels, b, before);
        let looped = vec![self.around(Op::Loop, &[], &[inside], vec![items])];
        let (Some(exit), Some(outside)) = (exit, outside) else { return Some(looped) };
        self.labels.remove(&exit);
        let mut out = vec![self.around(Op::Block, &[], &[outside], vec![looped])];
        out.extend(self.tree(exit, depth + 1)?);
        Some(out)
    }

    /// The code of a block, with those of `joins` behind it that it leads to; the last of them stands last.
    fn within(&mut self, b: BlockId, joins: &[BlockId], depth: usize) -> Option<Vec<NodeId>> {
        let Some((&last, rest)) = joins.split_last() else { return self.plain(b, depth) };
        let inside = self.region(RegionKind::Block);
        let before = self.labels.insert(last, inside);
        let items = self.within(b, rest, depth)?;
        restore(&mut self.labels, last, before);
        let mut out = vec![self.around(Op::Block, &[], &[inside], vec![items])];
        out.extend(self.tree(last, depth + 1)?);
        Some(out)
    }

    /// The statements of a block and its end.
    fn plain(&mut self, b: BlockId, depth: usize) -> Option<Vec<NodeId>> {
        let block = self.cfg.block(b).clone();
        let mut items = block.items;
        match block.end {
            End::Jump(t) => items.extend(self.jump(t, depth)?),
            End::Branch(condition, t, f, hint) => {
                let (then, other) = (self.region(RegionKind::Then), self.region(RegionKind::Else));
                let inside = vec![self.jump(t, depth)?, self.jump(f, depth)?];
                let n = self.around(Op::If, &[condition], &[then, other], inside);
                self.body.node_mut(n).hint = hint;
                items.push(n);
            }
            End::Switch(index, targets) => {
                let targets = targets.iter().map(|t| self.labels.get(t).map(|r| r.0)).collect::<Option<Box<[u32]>>>()?;
                items.push(self.node(Op::BrTable, Imm::Targets(targets), &[index], &[]));
            }
            End::Return(values) => items.push(self.node(Op::Return, Imm::None, &values, &[])),
            End::Stop => {}
        }
        Some(items)
    }

    /// What leads to a block: a branch, or its code.
    fn jump(&mut self, t: BlockId, depth: usize) -> Option<Vec<NodeId>> {
        match self.labels.get(&t) {
            Some(r) => Some(vec![self.node(Op::Br, Imm::Index(r.0), &[], &[])]),
            None if self.dominators.is_join(t) => None,
            None => self.tree(t, depth + 1),
        }
    }
}

fn restore(labels: &mut HashMap<BlockId, Region>, b: BlockId, before: Option<Region>) {
    match before {
        Some(r) => labels.insert(b, r),
        None => labels.remove(&b),
    };
}

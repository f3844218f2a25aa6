//! A call replaced by the body that it calls, in a structured body.
//!
//! The call becomes a block with the callee's parameters and results: it stores the operands into new locals, sets the callee's other locals to zero (the call
//! may stand in a loop), and runs the callee's items; a return becomes a branch to the block's end. Nothing else changes, so the
//! comparison of bodies does not know of calls that were executed. What is not observable (see the README) stays so: the depth of the stack.
//!
//! Both bodies must be in one index space.

use loom_eq_lang::{Body, Class, Imm, LocalIx, Node, NodeId, Op, Region, RegionData, RegionKind, ValType};
use smallvec::SmallVec;

/// Replaces the call at `site`. False, with nothing changed, if the callee cannot be put there: tail calls, locals of reference types.
pub(crate) fn inline(body: &mut Body, site: NodeId, callee: &Body) -> bool {
    if body.node(site).op != Op::Call || callee.nodes.iter().any(|n| n.op.class() == Class::TailCall) {
        return false;
    }
    let params = callee.ty.params.len();
    let Some(zeros) = callee.locals[params..].iter().map(|t| zero(*t)).collect::<Option<Vec<_>>>() else { return false };
    let base = body.locals.len();
    for ty in &callee.locals {
        body.add_local(*ty);
    }
    let at = Offsets { nodes: body.nodes.len(), regions: body.regions.len(), locals: base };
    body.nodes.extend(callee.nodes.iter().map(|n| at.node(n)));
    for (i, region) in callee.regions.iter().enumerate() {
        let mut region = RegionData { items: region.items.iter().map(|n| at.node_id(*n)).collect(), source_label: None, ..region.clone() };
        if i == 0 {
            region.kind = RegionKind::Block;
            region.params = callee.ty.params.clone();
        }
        body.regions.push(region);
    }
    let set = |l: usize, stacked: u32, args: SmallVec<[NodeId; 3]>| Node {
        op: Op::LocalSet,
        imm: Imm::Index(LocalIx::new(base + l).0),
        stacked,
        args,
        regions: SmallVec::new(),
        results: SmallVec::new(),
        hint: None,
    };
    let mut first = Vec::new();
    for l in (0..params).rev() {
        first.push(body.add(set(l, 1, SmallVec::new())));
    }
    for (l, (op, imm)) in zeros.into_iter().enumerate() {
        let value = body.add_tree(op, imm, &[], callee.locals[params + l]);
        first.push(body.add(set(params + l, 0, SmallVec::from_slice(&[value]))));
    }
    let root = at.region(Body::ROOT);
    body.regions[root.ix()].items.splice(0..0, first);
    let node = body.node_mut(site);
    node.op = Op::Block;
    node.imm = Imm::None;
    node.regions = SmallVec::from_slice(&[root]);
    true
}

/// What a local of this type holds before it is set.
fn zero(ty: ValType) -> Option<(Op, Imm)> {
    Some(match ty {
        ValType::I32 => (Op::I32Const, Imm::I32(0)),
        ValType::I64 => (Op::I64Const, Imm::I64(0)),
        ValType::F32 => (Op::F32Const, Imm::F32(0)),
        ValType::F64 => (Op::F64Const, Imm::F64(0)),
        ValType::V128 => (Op::V128Const, Imm::Bytes16([0; 16])),
        ValType::Ref(_) => return None,
    })
}

/// Where the callee's nodes, regions and locals start in the caller.
struct Offsets {
    nodes: usize,
    regions: usize,
    locals: usize,
}

impl Offsets {
    fn node_id(&self, n: NodeId) -> NodeId {
        NodeId::new(self.nodes + n.ix())
    }

    fn region(&self, r: Region) -> Region {
        Region::new(self.regions + r.ix())
    }

    fn node(&self, n: &Node) -> Node {
        let mut new = n.clone();
        new.hint = None;
        new.args = n.args.iter().map(|a| self.node_id(*a)).collect();
        new.regions = n.regions.iter().map(|r| self.region(*r)).collect();
        match (n.op, &n.imm) {
            (Op::Return, _) => (new.op, new.imm) = (Op::Br, Imm::Index(self.region(Body::ROOT).0)),
            (Op::Br | Op::BrIf, Imm::Index(r)) => new.imm = Imm::Index(self.region(Region(*r)).0),
            (Op::BrTable, Imm::Targets(t)) => new.imm = Imm::Targets(t.iter().map(|r| self.region(Region(*r)).0).collect()),
            (Op::LocalGet | Op::LocalSet | Op::LocalTee, Imm::Index(l)) => new.imm = Imm::Index(LocalIx::new(self.locals + *l as usize).0),
            _ => {}
        }
        new
    }
}

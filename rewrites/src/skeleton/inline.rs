//! Calls replaced by the bodies that they call.
//!
//! The call becomes a block with the callee's parameters and results: it stores the operands into new locals, sets the callee's other locals to zero, as the call
//! may stand in a loop, and runs the callee's items; a return becomes a branch to the block's end.

use loom_eq_lang::{Body, Class, Const, Event, FuncIx, Imm, LocalIx, Module, Node, NodeId, Op, Region, RegionData, RegionKind, ValType};
use smallvec::SmallVec;
use std::collections::{BTreeSet, HashMap};

/// Bodies do not grow beyond so many nodes.
const NODES: usize = 20_000;

/// The body of `f` with every call of a function in `callees` executed in place, also in what comes in that way, and the functions for which that was done: all
/// calls of them are gone, except those that would go on forever (a function is not put into itself). `None` if there is nothing to be done, or some callee cannot be.
pub fn inline(module: &Module, f: FuncIx, body: &Body, callees: &BTreeSet<u32>) -> Option<(Body, BTreeSet<u32>)> {
    let mut out = body.clone();
    let mut bodies: HashMap<u32, Option<Body>> = HashMap::new();
    let mut done = BTreeSet::new();
    let mut todo = calls(&out, &[f.0]);
    while let Some((site, callee, within)) = todo.pop() {
        if within.contains(&callee) || !callees.contains(&callee) {
            continue;
        }
        let source = bodies.entry(callee).or_insert_with(|| source(module, callee)).as_ref()?;
        let first = out.nodes.len();
        if first + source.nodes.len() > NODES {
            return None;
        }
        put(&mut out, site, source)?;
        done.insert(callee);
        let chain: Vec<u32> = within.iter().copied().chain([callee]).collect();
        todo.extend(calls(source, &chain).into_iter().map(|(n, callee, within)| (NodeId::new(first + n.ix()), callee, within)));
    }
    (!done.is_empty()).then_some((out, done))
}

/// The body of a function that is defined here.
fn source(module: &Module, f: u32) -> Option<Body> {
    let i = (f as usize).checked_sub(module.imported_funcs)?;
    Body::parse(module, i, &HashMap::new()).ok()
}

/// The calls of a body, each with the functions around it.
fn calls(body: &Body, within: &[u32]) -> Vec<(NodeId, u32, Vec<u32>)> {
    let ops = body.events().filter_map(|e| if let Event::Op(n) = e { Some(n) } else { None });
    ops.filter_map(|n| match (body.node(n).op, &body.node(n).imm) {
        (Op::Call, Imm::Index(f)) => Some((n, *f, within.to_vec())),
        _ => None,
    })
    .collect()
}

/// Replaces the call at `site`; `None`, with nothing changed, if the callee has tail calls or locals that cannot be set to zero.
fn put(body: &mut Body, site: NodeId, callee: &Body) -> Option<()> {
    if callee.nodes.iter().any(|n| n.op.class() == Class::TailCall) {
        return None;
    }
    let params = callee.ty.params.len();
    let zeros: Vec<Const> = callee.locals[params..].iter().map(|t| zero(*t)).collect::<Option<_>>()?;
    let base = body.locals.len();
    for ty in &callee.locals {
        body.add_local(*ty);
    }
    let shift = Shift { nodes: body.nodes.len(), regions: body.regions.len(), locals: base };
    body.nodes.extend(callee.nodes.iter().map(|n| shift.moved(n)));
    for region in &callee.regions {
        let items = region.items.iter().map(|n| shift.node(*n)).collect();
        body.regions.push(RegionData { items, source_label: None, ..region.clone() });
    }
    let root = shift.region(Body::ROOT);
    let set = |body: &mut Body, l: usize, value: Option<NodeId>| {
        let imm = Imm::Index(LocalIx::new(base + l).0);
        let (stacked, args) = (u32::from(value.is_none()), value.into_iter().collect());
        body.add(Node { op: Op::LocalSet, imm, stacked, args, regions: SmallVec::new(), results: SmallVec::new(), hint: None })
    };
    let mut first: Vec<NodeId> = (0..params).rev().map(|l| set(body, l, None)).collect();
    for (l, zero) in zeros.into_iter().enumerate() {
        let value = body.add_tree(zero.op(), zero.imm(), &[], zero.ty());
        first.push(set(body, params + l, Some(value)));
    }
    let region = &mut body.regions[root.ix()];
    region.kind = RegionKind::Block;
    region.params = callee.ty.params.clone();
    region.items.splice(0..0, first);
    let node = body.node_mut(site);
    (node.op, node.imm, node.hint) = (Op::Block, Imm::None, None);
    node.regions = SmallVec::from_slice(&[root]);
    Some(())
}

fn zero(ty: ValType) -> Option<Const> {
    if ty == ValType::V128 { Some(Const::V128([0; 16])) } else { Const::from_bits(ty, 0) }
}

/// Where the callee's nodes, regions and locals start in the caller.
struct Shift {
    nodes: usize,
    regions: usize,
    locals: usize,
}

impl Shift {
    fn node(&self, n: NodeId) -> NodeId {
        NodeId::new(self.nodes + n.ix())
    }

    fn region(&self, r: Region) -> Region {
        Region::new(self.regions + r.ix())
    }

    fn moved(&self, node: &Node) -> Node {
        let label = |r: u32| self.region(Region(r)).0;
        let (op, imm) = match (node.op, &node.imm) {
            (Op::Return, _) => (Op::Br, Imm::Index(label(Body::ROOT.0))),
            (Op::Br | Op::BrIf, Imm::Index(r)) => (node.op, Imm::Index(label(*r))),
            (Op::BrTable, Imm::Targets(t)) => (node.op, Imm::Targets(t.iter().map(|r| label(*r)).collect())),
            (Op::LocalGet | Op::LocalSet | Op::LocalTee, Imm::Index(l)) => (node.op, Imm::Index(LocalIx::new(self.locals + *l as usize).0)),
            (op, imm) => (op, imm.clone()),
        };
        let args = node.args.iter().map(|a| self.node(*a)).collect();
        let regions = node.regions.iter().map(|r| self.region(*r)).collect();
        Node { op, imm, args, regions, ..node.clone() }
    }
}

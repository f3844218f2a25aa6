//! Functions that lost parameters or results: tools remove what no caller needs.
//!
//! A [`Shape`] says which parameters of A's function the counterpart still has, and which value the others are said to have always. It is guessed
//! from the call sites, and nobody trusts it:
//!
//! 1. The function itself is judged with the fixed values put in, unknown values for parameters that are said to be unread, and dropped results
//!    forgotten ([`Shape::wrapper`]).
//! 2. At each call in A the fixed values are checked ([`Shape::reshape`]): a value that differs leads to a call of a function that does not exist, which no
//!    event of B pairs up with. A dropped result is a value of which nothing is known.
//!
//! So calls of the two are equal events under the shape, provided that all of their calls are such: a function that somebody else may call has no
//! shape (`correspond/check.rs`, point 5).

use crate::pair::Source;
use loom_eq_lang::{Body, Const, FuncType, Imm, Instr, NodeId, Op, Region, RegionData, RegionKind, ValType};
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// The callee of a call that nothing pairs up with.
pub(crate) const NOBODY: u32 = u32::MAX;

/// See the module's documentation.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Shape {
    /// For each parameter what becomes of it.
    params: Vec<Fate>,
    results: bool,
}

#[derive(Clone, PartialEq, Debug)]
enum Fate {
    Kept,
    /// Always this constant.
    Fixed(Instr),
    /// Nobody reads it.
    Unread,
}

/// What call sites pass for one parameter.
#[derive(Clone, Default)]
pub(crate) struct Passed {
    constants: BTreeMap<(Op, Imm), usize>,
    sites: usize,
}

/// Notes what the calls in a body pass to functions that `wanted` names.
pub(crate) fn collect(source: &Source, wanted: &mut BTreeMap<u32, Vec<Passed>>) {
    for (n, callee) in &source.callees {
        let Some(passed) = wanted.get_mut(callee) else { continue };
        let node = source.body.node(*n);
        for (i, p) in passed.iter_mut().enumerate() {
            p.sites += 1;
            let arg = i.checked_sub(node.stacked as usize).and_then(|i| node.args.get(i)).map(|a| source.body.node(*a));
            if let Some(arg) = arg.filter(|a| Const::of(a.op, &a.imm).is_some()) {
                *p.constants.entry((arg.op, arg.imm.clone())).or_default() += 1;
            }
        }
    }
}

impl Shape {
    /// The likeliest shape of a function with this body whose counterpart has type `there`; `None` if none fits.
    pub(crate) fn guess(body: &Body, there: &FuncType, passed: &[Passed]) -> Option<Shape> {
        let here = &body.ty;
        let (n, m) = (here.params.len(), there.params.len());
        if here.results != there.results && !there.results.is_empty() {
            return None;
        }
        let mut read = vec![false; body.locals.len()];
        for node in &body.nodes {
            if let (Op::LocalGet, Imm::Index(l)) = (node.op, &node.imm) {
                read[*l as usize] = true;
            }
        }
        let favourite = |i: usize| passed.get(i).and_then(|p| p.constants.iter().max_by_key(|(_, count)| **count));
        // How likely it is that the parameter was dropped.
        let weight = |i: usize| -> usize {
            match (read[i], favourite(i)) {
                (false, _) => 300,
                (true, Some((_, count))) => 200 * count / passed[i].sites.max(1),
                (true, None) => 1,
            }
        };
        let at = |i: usize, j: usize| i * (m + 1) + j;
        let mut best: Vec<Option<usize>> = vec![None; (n + 1) * (m + 1)];
        best[at(n, m)] = Some(0);
        for i in (0..n).rev() {
            for j in (0..=m).rev() {
                let dropped = best[at(i + 1, j)].map(|b| b + weight(i));
                let kept = if j < m && here.params[i] == there.params[j] { best[at(i + 1, j + 1)] } else { None };
                best[at(i, j)] = dropped.max(kept);
            }
        }
        best[at(0, 0)]?;
        let (mut params, mut j) = (Vec::new(), 0);
        for i in 0..n {
            let kept = j < m && here.params[i] == there.params[j] && best[at(i + 1, j + 1)] == best[at(i, j)];
            params.push(match favourite(i) {
                _ if kept => Fate::Kept,
                Some(((op, imm), _)) if read[i] => Fate::Fixed(Instr { op: *op, imm: imm.clone() }),
                _ => Fate::Unread,
            });
            j += usize::from(kept);
        }
        Some(Shape { params, results: here.results == there.results })
    }

    /// A body that calls the function as its counterpart's callers do: kept parameters first, then unknown values for unread ones. With the call.
    pub(crate) fn wrapper(&self, ty: &FuncType) -> (Body, NodeId) {
        let of = |fate: fn(&Fate) -> bool| ty.params.iter().zip(&self.params).filter(move |(_, f)| fate(f)).map(|(t, _)| *t);
        let kept: Vec<ValType> = of(|f| *f == Fate::Kept).collect();
        let mut next = [0, kept.len()];
        let locals: Vec<ValType> = kept.into_iter().chain(of(|f| *f == Fate::Unread)).collect();
        let results = if self.results { ty.results.clone() } else { Box::new([]) };
        let root = RegionData {
            kind: RegionKind::Function,
            params: Box::new([]),
            results: results.clone(),
            items: Vec::new(),
            falls: true,
            source_label: None,
        };
        let ty_new = FuncType { params: locals.clone().into(), results };
        let mut body = Body { ty: ty_new, source_locals: vec![None; locals.len()], locals, nodes: Vec::new(), regions: vec![root] };
        let args: SmallVec<[NodeId; 3]> = ty
            .params
            .iter()
            .zip(&self.params)
            .map(|(t, fate)| match fate {
                Fate::Fixed(i) => body.add_tree(i.op, i.imm.clone(), &[], *t),
                fate => {
                    let from = &mut next[usize::from(*fate == Fate::Unread)];
                    *from += 1;
                    body.add_tree(Op::LocalGet, local(*from - 1), &[], *t)
                }
            })
            .collect();
        let call = body.add_tree(Op::Call, Imm::Index(NOBODY), &args, ValType::I32);
        body.node_mut(call).results = ty.results.iter().copied().collect();
        body.regions[0].items.push(call);
        if !self.results {
            for _ in ty.results.iter() {
                let drop = statement(&mut body, Op::Drop, Imm::None, 1, &[]);
                body.regions[0].items.push(drop);
            }
        }
        (body, call)
    }

    /// Makes the call at `site` one of the counterpart: with checks of fixed values, and without the arguments that are gone. False, with nothing
    /// changed, if a value cannot be checked.
    pub(crate) fn reshape(&self, body: &mut Body, site: NodeId, types: &[ValType]) -> bool {
        let checkable = |(fate, ty): (&Fate, &ValType)| !matches!(fate, Fate::Fixed(_)) || !matches!(ty, ValType::V128 | ValType::Ref(_));
        if !self.params.iter().zip(types).all(checkable) {
            return false;
        }
        let node = body.node(site).clone();
        let locals: Vec<u32> = types.iter().map(|t| body.add_local(*t).0).collect();
        let block = Region::new(body.regions.len());
        body.regions.push(RegionData {
            kind: RegionKind::Block,
            params: types.into(),
            results: node.results.iter().copied().collect(),
            items: Vec::new(),
            falls: true,
            source_label: None,
        });
        let mut items = Vec::new();
        for l in locals.iter().rev() {
            items.push(statement(body, Op::LocalSet, Imm::Index(*l), 1, &[]));
        }
        let mut args = Vec::new();
        for ((l, ty), fate) in locals.iter().zip(types).zip(&self.params) {
            match fate {
                Fate::Kept => args.push(body.add_tree(Op::LocalGet, Imm::Index(*l), &[], *ty)),
                Fate::Unread => {}
                Fate::Fixed(i) => {
                    let given = body.add_tree(Op::LocalGet, Imm::Index(*l), &[], *ty);
                    let fixed = body.add_tree(i.op, i.imm.clone(), &[], *ty);
                    items.push(check(body, *ty, given, fixed));
                }
            }
        }
        let call = body.add_tree(Op::Call, node.imm.clone(), &args, ValType::I32);
        body.node_mut(call).results = node.results;
        items.push(call);
        body.regions[block.ix()].items = items;
        let node = body.node_mut(site);
        (node.op, node.imm) = (Op::Block, Imm::None);
        node.regions = SmallVec::from_slice(&[block]);
        true
    }
}

fn local(i: usize) -> Imm {
    Imm::Index(loom_eq_lang::LocalIx::new(i).0)
}

/// A node without results.
fn statement(body: &mut Body, op: Op, imm: Imm, stacked: u32, args: &[NodeId]) -> NodeId {
    let n = body.add_tree(op, imm, args, ValType::I32);
    let node = body.node_mut(n);
    node.stacked = stacked;
    node.results.clear();
    n
}

/// `if given != fixed` { a call that nothing pairs up with }, bit by bit.
fn check(body: &mut Body, ty: ValType, given: NodeId, fixed: NodeId) -> NodeId {
    let bits = |body: &mut Body, n: NodeId| match ty {
        ValType::F32 => body.add_tree(Op::I32ReinterpretF32, Imm::None, &[n], ValType::I32),
        ValType::F64 => body.add_tree(Op::I64ReinterpretF64, Imm::None, &[n], ValType::I64),
        _ => n,
    };
    let (given, fixed) = (bits(body, given), bits(body, fixed));
    let ne = if matches!(ty, ValType::I32 | ValType::F32) { Op::I32Ne } else { Op::I64Ne };
    let differs = body.add_tree(ne, Imm::None, &[given, fixed], ValType::I32);
    let nobody = statement(body, Op::Call, Imm::Index(NOBODY), 0, &[]);
    let trap = statement(body, Op::Unreachable, Imm::None, 0, &[]);
    let then = Region::new(body.regions.len());
    body.regions.push(RegionData {
        kind: RegionKind::Then,
        params: Box::new([]),
        results: Box::new([]),
        items: vec![nobody, trap],
        falls: false,
        source_label: None,
    });
    let check = statement(body, Op::If, Imm::None, 0, &[differs]);
    body.node_mut(check).regions = SmallVec::from_slice(&[then]);
    check
}

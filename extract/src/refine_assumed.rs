//! What a parameter of few values decides.
//!
//! Each value is a *case*; what depends on nothing else is computed for each, and is a constant if all give the same. A condition that holds leaves the cases for which
//! it does: a range could not say that of 1 and 5 neither is 3.

use crate::scope::Scoped;
use loom_eq_egraph::{Graph, Head, Id, Lifted, V};
use loom_eq_lang::{Body, Const, Imm, LocalIx, NodeId, Op, ValType, eval};

/// The values that an `i32` parameter can have when the function is called: 16 at most.
#[derive(Clone, Copy, Debug)]
pub struct Assumed<'a> {
    /// Which parameter.
    pub param: LocalIx,
    /// Its values.
    pub values: &'a [u32],
}

/// How deep a value is looked into.
const DEPTH: u32 = 8;

/// The cases along a walk.
pub struct Cases<'a> {
    graph: &'a Graph,
    param: Id,
    values: &'a [u32],
    /// Those that are left here, as bits; kept under the parameter's class.
    pub left: Scoped<u16>,
}

impl<'a> Cases<'a> {
    pub fn new(lifted: &'a Lifted, assumed: Assumed<'a>) -> Option<Cases<'a>> {
        let leaf = V::leaf(Head::Param(Body::ROOT, assumed.param.0, ValType::I32));
        let param = lifted.graph.lookup(leaf)?;
        let few = (1..=16).contains(&assumed.values.len());
        few.then(|| Cases { graph: &lifted.graph, param, values: assumed.values, left: Scoped::new() })
    }

    fn left(&self) -> u16 {
        self.left.get(self.param).unwrap_or(u16::MAX)
    }

    /// The values that are possible here.
    fn possible(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        let left = self.left();
        self.values.iter().copied().enumerate().filter(move |(i, _)| left >> i & 1 == 1)
    }

    /// What a class is in each case that is left, if that is known of all.
    pub fn outcomes(&self, class: Id) -> Option<Vec<Const>> {
        self.possible().map(|(_, v)| self.computed(class, v, DEPTH)).collect()
    }

    /// The constant that a class is in all cases.
    pub fn constant(&self, class: Id) -> Option<Const> {
        let outcomes = self.outcomes(class)?;
        let first = *outcomes.first()?;
        outcomes.iter().all(|c| *c == first).then_some(first)
    }

    /// A condition holds, or does not.
    pub fn assume(&mut self, condition: Id, truth: bool) {
        let fails = |(_, v): &(usize, u32)| self.computed(condition, *v, DEPTH).and_then(Const::bits).is_some_and(|bits| (bits != 0) != truth);
        let gone = self.possible().filter(fails).fold(0u16, |gone, (i, _)| gone | 1 << i);
        if gone != 0 {
            self.left.set(self.param, self.left() & !gone);
        }
    }

    fn computed(&self, class: Id, value: u32, depth: u32) -> Option<Const> {
        let class = self.graph.find(class);
        if class == self.graph.find(self.param) {
            return Some(Const::I32(value.cast_signed()));
        }
        if let Some(constant) = self.graph[class].data.constant {
            return Some(constant);
        }
        let depth = depth.checked_sub(1)?;
        self.graph[class].nodes.iter().find_map(|node| {
            let Head::Op(op, imm) = &node.head else { return None };
            if node.args.is_empty() {
                return None;
            }
            let args: Option<Vec<Const>> = node.args.iter().map(|a| self.computed(*a, value, depth)).collect();
            eval(*op, imm, &args?)
        })
    }
}

/// The targets of a table of which only some entries are reached: the others are what the entry before them is, so that few are needed. `None` if nothing changes.
pub fn retargeted(body: &Body, n: NodeId, reached: &[Const]) -> Option<Imm> {
    let node = body.node(n);
    let Imm::Targets(labels) = &node.imm else { return None };
    if node.op != Op::BrTable || reached.is_empty() {
        return None;
    }
    let last = labels.len() - 1;
    let mut entries: Vec<usize> = reached.iter().filter_map(|c| Some((c.bits()? as usize).min(last))).collect();
    entries.sort_unstable();
    let (&first, &end) = (entries.first()?, entries.last()?);
    let mut new: Vec<u32> = Vec::with_capacity(end + 1);
    let mut now = labels[first];
    for (k, label) in labels.iter().enumerate().take(end) {
        if entries.binary_search(&k).is_ok() {
            now = *label;
        }
        new.push(now);
    }
    new.push(labels[end]);
    (new[..] != labels[..]).then(|| Imm::Targets(new.into()))
}

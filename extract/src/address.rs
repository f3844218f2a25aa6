//! Addresses as another base with another constant offset: `load offset=4 (x + 8)` is `load offset=12 (x)` where `x + 8` does not wrap.
//!
//! Known bits may say so, or an access that surely ran before: an access of `w` bytes at `x + o` that did not trap shows that
//! `x + o + w` is at most the size of the memory, so that `x + k` does not wrap for any `k < o + w`.
//!
//! Classes are values of one moment, so facts need not be forgotten at the header of a loop: behind the back edge it has other classes.

use crate::candidate::Candidate;
use crate::scope::Scoped;
use indexmap::IndexMap;
use loom_eq_egraph::{Graph, Head, Id};
use loom_eq_lang::{Class, Const, Event, Imm, NodeId, Op, ValType};

/// Per access, the classes that may be its base instead, each with what is added to the offset then.
pub type Bases = IndexMap<NodeId, Vec<(Id, i64)>>;

/// A class that many others are sums of is not asked for all of them.
const SUMS: usize = 16;

struct Walk<'a> {
    graph: &'a Graph,
    candidate: &'a Candidate,
    /// `base + end` is at most 2^32.
    ends: Scoped<u64>,
    bases: Bases,
}

/// Looks at every access of a candidate.
pub fn other_bases(graph: &Graph, candidate: &Candidate) -> Bases {
    let mut walk = Walk { graph, candidate, ends: Scoped::new(), bases: Bases::new() };
    for event in candidate.body.events() {
        match event {
            Event::Open(n, region) => walk.ends.open(region, candidate.body.node(n).op),
            Event::Else(..) => walk.ends.other_arm(),
            Event::Close(..) => _ = walk.ends.close(),
            Event::Op(n) => walk.op(n),
        }
    }
    walk.bases
}

impl Walk<'_> {
    fn op(&mut self, n: NodeId) {
        self.ends.leave(&self.candidate.body, n);
        let node = self.candidate.body.node(n);
        let (Class::Load | Class::Store, Imm::Mem(m)) = (node.op.class(), &node.imm) else { return };
        let Some(address) = node.args.first().filter(|_| node.stacked == 0).and_then(|a| self.candidate.value(*a)) else { return };
        if self.graph[address].data.ty != ValType::I32 {
            return;
        }
        let end = m.offset.saturating_add(u64::from(node.op.access_width()));
        let others = self.others(address);
        self.covered(address, end);
        for &(class, more) in &others {
            if let Some(end) = end.checked_add_signed(more) {
                self.covered(class, end);
            }
        }
        if !others.is_empty() {
            self.bases.insert(n, others);
        }
    }

    fn covered(&mut self, class: Id, end: u64) {
        if end <= 1 << 32 && self.ends.get(class).is_none_or(|before| before < end) {
            self.ends.set(class, end);
        }
    }

    /// Whether `class + k` does not wrap.
    fn no_wrap(&self, class: Id, k: u64) -> bool {
        self.graph[class].data.known.hi() + k < 1 << 32 || self.ends.get(class).is_some_and(|end| end > k)
    }

    /// The constant that a node adds to its other operand.
    fn sum(&self, node: &loom_eq_egraph::V) -> Option<(Id, u64)> {
        let (Head::Op(Op::I32Add, _), &[x, k]) = (&node.head, node.args.as_slice()) else { return None };
        let constant = |c: Id| match self.graph[c].data.constant {
            Some(Const::I32(k)) => Some(u64::from(k.cast_unsigned())),
            _ => None,
        };
        constant(k).map(|k| (self.graph.find(x), k)).or_else(|| constant(x).map(|x| (self.graph.find(k), x)))
    }

    /// Classes that differ from `address` by a constant, as numbers without wrapping: `address = class + k`.
    fn others(&self, address: Id) -> Vec<(Id, i64)> {
        let class = &self.graph[address];
        if class.data.constant.is_some() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut add = |other: Id, k: i64| {
            if !found.contains(&(other, k)) && other != address {
                found.push((other, k));
            }
        };
        // address = other + k, where k may be negative: address + -k = other then.
        let signed = |k: u64| i64::from(u32::try_from(k).expect("32 bits").cast_signed());
        for (other, k) in class.nodes.iter().filter_map(|n| self.sum(n)) {
            let k = signed(k);
            if if k > 0 { self.no_wrap(other, k.unsigned_abs()) } else { self.no_wrap(address, k.unsigned_abs()) } {
                add(other, k);
            }
        }
        for parent in class.parents().take(SUMS) {
            let parent = self.graph.find(parent);
            for (of, k) in self.graph[parent].nodes.iter().filter_map(|n| self.sum(n)) {
                let k = signed(k);
                if of == address && if k > 0 { self.no_wrap(address, k.unsigned_abs()) } else { self.no_wrap(parent, k.unsigned_abs()) } {
                    add(parent, -k);
                }
            }
        }
        found
    }
}

//! The shortest code that delivers a class at one point: an exact search over the e-graph under a byte budget.
//!
//! Code may be a `local.get` of any local that holds the class here, an operator of the class on delivered operands, or, when an existing
//! tree is rewritten, one of the tree's *fixed parts*: the sites, blocks and writes in it, which stay, each once and in order.
//!
//! Invariants:
//! 1. Every operator costs a byte, so the budget falls with each level and the recursion ends, cyclic classes included.
//! 2. The evaluations are counted, so the result does not depend on time.
//! 3. Ties go to the code that was there: only strictly shorter code is returned.

use crate::bounds::{Bounds, NEVER};
use crate::candidate::{Candidate, access_size, node_size};
use indexmap::IndexMap;
use loom_eq_egraph::flow::Known;
use loom_eq_egraph::{Graph, Head, Id, V};
use loom_eq_lang::{Imm, LocalIx, NodeId, Op};
use smallvec::SmallVec;

/// How a class is delivered.
#[derive(Clone, PartialEq, Debug)]
pub enum Code {
    /// `local.get`.
    Local(LocalIx),
    /// An operator.
    Operator(V),
    /// The `i`-th fixed part.
    Fixed(usize),
}

#[derive(Clone)]
struct Memo {
    /// The best found so far.
    best: Option<(u32, Code)>,
    /// All code of up to this many bytes was considered.
    searched: u32,
}

/// A part of a tree that stays as it is.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// Its root.
    pub node: NodeId,
    /// What it delivers.
    pub class: Id,
    /// If it is a `local.tee`, the local that has the class behind it.
    pub tee: Option<LocalIx>,
    /// Whether its first operand waits on the stack, so that it has to run first.
    pub from_stack: bool,
}

/// How far the building of code is.
struct Taken {
    /// The fixed parts that were placed, a prefix of them.
    parts: usize,
    /// The number of nodes before the first new one: more nodes mean that something runs before what comes next.
    start: usize,
}

/// One search at one point.
pub struct Deliver<'a> {
    /// The e-graph.
    pub graph: &'a Graph,
    /// Bounds and homes.
    pub bounds: &'a Bounds,
    /// What the locals hold here.
    pub locals: &'a [Known],
    /// Locals that must not be read.
    pub excluded: &'a [LocalIx],
    /// The parts that stay.
    pub fixed: &'a [Fixed],
    memo: IndexMap<Id, Memo>,
    /// Evaluations left.
    pub fuel: u32,
}

impl<'a> Deliver<'a> {
    /// A search with `fuel` evaluations.
    pub fn new(graph: &'a Graph, bounds: &'a Bounds, locals: &'a [Known], fuel: u32) -> Deliver<'a> {
        Deliver { graph, bounds, locals, excluded: &[], fixed: &[], memo: IndexMap::new(), fuel }
    }

    /// The cheapest local that holds `class` here.
    pub fn held(&self, class: Id) -> Option<LocalIx> {
        let homes = self.bounds.homes.get(&class)?;
        homes.iter().copied().filter(|l| self.locals.get(l.ix()) == Some(&Some(class)) && !self.excluded.contains(l)).min()
    }

    /// The bytes of the shortest code for `class` if they are at most `budget`. Fixed parts count nothing.
    pub fn cost(&mut self, class: Id, budget: u32) -> Option<u32> {
        if self.bounds.lower(class) > budget || self.fuel == 0 {
            return None;
        }
        if let Some(memo) = self.memo.get(&class) {
            match &memo.best {
                Some((cost, _)) => return (*cost <= budget).then_some(*cost),
                None if memo.searched >= budget => return None,
                None => {}
            }
        }
        self.fuel -= 1;
        let mut best: Option<(u32, Code)> = None;
        if let Some(i) = self.fixed.iter().position(|f| f.class == class) {
            best = Some((0, Code::Fixed(i)));
        } else {
            if let Some(l) = self.held(class)
                && access_size(l) <= budget
            {
                best = Some((access_size(l), Code::Local(l)));
            }
            for node in &self.graph[class].nodes {
                let limit = best.as_ref().map_or(budget, |(cost, _)| cost.saturating_sub(1));
                if let Some(cost) = self.operator(node, limit) {
                    best = Some((cost, Code::Operator(node.clone())));
                }
            }
        }
        let cost = best.as_ref().map(|(cost, _)| *cost);
        self.memo.insert(class, Memo { best, searched: budget });
        cost
    }

    fn operator(&mut self, node: &V, budget: u32) -> Option<u32> {
        let mut cost = node_size(node)?;
        let args: SmallVec<[Id; 3]> = node.args.iter().map(|a| self.graph.find(*a)).collect();
        let mut rest: u32 = args.iter().map(|a| self.bounds.lower(*a)).fold(0, |sum, x| sum.saturating_add(x).min(NEVER));
        if cost + rest > budget {
            return None;
        }
        for arg in args {
            rest -= self.bounds.lower(arg);
            cost += self.cost(arg, budget - cost - rest)?;
        }
        (cost <= budget).then_some(cost)
    }

    /// How `class` is delivered, after [`cost`](Deliver::cost) found a way.
    pub fn code(&self, class: Id) -> Option<&Code> {
        self.memo.get(&class)?.best.as_ref().map(|(_, code)| code)
    }

    /// Builds the code of `class` into the candidate's body and returns its root. `taken` says for each fixed part whether it was placed.
    /// `None` if the fixed parts cannot all be placed once and in their order, or the search's memory does not hold the way.
    pub fn build(&self, candidate: &mut Candidate, class: Id) -> Option<NodeId> {
        let mut taken = Taken { parts: 0, start: candidate.body.nodes.len() };
        let root = self.place(candidate, class, &mut taken)?;
        (taken.parts == self.fixed.len()).then_some(root)
    }

    fn place(&self, candidate: &mut Candidate, class: Id, taken: &mut Taken) -> Option<NodeId> {
        match self.code(class)? {
            Code::Local(l) => {
                let ty = candidate.body.locals[l.ix()];
                Some(candidate.add(Op::LocalGet, Imm::Index(l.0), &[], ty, Some(class)))
            }
            Code::Fixed(i) if *i == taken.parts => {
                if self.fixed[*i].from_stack && candidate.body.nodes.len() != taken.start {
                    return None;
                }
                taken.parts += 1;
                Some(self.fixed[*i].node)
            }
            Code::Fixed(i) if *i < taken.parts => {
                // It ran already: a tee left the value in its local.
                let l = self.fixed[*i].tee?;
                let ty = candidate.body.locals[l.ix()];
                Some(candidate.add(Op::LocalGet, Imm::Index(l.0), &[], ty, Some(class)))
            }
            Code::Fixed(_) => None,
            Code::Operator(node) => {
                let (op, imm) = match &node.head {
                    Head::Op(op, imm) => (op, imm),
                    Head::Global(g, value) => return Some(candidate.add(Op::GlobalGet, Imm::Index(*g), &[], value.ty(), Some(class))),
                    _ => return None,
                };
                let classes: SmallVec<[Id; 3]> = node.args.iter().map(|a| self.graph.find(*a)).collect();
                let ty = self.graph[class].data.ty;
                let before = (taken.parts, candidate.body.nodes.len());
                if let Some(args) = self.place_all(candidate, &classes, taken) {
                    return Some(candidate.add(*op, imm.clone(), &args, ty, Some(class)));
                }
                // The fixed parts stand the other way round: so do the operands, where the operator allows.
                taken.parts = before.0;
                candidate.body.nodes.truncate(before.1);
                candidate.values.truncate(before.1);
                let swapped = if op.commutes() { *op } else { op.mirrored()? };
                let [a, b] = *classes.as_slice() else { return None };
                let args = self.place_all(candidate, &[b, a], taken)?;
                Some(candidate.add(swapped, imm.clone(), &args, ty, Some(class)))
            }
        }
    }

    fn place_all(&self, candidate: &mut Candidate, classes: &[Id], taken: &mut Taken) -> Option<SmallVec<[NodeId; 3]>> {
        classes.iter().map(|&c| self.place(candidate, c, taken)).collect()
    }
}

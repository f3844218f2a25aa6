//! The cheapest code that delivers a class at one point: an exact search over the e-graph under a budget.
//!
//! Code may be a `local.get` of any local that holds the class here, an operator of the class on delivered operands, or, when an existing
//! tree is rewritten, one of the tree's *fixed parts*: the sites, blocks and writes in it, which stay, each once and in order.
//!
//! Invariants:
//! 1. Every operator costs something, so the budget falls with each level and the recursion ends, cyclic classes included.
//! 2. The evaluations are counted, so the result does not depend on time.
//! 3. Ties go to the code that was there: only strictly cheaper code is returned.
//! 4. What is remembered of a class only gets cheaper, and it is dearer than what is remembered of its operands: building code ends (test
//!    `building_ends_however_little_fuel_there_is`).

use crate::bounds::{Bounds, NEVER};
use crate::candidate::Candidate;
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
    /// All code of up to this cost was considered.
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

    /// The cost of the cheapest code for `class` if it is at most `budget`. Fixed parts count nothing.
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
                && self.bounds.cost.access(l) <= budget
            {
                best = Some((self.bounds.cost.access(l), Code::Local(l)));
            }
            for node in &self.graph[class].nodes {
                let limit = best.as_ref().map_or(budget, |(cost, _)| cost.saturating_sub(1));
                if let Some(cost) = self.operator(node, limit) {
                    best = Some((cost, Code::Operator(node.clone())));
                }
            }
        }
        // A cyclic class was searched on the way, too, perhaps with more fuel. Taking the worse code could close a circle (invariant 4).
        if let Some(found) = self.memo.get(&class).and_then(|m| m.best.clone())
            && best.as_ref().is_none_or(|(cost, _)| found.0 <= *cost)
        {
            best = Some(found);
        }
        let cost = best.as_ref().map(|(cost, _)| *cost).filter(|cost| *cost <= budget);
        self.memo.insert(class, Memo { best, searched: budget });
        cost
    }

    fn operator(&mut self, node: &V, budget: u32) -> Option<u32> {
        let mut cost = self.bounds.cost.e_node(node)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::{CostModel, Size};
    use loom_eq_egraph::lift;
    use loom_eq_lang::{Body, Module};
    use std::collections::HashMap;
    use std::sync::Arc;

    #[test]
    fn building_ends_however_little_fuel_there_is() {
        let text =
            "(module (func (param i32 i32) (result i32) (i32.xor (local.get 1) (i32.xor (local.get 1) (i32.shl (local.get 1) (local.get 0))))))";
        let module = Module::parse(&wat::parse_str(text).unwrap()).unwrap();
        let body = Body::parse(&module, 0, &HashMap::new()).unwrap();
        let mut lifted = lift(&body);
        let root = *body.region(Body::ROOT).items.last().unwrap();
        let shift = body.node(body.node(root).args[1]).args[1];
        // x is b << a, and b ^ (b ^ x). Fuel may end with the innermost x, so that only there the shift was found.
        let (x, same) = (lifted.value(shift).unwrap(), lifted.value(root).unwrap());
        lifted.graph.union(x, same);
        lifted.graph.rebuild();
        let cost: Arc<dyn CostModel> = Arc::new(Size);
        let mut candidate = Candidate::original(&body, &lifted, &cost);
        let locals: Vec<Known> = body.node(shift).args.iter().rev().map(|a| lifted.value(*a)).collect();
        let homes = locals.iter().enumerate().map(|(l, class)| (class.unwrap(), vec![LocalIx::new(l)])).collect();
        let bounds = Bounds::of(&lifted.graph, &candidate, homes);
        let class = lifted.graph.find(x);
        for (fuel, budget) in (1..40).flat_map(|fuel| (1..40).map(move |budget| (fuel, budget))) {
            let mut search = Deliver::new(&lifted.graph, &bounds, &locals, fuel);
            if search.cost(class, budget).is_some() {
                search.build(&mut candidate, class);
            }
        }
    }
}

//! The annotated body: a body in which every node that gives one value carries the e-class that it delivers.
//!
//! Invariants:
//! 1. `values[n]` is canonical in the graph that the candidate belongs to.
//! 2. A reachable `local.get` stands where its local holds the class that it is annotated with ([`crate::holds::check`]).
//! 3. Sites and regions are those of the body that was lifted: edits change pure code and local accesses only.

use crate::cost::CostModel;
use loom_eq_egraph::{Id, Lifted, divides_safely};
use loom_eq_lang::{Body, Class, Const, Imm, Node, NodeId, Op, ValType};
use smallvec::SmallVec;
use std::rc::Rc;
use std::sync::Arc;

/// A body with the class of each node.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The code.
    pub body: Body,
    /// The class that each node delivers, if it has exactly one result and is reachable.
    pub values: Vec<Option<Id>>,
    /// Per global of the module, the value that it has at all times.
    pub constants: Rc<[Option<Const>]>,
    /// What edits are judged by.
    pub cost: Arc<dyn CostModel>,
}

impl Candidate {
    /// The original body as a candidate of its own (saturated) e-graph.
    pub fn original(body: &Body, lifted: &Lifted, cost: &Arc<dyn CostModel>) -> Candidate {
        let values = (0..body.nodes.len()).map(|n| lifted.value(NodeId::new(n))).collect();
        Candidate { body: body.clone(), values, constants: lifted.constants.clone(), cost: cost.clone() }
    }

    /// The class of a node.
    pub fn value(&self, n: NodeId) -> Option<Id> {
        self.values[n.ix()]
    }

    /// Adds a node that delivers `class`.
    pub fn add(&mut self, op: Op, imm: Imm, args: &[NodeId], ty: ValType, class: Option<Id>) -> NodeId {
        let n = self.body.add_tree(op, imm, args, ty);
        self.values.push(class);
        n
    }

    /// Adds a node without result.
    pub fn add_statement(&mut self, op: Op, imm: Imm, args: &[NodeId]) -> NodeId {
        let node = Node { op, imm, stacked: 0, args: args.into(), regions: SmallVec::new(), results: SmallVec::new(), hint: None };
        self.values.push(None);
        self.body.add(node)
    }

    /// Puts a copy of node `from` where node `at` stands, under the name `at`; `from` must not be used elsewhere afterwards.
    pub fn overwrite(&mut self, at: NodeId, from: NodeId) {
        let node = self.body.node(from).clone();
        *self.body.node_mut(at) = node;
        self.values[at.ix()] = self.values[from.ix()];
    }

    /// A copy of a tree without regions, under new names.
    pub fn copy_tree(&mut self, root: NodeId) -> NodeId {
        let mut node = self.body.node(root).clone();
        for arg in &mut node.args {
            *arg = self.copy_tree(*arg);
        }
        let class = self.values[root.ix()];
        self.values.push(class);
        self.body.add(node)
    }

    /// Whether the node can be dissolved into its class: a pure operator whose operands are all trees.
    pub fn is_operator(&self, n: NodeId) -> bool {
        let node = self.body.node(n);
        let literal = || node.args.last().map(|&d| self.body.node(d)).and_then(|d| Const::of(d.op, &d.imm));
        self.computes(node, literal) && node.stacked == 0 && self.values[n.ix()].is_some()
    }

    /// Whether a node computes its result from its operands, whenever and how often it runs. `divisor` is its last operand, if that is constant.
    pub fn computes(&self, node: &Node, divisor: impl FnOnce() -> Option<Const>) -> bool {
        match (node.op, &node.imm) {
            (Op::Select | Op::TypedSelect, _) => true,
            (Op::GlobalGet, &Imm::Index(g)) => matches!(self.constants.get(g as usize), Some(Some(_))),
            (op, _) if op.class() == Class::MayTrap => divisor().is_some_and(|d| divides_safely(op, d)),
            (op, _) => op.is_pure(),
        }
    }

    /// Per node, whether its whole tree is operators and `local.get`.
    pub fn pure_trees(&self) -> Vec<bool> {
        let mut pure = vec![false; self.body.nodes.len()];
        for event in self.body.events() {
            if let loom_eq_lang::Event::Op(n) = event {
                let node = self.body.node(n);
                pure[n.ix()] =
                    node.op == Op::LocalGet && self.values[n.ix()].is_some() || self.is_operator(n) && node.args.iter().all(|a| pure[a.ix()]);
            }
        }
        pure
    }
}

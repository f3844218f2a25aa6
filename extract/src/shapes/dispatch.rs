//! Dispatches on one value: compares in a row, nested `if`s or a table, whichever is cheapest.
//!
//! ```text
//!   (br_if $a (i32.eq (local.get 0) (i32.const 5)))
//!   (br_if $b (i32.eq (local.get 0) (i32.const 6)))      ⇄   (br_table $a $b $c $d (i32.sub (local.get 0) (i32.const 5)))
//!   (br_if $c (i32.eq (local.get 0) (i32.const 7)))
//!   (br $d)
//! ```
//!
//! `dispatch_read.rs` says which values lead where, whatever says it in the code, and `dispatch_when.rs` when a condition holds; `dispatch_table.rs` and `dispatch_chain.rs` write it anew, `dispatch_index.rs`
//! has tables whose index is a choice of constants. Prices decide what is worth a try. A try is made on a copy, all other edits run on it, and the cost model decides.
//!
//! Invariant: what is dispatched on is evaluated once or is a pure tree, and between its tests nothing happens: a statement there ends the dispatch.

use super::Shapes;
use super::dispatch_chain::Chain;
use super::dispatch_read::{Dispatch, Place};
use super::dispatch_table::Table;
use crate::cost::CostModel;
use loom_eq_lang::{Const, Event, Imm, NodeId, Op, Region};
use std::collections::{HashMap, HashSet};

/// Tries of a body, and the nodes that all of them together may look at.
const TRIES: usize = 24;
const NODES: usize = 400_000;
/// Tests of a dispatch that is written as a table.
const TESTS: usize = 2;

/// What is to be tried.
enum Try {
    Table(Dispatch, Table),
    Chain(Dispatch, Chain),
    /// Tests that can go one way only.
    Decided(Dispatch),
    Index(Region, usize),
}

/// What was tried: where, and in which way.
type Tried = (NodeId, u8, NodeId);

impl Try {
    fn name(&self, shapes: &Shapes) -> Tried {
        match self {
            Try::Table(d, _) => (d.tests[0], 0, d.subject.code),
            Try::Chain(d, _) => (d.tests[0], 1, d.subject.code),
            Try::Decided(d) => (d.tests[0], 2, d.subject.code),
            Try::Index(r, i) => (shapes.items(*r)[*i], 3, shapes.items(*r)[*i]),
        }
    }

    fn apply(&self, shapes: &mut Shapes, cost: &dyn CostModel) {
        match self {
            Try::Table(d, table) => shapes.write_table(d, table),
            Try::Chain(d, chain) => shapes.write_chain(d, chain, cost),
            Try::Decided(d) => shapes.write_decided(d),
            Try::Index(r, i) => shapes.write_index(*r, *i),
        }
    }
}

impl Shapes {
    /// The body with dispatches in the form that the cost model finds cheapest.
    pub fn with_dispatches(mut self, cost: &dyn CostModel) -> Shapes {
        let mut tried: HashSet<Tried> = HashSet::new();
        let mut least = None;
        for _ in 0..(NODES / self.body.nodes.len().max(1)).clamp(2, TRIES) {
            let tries = self.tries(cost);
            let Some((_, best)) = tries.into_iter().find(|(_, t)| !tried.contains(&t.name(&self))) else { break };
            tried.insert(best.name(&self));
            let before = *least.get_or_insert_with(|| cost.body(&self.clone().finish()));
            let mut next = self.clone();
            best.apply(&mut next, cost);
            next.edit();
            let after = cost.body(&next.clone().finish());
            if after < before {
                (self, least) = (next, Some(after));
            }
        }
        self
    }

    /// What may be worth a try, by what it seems to gain.
    fn tries(&self, cost: &dyn CostModel) -> Vec<(i64, Try)> {
        let mut tries = Vec::new();
        let mut places: HashMap<NodeId, (Region, usize)> = HashMap::new();
        let mut read: HashSet<NodeId> = HashSet::new();
        for event in self.body.events() {
            let (Event::Op(n) | Event::Open(n, _)) = event else { continue };
            if !matches!(self.body.node(n).op, Op::If | Op::BrIf | Op::BrTable) || read.contains(&n) {
                continue;
            }
            if places.is_empty() {
                places = self.places();
            }
            let place = places.get(&n).copied();
            let dispatches = match place {
                Some((r, i)) => self.dispatches_at(r, i),
                None if self.body.node(n).op == Op::If => self.dispatches_of(n),
                None => continue,
            };
            if let Some((r, i)) = place
                && self.body.node(n).op == Op::BrTable
                && self.index_is_chosen(n)
            {
                tries.push((i64::MAX, Try::Index(r, i)));
            }
            read.extend(dispatches.iter().flat_map(|d| &d.tests));
            for dispatch in dispatches {
                self.tries_of(dispatch, cost, &mut tries);
            }
        }
        tries.sort_by_key(|(gain, _)| std::cmp::Reverse(*gain));
        tries
    }

    fn tries_of(&self, dispatch: Dispatch, cost: &dyn CostModel, tries: &mut Vec<(i64, Try)>) {
        let plain = |op| i64::from(cost.instruction(op, &Imm::None));
        // What other edits may gain then: a block, and a branch.
        let slack = plain(Op::End) + i64::from(cost.instruction(Op::Block, &Imm::None)) + i64::from(cost.instruction(Op::Br, &Imm::Index(0)));
        let now = self.price_of(&dispatch, cost);
        if !dispatch.decided.is_empty() {
            tries.push((i64::MAX, Try::Decided(dispatch.clone())));
        }
        let is_table = matches!(dispatch.tests[..], [n] if self.body.node(n).op == Op::BrTable);
        if (dispatch.tests.len() > TESTS || is_table)
            && let Some(table) = Table::of(&dispatch, cost)
        {
            let gain = now - table.price(&dispatch, cost);
            if gain > if is_table { 0 } else { -slack } {
                tries.push((gain, Try::Table(dispatch.clone(), table)));
            }
        }
        if matches!(dispatch.place, Place::Items(..))
            && let Some(chain) = Chain::of(&dispatch, &self.body, cost)
        {
            let gain = now - chain.price();
            if gain > if is_table { -slack } else { 0 } {
                tries.push((gain, Try::Chain(dispatch, chain)));
            }
        }
    }

    /// What the tests cost, but for the subject's own code and what the arms do.
    fn price_of(&self, dispatch: &Dispatch, cost: &dyn CostModel) -> i64 {
        let price = |op, imm: &Imm| cost.instruction(op, imm);
        let code = i64::from(self.body.tree_cost(dispatch.subject.code, &price));
        let tests = dispatch.tests.iter().map(|&n| {
            let node = self.body.node(n);
            let conditions: i64 = node.args.iter().map(|a| i64::from(self.body.tree_cost(*a, &price))).sum();
            conditions + i64::from(self.body.node_cost(n, &price))
        });
        tests.sum::<i64>() - code
    }

    /// Where items stand.
    fn places(&self) -> HashMap<NodeId, (Region, usize)> {
        let mut places = HashMap::new();
        for r in (0..self.body.regions.len()).map(Region::new) {
            for (i, &n) in self.items(r).iter().enumerate() {
                places.insert(n, (r, i));
            }
        }
        places
    }

    /// Conditions that are known are written as what they are; the edits of literal conditions do the rest.
    fn write_decided(&mut self, dispatch: &Dispatch) {
        for &(n, holds) in &dispatch.decided {
            if let Some(&condition) = self.body.node(n).args.last() {
                let node = self.body.node_mut(condition);
                (node.op, node.imm) = Const::I32(i32::from(holds)).into();
                node.args.clear();
            }
        }
    }
}

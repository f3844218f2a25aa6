//! Which rule brought an e-node into the graph: the first whose right-hand side made it, where neither the function nor an earlier match had it.
//!
//! An approximation of a rule's share in chosen code, and an honest one as far as it goes: a node that several rules lead to counts for the first
//! only, a rule whose right-hand side is a variable makes no node and so has no share, and neither has one that only unites what was there.

use crate::set::RuleIx;
use loom_eq_egraph::{Graph, Id, V};
use std::collections::HashMap;

/// Where a node comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The rule.
    pub rule: RuleIx,
    /// It is the root of the rule's right-hand side, not a part of it.
    pub root: bool,
}

/// The nodes that rules made, while they are made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Made(pub(crate) Vec<(Id, Origin)>);

/// The nodes that rules made, by their form with canonical operands.
#[derive(Clone, Debug, Default)]
pub struct Origins(HashMap<V, Origin>);

impl Origins {
    /// Of the graph as it is now: unions since then are seen. `before` is the number of nodes that the graph had before any rule.
    pub(crate) fn of(graph: &Graph, made: &Made, before: usize) -> Origins {
        let canonical = |id: usize| {
            let mut node = graph.nodes()[id].clone();
            node.args.iter_mut().for_each(|a| *a = graph.find(*a));
            node
        };
        let mut origins = HashMap::with_capacity(made.0.len());
        for (id, origin) in &made.0 {
            origins.entry(canonical(usize::from(*id))).or_insert(*origin);
        }
        if !origins.is_empty() {
            // By now, a rule's node may be one that the function has.
            for id in 0..before {
                origins.remove(&canonical(id));
            }
        }
        Origins(origins)
    }

    /// The rule that made this node, whose operands are canonical.
    pub fn get(&self, node: &V) -> Option<Origin> {
        self.0.get(node).copied()
    }
}

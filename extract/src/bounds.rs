//! Lower bounds: no code that delivers a class is shorter. They prune the exact search of `deliver`.
//!
//! A class that some local holds anywhere costs a `local.get` at least; one that a site, block or parameter delivers in place may cost
//! nothing more (the site is there anyway); the rest is the fixpoint over the operators' own costs.

use crate::candidate::Candidate;
use crate::cost::CostModel;
use indexmap::IndexMap;
use loom_eq_egraph::{Graph, Id};
use loom_eq_lang::{LocalIx, NodeId};
use std::sync::Arc;

/// Where classes can be had, for a whole candidate.
pub struct Bounds {
    /// Per class, by its id.
    lower: Vec<u32>,
    /// The locals that hold a class somewhere.
    pub homes: IndexMap<Id, Vec<LocalIx>>,
    /// What they are bounds of.
    pub cost: Arc<dyn CostModel>,
}

/// No code at all.
pub const NEVER: u32 = u32::MAX / 4;

impl Bounds {
    /// Computes the bounds.
    pub fn of(graph: &Graph, candidate: &Candidate, homes: IndexMap<Id, Vec<LocalIx>>) -> Bounds {
        let mut lower = vec![NEVER; graph.nodes().len()];
        for (class, locals) in &homes {
            let get = locals.iter().map(|l| candidate.cost.access(*l)).min().unwrap_or(NEVER);
            lower[usize::from(*class)] = get;
        }
        for n in 0..candidate.body.nodes.len() {
            let n = NodeId::new(n);
            if let Some(class) = candidate.value(n)
                && !candidate.is_operator(n)
                && candidate.body.node(n).op != loom_eq_lang::Op::LocalGet
            {
                lower[usize::from(class)] = 0;
            }
        }
        // Shorter code is found from the leaves up; the rounds are as many as trees are deep, which is few.
        let mut changed = true;
        while changed {
            changed = false;
            for class in graph.classes() {
                let mut best = lower[usize::from(class.id)];
                let was = best;
                for node in &class.nodes {
                    let Some(mut cost) = candidate.cost.e_node(node) else { continue };
                    for arg in &node.args {
                        cost = cost.saturating_add(lower[usize::from(graph.find(*arg))]).min(NEVER);
                    }
                    best = best.min(cost);
                }
                if best < was {
                    lower[usize::from(class.id)] = best;
                    changed = true;
                }
            }
        }
        Bounds { lower, homes, cost: candidate.cost.clone() }
    }

    /// A lower bound of the cost to deliver `class` anywhere.
    pub fn lower(&self, class: Id) -> u32 {
        self.lower.get(usize::from(class)).copied().unwrap_or(NEVER)
    }
}

//! The operand trees of a candidate: who is whose first operand, and what in a tree can be dissolved.

use crate::candidate::Candidate;
use crate::deliver::Fixed;
use loom_eq_lang::{Event, LocalIx, NodeId, Op};

/// Fixed parts with more nodes than this are not searched for writes; their tree keeps its shape.
const SCAN: usize = 400;

/// Links from operands to the nodes that use them.
pub struct Trees {
    /// The node that a node is an operand of, and its position there.
    pub parent: Vec<Option<(NodeId, usize)>>,
}

/// What rewriting the tree of a root leaves and takes.
#[derive(Clone, Debug, Default)]
pub struct Anatomy {
    /// The operators and `local.get`s that go.
    pub dissolved: Vec<NodeId>,
    /// What stays, in order of execution.
    pub fixed: Vec<Fixed>,
    /// The locals that the fixed parts write.
    pub written: Vec<LocalIx>,
    /// The bytes of what goes.
    pub size: u32,
}

impl Trees {
    /// Links all trees of a candidate.
    pub fn of(candidate: &Candidate) -> Trees {
        let mut parent = vec![None; candidate.body.nodes.len()];
        for event in candidate.body.events() {
            if let Event::Op(n) | Event::Open(n, _) = event {
                for (i, arg) in candidate.body.node(n).args.iter().enumerate() {
                    parent[arg.ix()] = Some((n, i));
                }
            }
        }
        Trees { parent }
    }

    /// If `n` is the first thing that runs in its trees: the roots of those trees, the outermost first.
    pub fn starting_at(&self, n: NodeId) -> Vec<NodeId> {
        let mut roots = vec![n];
        let mut at = n;
        while let Some((p, 0)) = self.parent[at.ix()] {
            roots.push(p);
            at = p;
        }
        roots.reverse();
        roots
    }
}

/// Whether a tree's first operand waits on the stack already. Nothing may be computed in front of such a tree.
pub fn takes_from_stack(candidate: &Candidate, root: NodeId) -> bool {
    candidate.body.taken(root) > 0
}

/// Takes the tree at `root` apart; `None` if it is no operator or a fixed part is too large to look through.
pub fn anatomy(candidate: &Candidate, root: NodeId) -> Option<Anatomy> {
    if !candidate.is_operator(root) && candidate.body.node(root).op != Op::LocalGet {
        return None;
    }
    let mut anatomy = Anatomy::default();
    let mut stack = vec![root];
    while let Some(n) = stack.pop() {
        let node = candidate.body.node(n);
        if candidate.is_operator(n) || node.op == Op::LocalGet {
            anatomy.dissolved.push(n);
            anatomy.size += candidate.cost.node(&candidate.body, n);
            stack.extend(node.args.iter().rev());
        } else {
            let tee = (node.op == Op::LocalTee).then(|| candidate.body.local_of(n).expect("a local access"));
            anatomy.fixed.push(Fixed { node: n, class: candidate.value(n)?, tee, from_stack: takes_from_stack(candidate, n) });
            let mut count = 0;
            for event in candidate.body.tree_events(n) {
                count += 1;
                if count > SCAN {
                    return None;
                }
                if let Event::Op(n) = event
                    && matches!(candidate.body.node(n).op, Op::LocalSet | Op::LocalTee)
                {
                    anatomy.written.extend(candidate.body.local_of(n));
                }
            }
        }
    }
    // A tee whose local another fixed part writes as well does not keep its value.
    let written = anatomy.written.clone();
    for part in &mut anatomy.fixed {
        part.tee = part.tee.filter(|l| written.iter().filter(|w| *w == l).count() == 1);
    }
    anatomy.dissolved.sort_unstable();
    Some(anatomy)
}

//! The edit "delete what nobody needs": writes that no read reaches, writes of what the local holds already, drops of pure values.
//!
//! Sites stay. What is left of a deleted statement are its fixed parts, each dropped (or, for a tee, turned into a `local.set`).

use crate::candidate::Candidate;
use crate::holds::{Headers, Visitor, headers, visit};
use crate::trees::Trees;
use loom_eq_egraph::flow::State;
use loom_eq_egraph::{Graph, Liveness};
use loom_eq_lang::{Event, Imm, NodeId, Op, Region};
use smallvec::SmallVec;

/// Deletes dead and redundant writes and pure drops until none is left. Whether anything changed.
pub fn cleanup(graph: &Graph, candidate: &mut Candidate) -> bool {
    let mut changed = false;
    loop {
        let liveness = Liveness::of(&candidate.body);
        let mut writes = liveness.dead_writes.clone();
        let mut assumed = headers(graph, candidate, &liveness);
        writes.extend(redundant(graph, candidate, &liveness, &mut assumed));
        writes.sort_unstable();
        writes.dedup();
        let writes_gone = delete_writes(candidate, &writes);
        let drops_gone = simplify_drops(candidate);
        if !writes_gone && !drops_gone {
            return changed;
        }
        changed = true;
    }
}

struct Redundant<'a> {
    candidate: &'a Candidate,
    found: Vec<NodeId>,
}

impl Visitor for Redundant<'_> {
    fn before(&mut self, event: Event, state: &State) {
        let Event::Op(n) = event else { return };
        if matches!(self.candidate.body.node(n).op, Op::LocalSet | Op::LocalTee) {
            let l = self.candidate.body.local_of(n).expect("a local access");
            if let Some(Some(class)) = state.stack.last()
                && state.locals[l.ix()] == Some(*class)
            {
                self.found.push(n);
            }
        }
    }
}

/// Writes of a class that the local holds already.
fn redundant(graph: &Graph, candidate: &Candidate, liveness: &Liveness, headers: &mut Headers) -> Vec<NodeId> {
    let mut redundant = Redundant { candidate, found: Vec::new() };
    visit(graph, candidate, liveness, headers, &mut redundant);
    redundant.found
}

fn delete_writes(candidate: &mut Candidate, writes: &[NodeId]) -> bool {
    let trees = Trees::of(candidate);
    let mut changed = false;
    for &n in writes {
        let node = candidate.body.node(n);
        match (node.op, node.args.as_slice()) {
            (Op::LocalSet, _) => {
                let node = candidate.body.node_mut(n);
                node.op = Op::Drop;
                node.imm = Imm::None;
                changed = true;
            }
            (Op::LocalTee, &[arg]) => {
                candidate.overwrite(n, arg);
                changed = true;
            }
            // The operand waits on the stack. Without the tee, whoever takes its result takes it from there.
            (Op::LocalTee, _) => changed |= unlink_stacked_tee(candidate, &trees, n),
            _ => {}
        }
    }
    changed
}

fn unlink_stacked_tee(candidate: &mut Candidate, trees: &Trees, tee: NodeId) -> bool {
    match trees.parent[tee.ix()] {
        Some((p, 0)) if candidate.body.node(p).args.first() == Some(&tee) => {
            let parent = candidate.body.node_mut(p);
            parent.args.remove(0);
            parent.stacked += 1;
            true
        }
        Some(_) => false,
        None => {
            for region in &mut candidate.body.regions {
                if let Some(at) = region.items.iter().position(|&i| i == tee) {
                    region.items.remove(at);
                    return true;
                }
            }
            false
        }
    }
}

/// `drop` of an operator becomes drops of its fixed parts; `drop` of a tee a `local.set`.
fn simplify_drops(candidate: &mut Candidate) -> bool {
    let mut changed = false;
    for r in 0..candidate.body.regions.len() {
        let r = Region::new(r);
        let items = candidate.body.region(r).items.clone();
        if !items.iter().any(|&n| drops_something_simple(candidate, n)) {
            continue;
        }
        let mut kept = Vec::with_capacity(items.len());
        for n in items {
            if drops_something_simple(candidate, n) {
                changed = true;
                dissolve_drop(candidate, n, &mut kept);
            } else {
                kept.push(n);
            }
        }
        candidate.body.regions[r.ix()].items = kept;
    }
    changed
}

fn drops_something_simple(candidate: &Candidate, n: NodeId) -> bool {
    let node = candidate.body.node(n);
    if node.op != Op::Drop {
        return false;
    }
    let [arg] = *node.args.as_slice() else { return false };
    match candidate.body.node(arg).op {
        Op::LocalGet => true,
        Op::LocalTee => true,
        _ => candidate.is_operator(arg),
    }
}

fn dissolve_drop(candidate: &mut Candidate, drop: NodeId, kept: &mut Vec<NodeId>) {
    let mut stack: SmallVec<[NodeId; 4]> = SmallVec::from_slice(&[candidate.body.node(drop).args[0]]);
    while let Some(n) = stack.pop() {
        let node = candidate.body.node(n);
        if node.op == Op::LocalGet {
            continue;
        }
        if candidate.is_operator(n) {
            stack.extend(node.args.iter().rev().copied());
        } else if node.op == Op::LocalTee {
            let set = candidate.body.node_mut(n);
            set.op = Op::LocalSet;
            set.results.clear();
            candidate.values[n.ix()] = None;
            kept.push(n);
        } else {
            let drop = candidate.add_statement(Op::Drop, Imm::None, &[n]);
            kept.push(drop);
        }
    }
}

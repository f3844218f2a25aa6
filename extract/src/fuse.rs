//! The edit "leave it on the stack": a `local.set` whose value the next statement reads becomes a `local.tee` in the place of the read.
//!
//! Between the write and the read only pure code and other writes of locals may run: none that reads what the moved code writes, and none that writes what it
//! accesses. A tee that nobody else reads
//! is then deleted by [`crate::cleanup`], and the value just waits on the stack.

use crate::candidate::Candidate;
use crate::trees::takes_from_stack;
use loom_eq_lang::{Event, LocalIx, NodeId, Op, Region};

/// Fuses all writes with reads in the statement behind them. Whether anything changed.
pub fn fuse(candidate: &mut Candidate) -> bool {
    let mut changed = false;
    for r in 0..candidate.body.regions.len() {
        let r = Region::new(r);
        // From the end, so that a moved statement can be moved on with what it was moved into.
        let mut i = candidate.body.region(r).items.len();
        while i >= 2 {
            i -= 1;
            let items = &candidate.body.region(r).items;
            let (set, next) = (items[i - 1], items[i]);
            if let Some(read) = read_to_fuse(candidate, set, next) {
                let node = candidate.body.node(set).clone();
                let ty = candidate.body.node(read).results[0];
                let class = candidate.value(read);
                let tee = candidate.add(Op::LocalTee, node.imm, &node.args, ty, class);
                candidate.overwrite(read, tee);
                candidate.body.regions[r.ix()].items.remove(i - 1);
                changed = true;
            }
        }
    }
    changed
}

/// The read of `set`'s local in `next` that it can move to.
fn read_to_fuse(candidate: &Candidate, set: NodeId, next: NodeId) -> Option<NodeId> {
    let node = candidate.body.node(set);
    if node.op != Op::LocalSet || node.args.len() != 1 {
        return None;
    }
    let local = candidate.body.local_of(set)?;
    // Usually the first leaf decides, so the moved code is looked through only when a read was found behind others.
    let (mut passed, mut written): (Vec<LocalIx>, Vec<LocalIx>) = Default::default();
    let from_stack = takes_from_stack(candidate, node.args[0]);
    for (i, event) in candidate.body.tree_events(next).enumerate() {
        let Event::Op(n) = event else { return None };
        if from_stack && i > 0 {
            return None;
        }
        let op = candidate.body.node(n).op;
        if op == Op::LocalGet {
            let l = candidate.body.local_of(n)?;
            if l == local {
                let clean = passed.is_empty() && written.is_empty() || !disturbs(candidate, node.args[0], &passed, &written);
                return (clean && candidate.value(n).is_some()).then_some(n);
            }
            passed.push(l);
        } else if op == Op::LocalTee {
            let l = candidate.body.local_of(n).filter(|l| *l != local)?;
            written.push(l);
        } else if !candidate.is_operator(n) {
            return None;
        }
    }
    None
}

/// Whether moved code writes what was read on the way, or accesses what was written.
fn disturbs(candidate: &Candidate, root: NodeId, read: &[LocalIx], written: &[LocalIx]) -> bool {
    candidate.body.tree_events(root).any(|event| {
        let Event::Op(n) = event else { return false };
        let Some(l) = candidate.body.local_of(n) else { return false };
        written.contains(&l) || candidate.body.node(n).op != Op::LocalGet && read.contains(&l)
    })
}

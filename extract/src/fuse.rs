//! The edit "leave it on the stack": a `local.set` becomes a `local.tee` in the place of the first read behind it.
//!
//! ```text
//!   local.set 1 (i32.load (local.get 0))
//!   local.set 2 (i32.load offset=4 (local.get 0))        local.set 2 (i32.load offset=4 (local.get 0))
//!   i32.store (local.get 3) (local.get 1)                i32.store (local.get 3) (local.tee 1 (i32.load (local.get 0)))
//! ```
//!
//! What the moved code may pass on its way depends on what it does ([`Effect`]); none may write a local that it accesses, or read one that it writes. A tee
//! that nobody else reads is then deleted by [`crate::cleanup`], and the value just waits on the stack.

use crate::candidate::Candidate;
use crate::trees::takes_from_stack;
use loom_eq_lang::{Class, Event, LocalIx, NodeId, Op, Region};
use smallvec::SmallVec;

/// Nodes that moved code may pass.
const NODES: usize = 400;
/// Nodes of moved code.
const MOVED: usize = 60;

/// Fuses all writes with the first reads behind them. Whether anything changed.
pub fn fuse(candidate: &mut Candidate) -> bool {
    let mut changed = false;
    for r in 0..candidate.body.regions.len() {
        let r = Region::new(r);
        // From the end, so that a moved statement can be moved on with what it was moved into.
        let mut i = candidate.body.region(r).items.len();
        while i >= 2 {
            i -= 1;
            let items = &candidate.body.region(r).items;
            let set = items[i - 1];
            if let Some(read) = read_to_fuse(candidate, set, &items[i..]) {
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

/// What code does beside computing a value, in the order of what it may not pass.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    /// Nothing: it may pass all that control falls through.
    None,
    /// It reads what others write, or may trap: it may pass what does no more.
    Reads,
    /// More: it may pass what does nothing.
    Writes,
}

impl Effect {
    fn of(candidate: &Candidate, n: NodeId) -> Effect {
        match candidate.body.node(n).op.class() {
            _ if candidate.is_operator(n) => Effect::None,
            Class::Local => Effect::None,
            Class::Pure | Class::Stack | Class::Load | Class::MayTrap | Class::GlobalGet | Class::MemorySize | Class::TableRead => Effect::Reads,
            _ => Effect::Writes,
        }
    }

    fn passes(self, other: Effect) -> bool {
        self == Effect::None || other == Effect::None || self == Effect::Reads && other == Effect::Reads
    }
}

/// The code that a `local.set` takes along.
struct Moved {
    effect: Effect,
    reads: SmallVec<[LocalIx; 8]>,
    writes: SmallVec<[LocalIx; 4]>,
}

impl Moved {
    fn of(candidate: &Candidate, root: NodeId) -> Option<Moved> {
        let mut moved = Moved { effect: Effect::None, reads: SmallVec::new(), writes: SmallVec::new() };
        for (i, event) in candidate.body.tree_events(root).enumerate() {
            let Event::Op(n) = event else { return None };
            if i == MOVED {
                return None;
            }
            moved.effect = moved.effect.max(Effect::of(candidate, n));
            match (candidate.body.node(n).op, candidate.body.local_of(n)) {
                (Op::LocalGet, Some(l)) => moved.reads.push(l),
                (_, Some(l)) => moved.writes.push(l),
                _ => {}
            }
        }
        Some(moved)
    }
}

/// The first read of `set`'s local behind it, if it can move there.
fn read_to_fuse(candidate: &Candidate, set: NodeId, behind: &[NodeId]) -> Option<NodeId> {
    let node = candidate.body.node(set);
    let &[value] = node.args.as_slice() else { return None };
    if node.op != Op::LocalSet {
        return None;
    }
    let local = candidate.body.local_of(set)?;
    let mut events = behind.iter().flat_map(|&n| candidate.body.tree_events(n));
    let is_read = |n: NodeId| candidate.body.node(n).op == Op::LocalGet && candidate.body.local_of(n) == Some(local);
    // Usually the first leaf decides, so the moved code is looked through only when a read was found behind others.
    let Event::Op(first) = events.next()? else { return None };
    if is_read(first) {
        return candidate.value(first).map(|_| first);
    }
    if takes_from_stack(candidate, value) {
        return None;
    }
    let moved = Moved::of(candidate, value)?;
    for event in std::iter::once(Event::Op(first)).chain(events).take(NODES) {
        let Event::Op(n) = event else { return None };
        if is_read(n) {
            return candidate.value(n).map(|_| n);
        }
        let op = candidate.body.node(n).op;
        let leaves = op == Op::Unreachable || matches!(op.class(), Class::Control | Class::TailCall);
        if leaves || !moved.effect.passes(Effect::of(candidate, n)) {
            return None;
        }
        if let Some(l) = candidate.body.local_of(n) {
            let clash =
                if op == Op::LocalGet { moved.writes.contains(&l) } else { l == local || moved.writes.contains(&l) || moved.reads.contains(&l) };
            if clash {
                return None;
            }
        }
    }
    None
}

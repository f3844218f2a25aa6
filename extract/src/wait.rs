//! The edit "leave it on the stack while other things happen": a `local.set` whose only read is the first thing that a later statement of its region runs
//! becomes the bare value, which waits below the statements between.
//!
//! ```text
//!   local.set 1 (i32.load …)                  i32.load …          ;; waits
//!   call $f                                   call $f
//!   i32.store (local.get 1) (i32.const 0)     i32.store · (i32.const 0)
//! ```
//!
//! A branch out of the region drops what waits, so branches between are no obstacle, unless the local is live where one leads. Where the read is the
//! second operand of an operator that commutes, the operands are exchanged.
//!
//! Invariant: between, nothing takes from the stack what waits, and nothing that came later still waits when the value is read.

use loom_eq_egraph::Liveness;
use loom_eq_lang::{Body, Event, LocalIx, NodeId, Op, Region};
use smallvec::SmallVec;

/// Statements that a value may wait for.
const STATEMENTS: usize = 100;
/// Nodes in them.
const NODES: usize = 2_000;

/// Where a value would be taken from the stack.
struct Read {
    get: NodeId,
    /// What the `local.get` is an operand of; `None` if it is a statement itself.
    parent: Option<NodeId>,
    /// The operands of `parent` are exchanged first.
    swap: bool,
}

/// Lets all values wait that can. Whether anything changed.
pub fn wait(body: &mut Body) -> bool {
    let liveness = Liveness::of(body);
    let mut last_read = vec![false; body.nodes.len()];
    liveness.walk(body, |n, live| {
        last_read[n.ix()] = body.node(n).op == Op::LocalGet && body.local_of(n).is_some_and(|l| !live.contains(l));
    });
    let mut changed = false;
    for r in 0..body.regions.len() {
        let r = Region::new(r);
        let mut j = 0;
        while j < body.region(r).items.len() {
            match try_item(body, &liveness, &last_read, r, j) {
                // The statement may begin with another read now, or be gone.
                true => changed = true,
                false => j += 1,
            }
        }
    }
    changed
}

fn try_item(body: &mut Body, liveness: &Liveness, last_read: &[bool], r: Region, j: usize) -> bool {
    for read in reads(body, body.region(r).items[j]) {
        if !last_read[read.get.ix()] {
            continue;
        }
        let local = body.local_of(read.get).expect("a local access");
        if let Some(i) = write_of(body, liveness, r, j, local) {
            apply(body, r, i, j, &read);
            return true;
        }
    }
    false
}

/// The reads that a statement begins with, or would if operands were exchanged.
fn reads(body: &Body, root: NodeId) -> SmallVec<[Read; 2]> {
    let mut found = SmallVec::new();
    let (mut n, mut parent) = (root, None);
    loop {
        let node = body.node(n);
        if node.op == Op::LocalGet {
            found.push(Read { get: n, parent, swap: false });
            return found;
        }
        if let &[a, b] = node.args.as_slice()
            && node.stacked == 0
            && (node.op.commutes() || node.op.mirrored().is_some())
            && body.node(b).op == Op::LocalGet
            && body.node(a).op != Op::LocalGet
            // Exchanged, it comes before what reads the same local.
            && touches(body, a, body.local_of(b).expect("a local access"), &mut { NODES }) == (false, false)
        {
            found.push(Read { get: b, parent: Some(n), swap: true });
        }
        let Some(&first) = node.args.first() else { return found };
        (n, parent) = (first, Some(n));
    }
}

/// Whether a tree reads and whether it writes a local. Counts its nodes down; when none are left, both are taken for granted.
pub fn touches(body: &Body, root: NodeId, local: LocalIx, nodes: &mut usize) -> (bool, bool) {
    let (mut reads, mut writes) = (false, false);
    for event in body.tree_events(root) {
        let Some(left) = nodes.checked_sub(1) else { return (true, true) };
        *nodes = left;
        if let Event::Op(n) = event
            && body.local_of(n) == Some(local)
        {
            reads |= body.node(n).op == Op::LocalGet;
            writes |= body.node(n).op != Op::LocalGet;
        }
    }
    (reads, writes)
}

/// The item that writes `local` for item `j`, if the value can wait from there.
fn write_of(body: &Body, liveness: &Liveness, r: Region, j: usize, local: LocalIx) -> Option<usize> {
    let items = &body.region(r).items;
    let mut nodes = NODES;
    for i in (j.saturating_sub(STATEMENTS)..j).rev() {
        let node = body.node(items[i]);
        if node.op == Op::LocalSet && body.local_of(items[i]) == Some(local) {
            let alone = node.args.len() == 1 && !touches(body, node.args[0], local, &mut nodes).1;
            return (alone && undisturbed(body, liveness, &items[i + 1..j], local)).then_some(i);
        }
        let (reads, writes) = touches(body, items[i], local, &mut nodes);
        if reads || writes {
            return None;
        }
    }
    None
}

/// Whether statements leave alone what waits below them, and lead nowhere where the local is needed.
fn undisturbed(body: &Body, liveness: &Liveness, between: &[NodeId], local: LocalIx) -> bool {
    let mut height = 0usize;
    for &item in between {
        let Some(left) = height.checked_sub(body.taken(item)) else { return false };
        height = left + body.node(item).results.len();
    }
    height == 0 && !leads_elsewhere(body, liveness, between, local)
}

/// Whether a branch in these statements leaves them for where the local is needed.
pub fn leads_elsewhere(body: &Body, liveness: &Liveness, statements: &[NodeId], local: LocalIx) -> bool {
    let mut inside: Vec<Region> = Vec::new();
    let mut targets: Vec<Region> = Vec::new();
    for event in statements.iter().flat_map(|&n| body.tree_events(n)) {
        match event {
            Event::Op(n) => targets.extend(body.targets(n)),
            Event::Open(_, r) | Event::Else(_, r) => inside.push(r),
            Event::Close(..) => {}
        }
    }
    targets.iter().any(|t| !inside.contains(t) && liveness.at_label(*t).contains(local))
}

fn apply(body: &mut Body, r: Region, i: usize, j: usize, read: &Read) {
    let set = body.region(r).items[i];
    let value = body.node(set).args[0];
    if let Some(parent) = read.parent {
        let node = body.node_mut(parent);
        if read.swap {
            node.args.swap(0, 1);
            if !node.op.commutes() {
                node.op = node.op.mirrored().expect("checked");
            }
        }
        if i + 1 == j {
            node.args[0] = value;
            body.regions[r.ix()].items.remove(i);
            return;
        }
        node.args.remove(0);
        node.stacked += 1;
    } else {
        body.regions[r.ix()].items.remove(j);
    }
    body.regions[r.ix()].items[i] = value;
}

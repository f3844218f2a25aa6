//! Writes of values that wait go to where the values are: what inlining leaves of a call, all arguments first and then a `local.set` for each, becomes
//! a list of statements.
//!
//! ```text
//!   i32.load …                                 local.set 1 (i32.load …)
//!   call $f                                    local.set 2 (call $f)
//!   local.set 2
//!   local.set 1
//! ```
//!
//! It saves nothing by itself. But a statement can be moved into the one that reads its local, and a value that waits below others cannot.
//! What is better left waiting, [`crate::wait`] finds again.
//!
//! Invariant: between the value and its write nothing accesses the local, and no branch leads to where its old value is needed.

use crate::wait::{leads_elsewhere, touches};
use loom_eq_egraph::Liveness;
use loom_eq_lang::{Body, NodeId, Op, Region};

/// Nodes between a value and its write, over all writes of a body.
const NODES: usize = 200_000;

/// The body with its writes at the values, if any can go there.
pub fn unstack(body: &Body) -> Option<Body> {
    let liveness = Liveness::of(body);
    let mut new = body.clone();
    let mut nodes = NODES;
    let mut changed = false;
    for r in (0..body.regions.len()).map(Region::new) {
        let mut j = 0;
        while j < new.region(r).items.len() {
            // What moves to the front leaves its place to the next item.
            match target(&new, &liveness, r, j, &mut nodes) {
                Some(i) => {
                    let set = new.regions[r.ix()].items.remove(j);
                    let value = std::mem::replace(&mut new.regions[r.ix()].items[i], set);
                    let node = new.node_mut(set);
                    node.stacked = 0;
                    node.args.push(value);
                    changed = true;
                }
                None => j += 1,
            }
        }
    }
    changed.then_some(new)
}

/// The item whose value item `j` writes, if the write can go there.
fn target(body: &Body, liveness: &Liveness, r: Region, j: usize, nodes: &mut usize) -> Option<usize> {
    let items = &body.region(r).items;
    let node = body.node(items[j]);
    if node.op != Op::LocalSet || node.stacked != 1 {
        return None;
    }
    let i = giver(body, &items[..j])?;
    let local = body.local_of(items[j])?;
    let between = &items[i + 1..j];
    (between.iter().all(|&n| touches(body, n, local, nodes) == (false, false)) && !leads_elsewhere(body, liveness, between, local)).then_some(i)
}

/// The place of the item that gives the value on top of the stack behind these items, if it gives no other.
fn giver(body: &Body, items: &[NodeId]) -> Option<usize> {
    let mut above = 0;
    for (i, &n) in items.iter().enumerate().rev() {
        let gives = body.node(n).results.len();
        if gives > above {
            return (gives == 1).then_some(i);
        }
        above = above - gives + body.taken(n);
    }
    None
}

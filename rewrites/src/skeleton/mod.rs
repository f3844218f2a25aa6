//! Skeleton variants: what duplicates code or re-shapes a function, before it is lifted. Each is a whole body with an e-graph of its own.
//!
//! A body becomes a control-flow graph over locals ([`cfg`](self::cfg), `build.rs`); calls may have been replaced by the bodies that they call (`inline.rs`). On the graph,
//! locals are split into webs, packed values into their fields (`webs.rs`, `fields.rs`), branches are decided and threaded by what holds on the way to them (`facts.rs`,
//! `thread.rs`), loops of a constant number of laps unrolled and short tails duplicated (`unroll.rs`, `duplicate.rs`). Then it becomes structured code again, from its dominator tree (`structure.rs`).
//!
//! Nothing here is trusted: what comes of it is proven against the original function like any other candidate, with the callees' bodies executed on the original's side.

mod build;
mod cfg;
mod demand;
mod dominators;
mod duplicate;
mod facts;
mod fields;
mod inline;
mod simplify;
mod sink;
mod spill;
mod structure;
mod thread;
mod unroll;
mod webs;

pub use thread::Threading;

use loom_eq_lang::{Body, FuncIx, Module};
use std::collections::BTreeSet;

/// What a variant does; the control structure is made anew in each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Skeleton {
    /// Whether packed locals are taken apart.
    pub fields: bool,
    /// Whether branches are threaded, and how much may be copied for that.
    pub threading: Option<Threading>,
    /// Loops with a constant number of laps are unrolled if that takes at most so many bytes more.
    pub unroll: Option<u32>,
    /// Blocks of at most so many bytes that end the function stand wherever something leads to them.
    pub duplicate: u32,
}

impl Default for Skeleton {
    fn default() -> Skeleton {
        Skeleton { fields: true, threading: Some(Threading::default()), unroll: Some(4), duplicate: 1 }
    }
}

/// Bytes of code that unrolling may add before it is simplified.
const UNROLLED: u32 = 600;

/// Larger bodies are left alone.
const NODES: usize = 12_000;

/// Function `f` with the calls of these functions executed in place, and the functions for which that was done; see `inline.rs`. The body is to be
/// [`reshaped`] before it is written.
pub fn inlined(module: &Module, f: FuncIx, body: &Body, callees: &BTreeSet<u32>) -> Option<(Body, BTreeSet<u32>)> {
    inline::inline(module, f, body, callees)
}

/// Function `f` in another form; `None` if it is too large or has something that cannot be done.
pub fn reshaped(module: &Module, f: FuncIx, body: &Body, skeleton: &Skeleton) -> Option<Body> {
    if body.nodes.len() > NODES {
        return None;
    }
    let mut cfg = build::build(body)?;
    simplify::simplify(&mut cfg);
    webs::number(&mut cfg);
    if skeleton.fields {
        fields::split_fields(&mut cfg);
    }
    if let Some(threading) = skeleton.threading {
        thread::thread(&mut cfg, threading);
        if skeleton.unroll.is_some_and(|growth| unroll::unroll(&mut cfg, UNROLLED, growth)) {
            thread::thread(&mut cfg, threading);
        }
    }
    if duplicate::duplicate_tails(&mut cfg, skeleton.duplicate) {
        simplify::simplify(&mut cfg);
    }
    structure::structure(&cfg, module, f)
}

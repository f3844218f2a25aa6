//! A module without what nothing reaches, in new numbers.
//!
//! - What is reachable, from exports and the start function on: `live.rs`. Imports that nothing uses go too.
//! - Which entry gets which index: `plan.rs`. Types that are equal become one, where types are simple enough to say so; functions, types and globals
//!   that are named often get short indices, if that makes the module smaller.
//! - Everything that names an index is written with the new one: `write.rs`, `customs.rs`, `names.rs`.
//!
//! What cannot be looked into (an operator, a section) may name any index: then nothing is done, with the reason.
//!
//! Invariants:
//! 1. The result is valid, smaller than the module, and pruning it changes nothing (test `the_suite`).
//! 2. No trap at instantiation is lost: see `live.rs` (test `files_come_out_as_expected`, `bounds`).
//! 3. Exports stay, in their order (same test).

mod customs;
mod indices;
mod live;
mod names;
mod plan;
mod write;

use crate::module::Module;
pub use indices::{Indices, Space};
use live::Live;
pub use plan::Places;
use plan::Plan;
use write::Writer;

/// What came out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Pruning {
    /// A smaller module.
    Smaller(Box<Pruned>),
    /// Nothing would be smaller.
    Nothing,
    /// Something is not understood that may name any index.
    Declined(String),
}

/// A smaller module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pruned {
    /// The module.
    pub bytes: Vec<u8>,
    /// What became of each index.
    pub indices: Indices,
    /// Imports that are gone.
    pub imports: usize,
    /// What was removed or is stale, one line each, for the report.
    pub notes: Vec<String>,
}

/// Removes what nothing reaches, and renumbers.
pub fn prune(module: &Module, places: Places) -> Pruning {
    smaller(module, places).unwrap_or_else(Pruning::Declined)
}

fn smaller(module: &Module, places: Places) -> Result<Pruning, String> {
    for (name, ..) in module.customs() {
        customs::objection(name).map_or(Ok(()), Err)?;
    }
    if let Some(section) = module.sections.iter().find(|s| s.id > 13) {
        return Err(format!("section {} is not understood", section.id));
    }
    let outside = module.outside().map_err(|e| e.to_string())?;
    let live = Live::of(module, &outside)?;
    let mut best: Option<Pruned> = None;
    let tried: &[Places] = if places == Places::ByUse { &[Places::Kept, Places::ByUse] } else { &[Places::Kept] };
    for places in tried {
        let plan = Plan::new(module, &outside, &live, *places);
        let (bytes, notes) = Writer { module, outside: &outside, live: &live, plan: &plan }.module()?;
        if bytes.len() < best.as_ref().map_or(module.bytes().len(), |b| b.bytes.len()) {
            let imports = plan::imports(&outside, &plan).into_iter().filter(|stays| !stays).count();
            best = Some(Pruned { bytes, indices: plan.map, imports, notes });
        }
    }
    Ok(best.map_or(Pruning::Nothing, |best| Pruning::Smaller(Box::new(best))))
}

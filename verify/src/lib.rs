//! Translation validation of WebAssembly: is one function body, or one module, equal to another, for all inputs?
//!
//! 1. [`Checker::function`] reads both bodies from bytes and compiles each to flat code (`code.rs`).
//! 2. Both run at once, symbolically (`product.rs`): pure code is absorbed into terms, events (calls, accesses, traps, returns) must
//!    pair up, and each pair leaves obligations: these two terms are equal. Loops are cut by relations between the two sides' variables,
//!    guessed optimistically and refined until inductive (`relation.rs`).
//! 3. Terms are hash-consed and normalised when built ([`term`]), so that most obligations are the same node twice; what is left goes to Z3
//!    (`prove.rs`, `smt.rs`) with counted limits.
//!
//! Nothing here is shared with the optimizer: not its e-graph, not its rules. Four answers, never blurred: [`Verdict`].

/// Prints a step of the run, with the feature `trace`.
macro_rules! trace {
    ($($what:tt)*) => {
        if cfg!(feature = "trace") {
            eprintln!($($what)*);
        }
    };
}

mod affine;
mod align;
mod assume;
mod assumption;
pub mod audit;
mod bounds;
mod cache;
mod cases;
mod checker;
mod code;
mod convert;
mod correspond;
mod cycles;
mod executed;
mod facts;
mod inline;
mod module;
mod packed;
mod pair;
mod parallel;
mod product;
mod prove;
mod relation;
mod renumbered;
mod replay;
pub mod rules;
mod semantics;
mod settle;
mod shape;
mod sites;
mod smt;
mod state;
mod tail;
pub mod term;
mod thread;
mod witness;

pub use assumption::Assumption;
pub use checker::{Checker, Counterexample, Limits, Proof, Verdict};
pub use module::{FunctionReport, ModuleReport, Options, modules};
pub use renumbered::renumbered;

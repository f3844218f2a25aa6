//! The whole road: a module goes in, islands propose smaller bodies, the smallest that is proven goes out.
//!
//! ```text
//!   function ─┬─ island A ─┐
//!             ├─ island B ─┼─ candidates, smallest first ─ validate ─ prove ─ the first that passes
//!             └─ as parsed ┘                                                 └ none: the original
//! ```
//!
//! - [`Config`] says what the islands do; [`optimize`] runs them on a module or on every module inside a component.
//! - [`roundtrip`] is the same road without rules: what lifting and lowering alone does to every function.
//! - [`Report`] counts every decision. What was skipped is never reported as proven.
//!
//! Invariants, each with a test that names it:
//! 1. The output is never larger than the input, and valid.
//! 2. The bytes of a changed function are the bytes that were proven; in the end indices may change, which is judged for the module as a whole
//!    (`prune.rs`).
//! 3. The output depends on the input, the configuration and the seed only; not on the number of threads.
//! 4. An island that panics, or proposes invalid or wrong code, costs that function its gain and nothing else.

mod assumed;
mod choose;
mod config;
mod constants;
mod cost;
mod error;
mod inlining;
mod module;
mod names;
mod optimize;
mod panics;
mod progress;
mod propose;
mod prove;
mod prune;
mod report;
mod roundtrip;
mod rules;
mod shares;
mod transfer;

pub use choose::Candidate;
pub use config::{Anneal, Config, Exact, Families, Inline, Island, Joins, Merging, Saturation, Search, Skeleton};
pub use cost::Cost;
pub use error::{Error, Result};
pub use loom_eq_verify::Assumption;
pub use optimize::{Outcome, optimize, optimize_with};
pub use panics::quiet_panics;
pub use progress::Progress;
pub use propose::{Pipeline, Proposals, Propose, Task};
pub use report::{Cause, Costs, Failure, FunctionRecord, Functions, IslandRecord, Pruned, Report, Sizes, Spent, Status};
pub use roundtrip::{Guards, Roundtrip, RoundtripFunction, roundtrip};
pub use rules::Rules;
pub use shares::{RuleRecord, RuleRecords};
pub use transfer::compressed;

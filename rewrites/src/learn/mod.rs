//! Rules found by search: the frequent small value trees of a corpus, each with the shortest equal tree, generalised and proven.
//!
//! ```text
//!   bodies ─ collect ─▶ patterns with counts ─ enumerate ─▶ shorter trees that agree on vectors ─ prove ─▶ equations
//!                              ▲                                                                             │
//!                              └── what the rules so far derive is not searched again ◀── generalize ◀───────┘
//! ```
//!
//! - [`Corpus`] counts the trees of function bodies: pure operators with variables where a tree is cut and constants where they stand.
//! - For each pattern, the most frequent first, all shorter trees are enumerated bottom-up by their bytes, one of each behaviour on test vectors.
//! - What agrees goes to the prover. A counterexample becomes a vector, and the next candidate gets its turn.
//! - A proven equation is generalised: facts that it does not need are dropped; constants become variables, those of the right-hand side terms over
//!   them, under a condition where one is needed. Each step is tested on vectors and proven again.
//!
//! Invariants:
//! 1. Every rule that is returned was proven, in the very form in which it is returned.
//! 2. The result depends on the corpus and the budget only: all budgets are counts, batches have a fixed size, threads share nothing else.

mod collect;
mod derive;
mod enumerate;
mod generalize;
mod pattern;
mod search;

pub use collect::Corpus;
pub use derive::derives;
pub use pattern::{Known, Pattern};
pub use search::{Budget, Learned, Outcome, learn};

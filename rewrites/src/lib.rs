//! Value rules as text, and saturation of a function's e-graph with them.
//!
//! A rule is an equation in `rules/*.eq` (grammar, conditions and laws: `rules/README.md`). It is read ([`RuleSet::parse`]), typed, compiled to matching
//! programs, and applied by [`saturate`]. The verifier proves the same text with a parser and a semantics of its own.
//!
//! ```
//! use loom_eq_egraph::{Graph, Head, V};
//! use loom_eq_lang::{Body, Imm, Op, ValType};
//! use loom_eq_rewrites::{Limits, builtin, saturate};
//!
//! let mut graph = Graph::default();
//! let x = graph.add(V::leaf(Head::Param(Body::ROOT, 0, ValType::I32)));
//! let zero = graph.add(V::i32(0));
//! let sum = graph.add(V::op(Op::I32Add, Imm::None, &[zero, x]));
//! saturate(&mut graph, builtin(), &Limits::default());
//! assert_eq!(graph.find(sum), graph.find(x));
//! ```

mod check;
mod compile;
mod condition;
mod error;
pub mod learn;
mod origin;
mod rule;
mod saturate;
mod set;
pub mod skeleton;
mod syntax;
mod synthesis;
mod table;
mod typing;
pub mod vectors;

pub use check::{Bytes, Checked, Counterexample, Direction, Judgement, Proof, Prove, check, check_rule};
pub use condition::Condition;
pub use error::{Error, Place, Result};
pub use origin::{Origin, Origins};
pub use rule::{Rule, Term, Var, VarIx};
pub use saturate::{Count, Families, Limits, Stats, Stop, saturate};
pub use set::{RuleIx, RuleSet, builtin, builtin_files};
pub use syntax::Family;
pub use synthesis::synthesize;
pub use table::{Table, least_bytes, table};

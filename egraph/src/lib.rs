//! The e-graph of one function: values (sort V) with facts, and how a body is lifted into it.

mod facts;
mod language;

pub use egg::Id;
pub use facts::{Fact, Facts, Graph};
pub use language::{Head, Kind, V};

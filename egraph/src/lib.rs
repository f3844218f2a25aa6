//! The e-graph of one function: values (sort V) with facts, and how a body is lifted into it.

mod demand;
mod facts;
pub mod flow;
mod language;
mod lift;
mod liveness;

pub use demand::{Demand, Joins, demanded, stored};
pub use egg::Id;
pub use facts::{Fact, Facts, Graph, Known, learn, learn_range, transfer};
pub use language::{Head, Kind, V};
pub use lift::{Lifted, collapse_phis, divides_safely, lift, lift_in, name_constants, slot_number, zero};
pub use liveness::{Liveness, LocalSet};

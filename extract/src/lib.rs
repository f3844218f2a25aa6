//! From the e-graph back to code: edits of an annotated body under the encoder's own cost.

mod address;
mod bounds;
mod candidate;
mod cleanup;
mod coalesce;
mod deliver;
mod deliver_edit;
mod exact;
mod fuse;
mod holds;
mod homes;
mod kill;
mod narrow;
mod refine;
mod scope;
mod search;
mod shapes;
mod share;
mod trees;
mod unstack;
mod wait;

pub use candidate::Candidate;
pub use exact::{Cost, Distance, Exact, exact};
pub use narrow::narrow;
pub use refine::refine;
pub use search::{Found, Search, search, search_annotated};
pub use shapes::shapes;
pub use unstack::unstack;

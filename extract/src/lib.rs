//! From the e-graph back to code: edits of an annotated body under a cost model, by default the encoder itself.

mod address;
mod bounds;
mod candidate;
mod cleanup;
mod coalesce;
mod cost;
mod deliver;
mod deliver_edit;
mod exact;
mod fuse;
mod holds;
mod homes;
mod kill;
mod narrow;
mod refine;
mod refine_assumed;
mod scope;
mod search;
mod shapes;
mod share;
mod trees;
mod unstack;
mod wait;

pub use candidate::Candidate;
pub use cost::{BadTable, CostModel, Counts, Size, Table, Transfer};
pub use exact::{Distance, Exact, exact};
pub use narrow::narrow;
pub use refine::refine;
pub use refine_assumed::Assumed;
pub use search::{Anneal, Found, Search, Searched, search, search_annotated};
pub use shapes::{Edits, Merging, shapes};
pub use unstack::unstack;

//! Lets this crate's binaries and tests find Z3.

include!("../.ci/z3_link.rs");

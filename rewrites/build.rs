//! Lets this crate's binaries and tests find Z3.

include!("../scripts/z3_link.rs");

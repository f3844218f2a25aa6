//! The `loom-eq` command.
fn main() {}

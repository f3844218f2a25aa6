//! Proofs of rewrite rules (being written).

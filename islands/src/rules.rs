//! The rule set of a run: the built-in rules, and perhaps a user's beside them.
//!
//! Whoever brings rules has proven them. If one were wrong all the same, its candidates would be refuted: every changed function is proven.

use loom_eq_rewrites::{RuleSet, builtin};
use serde::{Serialize, Serializer};
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A shared rule set. Two are equal if they are the same set.
#[derive(Clone)]
pub struct Rules(Arc<RuleSet>);

impl From<RuleSet> for Rules {
    fn from(rules: RuleSet) -> Rules {
        Rules(Arc::new(rules))
    }
}

impl Default for Rules {
    fn default() -> Rules {
        Rules(builtin().clone())
    }
}

impl Deref for Rules {
    type Target = RuleSet;

    fn deref(&self) -> &RuleSet {
        &self.0
    }
}

impl PartialEq for Rules {
    fn eq(&self, other: &Rules) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rules", self.0.rules().len())
    }
}

/// The files that the rules come from, each once.
impl Serialize for Rules {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut files: Vec<&str> = self.0.rules().iter().map(|r| &*r.file).collect();
        files.dedup();
        serializer.collect_seq(files)
    }
}

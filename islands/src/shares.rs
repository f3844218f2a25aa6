//! What each rule did: how often it matched, how often that was news, and its share in the code that was chosen.
//!
//! The share is an approximation: see [`loom_eq_rewrites::Origins`] for which rule a node counts for. The bytes are an estimate too: the difference of the
//! rule's sides, in their least bytes, once for each chosen node that is the root of its right-hand side. What a function won in truth, many rules and
//! the search won together.

use crate::rules::Rules;
use loom_eq_egraph::{Head, V};
use loom_eq_extract::Found;
use loom_eq_lang::{Event, Node};
use loom_eq_rewrites::{Bytes, Origins, Stats};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a rule did, all widths together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct RuleRecord {
    /// Matches, in all islands.
    pub matches: u64,
    /// Matches that made two classes one, in all islands.
    pub applied: u64,
    /// Instructions of the bodies that were taken that the rule made.
    pub chosen: u64,
    /// The bytes by which its left-hand side is longer, for each time that its right-hand side was taken.
    pub estimated_bytes: u64,
}

impl std::ops::AddAssign for RuleRecord {
    fn add_assign(&mut self, other: RuleRecord) {
        self.matches += other.matches;
        self.applied += other.applied;
        self.chosen += other.chosen;
        self.estimated_bytes += other.estimated_bytes;
    }
}

/// Rules by name.
pub type RuleRecords = BTreeMap<String, RuleRecord>;

/// The counts of one saturation.
pub(crate) fn counts(rules: &Rules, stats: &Stats) -> RuleRecords {
    let mut out = RuleRecords::new();
    for (rule, count) in &stats.rules {
        let (matches, applied) = (count.matches as u64, count.applied as u64);
        *out.entry(rules.rule(*rule).base.to_string()).or_default() += RuleRecord { matches, applied, ..RuleRecord::default() };
    }
    out
}

/// The shares of rules in one body.
pub(crate) fn shares(rules: &Rules, origins: &Origins, found: &Found) -> RuleRecords {
    let mut out = RuleRecords::new();
    for event in found.body.events() {
        let Event::Op(n) = event else { continue };
        let Some(origin) = e_node(found.body.node(n), found).and_then(|node| origins.get(&node)) else { continue };
        let rule = rules.rule(origin.rule);
        let Bytes { from, to, .. } = Bytes::of(rule);
        let estimated_bytes = if origin.root { u64::from(from.saturating_sub(to)) } else { 0 };
        *out.entry(rule.base.to_string()).or_default() += RuleRecord { chosen: 1, estimated_bytes, ..RuleRecord::default() };
    }
    out
}

/// What a node computes, if all its operands are trees whose classes are known.
fn e_node(node: &Node, found: &Found) -> Option<V> {
    if node.stacked != 0 || node.results.len() != 1 || node.args.is_empty() {
        return None;
    }
    let args = node.args.iter().map(|a| found.values.get(a.ix()).copied().flatten()).collect::<Option<_>>()?;
    Some(V { head: Head::Op(node.op, node.imm.clone()), args })
}

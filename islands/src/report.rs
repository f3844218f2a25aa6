//! What happened: every decision is counted here, and nothing that was skipped counts as proven.
//!
//! Invariants:
//! 1. `functions.total == functions.lifted + Σ functions.opaque`.
//! 2. `functions.changed == functions.proven`, and a function with a smaller candidate is either changed or reverted.
//! 3. Reports of a component's modules add up: every field is a sum or a list.

use crate::shares::RuleRecords;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// Bytes of the same thing at three points.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Sizes {
    /// As it came in.
    pub before: usize,
    /// With minimal LEBs and nothing else changed; gains are judged against it.
    pub canonical: usize,
    /// As it goes out.
    pub after: usize,
}

/// What code costs under a model, in its unit.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Costs {
    /// As it came in, in canonical encoding.
    pub before: f64,
    /// As it goes out.
    pub after: f64,
}

/// Why a candidate was not accepted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// The prover found neither a proof nor a difference.
    Unknown,
    /// The prover does not know an operator or a shape.
    Unsupported,
    /// The prover found inputs on which the candidate differs: a defect of an island.
    Refuted,
    /// The candidate is not valid wasm: a defect of an island.
    Invalid,
    /// An island or the prover panicked.
    Panicked,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cause::Unknown => "unknown",
            Cause::Unsupported => "unsupported",
            Cause::Refuted => "refuted",
            Cause::Invalid => "invalid",
            Cause::Panicked => "panicked",
        })
    }
}

/// A candidate that was not accepted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Failure {
    /// Which module of a component; 0 for a core module.
    pub module: usize,
    /// The function's index in the input, imports first.
    pub function: u32,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Where its body stands in the module's bytes.
    pub offset: usize,
    /// Who proposed the candidate.
    pub island: String,
    /// What went wrong.
    pub cause: Cause,
    /// In words.
    pub message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "function {}", self.function)?;
        if let Some(name) = &self.name {
            write!(f, " ({name})")?;
        }
        write!(f, " at offset 0x{:x}: {} of island {}: {}", self.offset, self.cause, self.island, self.message)
    }
}

/// How a function came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Replaced by a proven candidate.
    Changed,
    /// No candidate was better.
    Kept,
    /// There was a better candidate, none was accepted.
    Reverted,
    /// Not lifted.
    Opaque,
}

/// One function's way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FunctionRecord {
    /// Which module of a component; 0 for a core module.
    pub module: usize,
    /// The function's index, imports first.
    pub index: u32,
    /// Its name, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How it came out.
    pub status: Status,
    /// The bytes of its body, before anything is renumbered.
    pub bytes: Sizes,
    /// Its index in the output; none if nothing reached it in the end. The other fields say what became of it until then.
    pub now: Option<u32>,
    /// The island whose candidate won.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub island: Option<String>,
    /// The functions whose calls are executed in place in it; it may be larger for that, and they may be gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub executed: Vec<u32>,
    /// How many distinct better candidates there were.
    pub candidates: usize,
    /// Evaluations that the searches of all islands took.
    pub evaluations: u64,
    /// Time spent; not written, so that reports of equal runs are equal.
    #[serde(skip)]
    pub spent: Spent,
}

/// Wall-clock times, for whoever looks for what is slow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spent {
    /// In islands, summed.
    pub islands: Duration,
    /// In proofs.
    pub proofs: Duration,
}

/// Functions by how they came out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Functions {
    /// All with a body.
    pub total: usize,
    /// Lifted, so that islands could work on them.
    pub lifted: usize,
    /// Kept byte for byte, by reason.
    pub opaque: BTreeMap<String, usize>,
    /// With at least one candidate smaller than the canonical original.
    pub proposed: usize,
    /// Replaced.
    pub changed: usize,
    /// Replaced by a body that is proven equal; the same number, unless something is badly wrong.
    pub proven: usize,
    /// Proposed and not replaced, by what went wrong with the best candidate.
    pub reverted: BTreeMap<Cause, usize>,
}

impl Functions {
    /// How many were proposed and not replaced.
    pub fn reverted_total(&self) -> usize {
        self.reverted.values().sum()
    }
}

/// What an island brought.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct IslandRecord {
    /// Candidates smaller than the canonical original.
    pub candidates: usize,
    /// Functions in which its candidate was taken.
    pub wins: usize,
    /// The bytes that those functions lost.
    pub bytes: usize,
    /// Candidates of it that were refuted, invalid, or died of a panic.
    pub failures: usize,
}

/// What nothing reached, and the indices of what is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct Pruned {
    /// Bytes that it saved in the file.
    pub bytes: usize,
    /// What is gone: functions with a body, imports of any kind; of types also those that were equal to another one.
    pub functions: usize,
    pub imports: usize,
    pub types: usize,
    pub globals: usize,
    pub tables: usize,
    pub memories: usize,
    pub tags: usize,
    pub data: usize,
    pub elements: usize,
    /// In how many modules functions were put in another order, so that those that are called often have short indices.
    pub reordered: usize,
}

impl Pruned {
    fn add(&mut self, other: &Pruned) {
        let Pruned { bytes, functions, imports, types, globals, tables, memories, tags, data, elements, reordered } = *other;
        self.bytes += bytes;
        self.functions += functions;
        self.imports += imports;
        self.types += types;
        self.globals += globals;
        self.tables += tables;
        self.memories += memories;
        self.tags += tags;
        self.data += data;
        self.elements += elements;
        self.reordered += reordered;
    }

    /// The counts that are not zero, with what they count.
    pub fn counts(&self) -> Vec<(usize, &'static str)> {
        let Pruned { bytes: _, functions, imports, types, globals, tables, memories, tags, data, elements, reordered: _ } = *self;
        let mut all = vec![
            (functions, "functions"),
            (imports, "imports"),
            (types, "types"),
            (globals, "globals"),
            (tables, "tables"),
            (memories, "memories"),
            (tags, "tags"),
            (data, "data segments"),
            (elements, "element segments"),
        ];
        all.retain(|(n, _)| *n > 0);
        all
    }
}

/// The whole run.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Report {
    /// The file.
    pub bytes: Sizes,
    /// The contents of the code sections.
    pub code: Sizes,
    /// What the code of lifted functions costs under the run's model.
    pub cost: Costs,
    /// How the functions came out.
    pub functions: Functions,
    /// Every candidate that was tried and not accepted, and every panic.
    pub failures: Vec<Failure>,
    /// What each rule that matched did.
    pub rules: RuleRecords,
    /// What each island brought.
    pub islands: BTreeMap<String, IslandRecord>,
    /// New immutable globals with constants. Their bytes count as code, so that what moved there is not saved.
    pub globals: usize,
    /// What was removed in the end because nothing reaches it. Functions of which the code went count as saved.
    pub pruned: Pruned,
    /// What was assumed of calls, in words: the output is equal to the input where this holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<String>,
    /// What a user should know: sections dropped, links that may be stale.
    pub notes: Vec<String>,
    /// Why the input came back as it is, if it did.
    pub unchanged: Option<String>,
    /// Each function in order.
    pub records: Vec<FunctionRecord>,
}

impl Report {
    /// The share of proposed functions that were proven, from 0 to 1; 1 when nothing was proposed.
    pub fn proven_share(&self) -> f64 {
        let f = &self.functions;
        if f.proposed == 0 { 1.0 } else { f.proven as f64 / f.proposed as f64 }
    }

    /// Adds the report of another module of the same component. The sizes of the file are the caller's.
    pub(crate) fn absorb(&mut self, other: Report, module: usize) {
        let Report { bytes: _, code, cost, functions, failures, rules, islands, globals, pruned, assumed, notes, unchanged, records } = other;
        self.code.before += code.before;
        self.code.canonical += code.canonical;
        self.code.after += code.after;
        self.cost.before += cost.before;
        self.cost.after += cost.after;
        let f = &mut self.functions;
        f.total += functions.total;
        f.lifted += functions.lifted;
        f.proposed += functions.proposed;
        f.changed += functions.changed;
        f.proven += functions.proven;
        add(&mut f.opaque, functions.opaque);
        add(&mut f.reverted, functions.reverted);
        add(&mut self.rules, rules);
        for (name, island) in islands {
            let into = self.islands.entry(name).or_default();
            into.candidates += island.candidates;
            into.wins += island.wins;
            into.bytes += island.bytes;
            into.failures += island.failures;
        }
        self.failures.extend(failures.into_iter().map(|f| Failure { module, ..f }));
        self.records.extend(records.into_iter().map(|r| FunctionRecord { module, ..r }));
        let why = unchanged.map(|why| format!("kept as it is: {why}"));
        self.globals += globals;
        self.pruned.add(&pruned);
        self.assumed.extend(assumed);
        self.notes.extend(notes.into_iter().chain(why).map(|note| format!("module {module}: {note}")));
    }
}

fn add<K: Ord, N: std::ops::AddAssign + Default>(into: &mut BTreeMap<K, N>, from: BTreeMap<K, N>) {
    for (key, n) in from {
        *into.entry(key).or_default() += n;
    }
}

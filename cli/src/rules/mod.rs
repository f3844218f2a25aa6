//! `loom-eq rules`: the rewrite rules, built in or a user's.

mod check;
mod learn;
mod list;

pub use check::run as check;
pub use learn::run as learn;
pub use list::run as list;

use crate::failure::{Failure, io_message, is_stream};
use loom_eq_islands::Rules;
use loom_eq_rewrites::{Checked, Judgement, Proof, RuleSet, builtin_files};
use loom_eq_verify::rules::{RuleVerdict, prove};
use serde::Serialize;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Z3's word on a rule, by way of the verifier's own reading of its text.
fn solver(rule: &str) -> Proof {
    match prove(rule) {
        RuleVerdict::Proven { .. } => Proof::Proven,
        RuleVerdict::Refuted { values, .. } => Proof::Refuted(values.into_iter().map(|(name, bits)| (name, bits as u64)).collect()),
        RuleVerdict::Unknown { reason, .. } => Proof::Unknown(reason),
        RuleVerdict::Malformed(why) => Proof::Unknown(format!("the verifier does not read it: {why}")),
    }
}

/// One thread per core stands behind 0.
fn threads(asked: usize) -> usize {
    if asked == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { asked }
}

/// Judges a set.
fn judge(rules: &RuleSet, asked: usize) -> Vec<Checked> {
    loom_eq_rewrites::check(rules, &solver, threads(asked))
}

/// The text of a rule file.
fn read(path: &Path) -> Result<String, Failure> {
    let fail = |e: std::io::Error| Failure::of(path, "stdin", io_message(&e));
    let bytes = if is_stream(path) {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    String::from_utf8(bytes.map_err(fail)?).map_err(|e| {
        let before = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = 1 + before.iter().filter(|b| **b == b'\n').count();
        let column = 1 + before.iter().rev().take_while(|b| **b != b'\n').count();
        Failure::of(path, "stdin", format!("not text in UTF-8 (at line {line}, column {column})"))
    })
}

/// What stands before the place in the messages of rule files.
fn name(path: &Path) -> String {
    if is_stream(path) { "stdin".into() } else { path.display().to_string() }
}

/// The built-in rules and those of the files, each of which is proven here or refused.
pub fn beside_builtin(files: &[PathBuf], threads: usize) -> Result<Rules, Failure> {
    if files.is_empty() {
        return Ok(Rules::default());
    }
    let texts = files.iter().map(|file| Ok((name(file), read(file)?))).collect::<Result<Vec<_>, Failure>>()?;
    let own: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let own = RuleSet::parse(&own).map_err(Failure::new)?;
    for (rule, checked) in own.rules().iter().zip(judge(&own, threads)) {
        let refused = match checked.judgement {
            Judgement::Proven => continue,
            Judgement::Refuted(example) => format!("is false for {example}"),
            Judgement::Unknown(why) => format!("is not proven: {why}"),
        };
        return Err(Failure::new(format!("{}:{}: rule {} {refused}", rule.file, rule.place, rule.name)));
    }
    let all: Vec<(&str, &str)> = builtin_files().iter().copied().chain(texts.iter().map(|(n, t)| (n.as_str(), t.as_str()))).collect();
    RuleSet::parse(&all).map(Rules::from).map_err(Failure::new)
}

/// A rule in JSON.
#[derive(Serialize)]
struct RuleJson {
    name: String,
    rule: String,
    file: String,
    line: u32,
    column: u32,
    family: &'static str,
    comment: String,
    from: String,
    to: String,
    conditions: String,
    bytes: BytesJson,
    direction: String,
    /// The family promises that it does not grow, and it does.
    lint: bool,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// On how many vectors both sides agree; absent if none were computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    vectors: Option<usize>,
}

#[derive(Serialize)]
struct BytesJson {
    from: u32,
    to: u32,
}

/// What is known of a rule's truth.
enum Status {
    /// By the tests of this project.
    BuiltIn,
    Checked(Checked),
}

impl Status {
    fn word(&self) -> &'static str {
        match self {
            Status::BuiltIn | Status::Checked(Checked { judgement: Judgement::Proven, .. }) => "proven",
            Status::Checked(Checked { judgement: Judgement::Refuted(_), .. }) => "refuted",
            Status::Checked(Checked { judgement: Judgement::Unknown(_), .. }) => "unknown",
        }
    }

    fn detail(&self) -> Option<String> {
        match self {
            Status::BuiltIn => None,
            Status::Checked(c) => match &c.judgement {
                Judgement::Proven => None,
                Judgement::Refuted(example) => Some(example.to_string()),
                Judgement::Unknown(why) => Some(why.clone()),
            },
        }
    }
}

impl RuleJson {
    fn new(rule: &loom_eq_rewrites::Rule, status: &Status) -> RuleJson {
        let bytes = loom_eq_rewrites::Bytes::of(rule);
        RuleJson {
            name: rule.name.clone(),
            rule: rule.base.to_string(),
            file: rule.file.to_string(),
            line: rule.place.line,
            column: rule.place.column,
            family: rule.family.name(),
            comment: rule.comment.to_string(),
            from: rule.lhs_text(),
            to: rule.rhs_text(),
            conditions: rule.conditions_text(),
            bytes: BytesJson { from: bytes.from, to: bytes.to },
            direction: bytes.direction().to_string(),
            lint: bytes.lint(rule.family),
            verdict: status.word(),
            detail: status.detail(),
            vectors: if let Status::Checked(c) = status { Some(c.vectors) } else { None },
        }
    }
}

/// The exit code of a judged set: 1 before 3 before 0.
fn exit_code(checked: &[Checked]) -> u8 {
    let any = |test: fn(&Judgement) -> bool| checked.iter().any(|c| test(&c.judgement));
    if any(|j| matches!(j, Judgement::Refuted(_))) {
        1
    } else if any(|j| matches!(j, Judgement::Unknown(_))) {
        3
    } else {
        0
    }
}

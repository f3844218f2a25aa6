//! `loom-eq rules check`: is each rule of a file true, and where do its bytes point?

use super::{RuleJson, Status, exit_code, judge, name, read};
use crate::args::RulesCheck;
use crate::failure::Failure;
use crate::output::{Output, Text, Written, stage_json};
use loom_eq_rewrites::{Bytes, RuleSet};
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct Json {
    schema: &'static str,
    file: String,
    proven: usize,
    refuted: usize,
    unknown: usize,
    rules: Vec<RuleJson>,
}

pub fn run(args: &RulesCheck) -> Result<ExitCode, Failure> {
    let file = name(&args.file);
    let text = read(&args.file)?;
    let rules = RuleSet::parse(&[(&file, &text)]).map_err(Failure::new)?;
    let json = args.json.as_deref().map(Output::new).transpose()?;
    let mut out = if json.as_ref().is_some_and(Output::is_stdout) { Text::stderr() } else { Text::stdout() };
    let checked = judge(&rules, args.threads);
    let code = exit_code(&checked);

    let mut json_rules = Vec::new();
    for (rule, checked) in rules.rules().iter().zip(checked) {
        let bytes = Bytes::of(rule);
        let status = Status::Checked(checked);
        let detail = status.detail().map(|d| format!(": {d}")).unwrap_or_default();
        let entry = RuleJson::new(rule, &status);
        let vectors = entry.vectors.unwrap_or_default();
        out.line(format_args!(
            "{}: {} {}{detail}; {vectors} vectors; {} -> {} bytes, {}",
            rule.place,
            rule.name,
            status.word(),
            bytes.from,
            bytes.to,
            bytes.direction()
        ));
        if bytes.lint(rule.family) {
            out.line(format_args!("{}: warning: {} grows: such a rule is an `explore`", rule.place, rule.name));
        }
        json_rules.push(entry);
    }
    let count = |word: &str| json_rules.iter().filter(|r| r.verdict == word).count();
    let (proven, refuted, unknown) = (count("proven"), count("refuted"), count("unknown"));
    out.line(format_args!("{file}: {proven} proven, {refuted} refuted, {unknown} unknown"));
    if let Some(json) = json {
        let value = Json { schema: "loom-eq/rules-check/1", file, proven, refuted, unknown, rules: json_rules };
        stage_json(json, &value).and_then(Written::commit)?;
    }
    Ok(ExitCode::from(code))
}

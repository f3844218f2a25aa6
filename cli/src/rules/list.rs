//! `loom-eq rules list`: the built-in rules, for a reader, for documentation, or for a program.

use super::{RuleJson, Status, exit_code, judge};
use crate::args::RulesList;
use crate::failure::Failure;
use crate::output::{Output, Text, Written, stage_json};
use loom_eq_rewrites::{Bytes, builtin};
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct Json {
    schema: &'static str,
    rules: Vec<RuleJson>,
}

pub fn run(args: &RulesList) -> Result<ExitCode, Failure> {
    let json = args.json.as_deref().map(Output::new).transpose()?;
    let mut out = if json.as_ref().is_some_and(Output::is_stdout) { Text::stderr() } else { Text::stdout() };
    let rules = builtin();
    let checked = if args.prove { judge(rules, args.threads) } else { Vec::new() };
    let code = exit_code(&checked);
    let mut statuses: Vec<Status> = checked.into_iter().map(Status::Checked).collect();
    statuses.resize_with(rules.rules().len(), || Status::BuiltIn);

    if args.markdown {
        out.line(loom_eq_rewrites::table(rules).to_string().trim_end());
    } else {
        let width = rules.rules().iter().map(|r| r.name.len()).max().unwrap_or(0);
        for (rule, status) in rules.rules().iter().zip(&statuses) {
            let bytes = Bytes::of(rule);
            let direction = format!("{} -> {}", bytes.from, bytes.to);
            let line = format!("{:width$}  {:7}  {direction:>8}  {:7}  {}", rule.name, status.word(), bytes.direction(), rule.comment);
            out.line(line.trim_end());
            status.detail().iter().for_each(|detail| out.line(format_args!("  {detail}")));
        }
    }
    if let Some(json) = json {
        let rules = rules.rules().iter().zip(&statuses).map(|(rule, status)| RuleJson::new(rule, status)).collect();
        stage_json(json, &Json { schema: "loom-eq/rules/1", rules }).and_then(Written::commit)?;
    }
    Ok(ExitCode::from(code))
}

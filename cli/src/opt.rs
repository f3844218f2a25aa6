//! `loom-eq opt`: a module in, a smaller one out.

use crate::args::{Effort, Opt};
use crate::assume;
use crate::bar::Bar;
use crate::failure::{Failure, is_stream};
use crate::input;
use crate::output::{Output, Text, stage_json};
use crate::rules;
use loom_eq_islands::{Cause, Config, Cost, FunctionRecord, Pruned, Report, optimize};
use serde::Serialize;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Functions that `--stats` lists.
const SLOWEST: usize = 10;

/// The file that `--json` writes.
#[derive(Serialize)]
struct Json<'a> {
    /// Changes when a field changes its meaning or goes.
    schema: &'static str,
    input: String,
    output: String,
    config: &'a Config,
    report: &'a Report,
}

pub fn run(args: &Opt) -> Result<ExitCode, Failure> {
    let to = args.output.clone().unwrap_or_else(|| default_output(&args.input));
    let bytes = input::read(&args.input)?;
    let cost = cost(&args.cost)?;
    let rules = rules::beside_builtin(&args.rules, args.threads)?;
    let assumptions = assume::read(args.assume.as_deref())?;
    let output = Output::new(&to)?;
    let json = args.json.as_deref().map(Output::new).transpose()?;
    let map = args.map.as_deref().map(Output::new).transpose()?;
    let streams = [Some(&output), json.as_ref(), map.as_ref()].into_iter().flatten().filter(|o| o.is_stdout()).count();
    if streams > 1 {
        return Err(Failure::new("only one of module, report and map can go to stdout"));
    }
    if output.is_stdout() && std::io::stdout().is_terminal() {
        return Err(Failure::new("a binary module is not written to a terminal: name a file with -o"));
    }

    let budgets = match args.effort {
        Effort::Quick => Config::quick(),
        Effort::Normal => Config::default(),
    };
    let config = Config {
        rules,
        assumptions,
        threads: args.threads,
        strip: args.strip,
        globals: !args.no_globals,
        prune: !args.no_prune,
        seed: args.seed,
        ..budgets
    }
    .under(cost);
    let config = match args.exact {
        Some(operators) => config.with_exact(operators),
        None => config,
    };
    let bar = Bar::new();
    let outcome = optimize(&bytes, &config, &bar);
    bar.finish();
    let outcome = outcome.map_err(|e| Failure::of(&args.input, "stdin", e))?;

    let report = &outcome.report;
    let mut staged = vec![output.stage(&outcome.bytes)?];
    if let Some(json) = json {
        let name = |p: &Path| p.display().to_string();
        let value = Json { schema: "loom-eq/opt/2", input: name(&args.input), output: name(&to), config: &config, report };
        staged.push(stage_json(json, &value)?);
    }
    if let Some(map) = map {
        let pair = |r: &FunctionRecord| format!("{} {}\n", r.index, r.now.map_or("-".into(), |now| now.to_string()));
        staged.push(map.stage(report.records.iter().map(pair).collect::<String>().as_bytes())?);
    }
    staged.into_iter().try_for_each(|written| written.commit())?;

    let mut err = Text::stderr();
    report.notes.iter().for_each(|note| err.line(format_args!("loom-eq: note: {note}")));
    for failure in report.failures.iter().filter(|f| matches!(f.cause, Cause::Refuted | Cause::Invalid | Cause::Panicked)) {
        err.line(format_args!("loom-eq: warning: {failure}"));
    }
    let mut out = if streams > 0 { err } else { Text::stdout() };
    if args.stats {
        stats(report, &mut out);
    }
    out.line(summary(&args.input, report));
    Ok(ExitCode::SUCCESS)
}

/// A built-in model, or one from a file.
fn cost(name: &str) -> Result<Cost, Failure> {
    if let Some(cost) = Cost::by_name(name) {
        return Ok(cost);
    }
    let text = std::fs::read_to_string(name).map_err(|e| {
        let known = Cost::names().join(", ");
        Failure::new(format!("--cost {name}: no built-in model ({known}), and it cannot be read as a file: {e}"))
    })?;
    Cost::parse(&text).map_err(|e| Failure::new(format!("{name}: {e}")))
}

/// `dir/app.wasm` gives `dir/app.opt.wasm`.
fn default_output(input: &Path) -> PathBuf {
    if is_stream(input) { "-".into() } else { input.with_extension("opt.wasm") }
}

/// The last line: bytes before, canonical and after; functions changed, proven and kept, and why.
fn summary(input: &Path, report: &Report) -> String {
    let (b, f) = (&report.bytes, &report.functions);
    let name = if is_stream(input) { "stdin".into() } else { input.display().to_string() };
    let percent = if b.canonical == 0 { 0.0 } else { 100.0 * (b.canonical as f64 - b.after as f64) / b.canonical as f64 };
    let mut line =
        format!("{name}: {} bytes, {} in canonical encoding, {} now ({:.2} % less than canonical)", b.before, b.canonical, b.after, percent);
    if let Some(why) = &report.unchanged {
        // Then nothing rests on what was assumed.
        return format!("{line}; unchanged: {why}");
    }
    let opaque: usize = f.opaque.values().sum();
    line += &format!("; {} of {} functions changed, {} proven", f.changed, f.total, f.proven);
    let nothing = f.lifted - f.changed - f.reverted_total();
    line += &format!(", {} kept: {nothing} without a smaller form", f.total - f.changed);
    if f.reverted_total() > 0 {
        let causes: Vec<_> = f.reverted.iter().map(|(cause, n)| format!("{n} {cause}")).collect();
        line += &format!(", {} not proven ({})", f.reverted_total(), causes.join(", "));
    }
    if opaque > 0 {
        line += &format!(", {opaque} opaque ({})", reasons(&f.opaque));
    }
    if report.pruned.bytes > 0 {
        line += &format!("; {}", pruned(&report.pruned));
    }
    if !report.assumed.is_empty() {
        line += &format!("; assumed: {}", report.assumed.join(", "));
    }
    line
}

/// What nothing reached.
fn pruned(p: &Pruned) -> String {
    let mut what: Vec<_> = p.counts().iter().map(|(n, what)| format!("{n} {what}")).collect();
    if p.reordered > 0 {
        what.push("functions in another order".into());
    }
    let what = if what.is_empty() { String::new() } else { format!(": {}", what.join(", ")) };
    format!("{} bytes by removing and renumbering{what}", p.bytes)
}

/// The most frequent reasons first, the rest counted.
pub fn reasons(opaque: &std::collections::BTreeMap<String, usize>) -> String {
    const SHOWN: usize = 4;
    let mut all: Vec<_> = opaque.iter().collect();
    all.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    let mut words: Vec<_> = all.iter().take(SHOWN).map(|(reason, n)| format!("{n} {reason}")).collect();
    if all.len() > SHOWN {
        words.push(format!("{} for other reasons", all[SHOWN..].iter().map(|(_, n)| *n).sum::<usize>()));
    }
    words.join(", ")
}

fn stats(report: &Report, out: &mut Text) {
    let s = &report.code;
    out.line(format_args!("code: {} bytes, {} in canonical encoding, {} now", s.before, s.canonical, s.after));
    out.line(format_args!("cost: {:.1}, {:.1} now", report.cost.before, report.cost.after));
    out.line(format_args!("pruned: {}", pruned(&report.pruned)));
    out.line(format_args!("{:<16} {:>10} {:>8} {:>10} {:>8}", "island", "candidates", "wins", "bytes won", "failures"));
    for (name, i) in &report.islands {
        out.line(format_args!("{name:<16} {:>10} {:>8} {:>10} {:>8}", i.candidates, i.wins, i.bytes, i.failures));
    }
    let mut rules: Vec<_> = report.rules.iter().collect();
    rules.sort_by_key(|(name, r)| (std::cmp::Reverse((r.chosen, r.applied)), *name));
    if !rules.is_empty() {
        out.line(format_args!("{:<40} {:>10} {:>10} {:>10} {:>12}", "rule", "matches", "applied", "chosen", "bytes, about"));
        for (name, r) in rules {
            out.line(format_args!("{name:<40} {:>10} {:>10} {:>10} {:>12}", r.matches, r.applied, r.chosen, r.estimated_bytes));
        }
    }
    let mut slowest: Vec<_> = report.records.iter().filter(|r| !r.spent.islands.is_zero()).collect();
    slowest.sort_by_key(|r| std::cmp::Reverse(r.spent.islands + r.spent.proofs));
    slowest.truncate(SLOWEST);
    if !slowest.is_empty() {
        out.line(format_args!("{:>8} {:>10} {:>12} {:>12} {:>12}  slowest functions", "function", "bytes", "evaluations", "search ms", "proofs ms"));
    }
    for r in slowest {
        let ms = |d: std::time::Duration| d.as_secs_f64() * 1000.0;
        let name = r.name.as_deref().unwrap_or_default();
        let (search, proofs) = (ms(r.spent.islands), ms(r.spent.proofs));
        out.line(format_args!("{:>8} {:>10} {:>12} {search:>12.1} {proofs:>12.1}  {name}", r.index, r.bytes.canonical, r.evaluations));
    }
    report.failures.iter().for_each(|f| out.line(format_args!("not accepted: {f}")));
}

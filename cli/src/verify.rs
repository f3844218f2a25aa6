//! `loom-eq verify`: are two modules equal? Of two components, each pair of core modules, and that all around them is the same.

use crate::args::Verify;
use crate::assume;
use crate::failure::{Failure, io_message};
use crate::input;
use crate::output::{Output, Text, Written, stage_json};
use loom_eq_lang::{Module, is_component, map_core_modules};
use loom_eq_verify::{FunctionReport, Limits, ModuleReport, Options, Verdict, modules};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

#[derive(Serialize)]
struct Json {
    schema: &'static str,
    a: String,
    b: String,
    equal: bool,
    structure: Vec<String>,
    notes: Vec<String>,
    identical: usize,
    proven: usize,
    refuted: usize,
    unknown: usize,
    unsupported: usize,
    removed: usize,
    added: usize,
    uncalled: usize,
    /// Counterexamples that a real runtime did not confirm.
    not_replayed: usize,
    /// Of what is not proven: how many functions for which cause.
    causes: BTreeMap<String, usize>,
    functions: Vec<Function>,
}

/// A function whose bytes differ, or that is not proven.
#[derive(Serialize)]
struct Function {
    module: usize,
    index: u32,
    counterpart: u32,
    name: Option<String>,
    bytes: (usize, usize),
    verdict: &'static str,
    cause: String,
    detail: String,
}

pub fn run(args: &Verify) -> Result<ExitCode, Failure> {
    let (a, b) = (input::read(&args.a)?, input::read(&args.b)?);
    let assumptions = assume::read(args.assume.as_deref())?;
    let map = args.map.as_deref().map(read_map).transpose()?.unwrap_or_default();
    let threads = if args.threads == 0 { std::thread::available_parallelism().map_or(1, std::num::NonZero::get) } else { args.threads };
    let limits = if args.solver_only { Limits::solver_only() } else { Limits::default() };
    if let Some(dir) = &args.proof_cache {
        std::fs::create_dir_all(dir).map_err(|e| Failure::of(dir, "", io_message(&e)))?;
    }
    let options = Options { limits, threads, map, proof_cache: args.proof_cache.clone(), assumptions };
    let json = args.json.as_deref().map(Output::new).transpose()?;
    let mut out = if json.as_ref().is_some_and(Output::is_stdout) { Text::stderr() } else { Text::stdout() };
    let cores_a = cores(&a).map_err(|e| Failure::of(&args.a, "stdin", e))?;
    let cores_b = cores(&b).map_err(|e| Failure::of(&args.b, "stdin", e))?;

    if let Some(missing) = options.assumptions.iter().find(|x| !cores_a.modules.iter().any(|(_, m)| m.exports.iter().any(|e| e.name == x.export))) {
        return Err(Failure::of(&args.a, "stdin", format!("no function is exported as {}, of which something is assumed", missing.export)));
    }
    let mut total = ModuleReport::default();
    let mut functions = Vec::new();
    if cores_a.around != cores_b.around {
        total.structure.push("the components differ outside of their core modules".into());
    }
    if cores_a.modules.len() != cores_b.modules.len() {
        total.structure.push(format!("{} core modules against {}", cores_a.modules.len(), cores_b.modules.len()));
    }
    for (number, ((bytes, module), (other, _))) in cores_a.modules.iter().zip(&cores_b.modules).enumerate() {
        let of = if cores_a.modules.len() > 1 { format!("module {number}: ") } else { String::new() };
        let report = modules(bytes, other, &options, &mut |f| {
            let function = Function::new(number, module, f);
            if !f.verdict.is_proven() {
                let name = function.name.as_ref().map(|n| format!(" ({n})")).unwrap_or_default();
                let other = if function.counterpart == function.index { String::new() } else { format!(" against {}", function.counterpart) };
                out.line(format_args!("{of}function {}{name}{other}: {}", function.index, f.verdict));
            }
            if !f.verdict.is_proven() || function.detail != IDENTICAL {
                functions.push(function);
            }
        })
        .map_err(Failure::new)?;
        add(&mut total, report, &of);
    }
    total.structure.iter().for_each(|s| out.line(format_args!("does not correspond: {s}")));
    total.notes.iter().for_each(|s| out.line(format_args!("note: {s}")));
    out.line(summary(&total));
    let code = if total.refuted > 0 {
        1
    } else if total.is_proven() {
        0
    } else {
        3
    };
    if let Some(json) = json {
        let ModuleReport { structure, notes, identical, proven, refuted, unknown, unsupported, removed, added, uncalled, not_replayed } = total;
        let name = |p: &Path| p.display().to_string();
        let (a, b) = (name(&args.a), name(&args.b));
        let mut causes = BTreeMap::new();
        for f in functions.iter().filter(|f| !f.cause.is_empty()) {
            *causes.entry(format!("{}: {}", f.verdict, f.cause)).or_default() += 1;
        }
        let value = Json {
            schema: "loom-eq/verify/1",
            a,
            b,
            equal: code == 0,
            structure,
            notes,
            identical,
            proven,
            refuted,
            unknown,
            unsupported,
            removed,
            added,
            uncalled,
            not_replayed,
            causes,
            functions,
        };
        stage_json(json, &value).and_then(Written::commit)?;
    }
    Ok(ExitCode::from(code))
}

fn add(total: &mut ModuleReport, report: ModuleReport, of: &str) {
    total.structure.extend(report.structure.iter().map(|s| format!("{of}{s}")));
    total.notes.extend(report.notes.iter().map(|s| format!("{of}{s}")));
    total.identical += report.identical;
    total.proven += report.proven;
    total.refuted += report.refuted;
    total.unknown += report.unknown;
    total.unsupported += report.unsupported;
    total.removed += report.removed;
    total.added += report.added;
    total.uncalled += report.uncalled;
    total.not_replayed += report.not_replayed;
}

/// The pairs in a map file: two words per line; empty lines and lines that start with `#` are nothing.
fn read_map(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| Failure::of(path, "stdin", io_message(&e)))?;
    let mut pairs = Vec::new();
    for (i, line) in text.lines().enumerate() {
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            [] => {}
            [first, ..] if first.starts_with('#') => {}
            [a, b] => pairs.push(((*a).to_string(), (*b).to_string())),
            _ => return Err(Failure::of(path, "stdin", format!("line {} is no pair of functions", i + 1))),
        }
    }
    Ok(pairs)
}

const IDENTICAL: &str = "proven: identical";

/// The core modules of a file, and what is around them.
struct Cores {
    modules: Vec<(Vec<u8>, Module)>,
    around: Vec<u8>,
}

fn cores(bytes: &[u8]) -> loom_eq_lang::Result<Cores> {
    if !is_component(bytes) {
        return Ok(Cores { modules: vec![(bytes.to_vec(), Module::parse(bytes)?)], around: Vec::new() });
    }
    let mut modules = Vec::new();
    let around = map_core_modules(bytes, |_, inner: &[u8]| {
        modules.push((inner.to_vec(), Module::parse(inner)?));
        Ok(Some(Vec::new()))
    })?;
    Ok(Cores { modules, around })
}

impl Function {
    fn new(number: usize, module: &Module, f: &FunctionReport) -> Function {
        let verdict = match f.verdict {
            Verdict::Proven(_) => "proven",
            Verdict::Refuted(_) => "refuted",
            Verdict::Unknown(_) => "unknown",
            Verdict::Unsupported(_) => "unsupported",
            Verdict::Uncalled(_) => "uncalled",
        };
        // Names are looked up one by one, so only for what is printed.
        let name = if f.verdict.is_proven() { None } else { module.func_name(f.function) };
        Function {
            module: number,
            index: f.function.0,
            counterpart: f.counterpart.0,
            name,
            bytes: f.bytes,
            verdict,
            cause: f.verdict.cause(),
            detail: f.verdict.to_string(),
        }
    }
}

fn summary(r: &ModuleReport) -> String {
    let counts = format!(
        "{} functions identical, {} changed and proven, {} refuted, {} unknown, {} unsupported",
        r.identical, r.proven, r.refuted, r.unknown, r.unsupported
    );
    let mut gone = if r.removed + r.added > 0 { format!("; {} removed, {} added", r.removed, r.added) } else { String::new() };
    if r.uncalled > 0 {
        gone += &format!("; {} not proven that no call can reach", r.uncalled);
    }
    let defects = if r.not_replayed > 0 { format!("; {} counterexamples did not replay", r.not_replayed) } else { String::new() };
    let verdict = if r.refuted > 0 {
        "different"
    } else if r.is_proven() {
        "equal"
    } else {
        "not decided"
    };
    format!("{verdict}: {counts}{gone}{defects}")
}

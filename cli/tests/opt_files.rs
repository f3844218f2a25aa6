//! `tests/opt/*.wat`: each module is optimized, printed, and compared with the `.expected.wat` beside it. `LOOM_EQ_BLESS=1` writes what came
//! out. Each is also run before and after, see [`execute`].
//!
//! A file is named for a topic or an issue and holds nothing that could be left out.

mod execute;

use loom_eq_islands::{Cause, Config, Cost, Outcome, optimize};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/opt").into()
}

/// The inputs in order of their names.
fn inputs() -> Vec<PathBuf> {
    let is_input = |p: &PathBuf| {
        let name = p.file_name().unwrap().to_str().unwrap();
        name.ends_with(".wat") && !name.ends_with(".expected.wat")
    };
    let mut files: Vec<_> = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).filter(is_input).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

/// What the first line of a file asks for: nothing, `;; --cost MODEL`, or `;; --exact N`.
fn config(file: &Path) -> Config {
    let text = fs::read_to_string(file).unwrap();
    let option = |name: &str| text.lines().next().and_then(|line| line.strip_prefix(name)).map(str::to_string);
    if let Some(operators) = option(";; --exact ") {
        return Config::default().with_exact(operators.parse().unwrap());
    }
    let cost = option(";; --cost ").unwrap_or("size".into());
    Config::default().under(Cost::by_name(&cost).unwrap_or_else(|| panic!("{}: no model {cost}", file.display())))
}

fn optimized(input: &[u8], config: Config, threads: usize) -> Outcome {
    optimize(input, &Config { threads, ..config }, &()).unwrap()
}

#[test]
fn files_come_out_as_expected() {
    let bless = std::env::var_os("LOOM_EQ_BLESS").is_some_and(|v| v == "1");
    let mut wrong = Vec::new();
    for file in inputs() {
        let name = file.file_name().unwrap().to_str().unwrap().to_string();
        let input = wat::parse_file(&file).unwrap_or_else(|e| panic!("{name}: {e}"));
        let outcome = optimized(&input, config(&file), 1);
        assert!(optimized(&input, config(&file), 2).bytes == outcome.bytes, "{name}: depends on the number of threads");
        wasmparser::Validator::new_with_features(wasmparser::WasmFeatures::all()).validate_all(&outcome.bytes).unwrap();
        assert!(outcome.bytes.len() <= input.len(), "{name} grew");
        for failure in &outcome.report.failures {
            // Defects, even though the original is kept.
            assert!(!matches!(failure.cause, Cause::Refuted | Cause::Invalid | Cause::Panicked), "{name}: {failure}");
        }
        let printed = wasmprinter::print_bytes(&outcome.bytes).unwrap();
        let expected_file = file.with_extension("expected.wat");
        if bless {
            fs::write(&expected_file, &printed).unwrap();
        }
        let expected = fs::read_to_string(&expected_file).unwrap_or_default();
        if printed != expected {
            wrong.push(format!("{name} comes out as\n{printed}\n"));
        }
    }
    assert!(wrong.is_empty(), "{}run with LOOM_EQ_BLESS=1 if this is right", wrong.concat());
}

#[test]
fn no_expectation_is_left_over() {
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if let Some(stem) = path.to_str().unwrap().strip_suffix(".expected.wat") {
            assert!(fs::exists(format!("{stem}.wat")).unwrap(), "{} has no input", path.display());
        }
    }
}

/// Whatever the model, nothing gets larger, and what the model counts gets less.
#[test]
fn every_model_on_every_file() {
    let mut won = std::collections::BTreeMap::new();
    for (file, name) in inputs().iter().flat_map(|f| Cost::names().into_iter().map(move |n| (f, n))) {
        let input = wat::parse_file(file).unwrap();
        let Outcome { bytes, report } = optimized(&input, Config::default().under(Cost::by_name(&name).unwrap()), 0);
        assert!(bytes.len() <= input.len(), "{} grew under {name}", file.display());
        for r in &report.records {
            assert!(r.bytes.after <= r.bytes.canonical, "{}: function {} grew under {name}", file.display(), r.index);
        }
        assert!(report.failures.iter().all(|f| !matches!(f.cause, Cause::Refuted | Cause::Invalid | Cause::Panicked)));
        execute::compare(&format!("{} under {name}", file.display()), &input, &bytes);
        *won.entry(name).or_insert(0.0) += report.cost.before - report.cost.after;
    }
    assert!(won.values().all(|won| *won > 0.0), "{won:?}");
}

#[test]
fn files_run_the_same_before_and_after() {
    let mut runs = 0;
    for file in inputs() {
        let input = wat::parse_file(&file).unwrap();
        let after = optimized(&input, config(&file), 1).bytes;
        runs += execute::compare(&file.display().to_string(), &input, &after);
    }
    assert!(runs > 100, "only {runs} runs were compared");
}

/// A real module: its command-line `main` wants files, but its other exports and all imports behave the same.
#[test]
fn a_real_module_runs_the_same_before_and_after() {
    let input = fs::read(folder().join("../modules/zlib.wasm")).unwrap();
    let after = optimized(&input, Config::default(), 0).bytes;
    assert!(execute::compare("zlib.wasm", &input, &after) > 0);
    let exact = optimized(&input, Config::default().with_exact(100), 0).bytes;
    assert!(execute::compare("zlib.wasm", &input, &exact) > 0);
    assert!(exact.len() < after.len());
}

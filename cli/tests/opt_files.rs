//! `tests/opt/*.wat`: each module is optimized, printed, and compared with the `.expected.wat` beside it. `LOOM_EQ_BLESS=1` writes what came
//! out. Each is also run before and after, see [`execute`].
//!
//! A file is named for a topic or an issue and holds nothing that could be left out.

mod execute;
mod golden;

use golden::{config, folder, inputs, optimized};
use loom_eq_islands::{Cause, Config, Cost, Island, Outcome};
use std::fs;

#[test]
fn files_come_out_as_expected() {
    golden::check("opt", &|_, _, _| {});
}

/// Whatever the model, nothing gets larger, and what the model counts gets less.
#[test]
fn every_model_on_every_file() {
    let mut won = std::collections::BTreeMap::new();
    for (file, name) in inputs("opt").iter().flat_map(|f| Cost::names().into_iter().map(move |n| (f, n))) {
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
    for file in inputs("opt") {
        let input = wat::parse_file(&file).unwrap();
        let after = optimized(&input, config(&file), 1).bytes;
        runs += execute::compare(&file.display().to_string(), &input, &after);
    }
    assert!(runs > 100, "only {runs} runs were compared");
}

/// A real module: its command-line `main` wants files, but its other exports and all imports behave the same.
#[test]
fn a_real_module_runs_the_same_before_and_after() {
    let input = fs::read(folder("modules").join("zlib.wasm")).unwrap();
    let after = optimized(&input, Config::default(), 0).bytes;
    assert!(execute::compare("zlib.wasm", &input, &after) > 0);
    // By one island: what several found may not get better.
    let one = |operators| Config { islands: vec![Island::baseline()], ..Config::default() }.with_exact(operators);
    let exact = optimized(&input, one(100), 0).bytes;
    assert!(execute::compare("zlib.wasm", &input, &exact) > 0);
    assert!(exact.len() < optimized(&input, one(40), 0).bytes.len());
}

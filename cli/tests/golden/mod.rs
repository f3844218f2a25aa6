//! Folders of modules with what comes out of them: each `NAME.wat` is optimized, printed, and compared with the `NAME.expected.wat` beside it. `LOOM_EQ_BLESS=1` writes what
//! came out.

use loom_eq_islands::{Cause, Config, Cost, Outcome, optimize};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder under `tests`.
pub fn folder(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests")).join(name)
}

/// The inputs of a folder in order of their names.
pub fn inputs(name: &str) -> Vec<PathBuf> {
    let is_input = |p: &PathBuf| {
        let name = p.file_name().unwrap().to_str().unwrap();
        name.ends_with(".wat") && !name.ends_with(".expected.wat")
    };
    let mut files: Vec<_> = fs::read_dir(folder(name)).unwrap().map(|e| e.unwrap().path()).filter(is_input).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

/// What the first line of a file asks for: nothing, `;; --cost MODEL`, or `;; --exact N`.
pub fn config(file: &Path) -> Config {
    let text = fs::read_to_string(file).unwrap();
    let option = |name: &str| text.lines().next().and_then(|line| line.strip_prefix(name)).map(str::to_string);
    if let Some(operators) = option(";; --exact ") {
        return Config::default().with_exact(operators.parse().unwrap());
    }
    let cost = option(";; --cost ").unwrap_or("size".into());
    Config::default().under(Cost::by_name(&cost).unwrap_or_else(|| panic!("{}: no model {cost}", file.display())))
}

pub fn optimized(input: &[u8], config: Config, threads: usize) -> Outcome {
    optimize(input, &Config { threads, ..config }, &()).unwrap()
}

/// A look at a file's name, its module, and what came out.
pub type Also<'a> = &'a dyn Fn(&str, &[u8], &[u8]);

/// Every input comes out as expected, whatever the number of threads, and no expectation is left over. `also` looks at input and output.
pub fn check(name: &str, also: Also) {
    let bless = std::env::var_os("LOOM_EQ_BLESS").is_some_and(|v| v == "1");
    let mut wrong = Vec::new();
    for file in inputs(name) {
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
        also(&name, &input, &outcome.bytes);
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
    for entry in fs::read_dir(folder(name)).unwrap() {
        let path = entry.unwrap().path();
        if let Some(stem) = path.to_str().unwrap().strip_suffix(".expected.wat") {
            assert!(fs::exists(format!("{stem}.wat")).unwrap(), "{} has no input", path.display());
        }
    }
}

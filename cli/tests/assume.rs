//! `--assume`: handlers of events that cannot occur go, which is proven for the others, and only under the assumption.

mod common;

use common::loom_eq;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn folder() -> PathBuf {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/assume").into()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Runs `opt` on the fixture with an assumptions file of this text. Exit code, stdout, stderr.
fn opt_with(assumptions: &str) -> (i32, String, String) {
    let dir = TempDir::new().unwrap();
    let (file, out) = (dir.path().join("a.toml"), dir.path().join("out.wasm"));
    std::fs::write(&file, assumptions).unwrap();
    let run = loom_eq(&["opt", text(&folder().join("callback.wat")), "-o", text(&out), "--assume", text(&file)]);
    assert!(run.code == 0 || !out.exists(), "a failing run writes nothing");
    (run.code, String::from_utf8(run.stdout).unwrap(), run.stderr)
}

fn callback(export: &str, param: u32, events: &str) -> String {
    format!("[[callback]]\nexport = '{export}'\nparam = {param}\nevents = {events}\n")
}

/// Optimizes a fixture under its assumptions: as text, and what `--json` reports as assumed.
fn optimized(name: &str, out: &Path) -> (String, usize) {
    let dir = TempDir::new().unwrap();
    let (input, file, json) = (folder().join(format!("{name}.wat")), folder().join(format!("{name}.toml")), dir.path().join("report.json"));
    let run = loom_eq(&["opt", text(&input), "-o", text(out), "--assume", text(&file), "--json", text(&json)]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let summary = String::from_utf8(run.stdout).unwrap();
    assert!(summary.contains("assumed: parameter 0 of [callback][async-lift]run is 1 or 5"), "{summary}");
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    (wasmprinter::print_file(out).unwrap(), report["report"]["assumed"].as_array().unwrap().len())
}

#[test]
fn fixtures_come_out_as_expected_and_are_proven_under_the_assumption() {
    for (name, assumed) in [("callback", 2), ("trampoline", 1)] {
        let dir = TempDir::new().unwrap();
        let (input, file, out) = (folder().join(format!("{name}.wat")), folder().join(format!("{name}.toml")), dir.path().join("out.wasm"));
        let (printed, count) = optimized(name, &out);
        assert_eq!(count, assumed);
        let expected = folder().join(format!("{name}.expected.wat"));
        if std::env::var_os("LOOM_EQ_BLESS").is_some_and(|v| v == "1") {
            std::fs::write(&expected, &printed).unwrap();
        }
        assert_eq!(printed, std::fs::read_to_string(expected).unwrap_or_default(), "{name}");

        let with = loom_eq(&["verify", text(&input), text(&out), "--assume", text(&file)]);
        let said = String::from_utf8(with.stdout).unwrap();
        assert!(with.code == 0 && said.contains("assumed: parameter 0 of [callback][async-lift]run is 1 or 5"), "{said}");
        let without = loom_eq(&["verify", text(&input), text(&out)]);
        assert!(without.code == 1 || without.code == 3, "without the assumption they differ");
        // Nor is it proven for one value more.
        let more = dir.path().join("more.toml");
        let other = if assumed == 2 { callback("[callback][async-lift]other", 0, "[1, 3, 5]") } else { String::new() };
        std::fs::write(&more, callback("[callback][async-lift]run", 0, "[1, 2, 5]") + &other).unwrap();
        assert_eq!(loom_eq(&["verify", text(&input), text(&out), "--assume", text(&more)]).code, 3);
    }
}

/// Of six handlers four go, and the function, the import and the table that only they reached.
#[test]
fn handlers_of_events_that_cannot_occur_go() {
    let dir = TempDir::new().unwrap();
    let (printed, _) = optimized("trampoline", &dir.path().join("out.wasm"));
    for gone in
        ["i32.const 100\n", "i32.const 102\n", "i32.const 103\n", "i32.const 104\n", "memory.copy", "abort", "br_table", "unreachable", "(table"]
    {
        assert!(!printed.contains(gone), "{gone} is left in {printed}");
    }
    for stays in ["i32.const 101\n", "i32.const 105\n"] {
        assert!(printed.contains(stays), "{stays} is gone from {printed}");
    }
}

#[test]
fn bad_files_are_refused() {
    let run = "[callback][async-lift]run";
    for (file, words) in [
        ("[[callback", "line 1"),
        ("", "[[callback]]"),
        ("[[callback]]\nexport = 'x'\nparam = 0\nevents = []\ncolour = 1\n", "colour"),
        (&callback("nowhere", 0, "[1]"), "no function is exported as nowhere"),
        (&callback("memory", 0, "[1]"), "export memory is not a function"),
        (&callback(run, 0, "['timer']"), "no event is called timer"),
        (&callback(run, 3, "[1]"), "has 3 parameters, so none with number 3"),
        (&callback(run, 0, "[]"), "1 to 16 values"),
        (&callback(run, 0, "[4294967296]"), "does not fit an i32"),
        (&(callback(run, 0, "[1]") + &callback(run, 1, "[1]")), "two assumptions"),
    ] {
        let (code, _, stderr) = opt_with(file);
        assert!(code == 2 && stderr.contains(words), "{file}: {code} {stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
}

#[test]
fn calls_from_inside_are_noted() {
    let dir = TempDir::new().unwrap();
    let (module, file) = (dir.path().join("m.wat"), dir.path().join("a.toml"));
    let code = "(module (import \"\" \"h\" (func $h (param i32)))
      (func $f (export \"f\") (param i32) (if (i32.eq (local.get 0) (i32.const 7)) (then (call $h (i32.const 1)))))
      (func (export \"g\") (call $f (i32.const 7))))";
    std::fs::write(&module, code).unwrap();
    std::fs::write(&file, callback("f", 0, "[1]")).unwrap();
    let run = loom_eq(&["opt", text(&module), "--assume", text(&file)]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("f is called by 1 functions of the module"), "{}", run.stderr);
}

#[test]
fn other_functions_are_as_without() {
    let (code, summary, _) = opt_with(&callback("[callback][async-lift]run", 1, "[64]"));
    assert_eq!(code, 0);
    assert!(summary.contains("parameter 1 of [callback][async-lift]run is 64"), "{summary}");
}

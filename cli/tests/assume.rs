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

#[test]
fn handlers_of_events_that_cannot_occur_go() {
    let dir = TempDir::new().unwrap();
    let (input, file, out) = (folder().join("callback.wat"), folder().join("callback.toml"), dir.path().join("out.wasm"));
    let json = dir.path().join("report.json");
    let run = loom_eq(&["opt", text(&input), "-o", text(&out), "--assume", text(&file), "--json", text(&json)]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let summary = String::from_utf8(run.stdout).unwrap();
    assert!(summary.contains("assumed: parameter 0 of [callback][async-lift]run is 1 or 5"), "{summary}");
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    assert_eq!(report["report"]["assumed"].as_array().unwrap().len(), 2);

    let printed = wasmprinter::print_file(&out).unwrap();
    let run_body = printed.split("  (func ").find(|f| f.contains("call $subtask") && f.contains("call $future_write")).unwrap();
    for gone in ["$none", "$stream_read", "$stream_write", "$future_read", "br_table", "unreachable"] {
        assert!(!run_body.contains(gone), "{gone} is left in {run_body}");
    }
    // Six handlers were called by each callback: two are left, and three.
    assert_eq!(printed.matches("call $").count() - printed.matches("call $log").count(), 5, "{printed}");
    let expected = folder().join("callback.expected.wat");
    if std::env::var_os("LOOM_EQ_BLESS").is_some_and(|v| v == "1") {
        std::fs::write(&expected, &printed).unwrap();
    }
    assert_eq!(printed, std::fs::read_to_string(expected).unwrap_or_default());

    let with = loom_eq(&["verify", text(&input), text(&out), "--assume", text(&file)]);
    let said = String::from_utf8(with.stdout).unwrap();
    assert!(with.code == 0 && said.contains("assumed: parameter 0 of [callback][async-lift]run is 1 or 5"), "{said}");
    let without = loom_eq(&["verify", text(&input), text(&out)]);
    assert!(without.code == 1 || without.code == 3, "without the assumption they differ");
    // Nor is it proven for one value more.
    let more = dir.path().join("more.toml");
    std::fs::write(&more, callback("[callback][async-lift]run", 0, "[1, 2, 5]") + &callback("[callback][async-lift]other", 0, "[1, 3, 5]")).unwrap();
    assert_eq!(loom_eq(&["verify", text(&input), text(&out), "--assume", text(&more)]).code, 3);
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

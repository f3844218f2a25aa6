//! `loom-eq rules` and `loom-eq opt --rules`: what is proven is used, what is false is refused with values that show it.

mod common;

use common::{Run, loom_eq, loom_eq_with_stdin, wasm};
use std::fs;
use tempfile::{TempDir, tempdir};

/// No built-in rule knows it.
const TRUE: &str = ";; bits of either, without those of both\nrule mine iN=i32,i64\n  (iN.sub (iN.or ?x ?y) (iN.and ?x ?y)) => (iN.xor ?x ?y)\n";
const FALSE: &str = "rule wrong iN=i32,i64\n  (iN.shr_s ?x ?y) => (iN.shr_u ?x ?y)\n";
/// Right only where a condition holds that nothing satisfies, so it says nothing.
const EMPTY: &str = "rule never (i32.add ?x ?k) => ?k when (const ?k) (holds (i32.lt_u ?k 0))\n";

const MODULE: &str = r#"(module (func (export "f") (param i64 i64) (result i64)
  (i64.sub (i64.or (local.get 0) (local.get 1)) (i64.and (local.get 0) (local.get 1)))))"#;

fn files(contents: &[(&str, &[u8])]) -> (TempDir, Vec<String>) {
    let dir = tempdir().unwrap();
    let write = |(name, bytes): &(&str, &[u8])| {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_string()
    };
    let paths = contents.iter().map(write).collect();
    (dir, paths)
}

fn check(text: &str) -> (Run, serde_json::Value) {
    let (dir, files) = files(&[("r.eq", text.as_bytes())]);
    let json = dir.path().join("r.json");
    let run = loom_eq(&["rules", "check", &files[0], "--json", json.to_str().unwrap()]);
    let value = fs::read(json).map(|bytes| serde_json::from_slice(&bytes).unwrap()).unwrap_or_default();
    (run, value)
}

#[test]
fn a_true_rule_is_proven_at_each_width() {
    let (run, json) = check(TRUE);
    assert_eq!(run.code, 0, "{run:?}");
    let stdout = String::from_utf8(run.stdout).unwrap();
    assert!(stdout.starts_with("2:1: mine.i32 proven; "), "{stdout}");
    assert!(stdout.contains("11 -> 5 bytes, shrinks"), "{stdout}");
    assert_eq!(json["schema"], "loom-eq/rules-check/1");
    let rules = json["rules"].as_array().unwrap();
    assert_eq!(
        rules.iter().map(|r| (r["name"].as_str().unwrap(), r["verdict"].as_str().unwrap())).collect::<Vec<_>>(),
        [("mine.i32", "proven"), ("mine.i64", "proven")]
    );
    assert!(rules[0]["vectors"].as_u64().unwrap() > 900, "edge vectors and random ones");
}

#[test]
fn a_false_rule_is_refuted_by_values() {
    let (run, json) = check(&format!("{TRUE}{FALSE}{EMPTY}"));
    assert_eq!(run.code, 1, "false comes before unknown: {run:?}");
    let stdout = String::from_utf8(run.stdout).unwrap();
    let line = stdout.lines().find(|l| l.contains("wrong.i64")).unwrap();
    assert!(line.contains("refuted: ?x = 0x") && line.contains("the left-hand side gives 0x"), "{line}");
    assert!(stdout.lines().last().unwrap().ends_with("2 proven, 2 refuted, 1 unknown"), "{stdout}");
    assert_eq!((json["proven"].as_u64(), json["refuted"].as_u64(), json["unknown"].as_u64()), (Some(2), Some(2), Some(1)));
}

/// Vectors do not meet this one value among 2^64; the solver does, and the evaluator confirms what it found.
#[test]
fn the_solver_refutes_what_vectors_miss() {
    let (run, json) = check("rule rare (i64.eqz (i64.xor ?x 0x123456789abcdef)) => 0");
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(json["rules"][0]["detail"], "?x = 0x123456789abcdef: the left-hand side gives 0x1, the right-hand side 0x0");
}

#[test]
fn a_rule_that_says_nothing_is_not_proven() {
    assert_eq!(check(EMPTY).0.code, 3);
}

#[test]
fn growing_is_reported() {
    let (run, json) = check("rule longer (i32.shl ?x 1) => (i32.add (i32.add ?x ?x) 0)\nexplore also (i32.shl ?x 1) => (i32.add (i32.add ?x ?x) 0)");
    assert_eq!(run.code, 0, "{run:?}");
    let stdout = String::from_utf8(run.stdout).unwrap();
    assert_eq!(stdout.matches("5 -> 8 bytes, grows").count(), 2, "{stdout}");
    assert_eq!(stdout.matches("warning").count(), 1, "{stdout}");
    assert_eq!((&json["rules"][0]["lint"], &json["rules"][1]["lint"]), (&true.into(), &false.into()));
}

#[test]
fn bad_rule_files_are_one_line_with_the_place() {
    let cases: [(&[u8], &str); 5] = [
        (b"rule a\n  (i32.add ?x 0 => ?x", "r.eq:2:3: `(` is never closed"),
        (b"rule a (i32.add ?x 0) => ?y", "r.eq:1:26: rule a: ?y does not occur"),
        (b";; nothing\n\nrule add-zero\n  (i32.plus ?x 0) => ?x", "r.eq:4:3: rule add-zero: `i32.plus` is not an operator"),
        (b"rule a (i32.add ?x 0) => ?x\nrule a (i32.add ?x 0) => ?x", "r.eq:2:1: a second rule of the name a"),
        (b"rule a\n \xff", "r.eq: not text in UTF-8 (at line 2, column 2)"),
    ];
    for (text, expected) in cases {
        let (_dir, files) = files(&[("r.eq", text), ("m.wasm", &wasm(MODULE))]);
        for args in [&["rules", "check", &files[0]][..], &["opt", &files[1], "--rules", &files[0]]] {
            let run = loom_eq(args);
            assert_eq!((run.code, run.stderr.lines().count()), (2, 1), "{run:?}");
            assert!(run.stderr.contains(expected), "{expected:?} is not in {}", run.stderr);
        }
    }
    assert_eq!(loom_eq(&["rules", "check", "/none.eq"]).code, 2);
}

#[test]
fn rules_come_from_stdin_too() {
    let run = loom_eq_with_stdin(&["rules", "check", "-"], TRUE.as_bytes());
    assert_eq!(run.code, 0, "{run:?}");
    assert!(String::from_utf8(run.stdout).unwrap().ends_with("stdin: 2 proven, 0 refuted, 0 unknown\n"));
}

/// What the built-in rules do not find, the user's rule does; and the report names it.
#[test]
fn opt_uses_a_proven_rule() {
    let (dir, files) = files(&[("m.wasm", &wasm(MODULE)), ("r.eq", TRUE.as_bytes())]);
    let (plain, with, json) = (dir.path().join("a.wasm"), dir.path().join("b.wasm"), dir.path().join("r.json"));
    assert_eq!(loom_eq(&["opt", &files[0], "-o", plain.to_str().unwrap()]).code, 0);
    let run = loom_eq(&["opt", &files[0], "-o", with.to_str().unwrap(), "--rules", &files[1], "--json", json.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(fs::metadata(&with).unwrap().len() < fs::metadata(&plain).unwrap().len());
    let printed = wasmprinter::print_file(&with).unwrap();
    assert!(printed.contains("i64.xor") && !printed.contains("i64.sub"), "{printed}");
    let value: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    let mine = &value["report"]["rules"]["mine"];
    assert!(mine["applied"].as_u64() > Some(0), "{mine}");
    // The xor is all of the right-hand side: 11 bytes became 5.
    assert_eq!((mine["chosen"].as_u64(), mine["estimated_bytes"].as_u64()), (Some(1), Some(6)), "{mine}");
    assert!(value["config"]["rules"].as_array().unwrap().iter().any(|f| f.as_str() == Some(&files[1])), "{}", value["config"]["rules"]);
}

#[test]
fn opt_refuses_what_is_not_proven_and_writes_nothing() {
    for (text, words) in [(FALSE, "rule wrong.i32 is false for ?x = 0x"), (EMPTY, "rule never is not proven")] {
        let (dir, files) = files(&[("m.wasm", &wasm(MODULE)), ("good.eq", TRUE.as_bytes()), ("bad.eq", text.as_bytes())]);
        let out = dir.path().join("out.wasm");
        let run = loom_eq(&["opt", &files[0], "-o", out.to_str().unwrap(), "--rules", &files[1], "--rules", &files[2]]);
        assert_eq!((run.code, run.stderr.lines().count()), (2, 1), "{run:?}");
        assert!(run.stderr.contains("bad.eq:1:1: ") && run.stderr.contains(words), "{}", run.stderr);
        assert!(!out.exists());
    }
}

#[test]
fn a_builtin_name_is_taken() {
    let (_dir, files) = files(&[("m.wasm", &wasm(MODULE)), ("r.eq", b"rule add-zero iN=i32 (iN.or ?x 0) => ?x")]);
    let run = loom_eq(&["opt", &files[0], "-o", "-", "--rules", &files[1]]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("a second rule of the name add-zero.i32"), "{}", run.stderr);
}

#[test]
fn the_list_has_every_rule_with_its_proof_and_direction() {
    let dir = tempdir().unwrap();
    let json = dir.path().join("l.json");
    let run = loom_eq(&["rules", "list", "--json", json.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{run:?}");
    let stdout = String::from_utf8(run.stdout).unwrap();
    let line = stdout.lines().find(|l| l.starts_with("add-zero.i32 ")).unwrap();
    let words: Vec<_> = line.split_whitespace().collect();
    assert_eq!(words, ["add-zero.i32", "proven", "5", "->", "2", "shrinks", "x", "+", "0", "=", "x"]);
    let value: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    assert_eq!(value["schema"], "loom-eq/rules/1");
    assert_eq!(value["rules"].as_array().unwrap().len(), stdout.lines().count());
    let markdown = String::from_utf8(loom_eq(&["rules", "list", "--markdown"]).stdout).unwrap();
    assert_eq!(markdown.lines().count(), stdout.lines().count() + 2, "two lines of heading");
}

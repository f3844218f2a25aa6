//! The command as a user meets it: help, exit codes, one line for each kind of bad input, streams, and files that are replaced whole or not
//! at all.

mod common;

use common::{Run, loom_eq, loom_eq_with_stdin, wasm, zlib};
use std::fs;
use std::path::Path;
use tempfile::{TempDir, tempdir};

/// The code behind `return` goes even without any rule.
const SMALL: &str = r#"(module (func (export "f") (param i32) (result i32) (i32.xor (local.get 0) (i32.const 9)) return (drop (i32.const 5))))"#;

fn folder_with(name: &str, contents: &[u8]) -> (TempDir, String) {
    let dir = tempdir().unwrap();
    let file = dir.path().join(name);
    fs::write(&file, contents).unwrap();
    (dir, file.to_str().unwrap().to_string())
}

fn names_in(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// One line on stderr that names the file; exit code 2; nothing on stdout.
fn assert_refused(run: &Run, words: &[&str]) {
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(run.stdout, b"");
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.starts_with("loom-eq: error: "), "{}", run.stderr);
    words.iter().for_each(|w| assert!(run.stderr.contains(w), "{:?} is not in {}", w, run.stderr));
}

#[test]
fn help_has_examples() {
    for args in [&["--help"][..], &["opt", "--help"], &["verify", "--help"], &["inspect", "roundtrip", "--help"]] {
        let run = loom_eq(args);
        assert_eq!(run.code, 0);
        let text = String::from_utf8(run.stdout).unwrap();
        assert!(text.contains("Examples:") && text.contains("Exit codes:"), "{text}");
    }
}

#[test]
fn bad_usage_is_exit_code_2() {
    for args in [&[][..], &["bogus"], &["opt"], &["opt", "a", "b"], &["verify", "a"], &["opt", "a", "--seed", "x"], &["inspect", "roundtrip"]] {
        let run = loom_eq(args);
        assert_eq!((run.code, run.stdout.len()), (2, 0), "{args:?}");
    }
}

#[test]
fn bad_input_is_one_line_with_the_offset() {
    let zlib = zlib();
    let mut invalid = wasm(SMALL);
    let at = invalid.windows(2).position(|w| w == [0x73, 0x0f]).expect("i32.xor, return");
    invalid[at] = 0x85; // i64.xor
    let cases: [(&str, Vec<u8>, &[&str]); 7] = [
        ("empty.wasm", vec![], &["empty", "offset 0x0"]),
        ("text.wasm", b"hello".to_vec(), &["not wasm", "offset 0x0"]),
        ("other.wasm", b"\x7fELF\x02\x01\x01".to_vec(), &["not wasm", "offset 0x0"]),
        ("header.wasm", zlib[..3].to_vec(), &["truncated", "offset 0x3"]),
        ("truncated.wasm", zlib[..2000].to_vec(), &["offset 0x"]),
        ("invalid.wasm", invalid, &["type mismatch", "offset 0x"]),
        ("bad.wat", b"(module\n  (func i32.bogus))".to_vec(), &["line 2, column 9"]),
    ];
    for (name, contents, words) in cases {
        let (dir, file) = folder_with(name, &contents);
        let run = loom_eq(&["opt", &file]);
        assert_refused(&run, words);
        assert!(run.stderr.contains(&file), "{}", run.stderr);
        assert_eq!(names_in(dir.path()), [name], "no file appears");
        assert_refused(&loom_eq(&["verify", &file, &file]), words);
        assert_refused(&loom_eq(&["inspect", "roundtrip", &file]), words);
    }
}

#[test]
fn missing_and_unreadable_input() {
    let dir = tempdir().unwrap();
    let folder = dir.path().to_str().unwrap();
    assert_refused(&loom_eq(&["opt", &format!("{folder}/none.wasm")]), &["none.wasm", "no such file"]);
    assert_refused(&loom_eq(&["opt", folder]), &["is a folder"]);
    assert_eq!(names_in(dir.path()), [""; 0]);
}

#[cfg(unix)]
#[test]
fn no_permission() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, file) = folder_with("a.wasm", &wasm(SMALL));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&file).is_ok() {
        return; // Permissions do not bind this user.
    }
    assert_refused(&loom_eq(&["opt", &file]), &["permission denied"]);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o555)).unwrap();
    assert_refused(&loom_eq(&["opt", &file]), &["cannot write", "permission denied"]);
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn output_that_cannot_be_written() {
    let (dir, file) = folder_with("a.wasm", &wasm(SMALL));
    let folder = dir.path().to_str().unwrap();
    assert_refused(&loom_eq(&["opt", &file, "-o", folder]), &["is a folder"]);
    assert_refused(&loom_eq(&["opt", &file, "-o", &format!("{folder}/none/out.wasm")]), &["cannot write", "no such"]);
    assert_refused(&loom_eq(&["opt", &file, "-o", &format!("{file}/out.wasm")]), &["cannot write", "not a folder"]);
    assert_refused(&loom_eq(&["opt", &file, "--json", &format!("{folder}/none/out.json")]), &["cannot write"]);
    assert_eq!(names_in(dir.path()), ["a.wasm"], "neither the module nor the report was written");
}

#[test]
fn a_failing_run_leaves_the_old_output() {
    let (dir, file) = folder_with("a.wasm", b"\0asm\x01\0\0\0\x07");
    let out = dir.path().join("out.wasm");
    fs::write(&out, "old").unwrap();
    assert_refused(&loom_eq(&["opt", &file, "-o", out.to_str().unwrap()]), &["offset 0x"]);
    assert_eq!(fs::read(&out).unwrap(), b"old");
    assert_eq!(names_in(dir.path()), ["a.wasm", "out.wasm"]);
}

#[test]
fn output_goes_beside_the_input_by_default() {
    let (dir, file) = folder_with("a.wasm", &wasm(SMALL));
    let run = loom_eq(&["opt", &file]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(names_in(dir.path()), ["a.opt.wasm", "a.wasm"]);
    let small = fs::read(dir.path().join("a.opt.wasm")).unwrap();
    wasmparser::validate(&small).unwrap();
    assert!(small.len() < wasm(SMALL).len());
}

#[test]
fn the_input_may_be_replaced() {
    let (dir, file) = folder_with("a.wasm", &wasm(SMALL));
    assert_eq!(loom_eq(&["opt", &file, "-o", &file]).code, 0);
    assert!(fs::read(&file).unwrap().len() < wasm(SMALL).len());
    assert_eq!(names_in(dir.path()), ["a.wasm"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_modes_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (dir, file) = folder_with("a.wasm", &wasm(SMALL));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let link = dir.path().join("link.wasm");
    symlink(&file, &link).unwrap();
    assert_eq!(loom_eq(&["opt", &file, "-o", link.to_str().unwrap()]).code, 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read(&file).unwrap().len() < wasm(SMALL).len());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn streams() {
    let input = wasm(SMALL);
    let run = loom_eq_with_stdin(&["opt", "-"], &input);
    assert_eq!(run.code, 0, "{run:?}");
    wasmparser::validate(&run.stdout).unwrap();
    assert!(run.stdout.len() < input.len());
    assert!(run.stderr.lines().last().unwrap().starts_with("stdin: "), "{}", run.stderr);

    let text = loom_eq_with_stdin(&["opt", "-", "-o", "-"], SMALL.as_bytes());
    assert_eq!(text.stdout, run.stdout, "text modules are read too");
    assert_refused(&loom_eq_with_stdin(&["opt", "-"], b"junk"), &["stdin: not wasm"]);
    assert_refused(&loom_eq_with_stdin(&["opt", "-", "--json", "-"], &input), &["stdout"]);
}

#[test]
fn text_input_by_content_not_by_name() {
    let text = format!(";; a comment\n  {SMALL}");
    let (dir, file) = folder_with("a.bin", text.as_bytes());
    assert_eq!(loom_eq(&["opt", &file]).code, 0);
    wasmparser::validate(&fs::read(dir.path().join("a.opt.wasm")).unwrap()).unwrap();
}

#[test]
fn the_last_line_and_the_report_agree() {
    let (dir, file) = folder_with("z.wasm", &zlib());
    let json = dir.path().join("r.json");
    let run = loom_eq(&["opt", &file, "--json", json.to_str().unwrap(), "--stats"]);
    assert_eq!(run.code, 0, "{run:?}");
    let value: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    assert_eq!(value["schema"], "loom-eq/opt/2");
    let report = &value["report"];
    let number = |v: &serde_json::Value| v.as_u64().expect("a number");
    let after = fs::metadata(dir.path().join("z.opt.wasm")).unwrap().len();
    assert_eq!(number(&report["bytes"]["before"]), zlib().len() as u64);
    assert_eq!(number(&report["bytes"]["after"]), after);
    assert!(number(&report["bytes"]["canonical"]) <= number(&report["bytes"]["before"]));
    let f = &report["functions"];
    assert_eq!(number(&f["changed"]), number(&f["proven"]));
    assert_eq!(report["records"].as_array().unwrap().len() as u64, number(&f["total"]));
    let changed: Vec<_> = report["records"].as_array().unwrap().iter().filter(|r| r["status"] == "changed").collect();
    assert_eq!(changed.len() as u64, number(&f["changed"]));
    let won: u64 = changed.iter().map(|r| number(&r["bytes"]["canonical"]).saturating_sub(number(&r["bytes"]["after"]))).sum();
    let by_islands: u64 = report["islands"].as_object().unwrap().values().map(|i| number(&i["bytes"])).sum();
    assert_eq!(won, by_islands);
    let rules = report["rules"].as_object().unwrap();
    assert!(rules.values().all(|r| number(&r["applied"]) <= number(&r["matches"])));
    assert!(rules.values().any(|r| number(&r["chosen"]) > 0 && number(&r["estimated_bytes"]) > 0), "{rules:?}");
    let stdout = String::from_utf8(run.stdout).unwrap();
    let last = stdout.lines().last().unwrap();
    for part in [format!("{} bytes", zlib().len()), format!("{after} now"), format!("{} proven", f["proven"])] {
        assert!(last.contains(&part), "{part:?} is not in {last}");
    }
}

#[test]
fn one_and_two_threads_give_the_same_bytes() {
    let (dir, file) = folder_with("z.wasm", &zlib());
    let run = |threads: &str, seed: &str| {
        let out = dir.path().join(format!("{threads}-{seed}.wasm"));
        assert_eq!(loom_eq(&["opt", &file, "-o", out.to_str().unwrap(), "--threads", threads, "--seed", seed]).code, 0);
        fs::read(out).unwrap()
    };
    let one = run("1", "0");
    assert!(one == run("2", "0"));
    assert!(run("1", "5") == run("3", "5"));
}

#[test]
fn verify_proves_what_opt_made() {
    let (dir, file) = folder_with("z.wasm", &zlib());
    let map = dir.path().join("z.map");
    let map = map.to_str().unwrap();
    assert_eq!(loom_eq(&["opt", &file, "--map", map]).code, 0);
    let run = loom_eq(&["verify", &file, dir.path().join("z.opt.wasm").to_str().unwrap(), "--map", map]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn verify_finds_a_difference() {
    let (dir, file) = folder_with("a.wat", SMALL.as_bytes());
    let other = dir.path().join("b.wat");
    fs::write(&other, SMALL.replace("(i32.const 9)", "(i32.const 8)")).unwrap();
    let json = dir.path().join("v.json");
    let run = loom_eq(&["verify", &file, other.to_str().unwrap(), "--json", json.to_str().unwrap()]);
    assert_eq!(run.code, 1, "{run:?}");
    let stdout = String::from_utf8(run.stdout).unwrap();
    assert!(stdout.lines().next().unwrap().contains("refuted"), "{stdout}");
    let value: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    assert_eq!(value["schema"], "loom-eq/verify/1");
    assert_eq!(loom_eq(&["verify", &file, &file]).code, 0);
}

#[test]
fn solver_only_proves_without_the_normal_form() {
    let (dir, file) = folder_with("a.wat", SMALL.as_bytes());
    let (other, json) = (dir.path().join("b.wat"), dir.path().join("v.json"));
    fs::write(&other, SMALL.replace("(local.get 0) (i32.const 9)", "(i32.const 9) (local.get 0)")).unwrap();
    let proof = |flags: &[&str]| {
        let run = loom_eq(&[&["verify", &file, other.to_str().unwrap(), "--json", json.to_str().unwrap()], flags].concat());
        assert_eq!(run.code, 0, "{run:?}");
        let value: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
        value["functions"][0]["detail"].as_str().unwrap().to_string()
    };
    assert_eq!(proof(&[]), "proven: normal form");
    assert!(proof(&["--solver-only"]).contains("queries"));
}

#[test]
fn the_identity_gate_holds_on_a_real_module() {
    let (dir, file) = folder_with("z.wasm", &zlib());
    let json = dir.path().join("g.json");
    for guards in [&[][..], &["--no-guards"]] {
        let args = [&["inspect", "roundtrip", &file, "--json", json.to_str().unwrap()], guards].concat();
        let run = loom_eq(&args);
        assert_eq!(run.code, 0, "{run:?}");
        let value: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
        assert_eq!(value["schema"], "loom-eq/roundtrip/1");
        assert_eq!(value["total"]["grown"].as_array().unwrap().len(), 0);
        assert!(value["total"]["after"].as_u64() <= value["total"]["canonical"].as_u64());
    }
}

#[test]
fn a_component_is_optimized_inside() {
    let component = format!("(component (core module $m {})", &SMALL["(module".len()..]);
    let (dir, file) = folder_with("c.wat", component.as_bytes());
    let run = loom_eq(&["opt", &file]);
    assert_eq!(run.code, 0, "{run:?}");
    let out = fs::read(dir.path().join("c.opt.wasm")).unwrap();
    wasmparser::validate(&out).unwrap();
    assert!(out.len() < wasm(&component).len());
    assert_eq!(loom_eq(&["inspect", "roundtrip", &file]).code, 0);
}

#[test]
fn a_relocatable_object_comes_back_with_a_message() {
    let object = wasm(&format!(r#"(module (@custom "linking" "\02") {}"#, &SMALL["(module".len()..]));
    let (dir, file) = folder_with("o.wasm", &object);
    let run = loom_eq(&["opt", &file]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(String::from_utf8(run.stdout).unwrap().contains("relocatable"));
    assert_eq!(fs::read(dir.path().join("o.opt.wasm")).unwrap(), object);
}

#[test]
fn strip_removes_names() {
    let named = wasm(r#"(module $named (func $f (export "f") (param $x i32) (result i32) (local.get $x)))"#);
    let (_dir, file) = folder_with("n.wasm", &named);
    let stripped = loom_eq(&["opt", &file, "-o", "-", "--strip"]).stdout;
    let kept = loom_eq(&["opt", &file, "-o", "-"]).stdout;
    assert!(wasmprinter::print_bytes(&kept).unwrap().contains("$x"));
    assert!(!wasmprinter::print_bytes(&stripped).unwrap().contains("$x"));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_panic() {
    use std::process::{Command, Stdio};
    let (_dir, file) = folder_with("z.wasm", &zlib());
    let exe = env!("CARGO_BIN_EXE_loom-eq");
    let mut child = Command::new(exe).args(["inspect", "roundtrip", &file]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_cost_model_is_a_name_or_a_file() {
    let (dir, app) = folder_with("app.wat", SMALL.as_bytes());
    let out = dir.path().join("out.wasm");
    let out = out.to_str().unwrap();
    assert_refused(&loom_eq(&["opt", &app, "-o", out, "--cost", "beauty"]), &["beauty", "size, instructions, transfer, cycles, cortex-m4"]);
    let table = dir.path().join("mine.toml");
    let table = table.to_str().unwrap();
    fs::write(table, "name = 'mine'\n[instructions]\n'i32.fly' = 1").unwrap();
    assert_refused(&loom_eq(&["opt", &app, "-o", out, "--cost", table]), &["mine.toml", "i32.fly"]);
    assert!(!fs::exists(out).unwrap());
    fs::write(table, "name = 'mine'\ndefault = 2\nbyte = 0.5").unwrap();
    let run = loom_eq(&["opt", &app, "-o", out, "--cost", table, "--stats"]);
    assert_eq!(run.code, 0, "{run:?}");
    let stats = String::from_utf8(run.stdout).unwrap();
    // Instructions at 2 and bytes at 0.5: four and eight as parsed, three and seven without `return`.
    assert!(stats.lines().any(|l| l == "cost: 12.0, 9.5 now"), "{stats}");
}

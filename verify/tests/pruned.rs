//! What `lang` prunes is judged: all modules of the official suite, those that this repository ships, and `tests/prune`.

#[path = "../../lang/tests/common/mod.rs"]
mod common;

use common::SuiteModule;
use loom_eq_lang::{Indices, Module, Places, Pruned, Pruning, canonicalize, prune};
use loom_eq_verify::{Options, modules, renumbered};
use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn all() -> Vec<SuiteModule> {
    let mut all = common::suite();
    for folder in ["tests/modules", "tests/prune", "tests/opt"] {
        for entry in std::fs::read_dir(root().join(folder)).expect("the folder is there") {
            let path = entry.expect("readable").path();
            let name = path.display().to_string();
            if name.ends_with(".wasm") || name.ends_with(".wat") && !name.ends_with(".expected.wat") {
                all.push(SuiteModule { name, bytes: wat::parse_file(&path).expect("a module") });
            }
        }
    }
    all
}

/// A module in canonical encoding and what is left of it.
fn pruned(bytes: &[u8]) -> Option<(Vec<u8>, Pruned)> {
    let before = canonicalize(&Module::parse(bytes).ok()?).bytes;
    match prune(&Module::parse(&before).expect("valid"), Places::ByUse) {
        Pruning::Smaller(pruned) => Some((before, *pruned)),
        _ => None,
    }
}

#[test]
fn what_is_pruned_is_the_same_under_its_map() {
    let mut count = 0;
    for m in all() {
        let Some((before, p)) = pruned(&m.bytes) else { continue };
        let report = renumbered(&before, &p.bytes, &p.indices).expect("two modules and their map");
        assert!(report.is_proven() && report.added == 0, "{}: {report:#?}", m.name);
        count += 1;
    }
    assert!(count > 900, "{count}");
}

/// The same without the map, where nothing is in a module that is never lifted.
#[test]
fn what_is_pruned_is_equal_without_a_map() {
    let (mut proven, mut open) = (0, Vec::new());
    for m in all() {
        let Some((before, p)) = pruned(&m.bytes) else { continue };
        let report = modules(&before, &p.bytes, Options::default(), &mut |_| ()).expect("two modules");
        assert_eq!(report.refuted, 0, "{}", m.name);
        if report.is_proven() {
            proven += 1;
        } else {
            open.push(format!("{}: {:?} {} unknown, {} unsupported", m.name, report.structure, report.unknown, report.unsupported));
        }
    }
    println!("{proven} proven, not: {open:#?}");
    assert!(open.len() * 20 < proven, "{open:#?}");
}

/// Neither a map that lies nor another module is believed.
#[test]
fn what_is_not_the_same_is_not_proven() {
    let text = r#"(module
        (type $spare (func (param f64)))
        (import "env" "i" (func $i))
        (global $g (mut i32) (i32.const 1))
        (global $h (mut i32) (i32.const 1))
        (memory (export "memory") 1)
        (data (i32.const 0) "data")
        (func $one (result i32) (i32.const 1))
        (func $two (result i32) (i32.const 2))
        (func (export "f") (result i32) (call $one))
        (func (export "g") (result i32) (call $two))
        (func (export "h") (param i32) (global.set $h (global.get $g)) (global.set $g (local.get 0)) (call $i)))"#;
    let (before, p) = pruned(&wat::parse_str(text).expect("a module")).expect("a type less");
    let believed = |after: &[u8], indices: &Indices| renumbered(&before, after, indices).is_ok_and(|r| r.is_proven());
    assert!(believed(&p.bytes, &p.indices));
    for (from, to) in [
        ("(call $one)", "(call $two)"),
        ("(i32.const 2))\n        (func (export \"f\"", "(i32.const 3))\n        (func (export \"f\""),
        ("$h (global.get $g)", "$g (global.get $h)"),
        ("$g (mut i32) (i32.const 1)", "$g (mut i32) (i32.const 2)"),
        ("\"h\"", "\"k\""),
        ("\"i\"", "\"j\""),
        ("\"data\"", "\"date\""),
        ("\"memory\") 1", "\"memory\") 2"),
    ] {
        assert!(text.contains(from), "{from}");
        let (_, other) = pruned(&wat::parse_str(text.replace(from, to)).expect("a module")).expect("a type less");
        assert!(!believed(&other.bytes, &p.indices), "{from} => {to}");
    }
    let (_, less) = pruned(&wat::parse_str(text.replace("(func (export \"h\")", "(func $h")).expect("a module")).expect("a function less");
    assert!(!believed(&less.bytes, &less.indices), "an export is gone");
    assert!(!believed(&p.bytes, &less.indices), "a map of another module");
}

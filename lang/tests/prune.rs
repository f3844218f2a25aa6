//! `tests/prune/*.wat`: each module is pruned, printed, and compared with the `.expected.wat` beside it. `LOOM_EQ_BLESS=1` writes what came out.
//! And all modules of the official suite.
//!
//! The first line of a file may say `;; declined: REASON`; what would be larger, or is declined, comes out as it is.

mod common;

use common::{assert_valid, module, suite};
use loom_eq_lang::{ExternalKind, FuncIx, Module, Places, Pruned, Pruning, Space, branch_hints, canonicalize, prune};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/prune")
}

/// What must hold of every result.
#[track_caller]
fn checked(name: &str, before: &Module) -> Pruning {
    let pruning = prune(before, Places::ByUse);
    if let Pruning::Smaller(pruned) = &pruning {
        let Pruned { bytes, indices, .. } = pruned.as_ref();
        assert_valid(name, bytes);
        assert!(bytes.len() < before.bytes().len(), "{name}: not smaller");
        let after = Module::parse(bytes).expect("valid");
        assert_eq!(prune(&after, Places::ByUse), Pruning::Nothing, "{name}: not a fixpoint");
        assert_eq!(indices.of(Space::Func).len() - indices.removed(Space::Func), after.func_types.len(), "{name}");
        assert_eq!(before.exports.len(), after.exports.len(), "{name}");
        for (e, f) in before.exports.iter().zip(&after.exports) {
            assert_eq!((&e.name, e.kind), (&f.name, f.kind), "{name}");
            if e.kind == ExternalKind::Func {
                assert_eq!(indices.get(Space::Func, e.index), Some(f.index), "{name}");
                assert_eq!(before.func_type(FuncIx(e.index)), after.func_type(FuncIx(f.index)), "{name}");
            }
        }
    }
    pruning
}

#[test]
fn files_come_out_as_expected() {
    let bless = std::env::var_os("LOOM_EQ_BLESS").is_some_and(|v| v == "1");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(folder()).expect("the folder is there") {
        let file = entry.expect("readable").path();
        let name = file.file_name().and_then(|n| n.to_str()).expect("a name in UTF-8").to_string();
        let Some(stem) = name.strip_suffix(".wat") else { continue };
        if let Some(stem) = stem.strip_suffix(".expected") {
            assert!(fs::exists(folder().join(format!("{stem}.wat"))).expect("readable"), "{name} has no input");
            continue;
        }
        count += 1;
        let text = fs::read_to_string(&file).expect("readable");
        let before = Module::parse(&canonicalize(&module(&text)).bytes).expect("valid");
        let pruning = checked(&name, &before);
        let declined = text.lines().next().and_then(|line| line.strip_prefix(";; declined: "));
        match (&pruning, declined) {
            (Pruning::Declined(why), Some(reason)) => assert_eq!(why, reason, "{name}"),
            (Pruning::Declined(why), None) => panic!("{name}: {why}"),
            (_, Some(_)) => panic!("{name}: {pruning:?}"),
            _ => {}
        }
        let bytes = if let Pruning::Smaller(pruned) = pruning { pruned.bytes } else { before.bytes().to_vec() };
        let printed = common::text(&bytes);
        let expected_file = file.with_extension("expected.wat");
        if bless {
            fs::write(&expected_file, &printed).expect("writable");
        }
        if fs::read_to_string(&expected_file).unwrap_or_default() != printed {
            wrong.push(format!("{name} comes out as\n{printed}\n"));
        }
    }
    assert!(count > 10);
    assert!(wrong.is_empty(), "{}run with LOOM_EQ_BLESS=1 if this is right", wrong.concat());
}

#[test]
fn the_suite() {
    let (mut smaller, mut declined, mut before, mut after) = (0, std::collections::BTreeMap::<String, usize>::new(), 0, 0);
    for m in suite() {
        let Ok(module) = Module::parse(&m.bytes) else { continue };
        let module = Module::parse(&canonicalize(&module).bytes).expect("valid");
        before += module.bytes().len();
        after += match checked(&m.name, &module) {
            Pruning::Smaller(pruned) => {
                smaller += 1;
                pruned.bytes.len()
            }
            Pruning::Nothing => module.bytes().len(),
            Pruning::Declined(why) => {
                let why = why.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default().to_string();
                *declined.entry(why).or_default() += 1;
                module.bytes().len()
            }
        };
    }
    println!("{smaller} smaller, {before} -> {after} bytes; declined: {declined:#?}");
    assert!(smaller > 900);
}

/// Functions that are called often get the indices of one byte, whatever stands between them.
#[test]
fn what_is_called_often_has_a_short_index() {
    let mut text = String::from("(module");
    for i in 0..200 {
        let calls: String = if i < 100 { format!("(call $f{})", 199 - i) } else { String::new() };
        text += &format!("(func $f{i} (export \"e{i}\") {calls} {calls})");
    }
    let before = module(&(text + ")"));
    let Pruning::Smaller(pruned) = checked("calls", &before) else { panic!("nothing is smaller") };
    let new = |old| pruned.indices.get(Space::Func, old).expect("all are exported");
    assert!(pruned.indices.reordered(Space::Func));
    assert!((100..200).all(|f| new(f) < 128), "{:?}", pruned.indices.of(Space::Func));
    assert_eq!(prune(&before, Places::Kept), Pruning::Nothing);
}

/// Hints go with their functions, and to where their branches are now.
#[test]
fn branch_hints_follow() {
    let before = module(
        r#"(module
            (type $unused (func (param i64 i64)))
            (func $dead (param i32) (@metadata.code.branch_hint "\01") (if (local.get 0) (then)))
            (func $live (export "live") (param i32) (result i32)
                (call $other (local.get 0))
                (@metadata.code.branch_hint "\00") (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2))))
            (func $other (param i32)))"#,
    );
    let Pruning::Smaller(pruned) = checked("hints", &before) else { panic!("nothing is smaller") };
    let after = Module::parse(&pruned.bytes).expect("valid");
    let hints = branch_hints(&after);
    assert_eq!(hints.len(), 2);
    assert_eq!(hints[0].values().copied().collect::<Vec<_>>(), [0]);
    assert_eq!(hints[1].len(), 0);
    assert_eq!(pruned.notes, [""; 0]);
    assert!(common::text(&pruned.bytes).contains("branch_hint \"\\00\")\n    if"), "{}", common::text(&pruned.bytes));
}

/// A module that the operator table does not know all of is left alone, if a function that is reached has the operator.
#[test]
fn what_is_not_understood_is_declined() {
    let text = "(module (func (export \"f\") (param i32) (result i32) local.get 0) (func unreachable))";
    let Pruning::Smaller(_) = prune(&module(text), Places::ByUse) else { panic!("a dead function goes") };
    let custom = text.replace("(module", "(module (@custom \"mine\" \"\\01\")");
    let Pruning::Declined(why) = prune(&module(&custom), Places::ByUse) else { panic!("an unknown section stays") };
    assert_eq!(why, "custom section mine may hold indices");
}

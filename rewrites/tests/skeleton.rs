//! Skeleton variants: every function of `tests/seam/*.wat`, with all calls that can be executed in place, is reshaped and proven equal to what it was.

use loom_eq_lang::{Body, Module};
use loom_eq_rewrites::skeleton::{Skeleton, inlined, reshaped};
use loom_eq_verify::{Checker, Limits};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

fn modules() -> Vec<(String, Module)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/seam");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "wat") && !p.to_string_lossy().ends_with(".expected.wat"));
    files.sort();
    let read = |p: PathBuf| (p.display().to_string(), Module::parse(&wat::parse_file(&p).unwrap()).unwrap());
    files.into_iter().map(read).collect()
}

/// The variant of a function with all callees in place, and those.
fn variant(module: &Module, i: usize, skeleton: &Skeleton) -> (Body, BTreeSet<u32>) {
    let f = module.func_ix(i);
    let all = (module.imported_funcs as u32..module.func_types.len() as u32).collect();
    let body = Body::parse(module, i, &HashMap::new()).unwrap();
    let (start, executed) = inlined(module, f, &body, &all).unwrap_or((body, BTreeSet::new()));
    (reshaped(module, f, &start, skeleton).unwrap(), executed)
}

#[test]
fn variants_are_proven() {
    let modules = modules();
    assert!(modules.len() >= 12);
    for (name, module) in modules {
        for skeleton in [Skeleton::default(), Skeleton { fields: false, threading: None, unroll: None, duplicate: 0 }] {
            for i in 0..module.defined() {
                let (body, executed) = variant(&module, i, &skeleton);
                let f = module.func_ix(i);
                let verdict = Checker::new(Limits::default()).executing(&module, f, module.body_bytes(i), &body.emit().bytes, &executed, None);
                assert!(verdict.is_proven(), "{name}, function {}: {verdict}", f.0);
            }
        }
    }
}

/// It is the very body of the callee that counts.
#[test]
fn another_callee_is_not_proven() {
    let text = |step: i32| {
        format!(
            r#"(module
              (func $decide (param i32) (result i64)
                (i64.shl (i64.extend_i32_u (i32.add (local.get 0) (i32.const {step}))) (i64.const 32)))
              (func (export "give") (param i32) (result i32)
                (i32.wrap_i64 (i64.shr_u (call $decide (local.get 0)) (i64.const 32)))))"#
        )
    };
    let module = |step| Module::parse(&wat::parse_str(text(step)).unwrap()).unwrap();
    let (one, two) = (module(1), module(2));
    for (other, right) in [(&one, true), (&two, false)] {
        let (body, executed) = variant(other, 1, &Skeleton::default());
        assert_eq!(executed, BTreeSet::from([0]));
        let verdict = Checker::new(Limits::default()).executing(&one, one.func_ix(1), one.body_bytes(1), &body.emit().bytes, &executed, None);
        assert_eq!(verdict.is_proven(), right, "{verdict}");
        // Without the hint nothing wrong is proven either.
        let verdict = Checker::new(Limits::default()).executing(&one, one.func_ix(1), one.body_bytes(1), &body.emit().bytes, &BTreeSet::new(), None);
        assert!(!verdict.is_proven());
    }
}

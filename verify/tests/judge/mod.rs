//! Asks about two bodies in a module that has something of everything.
#![allow(dead_code)]

use loom_eq_lang::Module;
use loom_eq_verify::term::Form;
use loom_eq_verify::{Checker, Limits, Verdict};

pub const HEADER: &str = r#"
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "g" (func $g (param i32 i32)))
  (import "m" "h" (func $h))
  (memory 1)
  (table 4 funcref)
  (global $sp (mut i32) (i32.const 65536))
  (global $k i32 (i32.const 7))
"#;

pub fn module(text: &str) -> Module {
    let bytes = wat::parse_str(text).unwrap_or_else(|e| panic!("{e}"));
    Module::parse(&bytes).unwrap_or_else(|e| panic!("{e}"))
}

pub fn judge(a: &str, b: &str, form: Form) -> Verdict {
    let build = |body: &str| module(&format!("(module {HEADER} (func {body}))"));
    let (a, b) = (build(a), build(b));
    judge_modules(&a, &b, form)
}

/// The first functions of two modules.
pub fn judge_modules(a: &Module, b: &Module, form: Form) -> Verdict {
    let f = a.func_ix(0);
    Checker::new(Limits { form, ..Limits::default() }).function(a, f, a.body_bytes(0), b, f, b.body_bytes(0))
}

#[track_caller]
pub fn proven(a: &str, b: &str) {
    for form in [Form::Normal, Form::Raw] {
        for (x, y) in [(a, b), (b, a)] {
            let verdict = judge(x, y, form);
            assert!(verdict.is_proven(), "{form:?}: {verdict}");
        }
    }
}

/// Proven, but only with the normal form (bit-blasting it is too much, or the raw form hides a constant).
#[track_caller]
pub fn proven_normal(a: &str, b: &str) {
    for (x, y) in [(a, b), (b, a)] {
        let verdict = judge(x, y, Form::Normal);
        assert!(verdict.is_proven(), "{verdict}");
    }
}

#[track_caller]
pub fn different(a: &str, b: &str) {
    for form in [Form::Normal, Form::Raw] {
        for (x, y) in [(a, b), (b, a)] {
            let verdict = judge(x, y, form);
            assert!(!verdict.is_proven(), "{form:?}: {verdict}");
        }
    }
}

#[track_caller]
pub fn refuted(a: &str, b: &str) {
    different(a, b);
    let verdict = judge(a, b, Form::Normal);
    assert!(matches!(verdict, Verdict::Refuted(_)), "{verdict}");
}

//! Calls executed in place: taken where the whole module gets smaller by it, and only then.

use loom_eq_islands::{Config, Outcome, Status, optimize};
use loom_eq_lang::Module;
use loom_eq_verify::Limits;

/// A shim, what it calls, and what that calls; `exports` may name them all.
fn module(exports: &str) -> Vec<u8> {
    wat::parse_str(format!(
        r#"(module
          (import "env" "log" (func $log (param i32)))
          (func $shim (export "shim") (param i32 i32) (result i32)
            (local i64)
            (local.set 2 (call $decide (local.get 0) (local.get 1)))
            (call $log (i32.wrap_i64 (local.get 2)))
            (i32.wrap_i64 (i64.shr_u (local.get 2) (i64.const 32))))
          (func $decide (param i32 i32) (result i64)
            (i64.or
              (i64.extend_i32_u (call $rounded (i32.mul (local.get 0) (i32.const 12345))))
              (i64.shl (i64.extend_i32_u (call $rounded (local.get 1))) (i64.const 32))))
          (func $rounded (param i32) (result i32)
            (i32.and (i32.add (local.get 0) (i32.const 65535)) (i32.const -65536)))
          {exports})"#
    ))
    .unwrap()
}

fn run(input: &[u8], config: &Config) -> (Outcome, Module) {
    let outcome = optimize(input, config, &()).unwrap();
    assert!(outcome.bytes.len() <= input.len());
    assert!(outcome.report.failures.is_empty(), "{:?}", outcome.report.failures);
    let verdict = loom_eq_verify::modules(input, &outcome.bytes, &Limits::default(), &mut |_| {}).unwrap();
    assert!(verdict.is_proven(), "{verdict:?}");
    for threads in [1, 2] {
        assert_eq!(optimize(input, &Config { threads, ..config.clone() }, &()).unwrap().bytes, outcome.bytes);
    }
    let module = Module::parse(&outcome.bytes).unwrap();
    (outcome, module)
}

#[test]
fn what_nobody_calls_any_more_goes() {
    let (outcome, module) = run(&module(""), &Config::default());
    assert_eq!(module.defined(), 1);
    let shim = &outcome.report.records[0];
    assert_eq!((shim.status, shim.executed.as_slice(), shim.now), (Status::Changed, &[2, 3][..], Some(1)));
    assert!(outcome.report.records[1..].iter().all(|r| r.now.is_none()));
}

#[test]
fn what_stays_anyway_is_called() {
    let all = r#"(export "decide" (func $decide)) (export "rounded" (func $rounded))"#;
    let (outcome, module) = run(&module(all), &Config::default());
    assert_eq!(module.defined(), 3);
    for record in &outcome.report.records {
        // Each body pays for itself.
        assert!(record.bytes.after <= record.bytes.canonical, "{record:?}");
    }
}

#[test]
fn nothing_grows_where_nothing_is_removed() {
    let config = Config { prune: false, ..Config::default() };
    let (outcome, module) = run(&module(""), &config);
    assert_eq!(module.defined(), 3);
    let total = |of: fn(&loom_eq_islands::Sizes) -> usize| outcome.report.records.iter().map(|r| of(&r.bytes)).sum::<usize>();
    assert!(total(|b| b.after) <= total(|b| b.canonical));
}

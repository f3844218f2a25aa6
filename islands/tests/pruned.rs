//! What nothing reaches goes in the end, and the report says so.

use loom_eq_islands::{Config, Cost, Outcome, Pruned, optimize};
use loom_eq_lang::Module;

/// A dead chain, an unused import, two equal types, and a call that goes because its result is not needed.
const TEXT: &str = r#"(module
    (import "env" "unused" (func $unused (param i64)))
    (type $one (func (param i32) (result i32)))
    (type $same (func (param i32) (result i32)))
    (table 1 funcref)
    (func $dead (type $one) (call $dead_too (local.get 0)))
    (func $dead_too (type $same) (i32.add (local.get 0) (i32.const 0)))
    (func $live (export "live") (type $same) (i32.mul (local.get 0) (i32.const 8)))
    (func (export "f") (param i32) (result i32) (call $live (i32.add (local.get 0) (i32.const 0))))
    (memory 1)
    (data (i32.const 0) "nobody reads this"))"#;

fn optimized(config: &Config) -> Outcome {
    optimize(&wat::parse_str(TEXT).unwrap(), config, &()).unwrap()
}

#[test]
fn what_is_gone_is_counted() {
    let Outcome { bytes, report } = optimized(&Config::default());
    let written = Module::parse(&bytes).unwrap();
    assert_eq!((written.defined(), written.imported_funcs, written.types.len(), written.memories.len(), written.tables.len()), (2, 0, 1, 0, 0));
    assert_eq!(
        report.pruned,
        Pruned { functions: 2, imports: 1, types: 2, tables: 1, memories: 1, data: 1, bytes: report.pruned.bytes, ..Pruned::default() }
    );
    assert_eq!(report.bytes.after, bytes.len());
    assert_eq!(report.code.after, written.sections.iter().filter(|s| s.id == 10).map(|s| s.payload.len()).sum::<usize>());
    // Records keep the input's indices, and say what they are now.
    let now: Vec<_> = report.records.iter().map(|r| (r.index, r.now)).collect();
    assert_eq!(now, [(1, None), (2, None), (3, Some(0)), (4, Some(1))]);
    assert_eq!(report.notes, [""; 0]);
}

#[test]
fn without_pruning_all_stays() {
    let Outcome { bytes, report } = optimized(&Config { prune: false, ..Config::default() });
    let written = Module::parse(&bytes).unwrap();
    assert_eq!((written.defined(), written.imported_funcs, written.types.len()), (4, 1, 3));
    assert_eq!(report.pruned, Pruned::default());
    assert!(report.records.iter().all(|r| r.now == Some(r.index)));
}

#[test]
fn a_section_that_may_hold_indices_forbids_it() {
    let text = TEXT.replace("(module", r#"(module (@custom "mine" "\00")"#);
    let report = optimize(&wat::parse_str(text).unwrap(), &Config::quick(), &()).unwrap().report;
    assert_eq!(report.pruned, Pruned::default());
    assert_eq!(report.notes, ["nothing is removed or renumbered: custom section mine may hold indices"]);
}

#[test]
fn every_model_prunes() {
    for name in Cost::names() {
        let report = optimized(&Config::default().under(Cost::by_name(&name).unwrap())).report;
        assert_eq!(report.pruned.functions, 2, "{name}");
    }
}

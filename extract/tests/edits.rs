//! Each edit by example: a function, and what the search makes of it without any rule.

use loom_eq_egraph::lift;
use loom_eq_extract::{CostModel, Search, Size, search};
use loom_eq_lang::{AssembleOptions, Body, Module, assemble};
use std::sync::Arc;

/// Optimizes the only function of a module; the text of the result, or of the module itself if nothing smaller was found.
fn optimize(text: &str) -> String {
    let module = Module::parse(&wat::parse_str(text).expect("valid text")).expect("a valid module");
    let body = Body::parse(&module, 0, &Default::default()).expect("liftable");
    let found = search(&body, &lift(&body), &Search::default(), &(Arc::new(Size) as Arc<dyn CostModel>));
    let best = found.first().map(Body::emit);
    let out = assemble(&module, &[best], &AssembleOptions::default()).bytes;
    Module::parse(&out).expect("the result is valid");
    wasmprinter::print_bytes(&out).expect("printable")
}

#[track_caller]
fn becomes(before: &str, after: &str) {
    let module = |func: &str| format!("(module (import \"\" \"f\" (func $f (param i32))) (memory 1) (global (mut i32) (i32.const 0)) {func})");
    let expected = wasmprinter::print_bytes(wat::parse_str(module(after)).expect("valid expectation")).expect("printable");
    assert_eq!(optimize(&module(before)), expected);
}

#[test]
fn a_local_that_holds_the_value_is_read() {
    becomes(
        "(func (param i32) (local i32) (local.set 1 (i32.add (local.get 0) (i32.const 1000)))
           (call $f (local.get 1)) (call $f (i32.add (local.get 0) (i32.const 1000))))",
        "(func (param i32) (call $f (local.tee 0 (i32.add (local.get 0) (i32.const 1000)))) (call $f (local.get 0)))",
    );
}

#[test]
fn an_expression_that_is_computed_twice_gets_a_tee() {
    becomes(
        "(func (param i32) (call $f (i32.mul (local.get 0) (local.get 0))) (call $f (i32.mul (local.get 0) (local.get 0))))",
        "(func (param i32) (call $f (local.tee 0 (i32.mul (local.get 0) (local.get 0)))) (call $f (local.get 0)))",
    );
}

#[test]
fn a_float_zero_is_read_from_a_local_that_nobody_writes() {
    becomes(
        "(func (param f64 f64 i32) (f64.store (local.get 2) (f64.const 0)) (f64.store (local.get 2) (f64.const 0)))",
        "(func (param f64 f64 i32) (local f64) (f64.store (local.get 2) (local.get 3)) (f64.store (local.get 2) (local.get 3)))",
    );
}

#[test]
fn a_constant_of_both_arms_is_set_in_front_of_the_if() {
    becomes(
        "(func (param f64 f64 i32) (local f64) (local.set 3 (f64.const 0.1)) (if (local.get 2) (then (f64.store (local.get 2) (f64.const 0.1))) (else (f64.store offset=8 (local.get 2) (f64.const 0.1)))))",
        "(func (param f64 f64 i32) (local.set 0 (f64.const 0.1)) (if (local.get 2) (then (f64.store (local.get 2) (local.get 0))) (else (f64.store offset=8 (local.get 2) (local.get 0)))))",
    );
}

#[test]
fn dead_writes_go_and_their_sites_stay() {
    becomes(
        "(func (param i32) (local i32) (local.set 1 (i32.load (local.get 0))) (local.set 1 (i32.add (local.get 0) (i32.const 1))))",
        "(func (param i32) (drop (i32.load (local.get 0))))",
    );
}

#[test]
fn a_dead_local_around_a_call_becomes_nothing() {
    becomes("(func (param i32) (local i32) (call $f (local.tee 1 (local.get 0))))", "(func (param i32) (call $f (local.get 0)))");
}

#[test]
fn a_copy_is_read_from_where_it_came() {
    becomes(
        "(func (param i32) (local i32) (local.set 1 (local.get 0)) (call $f (local.get 1)) (call $f (local.get 1)))",
        "(func (param i32) (call $f (local.get 0)) (call $f (local.get 0)))",
    );
}

#[test]
fn a_small_constant_in_a_local_is_written_where_it_is_used() {
    becomes("(func (local i32) (local.set 0 (i32.const 5)) (call $f (local.get 0)))", "(func (call $f (i32.const 5)))");
}

#[test]
fn a_value_held_only_on_the_way_into_a_loop_is_not_used_inside() {
    let text = "(func (param i32) (local i32) (local.set 1 (i32.add (local.get 0) (i32.const 1000)))
       (loop (call $f (local.get 1)) (local.set 1 (i32.add (local.get 1) (i32.const 1)))
         (call $f (i32.add (local.get 0) (i32.const 1000))) (br_if 0 (local.get 1))))";
    becomes(
        text,
        "(func (param i32) (local i32)
           (local.set 0 (local.tee 1 (i32.add (local.get 0) (i32.const 1000))))
           (loop (call $f (local.get 0)) (call $f (local.get 1)) (br_if 0 (local.tee 0 (i32.add (local.get 0) (i32.const 1))))))",
    );
}

#[test]
fn a_value_that_the_next_statement_reads_stays_on_the_stack() {
    becomes(
        "(func (param i32) (local i32) (local.set 1 (i32.load (local.get 0))) (i32.store (local.get 0) (local.get 1)))",
        "(func (param i32) (i32.store (local.get 0) (i32.load (local.get 0))))",
    );
}

#[test]
fn a_condition_is_only_tested_for_zero() {
    becomes(
        "(func (param i32) (if (i32.ne (local.get 0) (i32.const 0)) (then (call $f (i32.const 1)))))",
        "(func (param i32) (if (local.get 0) (then (call $f (i32.const 1)))))",
    );
}

#[test]
fn unused_locals_go_and_types_stand_together() {
    becomes(
        "(func (param i32) (local i32 i64 i32 f64) (local.set 3 (i32.load (local.get 0))) (call $f (i32.const 1)) (i64.store (local.get 3) (local.get 2)) (call $f (local.get 3)))",
        "(func (param i32) (local.set 0 (i32.load (local.get 0))) (call $f (i32.const 1)) (i64.store (local.get 0) (i64.const 0)) (call $f (local.get 0)))",
    );
}

#[test]
fn a_summand_of_an_address_moves_into_the_offset_where_a_former_access_allows_it() {
    becomes(
        "(func (param i32) (i32.store offset=20 (local.get 0) (i32.const 1)) (i32.store offset=4 (i32.add (local.get 0) (i32.const 8)) (i32.const 2)))",
        "(func (param i32) (i32.store offset=20 (local.get 0) (i32.const 1)) (i32.store offset=12 (local.get 0) (i32.const 2)))",
    );
    // The first access is at another address in each iteration, and the last one does not always run.
    let text = "(func (param i32)
       (loop (i32.store (i32.add (local.get 0) (i32.const 8)) (i32.const 2)) (br_if 0 (local.tee 0 (i32.load offset=20 (local.get 0)))))
       (if (i32.load (local.get 0)) (then (i32.store offset=20 (local.get 0) (i32.const 1))))
       (i32.store (i32.add (local.get 0) (i32.const 8)) (i32.const 2)))";
    becomes(text, text);
}

#[test]
fn a_constant_address_is_an_offset_where_that_is_shorter() {
    becomes("(func (i32.store (i32.const 8192) (i32.const 1)))", "(func (i32.store offset=8192 (i32.const 0) (i32.const 1)))");
}

#[test]
fn a_value_waits_on_the_stack_while_effects_run() {
    becomes(
        "(func (param i32) (local i32) (local.set 1 (i32.load (local.get 0))) (call $f (i32.const 1)) (i32.store (local.get 1) (i32.const 0)))",
        "(func (param i32) (i32.load (local.get 0)) (call $f (i32.const 1)) (i32.const 0) (i32.store))",
    );
    // As the second operand of what commutes, which takes it first then.
    becomes(
        "(func (param i32) (result i32) (local i32) (local.set 1 (i32.load (local.get 0))) (call $f (i32.const 1)) (i32.add (i32.load (local.get 0)) (local.get 1)))",
        "(func (param i32) (result i32) (i32.load (local.get 0)) (call $f (i32.const 1)) (i32.load (local.get 0)) (i32.add))",
    );
    // A branch between leads to where the value is read.
    let text = "(func (param i32) (local i32) (block (local.set 1 (i32.load (local.get 0))) (br_if 0 (i32.load offset=8 (local.get 0)))
       (i32.store (local.get 1) (i32.const 0)) (local.set 1 (i32.load (local.get 0)))) (call $f (local.get 1)) (call $f (local.get 1)))";
    becomes(text, text);
}

#[test]
fn a_pure_value_moves_past_calls_to_its_first_read() {
    becomes(
        "(func (param i32 i32) (result i32) (local i32) (local.set 2 (i32.mul (local.get 0) (local.get 1)))
           (call $f (i32.load (local.get 1))) (i32.store (i32.const 8) (local.get 2)) (local.get 2))",
        "(func (param i32 i32) (result i32) (call $f (i32.load (local.get 1)))
           (i32.store (i32.const 8) (local.tee 0 (i32.mul (local.get 0) (local.get 1)))) (local.get 0))",
    );
}

#[test]
fn a_load_moves_past_loads_but_past_no_store() {
    becomes(
        "(func (param i32 i32) (result i32) (local i32 i32) (local.set 2 (i32.load (local.get 0))) (local.set 3 (i32.load (local.get 1)))
           (i32.store (i32.const 8) (local.get 3)) (i32.add (i32.sub (local.get 3) (local.get 2)) (local.get 2)))",
        "(func (param i32 i32) (result i32) (local.set 0 (i32.load (local.get 0)))
           (i32.store (i32.const 8) (local.tee 1 (i32.load (local.get 1)))) (i32.add (i32.sub (local.get 1) (local.get 0)) (local.get 0)))",
    );
}

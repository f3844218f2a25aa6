//! Exact scheduling by example: a function, and its cheapest code.

use loom_eq_egraph::lift;
use loom_eq_extract::{CostModel, Exact, Size, exact};
use loom_eq_lang::{AssembleOptions, Body, Module, assemble};
use std::sync::Arc;

fn module(func: &str) -> Vec<u8> {
    let text = format!(
        "(module (import \"\" \"f\" (func $f (param i32))) (import \"\" \"g\" (func $g (result i32))) (import \"\" \"two\" (func $two (result i32 i32)))
           (memory 1) (global (mut i32) (i32.const 0)) {func})"
    );
    wat::parse_str(text).expect("valid text")
}

fn scheduled(bytes: &[u8], config: &Exact) -> (String, loom_eq_extract::Distance) {
    let module = Module::parse(bytes).expect("a valid module");
    let body = Body::parse(&module, 0, &Default::default()).expect("liftable");
    let (found, distance) = exact(&body, &lift(&body), config, &(Arc::new(Size) as Arc<dyn CostModel>));
    let out = assemble(&module, &[found.map(|b| b.emit())], &AssembleOptions::default()).bytes;
    Module::parse(&out).expect("the result is valid");
    (wasmprinter::print_bytes(&out).expect("printable"), distance)
}

#[track_caller]
fn becomes(before: &str, after: &str) {
    let expected = wasmprinter::print_bytes(module(after)).expect("printable");
    assert_eq!(scheduled(&module(before), &Exact::up_to(100)).0, expected);
    // What is optimal stays.
    assert_eq!(scheduled(&module(after), &Exact::up_to(100)).0, expected);
}

#[track_caller]
fn stays(func: &str) {
    becomes(func, func);
}

#[test]
fn a_value_of_many_locals_is_pushed_once() {
    becomes(
        "(func (local i32 i32 i32) i32.const 1 local.set 0 i32.const 1 local.set 1 i32.const 1 local.set 2 loop
           local.get 0 call $f local.get 1 call $f local.get 2 call $f br 0 end)",
        "(func (local i32 i32 i32) i32.const 1 local.tee 0 local.tee 1 local.set 2 loop
           local.get 0 call $f local.get 1 call $f local.get 2 call $f br 0 end)",
    );
}

#[test]
fn a_copy_is_made_where_the_value_is_on_the_stack_anyway() {
    becomes(
        "(func (param i32 i32) local.get 0 call $f local.get 0 local.set 1 loop local.get 1 call $f br 0 end)",
        "(func (param i32 i32) local.get 0 local.tee 1 call $f loop local.get 1 call $f br 0 end)",
    );
}

#[test]
fn a_result_waits_below_what_must_come_first() {
    becomes(
        "(func (result i32) (local i32) call $g local.set 0 i32.const 7 call $f local.get 0)",
        "(func (result i32) (local i32) call $g i32.const 7 call $f)",
    );
}

#[test]
fn operands_are_exchanged_where_that_lets_one_wait() {
    becomes(
        "(func (result i32) (local i32) call $g local.set 0 call $g local.get 0 i32.lt_s)",
        "(func (result i32) (local i32) call $g call $g i32.gt_s)",
    );
    // Subtraction has no mirror image.
    stays("(func (result i32) (local i32) call $g local.set 0 call $g local.get 0 i32.sub)");
}

#[test]
fn two_locals_change_places_on_the_stack() {
    becomes(
        "(func (param i32 i32) (local i32) local.get 0 local.set 2 local.get 1 local.set 0 local.get 2 local.set 1 loop
           local.get 0 call $f local.get 1 call $f br 0 end)",
        "(func (param i32 i32) (local i32) local.get 0 local.get 1 local.set 0 local.set 1 loop
           local.get 0 call $f local.get 1 call $f br 0 end)",
    );
}

#[test]
fn a_short_value_is_computed_again_and_a_long_one_is_kept() {
    becomes(
        "(func (local i32) i32.const 5 local.set 0 local.get 0 call $f local.get 0 call $f)",
        "(func (local i32) i32.const 5 call $f i32.const 5 call $f)",
    );
    becomes(
        "(func (param i32) (local i32) i32.const 100000 local.get 0 i32.mul call $f i32.const 100000 local.get 0 i32.mul call $f)",
        "(func (param i32) (local i32) i32.const 100000 local.get 0 i32.mul local.tee 0 call $f local.get 0 call $f)",
    );
}

#[test]
fn what_is_not_wanted_of_a_call_is_dropped_and_pure_code_is_not_run() {
    becomes("(func (local i32) call $g local.set 0 i32.const 9 drop)", "(func (local i32) call $g drop)");
    becomes(
        "(func (result i32) (local i32 i32) call $two local.set 0 local.set 1 local.get 0)",
        "(func (result i32) (local i32 i32) call $two local.set 0 drop local.get 0)",
    );
}

#[test]
fn effects_keep_their_order() {
    stays("(func (param i32) local.get 0 i32.load local.get 0 i32.load offset=4 call $f call $f)");
    stays("(func (param i32) (local i32) global.get 0 call $g global.set 0 call $f)");
}

#[test]
fn what_is_read_behind_a_loop_or_branch_is_kept() {
    stays("(func (param i32 i32) block local.get 0 i32.const 1 i32.add local.tee 0 br_if 0 local.get 0 call $f end local.get 0 call $f)");
}

#[test]
fn longer_segments_and_small_budgets_leave_the_code_as_it_is() {
    let before = module("(func (result i32) (local i32) call $g local.set 0 i32.const 7 call $f local.get 0)");
    let same = wasmprinter::print_bytes(&before).expect("printable");
    let (text, distance) = scheduled(&before, &Exact { operators: 4, states: 1000 });
    assert_eq!((text, distance.too_long, distance.decided), (same.clone(), 1, 0));
    let (text, distance) = scheduled(&before, &Exact { operators: 5, states: 1 });
    assert_eq!((text, distance.undecided, distance.decided), (same, 1, 0));
    let (_, distance) = scheduled(&before, &Exact { operators: 5, states: 1000 });
    assert_eq!((distance.segments, distance.operators, distance.decided, distance.improvable), (1, 5, 1, 1));
    assert_eq!((distance.cost, distance.optimum), (10, 6));
}

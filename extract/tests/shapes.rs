//! Each edit of control structure by example: a function, and what becomes of it.

use loom_eq_extract::{Merging, Size, shapes};
use loom_eq_lang::{AssembleOptions, Body, Module, assemble};

/// The module with the shape of its only function edited, as text; as it was if nothing got smaller.
fn shaped(text: &str) -> String {
    let module = Module::parse(&wat::parse_str(text).expect("valid text")).expect("a valid module");
    let body = Body::parse(&module, 0, &Default::default()).expect("liftable");
    let out = assemble(&module, &[shapes(&body, Merging::Heads, &Size).map(|b| b.emit())], &AssembleOptions::default()).bytes;
    wasmparser::Validator::new().validate_all(&out).expect("the result is valid");
    wasmprinter::print_bytes(&out).expect("printable")
}

const HEADER: &str =
    r#"(import "" "f" (func $f (param i32))) (import "" "g" (func $g (result i32))) (import "" "h" (func $h (param i32 i32))) (memory 1)"#;

#[track_caller]
fn becomes(before: &str, after: &str) {
    let module = |func: &str| format!("(module {HEADER} {func})");
    let expected = wasmprinter::print_bytes(wat::parse_str(module(after)).expect("valid expectation")).expect("printable");
    assert_eq!(shaped(&module(before)), expected);
}

#[track_caller]
fn stays(text: &str) {
    becomes(text, text);
}

#[test]
fn a_block_with_one_conditional_branch_is_an_if() {
    becomes(
        "(func (param i32) (block (call $f (i32.const 1)) (br_if 0 (i32.eqz (local.get 0))) (call $f (i32.const 2))) (call $f (i32.const 3)))",
        "(func (param i32) (call $f (i32.const 1)) (if (local.get 0) (then (call $f (i32.const 2)))) (call $f (i32.const 3)))",
    );
}

#[test]
fn a_comparison_is_negated_for_free_but_not_one_of_floats() {
    becomes(
        "(func (param i32) (block (br_if 0 (i32.lt_s (local.get 0) (i32.const 3))) (call $f (i32.const 2))) (call $f (i32.const 3)))",
        "(func (param i32) (if (i32.ge_s (local.get 0) (i32.const 3)) (then (call $f (i32.const 2)))) (call $f (i32.const 3)))",
    );
    becomes(
        "(func (param f32) (block (br_if 0 (f32.lt (local.get 0) (f32.const 3))) (call $f (i32.const 2))) (call $f (i32.const 3)))",
        "(func (param f32) (if (i32.eqz (f32.lt (local.get 0) (f32.const 3))) (then (call $f (i32.const 2)))) (call $f (i32.const 3)))",
    );
}

#[test]
fn two_blocks_are_an_if_with_two_arms() {
    becomes(
        "(func (param i32) (block (block (br_if 0 (local.get 0)) (call $f (i32.const 1)) (br 1)) (call $h (i32.const 2) (i32.const 2))) (call $f (i32.const 3)))",
        "(func (param i32) (if (local.get 0) (then (call $h (i32.const 2) (i32.const 2))) (else (call $f (i32.const 1)))) (call $f (i32.const 3)))",
    );
}

#[test]
fn an_arm_that_jumps_over_the_rest_makes_the_rest_the_other_arm() {
    becomes(
        "(func (param i32) (result i32) (block (result i32) (if (local.get 0) (then (call $f (i32.const 1)) (br 1 (i32.const 7)))) (call $f (i32.const 2)) (call $g)) (call $f (i32.const 3)))",
        "(func (param i32) (result i32) (if (result i32) (local.get 0) (then (call $f (i32.const 1)) (i32.const 7)) (else (call $f (i32.const 2)) (call $g))) (call $f (i32.const 3)))",
    );
}

#[test]
fn arms_are_swapped_under_eqz() {
    becomes(
        "(func (param i32) (if (i32.eqz (local.get 0)) (then (call $h (i32.const 1) (i32.const 1))) (else (call $f (call $g)))))",
        "(func (param i32) (if (local.get 0) (then (call $f (call $g))) (else (call $h (i32.const 1) (i32.const 1)))))",
    );
}

#[test]
fn an_if_that_only_branches_is_a_br_if() {
    becomes(
        "(func (param i32) (loop (call $f (i32.const 1)) (if (local.get 0) (then (br 1)))) (call $f (i32.const 2)))",
        "(func (param i32) (loop (call $f (i32.const 1)) (br_if 0 (local.get 0))) (call $f (i32.const 2)))",
    );
    becomes(
        "(func (param i32) (if (local.get 0) (then (return))) (call $f (i32.const 2)) (call $f (i32.const 2)))",
        "(func (param i32) (br_if 0 (local.get 0)) (call $f (i32.const 2)) (call $f (i32.const 2)))",
    );
}

#[test]
fn what_follows_an_arm_that_never_ends_needs_no_arm() {
    becomes(
        "(func (param i32) (if (local.get 0) (then (call $f (i32.const 1)) (unreachable)) (else (call $f (i32.const 2)))) (call $f (i32.const 3)))",
        "(func (param i32) (if (local.get 0) (then (call $f (i32.const 1)) (unreachable))) (call $f (i32.const 2)) (call $f (i32.const 3)))",
    );
    becomes(
        "(func (param i32) (result i32) (call $f (if (result i32) (local.get 0) (then (call $g)) (else (unreachable)))) (i32.const 1))",
        "(func (param i32) (result i32) (call $f (if (result i32) (local.get 0) (then (call $g)) (else (unreachable)))) (i32.const 1))",
    );
}

#[test]
fn branches_to_where_control_goes_anyway_are_dropped() {
    becomes(
        "(func (param i32) (block (if (local.get 0) (then (call $f (i32.const 1)) (br 1)) (else (call $h (i32.const 2) (i32.const 2)) (br 0)))) (call $f (i32.const 3)))",
        "(func (param i32) (if (local.get 0) (then (call $f (i32.const 1))) (else (call $h (i32.const 2) (i32.const 2)))) (call $f (i32.const 3)))",
    );
    becomes("(func (result i32) (return (call $g)))", "(func (result i32) (call $g))");
}

#[test]
fn a_branch_that_leads_to_a_branch_goes_on_at_once() {
    becomes(
        "(func (param i32) (loop $l (block $b (br_if $b (local.get 0)) (call $f (i32.const 1)) (br_if $b (call $g)) (call $f (i32.const 2))) (br $l)))",
        "(func (param i32) (loop $l (br_if $l (local.get 0)) (call $f (i32.const 1)) (br_if $l (call $g)) (call $f (i32.const 2)) (br $l)))",
    );
}

#[test]
fn two_conditions_of_one_branch_are_one() {
    becomes(
        "(func (param i32 i32) (block (block (br_if 0 (call $g)) (br_if 0 (local.get 1)) (call $f (i32.const 1)) (br_if 0 (call $g)) (br 1)) (call $f (i32.const 2))) (call $f (i32.const 2)))",
        "(func (param i32 i32) (block (if (i32.eqz (i32.or (call $g) (local.get 1))) (then (call $f (i32.const 1)) (br_if 1 (i32.eqz (call $g))))) (call $f (i32.const 2))) (call $f (i32.const 2)))",
    );
    // A load may trap, so it is not done when the first condition holds.
    stays(
        "(func (param i32 i32) (block (br_if 0 (local.get 1)) (br_if 0 (i32.load (local.get 0))) (call $f (i32.const 1)) (br_if 0 (call $g)) (call $f (i32.const 2))) (call $f (i32.const 2)))",
    );
}

#[test]
fn equal_ends_of_arms_stand_behind_the_if() {
    becomes(
        "(func (param i32) (if (local.get 0) (then (call $f (i32.const 1)) (i32.store (local.get 0) (i32.const 9))) (else (call $h (call $g) (i32.const 1)) (i32.store (local.get 0) (i32.const 9)))))",
        "(func (param i32) (if (local.get 0) (then (call $f (i32.const 1))) (else (call $h (call $g) (i32.const 1)))) (i32.store (local.get 0) (i32.const 9)))",
    );
    // The values differ, and the addresses are in front of them.
    stays(
        "(func (param i32) (if (local.get 0) (then (call $f (i32.const 1)) (i32.store (local.get 0) (i32.const 9))) (else (call $h (call $g) (i32.const 1)) (i32.store (local.get 0) (i32.const 8)))))",
    );
}

#[test]
fn writes_of_one_local_in_both_arms_are_one_write() {
    becomes(
        "(func (param i32) (local i32) (if (local.get 0) (then (call $f (i32.const 1)) (local.set 1 (call $g))) (else (local.set 1 (i32.const 4)))) (call $f (local.get 1)))",
        "(func (param i32) (local i32) (local.set 1 (if (result i32) (local.get 0) (then (call $f (i32.const 1)) (call $g)) (else (i32.const 4)))) (call $f (local.get 1)))",
    );
}

#[test]
fn arms_that_are_pure_values_are_a_select() {
    becomes(
        "(func (param i32) (result i32) (if (result i32) (call $g) (then (local.get 0)) (else (i32.const 4))))",
        "(func (param i32) (result i32) (select (local.get 0) (i32.const 4) (call $g)))",
    );
    // The condition writes what an arm reads.
    stays("(func (param i32) (result i32) (if (result i32) (local.tee 0 (call $g)) (then (local.get 0)) (else (i32.const 4))))");
    // A division may trap.
    stays("(func (param i32) (result i32) (if (result i32) (call $g) (then (i32.div_u (i32.const 9) (local.get 0))) (else (i32.const 4))))");
}

#[test]
fn literal_conditions_decide() {
    becomes(
        "(func (if (i32.const 0) (then (call $f (i32.const 1))) (else (call $f (i32.const 2)))) (block (br_if 0 (i32.const 5)) (call $f (i32.const 3))))",
        "(func (call $f (i32.const 2)))",
    );
    becomes(
        "(func (block (block (block (br_table 0 1 2 (i32.const 1))) (call $f (i32.const 0))) (call $f (i32.const 1))) (call $f (i32.const 2)))",
        "(func (call $f (i32.const 1)) (call $f (i32.const 2)))",
    );
}

#[test]
fn values_that_wait_below_keep_a_branch() {
    // `br` drops the 7 that waits; falling through would leave it.
    stays("(func (result i32) (block (result i32) (i32.const 7) (call $f (i32.const 1)) (call $g) (br 0)) (call $f (i32.const 1)))");
}

//! Equal tails and heads by example: a function, and what becomes of it.

use loom_eq_extract::{Edits, Size, shapes};
use loom_eq_lang::{AssembleOptions, Body, Module, assemble};

const HEADER: &str = r#"(import "" "f" (func $f (param i32))) (import "" "g" (func $g (result i32))) (import "" "h" (func $h (param i32 i32)))
    (memory 1) (global $a (mut i32) (i32.const 0))"#;

fn module(func: &str) -> Vec<u8> {
    wat::parse_str(format!("(module {HEADER} {func})")).expect("valid text")
}

#[track_caller]
fn becomes(before: &str, after: &str) {
    let module_before = Module::parse(&module(before)).expect("a valid module");
    let body = Body::parse(&module_before, 0, &Default::default()).expect("liftable");
    let out = assemble(&module_before, &[shapes(&body, Edits::default(), &Size).map(|b| b.emit())], &AssembleOptions::default()).bytes;
    wasmparser::Validator::new().validate_all(&out).expect("the result is valid");
    let text = |bytes: &[u8]| wasmprinter::print_bytes(bytes).expect("printable");
    let (out, expected) = (text(&out), text(&module(after)));
    assert!(out == expected, "{out}\n{expected}");
}

#[track_caller]
fn stays(text: &str) {
    becomes(text, text);
}

/// Code that nothing else edits.
const X: &str = "(call $h (i32.const 1) (call $g)) (global.set $a (local.get 1))";

#[test]
fn branches_with_equal_code_in_front_go_to_one_copy() {
    // Other branches have nothing in front of them, so the label stays.
    becomes(
        &format!(
            "(func (param i32 i32) (block $l
                (if (local.get 0) (then (br_if $l (call $g)) (call $h (i32.const 2) (i32.const 3)) {X} (br $l)))
                (call $f (i32.const 3)) (br_if $l (call $g)) (br_if $l (i32.load (local.get 1))) {X})
            (call $f (i32.const 5)))"
        ),
        &format!(
            "(func (param i32 i32) (block $l
                (if (local.get 0) (then (br_if $l (call $g)) (call $h (i32.const 2) (i32.const 3)))
                    (else (call $f (i32.const 3)) (br_if $l (call $g)) (br_if $l (i32.load (local.get 1)))))
                {X})
            (call $f (i32.const 5)))"
        ),
    );
    becomes(
        &format!(
            "(func (param i32 i32) (block $l
                (block $b (block $a (br_table $a $b $l (local.get 0))) (call $f (i32.const 1)) {X} (br $l))
                (call $f (local.get 0)) {X})
            (call $f (i32.const 5)))"
        ),
        &format!(
            "(func (param i32 i32) (block $l
                (call $f (block (result i32) (block $b (block $a (br_table $a $b $l (local.get 0))) (br 1 (i32.const 1))) (local.get 0))) {X})
            (call $f (i32.const 5)))"
        ),
    );
}

#[test]
fn calls_that_never_return_stand_once() {
    let panic = "(call $h (i32.const 1048576) (i32.const 43)) (unreachable)";
    becomes(
        &format!(
            "(func (param i32 i32) (result i32)
                (if (i32.eqz (local.get 0)) (then {panic}))
                (call $f (local.get 1))
                (if (i32.eqz (call $g)) (then {panic}))
                (i32.load (local.get 1)))"
        ),
        &format!(
            "(func (param i32 i32) (result i32)
                (block
                    (br_if 0 (i32.eqz (local.get 0)))
                    (call $f (local.get 1))
                    (br_if 0 (i32.eqz (call $g)))
                    (return (i32.load (local.get 1))))
                {panic})"
        ),
    );
}

#[test]
fn arms_that_do_the_same_need_no_condition() {
    becomes(
        "(func (param i32 i32) (result i32) (if (i32.lt_u (local.get 0) (i32.const 100)) (then (return (local.get 1)))) (local.get 1))",
        "(func (param i32 i32) (result i32) (local.get 1))",
    );
    // A load may trap.
    becomes(
        "(func (param i32 i32) (result i32) (if (i32.load (local.get 0)) (then (return (local.get 1)))) (local.get 1))",
        "(func (param i32 i32) (result i32) (drop (i32.load (local.get 0))) (local.get 1))",
    );
}

#[test]
fn the_block_carries_one_value_but_not_two() {
    let ways = |a: &str, b: &str, end: &str| {
        format!(
            "(func (param i32 i32) (if (local.get 0) (then (call $f (i32.const 1)) {a} {end}) (else (call $h (call $g) (i32.const 1)) {b} {end})))"
        )
    };
    becomes(
        &ways("(call $g)", "(i32.load (local.get 1))", "(i32.const 8) (i32.store)"),
        "(func (param i32 i32)
            (i32.store (if (result i32) (local.get 0) (then (call $f (i32.const 1)) (call $g)) (else (call $h (call $g) (i32.const 1)) (i32.load (local.get 1))))
                (i32.const 8)))",
    );
    stays(&ways("(call $g) (local.get 0)", "(i32.load (local.get 1)) (local.get 1)", "(i32.store)"));
}

#[test]
fn a_tail_that_names_an_inner_label_stays() {
    // The loop cannot be branched to from behind it.
    stays(
        "(func (param i32 i32) (loop $k (if (call $g) (then (call $f (i32.const 1)) (call $h (local.get 0) (local.get 1)) (br_if $k (call $g)) (return)))
            (call $f (i32.const 2)))
         (loop $k (call $f (call $g)) (call $h (local.get 0) (local.get 1)) (br_if $k (call $g))))",
    );
}

#[test]
fn ways_to_different_places_stay() {
    stays(&format!("(func (param i32 i32) (if (local.get 0) (then (call $f (i32.const 2))) (else (call $f (i32.const 1)) {X})) {X})"));
}

#[test]
fn a_block_that_costs_more_than_it_wins_stays() {
    stays(
        "(func (param i32 i32) (block $l (br_if $l (call $g))
            (block $b (block $a (br_table $a $b $l (local.get 0))) (global.set $a (call $g)) (br $l)) (call $f (i32.const 1)) (global.set $a (i32.load (local.get 1))))
            (call $f (i32.const 5)))",
    );
}

#[test]
fn equal_heads_of_arms_stand_in_front() {
    // What a plain condition reads is not written.
    becomes(
        "(func (param i32 i32) (if (local.get 0) (then (local.set 1 (call $g)) (call $f (local.get 1))) (else (local.set 1 (call $g)) (call $h (local.get 1) (i32.const 1)))))",
        "(func (param i32 i32) (local.set 1 (call $g)) (if (local.get 0) (then (call $f (local.get 1))) (else (call $h (local.get 1) (i32.const 1)))))",
    );
    // It is written, so the condition waits.
    becomes(
        "(func (param i32 i32) (if (local.get 0) (then (local.set 0 (call $g)) (call $f (local.get 0))) (else (local.set 0 (call $g)) (call $h (local.get 0) (i32.const 1)))))",
        "(func (param i32 i32) (local.get 0) (local.set 0 (call $g)) (if (then (call $f (local.get 0))) (else (call $h (local.get 0) (i32.const 1)))))",
    );
    // A branch to the `if` needs it around.
    stays(
        "(func (param i32 i32) (if $i (local.get 0) (then (br_if $i (call $g)) (call $f (local.get 0))) (else (br_if $i (call $g)) (call $h (local.get 0) (i32.const 1)))) (call $f (i32.const 1)))",
    );
}

/// Switches and checks of this size exist, and what is quadratic takes minutes.
#[test]
fn large_functions_take_no_long_time() {
    let arms = 1500;
    let targets: String = (0..arms).map(|i| format!(" {i}")).collect();
    let cases: String = (0..arms)
        .map(|i| {
            format!(
                "(call $f (i32.const {i})) (i32.store offset={} (local.get 1) (i32.const {})) (call $f (local.get {})) (br $out))\n",
                i % 7,
                i % 13,
                i % 2
            )
        })
        .collect();
    let switch = format!("(func (param i32 i32) (block $out {} (br_table{targets} (local.get 0)))\n{cases})", "(block ".repeat(arms));
    let check = |i| {
        format!(
            "(if (i32.load offset={i} (local.get 0)) (then (call $h (i32.const {}) (local.get 1)) (unreachable))) (call $f (i32.const {i}))\n",
            i % 50
        )
    };
    let checks = format!("(func (param i32 i32) {})", (0..6000).map(check).collect::<String>());
    for func in [switch, checks] {
        let module = Module::parse(&module(&func)).expect("a valid module");
        let body = Body::parse(&module, 0, &Default::default()).expect("liftable");
        let merged = shapes(&body, Edits::default(), &Size).expect("equal tails");
        let out = assemble(&module, &[Some(merged.emit())], &AssembleOptions::default()).bytes;
        wasmparser::Validator::new().validate_all(&out).expect("the result is valid");
        println!("{} to {}", body.emit().bytes.len(), merged.emit().bytes.len());
    }
}

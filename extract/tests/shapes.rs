//! Each edit of control structure by example: a function, and what becomes of it.

use loom_eq_extract::{Edits, Size, shapes};
use loom_eq_lang::{AssembleOptions, Body, Module, assemble};

/// The module with the shape of its only function edited, as text; as it was if nothing got smaller.
fn shaped(text: &str) -> String {
    let module = Module::parse(&wat::parse_str(text).expect("valid text")).expect("a valid module");
    let body = Body::parse(&module, 0, &Default::default()).expect("liftable");
    let out = assemble(&module, &[shapes(&body, Edits::default(), &Size).map(|b| b.emit())], &AssembleOptions::default()).bytes;
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

/// Blocks around `head`, so that it can branch to `count` different places, `$a0` and on, and to `$z`.
fn arms(count: usize, head: &str) -> String {
    let head = head.replace("$a", "").replace("$z", &count.to_string());
    let calls = (0..count).fold(head, |inner, k| format!("(block {inner}) (i32.store (call $g) (i32.const {})) (br {})", 64 << k, count - 1 - k));
    format!("(block {calls}) (call $f (i32.const 3))")
}

/// As [`becomes`], of a function with these arms.
#[track_caller]
fn dispatch_becomes(count: usize, before: &str, after: &str) {
    let text = |head: &str| format!("(func (param i32 i32) {})", arms(count, head));
    // The edits of blocks and branches are the same whatever stands in front.
    let lines = |text: String| {
        let words = |l: &str| l.split_whitespace().take_while(|w| *w != ";;").filter(|w| !w.starts_with("(;")).collect::<Vec<_>>().join(" ");
        let mut lines: Vec<String> = text.lines().map(words).collect();
        lines.truncate(lines.iter().position(|l| l.starts_with("end")).unwrap_or(lines.len()));
        lines
    };
    assert_eq!(lines(shaped(&format!("(module {HEADER} {})", text(before)))), lines(shaped(&format!("(module {HEADER} {})", text(after)))));
}

fn is(arm: &str, value: i32) -> String {
    format!("(br_if ${arm} (i32.eq (local.get 0) (i32.const {value})))")
}

#[test]
fn compares_in_a_row_are_a_table_if_that_is_smaller() {
    let eight: String = (0..8).map(|k| is(&format!("a{k}"), k)).collect();
    dispatch_becomes(8, &format!("{eight} (br $z)"), "(br_table $a0 $a1 $a2 $a3 $a4 $a5 $a6 $a7 $z (local.get 0))");
    // A long way between them.
    let far = [is("a0", 3), is("a1", 40), is("a2", -60), "(br $z)".into()].concat();
    dispatch_becomes(3, &far, &far);
}

#[test]
fn tables_start_at_their_first_value_and_have_gaps() {
    let tests = [is("a0", 70), is("a1", 72), is("a2", 71), is("a0", 71), is("a3", 74)].concat();
    dispatch_becomes(4, &format!("{tests} (br $z)"), "(br_table $a0 $a2 $a1 $z $a3 $z (i32.add (local.get 0) (i32.const -70)))");
}

#[test]
fn what_happens_between_compares_ends_a_dispatch() {
    let tests = |between: &str| [is("a0", 0), is("a1", 1), between.into(), is("a2", 2), is("a3", 3), "(br $z)".into()].concat();
    let text = shaped(&format!("(module {HEADER} (func (param i32 i32) {}))", arms(4, &tests("(call $f (i32.const 1))"))));
    assert!(!text.contains("br_table"), "{text}");
    let text = shaped(&format!("(module {HEADER} (func (param i32 i32) {}))", arms(4, &tests("(local.set 0 (call $g))"))));
    assert!(!text.contains("br_table"), "{text}");
    let text = shaped(&format!("(module {HEADER} (func (param i32 i32) {}))", arms(4, &tests(""))));
    assert!(text.contains("br_table"), "{text}");
}

#[test]
fn a_value_that_a_call_gives_is_computed_once() {
    becomes(
        "(func (block $z (block $b (block $a (br_table $a $a $a $a $a $a $b $b $b $b $b $b $b $z (call $g))) (call $f (i32.const 1)) (return)) (call $f (call $g)) (return)) (call $f (i32.const 3)))",
        "(func (local i32) (if (i32.lt_u (local.tee 0 (call $g)) (i32.const 13)) (then (if (i32.lt_u (local.get 0) (i32.const 6)) (then (call $f (i32.const 1)) (return))) (call $f (call $g)) (return))) (call $f (i32.const 3)))",
    );
}

#[test]
fn tables_of_two_places_are_a_compare() {
    becomes(
        "(func (param i32) (block $b (block $a (br_table $b $b $b $a $b (local.get 0))) (call $f (i32.const 1)) (return)) (call $f (call $g)))",
        "(func (param i32) (if (i32.eq (local.get 0) (i32.const 3)) (then (call $f (i32.const 1)) (return))) (call $f (call $g)))",
    );
}

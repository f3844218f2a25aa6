//! Sides that do the same in another order, or decide it by other branches; and look-alikes in which the order can be observed.

mod judge;

use judge::*;
use loom_eq_verify::term::Form;

// What may trap, between two events.

#[test]
fn loads_in_another_order() {
    proven(
        "(param i32 i32) (result i32) (i32.sub (i32.load (local.get 0)) (i32.load offset=8 (local.get 1)))",
        "(param i32 i32) (result i32) (local i32) (local.set 2 (i32.load offset=8 (local.get 1))) (i32.sub (i32.load (local.get 0)) (local.get 2))",
    );
}

#[test]
fn loads_of_other_widths_in_another_order() {
    proven(
        "(param i32) (result i64) (i64.add (i64.load32_u (local.get 0)) (i64.load16_s offset=9 (local.get 0)))",
        "(param i32) (result i64) (local i64) (local.set 1 (i64.load16_s offset=9 (local.get 0))) (i64.add (i64.load32_u (local.get 0)) (local.get 1))",
    );
}

#[test]
fn a_load_behind_a_store_of_more_is_covered() {
    proven(
        "(param i32) (drop (i32.load8_u offset=3 (local.get 0))) (i32.store (local.get 0) (i32.const 1))",
        "(param i32) (i32.store (local.get 0) (i32.const 1))",
    );
}

#[test]
fn a_load_behind_a_store_of_less_is_not() {
    different(
        "(param i32) (drop (i32.load8_u offset=4 (local.get 0))) (i32.store (local.get 0) (i32.const 1))",
        "(param i32) (i32.store (local.get 0) (i32.const 1))",
    );
}

#[test]
fn divisions_and_loads_in_another_order() {
    proven(
        "(param i32 i32) (result i32) (i32.xor (i32.div_s (local.get 0) (local.get 1)) (i32.load (local.get 0)))",
        "(param i32 i32) (result i32) (local i32) (local.set 2 (i32.load (local.get 0))) (i32.xor (i32.div_s (local.get 0) (local.get 1)) (local.get 2))",
    );
}

#[test]
fn a_load_that_is_dropped_is_not_gone() {
    different("(param i32) (drop (i32.load (local.get 0)))", "(param i32)");
    different("(param i32) (drop (i32.load offset=4 (local.get 0)))", "(param i32) (drop (i32.load (local.get 0)))");
}

#[test]
fn a_division_that_is_dropped_is_not_gone() {
    different("(param i32 i32) (drop (i32.div_u (local.get 0) (local.get 1)))", "(param i32 i32)");
    different("(param i32 i32) (drop (i32.div_s (local.get 0) (local.get 1)))", "(param i32 i32) (drop (i32.div_u (local.get 0) (local.get 1)))");
}

#[test]
fn a_trap_does_not_pass_a_call() {
    different(
        "(param i32) (local i32) (local.set 1 (i32.load (local.get 0))) (call $h) (call $g (local.get 1) (i32.const 0))",
        "(param i32) (call $h) (call $g (i32.load (local.get 0)) (i32.const 0))",
    );
    different("(param i32) (drop (i32.load (local.get 0))) (call $h)", "(param i32) (call $h) (drop (i32.load (local.get 0)))");
    different(
        "(param i32 i32) (drop (i32.div_u (local.get 0) (local.get 1))) (call $h)",
        "(param i32 i32) (call $h) (drop (i32.div_u (local.get 0) (local.get 1)))",
    );
}

#[test]
fn a_trap_does_not_pass_a_store() {
    different(
        "(param i32 i32) (drop (i32.load (local.get 0))) (i32.store (local.get 1) (i32.const 7))",
        "(param i32 i32) (i32.store (local.get 1) (i32.const 7)) (drop (i32.load (local.get 0)))",
    );
    different(
        "(param i32 i32) (drop (i32.load (local.get 0))) (global.set $sp (local.get 1))",
        "(param i32 i32) (global.set $sp (local.get 1)) (drop (i32.load (local.get 0)))",
    );
}

#[test]
fn a_load_does_not_pass_a_store() {
    different(
        "(param i32 i32) (result i32) (drop (i32.load (local.get 0))) (i32.store (local.get 1) (i32.const 7)) (i32.load (local.get 0))",
        "(param i32 i32) (result i32) (local i32) (local.set 2 (i32.load (local.get 0))) (i32.store (local.get 1) (i32.const 7)) (local.get 2)",
    );
}

#[test]
fn a_trap_does_not_go_into_an_arm() {
    different(
        "(param i32 i32) (result i32) (local i32) (local.set 2 (i32.load (local.get 0))) (if (local.get 1) (then (return (local.get 2)))) (i32.const 0)",
        "(param i32 i32) (result i32) (if (local.get 1) (then (return (i32.load (local.get 0))))) (i32.const 0)",
    );
}

#[test]
fn a_trap_goes_into_both_arms() {
    proven(
        "(param i32 i32) (result i32) (local i32) (local.set 2 (i32.load (local.get 0))) (if (local.get 1) (then (return (local.get 2)))) (i32.add (local.get 2) (i32.const 1))",
        "(param i32 i32) (result i32) (if (local.get 1) (then (return (i32.load (local.get 0))))) (i32.add (i32.load (local.get 0)) (i32.const 1))",
    );
}

#[test]
fn a_division_does_not_pass_the_test_of_its_divisor() {
    different(
        "(param i32 i32) (result i32) (local i32) (local.set 2 (i32.div_u (local.get 0) (local.get 1))) (if (i32.eqz (local.get 1)) (then (return (i32.const 0)))) (local.get 2)",
        "(param i32 i32) (result i32) (if (i32.eqz (local.get 1)) (then (return (i32.const 0)))) (i32.div_u (local.get 0) (local.get 1))",
    );
    different(
        "(param i32 i32) (result i32) (local i32) (local.set 2 (i32.div_u (local.get 0) (local.get 1))) (if (i32.eqz (local.get 1)) (then (unreachable))) (local.get 2)",
        "(param i32 i32) (result i32) (if (i32.eqz (local.get 1)) (then (call $h) (unreachable))) (i32.div_u (local.get 0) (local.get 1))",
    );
}

#[test]
fn a_trap_before_a_trap_is_a_trap() {
    proven("(param i32) (drop (i32.load (local.get 0))) (unreachable)", "(param i32) (unreachable)");
}

#[test]
fn a_trap_does_not_pass_an_endless_loop() {
    different(
        "(param i32 i32) (drop (i32.load (local.get 0))) (loop (br_if 0 (local.get 1)))",
        "(param i32 i32) (loop (br_if 0 (local.get 1))) (drop (i32.load (local.get 0)))",
    );
    different(
        "(param i32 i32) (loop (br_if 0 (i32.load (local.get 0)))) (call $h)",
        "(param i32 i32) (drop (i32.load (local.get 0))) (loop (br_if 0 (i32.load offset=4 (local.get 0)))) (call $h)",
    );
}

#[test]
fn loads_before_a_loop_in_another_order() {
    proven(
        "(param i32 i32) (local i32 i32) (local.set 2 (i32.load (local.get 0))) (local.set 3 (i32.load offset=8 (local.get 0)))
            (loop (call $g (local.get 2) (local.get 3)) (br_if 0 (local.tee 1 (i32.sub (local.get 1) (i32.const 1)))))",
        "(param i32 i32) (local i32 i32) (local.set 3 (i32.load offset=8 (local.get 0))) (local.set 2 (i32.load (local.get 0)))
            (loop (call $g (local.get 2) (local.get 3)) (br_if 0 (local.tee 1 (i32.sub (local.get 1) (i32.const 1)))))",
    );
}

// Other branches.

#[test]
fn two_branches_are_one() {
    proven(
        "(param i32 i32) (block (br_if 0 (local.get 0)) (br_if 0 (i32.gt_u (local.get 1) (i32.const 9))) (call $h))",
        "(param i32 i32) (block (br_if 0 (i32.or (i32.gt_u (local.get 1) (i32.const 9)) (i32.ne (local.get 0) (i32.const 0)))) (call $h))",
    );
}

#[test]
fn two_branches_are_not_both() {
    different(
        "(param i32 i32) (block (br_if 0 (local.get 0)) (br_if 0 (i32.gt_u (local.get 1) (i32.const 9))) (call $h))",
        "(param i32 i32) (block (br_if 0 (i32.and (i32.gt_u (local.get 1) (i32.const 9)) (i32.ne (local.get 0) (i32.const 0)))) (call $h))",
    );
    // Nearly always the same: one value of 2^32 tells them apart.
    different(
        "(param i32 i32) (block (br_if 0 (i32.ne (local.get 0) (i32.const 77777))) (call $h))",
        "(param i32 i32) (block (br_if 0 (i32.or (i32.ne (local.get 0) (i32.const 77777)) (i32.ne (local.get 1) (i32.const 55555)))) (call $h))",
    );
}

#[test]
fn comparisons_are_a_switch() {
    let chain = "(param i32) (if (i32.eq (local.get 0) (i32.const 3)) (then (call $h) (return)))
        (if (i32.eq (local.get 0) (i32.const 4)) (then (call $g (i32.const 1) (i32.const 2)) (return))) (call $g (i32.const 0) (i32.const 0))";
    let switch = |first: u32| {
        format!(
            "(param i32) (block (block (block (br_table 0 1 2 (i32.sub (local.get 0) (i32.const {first})))) (call $h) (return))
                (call $g (i32.const 1) (i32.const 2)) (return)) (call $g (i32.const 0) (i32.const 0))"
        )
    };
    proven_normal(chain, &switch(3));
    different(chain, &switch(2));
}

#[test]
fn switches_from_another_start() {
    let switch = |body: &str| {
        format!(
            "(param i32) (block (block (block {body}) (call $h) (return)) (call $g (i32.const 1) (i32.const 2)) (return)) (call $g (i32.const 0) (i32.const 0))"
        )
    };
    let a = switch("(br_table 2 2 0 1 2 (local.get 0))");
    proven_normal(&a, &switch("(br_table 0 1 2 (i32.sub (local.get 0) (i32.const 2)))"));
    different(&a, &switch("(br_table 0 1 2 (i32.sub (local.get 0) (i32.const 1)))"));
    different(&a, &switch("(br_table 0 1 1 (i32.sub (local.get 0) (i32.const 2)))"));
}

#[test]
fn a_guard_that_was_passed_before() {
    proven_normal(
        "(param i32 i32) (if (i32.lt_u (local.get 0) (i32.const 10)) (then (call $h) (if (i32.gt_u (local.get 0) (i32.const 20)) (then (call $g (i32.const 0) (i32.const 0))))))",
        "(param i32 i32) (if (i32.lt_u (local.get 0) (i32.const 10)) (then (call $h)))",
    );
    different(
        "(param i32 i32) (if (i32.lt_u (local.get 0) (i32.const 10)) (then (call $h) (if (i32.gt_u (local.get 0) (i32.const 8)) (then (call $g (i32.const 0) (i32.const 0))))))",
        "(param i32 i32) (if (i32.lt_u (local.get 0) (i32.const 10)) (then (call $h)))",
    );
}

#[test]
fn a_value_waits_on_the_stack_of_a_loop() {
    let kept = "(param i32 i32) (local i32) (local.set 2 (i32.load (local.get 0))) (loop (call $h) (br_if 0 (local.tee 1 (i32.sub (local.get 1) (i32.const 1))))) (call $g (local.get 2) (i32.const 1))";
    let stack = |at: u32| {
        format!(
            "(param i32 i32) (i32.load offset={at} (local.get 0)) (loop (call $h) (br_if 0 (local.tee 1 (i32.sub (local.get 1) (i32.const 1))))) (i32.const 1) (call $g)"
        )
    };
    proven(kept, &stack(0));
    different(kept, &stack(4));
}

#[test]
fn a_loop_behind_a_guard_of_one_side() {
    proven(
        "(param i32 i32) (if (i32.lt_u (local.get 0) (i32.const 8)) (then (if (i32.ne (local.get 0) (i32.const 100)) (then (loop (call $h) (br_if 0 (call $f (local.get 1))))))))",
        "(param i32 i32) (if (i32.lt_u (local.get 0) (i32.const 8)) (then (loop (call $h) (br_if 0 (call $f (local.get 1))))))",
    );
}

// Types.

#[test]
fn indirect_calls_compare_types_by_content() {
    let with = |types: &str, used: &str| {
        module(&format!("(module {types} (table 4 funcref) (memory 1) (func (param i32) (call_indirect (type {used}) (local.get 0) (i32.const 1))))"))
    };
    let a = with("(type $a (func (param i32))) (type $b (func (param i64)))", "$a");
    let b = with("(type $x (func (param i64))) (type $a (func (param i32)))", "$a");
    assert!(judge_modules(&a, &b, Form::Normal).is_proven());
    let with = |types: &str, used: &str| {
        module(&format!("(module {types} (table 4 funcref) (memory 1) (func (result i32) (call_indirect (type {used}) (i32.const 1))))"))
    };
    let a = with("(type $a (func (result i32))) (type $b (func (result i32 i32)))", "$a");
    let b = with("(type $a (func (result i32))) (rec (type $b (func (result i32))) (type (func)))", "$b");
    assert!(!judge_modules(&a, &b, Form::Normal).is_proven(), "a type in a group is another type");
}

// Tests that are one branch on one side and several on the other.

/// The strings at 0 and 1 compared, with one test before the loop.
const STRCMP: &str = "(param i32 i32) (result i32) (local i32 i32)
    (block $end
        (br_if $end (i32.or
            (i32.eqz (local.tee 2 (i32.load8_u (local.get 0))))
            (i32.ne (local.get 2) (local.tee 3 (i32.load8_u (local.get 1))))))
        (loop $next
            (local.set 3 (i32.load8_u offset=1 (local.get 1)))
            (br_if $end (i32.eqz (local.tee 2 (i32.load8_u offset=1 (local.get 0)))))
            (local.set 1 (i32.add (local.get 1) (i32.const 1)))
            (local.set 0 (i32.add (local.get 0) (i32.const 1)))
            (br_if $next (i32.eq (local.get 2) (local.get 3)))))
    (i32.sub (local.get 2) (local.get 3))";

fn strcmp_in_two_tests(first: &str, second: &str) -> String {
    format!(
        "(param i32 i32) (result i32) (local i32 i32)
        (local.set 2 (i32.load8_u (local.get 1)))
        (block $end
            (br_if $end ({first} (local.tee 3 (i32.load8_u (local.get 0)))))
            (br_if $end ({second} (local.get 2) (local.get 3)))
            (loop $next
                (local.set 2 (i32.load8_u offset=1 (local.get 1)))
                (br_if $end (i32.eqz (local.tee 3 (i32.load8_u offset=1 (local.get 0)))))
                (local.set 1 (i32.add (local.get 1) (i32.const 1)))
                (local.set 0 (i32.add (local.get 0) (i32.const 1)))
                (br_if $next (i32.eq (local.get 2) (local.get 3)))))
        (i32.sub (local.get 3) (local.get 2))"
    )
}

#[test]
fn what_a_loop_waits_for_is_done_before_it() {
    proven(&strcmp_in_two_tests("i32.eqz", "i32.ne"), STRCMP);
}

#[test]
fn a_test_less_before_a_loop_is_seen() {
    different(&strcmp_in_two_tests("i32.eqz", "i32.lt_u"), STRCMP);
    different(&strcmp_in_two_tests("i32.popcnt", "i32.ne"), STRCMP);
}

#[test]
fn a_mask_or_a_comparison() {
    let two = "(param i32 i32) (block (br_if 0 (i32.and (local.get 0) (i32.const 8192))) (br_if 0 (i32.le_u (local.get 1) (i32.const 7))) (call $h))";
    let one = |mask, op| {
        format!("(param i32 i32) (block (br_if 0 (i32.or (i32.and (local.get 0) (i32.const {mask})) ({op} (local.get 1) (i32.const 7)))) (call $h))")
    };
    proven(two, &one(8192, "i32.le_u"));
    different(two, &one(8193, "i32.le_u"));
    different(two, &one(8192, "i32.lt_u"));
}

#[test]
fn a_way_behind_a_join_is_taken_by_one_of_those_that_lead_there() {
    // Both ways of the first side to the end are one of the second.
    let two = "(param i32) (result i32) (block (br_if 0 (i32.lt_u (local.get 0) (i32.const 5)))
        (br_if 0 (i32.gt_u (i32.sub (local.get 0) (i32.const 100)) (i32.const 50))) (return (i32.const 1))) (i32.const 0)";
    let one = |last| {
        format!(
            "(param i32) (result i32) (block (br_if 0 (i32.or (i32.lt_u (local.get 0) (i32.const 5))
            (i32.gt_u (i32.sub (local.get 0) (i32.const 100)) (i32.const {last})))) (return (i32.const 1))) (i32.const 0)"
        )
    };
    proven(two, &one(50));
    different(two, &one(49));
}

#[test]
fn a_switch_on_a_moved_index() {
    let plain = "(param i32) (block (block (block (block (br_table 2 0 1 0 3 2 (local.get 0)))
        (call $g (i32.const 1) (i32.const 2)) (return)) (call $h) (return)) (call $g (i32.const 3) (i32.const 4)) (return))";
    let moved = |table: &str, by: i32| {
        format!(
            "(param i32) (block (block (block (block (br_table {table} (i32.sub (local.get 0) (i32.const {by}))))
            (call $g (i32.const 1) (i32.const 2)) (return)) (call $h) (return)) (call $g (i32.const 3) (i32.const 4)) (return))"
        )
    };
    // 0 goes where the default goes.
    proven(plain, &moved("0 1 0 3 2", 1));
    proven(plain, &moved("2 2 0 1 0 3 2", -1));
    different(plain, &moved("0 1 0 3 2", 2));
    different(plain, &moved("0 1 0 3 3", 1));
    different(plain, &moved("0 1 3 2", 1));
}

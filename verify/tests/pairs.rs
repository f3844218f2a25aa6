//! Pairs of function bodies that are equal and must be proven, and pairs that are not and must not be.

mod judge;

use judge::*;
use loom_eq_lang::Module;
use loom_eq_verify::term::Form;
use loom_eq_verify::{Checker, Limits, Verdict};

// Equal.

#[test]
fn commuted_operands() {
    proven(
        "(param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))",
        "(param i32 i32) (result i32) (i32.add (local.get 1) (local.get 0))",
    );
}

#[test]
fn a_pure_tail_of_two_ways_stands_once() {
    // Where the ways join, the one side has the products and the other the factors.
    let way = |n: u32| format!("(f64.add (local.get 1) (f64.const {n}))");
    let twice = format!(
        "(param i32 f64) (local f64) (block $l (block $c (block $b (block $a (br_table $a $b $c (local.get 0)))
           (local.set 2 (f64.mul {} (f64.const 3))) (br $l)) (local.set 2 (f64.mul {} (f64.const 3))) (br $l)) (local.set 2 (local.get 1)))
         (call $g (i32.trunc_sat_f64_s (local.get 2)) (i32.const 1))",
        way(1),
        way(2)
    );
    let once = |first: u32, second: u32| {
        format!(
            "(param i32 f64) (local f64) (block $l (block $c (block $n (result f64) (block $b (block $a (br_table $a $b $c (local.get 0)))
               (br $n {})) {}) (f64.const 3) (local.set 2 (f64.mul)) (br $l)) (local.set 2 (local.get 1)))
             (call $g (i32.trunc_sat_f64_s (local.get 2)) (i32.const 1))",
            way(first),
            way(second)
        )
    };
    proven(&twice, &once(1, 2));
    different(&twice, &once(2, 1));
    different(&twice, &once(1, 3));
}

#[test]
fn shift_pair_is_mask() {
    proven(
        "(param i32) (result i32) (i32.shr_u (i32.shl (local.get 0) (i32.const 24)) (i32.const 24))",
        "(param i32) (result i32) (i32.and (local.get 0) (i32.const 255))",
    );
}

#[test]
fn known_bits_drop_a_mask() {
    proven("(param i32) (result i32) (i32.and (i32.load8_u (local.get 0)) (i32.const 255))", "(param i32) (result i32) (i32.load8_u (local.get 0))");
}

#[test]
fn shared_by_tee() {
    proven(
        "(param i32) (call $g (i32.mul (local.get 0) (local.get 0)) (i32.mul (local.get 0) (local.get 0)))",
        "(param i32) (local i32) (call $g (local.tee 1 (i32.mul (local.get 0) (local.get 0))) (local.get 1))",
    );
}

#[test]
fn dead_set() {
    proven(
        "(param i32) (result i32) (local i32) (local.set 1 (i32.const 5)) (local.set 1 (call $f (local.get 0))) (local.get 1)",
        "(param i32) (result i32) (call $f (local.get 0))",
    );
}

#[test]
fn set_of_a_constant_before_a_loop() {
    proven(
        "(param i32) (local i32) (loop (call $g (local.get 0) (i32.const 1000000)) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))",
        "(param i32) (local i32) (local.set 1 (i32.const 1000000)) (loop (call $g (local.get 0) (local.get 1)) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))",
    );
}

#[test]
fn set_of_a_constant_in_a_loop() {
    proven(
        "(param i32) (local i32) (local.set 1 (i32.const 9)) (loop (call $g (local.get 0) (local.get 1)) (local.set 1 (i32.const 9)) (br_if 0 (call $f (local.get 1))))",
        "(param i32) (loop (call $g (local.get 0) (i32.const 9)) (br_if 0 (call $f (i32.const 9))))",
    );
}

#[test]
fn locals_renamed_in_nested_loops() {
    proven(
        "(param i32 i32) (local i32 i32)
         (loop (local.set 2 (i32.const 0)) (loop (call $g (local.get 2) (local.get 3)) (local.set 3 (i32.add (local.get 3) (local.get 2)))
           (br_if 0 (i32.lt_u (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (local.get 1))))
           (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))",
        "(param i32 i32) (local i32 i32)
         (loop (local.set 3 (i32.const 0)) (loop (call $g (local.get 3) (local.get 2)) (local.set 2 (i32.add (local.get 3) (local.get 2)))
           (br_if 0 (i32.gt_u (local.get 1) (local.tee 3 (i32.add (local.get 3) (i32.const 1))))))
           (br_if 0 (local.tee 0 (i32.add (local.get 0) (i32.const -1)))))",
    );
}

#[test]
fn offset_folds_without_wrap() {
    proven_normal(
        "(param i32) (result i32) (i32.load (i32.add (i32.and (local.get 0) (i32.const 0xffff)) (i32.const 16)))",
        "(param i32) (result i32) (i32.load offset=16 (i32.and (local.get 0) (i32.const 0xffff)))",
    );
}

#[test]
fn a_constant_moves_into_the_offset_behind_an_access_that_reaches_further() {
    proven_normal(
        "(param i32 i32) (result i32) (i32.store offset=20 (local.get 0) (local.get 1)) (i32.load offset=4 (i32.add (local.get 0) (i32.const 8)))",
        "(param i32 i32) (result i32) (i32.store offset=20 (local.get 0) (local.get 1)) (i32.load offset=12 (local.get 0))",
    );
    // A frame: the stack pointer minus 64 is accessed, so the addresses above it do not wrap.
    proven_normal(
        "(result i32) (i32.store offset=60 (i32.sub (global.get $sp) (i32.const 64)) (i32.const 1)) (i32.load (i32.sub (global.get $sp) (i32.const 8)))",
        "(result i32) (i32.store offset=60 (i32.sub (global.get $sp) (i32.const 64)) (i32.const 1)) (i32.load offset=56 (i32.sub (global.get $sp) (i32.const 64)))",
    );
}

#[test]
fn a_constant_stays_if_the_access_reaches_less_far_or_comes_later_or_not_always() {
    // 2 + 4 bytes from x on are there: x + 5 does not wrap, x + 6 may.
    different(
        "(param i32 i32) (result i32) (i32.store offset=2 (local.get 0) (local.get 1)) (i32.load (i32.add (local.get 0) (i32.const 6)))",
        "(param i32 i32) (result i32) (i32.store offset=2 (local.get 0) (local.get 1)) (i32.load offset=6 (local.get 0))",
    );
    different(
        "(param i32) (result i32) (i32.add (i32.load (i32.add (local.get 0) (i32.const 8))) (i32.load offset=20 (local.get 0)))",
        "(param i32) (result i32) (i32.add (i32.load offset=8 (local.get 0)) (i32.load offset=20 (local.get 0)))",
    );
    different(
        "(param i32 i32) (result i32) (if (local.get 1) (then (i32.store offset=20 (local.get 0) (local.get 1)))) (i32.load (i32.add (local.get 0) (i32.const 8)))",
        "(param i32 i32) (result i32) (if (local.get 1) (then (i32.store offset=20 (local.get 0) (local.get 1)))) (i32.load offset=8 (local.get 0))",
    );
    // The access was of another value: x of the iteration before.
    different(
        "(param i32) (loop (i32.store8 (i32.add (local.get 0) (i32.const 8)) (i32.const 1)) (i32.store offset=20 (local.get 0) (i32.const 1)) (local.set 0 (call $f (local.get 0))) (br_if 0 (local.get 0)))",
        "(param i32) (loop (i32.store8 offset=8 (local.get 0) (i32.const 1)) (i32.store offset=20 (local.get 0) (i32.const 1)) (local.set 0 (call $f (local.get 0))) (br_if 0 (local.get 0)))",
    );
}

#[test]
fn covered_load_is_not_repeated() {
    proven_normal(
        "(param i32) (result i32) (i32.add (i32.load (local.get 0)) (i32.load (local.get 0)))",
        "(param i32) (result i32) (local i32) (i32.shl (i32.load (local.get 0)) (i32.const 1))",
    );
}

#[test]
fn arms_swapped() {
    proven(
        "(param i32) (if (local.get 0) (then (call $h)) (else (call $g (i32.const 1) (i32.const 2))))",
        "(param i32) (if (i32.eqz (local.get 0)) (then (call $g (i32.const 1) (i32.const 2))) (else (call $h)))",
    );
}

#[test]
fn if_is_select() {
    proven(
        "(param i32 i32 i32) (result i32) (if (result i32) (local.get 0) (then (local.get 1)) (else (local.get 2)))",
        "(param i32 i32 i32) (result i32) (select (local.get 1) (local.get 2) (local.get 0))",
    );
}

#[test]
fn if_else_from_blocks() {
    proven(
        "(param i32) (result i32) (block (block (br_if 0 (local.get 0)) (call $h) (br 1)) (call $g (i32.const 1) (i32.const 2))) (local.get 0)",
        "(param i32) (result i32) (if (local.get 0) (then (call $g (i32.const 1) (i32.const 2))) (else (call $h))) (local.get 0)",
    );
}

#[test]
fn conjunction_as_two_branches() {
    proven_normal(
        "(param i32 i32) (if (local.get 0) (then (if (local.get 1) (then (call $h)))))",
        "(param i32 i32) (if (i32.and (i32.ne (local.get 0) (i32.const 0)) (i32.ne (local.get 1) (i32.const 0))) (then (call $h)))",
    );
}

#[test]
fn rotated_loop() {
    proven(
        "(param i32) (block (loop (br_if 1 (i32.eqz (local.get 0))) (call $h) (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br 0)))",
        "(param i32) (if (local.get 0) (then (loop (call $h) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))",
    );
}

#[test]
fn condition_of_the_path_helps() {
    proven(
        "(param i32) (result i32) (if (i32.lt_u (local.get 0) (i32.const 10)) (then (return (i32.and (local.get 0) (i32.const 15))))) (i32.const 3)",
        "(param i32) (result i32) (if (i32.lt_u (local.get 0) (i32.const 10)) (then (return (local.get 0)))) (i32.const 3)",
    );
}

#[test]
fn division_by_a_constant_needs_no_partner() {
    proven("(param i32) (result i32) (i32.div_u (local.get 0) (i32.const 8))", "(param i32) (result i32) (i32.shr_u (local.get 0) (i32.const 3))");
    proven("(param i32) (drop (i32.rem_s (local.get 0) (i32.const -1)))", "(param i32)");
}

#[test]
fn i64_pack_and_unpack() {
    proven(
        "(param i32 i32) (result i32) (i32.wrap_i64 (i64.shr_u (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.extend_i32_u (local.get 1))) (i64.const 32)))",
        "(param i32 i32) (result i32) (local.get 0)",
    );
}

#[test]
fn product_of_equal_sums() {
    proven(
        "(param i32 i32 i32) (result i32) (i32.mul (i32.add (local.get 0) (local.get 1)) (i32.or (local.get 2) (local.get 1)))",
        "(param i32 i32 i32) (result i32) (i32.mul (i32.or (local.get 1) (local.get 2)) (i32.add (local.get 1) (local.get 0)))",
    );
}

#[test]
fn select_as_product() {
    proven(
        "(param i32 i32) (result i32) (select (local.get 0) (i32.const 0) (i32.lt_s (local.get 1) (i32.const 5)))",
        "(param i32 i32) (result i32) (i32.mul (local.get 0) (i32.lt_s (local.get 1) (i32.const 5)))",
    );
}

// Not equal.

#[test]
fn dropped_store() {
    different("(param i32) (i32.store (local.get 0) (i32.const 1))", "(param i32)");
}

#[test]
fn other_stored_value() {
    refuted("(param i32) (i32.store (i32.const 8) (local.get 0))", "(param i32) (i32.store (i32.const 8) (i32.add (local.get 0) (i32.const 1)))");
    different("(param i32) (i32.store (local.get 0) (i32.const 1))", "(param i32) (i32.store (local.get 0) (i32.const 2))");
}

#[test]
fn narrower_store() {
    different("(param i32 i32) (i32.store16 (local.get 0) (local.get 1))", "(param i32 i32) (i32.store8 (local.get 0) (local.get 1))");
    proven(
        "(param i32 i32) (i32.store8 (local.get 0) (local.get 1))",
        "(param i32 i32) (i32.store8 (local.get 0) (i32.and (local.get 1) (i32.const 255)))",
    );
    different(
        "(param i32 i32) (i32.store16 (local.get 0) (local.get 1))",
        "(param i32 i32) (i32.store16 (local.get 0) (i32.and (local.get 1) (i32.const 255)))",
    );
}

#[test]
fn swapped_br_table_targets() {
    let f = |a, b| {
        format!("(param i32) (block (block (block (br_table {a} {b} 2 (local.get 0))) (call $h) (return)) (call $g (i32.const 1) (i32.const 2)))")
    };
    different(&f(0, 1), &f(1, 0));
    proven(&f(0, 2), "(param i32) (block (block (block (br_table 0 2 2 2 (local.get 0))) (call $h) (return)) (call $g (i32.const 1) (i32.const 2)))");
}

#[test]
fn swapped_arguments() {
    different("(param i32 i32) (call $g (local.get 0) (local.get 1))", "(param i32 i32) (call $g (local.get 1) (local.get 0))");
}

#[test]
fn trap_removed_or_added() {
    different("(param i32 i32) (drop (i32.div_u (local.get 0) (local.get 1)))", "(param i32 i32)");
    different("(param i32) (drop (i32.load (local.get 0)))", "(param i32)");
    different("(param i32) (drop (i32.div_s (local.get 0) (i32.const -1)))", "(param i32)");
    different("(param i32) (drop (i32.div_u (local.get 0) (i32.const 0)))", "(param i32)");
    different("(param f32) (drop (i32.trunc_f32_s (local.get 0)))", "(param f32)");
    different("(param i32) (if (local.get 0) (then (unreachable)))", "(param i32)");
}

#[test]
fn select_with_a_trapping_arm() {
    different(
        "(param i32) (result i32) (if (result i32) (local.get 0) (then (i32.load (local.get 0))) (else (i32.const 0)))",
        "(param i32) (result i32) (select (i32.load (local.get 0)) (i32.const 0) (local.get 0))",
    );
}

#[test]
fn other_load_in_a_block() {
    different(
        "(param i32) (result i32) (block (result i32) (i32.load offset=4 (local.get 0)))",
        "(param i32) (result i32) (block (result i32) (i32.load offset=8 (local.get 0)))",
    );
}

#[test]
fn offset_folded_although_it_wraps() {
    different(
        "(param i32) (result i32) (i32.load (i32.add (local.get 0) (i32.const 16)))",
        "(param i32) (result i32) (i32.load offset=16 (local.get 0))",
    );
}

#[test]
fn trip_count_off_by_one() {
    let f =
        |op| format!("(param i32) (local i32) (loop (call $h) (br_if 0 ({op} (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (local.get 0))))");
    different(&f("i32.lt_u"), &f("i32.le_u"));
    different(&f("i32.lt_u"), &f("i32.lt_s"));
}

#[test]
fn deleted_tee() {
    different(
        "(param i32) (call $g (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (local.get 0))",
        "(param i32) (call $g (i32.add (local.get 0) (i32.const 1)) (local.get 0))",
    );
}

#[test]
fn store_moved_across_a_call() {
    different("(param i32) (i32.store (local.get 0) (i32.const 1)) (call $h)", "(param i32) (call $h) (i32.store (local.get 0) (i32.const 1))");
}

#[test]
fn load_moved_across_a_store() {
    different(
        "(param i32 i32) (result i32) (local i32) (local.set 2 (i32.load (local.get 0))) (i32.store (local.get 1) (i32.const 1)) (local.get 2)",
        "(param i32 i32) (result i32) (local i32) (i32.store (local.get 1) (i32.const 1)) (i32.load (local.get 0))",
    );
    different(
        "(param i32) (result i32) (local i32) (local.set 1 (i32.load (local.get 0))) (i32.store (local.get 0) (i32.const 1)) (local.get 1)",
        "(param i32) (result i32) (local i32) (drop (i32.load (local.get 0))) (i32.store (local.get 0) (i32.const 1)) (i32.load (local.get 0))",
    );
}

#[test]
fn stale_global_after_a_call() {
    different("(result i32) (local i32) (local.set 0 (global.get $sp)) (call $h) (local.get 0)", "(result i32) (call $h) (global.get $sp)");
    proven("(result i32) (local i32) (local.set 0 (global.get $k)) (call $h) (local.get 0)", "(result i32) (call $h) (global.get $k)");
    proven(
        "(result i32) (global.set $sp (i32.sub (global.get $sp) (i32.const 16))) (global.get $sp)",
        "(result i32) (local i32) (global.set $sp (local.tee 0 (i32.add (global.get $sp) (i32.const -16)))) (local.get 0)",
    );
}

#[test]
fn size_of_a_shared_memory_read_twice() {
    let judge = |shared: &str, body: &str| {
        let build = |body: &str| {
            let text = format!("(module (memory 1 4 {shared}) (func (result i32) (local i32) {body}))");
            Module::parse(&wat::parse_str(text).unwrap_or_else(|e| panic!("{e}"))).unwrap_or_else(|e| panic!("{e}"))
        };
        let (a, b) = (build("(local.set 0 (memory.size)) (i32.eq (local.get 0) (local.get 0))"), build(body));
        let f = a.func_ix(0);
        Checker::new(Limits::default()).function(&a, f, a.body_bytes(0), &b, f, b.body_bytes(0)).is_proven()
    };
    // Another thread may grow it in between.
    assert!(!judge("shared", "(i32.eq (memory.size) (memory.size))"));
    assert!(judge("", "(i32.eq (memory.size) (memory.size))"));
}

#[test]
fn stale_local_after_a_loop() {
    different(
        "(param i32) (result i32) (local i32) (loop (local.set 1 (local.get 0)) (br_if 0 (local.tee 0 (call $f (local.get 0))))) (local.get 1)",
        "(param i32) (result i32) (local i32) (local.set 1 (local.get 0)) (loop (br_if 0 (local.tee 0 (call $f (local.get 0))))) (local.get 1)",
    );
}

#[test]
fn value_held_on_the_entry_edge_only() {
    different(
        "(param i32) (local i32) (local.set 1 (local.get 0)) (loop (call $g (local.get 0) (local.get 1)) (br_if 0 (local.tee 0 (call $f (local.get 0)))))",
        "(param i32) (local i32) (loop (call $g (local.get 0) (local.get 0)) (br_if 0 (local.tee 0 (call $f (local.get 0)))))",
    );
}

#[test]
fn swapped_at_the_back_edge() {
    different(
        "(param i32 i32) (local i32) (loop (call $g (local.get 0) (local.get 1)) (local.set 2 (local.get 0)) (local.set 0 (local.get 1)) (local.set 1 (local.get 2)) (br_if 0 (call $f (local.get 0))))",
        "(param i32 i32) (local i32) (loop (call $g (local.get 0) (local.get 1)) (br_if 0 (call $f (local.get 1))))",
    );
    proven(
        "(param i32 i32) (local i32) (loop (call $g (local.get 0) (local.get 1)) (local.set 2 (local.get 0)) (local.set 0 (local.get 1)) (local.set 1 (local.get 2)) (br_if 0 (call $f (local.get 0))))",
        "(param i32 i32) (local i32) (loop (call $g (local.get 0) (local.get 1)) (local.get 0) (local.set 0 (local.get 1)) (local.set 1) (br_if 0 (call $f (local.get 0))))",
    );
}

#[test]
fn loop_appears_or_vanishes() {
    different("(param i32) (loop (br_if 0 (local.get 0)))", "(param i32)");
    different("(param i32) (loop (br 0))", "(param i32) (unreachable)");
    different("(param i32) (call $h) (loop (br_if 0 (local.get 0)))", "(param i32) (call $h)");
}

#[test]
fn signs_confused() {
    refuted("(param i32) (result i32) (i32.shr_u (local.get 0) (i32.const 1))", "(param i32) (result i32) (i32.shr_s (local.get 0) (i32.const 1))");
    different("(param i32) (result i32) (i32.load8_u (local.get 0))", "(param i32) (result i32) (i32.load8_s (local.get 0))");
    refuted("(param i32) (result i64) (i64.extend_i32_u (local.get 0))", "(param i32) (result i64) (i64.extend_i32_s (local.get 0))");
}

#[test]
fn floats_do_not_commute() {
    different(
        "(param f32 f32) (result f32) (f32.add (local.get 0) (local.get 1))",
        "(param f32 f32) (result f32) (f32.add (local.get 1) (local.get 0))",
    );
    proven(
        "(param f32) (result f32) (f32.neg (f32.neg (local.get 0)))",
        "(param f32) (result f32) (f32.reinterpret_i32 (i32.reinterpret_f32 (local.get 0)))",
    );
}

#[test]
fn joins_with_exits_that_do_not_exclude_each_other() {
    // $out is reached from inside the first `if` and from the second one.
    let f = |x: &str, y: &str| {
        format!(
            "(param i32 i32 i32) (result i32) (block $out (result i32) (block (br_if 0 (i32.eqz (local.get 0))) (drop (br_if $out (i32.const 1) (local.get 1))))
              (drop (br_if $out (i32.const {x}) (local.get 2))) (i32.const {y}))"
        )
    };
    different(&f("2", "3"), &f("1", "3"));
    different(&f("2", "3"), &f("2", "1"));
    different(
        &f("2", "3"),
        "(param i32 i32 i32) (result i32) (select (i32.const 1) (select (i32.const 2) (i32.const 3) (local.get 2)) (local.get 0))",
    );
}

#[test]
fn no_refutation_behind_what_may_not_end() {
    // The difference is real as terms, but whether it is reached is not known.
    for before in ["(loop (br_if 0 (local.get 0)))", "(if (local.get 0) (then (call $h)))", "(drop (i32.div_u (i32.const 1) (local.get 0)))"] {
        let f = |x: &str| format!("(param i32) (result i32) {before} (i32.add (local.get 0) (i32.const {x}))");
        different(&f("1"), &f("2"));
        assert!(matches!(judge(&f("1"), &f("2"), Form::Normal), Verdict::Unknown(_)), "{before}");
    }
}

#[test]
fn a_trap_is_not_known_by_its_result() {
    // 0 % x is 0 whatever x is.
    different(
        "(param i32 i32) (drop (i32.rem_u (i32.const 0) (local.get 0))) (drop (i32.rem_u (i32.const 0) (local.get 1)))",
        "(param i32 i32) (drop (i32.rem_u (i32.const 0) (local.get 0)))",
    );
    proven(
        "(param i32 i32) (result i32) (i32.add (i32.div_u (local.get 1) (local.get 0)) (i32.rem_u (local.get 1) (local.get 0)))",
        "(param i32 i32) (result i32) (local i32) (local.set 2 (i32.div_u (local.get 1) (local.get 0))) (i32.add (i32.rem_u (local.get 1) (local.get 0)) (local.get 2))",
    );
}

#[test]
fn facts_of_one_way_into_a_loop() {
    let body = "(call $h) (block (br_if 0 (call $f (i32.const 1))) (call $h))";
    let plain = format!("(param i32) (loop {body} (br_if 0 (call $f (i32.const 2))))");
    let peeled = format!(
        "(param i32) (block $l (block $b (br_if $b (local.get 0)) {body} (br_if $l (call $f (i32.const 2))) (return))
           {body} (br_if $l (call $f (i32.const 2))) (return))
         (loop (if (local.get 0) (then (call $g (i32.const 1) (i32.const 1)))) {body} (br_if 0 (call $f (i32.const 2))))"
    );
    different(&plain, &peeled);
}

#[test]
fn what_all_ways_have_passed() {
    // Both arms read the word (one of them more), so that it is there behind the join.
    let f = |last: &str| {
        format!(
            "(param i32 i32) (result i32) (local i32)
             (if (local.get 1) (then (local.set 2 (i32.load (local.get 0)))) (else (local.set 2 (i32.wrap_i64 (i64.load (local.get 0))))))
             (call $h) {last} (local.get 2)"
        )
    };
    proven(&f("(drop (i32.load8_u offset=3 (local.get 0)))"), &f(""));
    different(&f("(drop (i32.load8_u offset=4 (local.get 0)))"), &f(""));
    let g = |last: &str| {
        format!(
            "(param i32 i32) (result i32)
             (if (local.get 1) (then (drop (i32.load (local.get 0)))) (else (drop (i32.div_u (i32.const 1) (local.get 0)))))
             {last} (local.get 1)"
        )
    };
    different(&g("(drop (i32.load (local.get 0)))"), &g(""));
    different(&g("(drop (i32.div_u (i32.const 1) (local.get 0)))"), &g(""));
    let h = |last: &str| {
        format!(
            "(param i32 i32) (result i32)
             (if (local.get 1) (then (call $h) (drop (i32.div_u (i32.const 1) (local.get 0)))) (else (drop (i32.rem_u (i32.const 2) (local.get 0)))))
             {last} (local.get 1)"
        )
    };
    proven(&h("(drop (i32.rem_s (i32.const 3) (local.get 0)))"), &h(""));
    different(&h("(drop (i32.rem_s (i32.const 3) (local.get 1)))"), &h(""));
}

#[test]
fn fields_that_come_by_different_ways() {
    // The low byte is free on both ways, so `or` is `add`.
    let f = |op: &str| {
        format!(
            "(param i32 i32) (result i32) (local i32)
             (block $out (br_if $out (call $f (i32.const 0))) (local.set 2 (i32.const 256)) (br_if $out (call $f (i32.const 1)))
               (call $h) (local.set 2 (i32.shl (local.get 0) (i32.const 8))))
             ({op} (local.get 2) (i32.and (local.get 1) (i32.const 255)))"
        )
    };
    proven(&f("i32.add"), &f("i32.or"));
    different(&f("i32.add"), &f("i32.sub"));
}

#[test]
fn answers_do_not_depend_on_what_was_asked_before() {
    let pairs = [
        (
            "(param i32) (result i32) (i32.shr_u (i32.shl (local.get 0) (i32.const 24)) (i32.const 24))",
            "(param i32) (result i32) (i32.and (local.get 0) (i32.const 255))",
        ),
        (
            "(param i32 i32) (result i32) (i32.and (i32.add (local.get 0) (local.get 1)) (i32.const 255))",
            "(param i32 i32) (result i32) (i32.and (i32.sub (local.get 0) (local.get 1)) (i32.const 255))",
        ),
        (
            "(param i64) (result i32) (i32.wrap_i64 (i64.shr_u (local.get 0) (i64.const 8)))",
            "(param i64) (result i32) (i32.wrap_i64 (i64.shr_s (local.get 0) (i64.const 8)))",
        ),
        (
            "(param i32) (result i32) (i32.and (i32.load (local.get 0)) (i32.const 65535))",
            "(param i32) (result i32) (i32.shr_u (i32.load (local.get 0)) (i32.const 16))",
        ),
    ];
    let mut checker = Checker::new(Limits::default());
    for round in 0..2 {
        for (i, (a, b)) in pairs.iter().enumerate() {
            let [a_module, b_module] = [a, b].map(|body| {
                let bytes = wat::parse_str(format!("(module {HEADER} (func {body}))")).unwrap_or_else(|e| panic!("{e}"));
                Module::parse(&bytes).unwrap_or_else(|e| panic!("{e}"))
            });
            let f = a_module.func_ix(0);
            let verdict = checker.function(&a_module, f, a_module.body_bytes(0), &b_module, f, b_module.body_bytes(0));
            assert_eq!(verdict.to_string(), judge(a, b, Form::Normal).to_string(), "round {round}, pair {i}");
        }
    }
}

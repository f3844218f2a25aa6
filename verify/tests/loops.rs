//! Loops that one side has in another form: peeled, unrolled, counted otherwise. Pairs that are equal, and twins of them that are not.

mod judge;

use judge::*;
use loom_eq_verify::term::Form;

/// As [`different`], with the normal form only, which can prove more: without it, each twin takes seconds.
#[track_caller]
fn different_normal(a: &str, b: &str) {
    for (x, y) in [(a, b), (b, a)] {
        let verdict = judge(x, y, Form::Normal);
        assert!(!verdict.is_proven(), "{verdict}");
    }
}

/// One iteration of a loop that stores each `i` until `n`, the parameter; `i` is local 1, or local 1 and so much.
fn iteration(ahead: u32) -> String {
    format!("(call $g (i32.add (local.get 1) (i32.const {ahead})) (i32.const 7))")
}

const TEST: &str = "(i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (local.get 0))";

/// `do { body(i) } while (++i < n)`.
fn rolled() -> String {
    format!("(param i32) (local i32) (loop {} (br_if 0 {TEST}))", iteration(0))
}

#[test]
fn one_iteration_before_the_loop() {
    let peeled = |times: usize, test: &str| {
        let copies = format!("{} (br_if 0 (i32.eqz {test}))", iteration(0)).repeat(times);
        format!("(param i32) (local i32) (block {copies} (loop {} (br_if 0 {TEST})))", iteration(0))
    };
    for times in 1..4 {
        proven(&rolled(), &peeled(times, TEST));
    }
    proven(&peeled(1, TEST), &peeled(3, TEST));
    different(&rolled(), &peeled(1, &TEST.replace("lt_u", "le_u")));
    different(&rolled(), &peeled(1, &TEST.replace("const 1", "const 2")));
    // The loop behind it starts again.
    different(&rolled(), &peeled(1, TEST).replace("(loop", "(local.set 1 (i32.const 0)) (loop"));
    // It is not left where the loop would end.
    different(&rolled(), &format!("(param i32) (local i32) {0} (drop {TEST}) (loop {0} (br_if 0 {TEST}))", iteration(0)));
}

#[test]
fn unrolled_with_every_test_kept() {
    let unrolled = |times: usize, test: &str| {
        let copies = format!("{} (br_if 1 (i32.eqz {test}))", iteration(0)).repeat(times - 1);
        format!("(param i32) (local i32) (block (loop {copies} {} (br_if 0 {TEST})))", iteration(0))
    };
    proven(&rolled(), &unrolled(2, TEST));
    proven(&rolled(), &unrolled(4, TEST));
    proven(&unrolled(2, TEST), &unrolled(3, TEST));
    different(&rolled(), &unrolled(2, &TEST.replace("lt_u", "le_u")));
    different(&rolled(), &unrolled(3, &TEST.replace("const 1", "const 2")));
    // One copy without a test.
    different(&rolled(), &format!("(param i32) (local i32) (loop {0} (drop {TEST}) {0} (br_if 0 {TEST}))", iteration(0)));
}

#[test]
fn unrolled_with_one_counter_step() {
    // The second copy reads i + 1, and i goes on by 2.
    let f = |ahead: u32, step: u32| {
        format!(
            "(param i32) (local i32) (block (loop {} (br_if 1 (i32.eqz (i32.lt_u (i32.add (local.get 1) (i32.const 1)) (local.get 0))))
               {} (br_if 0 (i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const {step}))) (local.get 0)))))",
            iteration(0),
            iteration(ahead)
        )
    };
    proven(&rolled(), &f(1, 2));
    different(&rolled(), &f(0, 2));
    different(&rolled(), &f(2, 2));
    different(&rolled(), &f(1, 1));
    different(&rolled(), &f(1, 3));
}

#[test]
fn unrolled_with_ways_inside_the_body() {
    let body = "(if (call $f (local.get 1)) (then (call $h)) (else (call $g (local.get 1) (i32.const 1)))) (i32.store (local.get 0) (local.get 1))";
    let test = "(i32.ne (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (i32.const 100))";
    let plain = format!("(param i32) (local i32) (loop {body} (br_if 0 {test}))");
    let twice = |second: &str| format!("(param i32) (local i32) (block (loop {body} (br_if 1 (i32.eqz {test})) {second} (br_if 0 {test})))");
    proven(&plain, &twice(body));
    different(&plain, &twice(&body.replace("$h", "$f (i32.const 0)) (drop")));
    different(&plain, &twice(&body.replace("(i32.const 1)", "(i32.const 2)")));
}

#[test]
fn unrolled_completely() {
    let body = |i: &str| format!("(call $g {i} (i32.load (i32.shl {i} (i32.const 2))))");
    let plain = |n: u32| {
        format!(
            "(local i32) (loop {} (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const {n}))))",
            body("(local.get 0)")
        )
    };
    let flat = |n: u32| (0..n).map(|i| body(&format!("(i32.const {i})"))).collect::<String>();
    proven(&plain(4), &flat(4));
    proven(&plain(17), &flat(17));
    different(&plain(4), &flat(3));
    different(&plain(4), &flat(5));
    different(&plain(4), &flat(4).replace("(i32.const 3)", "(i32.const 2)"));
}

#[test]
fn nested_loops_with_the_inner_one_unrolled() {
    let inner = "(call $g (local.get 1) (local.get 2))";
    let outer = |inner: &str| {
        format!(
            "(param i32) (local i32 i32) (loop (local.set 2 (i32.const 0)) {inner}
               (br_if 0 (i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (local.get 0))))"
        )
    };
    let plain = format!("(loop {inner} (br_if 0 (i32.lt_u (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (i32.const 3))))");
    let flat = |last: &str| format!("{inner} (local.set 2 (i32.add (local.get 2) (i32.const 1))) {inner} (call $g (local.get 1) (i32.const {last}))");
    proven(&outer(&plain), &outer(&flat("2")));
    different(&outer(&plain), &outer(&flat("3")));
}

#[test]
fn an_unrolled_loop_that_does_not_end_where_the_other_does() {
    // No events: only whether it ends can be seen.
    let plain = "(param i32) (loop (br_if 0 (local.get 0)))";
    different(plain, "(param i32) (block (br_if 0 (i32.eqz (local.get 0))) (br_if 0 (i32.eqz (local.get 0))))");
    different(plain, "(param i32) (local i32) (loop (br_if 0 (i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (i32.const 9))))");
    // One side goes round without the other: it may wait for ever.
    different("(call $h) (loop (br 0))", "(call $h) (loop (br_if 0 (call $f (i32.const 0))))");
    different(
        "(param i32) (loop (call $h) (br_if 0 (local.get 0)))",
        "(param i32) (loop (call $h) (loop (br_if 0 (local.get 0))) (br_if 0 (local.get 0)))",
    );
    different(
        "(param i32) (loop (br_if 0 (call $f (local.get 0))))",
        "(param i32) (loop (block (loop (br_if 1 (call $f (local.get 0))) (br_if 0 (local.get 0))) (return)) (br 0))",
    );
}

#[test]
fn an_event_that_two_points_lead_to() {
    // The second side runs its first iteration while the first one is not in its loop yet. The result of a call before the loop is not that of the same call
    // in it.
    let plain = "(local i32 i32) (call $h) (loop (local.set 0 (local.get 1)) (local.set 1 (call $f (i32.const 0))) (call $g (local.get 0) (local.get 1)) (br_if 0 (local.get 1)))";
    let flagged = |old: &str| {
        format!(
            "(local i32 i32 i32) (loop (if (i32.eqz (local.get 2)) (then (call $h))) (local.set 0 {old}) (local.set 1 (call $f (i32.const 0)))
               (call $g (select (local.get 0) (local.get 1) (i32.eqz (local.get 2))) (local.get 1)) (local.set 2 (i32.const 1)) (br_if 0 (local.get 1)))"
        )
    };
    different(plain, &flagged("(local.get 1)"));
    different(plain, &flagged("(i32.const 0)"));
}

#[test]
fn pointer_beside_a_counter() {
    let counted = "(param i32 i32) (local i32) (loop (i32.store (i32.add (local.get 0) (i32.shl (local.get 2) (i32.const 2))) (local.get 2))
       (br_if 0 (i32.ne (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (local.get 1))))";
    let moving = |step: u32, start: &str| {
        format!(
            "(param i32 i32) (local i32) {start} (loop (i32.store (local.get 0) (local.get 2)) (local.set 0 (i32.add (local.get 0) (i32.const {step})))
               (br_if 0 (i32.ne (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (local.get 1))))"
        )
    };
    proven(counted, &moving(4, ""));
    different(counted, &moving(8, ""));
    different(counted, &moving(3, ""));
    different(counted, &moving(4, "(local.set 0 (i32.add (local.get 0) (i32.const 4)))"));
    // Both with their own counters, of which one is scaled.
    let scaled = |step: u32| {
        format!(
            "(param i32 i32) (local i32 i32) (loop (i32.store (i32.add (local.get 0) (local.get 3)) (local.get 2)) (local.set 3 (i32.add (local.get 3) (i32.const {step})))
               (br_if 0 (i32.ne (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (local.get 1))))"
        )
    };
    proven(counted, &scaled(4));
    proven(&moving(4, ""), &scaled(4));
    different(counted, &scaled(5));
}

#[test]
fn counted_down() {
    // Until n, and n times: the same, 2^32 times for 0.
    let up = |test: &str| {
        format!("(param i32) (local i32) (loop (call $h) (br_if 0 ({test} (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (local.get 0))))")
    };
    let down = |by: u32| format!("(param i32) (loop (call $h) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const {by})))))");
    proven(&up("i32.ne"), &down(1));
    different_normal(&up("i32.ne"), &down(2));
    // With `<`, 0 is 1 time.
    different_normal(&up("i32.lt_u"), &down(1));
    different_normal(&up("i32.lt_s"), &down(1));
    let guarded = |body: &str| body.replacen("(loop", "(if (i32.eqz (local.get 0)) (then (return))) (loop", 1);
    proven(&guarded(&up("i32.lt_u")), &guarded(&down(1)));
    proven_normal(&guarded(&up("i32.lt_u")), &guarded(&up("i32.ne")));
    different_normal(&guarded(&up("i32.le_u")), &guarded(&down(1)));
    // Negative bounds: `<` as signed numbers ends at once.
    different_normal(&guarded(&up("i32.lt_s")), &guarded(&down(1)));
    let positive = |body: &str| body.replacen("(loop", "(if (i32.le_s (local.get 0) (i32.const 0)) (then (return))) (loop", 1);
    proven_normal(&positive(&up("i32.lt_s")), &positive(&down(1)));
}

#[test]
fn counted_down_where_the_value_is_used() {
    let up = |used: &str| {
        format!(
            "(param i32) (local i32) (loop (call $g (i32.const 5) {used}) (br_if 0 (i32.ne (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (local.get 0))))"
        )
    };
    let down = "(param i32) (loop (call $g (i32.const 5) (local.get 0)) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))";
    proven(&up("(i32.sub (local.get 0) (local.get 1))"), down);
    different(&up("(i32.sub (local.get 0) (i32.add (local.get 1) (i32.const 1)))"), down);
    different(&up("(local.get 1)"), down);
}

#[test]
fn tested_before_the_body() {
    let f = |start: u32, test: &str, step: u32, used: &str| {
        format!(
            "(param i32) (local i32) (local.set 1 (i32.const {start})) (block (loop (br_if 1 ({test} (local.get 1) (i32.mul (local.get 0) (i32.const {step}))))
               (call $g (i32.const 5) {used}) (local.set 1 (i32.add (local.get 1) (i32.const {step}))) (br 0)))"
        )
    };
    let thrice = "(i32.mul (local.get 1) (i32.const 3))";
    // A multiple of an odd number says as much as the number.
    proven_normal(&f(0, "i32.eq", 1, thrice), &f(0, "i32.eq", 3, "(local.get 1)"));
    // 2 i = 2 n also where they differ by 2^31, which is not shown not to be.
    different(&f(0, "i32.eq", 1, "(i32.shl (local.get 1) (i32.const 1))"), &f(3, "i32.eq", 2, "(local.get 1)"));
    different(&f(0, "i32.ge_u", 1, thrice), &f(0, "i32.ge_u", 3, "(local.get 1)"));
}

#[test]
fn a_wide_counter_and_a_narrow_one() {
    let wide = |test: &str| {
        format!(
            "(param i32 i64) (local i64) (loop (i32.store8 (i32.add (local.get 0) (i32.wrap_i64 (local.get 2))) (i32.const 1))
               (br_if 0 ({test} (local.tee 2 (i64.add (local.get 2) (i64.const 1))) (local.get 1))))"
        )
    };
    let both = |step: u32| {
        format!(
            "(param i32 i64) (local i64) (loop (i32.store8 (local.get 0) (i32.const 1)) (local.set 0 (i32.add (local.get 0) (i32.const {step})))
               (br_if 0 (i64.ne (local.tee 2 (i64.add (local.get 2) (i64.const 1))) (local.get 1))))"
        )
    };
    proven(&wide("i64.ne"), &both(1));
    different(&wide("i64.ne"), &both(2));
    // A counter of 32 bits comes back to 0 before one of 64 bits does.
    let narrow = "(param i32 i64) (local i32) (loop (i32.store8 (i32.add (local.get 0) (local.get 2)) (i32.const 1))
       (br_if 0 (i64.ne (i64.extend_i32_u (local.tee 2 (i32.add (local.get 2) (i32.const 1)))) (local.get 1))))";
    different(&wide("i64.ne"), narrow);
}

#[test]
fn a_step_that_is_not_a_constant() {
    let a = "(param i32 i32) (local i32) (loop (call $g (local.get 2) (i32.mul (local.get 2) (i32.const 12))) (local.set 2 (i32.add (local.get 2) (local.get 1)))
       (br_if 0 (call $f (local.get 2))))";
    let b = |times: u32| {
        format!(
            "(param i32 i32) (local i32 i32) (loop (call $g (local.get 2) (local.get 3)) (local.set 2 (i32.add (local.get 2) (local.get 1)))
               (local.set 3 (i32.add (local.get 3) (i32.mul (local.get 1) (i32.const {times})))) (br_if 0 (call $f (local.get 2))))"
        )
    };
    proven(a, &b(12));
    different(a, &b(13));
}

#[test]
fn unrolled_by_two_with_the_rest_behind() {
    // As compilers do it: n & ~1 iterations two by two, then perhaps one more.
    let plain = "(param i32) (local i32) (if (local.get 0) (then (loop (call $g (i32.const 1) (local.get 1))
       (br_if 0 (i32.ne (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (local.get 0))))))";
    let twice = |ahead: u32, step: u32, last: &str| {
        format!(
            "(param i32) (local i32 i32) (if (local.get 0) (then
               (if (local.tee 2 (i32.and (local.get 0) (i32.const -2))) (then (loop (call $g (i32.const 1) (local.get 1))
                 (call $g (i32.const 1) (i32.add (local.get 1) (i32.const {ahead})))
                 (br_if 0 (i32.ne (local.tee 1 (i32.add (local.get 1) (i32.const {step}))) (local.get 2))))))
               (if (i32.and (local.get 0) (i32.const 1)) (then (call $g (i32.const 1) {last})))))"
        )
    };
    proven_normal(plain, &twice(1, 2, "(local.get 1)"));
    different_normal(plain, &twice(0, 2, "(local.get 1)"));
    different_normal(plain, &twice(1, 2, "(i32.const 0)"));
    different_normal(plain, &twice(1, 4, "(local.get 1)"));
    different_normal(plain, &twice(1, 2, "(local.get 1)").replace("(i32.const -2)", "(i32.const -4)"));
}

#[test]
fn held_in_a_local_over_a_loop() {
    let held = |value: &str, body: &str| {
        format!(
            "(param i32) (local i32) (local.set 1 {value}) (loop (call $g (local.get 0) (local.get 1)) {body}
               (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))"
        )
    };
    let read = |value: &str, body: &str| {
        format!("(param i32) (loop (call $g (local.get 0) {value}) {body} (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))")
    };
    let both = |value: &str, body: &str| (held(value, body), read(value, body));
    // Nobody sets it; a call may set the other one.
    let (a, b) = both("(i32.mul (global.get $k) (i32.const 3))", "");
    proven(&a, &b);
    let (a, b) = both("(global.get $sp)", "");
    different(&a, &b);
    let (a, b) = both("(local.get 0)", "");
    different(&a, &b);
}

/// Two values in one variable on one side, in two on the other.
#[test]
fn packed_in_one_variable() {
    let packed = |step: i32, shift: u32| {
        format!(
            "(param i32) (local i64) (block (loop
               (br_if 1 (i32.ge_u (i32.wrap_i64 (local.get 1)) (local.get 0)))
               (call $g (i32.wrap_i64 (local.get 1)) (i32.wrap_i64 (i64.shr_u (local.get 1) (i64.const {shift}))))
               (local.set 1 (i64.or
                 (i64.extend_i32_u (i32.add (i32.wrap_i64 (local.get 1)) (i32.const 1)))
                 (i64.shl (i64.extend_i32_u (i32.add (i32.wrap_i64 (i64.shr_u (local.get 1) (i64.const {shift}))) (i32.const {step}))) (i64.const {shift}))))
               (br 0)))"
        )
    };
    let apart = "(param i32) (local i32 i32) (block (loop
       (br_if 1 (i32.ge_u (local.get 1) (local.get 0)))
       (call $g (local.get 1) (local.get 2))
       (local.set 1 (i32.add (local.get 1) (i32.const 1)))
       (local.set 2 (i32.add (local.get 2) (i32.const 5)))
       (br 0)))";
    proven(&packed(5, 32), apart);
    different_normal(&packed(6, 32), apart);
    // The fields overlap.
    different_normal(&packed(5, 31), apart);
    different_normal(&packed(5, 32), &apart.replace("(call $g (local.get 1) (local.get 2))", "(call $g (local.get 2) (local.get 1))"));
}

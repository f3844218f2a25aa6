//! What lifting says of small functions: each test names the invariant or the law that it shows.

use loom_eq_egraph::{Lifted, Liveness, lift};
use loom_eq_lang::{Body, Event, Module, NodeId, Op};

fn body(wat: &str) -> Body {
    let module = Module::parse(&wat::parse_str(wat).expect("valid text")).expect("a valid module");
    Body::parse(&module, 0, &Default::default()).expect("liftable")
}

/// The nodes with an operator, in order of execution.
fn nodes(body: &Body, op: Op) -> Vec<NodeId> {
    body.events().filter_map(|e| if let Event::Op(n) = e { Some(n) } else { None }).filter(|&n| body.node(n).op == op).collect()
}

fn classes(body: &Body, lifted: &Lifted, op: Op) -> Vec<egg::Id> {
    nodes(body, op).into_iter().map(|n| lifted.value(n).expect("reachable, one result")).collect()
}

#[test]
fn a_read_is_the_value_that_reaches_it() {
    let b = body("(module (func (param i32) (result i32) (local i32) (local.set 1 (local.get 0)) (i32.add (local.get 1) (local.get 0))))");
    let c = classes(&b, &lift(&b), Op::LocalGet);
    assert!(c.iter().all(|x| *x == c[0]));
}

#[test]
fn equal_expressions_are_one_class_in_different_arms() {
    let b = body(
        "(module (func (param i32 i32) (result i32) (if (result i32) (local.get 0)
           (then (i32.mul (local.get 1) (i32.const 3))) (else (i32.mul (local.get 1) (i32.const 3))))))",
    );
    let c = classes(&b, &lift(&b), Op::I32Mul);
    assert_eq!(c[0], c[1]);
}

#[test]
fn a_join_of_equal_values_is_that_value_and_of_different_ones_a_phi() {
    let text = |arm: &str| format!("(module (func (param i32 i32) (result i32) (if (local.get 0) (then (local.set 1 {arm}))) (local.get 1)))");
    let same = body(&text("(local.get 1)"));
    let lifted = lift(&same);
    let c = classes(&same, &lifted, Op::LocalGet);
    assert_eq!(c[1], c[2], "the arm writes what was there");
    let other = body(&text("(i32.const 7)"));
    let lifted = lift(&other);
    let read = *classes(&other, &lifted, Op::LocalGet).last().expect("a read");
    assert_ne!(read, classes(&other, &lifted, Op::I32Const)[0]);
    assert!(lifted.graph[read].nodes.iter().any(|n| n.to_string().starts_with("phi")));
}

#[test]
fn what_a_loop_leaves_alone_is_what_came_in() {
    let b = body(
        "(module (func (param i32 i32) (result i32)
           (loop (local.set 1 (local.get 1)) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) (local.get 1)))",
    );
    let lifted = lift(&b);
    let reads = classes(&b, &lifted, Op::LocalGet);
    assert_eq!(reads[0], reads[2], "local 1 in the loop and behind it");
    assert_ne!(reads[1], reads[0], "local 0 changes with each iteration");
}

#[test]
fn two_locals_that_a_loop_swaps_stay_apart() {
    let b = body(
        "(module (func (param i32 i32 i32) (result i32) (local i32)
           (loop (local.set 3 (local.get 0)) (local.set 0 (local.get 1)) (local.set 1 (local.get 3))
             (br_if 0 (local.tee 2 (i32.sub (local.get 2) (i32.const 1))))) (i32.sub (local.get 0) (local.get 1))))",
    );
    let lifted = lift(&b);
    let reads = classes(&b, &lifted, Op::LocalGet);
    let last = &reads[reads.len() - 2..];
    assert_ne!(last[0], last[1]);
}

#[test]
fn narrow_loads_have_zero_high_bits() {
    let b = body("(module (memory 1) (func (param i32) (result i32) (i32.load8_u (local.get 0))))");
    let lifted = lift(&b);
    let load = classes(&b, &lifted, Op::I32Load8U)[0];
    assert_eq!(lifted.graph[load].data.zeros(), 0xffff_ff00);
}

#[test]
fn a_division_is_a_value_only_by_a_constant_that_it_cannot_trap_on() {
    for (op, divisor, value) in [("div_u", 7, true), ("div_u", 0, false), ("div_s", -1, false), ("rem_s", -1, true), ("div_s", 3, true)] {
        let b = body(&format!(
            "(module (func (param i32) (result i32) (i32.add (i32.{op} (local.get 0) (i32.const {divisor})) (i32.{op} (local.get 0) (i32.const {divisor})))))"
        ));
        let lifted = lift(&b);
        let c = classes(&b, &lifted, Op::by_name(&format!("i32.{op}")).expect("an operator"));
        assert_eq!(c[0] == c[1], value, "{op} by {divisor}");
    }
}

#[test]
fn liveness_invariant_1_nothing_is_live_that_no_path_reads() {
    let b = body("(module (func (param i32) (result i32) (local.set 0 (i32.const 1)) (local.set 0 (i32.const 2)) (local.get 0)))");
    let dead = Liveness::of(&b).dead_writes;
    assert_eq!(dead, nodes(&b, Op::LocalSet)[..1]);
}

#[test]
fn liveness_invariant_2_a_loop_keeps_what_its_start_reads_alive() {
    let b = body("(module (func (param i32 i32) (loop (br_if 0 (i32.eqz (local.get 1))) (local.set 1 (local.get 0)) (br 0))))");
    assert!(Liveness::of(&b).dead_writes.is_empty());
}

#[test]
fn both_arms_of_an_if_reach_what_is_behind_it() {
    let b = body(
        "(module (func (param i32 i32) (result i32)
           (if (local.get 0) (then (local.set 1 (i32.const 1))) (else (return (i32.const 2)))) (local.get 1)))",
    );
    assert!(Liveness::of(&b).dead_writes.is_empty());
    let one_arm = body(
        "(module (func (param i32 i32) (result i32) (local.set 1 (i32.const 5)) (if (local.get 0) (then (local.set 1 (i32.const 1)))) (local.get 1)))",
    );
    assert!(Liveness::of(&one_arm).dead_writes.is_empty(), "the way past the missing arm reads the first write");
}

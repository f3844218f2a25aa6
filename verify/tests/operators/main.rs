//! What this crate takes each operator to mean, against wasmtime. The operator table says what there is: an operator without a place here fails
//! the test.
//!
//! `SAMPLES=N cargo test --release -p loom-eq-verify --test operators -- --nocapture` takes N random samples per operator beside the edges, and
//! prints the counts.

mod engine;
mod memory;
mod numeric;
mod places;
mod samples;

use loom_eq_lang::{Class, Op};
use loom_eq_verify::audit;
use loom_eq_verify::term::{Arena, Form, Kind};
use memory::{Changes, effects, same};
use places::{COMPARISONS, FUNCTION, Place, is_vector, place, reason};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_operator_has_a_place() {
    let mut places: BTreeMap<Place, Vec<Op>> = BTreeMap::new();
    for &op in Op::ALL {
        let place = place(op).unwrap_or_else(|| panic!("{} ({:?}) is compared with nothing", op.name(), op.class()));
        places.entry(place).or_default().push(op);
    }
    for (place, ops) in &places {
        println!("{place:?}: {} operators", ops.len());
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    places[&Place::Elsewhere].iter().for_each(|op| *reasons.entry(reason(*op).unwrap_or("without reason")).or_default() += 1);
    reasons.iter().for_each(|(reason, n)| println!("  {n} {reason}"));
    assert!(!reasons.contains_key("without reason"), "{reasons:?}");
    // All of the MVP but control, calls and tables is run.
    let numbered = |op: &&Op| op.info().prefix == 0 && op.info().code <= 0xc4 || op.info().prefix == 0xfc && op.info().code <= 0x0b;
    let mvp = |op: &&Op| numbered(op) && op.class() != Class::Opaque;
    let not_run: BTreeSet<&str> = Op::ALL.iter().filter(mvp).filter(|op| place(**op) == Some(Place::Elsewhere)).map(|op| op.name()).collect();
    let expected =
        "block br br_if br_table call call_indirect else end if loop return return_call return_call_indirect table.get table.set unreachable";
    assert_eq!(not_run, expected.split(' ').collect());
}

#[test]
fn values_and_traps() {
    let rounds = std::env::var("SAMPLES").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    for (vector, label) in [(false, "numbers"), (true, "vectors")] {
        let runs = |op: &&Op| matches!(place(**op), Some(Place::Exact | Place::Uninterpreted)) && is_vector(**op) == vector;
        let cases: Vec<numeric::Case> = Op::ALL.iter().filter(runs).flat_map(|op| numeric::cases(*op)).collect();
        let c = numeric::compare(&cases, rounds);
        println!(
            "{label}: {} cases, {} samples ({} trap, {} of functions that are not interpreted), {} questions to Z3",
            c.cases, c.samples, c.trapped, c.uninterpreted, c.questions
        );
        assert!(c.samples > 100 * cases.len() / 4);
    }
}

/// Of an uninterpreted operator nothing is claimed but its operands: the term is an application of a function of its own to them, in order.
#[test]
fn uninterpreted_operators_are_functions_of_their_operands() {
    let mut functions = BTreeSet::new();
    for &op in Op::ALL {
        let Some((operands, results)) = engine::signature(op) else { continue };
        let elsewhere = place(op) == Some(Place::Elsewhere) && reason(op) == Some(FUNCTION);
        if place(op) != Some(Place::Uninterpreted) && !elsewhere {
            continue;
        }
        for form in [Form::Raw, Form::Normal] {
            let mut t = Arena::new(form);
            let args: Vec<_> = operands.iter().enumerate().map(|(i, ty)| t.leaf(&format!("x{i}"), audit::width_of(*ty))).collect();
            for mut meaning in audit::meaning(&mut t, op, &loom_eq_lang::Imm::None, &args, &results) {
                if COMPARISONS.contains(&op) {
                    // Under an extension, and perhaps a negation; in an order of its own.
                    while !matches!(t.node(meaning).kind, Kind::Opaque(_)) {
                        meaning = t.args(meaning)[0];
                    }
                    let mut order = t.args(meaning).to_vec();
                    order.sort();
                    assert_eq!(order, args, "{}", op.name());
                    continue;
                }
                let Kind::Opaque(name) = t.node(meaning).kind else { panic!("{}: {}", op.name(), t.show(meaning, 4)) };
                assert_eq!(t.args(meaning), args, "{}", op.name());
                assert!(functions.insert((format!("{form:?}"), t.name(name).to_string())), "{} shares its function with another operator", op.name());
            }
        }
    }
    println!("{} functions of their own", functions.len() / 2);
    assert!(functions.len() > 400, "{}", functions.len());
}

#[test]
fn accesses() {
    let ops: Vec<Op> = Op::ALL.iter().copied().filter(|op| place(*op) == Some(Place::Access)).collect();
    assert_eq!(ops.len(), 23);
    let mut proofs = 0;
    for &op in &ops {
        memory::bounds(op);
        proofs += if op.class() == Class::Load { memory::load(op) } else { memory::store(op) };
    }
    let pairs = memory::same_effects(&ops);
    println!("{} loads and stores, {proofs} verdicts, {pairs} pairs of one effect", ops.len());
    assert!(pairs > 20);
}

#[test]
fn effects_of_operators() {
    use Op::*;
    let args = "(local.get 0) (local.get 1) (local.get 2)";
    let none = Changes::default();
    let memory = Changes { memory: true, ..none };
    let table: [(Op, String, &str, Changes); 8] = [
        (GlobalGet, "(global.get $a)".into(), "(result i32)", none),
        (GlobalSet, "(global.set $a (local.get 0))".into(), "", Changes { globals: true, ..none }),
        (MemorySize, "(memory.size)".into(), "(result i32)", none),
        (MemoryGrow, "(memory.grow (local.get 0))".into(), "(result i32)", Changes { size: true, ..none }),
        (MemoryFill, format!("(memory.fill {args})"), "", memory),
        (MemoryCopy, format!("(memory.copy {args})"), "", memory),
        (MemoryInit, format!("(memory.init $d {args})"), "", memory),
        // Segments count as memory: what a later `memory.init` does is part of it.
        (DataDrop, "(data.drop $d)".into(), "", memory),
    ];
    let listed: BTreeSet<Op> = table.iter().map(|(op, ..)| *op).collect();
    let expected: BTreeSet<Op> = Op::ALL.iter().copied().filter(|op| place(*op) == Some(Place::Effect)).collect();
    assert_eq!(listed, expected);
    for (op, code, result, said) in &table {
        effects(*op, code, result, *said);
    }
}

/// Moves and effects, each as a pair that is the same and a pair that is not, for the prover and for wasmtime.
#[test]
fn moves_and_effects_in_pairs() {
    same("(local.get 0)", "(local.set 2 (local.get 0)) (local.get 2)", true);
    same("(local.get 0)", "(local.set 2 (local.get 1)) (local.get 2)", false);
    same("(local.tee 2 (local.get 0))", "(local.get 0) (local.set 2 (local.get 1))", true);
    same("(local.tee 1 (local.get 0)) (i32.add (local.get 1))", "(i32.add (local.get 0) (local.get 1))", false);
    same("(nop) (drop (local.get 1)) (local.get 0)", "(local.get 0)", true);
    same("(drop (local.get 0)) (local.get 1)", "(local.get 0)", false);
    same("(select (local.get 0) (local.get 1) (i32.const 2))", "(local.get 0)", true);
    same("(select (local.get 0) (local.get 1) (i32.const 0))", "(local.get 1)", true);
    same("(select (local.get 0) (local.get 1) (local.get 0))", "(local.get 1)", false);
    same("(global.set $g (local.get 0)) (global.get $g)", "(global.set $g (local.get 0)) (local.get 0)", true);
    same("(global.set $g (local.get 0)) (global.get $h)", "(global.set $g (local.get 0)) (local.get 0)", false);
    same("(local.get 0) (global.set $g (local.get 1))", "(global.set $g (local.get 1)) (local.get 0)", true);
    same("(global.set $g (local.get 1)) (local.get 0)", "(global.set $h (local.get 1)) (local.get 0)", false);
    same("(memory.size)", "(drop (memory.size)) (memory.size)", true);
    same("(drop (memory.grow (i32.const 1))) (memory.size)", "(drop (memory.grow (i32.const 0))) (memory.size)", false);
    same("(memory.size) (drop (memory.grow (i32.const 1)))", "(drop (memory.grow (i32.const 1))) (memory.size)", false);
    same(
        "(local.set 2 (i32.load8_u (i32.const 9))) (drop (memory.grow (local.get 0))) (local.get 2)",
        "(drop (i32.load8_u (i32.const 9))) (drop (memory.grow (local.get 0))) (i32.load8_u (i32.const 9))",
        true,
    );
    for (op, other) in [("memory.fill", "memory.copy"), ("memory.copy", "memory.init $d"), ("memory.init $d", "memory.fill")] {
        let f = |op: &str, n: &str| format!("({op} (i32.const 64) (i32.const 2) ({n})) (i32.load (i32.const 64))");
        same(&f(op, "i32.const 4"), &f(op, "i32.add (i32.const 1) (i32.const 3)"), true);
        same(&f(op, "i32.const 4"), &f(op, "i32.const 5"), false);
        same(&f(op, "i32.const 4"), &f(other, "i32.const 4"), false);
        let g = |first: &str| format!("(local.set 2 (i32.load (i32.const 64))) {first} (local.get 2)");
        same(&f(op, "i32.const 4"), &g(&format!("({op} (i32.const 64) (i32.const 2) (i32.const 4))")), false);
    }
    let init = "(memory.init $d (i32.const 0) (i32.const 0) (i32.const 1))";
    same(&format!("{init} (data.drop $d) (local.get 0)"), &format!("(data.drop $d) {init} (local.get 0)"), false);
}

//! Sizes that break recursion, quadratic code and careless allocation. All of this must run on a test thread's stack of 2 MB.

mod common;

use common::{assert_valid, identity_gate, module};
use loom_eq_lang::{Body, Imm, Module, NodeId, Op, Region, canonical_body, canonicalize};
use std::fmt::Write;

/// A module with one function, in text.
fn function(signature: &str, body: &str) -> Module {
    module(&format!("(module (func {signature}\n{body}))"))
}

#[test]
fn deeply_nested_blocks() {
    for (open, close) in [("block\n", "end\n"), ("loop\n", "end\n"), ("i32.const 1 if\n", "end\n"), ("i32.const 1 if else\n", "end\n")] {
        const DEPTH: usize = 100_000;
        let m = function("", &format!("{}br {}\n{}", open.repeat(DEPTH), DEPTH - 1, close.repeat(DEPTH)));
        let (new, bodies) = identity_gate(open, &m);
        assert!(bodies[0].is_ok());
        assert_eq!(new, canonicalize(&m).bytes);
        let body = Body::parse(&m, 0, &Default::default()).expect("lifts");
        assert!(body.clone() == body);
        assert_eq!(body.local_uses(), [0; 0]);
        assert!(body.tree_size(body.region(Region(0)).items[0]) as usize >= 2 * DEPTH);
    }
}

#[test]
fn deeply_nested_operands() {
    const DEPTH: usize = 100_000;
    let right = format!("{}local.get 0\n{}", "local.get 0\n".repeat(DEPTH), "i32.add\n".repeat(DEPTH));
    let left = format!("local.get 0\n{}", "local.get 0\ni32.add\n".repeat(DEPTH));
    let unary = format!("local.get 0\n{}", "i32.eqz\n".repeat(DEPTH));
    for body in [right, left, unary] {
        let m = function("(param i32) (result i32)", &body);
        let (new, bodies) = identity_gate("operands", &m);
        assert!(bodies[0].is_ok());
        assert_eq!(new, m.bytes());
    }
}

#[test]
fn dead_code_that_is_deeply_nested() {
    let m = function("", &format!("unreachable\n{}{}", "block\n".repeat(100_000), "end\n".repeat(100_000)));
    let body = Body::parse(&m, 0, &Default::default()).expect("lifts").emit();
    assert_eq!(body.bytes, [0, 0, 0x0b]);
}

#[test]
fn as_many_locals_as_engines_accept() {
    let mut code = String::new();
    for i in 0..50_000 {
        writeln!(code, "(local.set {i} (i32.const 1))").expect("a string");
    }
    let m = function(&format!("(local{})", " i32".repeat(50_000)), &code);
    let (new, bodies) = identity_gate("locals", &m);
    assert!(bodies[0].is_ok());
    assert_eq!(new, m.bytes());
    let mut body = Body::parse(&m, 0, &Default::default()).expect("lifts");
    body.compact_locals();
    assert_eq!(body.emit().bytes.len(), m.body_bytes(0).len());
}

#[test]
fn locals_of_alternating_types() {
    let m = function(&format!("(local{})", " i32 i64".repeat(25_000)), "");
    let (_, bodies) = identity_gate("locals", &m);
    let mut body = Body::parse(&m, 0, &Default::default()).expect("lifts");
    assert!(bodies[0].is_ok());
    body.compact_locals();
    assert_eq!(body.emit().bytes, [0, 0x0b]);
}

#[test]
fn a_br_table_of_a_million_labels() {
    let m = function("(param i32)", &format!("block\nlocal.get 0\nbr_table{} 1\nend", " 0".repeat(1_000_000)));
    let (new, bodies) = identity_gate("br_table", &m);
    assert!(bodies[0].is_ok());
    assert_eq!(new, m.bytes());
    let body = Body::parse(&m, 0, &Default::default()).expect("lifts");
    let table = (0..body.nodes.len()).map(NodeId::new).find(|n| body.node(*n).op == Op::BrTable).expect("the table");
    assert!(matches!(&body.node(table).imm, Imm::Targets(t) if t.len() == 1_000_001));
    assert_eq!(body.targets(table).len(), 1_000_001);
}

#[test]
fn many_functions() {
    let m = module(&format!("(module {})", "(func (param i32) (result i32) (local.get 0))".repeat(100_000)));
    let (new, bodies) = identity_gate("functions", &m);
    assert!(bodies.iter().all(Result::is_ok));
    assert_eq!(new, m.bytes());
}

/// Counts that promise far more than the file has are errors, found without allocating for them.
#[test]
fn counts_beyond_the_file_are_errors() {
    const MANY: [u8; 5] = [0xff, 0xff, 0xff, 0xff, 0x0f];
    for id in 1..=13u8 {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        bytes.extend([id, 5]);
        bytes.extend(MANY);
        // A data count of 2^32 - 1 is a number, not a vector, and wrong because there is no data.
        assert!(Module::parse(&bytes).is_err(), "section {id}");
    }
    // Bodies: local runs, locals in one run, br_table labels, types of a select, clauses of a try_table.
    let bodies: [&[u8]; 5] = [&[], &[1], &[0, 0x0e], &[0, 0x1c], &[0, 0x1f, 0x40]];
    let m = module("(module (func))");
    for before in bodies {
        let body = [before, &MANY, &[0x7f, 0x0b]].concat();
        if before != [1] {
            assert_eq!(canonical_body(&body), None, "{before:?}");
        }
        assert!(Body::parse_bytes(&m, loom_eq_lang::FuncIx(0), &body, &Default::default()).is_err(), "{before:?}");
    }
}

#[test]
fn many_names() {
    // As many names as locals, all renumbered: this must not be quadratic.
    let mut wat = String::from("(module (func (local i64)");
    for i in 0..49_000 {
        write!(wat, "(local $name{i} i32)").expect("a string");
    }
    for i in 0..49_000 {
        write!(wat, "(local.set $name{i} (i32.const 1))").expect("a string");
    }
    wat.push_str("))");
    let m = module(&wat);
    let mut body = Body::parse(&m, 0, &Default::default()).expect("lifts");
    body.compact_locals();
    let new = loom_eq_lang::assemble(&m, &[Some(body.emit())], &Default::default());
    assert_valid("names", &new.bytes);
    let before: Vec<_> = m.customs().map(|(_, data, _)| data.len()).collect();
    let after: Vec<_> = Module::parse(&new.bytes).expect("valid").customs().map(|(_, data, _)| data.len()).collect();
    // Numbers take two bytes from 128 on and three from 16384 on: one name has moved below each.
    assert_eq!([before[0] - 2], after[..]);
}

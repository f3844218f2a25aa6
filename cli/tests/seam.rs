//! `tests/seam/*.wat`: a shim calls what decides, which packs several results in an i64, which the shim takes apart. Nothing of that may survive.

mod execute;
mod golden;

use loom_eq_lang::{Body, Event, Imm, Module, Op};
use loom_eq_verify::Limits;
use std::collections::HashMap;

/// What goes on a way that nothing decides: its calls and packed values stay.
const STAYS: &[&str] = &["recursive.wat"];

#[test]
fn seams_dissolve() {
    golden::check("seam", &|name, before, after| {
        let verdict = loom_eq_verify::modules(before, after, &Limits::default(), &mut |_| {}).unwrap();
        assert!(verdict.is_proven(), "{name}: {verdict:?}");
        if !STAYS.contains(&name) {
            dissolved(name, &Module::parse(after).unwrap());
        }
        assert!(execute::compare(name, before, after) > 0);
    });
}

/// No function packs, unpacks, or calls another one of the module.
fn dissolved(name: &str, module: &Module) {
    for i in 0..module.defined() {
        let body = Body::parse(module, i, &HashMap::new()).unwrap();
        for event in body.events() {
            let Event::Op(n) = event else { continue };
            let node = body.node(n);
            let packs = matches!(node.op, Op::I64Shl | Op::I64ShrU | Op::I64ShrS | Op::I64Or | Op::I64And | Op::I64Store32);
            assert!(!packs, "{name}: {} is left in function {i}", node.op.name());
            let internal = matches!((node.op, &node.imm), (Op::Call, Imm::Index(f)) if *f as usize >= module.imported_funcs);
            assert!(!internal, "{name}: a call is left in function {i}");
        }
    }
}

/// The figures of the gale seam: see `sem.wat`.
#[test]
fn the_gale_seam_is_small() {
    let input = wat::parse_file(golden::folder("seam").join("sem.wat")).unwrap();
    let module = Module::parse(&golden::optimized(&input, golden::config(&golden::folder("seam").join("sem.wat")), 0).bytes).unwrap();
    let body = Body::parse(&module, 0, &HashMap::new()).unwrap();
    assert!(module.body_bytes(0).len() <= 74, "{} bytes", module.body_bytes(0).len());
    assert!(body.events().count() <= 34);
    assert!(body.locals.iter().all(|t| *t == loom_eq_lang::ValType::I32));
}

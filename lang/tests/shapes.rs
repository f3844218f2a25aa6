//! Shapes of code, read, lifted and emitted: every `shapes/NAME.wat` must come out as `shapes/NAME.out.wat`.
//!
//! What is expected is blessed by `BLESS=1 cargo test -p loom-eq-lang --test shapes`. Each function shows one shape and has its name. All of
//! them pass the identity gate as well.

mod common;

use common::{identity_gate, text};
use loom_eq_lang::{Body, Event, Events, Module, Op, Region, RegionKind};
use std::path::{Path, PathBuf};

fn inputs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shapes");
    let entries = std::fs::read_dir(folder).expect("the folder is there").map(|e| e.expect("readable").path());
    let mut paths: Vec<_> = entries.filter(|p| p.extension().is_some_and(|e| e == "wat") && !p.display().to_string().ends_with(".out.wat")).collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

fn read(path: &Path) -> Module {
    let bytes = wat::parse_file(path).unwrap_or_else(|e| panic!("{e}"));
    Module::parse(&bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn shapes_come_out_as_expected() {
    for path in inputs() {
        let name = path.display().to_string();
        let (new, bodies) = identity_gate(&name, &read(&path));
        for (i, body) in bodies.iter().enumerate() {
            assert!(body.is_ok(), "{name}: function {i} is opaque: {body:?}");
        }
        let expected = path.with_extension("out.wat");
        let printed = text(&new);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, &printed).expect("writable");
        }
        assert_eq!(printed, std::fs::read_to_string(&expected).unwrap_or_default(), "{}", expected.display());
    }
}

/// The invariants that `body.rs` numbers.
fn check_invariants(body: &Body) {
    // 1. A node occurs once.
    let mut seen = vec![false; body.nodes.len()];
    let mut once = |n: loom_eq_lang::NodeId| assert!(!std::mem::replace(&mut seen[n.ix()], true), "node {n:?} occurs twice");
    for event in body.events() {
        match event {
            Event::Op(n) | Event::Open(n, _) => once(n),
            Event::Else(..) | Event::Close(..) => {}
        }
    }
    for event in body.events() {
        let (Event::Op(n) | Event::Open(n, _)) = event else { continue };
        let node = body.node(n);
        // 2. An argument has exactly one result.
        assert!(node.args.iter().all(|a| body.node(*a).results.len() == 1));
        // 5. A branch names a region that it is inside of, never an `else`.
        assert!(body.targets(n).iter().all(|r| body.region(*r).kind != RegionKind::Else));
        assert!(!matches!(node.op, Op::Else | Op::End | Op::Nop));
    }
    for region in &body.regions {
        // 4. Behind what never falls through there is nothing but, where types demand it, `unreachable`.
        for (i, item) in region.items.iter().enumerate() {
            let node = body.node(*item);
            let leaves = matches!(node.op, Op::Br | Op::BrTable | Op::Return | Op::Unreachable | Op::ReturnCall | Op::ReturnCallIndirect);
            assert!(!leaves || i + 1 == region.items.len(), "{:?} is followed by code", node.op);
            assert!(!(leaves && region.falls));
        }
    }
}

/// Invariant 3, by counting what lies on the stack.
fn check_operands(body: &Body) {
    let region_params = |r: Region| body.region(r).params.len();
    let mut height = 0;
    // For each open region, the height below its parameters.
    let mut floors = vec![0];
    let ends = |r: Region, height: usize, floor: usize| {
        let region = body.region(r);
        assert!(!region.falls || height == floor + region.results.len(), "{height} values at the end of {region:?}");
    };
    for event in body.events() {
        if let Event::Op(n) | Event::Open(n, _) = event {
            let node = body.node(n);
            let operands = node.stacked as usize + node.args.len();
            assert!(height >= floors.last().expect("a region") + operands, "{node:?} takes what is not there");
            height -= operands;
            let signature = node.op.info().signature.split_once('>');
            assert!(signature.is_none_or(|(params, _)| params.len() == operands), "{node:?}");
        }
        match event {
            Event::Op(n) => height += body.node(n).results.len(),
            Event::Open(_, r) => {
                floors.push(height);
                height += region_params(r);
            }
            Event::Else(n, r) => {
                let floor = *floors.last().expect("a region");
                ends(body.node(n).regions[0], height, floor);
                height = floor + region_params(r);
            }
            Event::Close(n, r) => {
                let floor = floors.pop().expect("a region");
                ends(r, height, floor);
                height = floor + body.node(n).results.len();
            }
        }
    }
    ends(Body::ROOT, height, 0);
}

#[test]
fn invariants_of_bodies_hold() {
    let mut checked = 0;
    let suite = common::suite().into_iter().filter_map(|m| Module::parse(&m.bytes).ok());
    for module in inputs().iter().map(|p| read(p)).chain(suite) {
        for i in 0..module.defined() {
            if let Ok(body) = Body::parse(&module, i, &Default::default()) {
                check_invariants(&body);
                check_operands(&body);
                checked += 1;
            }
        }
    }
    assert!(checked > 5000, "{checked}");
}

#[test]
fn a_body_that_is_read_again_is_the_same_body() {
    for path in inputs() {
        let module = read(&path);
        for i in 0..module.defined() {
            let once = Body::parse_bytes(
                &module,
                module.func_ix(i),
                &Body::parse(&module, i, &Default::default()).expect("lifts").emit().bytes,
                &Default::default(),
            );
            let once = once.expect("lifts");
            let twice = Body::parse_bytes(&module, module.func_ix(i), &once.emit().bytes, &Default::default()).expect("lifts");
            assert_eq!(once, twice, "{} function {i}", path.display());
        }
    }
}

#[test]
fn events_of_a_tree_are_those_of_the_body() {
    let module = common::module("(module (func (param i32) (result i32) (i32.add (i32.mul (local.get 0) (i32.const 3)) (local.get 0))))");
    let body = Body::parse(&module, 0, &Default::default()).expect("lifts");
    let root = body.region(Region(0)).items[0];
    let ops = |events: Events<'_>| -> Vec<Event> { events.collect() };
    assert_eq!(ops(body.tree_events(root)), ops(body.events()));
    assert_eq!(body.tree_size(root) as usize + 2, body.emit().bytes.len());
}

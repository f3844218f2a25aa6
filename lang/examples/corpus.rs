//! Reads modules, lifts and emits every function, writes them again: the identity gate on files of your own.
//!
//! ```text
//! cargo run --release -p loom-eq-lang --example corpus -- FILE…
//! ```

use loom_eq_lang::{AssembleOptions, Body, Module, Result, assemble, branch_hints, canonical_body, canonicalize, is_component, map_core_modules};
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use wasmparser::{Validator, WasmFeatures};

/// What was counted, of one file or of all.
#[derive(Default)]
struct Counts {
    functions: usize,
    opaque: BTreeMap<String, usize>,
    grown: usize,
    unstable: usize,
    bytes: usize,
    canonical: usize,
    emitted: usize,
    /// Code bytes of the functions, canonical and emitted.
    code: [usize; 2],
    time: Duration,
}

impl Counts {
    fn module(&mut self, bytes: &[u8]) -> Result<Vec<u8>> {
        let module = Module::parse(bytes)?;
        if module.write() != bytes {
            return Err(loom_eq_lang::Error::new("read and written again, it is another module"));
        }
        let hints = branch_hints(&module);
        let mut bodies = Vec::new();
        let start = Instant::now();
        for (i, hints) in hints.iter().enumerate() {
            self.functions += 1;
            let canonical = canonical_body(module.body_bytes(i)).map_or(module.body_bytes(i).len(), |b| b.len());
            self.code[0] += canonical;
            match Body::parse(&module, i, hints) {
                Ok(body) => {
                    let emitted = body.emit();
                    self.code[1] += emitted.bytes.len();
                    self.grown += usize::from(emitted.bytes.len() > canonical);
                    let again = Body::parse_bytes(&module, module.func_ix(i), &emitted.bytes, &emitted.hints.iter().copied().collect());
                    self.unstable += usize::from(again.map(|b| b.emit().bytes) != Ok(emitted.bytes.clone()));
                    bodies.push(Some(emitted));
                }
                Err(opaque) => {
                    self.code[1] += canonical;
                    *self.opaque.entry(opaque.reason).or_default() += 1;
                    bodies.push(None);
                }
            }
        }
        self.time += start.elapsed();
        let canonical = canonicalize(&module).bytes;
        let emitted = assemble(&module, &bodies, &AssembleOptions::default()).bytes;
        for bytes in [&canonical, &emitted] {
            Validator::new_with_features(WasmFeatures::all()).validate_all(bytes)?;
        }
        if canonicalize(&Module::parse(&canonical)?).bytes != canonical {
            return Err(loom_eq_lang::Error::new("the canonical form of the canonical form is another"));
        }
        self.bytes += bytes.len();
        self.canonical += canonical.len();
        self.emitted += emitted.len();
        Ok(emitted)
    }

    fn add(&mut self, other: &Counts) {
        self.functions += other.functions;
        for (reason, count) in &other.opaque {
            *self.opaque.entry(reason.clone()).or_default() += count;
        }
        self.grown += other.grown;
        self.unstable += other.unstable;
        self.bytes += other.bytes;
        self.canonical += other.canonical;
        self.emitted += other.emitted;
        self.code = [self.code[0] + other.code[0], self.code[1] + other.code[1]];
        self.time += other.time;
    }

    fn print(&self, name: &str) {
        let Counts { functions, opaque, grown, unstable, bytes, canonical, emitted, code: [before, after], time } = self;
        let opaque_count: usize = opaque.values().sum();
        println!(
            "{name}: {functions} functions, {opaque_count} opaque, {grown} grown, {unstable} unstable; module {bytes} -> canonical {canonical} -> \
             emitted {emitted}; code {before} -> {after}; {} ms",
            time.as_millis()
        );
        for (reason, count) in opaque {
            println!("    {count} {reason}");
        }
    }
}

fn main() -> ExitCode {
    let mut total = Counts::default();
    let mut failed = false;
    for path in std::env::args().skip(1) {
        let mut counts = Counts::default();
        let read = std::fs::read(&path).map_err(|e| loom_eq_lang::Error::new(e.to_string()));
        let done = read.and_then(|bytes| {
            if is_component(&bytes) {
                let new = map_core_modules(&bytes, |_, module| counts.module(module).map(Some))?;
                Validator::new_with_features(WasmFeatures::all()).validate_all(&new)?;
            } else {
                counts.module(&bytes)?;
            }
            Ok(())
        });
        match done {
            Ok(()) => counts.print(&path),
            Err(e) => {
                println!("{path}: {e}");
                failed = true;
            }
        }
        total.add(&counts);
    }
    total.print("all");
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

//! The identity gate: what lifting and lowering, with no rule at all, does to every function.
//!
//! Without guards the emitted bodies stand for themselves, so that a lowering which grows code shows. With guards the canonical original is
//! kept wherever the emitted body is not smaller, which is what [`optimize`](crate::optimize()) does too.
//!
//! Invariants:
//! 1. With guards no function grows.
//! 2. Lowering is idempotent: reading what was written and writing it again gives the same bytes.
//! 3. The module with the emitted bodies is valid.

use crate::error::Result;
use crate::optimize::{on_deep_stack, validate};
use crate::panics::caught;
use loom_eq_lang::{self as lang, Body, Emitted, Module};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Whether the canonical original competes with the emitted body.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Guards {
    /// The smaller of the two is counted.
    On,
    /// The emitted body is counted, whatever its size.
    Off,
}

/// A function that does not pass the gate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RoundtripFunction {
    /// Which module of a component; 0 for a core module.
    pub module: usize,
    /// Its index, imports first.
    pub index: u32,
    /// The bytes of its canonical body.
    pub canonical: usize,
    /// The bytes of the emitted body.
    pub emitted: usize,
}

/// What the round trip did to a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Roundtrip {
    /// All functions with a body.
    pub functions: usize,
    /// Lifted and lowered.
    pub lifted: usize,
    /// Kept byte for byte, by reason.
    pub opaque: BTreeMap<String, usize>,
    /// Larger than their canonical form.
    pub grown: Vec<RoundtripFunction>,
    /// Different after another round trip.
    pub unstable: Vec<RoundtripFunction>,
    /// Bytes of all canonical bodies.
    pub canonical: usize,
    /// Bytes of all bodies after the round trip.
    pub after: usize,
    /// Bytes of all bodies in the file.
    pub before: usize,
    /// What wasmparser has to say against the module with the emitted bodies.
    pub invalid: Vec<String>,
}

impl Roundtrip {
    /// Adds the counts of another module or file.
    pub fn absorb(&mut self, other: Roundtrip) {
        self.functions += other.functions;
        self.lifted += other.lifted;
        for (reason, n) in other.opaque {
            *self.opaque.entry(reason).or_default() += n;
        }
        self.grown.extend(other.grown);
        self.unstable.extend(other.unstable);
        self.canonical += other.canonical;
        self.after += other.after;
        self.before += other.before;
        self.invalid.extend(other.invalid);
    }
}

/// Lifts and lowers every function of a core module, or of every core module inside a component.
///
/// # Errors
/// With the byte offset, when the input is not valid WebAssembly.
pub fn roundtrip(bytes: &[u8], guards: Guards, threads: usize) -> Result<Roundtrip> {
    on_deep_stack(threads, || {
        if !lang::is_component(bytes) {
            return core(bytes, guards, 0);
        }
        let mut total = Roundtrip::default();
        lang::map_core_modules(bytes, |number: usize, inner: &[u8]| {
            total.absorb(core(inner, guards, number).map_err(|e| lang::Error::new(e.to_string()))?);
            Ok(None)
        })?;
        Ok(total)
    })
}

/// One function's round trip.
struct Trip {
    canonical: usize,
    lowered: std::result::Result<(Emitted, bool), String>,
}

fn core(bytes: &[u8], guards: Guards, number: usize) -> Result<Roundtrip> {
    let module = Module::parse(bytes)?;
    let hints = lang::branch_hints(&module);
    let trips: Vec<Trip> = (0..module.defined()).into_par_iter().map(|i| trip(&module, i, &hints[i])).collect();
    let mut total = Roundtrip { functions: module.defined(), ..Roundtrip::default() };
    let mut bodies: Vec<Option<Emitted>> = Vec::new();
    for (i, Trip { canonical, lowered }) in trips.into_iter().enumerate() {
        total.before += module.bodies[i].len();
        total.canonical += canonical;
        let mut after = canonical;
        let mut body = None;
        match lowered {
            Ok((emitted, stable)) => {
                total.lifted += 1;
                let size = emitted.bytes.len();
                let function = || RoundtripFunction { module: number, index: module.func_ix(i).0, canonical, emitted: size };
                if !stable {
                    total.unstable.push(function());
                }
                if guards == Guards::Off || size < canonical {
                    after = size;
                    body = Some(emitted);
                }
                if after > canonical {
                    total.grown.push(function());
                }
            }
            Err(reason) => *total.opaque.entry(reason).or_default() += 1,
        }
        total.after += after;
        bodies.push(body);
    }
    let written = lang::assemble(&module, &bodies, &lang::AssembleOptions { strip: false });
    total.invalid.extend(validate(&written.bytes).err().map(|e| e.to_string()));
    Ok(total)
}

fn trip(module: &Module, i: usize, hints: &HashMap<u32, u8>) -> Trip {
    let original = module.body_bytes(i);
    let canonical = lang::canonical_body(original).map_or(original.len(), |c| c.len());
    let lowered = caught(|| {
        let emitted = Body::parse(module, i, hints).map_err(|o| o.reason)?.emit();
        let again = Body::parse_bytes(module, module.func_ix(i), &emitted.bytes, &emitted.hints.iter().copied().collect());
        let stable = again.is_ok_and(|b| b.emit().bytes == emitted.bytes);
        Ok((emitted, stable))
    });
    Trip { canonical, lowered: lowered.unwrap_or_else(|panic| Err(format!("panicked: {panic}"))) }
}

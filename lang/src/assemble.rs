//! A module back to bytes, with some of its function bodies replaced.
//!
//! Sections are written in the order of the file, each in [canonical encoding](crate::canonical_body); what nothing here understands is copied. Indices
//! are not renumbered, so only the code section and the custom sections that look inside functions have new contents.
//!
//! Invariants:
//! 1. Every section stays in its place (test `dylink_stays_first`), but custom sections that would lie go, with a note.
//! 2. With no body replaced, the output is never longer than the input and assembling it again changes nothing (test
//!    `canonical_form_of_the_suite`).
//! 3. A body that cannot be decoded is copied byte for byte (test `what_is_not_understood_is_copied`).

use crate::custom::{self, NewCode, Notes};
use crate::{Emitted, Module, canonical};
use wasm_encoder::Encode;

const CODE: u8 = 10;

/// What [`assemble`] is to do besides assembling.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AssembleOptions {
    /// Remove names, producers, target features and everything for debuggers.
    pub strip: bool,
}

/// A module in bytes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Assembled {
    /// The module.
    pub bytes: Vec<u8>,
    /// What was removed or is stale, one line each, for the report.
    pub notes: Vec<String>,
}

/// Writes the module in canonical encoding. `bodies[i]` replaces the `i`-th defined function; where it is `None` or missing, the original
/// stays.
///
/// The output is not validated, and with bodies that are longer it can be longer than the input: callers guard both.
pub fn assemble(module: &Module, bodies: &[Option<Emitted>], options: &AssembleOptions) -> Assembled {
    // The code first: what custom sections still say of it depends on whether it changed.
    let code = module.sections.iter().find(|s| s.id == CODE).map(|s| (s, canonical::framed(CODE, &code_section(module, bodies))));
    let changed = code.as_ref().is_some_and(|(section, new)| *new != module.bytes()[section.whole.clone()]);
    let context = NewCode { module, bodies, changed };
    let mut notes = Notes::default();
    let mut bytes = module.bytes()[..8].to_vec();
    let mut moved = false;
    for section in &module.sections {
        let payload = &module.bytes()[section.payload.clone()];
        match section.id {
            0 => {
                let (name, data) = module.custom(section);
                let start = section.payload.end - data.len();
                if let Some(data) = custom::rewrite(name, data, start, &context, options, &mut notes) {
                    bytes.extend(custom::section(name, &data));
                }
            }
            CODE => {
                bytes.extend_from_slice(code.as_ref().map_or(&[], |(_, new)| new));
                moved = bytes != module.bytes()[..section.whole.end];
            }
            id => bytes.extend(canonical::section(id, payload, section.payload.start)),
        }
    }
    Assembled { bytes, notes: notes.finish(changed, moved) }
}

/// The module in canonical encoding, every function as it is.
pub fn canonicalize(module: &Module) -> Assembled {
    assemble(module, &[], &AssembleOptions::default())
}

/// Whether this is an object file for a linker: its relocations patch code at byte offsets, so it must be handed back unchanged.
pub fn relocatable(module: &Module) -> bool {
    module.customs().any(|(name, ..)| name == "linking" || name.starts_with("reloc."))
}

/// The payload of the code section.
fn code_section(module: &Module, bodies: &[Option<Emitted>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(module.bodies.iter().map(ExactSizeIterator::len).sum());
    module.defined().encode(&mut out);
    for i in 0..module.defined() {
        match bodies.get(i) {
            Some(Some(new)) => new.bytes.as_slice().encode(&mut out),
            _ => {
                let original = module.body_bytes(i);
                canonical::canonical_body(original).as_deref().unwrap_or(original).encode(&mut out);
            }
        }
    }
    out
}

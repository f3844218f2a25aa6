//! Components: the core modules inside, with everything around them left as it is.
//!
//! A component is a list of sections like a module. Section 1 is a whole core module, section 4 a whole component. Nothing in a component counts
//! bytes or looks inside a core module's code, so a module can be exchanged for another with the same imports and exports.
//!
//! Invariants:
//! 1. What is not a replaced core module, or the size of a component around one, is the same to the byte (test `only_replaced_modules_change`).
//! 2. Core modules are numbered in file order, at whatever depth (test `modules_are_numbered_in_file_order`).

use crate::canonical::framed;
use crate::{Error, Result};
use std::ops::Range;
use wasmparser::{BinaryReader, Parser, Validator, WasmFeatures};

const CORE_MODULE: u8 = 1;
const COMPONENT: u8 = 4;
/// Magic and version, in front of the sections of a component and of a module.
const HEADER: usize = 8;

/// Whether the bytes start like a component.
pub fn is_component(bytes: &[u8]) -> bool {
    Parser::is_component(bytes)
}

/// A component whose sections are being copied.
struct Frame {
    /// What stands here of the output. The first eight bytes are the header.
    out: Vec<u8>,
    /// The sections still to be read.
    rest: Range<usize>,
    /// The whole section, for when nothing inside it changes.
    whole: Range<usize>,
    changed: bool,
}

/// Hands each core module of a component to `f`, with its number in file order, and puts what `f` gives in its place; `None` leaves the
/// module as it is.
///
/// # Errors
/// When the input is not a valid component, and what `f` fails with.
pub fn map_core_modules(bytes: &[u8], mut f: impl FnMut(usize, &[u8]) -> Result<Option<Vec<u8>>>) -> Result<Vec<u8>> {
    if !is_component(bytes) {
        return Err(Error::at(0, "not a wasm component"));
    }
    Validator::new_with_features(WasmFeatures::all()).validate_all(bytes)?;
    let mut count = 0;
    // A stack of our own: components nest as deep as their author likes.
    let mut open = Vec::new();
    let mut frame = Frame::new(bytes, 0..bytes.len(), HEADER);
    loop {
        if frame.rest.is_empty() {
            let Some(mut outer): Option<Frame> = open.pop() else { return Ok(frame.out) };
            if frame.changed {
                outer.out.extend(framed(COMPONENT, &frame.out));
                outer.changed = true;
            } else {
                outer.out.extend_from_slice(&bytes[frame.whole]);
            }
            frame = outer;
            continue;
        }
        let at = frame.rest.start;
        let mut r = BinaryReader::new(&bytes[frame.rest.clone()], at as u64);
        let id = r.read_u8()?;
        let size = r.read_var_u32()? as usize;
        let payload = r.read_bytes(size)?;
        let end = frame.rest.end - r.bytes_remaining();
        frame.rest.start = end;
        match id {
            COMPONENT => {
                open.push(frame);
                frame = Frame::new(bytes, at..end, end - size - at + HEADER);
            }
            CORE_MODULE => {
                match f(count, payload)? {
                    Some(new) => {
                        frame.out.extend(framed(CORE_MODULE, &new));
                        frame.changed = true;
                    }
                    None => frame.out.extend_from_slice(&bytes[at..end]),
                }
                count += 1;
            }
            _ => frame.out.extend_from_slice(&bytes[at..end]),
        }
    }
}

impl Frame {
    /// A component in `whole`, whose sections start `skip` bytes in, right behind its header.
    fn new(bytes: &[u8], whole: Range<usize>, skip: usize) -> Frame {
        let first = whole.start + skip;
        Frame { out: bytes[first - HEADER..first].to_vec(), rest: first..whole.end, whole, changed: false }
    }
}

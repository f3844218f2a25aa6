//! Code metadata: custom sections named `metadata.code.*`, the branch hints among them. They attach data to instructions by byte offset.
//!
//! All of them have one layout (`vec(function, vec(offset, size, data))`), so an offset can be followed through a change of encoding without
//! knowing what the data mean. Through a change of code it can be followed for branch hints only, whose meaning travels with the branch;
//! anything else said of an instruction of a changed function is dropped. Offset 0 is no instruction but the function as a whole.
//!
//! Invariants:
//! 1. An offset that is written is that of an instruction, or 0 (test `hints_follow_their_branches`).
//! 2. A branch hint of a changed function is one that its new body carries (same test).

use crate::{Error, FuncIx, Module, Result};
use std::collections::HashMap;
use wasm_encoder::Encode;
use wasmparser::BinaryReader;

/// The section that holds the branch hints.
pub(crate) const BRANCH_HINT: &str = "metadata.code.branch_hint";
/// How the names of all such sections start.
pub(crate) const PREFIX: &str = "metadata.code.";

/// What a section says of one function: offsets, each with its data.
pub(crate) struct FuncMetadata {
    pub(crate) func: FuncIx,
    pub(crate) entries: Vec<(u32, Vec<u8>)>,
}

/// Reads the contents of a code metadata section that stand at `start` in the file.
pub(crate) fn read(data: &[u8], start: usize) -> Result<Vec<FuncMetadata>> {
    let mut r = BinaryReader::new(data, start as u64);
    let mut all = Vec::new();
    for _ in 0..r.read_var_u32()? {
        let func = FuncIx(r.read_var_u32()?);
        let mut entries = Vec::new();
        for _ in 0..r.read_var_u32()? {
            let offset = r.read_var_u32()?;
            let size = r.read_var_u32()? as usize;
            entries.push((offset, r.read_bytes(size)?.to_vec()));
        }
        all.push(FuncMetadata { func, entries });
    }
    if r.eof() { Ok(all) } else { Err(Error::at(r.original_position(), "bytes behind the code metadata")) }
}

/// The contents of a code metadata section.
pub(crate) fn write(all: &[FuncMetadata]) -> Vec<u8> {
    let mut out = Vec::new();
    all.len().encode(&mut out);
    for FuncMetadata { func, entries } in all {
        func.0.encode(&mut out);
        entries.len().encode(&mut out);
        for (offset, data) in entries {
            offset.encode(&mut out);
            data.as_slice().encode(&mut out);
        }
    }
    out
}

/// The branch hints of each defined function, by byte offset from the start of its body: what [`Body::parse`](crate::Body::parse) takes. Empty
/// where the module has none, or has them in a form that is not understood.
pub fn branch_hints(module: &Module) -> Vec<HashMap<u32, u8>> {
    let mut hints = vec![HashMap::new(); module.defined()];
    for (_, data, section) in module.customs().filter(|(name, ..)| *name == BRANCH_HINT) {
        for FuncMetadata { func, entries } in read(data, section.payload.end - data.len()).unwrap_or_default() {
            let Some(of_func) = func.ix().checked_sub(module.imported_funcs).and_then(|i| hints.get_mut(i)) else { continue };
            of_func.extend(entries.iter().filter_map(|(offset, data)| match data.as_slice() {
                [hint] => Some((*offset, *hint)),
                _ => None,
            }));
        }
    }
    hints
}

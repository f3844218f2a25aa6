//! The `name` section when function bodies have changed: names of locals and labels move to their new numbers.
//!
//! Only subsections 2 (locals) and 3 (labels) speak of the inside of functions. All others stay byte for byte, understood or not.
//!
//! Invariants:
//! 1. A local or label keeps its name wherever it goes; what is gone has none (test `names_follow_their_locals_and_labels`).
//! 2. Functions that did not change keep all names (same test).

use crate::{Emitted, Result};
use std::collections::HashMap;
use wasm_encoder::Encode;
use wasmparser::BinaryReader;

const LOCALS: u8 = 2;
const LABELS: u8 = 3;

/// Names by index. They stay bytes: a name that is not UTF-8 is kept like any other.
type Names<'a> = Vec<(u32, &'a [u8])>;

/// The contents of a `name` section after functions were replaced: `changed` gives the new body of a function index. With it what had to go
/// because it is malformed, so that nobody knows what it names.
pub(crate) fn rewrite<'e>(data: &[u8], changed: impl Fn(u32) -> Option<&'e Emitted>) -> (Vec<u8>, Vec<&'static str>) {
    let mut out = Vec::new();
    let mut dropped = Vec::new();
    let mut r = BinaryReader::new(data, 0);
    while !r.eof() {
        let Ok((id, payload)) = subsection(&mut r) else {
            dropped.push("what follows its last readable subsection");
            break;
        };
        let (renamed, what) = match id {
            LOCALS => (indirect(payload, |f, names| moved(names, changed(f)?.locals.iter().map(|l| l.map(|l| l.0)))), "the names of locals"),
            LABELS => (indirect(payload, |f, names| moved(names, changed(f)?.labels.iter().copied())), "the names of labels"),
            _ => (Ok(payload.to_vec()), ""),
        };
        match renamed {
            Ok(payload) => {
                out.push(id);
                payload.as_slice().encode(&mut out);
            }
            Err(_) => dropped.push(what),
        }
    }
    (out, dropped)
}

pub(crate) fn subsection<'a>(r: &mut BinaryReader<'a>) -> Result<(u8, &'a [u8])> {
    let id = r.read_u8()?;
    let size = r.read_var_u32()? as usize;
    Ok((id, r.read_bytes(size)?))
}

/// The names at their new numbers: `sources` says for each new number which one it was.
fn moved<'a>(names: &Names<'a>, sources: impl Iterator<Item = Option<u32>>) -> Option<Names<'a>> {
    let by_source: HashMap<u32, &[u8]> = names.iter().copied().collect();
    let name = |(new, source): (u32, Option<u32>)| Some((new, *by_source.get(&source?)?));
    Some((0..).zip(sources).filter_map(name).collect())
}

/// A map from functions to maps from indices to names, with those maps replaced for which `rename` gives another. An empty one goes.
fn indirect(payload: &[u8], rename: impl for<'a> Fn(u32, &Names<'a>) -> Option<Names<'a>>) -> Result<Vec<u8>> {
    let mut r = BinaryReader::new(payload, 0);
    let mut kept = 0u32;
    let mut funcs = Vec::new();
    for _ in 0..r.read_var_u32()? {
        let func = r.read_var_u32()?;
        let mut names: Names<'_> = Vec::new();
        for _ in 0..r.read_var_u32()? {
            let index = r.read_var_u32()?;
            let size = r.read_var_u32()? as usize;
            names.push((index, r.read_bytes(size)?));
        }
        if let Some(renamed) = rename(func, &names) {
            names = renamed;
            if names.is_empty() {
                continue;
            }
        }
        kept += 1;
        func.encode(&mut funcs);
        names.len().encode(&mut funcs);
        for (index, name) in names {
            index.encode(&mut funcs);
            name.encode(&mut funcs);
        }
    }
    let mut out = Vec::new();
    kept.encode(&mut out);
    out.append(&mut funcs);
    Ok(out)
}

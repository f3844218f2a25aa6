//! The `name` section in another numbering. What is gone has no name any more; of types that became one the first one's name stays.
//!
//! Subsections that are malformed or not known go, since nobody knows what they name.

use super::indices::{Indices, Space};
use crate::Result;
use crate::names::subsection;
use std::collections::BTreeMap;
use wasm_encoder::Encode;
use wasmparser::BinaryReader;

/// The contents of the section, and what had to go.
pub(crate) fn rewrite(data: &[u8], map: &Indices) -> (Vec<u8>, Vec<String>) {
    let mut out = Vec::new();
    let mut dropped = Vec::new();
    let mut r = BinaryReader::new(data, 0);
    while !r.eof() {
        let Ok((id, payload)) = subsection(&mut r) else {
            dropped.push("what follows its last readable subsection".into());
            break;
        };
        let renamed = match id {
            0 => Ok(payload.to_vec()),
            1 => direct(payload, map, Space::Func),
            2 | 3 => indirect(payload, map, Space::Func),
            4 => direct(payload, map, Space::Type),
            5 => direct(payload, map, Space::Table),
            6 => direct(payload, map, Space::Memory),
            7 => direct(payload, map, Space::Global),
            8 => direct(payload, map, Space::Element),
            9 => direct(payload, map, Space::Data),
            10 => indirect(payload, map, Space::Type),
            11 => direct(payload, map, Space::Tag),
            _ => {
                dropped.push(format!("subsection {id}"));
                continue;
            }
        };
        match renamed {
            // One that lost all its names is not needed.
            Ok(payload) if payload == [0] => {}
            Ok(payload) => {
                out.push(id);
                payload.as_slice().encode(&mut out);
            }
            Err(_) => dropped.push(format!("subsection {id}")),
        }
    }
    (out, dropped)
}

/// Names by index. They stay bytes: a name that is not UTF-8 is kept like any other.
fn direct(payload: &[u8], map: &Indices, space: Space) -> Result<Vec<u8>> {
    let mut names = BTreeMap::new();
    let mut r = BinaryReader::new(payload, 0);
    for _ in 0..r.read_var_u32()? {
        let old = r.read_var_u32()?;
        let size = r.read_var_u32()? as usize;
        let name = r.read_bytes(size)?;
        if let Some(new) = map.get(space, old) {
            names.entry(new).or_insert(name);
        }
    }
    let mut out = Vec::new();
    names.len().encode(&mut out);
    for (index, name) in names {
        index.encode(&mut out);
        name.encode(&mut out);
    }
    Ok(out)
}

/// Maps of names by index; what is in them stays as it is.
fn indirect(payload: &[u8], map: &Indices, space: Space) -> Result<Vec<u8>> {
    let mut maps = BTreeMap::new();
    let mut r = BinaryReader::new(payload, 0);
    for _ in 0..r.read_var_u32()? {
        let old = r.read_var_u32()?;
        let mut inner = Vec::new();
        let count = r.read_var_u32()?;
        count.encode(&mut inner);
        for _ in 0..count {
            r.read_var_u32()?.encode(&mut inner);
            let size = r.read_var_u32()? as usize;
            r.read_bytes(size)?.encode(&mut inner);
        }
        if let Some(new) = map.get(space, old) {
            maps.entry(new).or_insert(inner);
        }
    }
    let mut out = Vec::new();
    maps.len().encode(&mut out);
    for (index, inner) in maps {
        index.encode(&mut out);
        out.extend_from_slice(&inner);
    }
    Ok(out)
}

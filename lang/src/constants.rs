//! Immutable globals that hold constants: the shortest home of a constant that many functions use.

use crate::instr;
use crate::{Const, Module, Result, canonical};
use wasm_encoder::Encode;
use wasmparser::{BinaryReader, ConstExpr};

const GLOBALS: u8 = 6;
/// What stands behind the globals in a module: exports, start, elements, data count, code, data.
const BEHIND: [u8; 6] = [7, 8, 9, 10, 11, 12];

/// The bytes that an immutable global with this value takes in the global section.
pub fn global_size(value: Const) -> u32 {
    value.size() + 3
}

/// The module with immutable globals behind all others, in this order. No index changes its meaning.
///
/// # Errors
/// If the result is no valid module, which would be an error here.
pub fn with_constants(module: &Module, constants: &[Const]) -> Result<Module> {
    if constants.is_empty() {
        return Ok(module.clone());
    }
    let mut entries = Vec::new();
    for value in constants {
        instr::encode_val_type(value.ty(), &mut entries);
        entries.push(0);
        instr::encode(value.op(), &value.imm(), &mut entries);
        entries.push(0x0b);
    }
    let bytes = module.bytes();
    let mut out = bytes[..8].to_vec();
    let mut written = false;
    for section in &module.sections {
        if section.id == GLOBALS {
            let payload = &bytes[section.payload.clone()];
            let mut reader = BinaryReader::new(payload, section.payload.start as u64);
            let count = reader.read_var_u32()? as usize + constants.len();
            out.extend(globals(count, &payload[payload.len() - reader.bytes_remaining()..], &entries));
            written = true;
            continue;
        }
        if BEHIND.contains(&section.id) && !written {
            out.extend(globals(constants.len(), &[], &entries));
            written = true;
        }
        out.extend_from_slice(&bytes[section.whole.clone()]);
    }
    if !written {
        out.extend(globals(constants.len(), &[], &entries));
    }
    Module::parse(&out)
}

fn globals(count: usize, old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut payload = Vec::with_capacity(old.len() + new.len() + 5);
    count.encode(&mut payload);
    payload.extend_from_slice(old);
    payload.extend_from_slice(new);
    canonical::framed(GLOBALS, &payload)
}

/// The constant that an initializer is, if it is nothing else.
pub(crate) fn literal(init: &ConstExpr<'_>) -> Option<Const> {
    let mut reader = init.get_binary_reader();
    let first = instr::Instr::decode(&mut reader).ok()?;
    let last = instr::Instr::decode(&mut reader).ok()?;
    if last.op != crate::Op::End || !reader.eof() {
        return None;
    }
    Const::of(first.op, &first.imm)
}

//! Canonical encoding: what stands in the file, with every LEB in its shortest form.
//!
//! Linkers pad LEBs so that they can patch them later: 3 to 13 % of most modules that no optimizer has seen. Every gain is judged against the
//! canonical form, so that this is not counted as one. It is a change of encoding only: the same instructions, sections and types in the
//! same order, down to local declarations of count zero and `nop`s. What the rest of the crate does not understand stays as it is, byte for byte.
//!
//! Invariants:
//! 1. The canonical form is never longer (test `canonical_form_of_the_suite`).
//! 2. The canonical form is its own canonical form (same test).
//! 3. It reads as the same text (same test, against `wasmprinter`).

use crate::instr::{self, Instr};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{Encode, Section};
use wasmparser::{BinaryReader, ValType};

/// A function body (local declarations, code, final `end`) in canonical encoding; `None` when it has something that the operator table does
/// not know.
pub fn canonical_body(bytes: &[u8]) -> Option<Vec<u8>> {
    recode(bytes, |_, _| {})
}

/// The canonical form of a body; `moved` is told the old and the new offset of each instruction, ascending.
pub(crate) fn recode(bytes: &[u8], mut moved: impl FnMut(u32, u32)) -> Option<Vec<u8>> {
    let mut r = BinaryReader::new(bytes, 0);
    let mut out = Vec::with_capacity(bytes.len());
    let runs = r.read_var_u32().ok()?;
    runs.encode(&mut out);
    for _ in 0..runs {
        r.read_var_u32().ok()?.encode(&mut out);
        instr::encode_val_type(r.read::<ValType>().ok()?, &mut out);
    }
    while !r.eof() {
        let old = u32::try_from(r.original_position()).ok()?;
        moved(old, u32::try_from(out.len()).ok()?);
        Instr::decode(&mut r).ok()?.encode(&mut out);
    }
    (out.len() <= bytes.len()).then_some(out)
}

/// The instructions of a function body with their places in its bytes, in order; up to the first one that the operator table does not know.
pub fn instructions(bytes: &[u8]) -> impl Iterator<Item = (std::ops::Range<usize>, Instr)> + '_ {
    let mut r = BinaryReader::new(bytes, 0);
    let mut locals = || -> wasmparser::Result<()> {
        for _ in 0..r.read_var_u32()? {
            r.read_var_u32()?;
            r.read::<ValType>()?;
        }
        Ok(())
    };
    let mut readable = locals().is_ok();
    std::iter::from_fn(move || {
        let at = |r: &BinaryReader| usize::try_from(r.original_position()).expect("inside of the body");
        let from = at(&r);
        let instr = Some(&mut r).filter(|r| readable && !r.eof()).and_then(|r| Instr::decode(r).ok());
        readable = instr.is_some();
        Some((from..at(&r), instr?))
    })
}

/// A whole section, id and size included. Neither custom sections nor the code section: [`assemble`](crate::assemble) does these.
pub(crate) fn section(id: u8, payload: &[u8], start: usize) -> Vec<u8> {
    let kept = framed(id, payload);
    match reencode(id, BinaryReader::new(payload, start as u64)) {
        Some(new) if new.len() <= kept.len() => new,
        // `wasm-encoder` does not know it, or has no shorter way to say it.
        _ => kept,
    }
}

/// A payload behind its section id and its size.
pub(crate) fn framed(id: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![id];
    payload.encode(&mut out);
    out
}

/// Reads a section through `wasmparser` and writes it through `wasm-encoder`.
fn reencode(id: u8, mut r: BinaryReader<'_>) -> Option<Vec<u8>> {
    macro_rules! through {
        ($reader:ident, $section:ident, $parse:ident) => {{
            let mut section = wasm_encoder::$section::new();
            RoundtripReencoder.$parse(&mut section, wasmparser::$reader::new(r).ok()?).ok()?;
            written(&section)
        }};
    }
    Some(match id {
        1 => through!(TypeSectionReader, TypeSection, parse_type_section),
        2 => through!(ImportSectionReader, ImportSection, parse_import_section),
        3 => through!(FunctionSectionReader, FunctionSection, parse_function_section),
        4 => through!(TableSectionReader, TableSection, parse_table_section),
        5 => through!(MemorySectionReader, MemorySection, parse_memory_section),
        6 => through!(GlobalSectionReader, GlobalSection, parse_global_section),
        7 => through!(ExportSectionReader, ExportSection, parse_export_section),
        8 => written(&wasm_encoder::StartSection { function_index: r.read_var_u32().ok()? }),
        9 => through!(ElementSectionReader, ElementSection, parse_element_section),
        11 => through!(DataSectionReader, DataSection, parse_data_section),
        12 => written(&wasm_encoder::DataCountSection { count: r.read_var_u32().ok()? }),
        13 => through!(TagSectionReader, TagSection, parse_tag_section),
        _ => return None,
    })
}

fn written(section: &impl Section) -> Vec<u8> {
    let mut out = Vec::new();
    section.append_to(&mut out);
    out
}

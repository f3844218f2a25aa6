//! What becomes of each custom section once code has changed. None may lie.
//!
//! | section | what it says of code | what becomes of it |
//! |---|---|---|
//! | `name` | numbers of locals and labels | renumbered ([`names`](crate::names)) |
//! | `metadata.code.*` | byte offsets of instructions | followed, or dropped with a note ([`metadata`](crate::metadata)) |
//! | `.debug_*` | byte offsets, homes of variables | removed with one note; kept when the code section is the same to the byte |
//! | `sourceMappingURL`, `external_debug_info` | a file elsewhere that holds byte offsets | kept with a note: nobody else knows where that file is |
//! | `component-provenance` | code ranges of a fuser's output, and its hash | removed with a note |
//! | `build_id`, `signature` | a hash of the module that was | kept with a note: tools find the original by it |
//! | anything else | nothing that we know of | byte for byte, in its place; so `dylink.0` stays first |
//!
//! Invariants:
//! 1. With the code section unchanged, every custom section is unchanged (test `unchanged_code_keeps_everything`).
//! 2. Whatever is removed or has gone stale is named in a note (test `dwarf_goes_with_one_note`).

use crate::metadata::{self, FuncMetadata};
use crate::{AssembleOptions, Emitted, Module, canonical, names};
use std::collections::HashMap;
use wasm_encoder::Encode;

/// What custom sections need to know of the new code.
pub(crate) struct NewCode<'a> {
    pub(crate) module: &'a Module,
    pub(crate) bodies: &'a [Option<Emitted>],
    /// Whether any byte of the code section changed.
    pub(crate) changed: bool,
}

/// Notes in the making. What is said once of several sections, or only when all is written, is collected first.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) lines: Vec<String>,
    pub(crate) dwarf: Vec<String>,
    pub(crate) kept: Vec<String>,
}

impl Notes {
    /// The lines. `changed`: some byte of the code section is another. `moved`: some byte up to its end is, from where source maps count.
    pub(crate) fn finish(mut self, changed: bool, moved: bool) -> Vec<String> {
        if !self.dwarf.is_empty() {
            self.lines.push(format!("removed debug information ({}): code offsets have changed", self.dwarf.join(", ")));
        }
        for name in self.kept {
            match name.as_str() {
                "sourceMappingURL" | "external_debug_info" if moved => {
                    self.lines.push(format!("kept {name}, but the file that it points to describes the original code"));
                }
                "build_id" | "signature" if changed => self.lines.push(format!("kept {name}, but it belongs to the original code")),
                _ => {}
            }
        }
        self.lines
    }
}

/// The contents of a custom section in the new module; `None` removes it. `start` is where `data` stands in the file.
pub(crate) fn rewrite(name: &str, data: &[u8], start: usize, code: &NewCode<'_>, options: &AssembleOptions, notes: &mut Notes) -> Option<Vec<u8>> {
    match name {
        _ if options.strip && stripped(name) => None,
        "name" if code.changed && code.bodies.iter().any(Option::is_some) => {
            let (new, dropped) = names::rewrite(data, |f| code.emitted(f));
            notes.lines.extend(dropped.iter().map(|what| format!("removed {what} from the name section: malformed")));
            Some(new)
        }
        _ if code.changed && name.starts_with(".debug_") => {
            notes.dwarf.push(name.to_string());
            None
        }
        "component-provenance" if code.changed => {
            notes.lines.push(format!("removed {name}: it has code ranges and a hash of the original module"));
            None
        }
        _ if code.changed && name.starts_with(metadata::PREFIX) => code.metadata(name, data, start, notes),
        _ => {
            notes.kept.push(name.to_string());
            Some(data.to_vec())
        }
    }
}

/// What [`AssembleOptions::strip`] removes: names, producers, the compiler's target features, and everything for debuggers.
fn stripped(name: &str) -> bool {
    matches!(name, "name" | "producers" | "target_features" | "sourceMappingURL" | "external_debug_info") || name.starts_with(".debug_")
}

impl NewCode<'_> {
    fn body_ix(&self, func: u32) -> Option<usize> {
        (func as usize).checked_sub(self.module.imported_funcs).filter(|i| *i < self.module.defined())
    }

    /// The new body of a function.
    fn emitted(&self, func: u32) -> Option<&Emitted> {
        self.bodies.get(self.body_ix(func)?)?.as_ref()
    }

    fn metadata(&self, name: &str, data: &[u8], start: usize, notes: &mut Notes) -> Option<Vec<u8>> {
        let Ok(mut all) = metadata::read(data, start) else {
            notes.lines.push(format!("removed {name}: malformed"));
            return None;
        };
        let had_entries = !all.is_empty();
        let mut dropped = 0;
        if name == metadata::BRANCH_HINT {
            dropped += self.new_hints(&mut all);
        }
        for FuncMetadata { func, entries } in &mut all {
            let before = entries.len();
            match (self.emitted(func.0), self.body_ix(func.0)) {
                (Some(_), _) if name == metadata::BRANCH_HINT => {}
                (Some(_), _) => entries.retain(|(offset, _)| *offset == 0),
                (None, Some(i)) => follow(entries, self.module.body_bytes(i)),
                (None, None) => {}
            }
            dropped += before - entries.len();
        }
        all.retain(|f| !f.entries.is_empty());
        if dropped > 0 {
            let entries = if dropped == 1 { "entry" } else { "entries" };
            notes.lines.push(format!("removed {dropped} {entries} of {name}: their instructions have changed"));
        }
        (!all.is_empty() || !had_entries).then(|| metadata::write(&all))
    }

    /// Replaces the hints of changed functions by those that their new bodies carry; also such that had none before. Gives the number of
    /// those that are gone.
    fn new_hints(&self, all: &mut Vec<FuncMetadata>) -> usize {
        let mut gone = 0;
        all.retain(|f| {
            let new = self.emitted(f.func.0);
            gone += new.map_or(0, |e| f.entries.len().saturating_sub(e.hints.len()));
            new.is_none()
        });
        for (i, body) in self.bodies.iter().enumerate() {
            if let Some(e) = body
                && !e.hints.is_empty()
            {
                let entries = e.hints.iter().map(|(offset, hint)| (*offset, vec![*hint])).collect();
                all.push(FuncMetadata { func: self.module.func_ix(i), entries });
            }
        }
        all.sort_by_key(|f| f.func);
        gone
    }
}

/// Moves entries to where canonical encoding has put their instructions. Entries of no instruction go.
fn follow(entries: &mut Vec<(u32, Vec<u8>)>, body: &[u8]) {
    let mut moved = HashMap::from([(0, 0)]);
    let understood = canonical::recode(body, |old, new| {
        moved.insert(old, new);
    });
    if understood.is_none() {
        // The body stays byte for byte, and so do its offsets.
        return;
    }
    entries.retain_mut(|(offset, _)| match moved.get(offset) {
        Some(new) => {
            *offset = *new;
            true
        }
        None => false,
    });
}

/// The whole custom section, id and size included.
pub(crate) fn section(name: &str, data: &[u8]) -> Vec<u8> {
    let mut payload = Vec::with_capacity(name.len() + data.len() + 5);
    name.encode(&mut payload);
    payload.extend_from_slice(data);
    canonical::framed(0, &payload)
}

//! What becomes of each custom section when indices change.
//!
//! | section | what becomes of it |
//! |---|---|
//! | `name` | renumbered ([`names`](super::names)) |
//! | `metadata.code.branch_hint` and others whose data are no indices | follow their functions and instructions |
//! | `.debug_*` | removed with one note if code, globals or tables have moved |
//! | `sourceMappingURL`, `external_debug_info`, `build_id`, `signature` | kept with a note, as in [`custom`](crate::custom) |
//! | known not to hold an index | kept |
//! | anything else | nothing is renumbered |

use super::indices::Space;
use super::names;
use super::plan::Plan;
use super::write::Offsets;
use crate::custom::Notes;
use crate::metadata::{self, FuncMetadata};
use crate::{FuncIx, Module};

/// What has moved.
pub(crate) struct Moved<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) module: &'a Module,
    /// Where the instructions of each body are now.
    pub(crate) offsets: &'a [Offsets],
    /// Whether the code section is another.
    pub(crate) changed: bool,
}

/// Why a custom section of this name forbids other indices.
pub(crate) fn objection(name: &str) -> Option<String> {
    let known = matches!(
        name,
        "name"
            | "producers"
            | "target_features"
            | "sourceMappingURL"
            | "external_debug_info"
            | "build_id"
            | "signature"
            | "wsc.transformation.attestation"
    );
    // Descriptions of interfaces name what is imported and exported.
    let prefix = [".debug_", "component-type", "icp:", "contract"].iter().any(|p| name.starts_with(p));
    // Data of other metadata may be indices, as call targets are.
    let metadata = matches!(name, metadata::BRANCH_HINT | "metadata.code.compilation_priority" | "metadata.code.instr_freq");
    (!known && !prefix && !metadata).then(|| format!("custom section {name} may hold indices"))
}

/// The contents of a custom section in the new module; `None` removes it. `start` is where `data` stands in the file.
pub(crate) fn rewrite(name: &str, data: &[u8], start: usize, moved: &Moved<'_>, notes: &mut Notes) -> Result<Option<Vec<u8>>, String> {
    if let Some(why) = objection(name) {
        return Err(why);
    }
    let same = |space| moved.plan.map.of(space).iter().zip(0..).all(|(new, old)| new.is_none_or(|new| new == old));
    // Where variables are at home, they say by offsets of code, globals and tables.
    let homes_moved = || moved.changed || !same(Space::Global) || !same(Space::Table);
    Ok(match name {
        "name" => {
            let (new, dropped) = names::rewrite(data, &moved.plan.map);
            notes.lines.extend(dropped.iter().map(|what| format!("removed {what} from the name section: not understood")));
            Some(new).filter(|new| !new.is_empty() || data.is_empty())
        }
        _ if name.starts_with(".debug_") && homes_moved() => {
            notes.dwarf.push(name.to_string());
            None
        }
        _ if name.starts_with(metadata::PREFIX) => moved.metadata(name, data, start, notes),
        _ => {
            notes.kept.push(name.to_string());
            Some(data.to_vec())
        }
    })
}

impl Moved<'_> {
    fn metadata(&self, name: &str, data: &[u8], start: usize, notes: &mut Notes) -> Option<Vec<u8>> {
        let Ok(all) = metadata::read(data, start) else {
            notes.lines.push(format!("removed {name}: malformed"));
            return None;
        };
        let had_entries = !all.is_empty();
        let mut dropped = 0;
        let mut out: Vec<FuncMetadata> = all.into_iter().filter_map(|f| self.function(f, &mut dropped)).collect();
        if dropped > 0 {
            notes.lines.push(format!("removed {dropped} of {name}: at no instruction"));
        }
        out.retain(|f| !f.entries.is_empty());
        out.sort_by_key(|f| f.func);
        (!out.is_empty() || !had_entries).then(|| metadata::write(&out))
    }

    fn function(&self, f: FuncMetadata, dropped: &mut usize) -> Option<FuncMetadata> {
        let func = FuncIx(self.plan.map.get(Space::Func, f.func.0)?);
        let offsets = f.func.ix().checked_sub(self.module.imported_funcs).and_then(|i| self.offsets.get(i));
        let follow = |(offset, data): (u32, Vec<u8>)| {
            let new = match offset {
                0 => Some(0),
                _ => offsets.and_then(|all| all.binary_search_by_key(&offset, |(old, _)| *old).ok().map(|at| all[at].1)),
            };
            *dropped += usize::from(new.is_none());
            Some((new?, data))
        };
        Some(FuncMetadata { func, entries: f.entries.into_iter().filter_map(follow).collect() })
    }
}

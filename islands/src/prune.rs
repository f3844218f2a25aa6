//! The last step: what nothing reaches goes, and what is left gets new indices, if that is smaller and proven.
//!
//! Bodies were proven before, one by one, against the input. This step changes no instruction but for its indices, which `verify` confirms
//! under the map that pruning gives, together with everything outside of functions. What is not confirmed is not used.

use crate::config::Config;
use crate::cost::Cost;
use crate::module::code_size;
use crate::report::{Pruned, Report};
use crate::transfer::compressed;
use loom_eq_lang::{self as lang, Indices, Module, Places, Pruning, Space};

/// The module to write instead of `module`; the report says what is gone.
pub(crate) fn prune(module: &Module, config: &Config, report: &mut Report) -> Vec<u8> {
    if !config.prune {
        return module.bytes().to_vec();
    }
    let found = match lang::prune(module, Places::ByUse) {
        Pruning::Smaller(found) => *found,
        Pruning::Nothing => return module.bytes().to_vec(),
        Pruning::Declined(why) => return kept(module, &why, report),
    };
    let found = if config.cost == Cost::Transfer { behind_brotli(module, found) } else { Some(found) };
    let Some(found) = found else { return module.bytes().to_vec() };
    let after = match confirmed(module, &found) {
        Ok(after) => after,
        Err(why) => return kept(module, &why, report),
    };
    let imported = found.indices.of(Space::Func)[..module.imported_funcs].iter().filter(|f| f.is_none()).count();
    let removed = |space| found.indices.removed(space);
    report.pruned = Pruned {
        bytes: module.bytes().len() - found.bytes.len(),
        functions: removed(Space::Func) - imported,
        imports: found.imports,
        types: removed(Space::Type),
        globals: removed(Space::Global),
        tables: removed(Space::Table),
        memories: removed(Space::Memory),
        tags: removed(Space::Tag),
        data: removed(Space::Data),
        elements: removed(Space::Element),
        reordered: usize::from(found.indices.reordered(Space::Func)),
    };
    mark(&found.indices, report);
    report.bytes.after = found.bytes.len();
    report.code.after = report.code.after + code_size(&after) - code_size(module);
    for note in found.notes {
        if !report.notes.contains(&note) {
            report.notes.push(note);
        }
    }
    found.bytes
}

/// Short indices are no gain behind a compressor if neighbours are torn apart: what compresses best, if it is better than the module.
fn behind_brotli(module: &Module, by_use: lang::Pruned) -> Option<lang::Pruned> {
    let mut tried = vec![by_use];
    if let Pruning::Smaller(in_place) = lang::prune(module, Places::Kept) {
        tried.push(*in_place);
    }
    let now = compressed(module.bytes());
    let sized = tried.into_iter().map(|found| (compressed(&found.bytes), found));
    sized.filter(|(size, _)| *size <= now).min_by_key(|(size, found)| (*size, found.bytes.len())).map(|(_, found)| found)
}

/// The result as a module, if it is smaller, valid, and the module itself under the map.
fn confirmed(module: &Module, found: &lang::Pruned) -> Result<Module, String> {
    let report = loom_eq_verify::renumbered(module.bytes(), &found.bytes, &found.indices).map_err(|e| format!("the result would be invalid: {e}"))?;
    if let Some(what) = report.structure.first() {
        return Err(format!("not proven: {what}"));
    }
    if !report.is_proven() {
        return Err(format!("not proven: {} functions", report.unknown));
    }
    Module::parse(&found.bytes).map_err(|e| e.to_string())
}

fn kept(module: &Module, why: &str, report: &mut Report) -> Vec<u8> {
    report.notes.push(format!("nothing is removed or renumbered: {why}"));
    module.bytes().to_vec()
}

/// Says in the records where functions are now.
fn mark(indices: &Indices, report: &mut Report) {
    for record in &mut report.records {
        record.now = indices.get(Space::Func, record.index);
    }
}

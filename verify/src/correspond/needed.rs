//! Which functions can be called at all.
//!
//! Tools replace the bodies of functions that stand in a table but that no call can reach. Whether such a pair is equal does not matter: it is judged like
//! the others, but the modules are equal without it.
//!
//! Looked at is A: under the map every call of B that is not executed in place is paired with one of A.

use super::View;
use loom_eq_lang::{Class, ExternalKind, FuncType, Imm, Instr, Mode, Op, ValType};
use std::collections::HashSet;

/// The functions that each table may ever hold, if no table is written after instantiation and all come from active segments: else all that anything refers to.
fn contents(view: &View<'_>) -> Vec<HashSet<u32>> {
    let count = view.module.tables.len();
    let anything = || vec![view.referenced.clone(); count];
    let codes = (0..view.funcs()).filter(|f| view.defined(*f).is_some()).map(|f| view.instructions(f));
    let written = codes.into_iter().any(|code| {
        code.is_none_or(|code| code.iter().any(|i| matches!(i.op.class(), Class::TableWrite | Class::Opaque) || matches!(i.op, Op::RefFunc)))
    });
    if written || view.outside.tables.iter().any(Option::is_some) {
        return anything();
    }
    let mut tables = vec![HashSet::new(); count];
    for segment in &view.outside.elements {
        let Mode::Active(table, _) = &segment.mode else { continue };
        for item in &segment.items {
            match item.as_slice() {
                [Instr { op: Op::RefFunc, imm: Imm::Index(f) }] => drop(tables[*table as usize].insert(*f)),
                [Instr { op: Op::RefNull, .. }] => {}
                _ => return anything(),
            }
        }
    }
    tables
}

/// For each function whether a call from outside, from the start function, or from a function that can be called may reach it.
pub(crate) fn needed(view: &View<'_>) -> Vec<bool> {
    let mut needed = vec![false; view.module.func_types.len()];
    let mut work: Vec<u32> =
        view.module.exports.iter().filter(|e| matches!(e.kind, ExternalKind::Func | ExternalKind::FuncExact)).map(|e| e.index).collect();
    work.extend(view.module.start.map(|f| f.0));
    let visible = |kind: ExternalKind, index: usize, imported: usize| {
        index < imported || view.module.exports.iter().any(|e| e.kind == kind && e.index as usize == index)
    };
    // Whoever sees a table or a reference can call what is in it, or write it.
    let mut contents = contents(view);
    let seen: Vec<usize> = (0..contents.len()).filter(|t| visible(ExternalKind::Table, *t, view.imported_tables)).collect();
    let globals = (0..view.module.globals.len())
        .any(|g| matches!(view.module.globals[g].ty, ValType::Ref(_)) && visible(ExternalKind::Global, g, view.imported_globals));
    if globals {
        contents.fill(view.referenced.clone());
        work.extend(&view.referenced);
    }
    // What is in one table that is seen can be put into another.
    seen.iter().for_each(|t| work.extend(&contents[*t]));
    let shared: HashSet<u32> = seen.iter().flat_map(|t| contents[*t].iter().copied()).chain(work.iter().copied()).collect();
    seen.iter().for_each(|t| contents[*t].extend(&shared));
    let mut called: HashSet<(u32, &FuncType)> = HashSet::new();
    while let Some(f) = work.pop() {
        if std::mem::replace(&mut needed[f as usize], true) || view.defined(f).is_none() {
            continue;
        }
        let Some(code) = view.instructions(f) else {
            work.extend(&view.referenced);
            continue;
        };
        for i in code {
            match (i.op, &i.imm) {
                (Op::Call | Op::ReturnCall, Imm::Index(g)) => work.push(*g),
                (Op::CallIndirect | Op::ReturnCallIndirect, Imm::Index2(t, table)) => {
                    if let Some(ty) = view.module.types[*t as usize].as_ref()
                        && view.outside.plain_types
                    {
                        if called.insert((*table, ty)) {
                            work.extend(contents[*table as usize].iter().filter(|g| view.func_type(**g) == ty));
                        }
                    } else {
                        work.extend(&view.referenced);
                    }
                }
                // A reference as a value may go anywhere.
                (Op::RefFunc | Op::TableGet, _) => work.extend(&view.referenced),
                (Op::GlobalGet, Imm::Index(g)) if matches!(view.module.globals[*g as usize].ty, ValType::Ref(_)) => work.extend(&view.referenced),
                (op, _) if op.class() == Class::Opaque => work.extend(&view.referenced),
                _ => {}
            }
        }
    }
    needed
}

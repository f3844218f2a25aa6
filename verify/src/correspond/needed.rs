//! Which functions can be called at all.
//!
//! Tools replace the bodies of functions that stand in a table but that no call can reach. Whether such a pair is equal does not matter: it is judged like
//! the others, but the modules are equal without it.
//!
//! Looked at is A: under the map every call of B that is not executed in place is paired with one of A.

use super::View;
use loom_eq_lang::{Class, ExternalKind, FuncType, Imm, Op, ValType};
use std::collections::HashSet;

/// For each function whether a call from outside, from the start function, or from a function that can be called may reach it.
pub(crate) fn needed(view: &View<'_>) -> Vec<bool> {
    let mut needed = vec![false; view.module.func_types.len()];
    let mut work: Vec<u32> =
        view.module.exports.iter().filter(|e| matches!(e.kind, ExternalKind::Func | ExternalKind::FuncExact)).map(|e| e.index).collect();
    work.extend(view.module.start.map(|f| f.0));
    let visible = |kind: ExternalKind, index: usize, imported: usize| {
        index < imported || view.module.exports.iter().any(|e| e.kind == kind && e.index as usize == index)
    };
    // Whoever sees a table or a reference can call what is in it.
    let tables = (0..view.module.tables.len()).any(|t| visible(ExternalKind::Table, t, view.imported_tables));
    let globals = (0..view.module.globals.len())
        .any(|g| matches!(view.module.globals[g].ty, ValType::Ref(_)) && visible(ExternalKind::Global, g, view.imported_globals));
    if tables || globals {
        work.extend(&view.referenced);
    }
    let mut called: HashSet<&FuncType> = HashSet::new();
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
                (Op::CallIndirect | Op::ReturnCallIndirect, Imm::Index2(t, _)) => {
                    if let Some(ty) = view.module.types[*t as usize].as_ref()
                        && view.outside.plain_types
                    {
                        if called.insert(ty) {
                            work.extend(view.referenced.iter().filter(|g| view.func_type(**g) == ty));
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

//! Which entry gets which index.
//!
//! Entries keep their order, or those that are named often get the indices that take one byte, the next ones those of two bytes, and so on. Within
//! such a class they keep their order, which is all the same to the size, and better for whoever compares or compresses.

use super::indices::{Indices, Space, renumber};
use super::live::{Live, exported, imported, space};
use crate::instr::Instr;
use crate::{Imm, Mode, Module, Op, Outside, canonical};
use std::collections::{BTreeSet, HashMap};

/// Whether entries may change places.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Places {
    /// Those that are named often get short indices, if that makes the module smaller.
    #[default]
    ByUse,
    /// What is left stays in its order.
    Kept,
}

/// What the new module has.
pub(crate) struct Plan {
    /// Old indices in their new order.
    pub(crate) order: [Vec<u32>; 8],
    pub(crate) map: Indices,
    /// Functions that nothing but code names, so that a segment must declare them; old indices in their new order.
    pub(crate) declared: Vec<u32>,
}

impl Plan {
    pub(crate) fn new(module: &Module, outside: &Outside, live: &Live, places: Places) -> Plan {
        let same = merged_types(module, live);
        let mut plan = Plan { order: Default::default(), map: Indices::default(), declared: Vec::new() };
        for space in Space::ALL {
            let all = 0..u32::try_from(live.all(space).len()).expect("a 32-bit index space");
            let stays = |i: &u32| match space {
                Space::Type => same[*i as usize] == Some(*i),
                _ => live.has(space, *i as usize),
            };
            plan.order[space.ix()] = all.filter(stays).collect();
        }
        if places == Places::ByUse {
            let uses = uses(module, outside, live, &same);
            for space in [Space::Func, Space::Type, Space::Global] {
                plan.sort(space, &uses[space.ix()], outside, live);
            }
        }
        for space in Space::ALL {
            let mut new = vec![None; live.all(space).len()];
            for (i, old) in (0..).zip(&plan.order[space.ix()]) {
                new[*old as usize] = Some(i);
            }
            if space == Space::Type {
                new = same.iter().map(|first| new[(*first)? as usize]).collect();
            }
            plan.map.spaces[space.ix()] = new;
        }
        plan.declare(module, outside, live);
        plan
    }

    /// Whether an entry stays.
    pub(crate) fn keeps(&self, space: Space, old: usize) -> bool {
        self.map.of(space).get(old).is_some_and(Option::is_some)
    }

    fn sort(&mut self, space: Space, uses: &[usize], outside: &Outside, live: &Live) {
        // An initialiser may name globals in front of it only.
        let chained = |e: &Instr| e.op == Op::GlobalGet;
        let fixed = match space {
            Space::Type => live.types_stay,
            Space::Global => outside.globals.iter().flatten().any(chained),
            _ => false,
        };
        if fixed {
            return;
        }
        let imports = imported(outside, space);
        let order = &mut self.order[space.ix()];
        let first = order.iter().take_while(|old| (**old as usize) < imports).count();
        let mut ranked = order[first..].to_vec();
        ranked.sort_by_key(|old| (std::cmp::Reverse(uses[*old as usize]), *old));
        let mut from = 0;
        for end in [64, 128, 8192, 16384, 1 << 20, 1 << 21].map(|n: usize| n.saturating_sub(first)) {
            let end = end.clamp(from, ranked.len());
            ranked[from..end].sort_unstable();
            from = end;
        }
        ranked[from..].sort_unstable();
        order[first..].copy_from_slice(&ranked);
    }

    /// Functions that code takes references of must be named outside of code: where nothing that stays does, a segment must.
    fn declare(&mut self, module: &Module, outside: &Outside, live: &Live) {
        if live.taken.is_empty() {
            return;
        }
        let mut named: BTreeSet<u32> = module.exports.iter().filter(|e| exported(e.kind) == Space::Func).map(|e| e.index).collect();
        let kept = |space: Space| {
            let first = imported(outside, space);
            move |i: &usize| live.has(space, first + *i)
        };
        let globals = (0..outside.globals.len()).filter(kept(Space::Global)).map(|i| &outside.globals[i]);
        let tables = (0..outside.tables.len()).filter(kept(Space::Table)).filter_map(|i| outside.tables[i].as_ref());
        let elements = (0..outside.elements.len()).filter(kept(Space::Element)).flat_map(|i| &outside.elements[i].items);
        for i in globals.chain(tables).chain(elements).flatten() {
            if let (Op::RefFunc, Imm::Index(f)) = (i.op, &i.imm) {
                named.insert(*f);
            }
        }
        self.declared = live.taken.difference(&named).copied().collect();
        self.declared.sort_by_key(|f| self.map.get(Space::Func, *f));
    }
}

/// For each live type the first one that is equal to it; itself where types keep their numbers.
fn merged_types(module: &Module, live: &Live) -> Vec<Option<u32>> {
    let all = (0..).zip(&module.types);
    if live.types_stay {
        return all.map(|(i, _)| Some(i)).collect();
    }
    let mut first = HashMap::new();
    all.map(|(i, ty)| live.has(Space::Type, i as usize).then(|| *first.entry(ty).or_insert(i))).collect()
}

/// How often what stays names each entry.
fn uses(module: &Module, outside: &Outside, live: &Live, same: &[Option<u32>]) -> [Vec<usize>; 8] {
    let mut counts = Space::ALL.map(|space| vec![0usize; live.all(space).len()]);
    let mut count = |space: Space, i: u32| {
        let i = if space == Space::Type { same.get(i as usize).copied().flatten().unwrap_or(i) } else { i };
        if let Some(n) = counts[space.ix()].get_mut(i as usize) {
            *n += 1;
        }
    };
    let mut code = |i: &Instr| {
        // What cannot be read again was refused before.
        let _ = renumber(i, |space, i| {
            count(space, i);
            i
        });
    };
    for i in (0..module.defined()).filter(|i| live.has(Space::Func, module.func_ix(*i).ix())) {
        canonical::instructions(module.body_bytes(i)).for_each(|(_, i)| code(&i));
    }
    for (_, segment) in outside.elements.iter().enumerate().filter(|(i, _)| live.has(Space::Element, *i)) {
        segment.items.iter().flatten().for_each(&mut code);
        if let Mode::Active(_, offset) = &segment.mode {
            offset.iter().for_each(&mut code);
        }
    }
    outside.globals.iter().flatten().for_each(&mut code);
    module.exports.iter().for_each(|e| count(exported(e.kind), e.index));
    (0..module.func_types.len()).filter(|f| live.has(Space::Func, *f)).for_each(|f| count(Space::Type, module.func_types[f].0));
    counts
}

/// The imports that stay, by their place among all imports.
pub(crate) fn imports(outside: &Outside, plan: &Plan) -> Vec<bool> {
    let mut next = [0usize; 8];
    let mut stays = |entity| {
        let space = space(entity);
        next[space.ix()] += 1;
        plan.keeps(space, next[space.ix()] - 1)
    };
    outside.imports.iter().map(|i| stays(&i.entity)).collect()
}

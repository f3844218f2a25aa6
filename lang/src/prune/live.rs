//! What is reachable: from exports, the start function and what instantiation shows, through code, initialisers and segments.
//!
//! Active segments are written at instantiation. If one might not fit, what was written before the trap may be seen, so then all of them stay. Else
//! they go with the table or memory that nothing uses; in imported ones they can be seen.

use super::indices::{Space, names_types, renumber};
use crate::instr::Instr;
use crate::{Const, ConstExpr, Entity, Mode, Module, Op, Outside, canonical};
use std::collections::{BTreeSet, HashSet};
use wasmparser::ValType;

/// What is reachable.
pub(crate) struct Live {
    spaces: [Vec<bool>; 8],
    /// Functions of which live code takes a reference: they must be declared somewhere outside of code.
    pub(crate) taken: BTreeSet<u32>,
    /// Whether something besides calls, blocks and functions names types, so that these keep their numbers.
    pub(crate) types_stay: bool,
    /// Whether live code names data segments, so that their number must be announced.
    pub(crate) names_data: bool,
}

impl Live {
    /// Looks at the whole module; `Err` says why that cannot be done.
    pub(crate) fn of(module: &Module, outside: &Outside) -> Result<Live, String> {
        let mut walk = Walk::new(module, outside);
        walk.roots();
        walk.run()?;
        while walk.same_named_imports() {
            walk.run()?;
        }
        Ok(walk.live)
    }

    pub(crate) fn has(&self, space: Space, i: usize) -> bool {
        self.spaces[space.ix()].get(i).copied().unwrap_or(false)
    }

    pub(crate) fn all(&self, space: Space) -> &[bool] {
        &self.spaces[space.ix()]
    }
}

struct Walk<'a> {
    module: &'a Module,
    outside: &'a Outside,
    imported: [usize; 8],
    live: Live,
    work: Vec<(Space, u32)>,
}

/// How many of a space are imported.
pub(crate) fn imported(outside: &Outside, space: Space) -> usize {
    outside.imports.iter().filter(|i| self::space(&i.entity) == space).count()
}

/// The space that an import belongs to.
pub(crate) fn space(entity: &Entity) -> Space {
    match entity {
        Entity::Func(_) => Space::Func,
        Entity::Table(_) => Space::Table,
        Entity::Memory(_) => Space::Memory,
        Entity::Global(_) => Space::Global,
        Entity::Tag(_) => Space::Tag,
    }
}

/// The space of what is exported.
pub(crate) fn exported(kind: wasmparser::ExternalKind) -> Space {
    use wasmparser::ExternalKind as K;
    match kind {
        K::Func | K::FuncExact => Space::Func,
        K::Table => Space::Table,
        K::Memory => Space::Memory,
        K::Global => Space::Global,
        K::Tag => Space::Tag,
    }
}

fn concrete(ty: ValType) -> bool {
    matches!(ty, ValType::Ref(r) if r.is_concrete_type_ref())
}

impl<'a> Walk<'a> {
    fn new(module: &'a Module, outside: &'a Outside) -> Walk<'a> {
        let counts = [
            module.func_types.len(),
            module.types.len(),
            module.globals.len(),
            module.tables.len(),
            module.memories.len(),
            outside.tags.len(),
            outside.data.len(),
            outside.elements.len(),
        ];
        let live = Live { spaces: counts.map(|n| vec![false; n]), taken: BTreeSet::new(), types_stay: !outside.plain_types, names_data: false };
        Walk { module, outside, imported: Space::ALL.map(|space| imported(outside, space)), live, work: Vec::new() }
    }

    fn mark(&mut self, space: Space, i: u32) {
        if let Some(seen) = self.live.spaces[space.ix()].get_mut(i as usize)
            && !std::mem::replace(seen, true)
        {
            self.work.push((space, i));
        }
    }

    fn roots(&mut self) {
        for e in &self.module.exports {
            self.mark(exported(e.kind), e.index);
        }
        if let Some(f) = self.module.start {
            self.mark(Space::Func, f.0);
        }
        let all = !self.all_fit();
        let seen = |space: Space, target: u32| all || (target as usize) < self.imported[space.ix()];
        let mut roots = Vec::new();
        for (i, segment) in (0..).zip(&self.outside.data) {
            if matches!(segment.mode, Mode::Active(m, _) if seen(Space::Memory, m)) {
                roots.push((Space::Data, i));
            }
        }
        for (i, segment) in (0..).zip(&self.outside.elements) {
            if matches!(segment.mode, Mode::Active(t, _) if seen(Space::Table, t)) {
                roots.push((Space::Element, i));
            }
        }
        roots.into_iter().for_each(|(space, i)| self.mark(space, i));
    }

    /// Whether every active segment is known to fit, so that no trap can be lost.
    fn all_fit(&self) -> bool {
        let fits = |offset: &ConstExpr, len: usize, size: u128| {
            let [Instr { op, imm }] = offset.as_slice() else { return false };
            Const::of(*op, imm).and_then(Const::bits).is_some_and(|at| u128::from(at) + len as u128 <= size)
        };
        let bytes = |m: u32| self.module.memories.get(m as usize).map_or(0, |m| u128::from(m.initial) << m.page_size_log2.unwrap_or(16));
        let slots = |t: u32| self.module.tables.get(t as usize).map_or(0, |t| u128::from(t.initial));
        self.outside.data.iter().all(|d| if let Mode::Active(m, e) = &d.mode { fits(e, d.bytes.len(), bytes(*m)) } else { true })
            && self.outside.elements.iter().all(|d| if let Mode::Active(t, e) = &d.mode { fits(e, d.items.len(), slots(*t)) } else { true })
    }

    fn run(&mut self) -> Result<(), String> {
        while let Some((space, i)) = self.work.pop() {
            self.visit(space, i)?;
        }
        Ok(())
    }

    fn visit(&mut self, space: Space, i: u32) -> Result<(), String> {
        let outside = self.outside;
        let at = i as usize;
        match space {
            Space::Func => {
                self.mark(Space::Type, self.module.func_types[at].0);
                if let Some(body) = at.checked_sub(self.module.imported_funcs) {
                    self.body(body)?;
                }
            }
            Space::Type => {}
            Space::Global => {
                self.live.types_stay |= concrete(self.module.globals[at].ty);
                let init = at.checked_sub(self.imported[space.ix()]).and_then(|i| outside.globals.get(i));
                init.map_or(Ok(()), |e| self.code(e))?;
            }
            Space::Table => {
                self.live.types_stay |= concrete(ValType::Ref(self.module.tables[at].element_type));
                let init = at.checked_sub(self.imported[space.ix()]).and_then(|i| outside.tables.get(i)?.as_ref());
                init.map_or(Ok(()), |e| self.code(e))?;
                for (e, segment) in (0..).zip(&outside.elements) {
                    if matches!(segment.mode, Mode::Active(t, _) if t == i) {
                        self.mark(Space::Element, e);
                    }
                }
            }
            Space::Memory => {
                for (d, segment) in (0..).zip(&outside.data) {
                    if matches!(segment.mode, Mode::Active(m, _) if m == i) {
                        self.mark(Space::Data, d);
                    }
                }
            }
            Space::Tag => self.mark(Space::Type, outside.tags[at].0),
            Space::Data => {
                if let Mode::Active(m, offset) = &outside.data[at].mode {
                    self.mark(Space::Memory, *m);
                    self.code(offset)?;
                }
            }
            Space::Element => {
                let segment = &outside.elements[at];
                self.live.types_stay |= concrete(ValType::Ref(segment.ty));
                if let Mode::Active(t, offset) = &segment.mode {
                    self.mark(Space::Table, *t);
                    self.code(offset)?;
                }
                segment.items.iter().try_for_each(|e| self.code(e))?;
            }
        }
        Ok(())
    }

    fn body(&mut self, i: usize) -> Result<(), String> {
        let bytes = self.module.body_bytes(i);
        let what = |what: &str| format!("function {} has {what}", self.module.func_ix(i).0);
        let locals = self.module.body_reader(i).get_locals_reader().map_err(|e| what(&e.to_string()))?;
        for run in locals {
            let (_, ty) = run.map_err(|e| what(&e.to_string()))?;
            self.live.types_stay |= concrete(ty);
        }
        let mut end = 0;
        for (range, instr) in canonical::instructions(bytes) {
            end = range.end;
            if instr.op == Op::RefFunc
                && let crate::Imm::Index(f) = instr.imm
            {
                self.live.taken.insert(f);
            }
            self.instr(&instr)?;
        }
        if end < bytes.len() { Err(what("an operator that is not understood")) } else { Ok(()) }
    }

    fn code(&mut self, code: &[Instr]) -> Result<(), String> {
        code.iter().try_for_each(|i| self.instr(i))
    }

    fn instr(&mut self, instr: &Instr) -> Result<(), String> {
        if matches!(instr.imm, crate::Imm::Raw(_) | crate::Imm::Block(_)) && !self.live.types_stay {
            self.live.types_stay = names_types(instr).map_err(|e| e.to_string())?;
        }
        let mut names_data = false;
        renumber(instr, |space, i| {
            names_data |= space == Space::Data;
            self.mark(space, i);
            i
        })
        .map_err(|e| e.to_string())?;
        self.live.names_data |= names_data;
        Ok(())
    }

    /// Imports of one name are one thing: all of them stay if one does. Whether any is new.
    fn same_named_imports(&mut self) -> bool {
        let mut next = [0usize; 8];
        let mut all = Vec::new();
        for import in &self.outside.imports {
            let space = space(&import.entity);
            all.push((space, next[space.ix()], (import.module.as_str(), import.name.as_str())));
            next[space.ix()] += 1;
        }
        let live: HashSet<_> = all.iter().filter(|(space, i, _)| self.live.has(*space, *i)).map(|(.., name)| *name).collect();
        for (space, i, name) in all {
            if live.contains(&name) {
                self.mark(space, u32::try_from(i).expect("a 32-bit index space"));
            }
        }
        !self.work.is_empty()
    }
}

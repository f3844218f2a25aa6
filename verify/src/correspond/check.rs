//! Whether everything outside of function bodies is the same under a map that nobody trusts.
//!
//! What is checked, and what follows from it:
//! 1. B imports nothing that A does not, of the same types; A may have imports that B does without. So whoever can instantiate A can instantiate B.
//! 2. Exports have the same names and kinds, and what they name corresponds.
//! 3. Corresponding tables, memories, globals and tags have equal types, initialisers included, and no two of A go to one of B.
//! 4. Contents of memories and tables after instantiation are equal (`image.rs`); the start functions correspond.
//! 5. Functions of which references may exist have equal types, since a caller that is not seen passes what it likes.

use super::guess::imports;
use super::image::{different_byte, memories, tables};
use super::{Common, Map, Space, View};
use loom_eq_lang::{ConstExpr, Entity, ExternalKind, FuncIx, FuncType, HeapType, Instr, Mode, Module, TypeIx, ValType};
use std::collections::{HashMap, HashSet};

/// What was found.
#[derive(Default)]
pub(crate) struct Differences {
    /// What does not correspond.
    pub found: Vec<String>,
    /// What is different and cannot be observed from inside: imports that B does without.
    pub notes: Vec<String>,
}

struct Check<'a> {
    a: &'a View<'a>,
    b: &'a View<'a>,
    map: &'a Map,
    common: &'a Common,
    out: Differences,
}

/// Compares under the map.
pub(crate) fn check(a: &View<'_>, b: &View<'_>, map: &Map, common: &Common) -> Differences {
    let mut c = Check { a, b, map, common, out: Differences::default() };
    c.sections();
    c.types();
    c.injective();
    c.imports();
    c.exports();
    c.memories();
    c.tables();
    c.globals();
    c.tags();
    c.segments();
    c.functions();
    c.start();
    c.out
}

impl Check<'_> {
    fn differs(&mut self, what: impl Into<String>) {
        self.out.found.push(what.into());
    }

    fn sections(&mut self) {
        for m in [self.a.module, self.b.module] {
            for s in m.sections.iter().filter(|s| s.id > 13) {
                self.differs(format!("section {} is not understood", s.id));
            }
        }
    }

    /// Whether types are equal exactly if they look equal.
    fn plain(&self) -> bool {
        self.a.outside.plain_types && self.b.outside.plain_types
    }

    /// Types that mention types are equal only if the type sections are: indices in them would have to be followed through rec groups.
    fn types(&mut self) {
        let named = |ty: ValType| matches!(ty, ValType::Ref(r) if matches!(r.heap_type(), HeapType::Concrete(_) | HeapType::Exact(_)));
        // What has no counterpart is not compared.
        let (a, b) = (self.a.module, self.b.module);
        let globals = a.globals.iter().zip(&self.map.globals).filter(|(_, to)| to.is_some()).map(|(g, _)| g.ty);
        let tables = a.tables.iter().zip(&self.map.tables).filter(|(_, to)| to.is_some()).map(|(t, _)| ValType::Ref(t.element_type));
        let others = b.globals.iter().map(|g| g.ty).chain(b.tables.iter().map(|t| ValType::Ref(t.element_type)));
        let names_none = !globals.chain(tables).chain(others).any(named);
        if self.plain() && names_none {
            return;
        }
        let section =
            |m: &Module| -> Vec<Vec<u8>> { m.sections.iter().filter(|s| s.id == 1).map(|s| m.bytes()[s.payload.clone()].to_vec()).collect() };
        if section(self.a.module) != section(self.b.module) {
            self.differs("types that name types, in another order");
        }
    }

    /// Two of A on one of B would share what A keeps apart. Functions have no state, so they may.
    fn injective(&mut self) {
        for (what, map) in self.map.others() {
            let mut seen = HashSet::new();
            if let Some(twice) = map.iter().flatten().find(|j| !seen.insert(**j)) {
                self.differs(format!("two entries correspond to {what} {twice}"));
            }
        }
    }

    fn func_type(m: &Module, t: TypeIx) -> Option<&FuncType> {
        m.types.get(t.ix())?.as_ref()
    }

    fn imports(&mut self) {
        let kinds = [ExternalKind::Func, ExternalKind::Table, ExternalKind::Memory, ExternalKind::Global, ExternalKind::Tag];
        for kind in kinds {
            let map = match kind {
                ExternalKind::Table => &self.map.tables,
                ExternalKind::Memory => &self.map.memories,
                ExternalKind::Global => &self.map.globals,
                ExternalKind::Tag => &self.map.tags,
                _ => &self.map.funcs,
            };
            let (here, there) = (imports(self.a, kind), imports(self.b, kind));
            let mut named: HashSet<(&str, &str)> = HashSet::new();
            let mut needed: HashSet<u32> = there.iter().map(|(_, j)| *j).collect();
            let mut found = Vec::new();
            for ((module, name, _), i) in &here {
                named.insert((module, name));
                match map[*i as usize] {
                    // Several imports of one name are one thing: see the README.
                    Some(j) if there.iter().any(|((m, n, _), k)| *k == j && m == module && n == name) => {
                        needed.remove(&j);
                    }
                    Some(_) => found.push(format!("import {module}.{name} corresponds to something else")),
                    None if there.iter().any(|((m, n, _), _)| m == module && n == name) => {
                        found.push(format!("import {module}.{name} has another type"))
                    }
                    None => self.out.notes.push(format!("import {module}.{name} is not needed any more")),
                }
            }
            for j in needed {
                let (module, name, _) = there[j as usize].0;
                if !named.contains(&(module, name)) {
                    found.push(format!("import {module}.{name} is new"));
                } else {
                    found.push(format!("import {module}.{name} corresponds to nothing"));
                }
            }
            found.sort();
            self.out.found.extend(found);
        }
    }

    fn exports(&mut self) {
        let there: HashMap<&str, _> = self.b.module.exports.iter().map(|e| (e.name.as_str(), e)).collect();
        let mut found = Vec::new();
        for e in &self.a.module.exports {
            let Some(other) = there.get(e.name.as_str()) else {
                found.push(format!("export {} is missing", e.name));
                continue;
            };
            let map = match e.kind {
                ExternalKind::Func | ExternalKind::FuncExact => &self.map.funcs,
                ExternalKind::Table => &self.map.tables,
                ExternalKind::Memory => &self.map.memories,
                ExternalKind::Global => &self.map.globals,
                ExternalKind::Tag => &self.map.tags,
            };
            if other.kind != e.kind {
                found.push(format!("export {} is of another kind", e.name));
            } else if map[e.index as usize] != Some(other.index) {
                found.push(format!("export {} is something else", e.name));
            }
        }
        let here: HashSet<&str> = self.a.module.exports.iter().map(|e| e.name.as_str()).collect();
        found.extend(self.b.module.exports.iter().filter(|e| !here.contains(e.name.as_str())).map(|e| format!("export {} is new", e.name)));
        self.out.found.extend(found);
    }

    fn memories(&mut self) {
        for (i, m) in self.a.module.memories.iter().enumerate() {
            match self.map.memories[i] {
                Some(j) if self.b.module.memories[j as usize] != *m => self.differs(format!("memory {i} has another type or other limits")),
                Some(j) if (i < self.a.imported_memories) != ((j as usize) < self.b.imported_memories) => {
                    self.differs(format!("memory {i} is imported on one side only"));
                }
                // Writes into an imported memory can be seen though nobody here reads it.
                None if i < self.a.imported_memories && self.writes_memory(i) => {
                    self.differs(format!("imported memory {i} is gone, its contents too"))
                }
                _ => {}
            }
        }
        self.nothing_new("memory", &self.map.memories.clone(), self.b.module.memories.len());
    }

    fn writes_memory(&self, i: usize) -> bool {
        self.a.outside.data.iter().any(|d| matches!(d.mode, Mode::Active(m, _) if m as usize == i))
    }

    fn writes_table(&self, i: usize) -> bool {
        self.a.outside.elements.iter().any(|d| matches!(d.mode, Mode::Active(t, _) if t as usize == i))
    }

    /// A memory or table that only B has takes resources that A does not ask for.
    fn nothing_new(&mut self, what: &str, map: &[Option<u32>], count: usize) {
        for j in 0..count {
            if !map.iter().flatten().any(|k| *k as usize == j) {
                self.differs(format!("{what} {j} of the second module is new"));
            }
        }
    }

    fn tables(&mut self) {
        for (i, t) in self.a.module.tables.iter().enumerate() {
            let Some(j) = self.map.tables[i] else {
                if i < self.a.imported_tables && self.writes_table(i) {
                    self.differs(format!("imported table {i} is gone, its contents too"));
                }
                continue;
            };
            if self.b.module.tables[j as usize] != *t {
                self.differs(format!("table {i} has another type or other limits"));
            }
            match (i.checked_sub(self.a.imported_tables), (j as usize).checked_sub(self.b.imported_tables)) {
                (None, None) => {}
                (Some(p), Some(q)) => {
                    let same = match (&self.a.outside.tables[p], &self.b.outside.tables[q]) {
                        (None, None) => true,
                        (Some(x), Some(y)) => self.same_value(x, y),
                        _ => false,
                    };
                    if !same {
                        self.differs(format!("table {i} has another initialiser"));
                    }
                }
                _ => self.differs(format!("table {i} is imported on one side only")),
            }
        }
        self.nothing_new("table", &self.map.tables.clone(), self.b.module.tables.len());
    }

    /// Whether two initialisers give corresponding values.
    fn same_value(&self, x: &ConstExpr, y: &ConstExpr) -> bool {
        match (self.common.sides[0].code(x), self.common.sides[1].code(y)) {
            (Some(x), Some(y)) => x == y,
            _ => false,
        }
    }

    fn globals(&mut self) {
        for (i, to) in self.map.globals.iter().enumerate() {
            let Some(j) = *to else { continue };
            let (x, y) = (self.a.module.globals[i], self.b.module.globals[j as usize]);
            // Whether it is mutable matters only to those who see it from outside.
            let visible = x.imported || self.a.module.exports.iter().any(|e| e.kind == ExternalKind::Global && e.index as usize == i);
            let index = u32::try_from(i).expect("a 32-bit index space");
            let same = match (self.a.global_init(index), self.b.global_init(j)) {
                (None, None) => true,
                (Some(x), Some(y)) => self.same_value(x, y),
                _ => false,
            };
            if x.ty != y.ty || visible && x.mutable != y.mutable {
                self.differs(format!("global {i} has another type"));
            } else if x.imported != y.imported {
                self.differs(format!("global {i} is imported on one side only"));
            } else if !same {
                self.differs(format!("global {i} has another initial value"));
            }
        }
    }

    fn tags(&mut self) {
        for (i, to) in self.map.tags.iter().enumerate() {
            let Some(j) = *to else { continue };
            let (x, y) = (self.a.outside.tags[i], self.b.outside.tags[j as usize]);
            let imported = |v: &View<'_>| v.outside.imports.iter().filter(|i| matches!(i.entity, Entity::Tag(_))).count();
            let same_origin = (i < imported(self.a)) == ((j as usize) < imported(self.b));
            if Self::func_type(self.a.module, x) != Self::func_type(self.b.module, y) || !same_origin {
                self.differs(format!("tag {i} has another type"));
            }
        }
    }

    fn segments(&mut self) {
        for (i, to) in self.map.data.clone().iter().enumerate() {
            let Some(j) = *to else { continue };
            let (x, y) = (&self.a.outside.data[i], &self.b.outside.data[j as usize]);
            // An active segment is empty once the module runs.
            let same = matches!(x.mode, Mode::Active(..)) == matches!(y.mode, Mode::Active(..)) && x.bytes == y.bytes;
            if !same {
                self.differs(format!("data segment {i} differs"));
            }
        }
        for (i, to) in self.map.elements.clone().iter().enumerate() {
            let Some(j) = *to else { continue };
            let (x, y) = (&self.a.outside.elements[i], &self.b.outside.elements[j as usize]);
            let passive = |m: &Mode| matches!(m, Mode::Passive);
            let values = x.items.len() == y.items.len() && x.items.iter().zip(&y.items).all(|(p, q)| self.same_value(p, q));
            if passive(&x.mode) != passive(&y.mode) || x.ty != y.ty || !values {
                self.differs(format!("element segment {i} differs"));
            }
        }
        let (a, b) = (self.a, self.b);
        let [s, t] = &self.common.sides;
        let memory = |m: u32| self.map.memories[m as usize];
        let table = |t: u32| self.map.tables[t as usize];
        let bytes = (memories(a, s, &memory), memories(b, t, &Some));
        let slots = (tables(a, s, &table), tables(b, t, &Some));
        let ((Some(p), Some(q)), (Some(x), Some(y))) = (bytes, slots) else {
            // Something may trap on the way: the same writes in the same order.
            let data = (active_data(a, s), active_data(b, t));
            let elements = (active_elements(a, s), active_elements(b, t));
            if data.0.is_none() || data.0 != data.1 || elements.0.is_none() || elements.0 != elements.1 {
                self.differs("segments whose place is not known, or that may not fit, differ");
            }
            return;
        };
        if let Some((memory, at)) = different_byte(&p, &q, &|m| (m as usize) < b.imported_memories) {
            self.differs(format!("data: memory {memory} differs at {at:#x}"));
        }
        let null = |e: &Vec<Instr>| matches!(e.as_slice(), [Instr { op: loom_eq_lang::Op::RefNull, .. }]);
        let keys: std::collections::BTreeSet<_> = x.keys().chain(y.keys()).copied().collect();
        for key in keys {
            let (p, q) = (x.get(&key), y.get(&key));
            let imported = (key.0 as usize) < b.imported_tables;
            let initialised = (key.0 as usize).checked_sub(b.imported_tables).is_some_and(|i| b.outside.tables[i].is_some());
            let same = match (p, q) {
                (Some(p), Some(q)) => p == q,
                // Null is what stands in a table from the beginning, unless it comes from elsewhere or says otherwise.
                (Some(e), None) | (None, Some(e)) => null(e) && !imported && !initialised,
                (None, None) => true,
            };
            if !same {
                self.differs(format!("elements: table {} differs at {}", key.0, key.1));
                return;
            }
        }
    }

    fn functions(&mut self) {
        for (f, to) in self.map.funcs.clone().iter().enumerate() {
            let Some(g) = *to else { continue };
            let index = u32::try_from(f).expect("a 32-bit index space");
            let seen = self.a.referenced.contains(&index) || self.b.referenced.contains(&g);
            let (x, y) = (self.a.module.func_type(FuncIx(index)), self.b.module.func_type(FuncIx(g)));
            // Both type sections are the same then: see `types`.
            let same = x == y && (self.plain() || self.a.module.func_types[f] == self.b.module.func_types[g as usize]);
            if self.a.defined(index).is_none() != self.b.defined(g).is_none() {
                self.differs(format!("function {f} is imported on one side only"));
            } else if !same && (seen || self.a.defined(index).is_none()) {
                self.differs(format!("function {f} has another type"));
            }
        }
    }

    fn start(&mut self) {
        match (self.a.module.start, self.b.module.start) {
            (None, None) => {}
            (Some(f), Some(g)) if self.map.funcs[f.ix()] == Some(g.0) => {}
            (None, Some(_)) => self.differs("a start function is new"),
            (Some(_), None) => self.differs("the start function is gone"),
            _ => self.differs("the start function is another"),
        }
    }
}

/// An active segment in the common space: its offset, its memory or table, what it writes.
type Active<T> = (Vec<Instr>, u32, T);

/// The active data segments in order; `None` if a place is not understood. A memory that only A has gets an index that B does not have, so the
/// comparison fails then, as it must.
fn active_data<'v>(view: &'v View<'_>, space: &Space) -> Option<Vec<Active<&'v [u8]>>> {
    let mut out = Vec::new();
    for segment in &view.outside.data {
        if let Mode::Active(m, e) = &segment.mode {
            out.push((space.code(e)?, space.memory(*m), segment.bytes.as_slice()));
        }
    }
    Some(out)
}

/// As [`active_data`].
fn active_elements(view: &View<'_>, space: &Space) -> Option<Vec<Active<Vec<Vec<Instr>>>>> {
    let mut out = Vec::new();
    for segment in &view.outside.elements {
        if let Mode::Active(t, e) = &segment.mode {
            let items = segment.items.iter().map(|i| space.code(i)).collect::<Option<Vec<_>>>()?;
            out.push((space.code(e)?, space.table(*t), items));
        }
    }
    Some(out)
}

//! A guess of the map: everything but functions; those are in `functions.rs`.
//!
//! Cheap evidence first: imports by their names, exports by name, the name section, then position among entries of equal kind. A wrong guess costs
//! a proof, not soundness.

use super::{Common, Map, View, functions, image};
use loom_eq_lang::{Entity, ExternalKind, Imm, Instr, Mode, Op};
use std::collections::{HashMap, HashSet};

/// What somebody says of a function: which one corresponds to it, or that none does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Hint {
    pub a: u32,
    pub b: Option<u32>,
}

/// One index space while it is being matched.
pub(super) struct Matching {
    pub to: Vec<Option<u32>>,
    taken: HashSet<u32>,
    /// Whether several entries of A may go to one of B.
    shared: bool,
    /// Entries of A to which nothing corresponds.
    gone: HashSet<u32>,
}

impl Matching {
    fn new(count: usize, shared: bool) -> Matching {
        Matching { to: vec![None; count], taken: HashSet::new(), shared, gone: HashSet::new() }
    }

    /// Adds a pair, if nothing stands against it.
    pub fn add(&mut self, a: u32, b: u32) -> bool {
        let free = !self.gone.contains(&a) && self.to[a as usize].is_none() && (self.shared || !self.taken.contains(&b));
        if free {
            self.to[a as usize] = Some(b);
            self.taken.insert(b);
        }
        free
    }

    pub fn taken(&self, b: u32) -> bool {
        self.taken.contains(&b)
    }
}

fn kind(e: &Entity) -> ExternalKind {
    match e {
        Entity::Func(_) => ExternalKind::Func,
        Entity::Table(_) => ExternalKind::Table,
        Entity::Memory(_) => ExternalKind::Memory,
        Entity::Global(_) => ExternalKind::Global,
        Entity::Tag(_) => ExternalKind::Tag,
    }
}

/// Imports of one kind by their names, each with its index. Several of one name are numbered.
pub(super) fn imports<'v>(view: &'v View<'_>, of: ExternalKind) -> Vec<((&'v str, &'v str, usize), u32)> {
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    let mut out = Vec::new();
    for import in view.outside.imports.iter().filter(|i| kind(&i.entity) == of) {
        let count = seen.entry((&import.module, &import.name)).or_default();
        out.push(((import.module.as_str(), import.name.as_str(), *count), u32::try_from(out.len()).expect("a 32-bit index space")));
        *count += 1;
    }
    out
}

fn by_import_and_export(m: &mut Matching, a: &View<'_>, b: &View<'_>, of: ExternalKind) {
    let there: HashMap<_, _> = imports(b, of).into_iter().collect();
    for ((module, name, count), i) in imports(a, of) {
        // One tool writes an import once that another repeats.
        let j = (0..=count).rev().find_map(|c| there.get(&(module, name, c)));
        if let Some(j) = j {
            m.add(i, *j);
        }
    }
    for e in a.module.exports.iter().filter(|e| e.kind == of) {
        if let Some(other) = b.module.exports.iter().find(|o| o.kind == of && o.name == e.name) {
            m.add(e.index, other.index);
        }
    }
}

fn by_name(m: &mut Matching, a: &HashMap<u32, String>, b: &HashMap<u32, String>, fits: &dyn Fn(u32, u32) -> bool) {
    let unique = |names: &HashMap<u32, String>| {
        let mut by: HashMap<String, Vec<u32>> = HashMap::new();
        names.iter().for_each(|(i, n)| by.entry(n.clone()).or_default().push(*i));
        by
    };
    let (x, y) = (unique(a), unique(b));
    let mut pairs: Vec<(u32, u32)> = x
        .iter()
        .filter_map(|(name, i)| if let ([i], Some([j])) = (i.as_slice(), y.get(name).map(Vec::as_slice)) { Some((*i, *j)) } else { None })
        .collect();
    pairs.sort_unstable();
    for (i, j) in pairs {
        if (i as usize) < m.to.len() && fits(i, j) {
            m.add(i, j);
        }
    }
}

/// What is left, in order, where it fits.
fn by_order(m: &mut Matching, count_b: usize, fits: &dyn Fn(u32, u32) -> bool) {
    let mut free: Vec<u32> = (0..u32::try_from(count_b).expect("a 32-bit index space")).filter(|j| !m.taken(*j)).collect();
    for i in 0..u32::try_from(m.to.len()).expect("a 32-bit index space") {
        if m.to[i as usize].is_none()
            && let Some(at) = free.iter().position(|j| fits(i, *j))
        {
            m.add(i, free.remove(at));
        }
    }
}

/// The segments that code names.
fn named_by_code(view: &View<'_>) -> (HashSet<u32>, HashSet<u32>) {
    let (mut data, mut elements) = (HashSet::new(), HashSet::new());
    for i in view.code.iter().flatten().flatten() {
        match (i.op, &i.imm) {
            (Op::MemoryInit, Imm::Index2(d, _)) | (Op::DataDrop, Imm::Index(d)) => drop(data.insert(*d)),
            (Op::TableInit, Imm::Index2(e, _)) | (Op::ElemDrop, Imm::Index(e)) => drop(elements.insert(*e)),
            _ => {}
        }
    }
    (data, elements)
}

/// Whether nothing speaks against functions having stayed in their places: there are as many, of the same signatures, and all pairs that are known are of
/// one index. Tools that optimize bodies alone leave it so, and then code says less than places do.
fn same_places(a: &View<'_>, b: &View<'_>, funcs: &Matching) -> bool {
    let stayed = |f: u32| funcs.to[f as usize].is_none_or(|g| g == f) && a.defined(f).is_some() == b.defined(f).is_some();
    a.funcs() == b.funcs() && (0..a.funcs()).all(|f| stayed(f) && a.func_type(f) == b.func_type(f))
}

/// A guess of the whole map.
pub(crate) fn guess(a: &View<'_>, b: &View<'_>, hints: &[Hint]) -> Map {
    let (x, y) = (a.module, b.module);
    let mut tables = Matching::new(x.tables.len(), false);
    by_import_and_export(&mut tables, a, b, ExternalKind::Table);
    let fits = |i: u32, j: u32| {
        let defined = i as usize >= a.imported_tables && j as usize >= b.imported_tables;
        defined && x.tables[i as usize] == y.tables[j as usize]
    };
    by_name(&mut tables, &a.named.tables, &b.named.tables, &fits);
    by_order(&mut tables, y.tables.len(), &fits);

    let mut memories = Matching::new(x.memories.len(), false);
    by_import_and_export(&mut memories, a, b, ExternalKind::Memory);
    let fits = |i: u32, j: u32| {
        let defined = i as usize >= a.imported_memories && j as usize >= b.imported_memories;
        defined && x.memories[i as usize] == y.memories[j as usize]
    };
    by_name(&mut memories, &a.named.memories, &b.named.memories, &fits);
    by_order(&mut memories, y.memories.len(), &fits);

    let mut tags = Matching::new(a.outside.tags.len(), false);
    by_import_and_export(&mut tags, a, b, ExternalKind::Tag);
    by_order(&mut tags, b.outside.tags.len(), &|i, j| x.types[a.outside.tags[i as usize].ix()] == y.types[b.outside.tags[j as usize].ix()]);

    let (data_a, elements_a) = named_by_code(a);
    let (data_b, elements_b) = named_by_code(b);
    let mut data = Matching::new(a.outside.data.len(), false);
    by_order(&mut data, b.outside.data.len(), &|i, j| {
        let (p, q) = (&a.outside.data[i as usize], &b.outside.data[j as usize]);
        data_a.contains(&i) && data_b.contains(&j) && p.bytes == q.bytes && matches!(p.mode, Mode::Passive) == matches!(q.mode, Mode::Passive)
    });
    let mut elements = Matching::new(a.outside.elements.len(), false);
    by_order(&mut elements, b.outside.elements.len(), &|i, j| {
        let (p, q) = (&a.outside.elements[i as usize], &b.outside.elements[j as usize]);
        elements_a.contains(&i) && elements_b.contains(&j) && p.items.len() == q.items.len() && p.ty == q.ty
    });

    let mut globals = Matching::new(x.globals.len(), false);
    by_import_and_export(&mut globals, a, b, ExternalKind::Global);
    let fits = |i: u32, j: u32| {
        let sort = |v: &View<'_>, g: u32| (v.constants[g as usize].is_some(), v.unread[g as usize]);
        let alike = x.globals[i as usize].ty == y.globals[j as usize].ty && a.global_init(i).map(Vec::len) == b.global_init(j).map(Vec::len);
        let numbers = |v: &View<'_>, g: u32| match v.global_init(g).map(Vec::as_slice) {
            Some([Instr { op, imm }]) => loom_eq_lang::Const::of(*op, imm),
            _ => None,
        };
        alike && a.global_init(i).is_some() && sort(a, i) == sort(b, j) && numbers(a, i) == numbers(b, j)
    };
    by_name(&mut globals, &a.named.globals, &b.named.globals, &fits);

    let mut funcs = Matching::new(x.func_types.len(), true);
    for h in hints {
        _ = match h.b {
            Some(b) => funcs.add(h.a, b),
            None => funcs.gone.insert(h.a),
        };
    }
    by_import_and_export(&mut funcs, a, b, ExternalKind::Func);
    if let (Some(f), Some(g)) = (x.start, y.start) {
        funcs.add(f.0, g.0);
    }
    let mut map = Map {
        funcs: funcs.to.clone(),
        forced: Vec::new(),
        globals: globals.to.clone(),
        tables: tables.to,
        memories: memories.to,
        tags: tags.to,
        data: data.to,
        elements: elements.to,
    };
    let common = Common::new(a, b, &map);
    for (f, g) in image::same_slots(a, b, &common, &map.tables) {
        funcs.add(f, g);
    }
    for (i, j) in map.elements.iter().enumerate() {
        let Some(j) = j else { continue };
        for (p, q) in a.outside.elements[i].items.iter().zip(&b.outside.elements[*j as usize].items) {
            if let ([Instr { op: Op::RefFunc, imm: Imm::Index(f) }], [Instr { op: Op::RefFunc, imm: Imm::Index(g) }]) = (p.as_slice(), q.as_slice()) {
                funcs.add(*f, *g);
            }
        }
    }
    map.forced = funcs.to.iter().map(Option::is_some).collect();
    by_name(&mut funcs, &a.named.functions, &b.named.functions, &|f, g| functions::may_be(a, b, f, g));
    if same_places(a, b, &funcs) {
        for f in 0..a.funcs() {
            funcs.add(f, f);
        }
        for g in 0..u32::try_from(x.globals.len().min(y.globals.len())).expect("a 32-bit index space") {
            if x.globals[g as usize] == y.globals[g as usize] {
                globals.add(g, g);
            }
        }
    }
    functions::spread(a, b, &mut funcs, &mut globals, &fits);
    by_order(&mut globals, y.globals.len(), &fits);
    map.funcs = funcs.to;
    map.globals = globals.to;
    // Where nothing was moved, the functions of one index are meant.
    if map.is_identity() && x.func_types.len() == y.func_types.len() {
        map.forced = vec![true; map.funcs.len()];
    }
    map
}

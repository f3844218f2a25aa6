//! Two modules of which one is said to be the other in new numbers, with some of its entries gone.
//!
//! Nothing is guessed and nothing is proven by terms: under the map that the caller gives, which nobody trusts, what is outside of functions must
//! correspond, as for [`modules`](crate::modules()), and each function that has a counterpart must be the same instructions.

use crate::checker::{Proof, Verdict};
use crate::correspond::{Common, Map, View, check};
use crate::module::{ModuleReport, jobs};
use loom_eq_lang::{Error, Indices, Module, Space, ValType};

/// Compares the code of all functions under a map. `Unknown` are functions that are not the same instructions.
///
/// # Errors
/// If one of the two is not a valid core module, or the map is not one of their index spaces.
pub fn renumbered(a: &[u8], b: &[u8], indices: &Indices) -> Result<ModuleReport, Error> {
    let (a, b) = (Module::parse(a)?, Module::parse(b)?);
    let (x, y) = (View::new(&a)?, View::new(&b)?);
    let map = map(&x, &y, indices).ok_or_else(|| Error::new("a map of other index spaces"))?;
    let common = Common::new(&x, &y, &map);
    let found = check(&x, &y, &map, &common);
    let mut report = ModuleReport { structure: found.found, notes: found.notes, ..ModuleReport::default() };
    for (f, g) in jobs(&x, &y, &map, &mut report) {
        let verdict =
            if same(&x, &y, &common, f, g) { Verdict::Proven(Proof::Identical) } else { Verdict::Unknown("other instructions under the map".into()) };
        report.count(&verdict);
    }
    Ok(report)
}

/// The map, if each entry of it is one of B.
fn map(a: &View<'_>, b: &View<'_>, indices: &Indices) -> Option<Map> {
    let of = |space: Space, here: usize, there: usize| {
        let to = indices.of(space);
        (to.len() == here && to.iter().flatten().all(|j| (*j as usize) < there)).then(|| to.to_vec())
    };
    let (m, n) = (a.module, b.module);
    Some(Map {
        funcs: of(Space::Func, m.func_types.len(), n.func_types.len())?,
        forced: vec![false; m.func_types.len()],
        globals: of(Space::Global, m.globals.len(), n.globals.len())?,
        tables: of(Space::Table, m.tables.len(), n.tables.len())?,
        memories: of(Space::Memory, m.memories.len(), n.memories.len())?,
        tags: of(Space::Tag, a.outside.tags.len(), b.outside.tags.len())?,
        data: of(Space::Data, a.outside.data.len(), b.outside.data.len())?,
        elements: of(Space::Element, a.outside.elements.len(), b.outside.elements.len())?,
    })
}

/// Whether both are of one type, with the same locals and the same instructions under the map.
fn same(a: &View<'_>, b: &View<'_>, common: &Common, f: u32, g: u32) -> bool {
    let [s, t] = &common.sides;
    let (Some(x), Some(y)) = (a.instructions(f), b.instructions(g)) else { return false };
    let code = || x.len() == y.len() && x.iter().zip(y).all(|(p, q)| p.op == q.op && s.same_imm(p, t, q));
    a.func_type(f) == b.func_type(g) && locals(a, f).is_some_and(|l| Some(l) == locals(b, g)) && code()
}

fn locals(view: &View<'_>, f: u32) -> Option<Vec<(u32, ValType)>> {
    view.module.body_reader(view.defined(f)?).get_locals_reader().ok()?.into_iter().collect::<Result<_, _>>().ok()
}

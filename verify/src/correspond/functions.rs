//! Which functions correspond, starting from those that are known by name or place.
//!
//! Rounds until nothing new is found: the call sites of a pair are aligned (`align`), what stands opposite gets a vote; functions whose code is the
//! same up to what is known are the same.

use super::guess::Matching;
use super::{Names, View, names};
use crate::align::{align, cells};
use loom_eq_lang::{Const, Imm, Instr, Op};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Whether a function may correspond to another: both imported or both defined, and of one signature, unless nobody but the module itself can call it:
/// then parameters and results may be missing on the other side, not more than half of them, or three, and of three not all:
/// it would rather be another function.
pub(super) fn may_be(a: &View<'_>, b: &View<'_>, f: u32, g: u32) -> bool {
    if a.defined(f).is_some() != b.defined(g).is_some() {
        return false;
    }
    let (s, t) = (a.func_type(f), b.func_type(g));
    if s == t {
        return true;
    }
    let internal = !a.referenced.contains(&f) && !b.referenced.contains(&g);
    let mut rest = s.params.iter();
    let count = |ty: &loom_eq_lang::FuncType| ty.params.len() + ty.results.len();
    let (had, has) = (count(s), count(t));
    let few = had.saturating_sub(has) <= had.div_ceil(2).max(3) && (has > 0 || had < 3);
    internal && few && (s.results == t.results || t.results.is_empty()) && t.params.iter().all(|p| rest.any(|q| q == p))
}

/// What is compared when call sites are aligned.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Mark {
    /// A call of a function whose counterpart is known, as an index of B.
    Known(u32),
    /// A call of another function.
    Call(u32),
    /// An access to a global.
    Global(u32, bool),
    /// Anything else that optimizers mostly leave alone.
    Token(u64),
}

fn marks(view: &View<'_>, f: u32, known: &dyn Fn(u32) -> Option<u32>) -> Vec<Mark> {
    let mut out = Vec::new();
    for i in view.instructions(f).unwrap_or_default() {
        let token = |kind: u64, n: u64| Mark::Token(kind << 56 ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 8);
        match (i.op, &i.imm) {
            (Op::Call | Op::ReturnCall | Op::RefFunc, Imm::Index(f)) => out.push(known(*f).map_or(Mark::Call(*f), Mark::Known)),
            (Op::GlobalGet | Op::GlobalSet, Imm::Index(g)) if view.constants[*g as usize].is_none() => {
                out.push(Mark::Global(*g, i.op == Op::GlobalSet));
            }
            (Op::CallIndirect, _) => out.push(token(1, 0)),
            (Op::MemoryGrow | Op::MemoryCopy | Op::MemoryFill | Op::Unreachable, _) => out.push(token(2, i.op as u64)),
            (op, imm) => {
                if let Some(bits) = Const::of(op, imm).and_then(Const::bits)
                    && (bits > 512 && bits < u64::from(u32::MAX) - 512)
                {
                    out.push(token(3, bits));
                }
            }
        }
    }
    out
}

/// Cells of all alignments.
const ALL_CELLS: usize = 1_500_000_000;

/// Spreads what is known along call sites and equal code.
pub(super) fn spread(a: &View<'_>, b: &View<'_>, funcs: &mut Matching, globals: &mut Matching, same_global: &dyn Fn(u32, u32) -> bool) {
    let mut filled = 0;
    let mut stale: HashSet<u32> = (0..a.funcs()).collect();
    for _ in 0..ROUNDS {
        let mut votes: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        let mut global_votes: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for f in 0..a.funcs() {
            let Some(g) = funcs.to[f as usize].filter(|_| stale.contains(&f)) else { continue };
            let x = marks(a, f, &|f| funcs.to[f as usize]);
            let y = marks(b, g, &|g| funcs.taken(g).then_some(g));
            let Some(cells) = cells(&x, &y).filter(|_| filled <= ALL_CELLS) else { continue };
            filled += cells;
            let alike = |p: &Mark, q: &Mark| match (p, q) {
                (Mark::Known(f), Mark::Known(g)) => 8 * u16::from(f == g),
                (Mark::Token(f), Mark::Token(g)) => 4 * u16::from(f == g),
                (Mark::Call(f), Mark::Call(g)) if a.func_type(*f) == b.func_type(*g) => 3 * u16::from(may_be(a, b, *f, *g)),
                // Parameters may have gone, but seldom have.
                (Mark::Call(f), Mark::Call(g)) => 2 * u16::from(may_be(a, b, *f, *g)),
                (Mark::Global(f, s), Mark::Global(g, t)) => match globals.to[*f as usize] {
                    Some(to) => 4 * u16::from(to == *g && s == t),
                    None => 2 * u16::from(s == t && !globals.taken(*g) && same_global(*f, *g)),
                },
                _ => 0,
            };
            for (i, j) in align(&x, &y, alike) {
                match (&x[i], &y[j]) {
                    (Mark::Call(f), Mark::Call(g)) => *votes.entry((*f, *g)).or_default() += if a.func_type(*f) == b.func_type(*g) { 4 } else { 1 },
                    (Mark::Global(f, _), Mark::Global(g, _)) if globals.to[*f as usize].is_none() => *global_votes.entry((*f, *g)).or_default() += 1,
                    _ => {}
                }
            }
        }
        stale.clear();
        let mut new: HashSet<u32> = HashSet::new();
        for (f, g) in winners(&global_votes) {
            globals.add(f, g);
        }
        for (f, g) in winners(&votes) {
            if !funcs.taken(g) && funcs.add(f, g) {
                new.insert(f);
            }
        }
        for (f, g) in equal_code(a, b, funcs, globals) {
            if funcs.add(f, g) {
                new.insert(f);
            }
        }
        if new.is_empty() {
            return;
        }
        // Who calls a function that was unknown looks again.
        for f in 0..a.funcs() {
            let calls = |i: &Instr| matches!((i.op, &i.imm), (Op::Call, Imm::Index(f)) if new.contains(f));
            if new.contains(&f) || a.instructions(f).is_some_and(|code| code.iter().any(calls)) {
                stale.insert(f);
            }
        }
    }
}

const ROUNDS: usize = 24;

/// Pairs that are each other's best, best first.
fn winners(votes: &BTreeMap<(u32, u32), usize>) -> Vec<(u32, u32)> {
    let mut best_a: HashMap<u32, usize> = HashMap::new();
    let mut best_b: HashMap<u32, usize> = HashMap::new();
    for ((f, g), n) in votes {
        let x = best_a.entry(*f).or_default();
        *x = (*x).max(*n);
        let y = best_b.entry(*g).or_default();
        *y = (*y).max(*n);
    }
    let mut out: Vec<(usize, u32, u32)> =
        votes.iter().filter(|((f, g), n)| best_a[f] == **n && best_b[g] == **n).map(|((f, g), n)| (*n, *f, *g)).collect();
    out.sort_by_key(|(n, f, g)| (std::cmp::Reverse(*n), *f, *g));
    out.into_iter().map(|(_, f, g)| (f, g)).collect()
}

/// Functions of A that are not matched but have the code of a function of B, or of a matched function of A (tools merge such), up to what is known. Where several
/// could be meant, the first free one is.
fn equal_code(a: &View<'_>, b: &View<'_>, funcs: &Matching, globals: &Matching) -> Vec<(u32, u32)> {
    let known_b = |g: u32| funcs.taken(g).then_some(g);
    let mut of_b: HashMap<Vec<u8>, Vec<u32>> = HashMap::new();
    let mut of_a: HashMap<Vec<u8>, u32> = HashMap::new();
    for g in (0..b.funcs()).filter(|g| !funcs.taken(*g)) {
        if let Some(print) = print(b, g, &known_b, &|g| Some(g)) {
            of_b.entry(print).or_default().push(g);
        }
    }
    let known_a = |f: u32| funcs.to[f as usize];
    let global_a = |g: u32| globals.to[g as usize];
    let prints: Vec<Option<Vec<u8>>> = (0..a.funcs()).map(|f| print(a, f, &known_a, &global_a)).collect();
    for (f, p) in (0..).zip(&prints) {
        if let (Some(p), Some(g)) = (p, funcs.to[f as usize]) {
            of_a.entry(p.clone()).or_insert(g);
        }
    }
    let mut out = Vec::new();
    for (f, p) in (0..).zip(prints) {
        let Some(p) = p.filter(|_| funcs.to[f as usize].is_none()) else { continue };
        let free = of_b.get_mut(&p).filter(|list| !list.is_empty()).map(|list| list.remove(0));
        if let Some(g) = free.or_else(|| of_a.get(&p).copied()).filter(|g| may_be(a, b, f, *g)) {
            out.push((f, g));
        }
    }
    out
}

/// The code of a function with indices as far as they are known on both sides.
fn print(view: &View<'_>, f: u32, func: &dyn Fn(u32) -> Option<u32>, global: &dyn Fn(u32) -> Option<u32>) -> Option<Vec<u8>> {
    let index = |names: Names, i: u32| -> u32 {
        match names {
            Names::Func => func(i).unwrap_or(u32::MAX),
            Names::Global => global(i).unwrap_or(u32::MAX),
            Names::Nothing => i,
            // Not renumbered in what is the same code, as a rule; compared exactly later.
            _ => 0,
        }
    };
    let mut out = format!("{:?}", view.func_type(f)).into_bytes();
    for i in view.instructions(f)? {
        let imm = match (&i.imm, names(i.op.info().imm)) {
            (Imm::Index(x), Some((n, _))) => Imm::Index(index(n, *x)),
            (Imm::Index2(x, y), Some((n, m))) => Imm::Index2(index(n, *x), index(m, *y)),
            (imm, _) => imm.clone(),
        };
        loom_eq_lang::instr::encode(i.op, &imm, &mut out);
    }
    Some(out)
}

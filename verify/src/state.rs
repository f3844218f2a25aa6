//! The state of both sides at one moment of a run, and how states join.

use crate::facts::{Facts, Path};
use crate::term::{Arena, JOIN, Term};

/// One side: its locals and its operand stack.
#[derive(Clone, Default)]
pub(crate) struct Half {
    pub locals: Vec<Term>,
    pub stack: Vec<Term>,
}

/// Something that may trap and that only one side did so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Pending {
    /// A load of so many bytes.
    Access { memory: u32, base: Term, offset: u64, bytes: u128 },
    /// See [`crate::semantics::trap_of`].
    Trap(Term),
}

#[derive(Clone)]
pub(crate) struct State {
    pub sides: [Half; 2],
    /// What both sides have in common because every change to it is a matched event: the version of the memories, of the tables, the size of
    /// each memory, the mutable globals.
    pub shared: Vec<Term>,
    pub path: Path,
    /// Accesses and divisions that one side did alone and that may trap: the other side must catch up before anything is observed.
    pub pending: [Vec<Pending>; 2],
    /// How many loop headers each side has passed at least.
    pub passes: [u32; 2],
    /// For each side the loops that it is in, outermost first, and how often it came back to their headers since it was in them: see `product/order.rs`.
    pub laps: [Vec<(usize, u32)>; 2],
}

/// A position in both codes.
pub(crate) type Point = (usize, usize);

impl State {
    /// All variables in one row: locals and stack of the first side, of the second, then what is shared.
    pub(crate) fn row(&self) -> Vec<Term> {
        let mut row = Vec::new();
        for half in &self.sides {
            row.extend_from_slice(&half.locals);
            row.extend_from_slice(&half.stack);
        }
        row.extend_from_slice(&self.shared);
        row
    }

    /// The inverse of [`State::row`].
    pub(crate) fn set_row(&mut self, row: &[Term]) {
        let mut from = row.iter().copied();
        for half in &mut self.sides {
            for t in half.locals.iter_mut().chain(&mut half.stack) {
                *t = from.next().expect("a row of the same shape");
            }
        }
        for t in &mut self.shared {
            *t = from.next().expect("a row of the same shape");
        }
    }

    fn same_shape(&self, other: &State) -> bool {
        (0..2).all(|s| self.sides[s].stack.len() == other.sides[s].stack.len())
    }
}

/// A value that differs by the edge taken. High and low bits that are 0 on every edge are outside, so that masks of them vanish and fields
/// stay disjoint.
fn phi(arena: &mut Arena, name: &str, incoming: &[Term]) -> Term {
    let width = arena.width(incoming[0]);
    if arena.raw() {
        return arena.opaque(name, width, incoming);
    }
    let needed = incoming.iter().map(|&t| width - arena.known(t).leading_zeros(width)).max().unwrap_or(width).max(1);
    let zeros = incoming.iter().map(|&t| arena.known(t).trailing_zeros(width)).min().unwrap_or(0).min(needed - 1);
    if needed - zeros == width || width > 64 {
        return arena.opaque(name, width, incoming);
    }
    let bits: Vec<Term> = incoming.iter().map(|&t| arena.extract(t, zeros, needed - zeros)).collect();
    let bits = arena.opaque(name, needed - zeros, &bits);
    let wide = arena.zext(bits, width);
    if zeros == 0 { wide } else { arena.scale(wide, 1 << zeros) }
}

/// Joins what arrives at a point; `None` if the stacks have different heights there.
pub(crate) fn join(arena: &mut Arena, facts: &mut Facts, at: Point, mut arrivals: Vec<State>) -> Option<State> {
    let mut joined = arrivals.pop()?;
    if arrivals.is_empty() {
        return Some(joined);
    }
    if !arrivals.iter().all(|s| s.same_shape(&joined)) {
        return None;
    }
    arrivals.push(joined.clone());
    let paths: Vec<Path> = arrivals.iter().map(|s| s.path).collect();
    let (path, choice) = facts.join(arena, &paths);
    let rows: Vec<Vec<Term>> = arrivals.iter().map(State::row).collect();
    let name = format!("{JOIN} {},{}", at.0, at.1);
    let mut row = Vec::with_capacity(rows[0].len());
    for i in 0..rows[0].len() {
        let first = rows[0][i];
        if rows.iter().all(|r| r[i] == first) {
            row.push(first);
            continue;
        }
        let incoming: Vec<Term> = rows.iter().map(|r| r[i]).collect();
        row.push(match &choice {
            Some(choice) => choice.value(arena, &|k| incoming[k]),
            None => phi(arena, &name, &incoming),
        });
    }
    joined.set_row(&row);
    joined.path = path;
    // Where one side waits for the other, it may be in different laps.
    for a in &arrivals {
        for s in 0..2 {
            joined.laps[s] = joined.laps[s].clone().max(a.laps[s].clone());
        }
    }
    for s in 0..2 {
        joined.passes[s] = arrivals.iter().map(|a| a.passes[s]).min().unwrap_or(0);
    }
    Some(joined)
}

//! The relation at a loop header: which variables of the two sides are equal there, whatever the iteration.
//!
//! Guessed too strong, then weakened until it holds (Houdini). A variable that no back edge changes keeps its entry value. The others are in
//! classes, one symbol per class; a back edge on which members of a class differ splits it. A class that turns out never to change is tried
//! as constant once. High bits that are 0 at entry are taken to stay 0 until a back edge says otherwise.
//!
//! Where that was not enough for a proof, more is tried: a variable that moves in step with another one is an affine function of it (`affine.rs`), and
//! comparisons that hold on each way in and back are facts (`bounds.rs`).
//!
//! Invariants:
//! 1. Between passes a relation only gets weaker, but for one try of constancy and one of an affine form per variable, and one of each comparison, so that
//!    the passes end.
//! 2. A pass in which no relation changed has shown every relation to hold on every edge that it took.

use crate::affine::{self, Way};
use crate::bounds::Bounds;
use crate::facts::Path;
use crate::packed::Packed;
use crate::prove::Prover;
use crate::state::Point;
use crate::term::{Arena, FxMap, FxSet, Kind, Term};

/// Ways of being packed that are tried of one variable.
const PACKED: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Guess {
    /// The value at entry.
    Entry,
    /// The symbol of this class.
    Class(u32),
    /// The value at entry and so many times the way that another variable, one with a symbol, has gone since.
    Affine { of: usize, factor: u64 },
    /// Two other variables in one: `low + high << shift`, both extended with zeros.
    Packed(Packed),
}

pub(crate) struct Relation {
    at: Point,
    guesses: Vec<Guess>,
    /// Variables that were tried as constants and are not.
    denied: Vec<bool>,
    /// Variables that were tried as affine functions of others.
    related: Vec<bool>,
    /// Per variable, how many ways of being packed of others were tried.
    packed: FxMap<usize, usize>,
    /// Variables that others are functions of: they are none themselves.
    bases: FxSet<usize>,
    pub bounds: Bounds,
    classes: u32,
    /// How many low bits the members of a class need; the others are 0 at the header.
    bits: FxMap<u32, u8>,
    /// How many of those are 0, too; `None`: nobody asks.
    zeros: Option<FxMap<u32, u8>>,
    /// This pass: the values at entry and at the header, and whether some back edge changes the variable.
    entry: Vec<Term>,
    pub header: Vec<Term>,
    moves: Vec<bool>,
    back_edges: usize,
    /// This pass: the values on the last back edge.
    last: Vec<Term>,
    pub passes: [u32; 2],
    /// This pass: the place behind the header, if it was entered.
    pub path: Option<Path>,
}

impl Relation {
    /// The first guess: what `assigned` says may change is in classes of equal entry value.
    pub(crate) fn new(at: Point, assigned: &[bool], unfolding: bool) -> Relation {
        let guesses = assigned.iter().map(|a| if *a { Guess::Class(0) } else { Guess::Entry }).collect();
        Relation {
            at,
            guesses,
            denied: vec![false; assigned.len()],
            related: vec![false; assigned.len()],
            packed: FxMap::default(),
            bases: FxSet::default(),
            bounds: Bounds::default(),
            classes: 1,
            bits: FxMap::default(),
            zeros: unfolding.then(FxMap::default),
            entry: Vec::new(),
            header: Vec::new(),
            moves: Vec::new(),
            back_edges: 0,
            last: Vec::new(),
            passes: [0; 2],
            path: None,
        }
    }

    pub(crate) fn fits(&self, row: &[Term]) -> bool {
        self.guesses.len() == row.len()
    }

    /// The values at entry and at the header in this pass.
    pub(crate) fn rows(&self) -> [&[Term]; 2] {
        [&self.entry, &self.header]
    }

    /// Enters the loop in a new pass: the values at the header.
    pub(crate) fn enter(&mut self, arena: &mut Arena, prover: &mut Prover, row: Vec<Term>) -> Vec<Term> {
        self.entry = row;
        self.moves = vec![false; self.entry.len()];
        self.back_edges = 0;
        let entry = self.entry.clone();
        for i in 0..entry.len() {
            // Another entry than the one that it was read from.
            if let Guess::Packed(packed) = self.guesses[i] {
                let value = packed.value(arena, &entry);
                if !prover.equal(arena, entry[i], value) {
                    self.guesses[i] = self.own_class();
                }
            }
        }
        self.split(arena, prover, &entry);
        self.widen(arena, &entry);
        let mut header = Vec::with_capacity(entry.len());
        for (guess, &entry) in self.guesses.iter().zip(&entry) {
            header.push(match guess {
                Guess::Entry => entry,
                Guess::Class(c) => {
                    let width = arena.width(entry);
                    let bits = self.bits.get(c).copied().unwrap_or(width).min(width);
                    let zeros = self.zeros.as_ref().and_then(|z| z.get(c)).copied().unwrap_or(0).min(width - 1);
                    let bits = bits.max(zeros + 1);
                    let low = arena.leaf(&format!("loop {},{} class {c} of {bits} from {zeros}", self.at.0, self.at.1), bits - zeros);
                    let wide = arena.zext(low, width);
                    if zeros == 0 { wide } else { arena.scale(wide, 1 << zeros) }
                }
                Guess::Affine { .. } | Guess::Packed(_) => entry,
            });
        }
        for i in 0..header.len() {
            if let Guess::Affine { of, factor } = self.guesses[i] {
                assert!(!matches!(self.guesses[of], Guess::Affine { .. }), "an affine function of what has a symbol or its entry value");
                header[i] = affine::value(arena, entry[i], factor, header[of], entry[of]);
            }
        }
        for i in 0..header.len() {
            if let Guess::Packed(packed) = self.guesses[i] {
                header[i] = packed.value(arena, &header);
            }
        }
        self.header = header.clone();
        header
    }

    /// Splits the classes whose members have different values in `row`. The first part keeps the class.
    fn split(&mut self, arena: &mut Arena, prover: &mut Prover, row: &[Term]) -> bool {
        let mut parts: FxMap<u32, Vec<(Term, u32)>> = FxMap::default();
        let mut changed = false;
        for (i, &value) in row.iter().enumerate() {
            let Guess::Class(c) = self.guesses[i] else { continue };
            let known = parts.entry(c).or_default();
            let same = known.iter().find(|(t, _)| *t == value).copied();
            let same = same.or_else(|| known.iter().find(|(t, _)| prover.equal(arena, *t, value)).copied());
            match same {
                Some((_, part)) => self.guesses[i] = Guess::Class(part),
                None if known.is_empty() => known.push((value, c)),
                None => {
                    known.push((value, self.classes));
                    self.guesses[i] = Guess::Class(self.classes);
                    self.classes += 1;
                    changed = true;
                }
            }
        }
        changed
    }

    /// A back edge arrives with these values: whether the relation had to change.
    pub(crate) fn back_edge(&mut self, arena: &mut Arena, prover: &mut Prover, row: &[Term]) -> bool {
        self.back_edges += 1;
        let mut changed = false;
        self.last = row.to_vec();
        // Variables that do change leave their entry value, together if they entered together.
        let mut leaving: FxMap<Term, u32> = FxMap::default();
        for (i, &value) in row.iter().enumerate() {
            let expected = match self.guesses[i] {
                Guess::Entry | Guess::Class(_) => self.header[i],
                // Affine in the values of this back edge, whatever the other variable is at the header.
                Guess::Affine { of, factor } => affine::value(arena, self.entry[i], factor, row[of], self.entry[of]),
                Guess::Packed(packed) => packed.value(arena, row),
            };
            if prover.equal(arena, value, expected) {
                continue;
            }
            match self.guesses[i] {
                Guess::Entry | Guess::Affine { .. } | Guess::Packed(_) => {
                    let class = *leaving.entry(self.header[i]).or_insert_with(|| {
                        self.classes += 1;
                        self.classes - 1
                    });
                    self.guesses[i] = Guess::Class(class);
                    self.denied[i] = true;
                    changed = true;
                }
                Guess::Class(_) => self.moves[i] |= value != self.entry[i],
            }
        }
        changed |= self.split(arena, prover, row);
        changed | self.widen(arena, row)
    }

    /// Gives each class the bits that its members need in `row`; whether one needs more than it had. Sums go to the full width at once: a counter
    /// would else grow bit by bit.
    fn widen(&mut self, arena: &Arena, row: &[Term]) -> bool {
        let mut changed = false;
        for (i, &t) in row.iter().enumerate() {
            let Guess::Class(c) = self.guesses[i] else { continue };
            let width = arena.width(t);
            let needed = width - arena.known(t).leading_zeros(width);
            if let Some(zeros) = self.zeros.as_mut().filter(|_| width <= 64) {
                let low = arena.known(t).trailing_zeros(width);
                let zeros = zeros.entry(c).or_insert(low);
                changed |= low < *zeros;
                *zeros = low.min(*zeros);
            }
            let was = self.bits.get(&c).copied();
            let bits = self.bits.entry(c).or_insert(1);
            if needed > *bits {
                let growing = was.is_some() && arena.node(t).kind == Kind::Add;
                *bits = if growing { width } else { needed.next_multiple_of(8).min(width) };
                changed = true;
            }
        }
        changed
    }

    /// Behind the last back edge of a pass: classes that came back as they were, or as they entered, are tried as constants.
    pub(crate) fn settle(&mut self) -> bool {
        if self.back_edges == 0 {
            return false;
        }
        let mut changed = false;
        for i in 0..self.guesses.len() {
            if matches!(self.guesses[i], Guess::Class(_)) && !self.moves[i] && !self.denied[i] {
                self.guesses[i] = Guess::Entry;
                self.denied[i] = true;
                changed = true;
            }
        }
        changed
    }

    fn own_class(&mut self) -> Guess {
        self.classes += 1;
        Guess::Class(self.classes - 1)
    }

    /// Behind a pass that failed and changed nothing: wide variables are tried as two others packed together, one way after the other, until the loop comes back
    /// with one.
    pub(crate) fn pack(&mut self, arena: &mut Arena, prover: &mut Prover) -> bool {
        let mut changed = false;
        let part = |r: &Relation, i: usize| !matches!(r.guesses[i], Guess::Packed(_)) && !r.packed.contains_key(&i);
        for i in 0..self.entry.len() {
            let open = match self.guesses[i] {
                Guess::Class(_) => true,
                Guess::Packed(_) => self.back_edges == 0,
                _ => false,
            };
            if !open || arena.width(self.entry[i]) != 64 {
                continue;
            }
            let parts: Vec<usize> = (0..self.entry.len()).filter(|j| *j != i && part(self, *j)).collect();
            let tried = self.packed.get(&i).copied().unwrap_or(0);
            let next = Packed::of(arena, prover, &self.entry, i, &parts).into_iter().nth(tried).filter(|_| tried < PACKED);
            if let Some(packed) = next {
                self.packed.insert(i, tried + 1);
                for v in 0..self.guesses.len() {
                    // It has no symbol any more that others could be functions of.
                    if matches!(self.guesses[v], Guess::Affine { of, .. } if of == i) {
                        self.guesses[v] = self.own_class();
                    }
                }
                self.bases.extend([packed.low, packed.high]);
                self.guesses[i] = Guess::Packed(packed);
                changed = true;
            } else if matches!(self.guesses[i], Guess::Packed(_)) {
                self.guesses[i] = self.own_class();
                changed = true;
            }
        }
        changed
    }

    /// Behind a pass that changed nothing: variables that move in step with others are tried as affine functions of them, once each.
    pub(crate) fn relate(&mut self, arena: &Arena, prover: &mut Prover) -> bool {
        if self.back_edges == 0 {
            return false;
        }
        // One variable for each class that moves.
        let mut seen = FxSet::default();
        let mut ways: Vec<(usize, u32, Way)> = Vec::new();
        for i in 0..self.guesses.len() {
            if let Guess::Class(c) = self.guesses[i]
                && seen.insert(c)
                && let Some(way) = Way::new(arena, prover, self.header[i], self.last[i])
            {
                ways.push((i, c, way));
            }
        }
        ways.sort_by_key(|(i, _, way)| (way.rank(), *i));
        let mut bases: Vec<(usize, Way)> = Vec::new();
        let mut changed = false;
        for (i, class, way) in ways {
            let found = bases.iter().find_map(|(of, base)| way.over(base).map(|factor| (*of, factor)));
            match found {
                Some((of, factor)) if !self.related[i] && !self.bases.contains(&i) => {
                    self.bases.insert(of);
                    for v in 0..self.guesses.len() {
                        if self.guesses[v] == Guess::Class(class) && !self.bases.contains(&v) {
                            self.guesses[v] = Guess::Affine { of, factor };
                            self.related[v] = true;
                        }
                    }
                    changed = true;
                }
                _ => bases.push((i, way)),
            }
        }
        changed
    }
}

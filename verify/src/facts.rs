//! What holds on a path: a tree of facts that grows from the entry; a place on it stands for all facts between it and the root.
//!
//! Where paths join, the facts of their last common place stay, those that every way has, and the condition under which any of the ways was taken; the tree
//! tells which decisions led to which arrival, so that joined values can be choices (`ite`) over the very conditions.
//!
//! Invariants:
//! 1. Children of one split exclude each other; children with different splits (or joins) do not, and are never turned into a choice.
//! 2. A fact mentions only values that are computed before it on every run that passes it.

use crate::assume::Assumptions;
use crate::term::{Arena, FxMap, FxSet, Term};

/// A place in the tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Path(u32);

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Fact {
    /// Nothing new: the root, or where paths joined.
    Nothing,
    /// The condition is true.
    Holds(Term),
    /// Memory `memory` has `end` bytes from `base` on. The base is also given as a term and a constant summand.
    Covered { memory: u32, base: Term, split: (Term, u128), end: u128 },
    /// This trap did not happen, see [`crate::semantics::trap_of`].
    Passed(Term),
    /// Something happened whose outcome a counterexample cannot fix: a call, an operator that may trap.
    Clouded,
}

struct Place {
    parent: Path,
    depth: u32,
    split: u32,
    fact: Fact,
}

pub(crate) struct Facts {
    places: Vec<Place>,
    splits: u32,
}

/// How far lookups go back.
const LOOK_BACK: usize = 256;

impl Facts {
    pub(crate) const ROOT: Path = Path(0);

    pub(crate) fn new() -> Facts {
        Facts { places: vec![Place { parent: Path(0), depth: 0, split: 0, fact: Fact::Nothing }], splits: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// A number for a decision whose outcomes exclude each other.
    pub(crate) fn split(&mut self) -> u32 {
        self.splits += 1;
        self.splits
    }

    /// `fact` holds behind `at`. `split` is 0 for what is no decision.
    pub(crate) fn push(&mut self, at: Path, split: u32, fact: Fact) -> Path {
        let depth = self.places[at.0 as usize].depth + 1;
        self.places.push(Place { parent: at, depth, split, fact });
        Path(self.places.len() as u32 - 1)
    }

    fn place(&self, p: Path) -> &Place {
        &self.places[p.0 as usize]
    }

    /// The facts of a path, nearest first.
    pub(crate) fn of(&self, at: Path) -> impl Iterator<Item = Fact> + '_ {
        let mut next = Some(at);
        std::iter::from_fn(move || {
            let p = next?;
            next = (p != Facts::ROOT).then(|| self.place(p).parent);
            Some(self.place(p).fact)
        })
    }

    /// Whether a former access shows that `memory` has `end` bytes from `base` on.
    pub(crate) fn covers(&self, at: Path, memory: u32, base: Term, end: u128) -> bool {
        let fits = |f| matches!(f, Fact::Covered { memory: m, base: b, end: e, .. } if m == memory && b == base && e >= end);
        self.of(at).take(LOOK_BACK).any(fits)
    }

    /// Adds what an access showed, see [`Fact::Covered`].
    pub(crate) fn covered(&mut self, at: Path, memory: u32, base: Term, split: (Term, u128), end: u128) -> Path {
        self.push(at, 0, Fact::Covered { memory, base, split, end })
    }

    /// What former accesses of all memories showed: base, the base as term and constant, the bytes that are there.
    pub(crate) fn accesses(&self, at: Path) -> impl Iterator<Item = (Term, Term, u128, u128)> + '_ {
        self.of(at).take(LOOK_BACK).filter_map(|f| match f {
            Fact::Covered { base, split, end, .. } => Some((base, split.0, split.1, end)),
            _ => None,
        })
    }

    /// Whether this trap was passed before.
    pub(crate) fn passed(&self, at: Path, trap: Term) -> bool {
        self.of(at).take(LOOK_BACK).any(|f| f == Fact::Passed(trap))
    }

    /// Whether every way to a place leads over another.
    pub(crate) fn descends(&self, at: Path, top: Path) -> bool {
        self.common(at, top) == top
    }

    /// The conditions that hold.
    pub(crate) fn conditions(&self, at: Path) -> Vec<Term> {
        let mut out: Vec<Term> = self.of(at).filter_map(|f| if let Fact::Holds(t) = f { Some(t) } else { None }).collect();
        let mut seen = FxSet::default();
        out.retain(|t| seen.insert(*t));
        out
    }

    /// What the conditions of a path say together.
    pub(crate) fn assumptions(&self, arena: &Arena, at: Path) -> Assumptions {
        Assumptions::new(arena, self.of(at).take(LOOK_BACK).filter_map(|f| if let Fact::Holds(t) = f { Some(t) } else { None }))
    }

    fn common(&self, mut a: Path, mut b: Path) -> Path {
        while a != b {
            if self.place(a).depth >= self.place(b).depth {
                a = self.place(a).parent;
            } else {
                b = self.place(b).parent;
            }
        }
        a
    }

    /// The place behind a join of paths, and how to choose between what arrives, if the tree says how.
    pub(crate) fn join(&mut self, arena: &mut Arena, arrivals: &[Path]) -> (Path, Option<Choice>) {
        let first = arrivals[0];
        let common = arrivals[1..].iter().fold(first, |c, p| self.common(c, *p));
        let choice = (arrivals.len() <= MAX_CHOICE).then(|| self.choice(common, arrivals)).flatten();
        let (reached, exact) = self.reached(arena, common, arrivals);
        // What happened on the way of some arrivals only is forgotten, but not that something happened.
        let quiet = exact && arrivals.iter().all(|p| self.quiet(*p, common));
        let mut shared = self.shared(common, arrivals);
        if arena.constant(reached).is_none() {
            shared.push(Fact::Holds(reached));
        }
        let mut path = self.push(common, 0, if quiet { Fact::Nothing } else { Fact::Clouded });
        for fact in shared {
            path = self.push(path, 0, fact);
        }
        (path, choice)
    }

    /// The facts that hold on the way of every arrival, oldest first.
    fn shared(&self, top: Path, arrivals: &[Path]) -> Vec<Fact> {
        let way = |p: Path| {
            let mut facts = Vec::new();
            let mut at = p;
            while at != top && facts.len() < LOOK_BACK {
                let place = self.place(at);
                if !matches!(place.fact, Fact::Nothing | Fact::Clouded) {
                    facts.push(place.fact);
                }
                at = place.parent;
            }
            facts
        };
        // The shortest way decides what can be shared at all.
        let mut ways: Vec<Vec<Fact>> = Vec::new();
        for &p in arrivals {
            let facts = way(p);
            if facts.is_empty() {
                return Vec::new();
            }
            ways.push(facts);
        }
        let mut out = ways.pop().unwrap_or_default();
        for facts in ways {
            let same: FxSet<Fact> = facts.iter().copied().collect();
            out = out.into_iter().filter_map(|f| if same.contains(&f) { Some(f) } else { weaker(f, &facts) }).collect();
        }
        out.reverse();
        let mut seen = FxSet::default();
        out.retain(|f| seen.insert(*f));
        out
    }

    /// Whether only decisions lie between a place and one above it.
    fn quiet(&self, mut at: Path, top: Path) -> bool {
        while at != top {
            if !matches!(self.place(at).fact, Fact::Nothing | Fact::Holds(_)) {
                return false;
            }
            at = self.place(at).parent;
        }
        true
    }

    /// Every place from `top` down to the arrivals, largest first, with its children that lead to arrivals; `None` if that is far.
    fn ways(&self, top: Path, arrivals: &[Path]) -> Option<Vec<(Path, Vec<Path>)>> {
        let mut children: FxMap<Path, Vec<Path>> = FxMap::default();
        for &p in arrivals {
            children.entry(p).or_default();
            let mut at = p;
            for steps in 0.. {
                if at == top {
                    break;
                }
                if steps > LOOK_BACK {
                    return None;
                }
                let parent = self.place(at).parent;
                let known = children.entry(parent).or_default();
                if known.contains(&at) {
                    break;
                }
                known.push(at);
                at = parent;
            }
        }
        let mut ways: Vec<(Path, Vec<Path>)> = children.into_iter().collect();
        ways.iter_mut().for_each(|(_, kids)| kids.sort());
        ways.sort_by(|(a, _), (b, _)| b.cmp(a));
        Some(ways)
    }

    /// A condition that holds if any of the ways from `top` to the arrivals was taken, and whether it is that very condition. It is as weak as it must be
    /// to stay short.
    fn reached(&self, arena: &mut Arena, top: Path, arrivals: &[Path]) -> (Term, bool) {
        let yes = arena.bool(true);
        let Some(ways) = self.ways(top, arrivals) else { return (yes, false) };
        let no = arena.bool(false);
        let mut exact = true;
        // What must hold behind a place. Children have larger numbers than parents: from the largest down, each place is complete before its parent.
        let mut done: FxMap<Path, Term> = FxMap::default();
        for (p, kids) in ways {
            let mut below = if arrivals.contains(&p) { yes } else { no };
            let kids: Vec<(Term, Term)> =
                kids.iter().map(|k| (if let Fact::Holds(c) = self.place(*k).fact { c } else { yes }, done.remove(k).unwrap_or(yes))).collect();
            if let [(c, x), (d, y)] = kids[..]
                && arena.not(c) == d
            {
                let chosen = arena.ite(c, x, y);
                below = arena.or(below, chosen);
            } else {
                for (c, x) in kids {
                    let way = arena.and(c, x);
                    below = arena.or(below, way);
                }
            }
            let short = arena.atoms(below, ATOMS).len() < ATOMS;
            exact &= short;
            done.insert(p, if short { below } else { yes });
        }
        (done.remove(&top).unwrap_or(yes), exact)
    }

    fn choice(&self, top: Path, arrivals: &[Path]) -> Option<Choice> {
        let mut arrival_at: FxMap<Path, usize> = FxMap::default();
        for (i, &p) in arrivals.iter().enumerate() {
            if arrival_at.insert(p, i).is_some() {
                return None;
            }
        }
        let mut done: FxMap<Path, Choice> = FxMap::default();
        for (p, mut kids) in self.ways(top, arrivals)? {
            let choice = match (arrival_at.get(&p), kids.as_slice()) {
                (Some(i), []) => Choice::Take(*i),
                (None, [only]) => done.remove(only)?,
                (None, [.., _]) => {
                    let split = self.place(kids[0]).split;
                    if split == 0 || kids.iter().any(|k| self.place(*k).split != split) {
                        return None;
                    }
                    let last = kids.pop()?;
                    let mut choice = done.remove(&last)?;
                    for k in kids.into_iter().rev() {
                        let Fact::Holds(condition) = self.place(k).fact else { return None };
                        choice = Choice::If(condition, Box::new(done.remove(&k)?), Box::new(choice));
                    }
                    choice
                }
                _ => return None,
            };
            done.insert(p, choice);
        }
        done.remove(&top)
    }
}

/// As much of the memory as another way shows to be there, too.
fn weaker(fact: Fact, facts: &[Fact]) -> Option<Fact> {
    let Fact::Covered { memory, base, split, end } = fact else { return None };
    let ends = facts.iter().filter_map(|f| match *f {
        Fact::Covered { memory: m, base: b, end, .. } if m == memory && b == base => Some(end),
        _ => None,
    });
    Some(Fact::Covered { memory, base, split, end: ends.max()?.min(end) })
}

const MAX_CHOICE: usize = 8;
/// Comparisons in the condition of a join.
const ATOMS: usize = 16;

/// A decision tree over arrivals. Its depth is bounded by [`MAX_CHOICE`].
pub(crate) enum Choice {
    Take(usize),
    If(Term, Box<Choice>, Box<Choice>),
}

impl Choice {
    pub(crate) fn value(&self, arena: &mut Arena, of: &dyn Fn(usize) -> Term) -> Term {
        match self {
            Choice::Take(i) => of(*i),
            Choice::If(c, yes, no) => {
                let (yes, no) = (yes.value(arena, of), no.value(arena, of));
                arena.ite(*c, yes, no)
            }
        }
    }
}

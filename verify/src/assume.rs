//! What the conditions of a path say of other conditions.
//!
//! Three things are drawn from them: which truth values are fixed (through negation, conjunction, and what is left of a conjunction that is false),
//! and, for each term that is compared with constants, one interval that holds it. A condition under them is rebuilt with what is known put in.
//!
//! Intervals are on the circle of 2^w numbers, so that signed, unsigned and shifted comparisons (`x - 3 < 5`) are all of one kind and the negation of one
//! is another.
//!
//! Invariant: what is drawn holds wherever all the conditions do.

use crate::term::{Arena, FxMap, Kind, Term, ones};

/// The numbers `first`, `first + 1`, … , `count` of them, modulo 2^width.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Arc {
    first: u128,
    count: u128,
    size: u128,
}

impl Arc {
    fn complement(self) -> Arc {
        Arc { first: (self.first + self.count) % self.size, count: self.size - self.count, ..self }
    }

    /// How far `x` is behind the start of the arc.
    fn behind(self, x: u128) -> u128 {
        (x + self.size - self.first) % self.size
    }

    fn within(self, other: Arc) -> bool {
        other.count == other.size || self.count == 0 || other.behind(self.first) + self.count <= other.count
    }

    fn disjoint(self, other: Arc) -> bool {
        self.count == 0 || other.count == 0 || self.behind(other.first) >= self.count && other.behind(self.first) >= other.count
    }

    /// The common part if it is one arc; else the shorter of the two, which holds it.
    fn meet(self, other: Arc) -> Arc {
        let (short, long) = if self.count <= other.count { (self, other) } else { (other, self) };
        if short.within(long) {
            return short;
        }
        // Overlaps at both ends would leave two arcs.
        let (a, b) = (long.behind(short.first), short.behind(long.first));
        match (a < long.count, b < short.count) {
            (true, false) => Arc { count: long.count - a, ..short },
            (false, true) => Arc { first: long.first, count: (short.count - b).min(long.count), ..short },
            _ => short,
        }
    }
}

/// See the module's documentation.
#[derive(Default)]
pub(crate) struct Assumptions {
    known: FxMap<Term, bool>,
    arcs: FxMap<Term, Arc>,
    /// Conjunctions that are false.
    broken: Vec<Term>,
    memo: FxMap<Term, Term>,
}

/// How deep a condition is looked into, and how much of it is rebuilt.
const DEPTH: u32 = 24;
const WORK: usize = 300;

impl Assumptions {
    pub(crate) fn new(arena: &Arena, conditions: impl Iterator<Item = Term>) -> Assumptions {
        let mut all = Assumptions::default();
        for c in conditions {
            all.learn(arena, c, true);
        }
        // What a false conjunction leaves open may be closed by another fact.
        for _ in 0..3 {
            let broken = std::mem::take(&mut all.broken);
            let before = all.known.len();
            for t in broken {
                all.break_up(arena, t);
            }
            if all.known.len() == before {
                break;
            }
        }
        all
    }

    fn learn(&mut self, arena: &Arena, t: Term, value: bool) {
        let mut parts = vec![(t, value)];
        while let Some((t, value)) = parts.pop() {
            if self.known.insert(t, value).is_some() {
                continue;
            }
            if let Some(inner) = arena.negated(t) {
                parts.push((inner, !value));
            } else if arena.is_conjunction(t) {
                if value {
                    parts.extend(arena.args(t).iter().map(|t| (*t, true)));
                } else {
                    self.broken.push(t);
                }
            } else if let Some((x, arc)) = atom(arena, t) {
                let arc = if value { arc } else { arc.complement() };
                let met = self.arcs.get(&x).map_or(arc, |old| old.meet(arc));
                self.arcs.insert(x, met);
            }
        }
    }

    fn break_up(&mut self, arena: &Arena, t: Term) {
        let mut open = Vec::new();
        let mut stack = vec![t];
        while let Some(t) = stack.pop() {
            if arena.is_conjunction(t) {
                stack.extend_from_slice(arena.args(t));
                continue;
            }
            match self.decide(arena, t) {
                Some(true) => {}
                Some(false) => return,
                None => open.push(t),
            }
            if open.len() > 1 {
                self.broken.push(t);
                return;
            }
        }
        if let [only] = open[..] {
            self.learn(arena, only, false);
        }
    }

    /// Whether a condition that is no conjunction is known.
    fn decide(&self, arena: &Arena, t: Term) -> Option<bool> {
        if let Some(value) = self.known.get(&t) {
            return Some(*value);
        }
        if let Some(inner) = arena.negated(t) {
            return self.decide(arena, inner).map(|v| !v);
        }
        let (x, arc) = atom(arena, t)?;
        let have = self.arcs.get(&x)?;
        if have.within(arc) {
            Some(true)
        } else if have.disjoint(arc) {
            Some(false)
        } else {
            None
        }
    }

    /// A term that is equal to `t` wherever the conditions hold.
    pub(crate) fn simplify(&mut self, arena: &mut Arena, t: Term) -> Term {
        if self.known.is_empty() {
            return t;
        }
        let mut work = WORK;
        self.rebuilt(arena, t, DEPTH, &mut work)
    }

    fn rebuilt(&mut self, arena: &mut Arena, t: Term, depth: u32, work: &mut usize) -> Term {
        if let Some(&done) = self.memo.get(&t) {
            return done;
        }
        if arena.constant(t).is_some() {
            return t;
        }
        let w = arena.width(t);
        if w == 1
            && let Some(value) = self.decide(arena, t)
        {
            return arena.bool(value);
        }
        if let Some(arc) = self.arcs.get(&t)
            && arc.count == 1
        {
            return arena.int(arc.first, w);
        }
        let goes_on = depth > 0 && *work > 0 && !matches!(arena.node(t).kind, Kind::Opaque(_));
        if !goes_on {
            return t;
        }
        *work -= 1;
        let args = arena.args(t).to_vec();
        let new: Vec<Term> = args.iter().map(|a| self.rebuilt(arena, *a, depth - 1, work)).collect();
        let done = if new == args { t } else { arena.with_args(t, &new) };
        self.memo.insert(t, done);
        done
    }
}

/// A comparison with a constant: what is compared, and where it must lie.
fn atom(arena: &Arena, t: Term) -> Option<(Term, Arc)> {
    let node = arena.node(t);
    let &[left, right] = &node.args[..] else { return None };
    let w = arena.width(left);
    if !matches!(node.kind, Kind::Eq | Kind::Ult | Kind::Slt) || w > 64 || w == 1 {
        return None;
    }
    let c = arena.constant(right)?;
    let size = 1u128 << w;
    let arc = match node.kind {
        Kind::Eq => Arc { first: c, count: 1, size },
        Kind::Ult => Arc { first: 0, count: c, size },
        _ => Arc { first: size >> 1, count: (c + (size >> 1)) & ones(w), size },
    };
    // The top bits of a term are an interval of it.
    if let Kind::Extract(lo) = arena.node(left).kind {
        let whole = arena.args(left)[0];
        let size = 1u128 << arena.width(whole).min(127);
        if lo + w == arena.width(whole) && lo + w <= 64 {
            return Some((whole, Arc { first: arc.first << lo, count: arc.count << lo, size }));
        }
    }
    // x + d in an interval is x in that interval, moved.
    let &[d, x] = &arena.node(left).args[..] else { return Some((left, arc)) };
    match (arena.node(left).kind, arena.constant(d)) {
        (Kind::Add, Some(d)) => Some((x, Arc { first: (arc.first + size - d) % size, ..arc })),
        _ => Some((left, arc)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::Form;

    fn members(a: Arc) -> Vec<u128> {
        (0..a.size).filter(|x| a.behind(*x) < a.count).collect()
    }

    #[test]
    fn arcs_are_sets() {
        let all = (0..8).flat_map(|first| (0..=8).map(move |count| Arc { first, count, size: 8 }));
        let all: Vec<Arc> = all.collect();
        for &a in &all {
            assert!(members(a).iter().all(|x| !members(a.complement()).contains(x)));
            for &b in &all {
                let both: Vec<u128> = members(a).into_iter().filter(|x| members(b).contains(x)).collect();
                assert_eq!(a.within(b), both.len() == members(a).len(), "{a:?} {b:?}");
                assert_eq!(a.disjoint(b), both.is_empty(), "{a:?} {b:?}");
                let met = members(a.meet(b));
                assert!(both.iter().all(|x| met.contains(x)), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn one_of_two_is_left() {
        let mut t = Arena::new(Form::Normal);
        let (x, y) = (t.leaf("x", 1), t.leaf("y", 1));
        let both = t.or(x, y);
        let no = t.not(x);
        let mut a = Assumptions::new(&t, [both, no].into_iter());
        assert_eq!(a.simplify(&mut t, y), t.bool(true));
    }

    #[test]
    fn a_comparison_decides_another() {
        let mut t = Arena::new(Form::Normal);
        let x = t.leaf("x", 32);
        let (three, five, nine) = (t.int(3, 32), t.int(5, 32), t.int(9, 32));
        let below = t.ult(x, five);
        let mut a = Assumptions::new(&t, [below].into_iter());
        let (is_nine, is_three, signed) = (t.eq(x, nine), t.eq(x, three), t.slt(x, nine));
        assert_eq!(a.simplify(&mut t, is_nine), t.bool(false));
        assert_eq!(a.simplify(&mut t, is_three), is_three);
        assert_eq!(a.simplify(&mut t, signed), t.bool(true));
    }
}

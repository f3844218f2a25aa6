//! Comparisons that hold at a loop header, whatever the iteration: `i <= n`, `i < n`, `i < 100`.
//!
//! Two tests of a loop may be the same only because of them: `i + 1 < n` and `i + 1 != n` where `i < n`. Candidates are read from the conditions of a way
//! back to the header, in terms of the variables there; each is tried once, and dropped where an entry or a back edge does not show it (Houdini).

use crate::term::{Arena, FxSet, Kind, Term};

/// What is compared with what, in the row of variables at the header.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Bound {
    relation: Order,
    left: Operand,
    right: Operand,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Order {
    Different,
    Less { signed: bool },
    AtMost { signed: bool },
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Operand {
    Variable(usize),
    Constant(u128),
}

impl Bound {
    /// The comparison of the values in a row.
    pub(crate) fn holds(&self, arena: &mut Arena, row: &[Term]) -> Term {
        let width = [self.left, self.right].iter().find_map(|o| if let Operand::Variable(i) = o { Some(arena.width(row[*i])) } else { None });
        let mut of = |o: Operand| match o {
            Operand::Variable(i) => row[i],
            Operand::Constant(c) => arena.int(c, width.unwrap_or(32)),
        };
        let (left, right) = (of(self.left), of(self.right));
        match self.relation {
            Order::Different => {
                let same = arena.eq(left, right);
                arena.not(same)
            }
            Order::Less { signed: false } => arena.ult(left, right),
            Order::Less { signed: true } => arena.slt(left, right),
            Order::AtMost { signed } => {
                let above = if signed { arena.slt(right, left) } else { arena.ult(right, left) };
                arena.not(above)
            }
        }
    }
}

/// The comparisons of one header.
#[derive(Default)]
pub(crate) struct Bounds {
    /// Those that no edge has refused so far.
    pub held: Vec<Bound>,
    tried: FxSet<Bound>,
    proposed: Vec<Bound>,
}

/// Candidates of one header in all, comparisons of one way back that are looked at, variables for one side of a comparison.
const CANDIDATES: usize = 40;
const COMPARISONS: usize = 6;
const OPERANDS: usize = 3;
/// Terms that are looked at for the leaves of one.
const WALK: usize = 100;

impl Bounds {
    /// Reads candidates from the conditions of a way back, where the variables have the values `row`, and had those of `header`.
    pub(crate) fn propose(&mut self, arena: &mut Arena, conditions: &[Term], header: &[Term], row: &[Term]) {
        // One variable for each value.
        let mut seen = FxSet::default();
        let distinct: Vec<usize> =
            (0..row.len()).filter(|i| (8..=64).contains(&arena.width(row[*i])) && seen.insert((header[*i], row[*i]))).collect();
        let (moving, fixed): (Vec<usize>, Vec<usize>) = distinct.into_iter().partition(|i| header[*i] != row[*i]);
        for (kind, a, b) in comparisons(arena, conditions) {
            let (below, above) = (leaves(arena, a), leaves(arena, b));
            let all: FxSet<Term> = below.iter().chain(&above).copied().collect();
            let width = arena.width(a);
            // The variables that a side of the comparison is made of.
            let of = |arena: &Arena, among: &[usize], leaves: &FxSet<Term>| -> Vec<Operand> {
                among
                    .iter()
                    .filter(|i| arena.width(header[**i]) == width && shares(arena, header[**i], leaves))
                    .take(OPERANDS)
                    .map(|i| Operand::Variable(*i))
                    .collect()
            };
            // In an equation everything is on one side.
            let different = kind == Kind::Eq;
            let (below, above) = if different { (&all, &all) } else { (&below, &above) };
            let steps = [of(arena, &moving, below), of(arena, &moving, above)];
            let mut stays = [of(arena, &fixed, below), of(arena, &fixed, above)];
            // A constant is what a variable is compared with, unless it is a part of a difference of variables.
            for (side, t) in [a, b].into_iter().enumerate() {
                let alone = !different || arena.width(a) > 64 || arena.linear(a).terms.len() == 1;
                stays[side].extend(arena.constant(t).filter(|_| alone).map(Operand::Constant));
            }
            for (x, y) in [(&steps[0], &stays[1]), (&stays[0], &steps[1]), (&steps[0], &steps[1])] {
                for (&left, &right) in x.iter().flat_map(|l| y.iter().map(move |r| (l, r))) {
                    if left == right {
                        continue;
                    }
                    let mut add = |relation, left, right| self.proposed.push(Bound { relation, left, right });
                    if different {
                        add(Order::Different, left, right);
                        add(Order::AtMost { signed: false }, left, right);
                        add(Order::AtMost { signed: false }, right, left);
                    } else {
                        let signed = kind == Kind::Slt;
                        add(Order::Less { signed }, left, right);
                        add(Order::AtMost { signed }, left, right);
                    }
                }
            }
        }
    }

    /// Behind a pass that changed nothing: takes up what was not tried yet; whether there is any.
    pub(crate) fn take_up(&mut self) -> bool {
        let before = self.held.len();
        for bound in std::mem::take(&mut self.proposed) {
            if self.tried.len() < CANDIDATES && self.tried.insert(bound) {
                self.held.push(bound);
            }
        }
        self.held.len() > before
    }

    /// Forgets what was read in the pass before.
    pub(crate) fn start(&mut self) {
        self.proposed.clear();
    }
}

/// The comparisons that hold, as a kind and operands: less, less or equal (as less, the other way round would be false), or different.
fn comparisons(arena: &Arena, conditions: &[Term]) -> Vec<(Kind, Term, Term)> {
    let mut out = Vec::new();
    let mut parts: Vec<(Term, bool)> = conditions.iter().rev().map(|t| (*t, true)).collect();
    while let Some((t, value)) = parts.pop() {
        if out.len() == COMPARISONS {
            break;
        }
        if let Some(inner) = arena.negated(t) {
            parts.push((inner, !value));
            continue;
        }
        if arena.is_conjunction(t) && value {
            parts.extend(arena.args(t).iter().map(|t| (*t, true)));
            continue;
        }
        let node = arena.node(t);
        let &[a, b] = &node.args[..] else { continue };
        match (node.kind, value) {
            (Kind::Eq, false) if arena.width(a) > 1 => out.push((Kind::Eq, a, b)),
            (Kind::Ult | Kind::Slt, true) => out.push((node.kind, a, b)),
            (Kind::Ult | Kind::Slt, false) => out.push((node.kind, b, a)),
            _ => {}
        }
    }
    out
}

/// The leaves of a term, as far as a short walk finds them.
fn leaves(arena: &Arena, t: Term) -> FxSet<Term> {
    let mut out = FxSet::default();
    let mut seen = FxSet::default();
    let mut stack = vec![t];
    while let Some(t) = stack.pop() {
        if seen.len() < WALK && seen.insert(t) {
            match arena.node(t).kind {
                Kind::Opaque(_) => drop(out.insert(t)),
                _ => stack.extend_from_slice(arena.args(t)),
            }
        }
    }
    out
}

fn shares(arena: &Arena, t: Term, with: &FxSet<Term>) -> bool {
    leaves(arena, t).iter().any(|l| with.contains(l))
}

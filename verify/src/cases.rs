//! Equality by cases: where two terms choose between values, they are compared for each outcome of a comparison that they choose by.
//!
//! Each case is decided by the normal form of what is left in it. That is how sums with a choice inside, nested choices and packed flags are
//! equal to others, on which bit-blasting takes longest.

use crate::assume::Assumptions;
use crate::term::{Arena, FxMap, FxSet, Kind, Term};

/// Cases that are looked at for one question.
const CASES: usize = 32;
/// Terms that are looked through for something to choose by.
const LOOK: usize = 400;
/// Comparisons of one condition.
const ATOMS: usize = 8;

/// Whether `a` and `b` are the same node in each case, wherever the conditions hold. Says nothing if not.
pub(crate) fn equal_by_cases(arena: &mut Arena, a: Term, b: Term, conditions: &[Term]) -> bool {
    // In raw form equality is the solver's to say.
    if arena.raw() {
        return false;
    }
    let mut facts = conditions.to_vec();
    let mut left = CASES;
    holds(arena, a, b, &mut facts, &mut left)
}

fn holds(arena: &mut Arena, a: Term, b: Term, facts: &mut Vec<Term>, left: &mut usize) -> bool {
    let Some(pivot) = pivot(arena, [a, b]) else { return false };
    let not = arena.not(pivot);
    for case in [pivot, not] {
        if *left == 0 {
            return false;
        }
        *left -= 1;
        facts.push(case);
        let mut assumptions = Assumptions::new(arena, facts.iter().copied());
        let (x, y) = (assumptions.simplify(arena, a), assumptions.simplify(arena, b));
        let same = x == y || (x, y) != (a, b) && holds(arena, x, y, facts, left);
        facts.pop();
        if !same {
            return false;
        }
    }
    true
}

/// The comparison that most choices depend on; of those with as many, the one that was built first.
fn pivot(arena: &Arena, roots: [Term; 2]) -> Option<Term> {
    let mut votes: FxMap<Term, usize> = FxMap::default();
    let mut seen: FxSet<Term> = FxSet::default();
    let mut stack = roots.to_vec();
    while let Some(t) = stack.pop() {
        let node = arena.node(t);
        if seen.len() > LOOK || matches!(node.kind, Kind::Opaque(_)) || !seen.insert(t) {
            continue;
        }
        let chooses = if node.width == 1 { Some(t) } else { (node.kind == Kind::Ite).then(|| node.args[0]) };
        if let Some(condition) = chooses {
            for atom in arena.atoms(condition, ATOMS).into_iter().filter(|atom| arena.constant(*atom).is_none()) {
                *votes.entry(atom).or_default() += 1;
            }
        }
        stack.extend_from_slice(&node.args);
    }
    votes.into_iter().max_by_key(|(t, n)| (*n, std::cmp::Reverse(*t))).map(|(t, _)| t)
}

#[cfg(test)]
mod tests {
    use super::equal_by_cases;
    use crate::term::{Arena, Form};

    #[test]
    fn a_choice_inside_a_sum() {
        let mut t = Arena::new(Form::Normal);
        let (c, x, y) = (t.leaf("c", 1), t.leaf("x", 32), t.leaf("y", 32));
        let (one, nine) = (t.int(1, 32), t.int(9, 32));
        let chosen = t.ite(c, nine, x);
        let a = t.mul(chosen, y);
        let (p, q) = (t.mul(nine, y), t.mul(x, y));
        let b = t.ite(c, p, q);
        assert!(equal_by_cases(&mut t, a, b, &[]));
        let other = t.add(b, one);
        assert!(!equal_by_cases(&mut t, a, other, &[]));
    }

    #[test]
    fn conditions_close_a_case() {
        let mut t = Arena::new(Form::Normal);
        let (c, d, x, y) = (t.leaf("c", 1), t.leaf("d", 1), t.leaf("x", 32), t.leaf("y", 32));
        let both = t.and_bool(c, d);
        let (a, b) = (t.ite(both, x, y), t.ite(c, x, y));
        assert!(!equal_by_cases(&mut t, a, b, &[]));
        assert!(equal_by_cases(&mut t, a, b, &[d]));
    }
}

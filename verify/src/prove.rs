//! Are two terms equal for all leaves? Cheapest answer first: same node, random evaluation, congruence, then Z3 on less and on more of them.
//!
//! Invariants:
//! 1. `Proven` is said only of the same node, of equal arguments under one operator, or on Z3's `unsat`.
//! 2. The order of questions and their limits depend on the terms only, so answers repeat.

use crate::cases::equal_by_cases;
use crate::smt::{Answer, Query, Reading};
use crate::term::{Arena, FxMap, FxSet, Kind, Term, Values};
use crate::witness::witness;

/// How equality was shown, or that it was not.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// The same node, or equal operands all the way.
    Same,
    /// By Z3.
    Solved,
    /// These leaves tell them apart while all conditions hold; `exact` if no free function had a part in it.
    Differs { leaves: Vec<(Term, u128)>, exact: bool },
    /// Nobody knows.
    Open(String),
}

pub(crate) struct Prover {
    pub values: Values,
    /// What came out without conditions.
    known: FxMap<(Term, Term), Outcome>,
    /// What did not come out, with that many units.
    open: FxMap<(Term, Term, u32), Outcome>,
    /// What came out under these conditions.
    conditional: FxMap<(Term, Term, Vec<Term>), Outcome>,
    pub rlimit: u32,
    /// Solver queries that may still be asked.
    pub queries: usize,
    pub asked: usize,
    /// The same for [`prove_early`](Self::prove_early).
    early: usize,
    /// Questions about branches that one side alone may have to follow: they save work, no proof rests on the ones that are not asked.
    hints: usize,
    /// What those said.
    hinted: FxMap<(Term, Vec<Term>), Option<bool>>,
}

/// The share of the units of a question that one about a loop's relation gets, and one that repeats what was open with less known: most of what
/// can be shown takes a twentieth.
const QUICK: u32 = 4;
/// Conditions that a query takes along.
const CONDITIONS: usize = 24;
/// What a question that ran out of resources takes from the number of questions, beside itself: it costs as much as hundreds of those that
/// are answered, and where one is too hard the next mostly is.
const GAVE_UP: usize = 24;
/// Terms in one question.
const QUESTION: usize = 3_000;
/// Questions about branches before the last pass.
const EARLY: usize = 150;
/// Hints, and the share of the units of a question that each may take.
const HINTS: usize = 40;
const HINT_UNITS: u32 = 4;
const CONGRUENCE_DEPTH: u32 = 5;
/// Terms that a walk for leaves or shared parts looks at.
const WALK: usize = 20_000;

impl Prover {
    pub(crate) fn new(rlimit: u32, queries: usize) -> Prover {
        Prover {
            values: Values::default(),
            known: FxMap::default(),
            open: FxMap::default(),
            conditional: FxMap::default(),
            rlimit,
            queries,
            asked: 0,
            early: EARLY,
            hints: HINTS,
            hinted: FxMap::default(),
        }
    }

    /// For another walk through the same bodies: new budgets, a share of the first ones, and what is known stays known.
    pub(crate) fn again(&mut self, queries: usize, share: usize) {
        (self.queries, self.early, self.hints) = (queries / share, EARLY / share, HINTS / share);
    }

    /// Whether random evaluation sees no difference.
    pub(crate) fn alike(&mut self, arena: &Arena, a: Term, b: Term) -> bool {
        if a == b {
            return true;
        }
        if arena.width(a) != arena.width(b) {
            return false;
        }
        let x = *self.values.get(arena, a);
        x == *self.values.get(arena, b)
    }

    /// Whether the terms are equal without any condition.
    pub(crate) fn equal(&mut self, arena: &mut Arena, a: Term, b: Term) -> bool {
        if a == b {
            return true;
        }
        if !self.alike(arena, a, b) {
            return false;
        }
        self.quickly(|prover| matches!(prover.unconditional(arena, a, b, CONGRUENCE_DEPTH), Outcome::Same | Outcome::Solved))
    }

    /// With a share of the units for each question.
    fn quickly<T>(&mut self, ask: impl FnOnce(&mut Prover) -> T) -> T {
        let units = self.rlimit;
        self.rlimit = units / QUICK;
        let answer = ask(self);
        self.rlimit = units;
        answer
    }

    /// Whether `a == b` wherever the conditions hold.
    pub(crate) fn prove(&mut self, arena: &mut Arena, a: Term, b: Term, conditions: &[Term]) -> Outcome {
        if a == b {
            return Outcome::Same;
        }
        if arena.width(a) != arena.width(b) {
            return Outcome::Open("different types".into());
        }
        let unconditional = if self.alike(arena, a, b) {
            let outcome = self.unconditional(arena, a, b, CONGRUENCE_DEPTH);
            if matches!(outcome, Outcome::Same | Outcome::Solved) {
                return outcome;
            }
            outcome
        } else {
            Outcome::Open("values differ".into())
        };
        let (x, y) = (*self.values.get(arena, a), *self.values.get(arena, b));
        for i in 0..x.len() {
            if x[i] != y[i] && conditions.iter().all(|c| self.values.get(arena, *c)[i] != 0) {
                return self.sample(arena, a, b, conditions, i);
            }
        }
        let relevant = relevant(arena, a, b, conditions);
        if relevant.is_empty() {
            return unconditional;
        }
        let key = (a.min(b), a.max(b), relevant);
        if let Some(outcome) = self.conditional.get(&key) {
            return outcome.clone();
        }
        let outcome = if equal_by_cases(arena, a, b, &key.2) { Outcome::Same } else { self.ask_twice(arena, a, b, &key.2) };
        if !self.ran_out(&outcome) {
            self.conditional.insert(key, outcome.clone());
        }
        outcome
    }

    /// Whether the conditions contradict each other.
    pub(crate) fn contradictory(&mut self, arena: &Arena, conditions: &[Term]) -> bool {
        let n = self
            .values
            .get(
                arena,
                *match conditions.first() {
                    Some(c) => c,
                    None => return false,
                },
            )
            .len();
        if (0..n).any(|i| conditions.iter().all(|c| self.values.get(arena, *c)[i] != 0)) {
            return false;
        }
        let few: Vec<Term> = conditions.iter().copied().take(CONDITIONS).collect();
        matches!(self.query(arena, None, &few, &FxSet::default(), Reading::Loose), Answer::Holds)
    }

    /// As [`prove`](Self::prove), on a budget of its own: what is asked while relations are still changing must not use up what the last pass needs.
    pub(crate) fn prove_early(&mut self, arena: &mut Arena, a: Term, b: Term, conditions: &[Term]) -> Outcome {
        std::mem::swap(&mut self.queries, &mut self.early);
        let outcome = self.prove(arena, a, b, conditions);
        std::mem::swap(&mut self.queries, &mut self.early);
        outcome
    }

    /// Whether an answer may be for want of questions only: another budget may have some.
    fn ran_out(&self, outcome: &Outcome) -> bool {
        self.queries == 0 && matches!(outcome, Outcome::Open(_))
    }

    /// What a truth value is wherever the conditions hold, if that is easily seen. `constants` are false and true.
    pub(crate) fn decide(&mut self, arena: &Arena, t: Term, conditions: &[Term], constants: [Term; 2]) -> Option<bool> {
        let mut seen = [false; 2];
        let values = *self.values.get(arena, t);
        for (i, value) in values.into_iter().enumerate() {
            if conditions.iter().all(|c| self.values.get(arena, *c)[i] != 0) {
                seen[usize::from(value != 0)] = true;
            }
        }
        if seen == [true; 2] {
            return None;
        }
        let relevant = relevant(arena, t, t, conditions);
        if relevant.is_empty() {
            return None;
        }
        let key = (t, relevant);
        if let Some(known) = self.hinted.get(&key) {
            return *known;
        }
        let mut found = None;
        for value in [true, false] {
            if seen[usize::from(!value)] || self.hints == 0 {
                continue;
            }
            self.hints -= 1;
            let goal = Some((t, constants[usize::from(value)]));
            let none = FxSet::default();
            if is_large(arena, goal, &key.1, &none) || goal.is_some_and(|goal| witness(arena, goal, &key.1, &none).is_some()) {
                continue;
            }
            self.asked += 1;
            let rlimit = self.rlimit / HINT_UNITS;
            let query = Query { arena, hypotheses: &key.1, goal, cut: &none, reading: Reading::Loose, rlimit };
            if let Answer::Holds = query.ask() {
                found = Some(value);
                break;
            }
        }
        self.hinted.insert(key, found);
        found
    }

    fn sample(&mut self, arena: &Arena, a: Term, b: Term, conditions: &[Term], i: usize) -> Outcome {
        let (leaves, mut exact) = free_parts(arena, &[a, b]);
        let (all, also) = free_parts(arena, conditions);
        exact &= also;
        let mut leaves: Vec<(Term, u128)> = leaves.into_iter().chain(all).map(|t| (t, self.values.get(arena, t)[i])).collect();
        leaves.sort();
        leaves.dedup();
        Outcome::Differs { leaves, exact }
    }

    fn unconditional(&mut self, arena: &mut Arena, a: Term, b: Term, depth: u32) -> Outcome {
        let key = (a.min(b), a.max(b));
        if let Some(outcome) = self.known.get(&key).or_else(|| self.open.get(&(key.0, key.1, self.rlimit))) {
            return outcome.clone();
        }
        let outcome = if self.congruent(arena, a, b, depth) || equal_by_cases(arena, a, b, &[]) { Outcome::Same } else { self.solve(arena, a, b) };
        if !matches!(outcome, Outcome::Open(_)) {
            self.known.insert(key, outcome.clone());
        } else if !self.ran_out(&outcome) {
            self.open.insert((key.0, key.1, self.rlimit), outcome.clone());
        }
        outcome
    }

    /// One operator, equal arguments.
    fn congruent(&mut self, arena: &mut Arena, a: Term, b: Term, depth: u32) -> bool {
        let (x, y) = (arena.node(a), arena.node(b));
        if depth == 0 || x.kind != y.kind || x.width != y.width || x.args.len() != y.args.len() || x.args.is_empty() {
            return false;
        }
        let pairs: Vec<(Term, Term)> = x.args.iter().copied().zip(y.args.iter().copied()).filter(|(p, q)| p != q).collect();
        if pairs.len() > 8 || !pairs.iter().all(|(p, q)| self.alike(arena, *p, *q)) {
            return false;
        }
        pairs.into_iter().all(|(p, q)| matches!(self.unconditional(arena, p, q, depth - 1), Outcome::Same | Outcome::Solved))
    }

    fn solve(&mut self, arena: &Arena, a: Term, b: Term) -> Outcome {
        let cut = shared(arena, a, b);
        if !cut.is_empty() && witness(arena, (a, b), &[], &cut).is_none() {
            match self.query(arena, Some((a, b)), &[], &cut, Reading::Loose) {
                Answer::Holds => return Outcome::Solved,
                Answer::Open(_) => return self.quickly(|prover| prover.ask_twice(arena, a, b, &[])),
                Answer::Fails(_) => {}
            }
        }
        self.ask_twice(arena, a, b, &[])
    }

    fn ask_twice(&mut self, arena: &Arena, a: Term, b: Term, conditions: &[Term]) -> Outcome {
        let none = FxSet::default();
        let mut all = conditions.to_vec();
        all.extend([a, b]);
        let differs = |leaves: Vec<(Term, u128)>| {
            let (free, exact) = free_parts(arena, &all);
            Outcome::Differs { leaves: leaves.into_iter().filter(|(t, _)| free.contains(t)).collect(), exact }
        };
        // What evaluation finds is a difference in either reading.
        if let Some(leaves) = witness(arena, (a, b), conditions, &none) {
            return differs(leaves);
        }
        match self.query(arena, Some((a, b)), conditions, &none, Reading::Loose) {
            Answer::Holds => return Outcome::Solved,
            Answer::Open(why) => return Outcome::Open(why),
            Answer::Fails(leaves) if !has_products(arena, &all) => return differs(leaves),
            Answer::Fails(_) => {}
        }
        match self.query(arena, Some((a, b)), conditions, &none, Reading::Exact) {
            Answer::Holds => Outcome::Solved,
            Answer::Open(why) => Outcome::Open(why),
            Answer::Fails(leaves) => differs(leaves),
        }
    }

    fn query(&mut self, arena: &Arena, goal: Option<(Term, Term)>, hypotheses: &[Term], cut: &FxSet<Term>, reading: Reading) -> Answer {
        if self.queries == 0 {
            return Answer::Open("query budget".into());
        }
        self.queries -= 1;
        self.asked += 1;
        if is_large(arena, goal, hypotheses, cut) {
            self.queries = self.queries.saturating_sub(GAVE_UP);
            return Answer::Open("too large to ask".into());
        }
        let answer = Query { arena, hypotheses, goal, cut, reading, rlimit: self.rlimit }.ask();
        if let Answer::Open(_) = answer {
            self.queries = self.queries.saturating_sub(GAVE_UP);
        }
        answer
    }
}

/// Whether a question has more terms than Z3 should see: its preprocessing is not counted in resource units.
fn is_large(arena: &Arena, goal: Option<(Term, Term)>, hypotheses: &[Term], cut: &FxSet<Term>) -> bool {
    let mut roots = hypotheses.to_vec();
    roots.extend(goal.iter().flat_map(|(a, b)| [*a, *b]));
    let mut count = 0;
    walk(arena, &roots, |t| {
        count += 1;
        !cut.contains(&t) && count <= QUESTION
    });
    count > QUESTION
}

fn walk(arena: &Arena, roots: &[Term], mut visit: impl FnMut(Term) -> bool) {
    let mut seen: FxSet<Term> = FxSet::default();
    let mut stack = roots.to_vec();
    while let Some(t) = stack.pop() {
        if seen.insert(t) && visit(t) && seen.len() < WALK {
            stack.extend_from_slice(arena.args(t));
        }
    }
}

/// The variables below the terms, and whether there is nothing opaque but variables.
fn free_parts(arena: &Arena, roots: &[Term]) -> (FxSet<Term>, bool) {
    let mut leaves = FxSet::default();
    let mut exact = true;
    walk(arena, roots, |t| {
        if let Kind::Opaque(_) = arena.node(t).kind {
            leaves.insert(t);
            exact &= arena.args(t).is_empty();
            return false;
        }
        true
    });
    (leaves, exact)
}

fn has_products(arena: &Arena, roots: &[Term]) -> bool {
    let mut found = false;
    walk(arena, roots, |t| {
        found |= matches!(arena.node(t).kind, Kind::Mul | Kind::Udiv | Kind::Sdiv | Kind::Urem | Kind::Srem);
        !found
    });
    found
}

/// The terms below both, constants excepted.
fn shared(arena: &Arena, a: Term, b: Term) -> FxSet<Term> {
    let mut left = FxSet::default();
    walk(arena, &[a], |t| left.insert(t));
    let mut both = FxSet::default();
    walk(arena, &[b], |t| {
        if left.contains(&t) && arena.constant(t).is_none() {
            both.insert(t);
        }
        true
    });
    both
}

/// The conditions that share a variable with the goal, nearest first.
fn relevant(arena: &Arena, a: Term, b: Term, conditions: &[Term]) -> Vec<Term> {
    let (mine, _) = free_parts_deep(arena, &[a, b]);
    let touches = |c: &&Term| {
        let (theirs, _) = free_parts_deep(arena, &[**c]);
        theirs.iter().any(|t| mine.contains(t))
    };
    conditions.iter().filter(touches).take(CONDITIONS).copied().collect()
}

/// As [`free_parts`], going into the arguments of opaque terms too.
fn free_parts_deep(arena: &Arena, roots: &[Term]) -> (FxSet<Term>, ()) {
    let mut leaves = FxSet::default();
    walk(arena, roots, |t| {
        if let Kind::Opaque(_) = arena.node(t).kind {
            leaves.insert(t);
        }
        true
    });
    (leaves, ())
}

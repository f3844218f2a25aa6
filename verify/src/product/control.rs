//! Branches: of both sides on one condition, or of one side alone, which splits the path.

use super::{Next, Product, Run, Stop, jump, pop, stop};
use crate::code::{Step, Target};
use crate::facts::{Fact, Path};
use crate::prove::Outcome;
use crate::state::{Point, State};
use crate::term::{FxSet, Term};

impl Product<'_> {
    /// The condition under which a branch is taken.
    pub(super) fn taken(&mut self, side: usize, pc: usize, state: &State) -> Run<Term> {
        let Step::Branch { when, .. } = *self.step(side, pc) else { return stop("no branch") };
        let value = *state.sides[side].stack.last().ok_or_else(|| Stop("an operand is missing".into()))?;
        let truth = self.arena.truth(value);
        Ok(if when { truth } else { self.arena.not(truth) })
    }

    pub(super) fn branches(&mut self, at: Point, state: &mut State) -> Run<Next> {
        let (a, b) = (self.taken(0, at.0, state)?, self.taken(1, at.1, state)?);
        let (x, y) = (self.known_here(a, at, state.path), self.known_here(b, at, state.path));
        let not_y = self.arena.not(y);
        let crossed = match self.same_condition(x, y, at, state.path) {
            true => false,
            false if self.same_condition(x, not_y, at, state.path) => true,
            false => {
                // One that has no choice, else the smaller condition: where it does not decide the other, less of that is left.
                let free = |product: &mut Self, condition: Term| product.hint(condition, state.path).is_none();
                let (first, second) = (self.arena.atoms(x, ATOMS).len(), self.arena.atoms(y, ATOMS).len());
                let second = second < first || second == first && self.unfolding && !self.has_copies(1) && self.has_copies(0);
                let side = if !free(self, x) { 0 } else { usize::from(second || !free(self, y)) };
                return self.lone_branch(side, at, state);
            }
        };
        let split = self.facts.split();
        let not_a = self.arena.not(a);
        for (first, condition) in [(true, a), (false, not_a)] {
            let mut next = state.clone();
            next.path = self.facts.push(state.path, split, Fact::Holds(condition));
            let to = (self.follow(0, at.0, first, &mut next)?, self.follow(1, at.1, first != crossed, &mut next)?);
            self.arrive(to, next)?;
        }
        Ok(Next::Done)
    }

    /// The condition, with what the path says of it put in.
    fn known_here(&mut self, condition: Term, at: Point, path: Path) -> Term {
        if self.arena.constant(condition).is_some() {
            return condition;
        }
        if self.assumed.as_ref().is_none_or(|(at, _)| *at != path) {
            self.assumed = Some((path, self.facts.assumptions(self.arena, path)));
        }
        let Some((_, assumptions)) = &mut self.assumed else { return condition };
        let known = assumptions.simplify(self.arena, condition);
        if self.arena.raw() {
            // Nothing is believed without the solver there.
            self.owe(condition, known, path, "what a path says of a condition", at);
        }
        known
    }

    fn decided(&mut self, condition: Term, at: Point, path: Path) -> Option<bool> {
        let known = self.known_here(condition, at, path);
        self.arena.constant(known).map(|c| c != 0)
    }

    /// Whether two conditions are the same on this path, for certain or as something to be proven. That random values see no difference is not enough where
    /// it is shown to be wrong: conditions that nearly always hold look the same.
    fn same_condition(&mut self, a: Term, b: Term, at: Point, path: Path) -> bool {
        if a == b {
            return true;
        }
        if !self.prover.alike(self.arena, a, b) {
            return false;
        }
        let conditions = self.facts.conditions(path);
        match self.prover.prove_early(self.arena, a, b, &conditions) {
            Outcome::Same | Outcome::Solved => true,
            Outcome::Differs { .. } => false,
            // One that consists of the other and more is another: the sides test the same things in a different number of branches.
            Outcome::Open(_) if self.contains(a, b) || self.contains(b, a) => false,
            Outcome::Open(_why) => {
                trace!("{at:?}: supposed equal ({_why}): {} and {}", self.arena.show(a, 5), self.arena.show(b, 5));
                self.owe(a, b, path, "a branch condition", at);
                true
            }
        }
    }

    /// Whether all comparisons of one condition are in another, and more.
    fn contains(&self, whole: Term, part: Term) -> bool {
        let [of_whole, of_part] = [whole, part].map(|t| FxSet::from_iter(self.arena.atoms(t, ATOMS)));
        of_part.len() < of_whole.len() && of_part.is_subset(&of_whole)
    }

    /// Takes or passes the branch at `pc`.
    fn follow(&mut self, side: usize, pc: usize, taken: bool, state: &mut State) -> Run<usize> {
        let half = &mut state.sides[side];
        pop(half)?;
        match &self.sides[side].code.steps[pc] {
            Step::Branch { to, .. } if taken => jump(half, to),
            _ => Ok(pc + 1),
        }
    }

    /// After a split: on to the next event at once, where the run may join another.
    pub(super) fn arrive(&mut self, mut at: Point, mut state: State) -> Run<()> {
        at.0 = self.advance(0, at.0, &mut state)?;
        at.1 = self.advance(1, at.1, &mut state)?;
        self.pass_labels(&mut at, &mut state)?;
        self.enqueue(at, state);
        Ok(())
    }

    pub(super) fn lone_branch(&mut self, side: usize, at: Point, state: &mut State) -> Run<Next> {
        let pc = if side == 0 { at.0 } else { at.1 };
        let condition = self.taken(side, pc, state)?;
        let put = |to: usize| if side == 0 { (to, at.1) } else { (at.0, to) };
        if let Some(taken) = self.hint(condition, state.path) {
            let mut next = state.clone();
            let to = self.follow(side, pc, taken, &mut next)?;
            self.arrive_deciding(put(to), next)?;
            return Ok(Next::Done);
        }
        trace!("{at:?}: side {side} splits alone on {}", self.arena.show(condition, 6));
        if !self.may_split() {
            return Ok(Next::Fail(TOO_DIFFERENT.into()));
        }
        let split = self.facts.split();
        let not = self.arena.not(condition);
        for (taken, condition) in [(true, condition), (false, not)] {
            let mut next = state.clone();
            next.path = self.facts.push(state.path, split, Fact::Holds(condition));
            let to = self.follow(side, pc, taken, &mut next)?;
            self.arrive_deciding(put(to), next)?;
        }
        Ok(Next::Done)
    }

    /// Whether Z3 sees that the path leaves a branch no choice.
    fn hint(&mut self, condition: Term, path: Path) -> Option<bool> {
        let conditions = self.facts.conditions(path);
        let constants = [self.arena.bool(false), self.arena.bool(true)];
        self.prover.decide(self.arena, condition, &conditions, constants)
    }

    fn may_split(&mut self) -> bool {
        self.lone_splits += 1;
        self.lone_splits <= self.limits.lone_splits
    }

    /// As [`arrive`](Self::arrive), taking branches that the facts decide: after a join those facts may be lost.
    fn arrive_deciding(&mut self, mut at: Point, mut state: State) -> Run<()> {
        loop {
            at.0 = self.advance(0, at.0, &mut state)?;
            at.1 = self.advance(1, at.1, &mut state)?;
            if !self.take_forced(&mut at, &mut state)? && !self.pass_sole(&mut at, &mut state)? {
                self.pass_labels(&mut at, &mut state)?;
                self.enqueue(at, state);
                return Ok(());
            }
        }
    }

    /// One side passes a label at which no runs of it join, if a branch behind it is decided: at the label, runs of the other side could join and lose what
    /// decides it.
    fn pass_sole(&mut self, at: &mut Point, state: &mut State) -> Run<bool> {
        for side in 0..2 {
            let pc = if side == 0 { at.0 } else { at.1 };
            if !self.sides[side].code.is_sole(pc) {
                continue;
            }
            let mut next = state.clone();
            let behind = self.advance(side, pc + 1, &mut next)?;
            let mut to = *at;
            *(if side == 0 { &mut to.0 } else { &mut to.1 }) = behind;
            if let Some(forced) = self.forced(side, to, &mut next)? {
                *(if side == 0 { &mut to.0 } else { &mut to.1 }) = forced;
                (*at, *state) = (to, next);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// One side follows a branch or switch that the path leaves no choice at, if there is one.
    pub(super) fn take_forced(&mut self, at: &mut Point, state: &mut State) -> Run<bool> {
        for side in 0..2 {
            if let Some(to) = self.forced(side, *at, state)? {
                *(if side == 0 { &mut at.0 } else { &mut at.1 }) = to;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Where one side goes from its branch or switch, if the path leaves it no choice.
    fn forced(&mut self, side: usize, at: Point, state: &mut State) -> Run<Option<usize>> {
        let pc = if side == 0 { at.0 } else { at.1 };
        match self.step(side, pc).clone() {
            Step::Branch { .. } => {
                let condition = self.taken(side, pc, state)?;
                match self.decided(condition, at, state.path) {
                    Some(taken) => self.follow(side, pc, taken, state).map(Some),
                    None => Ok(None),
                }
            }
            Step::Switch(targets) => {
                let Some(&index) = state.sides[side].stack.last() else { return stop("an operand is missing") };
                let cases: Vec<(Target, Option<Target>)> = targets.iter().map(|t| (*t, None)).collect();
                let mut open = None;
                for group in grouped(&cases) {
                    let excluded = match self.case_condition(index, &group, cases.len() - 1) {
                        Some(condition) => self.decided(condition, at, state.path) == Some(false),
                        None => false,
                    };
                    if !excluded && open.replace(group[0]).is_some() {
                        return Ok(None);
                    }
                }
                let Some(k) = open else { return Ok(None) };
                pop(&mut state.sides[side])?;
                jump(&mut state.sides[side], &targets[k]).map(Some)
            }
            _ => Ok(None),
        }
    }

    pub(super) fn switches(&mut self, at: Point, state: &mut State, s: &[Target], t: &[Target], i: Term, j: Term) -> Run<Next> {
        self.owe(i, j, state.path, "a br_table index", at);
        let pick = |targets: &[Target], k: usize| targets[k.min(targets.len() - 1)];
        let count = s.len().max(t.len());
        let pairs: Vec<(Target, Option<Target>)> = (0..count).map(|k| (pick(s, k), Some(pick(t, k)))).collect();
        self.cases(at, state, 0, i, &pairs)
    }

    /// `i - j`, if it is a small number, positive or negative: as far as random values tell.
    pub(super) fn distance(&mut self, i: Term, j: Term) -> Option<i64> {
        let width = self.arena.width(i);
        let difference = self.arena.sub(i, j);
        let first = self.prover.values.get(self.arena, difference)[0];
        let constant = self.arena.int(first, width);
        let distance = i64::from(u32::try_from(first).ok()?.cast_signed());
        (distance.unsigned_abs() <= FAR && self.prover.alike(self.arena, difference, constant)).then_some(distance)
    }

    /// Both sides switch, one of them on the index of the other and a constant.
    pub(super) fn moved_switches(&mut self, at: Point, state: &mut State, tables: [&[Target]; 2], [i, j]: [Term; 2], distance: i64) -> Run<Next> {
        let width = self.arena.width(i);
        let constant = self.arena.int(u128::from(distance as u32), width);
        let moved = self.arena.add(j, constant);
        self.owe(i, moved, state.path, "a br_table index", at);
        // By the index that is larger: where it is below all the other is a large number, never the other way round.
        let (index, from) = if distance >= 0 { (i, [0, distance]) } else { (j, [-distance, 0]) };
        let target = |side: usize, k: i64| {
            let k = usize::try_from(k - from[side]).unwrap_or(usize::MAX);
            tables[side][k.min(tables[side].len() - 1)]
        };
        let count = (0..2).map(|side| tables[side].len() as i64 + from[side]).max().unwrap_or(0);
        let pairs: Vec<(Target, Option<Target>)> = (0..count).map(|k| (target(0, k), Some(target(1, k)))).collect();
        self.cases(at, state, 0, index, &pairs)
    }

    pub(super) fn lone_switch(&mut self, side: usize, at: Point, state: &mut State, targets: &[Target]) -> Run<Next> {
        if !self.may_split() {
            return Ok(Next::Fail(TOO_DIFFERENT.into()));
        }
        let Some(&index) = state.sides[side].stack.last() else { return stop("an operand is missing") };
        let cases: Vec<(Target, Option<Target>)> = targets.iter().map(|t| (*t, None)).collect();
        self.cases(at, state, side, index, &cases)
    }

    /// One arrival per different target; the last case is the default. The condition of a target is a fact behind it, unless it is long; targets
    /// that the path excludes are left out.
    fn cases(&mut self, at: Point, state: &State, side: usize, index: Term, cases: &[(Target, Option<Target>)]) -> Run<Next> {
        let default = cases.len() - 1;
        let split = self.facts.split();
        let mut groups = grouped(cases);
        if cases.iter().all(|(_, u)| u.is_none()) {
            // The other side has these ways in another form: it can follow a way of one interval each, not one of which nothing is said.
            groups = groups.into_iter().flat_map(|group| if intervals(&group).len() > RUNS { in_intervals(&group) } else { vec![group] }).collect();
        }
        for group in groups {
            let fact = match self.case_condition(index, &group, default) {
                Some(condition) => {
                    if self.decided(condition, at, state.path) == Some(false) {
                        continue;
                    }
                    Fact::Holds(condition)
                }
                // Which case it was is not said, so nothing behind it can be refuted.
                None => Fact::Clouded,
            };
            let mut next = state.clone();
            next.path = self.facts.push(state.path, split, fact);
            let (t, u) = cases[group[0]];
            let mut to = at;
            pop(&mut next.sides[side])?;
            if let Some(u) = u {
                pop(&mut next.sides[1 - side])?;
                to = (jump(&mut next.sides[0], &t)?, jump(&mut next.sides[1], &u)?);
                self.arrive(to, next)?;
                continue;
            }
            if side == 0 {
                to.0 = jump(&mut next.sides[0], &t)?;
            } else {
                to.1 = jump(&mut next.sides[1], &t)?;
            }
            self.arrive_deciding(to, next)?;
        }
        Ok(Next::Done)
    }

    /// When the index leads to one of these cases; `None` if that takes too many intervals to say. `group` is in order.
    fn case_condition(&mut self, index: Term, group: &[usize], default: usize) -> Option<Term> {
        let otherwise = group.contains(&default);
        let runs = if otherwise { intervals(&(0..default).filter(|k| !group.contains(k)).collect::<Vec<_>>()) } else { intervals(group) };
        if runs.len() > RUNS {
            return None;
        }
        let width = self.arena.width(index);
        let mut any = self.arena.bool(false);
        for (first, end) in runs {
            if end - first <= SINGLES {
                for k in first..end {
                    let k = self.arena.int(k as u128, width);
                    let this = self.arena.eq(index, k);
                    any = self.arena.or(any, this);
                }
                continue;
            }
            let (start, count) = (self.arena.int(first as u128, width), self.arena.int((end - first) as u128, width));
            let moved = self.arena.sub(index, start);
            let inside = self.arena.ult(moved, count);
            any = self.arena.or(any, inside);
        }
        Some(if otherwise { self.arena.not(any) } else { any })
    }
}

/// Cases by target, the default's last: its condition is the rest.
fn grouped(cases: &[(Target, Option<Target>)]) -> Vec<Vec<usize>> {
    let mut groups: indexmap::IndexMap<(usize, Option<usize>), Vec<usize>> = indexmap::IndexMap::new();
    for (k, (t, u)) in cases.iter().enumerate() {
        groups.entry((t.to, u.map(|u| u.to))).or_default().push(k);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by_key(|g| g.contains(&(cases.len() - 1)));
    groups
}

/// Cases in order as intervals, each with the case behind it.
fn intervals(cases: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &k in cases {
        match runs.last_mut() {
            Some((_, end)) if *end == k => *end = k + 1,
            _ => runs.push((k, k + 1)),
        }
    }
    runs
}

/// Whether some target of a table has values in more intervals than a condition says.
pub(super) fn is_scattered(targets: &[Target]) -> bool {
    let cases: Vec<(Target, Option<Target>)> = targets.iter().map(|t| (*t, None)).collect();
    grouped(&cases).iter().any(|group| intervals(group).len() > RUNS)
}

/// A group in parts of which each is one comparison. The default is the last case, and its interval has no end.
fn in_intervals(group: &[usize]) -> Vec<Vec<usize>> {
    let mut parts = Vec::new();
    for (first, end) in intervals(group) {
        if end - first <= SINGLES {
            parts.extend((first..end).map(|k| vec![k]));
        } else {
            parts.push((first..end).collect());
        }
    }
    parts
}

/// Intervals in the condition of a case.
const RUNS: usize = 8;
/// So many numbers in a row are compared one by one: where the index is a choice between constants, that is a condition of its own.
const SINGLES: usize = 4;

/// The distance of two indices, at most.
const FAR: u64 = 1 << 12;

/// So far comparisons are counted to tell which condition is smaller.
const ATOMS: usize = 16;

const TOO_DIFFERENT: &str = "the control of the two sides is too different";

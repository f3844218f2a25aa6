//! What one side does alone although it may trap: loads and divisions out of step with the other side.
//!
//! A trap is observed with the state at that moment. As long as no event changes the state, nobody can tell which of several traps it was, so loads and
//! divisions may come in any order between two events. What a side did alone is *pending* until the other has done something that traps whenever it
//! would have: then both sides trap, in the same state, or neither does.
//!
//! Invariants:
//! 1. Nothing is pending across an event that changes or shows the state (other than a trap), nor across the header of a loop.
//! 2. What is pending is no fact: only when the other side has caught up is it known to have passed.
//! 3. Runs join only with the same things pending.

use super::events::Alone;
use super::{Product, Run};
use crate::code::Step;
use crate::facts::{Fact, Path};
use crate::state::{Pending, Point, State};
use crate::term::{Arena, Term};
use loom_eq_lang::NodeId;

/// Why a run ends where [`Product::settle`] fails.
pub(super) const UNSETTLED: &str = "one side alone may trap";

/// Arrivals by what is pending, in the order of their first one.
pub(super) fn groups(arrivals: Vec<State>) -> Vec<Vec<State>> {
    let mut groups: Vec<Vec<State>> = Vec::new();
    for state in arrivals {
        match groups.iter_mut().find(|g| g[0].pending == state.pending) {
            Some(group) => group.push(state),
            None => groups.push(vec![state]),
        }
    }
    groups
}

impl Product<'_> {
    /// Whether `p` traps only where `q` does.
    fn implied(&mut self, p: Pending, q: Pending, path: Path) -> bool {
        let (Pending::Access { memory: m, base: a, offset: s, bytes: x }, Pending::Access { memory: n, base: b, offset: t, bytes: y }) = (p, q)
        else {
            return p == q;
        };
        let (p, q) = (self.address(a, s, path).lowest(), self.address(b, t, path).lowest());
        m == n && p.0 == q.0 && p.1 + x <= q.1 + y
    }

    /// Whether it is known on the path not to trap.
    fn harmless(&mut self, p: Pending, path: Path) -> bool {
        match p {
            Pending::Access { memory, base, offset, bytes } => {
                let address = self.address(base, offset, path);
                self.covered(path, memory, &address, bytes)
            }
            Pending::Trap(trap) => self.facts.passed(path, trap),
        }
    }

    /// It did not trap, on either side.
    fn passed(&mut self, p: Pending, path: Path) -> Path {
        match p {
            _ if self.harmless(p, path) => path,
            Pending::Access { memory, base, offset, bytes } => {
                let address = self.address(base, offset, path);
                self.passed_access(path, memory, &address, bytes)
            }
            Pending::Trap(trap) => self.facts.push(path, 0, Fact::Passed(trap)),
        }
    }

    /// One side has done this alone.
    pub(super) fn suspend(&mut self, side: usize, p: Pending, state: &mut State) {
        if self.harmless(p, state.path) || (0..state.pending[side].len()).any(|i| self.implied(p, state.pending[side][i], state.path)) {
            return;
        }
        // A difference behind it may be hidden by the trap.
        state.path = self.facts.push(state.path, 0, Fact::Clouded);
        for i in 0..state.pending[1 - side].len() {
            let q = state.pending[1 - side][i];
            if self.implied(p, q, state.path) {
                if self.implied(q, p, state.path) {
                    state.pending[1 - side].remove(i);
                }
                state.path = self.passed(p, state.path);
                return;
            }
        }
        state.pending[side].push(p);
    }

    /// Shows that neither side alone may have trapped, `common` being what both are about to do; then nobody did. False if that cannot be shown.
    pub(super) fn settle(&mut self, state: &mut State, at: Point, common: &[Pending]) -> bool {
        let [mine, theirs] = std::mem::take(&mut state.pending);
        for (ps, qs) in [(&mine, &theirs), (&theirs, &mine)] {
            for &p in ps {
                let others = || qs.iter().chain(common).copied();
                if self.harmless(p, state.path) || others().any(|q| self.implied(p, q, state.path)) {
                    continue;
                }
                let Some((a, b)) = others().find_map(|q| self.would_imply(p, q, state.path)) else { return false };
                self.owe(a, b, state.path, "what may trap", at);
            }
        }
        for p in mine.into_iter().chain(theirs) {
            state.path = self.passed(p, state.path);
        }
        true
    }

    /// The arrivals of which nothing is pending any more; the others fail.
    pub(super) fn settled(&mut self, mut arrivals: Vec<State>, at: Point) -> Vec<State> {
        arrivals.retain_mut(|state| {
            let path = state.path;
            let settled = self.settle(state, at, &[]);
            if !settled {
                self.fail(path, at, UNSETTLED);
            }
            settled
        });
        arrivals
    }

    /// Where one side waits at a place: the other does what it waits for, if that comes next, and before a loop also what cannot trap.
    pub(super) fn catch_up(&mut self, at: &mut Point, state: &mut State) -> Run<bool> {
        for (waits, side) in [(0, 1), (1, 0)] {
            let (there, here) = if side == 1 { (at.0, at.1) } else { (at.1, at.0) };
            let &Step::Op(n) = self.step(side, here) else { continue };
            if self.is_place(waits, there)
                && (self.is_loop(waits, there) && self.skip(side, n, state, Alone::Never)? || self.catches_up(side, n, state)?)
            {
                *(if side == 1 { &mut at.1 } else { &mut at.0 }) += 1;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The arrivals at a loop header that are ready to enter it. What the other side can do unnoticed, or must do because this one did it alone, belongs
    /// before the loop: the others go on from there.
    pub(super) fn caught_up(&mut self, arrivals: Vec<State>, at: Point) -> Run<Vec<State>> {
        let mut ready = Vec::new();
        for mut state in arrivals {
            let mut to = at;
            if self.catch_up(&mut to, &mut state)? {
                self.go(to, state)?;
            } else {
                ready.push(state);
            }
        }
        Ok(ready)
    }

    /// Does an operator of one side that the other did alone before.
    pub(super) fn catches_up(&mut self, side: usize, n: NodeId, state: &mut State) -> Run<bool> {
        if state.pending[1 - side].is_empty() {
            return Ok(false);
        }
        let mut next = state.clone();
        if !self.skip(side, n, &mut next, Alone::May)? {
            return Ok(false);
        }
        let before = state.pending[side].len();
        let fits = match next.pending[side].get(before) {
            Some(&p) => next.pending[1 - side].clone().into_iter().any(|q| self.would_imply(p, q, next.path).is_some()),
            None => true,
        };
        if fits {
            *state = next;
        }
        Ok(fits)
    }

    /// The terms that, if equal, make `p` trap only where `q` does; `None` if they do not look equal.
    fn would_imply(&mut self, p: Pending, q: Pending, path: Path) -> Option<(Term, Term)> {
        let (a, b) = match (p, q) {
            (Pending::Access { memory: m, base: a, offset: s, bytes: x }, Pending::Access { memory: n, base: b, offset: t, bytes: y }) if m == n => {
                let (p, q) = (self.address(a, s, path).lowest(), self.address(b, t, path).lowest());
                (end_of(self.arena, p.0, p.1 + x), end_of(self.arena, q.0, q.1 + y))
            }
            (Pending::Trap(a), Pending::Trap(b)) => (a, b),
            _ => return None,
        };
        self.prover.alike(self.arena, a, b).then_some((a, b))
    }
}

/// The end of an access as a number that does not wrap.
fn end_of(arena: &mut Arena, base: Term, end: u128) -> Term {
    let w = arena.width(base) + 3;
    let base = arena.zext(base, w);
    let end = arena.int(end, w);
    arena.add(base, end)
}

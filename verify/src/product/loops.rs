//! Loop headers: a relation stands on them, which every way in and every way back must keep.

use super::{Cause, Failure, Product, Run};
use crate::code::Step;
use crate::facts::{Fact, Path};
use crate::relation::Relation;
use crate::state::{Point, State};

impl Product<'_> {
    /// Whether the loop at which the other side waits begins with the branch at which `side` stands, as where the test of a loop was moved.
    pub(super) fn begins_with_it(&mut self, side: usize, at: Point, state: &State) -> Run<bool> {
        let mut peek = state.clone();
        let mut pcs = [at.0, at.1];
        pcs[1 - side] = self.advance(1 - side, pcs[1 - side] + 1, &mut peek)?;
        if !(0..2).all(|s| matches!(self.step(s, pcs[s]), Step::Branch { .. })) {
            return Ok(false);
        }
        let (a, b) = (self.taken(0, pcs[0], &peek)?, self.taken(1, pcs[1], &peek)?);
        let not_b = self.arena.not(b);
        Ok(self.prover.alike(self.arena, a, b) || self.prover.alike(self.arena, a, not_b))
    }

    /// Passes the headers at a point, behind which the relation names the values.
    pub(super) fn enter(&mut self, mut at: Point, mut state: State, go: [bool; 2]) -> Run<()> {
        self.enter_loop(at, go, &mut state);
        at.0 += usize::from(go[0]);
        at.1 += usize::from(go[1]);
        self.go(at, state)
    }

    fn enter_loop(&mut self, at: Point, go: [bool; 2], state: &mut State) {
        let row = state.row();
        if !self.relations.get(&at).is_some_and(|r| r.fits(&row)) {
            let assigned = self.assigned(at, state);
            self.relations.insert(at, Relation::new(at, &assigned, self.unfolding));
        }
        let relation = self.relations.get_mut(&at).expect("just inserted");
        let header = relation.enter(self.arena, self.prover, row);
        relation.passes = state.passes;
        state.set_row(&header);
        // Whether the loop ends is nothing that a counterexample can fix.
        let entered = state.path;
        state.path = self.facts.push(state.path, 0, Fact::Clouded);
        relation.path = Some(state.path);
        self.enter_bounds(at, entered, &mut state.path);
        for (side, pc) in [at.0, at.1].into_iter().enumerate() {
            state.passes[side] += u32::from(self.is_loop(side, pc));
            if go[side] {
                self.next_lap(side, pc, state);
            }
        }
    }

    /// Which variables may change in the loops that start here. Only a first guess, so where a side is not at a header, everything.
    fn assigned(&self, at: Point, state: &State) -> Vec<bool> {
        if self.unfolding && !(self.is_loop(0, at.0) && self.is_loop(1, at.1)) {
            // A copy of the body that stands before or in the loop of the other side is mostly not come back to.
            return vec![false; state.row().len()];
        }
        let mut out = Vec::new();
        let mut effects = false;
        for (side, pc) in [at.0, at.1].into_iter().enumerate() {
            let half = &state.sides[side];
            match self.step(side, pc) {
                Step::Loop(i) => {
                    let info = &self.sides[side].code.loops[*i];
                    effects |= info.effects;
                    out.extend((0..half.locals.len()).map(|l| info.assigned.contains(l)));
                    // What lies below its parameters a loop cannot touch.
                    out.extend((0..half.stack.len()).map(|i| i + info.params >= half.stack.len()));
                }
                _ => {
                    effects = true;
                    out.extend(half.locals.iter().chain(&half.stack).map(|_| true));
                }
            }
        }
        let module = self.sides[0].module;
        let constant = |slot: usize| self.globals.iter().any(|(g, s)| *s == slot && !module.globals[*g as usize].mutable);
        out.extend((0..state.shared.len()).map(|slot| effects && !constant(slot)));
        out
    }

    /// Ways back to a point that was left: its relation must hold on them.
    pub(super) fn back_edges(&mut self, at: Point, arrivals: Vec<State>) -> Run<()> {
        for state in &self.settled(arrivals, at) {
            let row = state.row();
            let Some(relation) = self.relations.get_mut(&at).filter(|r| r.fits(&row)) else {
                self.fail_loop(state.path, at, "the loops of the two sides do not fit together");
                continue;
            };
            // A header that nothing entered in this pass has a place in the tree of another pass only.
            if !relation.path.is_some_and(|top| self.facts.descends(state.path, top)) {
                self.fail_loop(state.path, at, "a way into a loop past its header");
                continue;
            }
            if (0..2).any(|s| state.passes[s] <= relation.passes[s]) {
                self.fail_loop(state.path, at, "a loop on one side only");
                continue;
            }
            self.changed |= relation.back_edge(self.arena, self.prover, &row);
            self.keep_bounds(at, state.path, &row);
        }
        Ok(())
    }

    fn fail_loop(&mut self, path: Path, at: Point, what: &str) {
        self.failures.push(Failure { path, what: what.into(), cause: Cause::Loops, at });
    }
}

//! Affine forms and comparisons at loop headers: where each edge into a header shows them, and when more of them are tried.

use super::Product;
use crate::bounds::Bound;
use crate::facts::{Fact, Path};
use crate::prove::Outcome;
use crate::state::Point;
use crate::term::Term;

impl Product<'_> {
    /// Behind a pass that changed nothing: whether there is something more to try.
    pub(super) fn strengthen(&mut self) -> bool {
        let mut points: Vec<Point> = self.relations.keys().copied().collect();
        points.sort_unstable();
        let mut any = false;
        for at in &points {
            any |= self.relations.get_mut(at).is_some_and(|r| r.relate(self.arena, self.prover));
        }
        // Affine forms first: comparisons are then of fewer variables.
        if !any {
            for at in &points {
                any |= self.relations.get_mut(at).is_some_and(|r| r.bounds.take_up());
            }
        }
        // What was proven without, is.
        if !any && self.is_hopeless() {
            for at in &points {
                any |= self.relations.get_mut(at).is_some_and(|r| r.pack(self.arena, self.prover));
            }
        }
        any
    }

    /// Whether the walk failed, or owes what some numbers contradict.
    fn is_hopeless(&mut self) -> bool {
        !self.failures.is_empty() || self.obligations.iter().any(|o| !self.prover.alike(self.arena, o.a, o.b))
    }

    /// The comparisons that do not hold where the row arrives.
    fn refused(&mut self, held: &[Bound], row: &[Term], path: Path) -> Vec<Bound> {
        let conditions = if held.is_empty() { Vec::new() } else { self.facts.conditions(path) };
        let truth = self.arena.bool(true);
        let mut out = Vec::new();
        for bound in held {
            let holds = bound.holds(self.arena, row);
            if !matches!(self.prover.prove_early(self.arena, holds, truth, &conditions), Outcome::Same | Outcome::Solved) {
                out.push(*bound);
            }
        }
        out
    }

    /// Into the loop at this point, behind which the state has the values of the header: comparisons that the entry shows are facts there.
    pub(super) fn enter_bounds(&mut self, at: Point, entered: Path, path: &mut Path) {
        let Some(relation) = self.relations.get_mut(&at) else { return };
        relation.bounds.start();
        let held = relation.bounds.held.clone();
        let [entry, header] = relation.rows().map(<[Term]>::to_vec);
        let refused = self.refused(&held, &entry, entered);
        for bound in &held {
            if !refused.contains(bound) {
                let holds = bound.holds(self.arena, &header);
                if self.arena.constant(holds).is_none() {
                    *path = self.facts.push(*path, 0, Fact::Holds(holds));
                }
            }
        }
        if let Some(relation) = self.relations.get_mut(&at) {
            relation.bounds.held.retain(|b| !refused.contains(b));
        }
    }

    /// Back at the point: comparisons that do not hold again are given up. A pass in which none was has shown all of them.
    pub(super) fn keep_bounds(&mut self, at: Point, path: Path, row: &[Term]) {
        if !self.unfolding {
            return;
        }
        let Some(relation) = self.relations.get(&at) else { return };
        let held = relation.bounds.held.clone();
        let header = relation.rows()[1].to_vec();
        let refused = self.refused(&held, row, path);
        self.changed |= !refused.is_empty();
        let conditions = self.facts.conditions(path);
        if let Some(relation) = self.relations.get_mut(&at) {
            relation.bounds.held.retain(|b| !refused.contains(b));
            relation.bounds.propose(self.arena, &conditions, &header, row);
        }
    }
}

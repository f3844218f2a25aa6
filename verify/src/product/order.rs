//! The order in which points are left.
//!
//! A point should be left when nothing that still runs can arrive at it any more. While both sides go through their loops together, that is the order of the
//! positions: a way back goes to a point that was left. Where a side comes back to its header while the other goes on to the next copy of the body (unrolled
//! or peeled loops), the positions of the one side start again, and its *laps* count: a position is a list of the headers around it, each with the laps
//! since its loop was entered, then the step. A run makes both lists larger with every step, so the lexicographic order of the two is what is wanted. The
//! side with more code, which has the copies, comes first: where the other one waits at its header, it may have come there in any lap.
//!
//! Only the chance to join rests on this, and so the chance of a proof: what arrives too late is a way back to a point, and is treated as such.

use super::Product;
use crate::code::Step;
use crate::state::{Point, State};
use smallvec::SmallVec;

/// Passes of a walk that unfolds.
pub(super) const PASSES: usize = 24;

/// Where a point stands in the order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    time: [SmallVec<[u32; 6]>; 2],
    pub at: Point,
}

impl Product<'_> {
    /// The place of an arrival in the order. Laps of loops that were left are forgotten.
    pub(super) fn key(&self, at: Point, state: &mut State) -> Key {
        if self.unfolding && self.left.contains(&at) {
            return Key { time: Default::default(), at };
        }
        let mut time: [SmallVec<[u32; 6]>; 2] = Default::default();
        for (side, pc) in [at.0, at.1].into_iter().enumerate() {
            let laps = &mut state.laps[side];
            laps.retain(|(header, _)| *header <= pc && pc <= self.loop_end(side, *header));
            for &(header, lap) in laps.iter() {
                // Back at the header, but not in the loop again yet.
                time[side].extend([header as u32, lap + u32::from(header == pc)]);
            }
            let first = self.is_loop(side, pc) && laps.last().is_none_or(|(header, _)| *header != pc);
            if first && self.unfolding {
                time[side].extend([pc as u32, 0]);
            }
            time[side].push(pc as u32);
        }
        if self.unfolding && self.has_copies(1) {
            time.swap(0, 1);
        }
        Key { time, at }
    }

    /// Takes the first point of the queue, with all that arrives there, in whatever lap.
    pub(super) fn next_point(&mut self) -> Option<(Point, Vec<State>)> {
        let (Key { at, .. }, mut arrivals) = self.queue.pop_first()?;
        if self.unfolding {
            let later: Vec<Key> = self.queue.keys().filter(|k| k.at == at).cloned().collect();
            arrivals.extend(later.iter().filter_map(|k| self.queue.remove(k)).flatten());
        }
        Some((at, arrivals))
    }

    /// Whether this side has more code than the other.
    pub(super) fn has_copies(&self, side: usize) -> bool {
        self.sides[side].code.steps.len() > self.sides[1 - side].code.steps.len()
    }

    /// How many steps a pass that unfolds may take: a loop goes round for each copy on the other side, and not much more.
    pub(super) fn unfolded_steps(&self) -> usize {
        1000 + 16 * self.sides.iter().map(|s| s.code.steps.len()).sum::<usize>()
    }

    fn loop_end(&self, side: usize, header: usize) -> usize {
        match self.step(side, header) {
            Step::Loop(i) => self.sides[side].code.loops[*i].end,
            _ => header,
        }
    }

    /// A side goes through a header.
    pub(super) fn next_lap(&self, side: usize, header: usize, state: &mut State) {
        if !self.unfolding || !self.is_loop(side, header) {
            return;
        }
        match state.laps[side].iter_mut().find(|(h, _)| *h == header) {
            Some((_, lap)) => *lap += 1,
            None => state.laps[side].push((header, 0)),
        }
    }
}

//! Which locals hold which class somewhere: an index that the searches at single points filter by what is held there.

use crate::candidate::Candidate;
use crate::holds::{Headers, Visitor, visit};
use indexmap::IndexMap;
use loom_eq_egraph::flow::State;
use loom_eq_egraph::{Graph, Id, Liveness};
use loom_eq_lang::{Event, LocalIx, Op};

struct Collect<'a> {
    candidate: &'a Candidate,
    homes: IndexMap<Id, Vec<LocalIx>>,
    /// What each local held when it was last looked at; joins change many locals at once, so all are compared there.
    last: Vec<Option<Id>>,
    /// The local that the event before this one wrote, or everything (behind control).
    changed: Changed,
}

enum Changed {
    Nothing,
    One(LocalIx),
    All,
}

impl Collect<'_> {
    fn note(&mut self, l: LocalIx, state: &State) {
        let now = state.locals[l.ix()];
        if self.last[l.ix()] == now {
            return;
        }
        self.last[l.ix()] = now;
        if let Some(class) = now {
            let locals = self.homes.entry(class).or_default();
            if !locals.contains(&l) {
                locals.push(l);
            }
        }
    }
}

impl Visitor for Collect<'_> {
    fn before(&mut self, event: Event, state: &State) {
        match std::mem::replace(&mut self.changed, Changed::Nothing) {
            Changed::Nothing => {}
            Changed::One(l) => self.note(l, state),
            Changed::All => (0..state.locals.len()).for_each(|l| self.note(LocalIx::new(l), state)),
        }
        self.changed = match event {
            Event::Op(n) => match self.candidate.body.node(n).op {
                Op::LocalSet | Op::LocalTee => Changed::One(self.candidate.body.local_of(n).expect("a local access")),
                _ => Changed::Nothing,
            },
            _ => Changed::All,
        };
    }
}

/// The homes of all classes in a candidate.
pub fn homes(graph: &Graph, candidate: &Candidate, liveness: &Liveness, headers: &mut Headers) -> IndexMap<Id, Vec<LocalIx>> {
    let last = vec![None; candidate.body.locals.len()];
    let mut collect = Collect { candidate, homes: IndexMap::new(), last, changed: Changed::All };
    visit(graph, candidate, liveness, headers, &mut collect);
    collect.homes
}

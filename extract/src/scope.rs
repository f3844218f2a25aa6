//! Facts along a walk over a body: what is learnt holds until control may come from where it was not.
//!
//! Invariant: a fact holds wherever control can be. What an arm of an `if` shows ends with the arm; what is learnt in a block stays known behind it only as far as no
//! branch leaves the block in front of it. A loop is left at its end only.

use loom_eq_egraph::Id;
use loom_eq_lang::{Body, NodeId, Op, Region};
use std::collections::HashMap;

struct Frame {
    region: Region,
    op: Op,
    /// The length of the log in front of it.
    mark: usize,
    /// The length of the log at the first branch to its end.
    first: Option<usize>,
}

/// What holds of classes at the place where the walk is.
pub struct Scoped<F> {
    facts: HashMap<Id, F>,
    /// What `facts` said before, so that it can be taken back.
    log: Vec<(Id, Option<F>)>,
    frames: Vec<Frame>,
}

impl<F: Copy> Scoped<F> {
    pub fn new() -> Scoped<F> {
        Scoped { facts: HashMap::new(), log: Vec::new(), frames: Vec::new() }
    }

    pub fn get(&self, class: Id) -> Option<F> {
        self.facts.get(&class).copied()
    }

    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    pub fn set(&mut self, class: Id, fact: F) {
        self.log.push((class, self.facts.insert(class, fact)));
    }

    /// A block, loop or `if` starts.
    pub fn open(&mut self, region: Region, op: Op) {
        self.frames.push(Frame { region, op, mark: self.log.len(), first: None });
    }

    /// The other arm of the innermost `if` starts.
    pub fn other_arm(&mut self) {
        let mark = self.frames.last().map_or(0, |f| f.mark);
        self.take_back(mark);
    }

    /// The innermost block, loop or `if` is over; whether no branch leads to its end.
    pub fn close(&mut self) -> bool {
        let frame = self.frames.pop().expect("opened");
        if frame.op == Op::If {
            self.take_back(frame.mark);
        } else if let Some(first) = frame.first {
            self.take_back(first);
        }
        frame.first.is_none()
    }

    /// `n` is executed: where it is a branch, its targets may be reached from here.
    pub fn leave(&mut self, body: &Body, n: NodeId) {
        let now = self.log.len();
        for target in body.targets(n) {
            if let Some(frame) = self.frames.iter_mut().rev().find(|f| f.region == target && f.op != Op::Loop) {
                frame.first = Some(frame.first.map_or(now, |first| first.min(now)));
            }
        }
    }

    fn take_back(&mut self, to: usize) {
        while self.log.len() > to {
            let (class, before) = self.log.pop().expect("longer");
            match before {
                Some(fact) => self.facts.insert(class, fact),
                None => self.facts.remove(&class),
            };
        }
        for frame in &mut self.frames {
            frame.first = frame.first.map(|first| first.min(self.log.len()));
        }
    }
}

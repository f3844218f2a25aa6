//! Which locals are live where: backward over the structured body, repeated until the loop headers agree.
//!
//! A local is live where a read of it may follow before the next write. Joins and loops carry parameters for live locals only
//! (pruned SSA), and a write whose local is not live behind it is dead.
//!
//! Invariants:
//! 1. The answer is the least solution: nothing is live that no path reads.
//! 2. A local that is read in a loop before it is written there is live at the end of the loop's back edges.

use loom_eq_lang::{Body, Class, Event, LocalIx, NodeId, Op, Region, RegionKind};

/// A set of locals.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LocalSet(Vec<u64>);

impl LocalSet {
    /// The empty set of a function's locals.
    pub fn new(locals: usize) -> LocalSet {
        LocalSet(vec![0; locals.div_ceil(64)])
    }

    /// Whether it holds `l`.
    pub fn contains(&self, l: LocalIx) -> bool {
        self.0.get(l.ix() / 64).is_some_and(|word| word >> (l.ix() % 64) & 1 == 1)
    }

    /// Adds `l`.
    pub fn insert(&mut self, l: LocalIx) {
        self.0[l.ix() / 64] |= 1 << (l.ix() % 64);
    }

    /// Takes `l` out.
    pub fn remove(&mut self, l: LocalIx) {
        self.0[l.ix() / 64] &= !(1 << (l.ix() % 64));
    }

    fn clear(&mut self) {
        self.0.fill(0);
    }

    /// The members, ascending.
    pub fn iter(&self) -> impl Iterator<Item = LocalIx> + '_ {
        self.0.iter().enumerate().flat_map(|(i, &word)| (0..64).filter(move |b| word >> b & 1 == 1).map(move |b| LocalIx::new(i * 64 + b)))
    }

    /// Adds all of `other`; whether anything was new.
    pub fn extend(&mut self, other: &LocalSet) -> bool {
        let mut new = false;
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            new |= *more & !*word != 0;
            *word |= more;
        }
        new
    }
}

/// The live locals at each label, and the writes that nobody reads.
#[derive(Clone, Debug)]
pub struct Liveness {
    /// Per region: live where its label leads (behind a block or `if`, at the header of a loop). Arms share their `if`'s first region.
    labels: Vec<LocalSet>,
    /// `local.set` and `local.tee` whose local is dead behind them, in reverse order of execution.
    pub dead_writes: Vec<NodeId>,
}

impl Liveness {
    /// Live where a branch to `r` leads.
    pub fn at_label(&self, r: Region) -> &LocalSet {
        &self.labels[r.ix()]
    }

    /// Analyses a body.
    pub fn of(body: &Body) -> Liveness {
        let events: Vec<Event> = body.events().collect();
        let empty = LocalSet::new(body.locals.len());
        let mut liveness = Liveness { labels: vec![empty.clone(); body.regions.len()], dead_writes: Vec::new() };
        loop {
            liveness.dead_writes.clear();
            if !liveness.pass(body, &events, empty.clone(), &mut |_, _| {}).0 {
                return liveness;
            }
        }
    }

    /// Walks the body backward and shows, for each node without regions, what is live behind it. Returns what is live at the entry.
    pub fn walk(&self, body: &Body, mut visit: impl FnMut(NodeId, &LocalSet)) -> LocalSet {
        let events: Vec<Event> = body.events().collect();
        self.clone().pass(body, &events, LocalSet::new(body.locals.len()), &mut visit).1
    }

    /// One backward pass; whether a loop header grew, and what is live at the entry.
    fn pass(&mut self, body: &Body, events: &[Event], mut live: LocalSet, visit: &mut dyn FnMut(NodeId, &LocalSet)) -> (bool, LocalSet) {
        let mut grew = false;
        // What is live behind each open `if`, for its arms and for the way past a missing second arm.
        let mut behind: Vec<LocalSet> = Vec::new();
        let mut second_arm: Vec<LocalSet> = Vec::new();
        for &event in events.iter().rev() {
            match event {
                Event::Close(n, r) => {
                    let first = body.node(n).regions[0];
                    if body.region(first).kind != RegionKind::Loop {
                        self.labels[first.ix()] = live.clone();
                    }
                    if body.node(n).op == Op::If {
                        behind.push(live.clone());
                        second_arm.push(live.clone());
                    }
                    if !body.region(r).falls {
                        live.clear();
                    }
                }
                Event::Else(n, _) => {
                    *second_arm.last_mut().expect("inside an if") = live;
                    live = behind.last().expect("inside an if").clone();
                    if !body.region(body.node(n).regions[0]).falls {
                        live.clear();
                    }
                }
                Event::Open(n, r) => match body.region(r).kind {
                    RegionKind::Loop => grew |= self.labels[r.ix()].extend(&live),
                    RegionKind::Then => {
                        debug_assert_eq!(body.node(n).op, Op::If);
                        behind.pop();
                        live.extend(&second_arm.pop().expect("inside an if"));
                    }
                    _ => {}
                },
                Event::Op(n) => {
                    visit(n, &live);
                    self.op(body, n, &mut live);
                }
            }
        }
        (grew, live)
    }

    fn op(&mut self, body: &Body, n: NodeId, live: &mut LocalSet) {
        let op = body.node(n).op;
        if let Some(l) = body.local_of(n) {
            if op == Op::LocalGet {
                live.insert(l);
            } else {
                if !live.contains(l) {
                    self.dead_writes.push(n);
                }
                live.remove(l);
            }
            return;
        }
        match op {
            Op::Br | Op::BrTable | Op::Return | Op::Unreachable => live.clear(),
            _ if op.class() == Class::TailCall => live.clear(),
            _ => {}
        }
        for target in body.targets(n) {
            live.extend(&self.labels[target.ix()]);
        }
    }
}

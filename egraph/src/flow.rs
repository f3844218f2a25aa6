//! The forward data flow of locals and stack through a structured body, for whoever interprets values: the lift, and the search.
//!
//! The walk runs a stack machine over [`Body::events`]. What a value *is* decides a [`Domain`]: the lift makes e-nodes, the search looks up
//! which class a node was annotated with. `None` is "nothing is known".
//!
//! Invariants:
//! 1. At a join, a local has a value only if it is live there and every edge brings one.
//! 2. Edges of a label are numbered in the order in which the walk meets them: branches in order, the fall-through, the way past a
//!    missing second arm. Two bodies with the same skeleton number them alike, so that `Phi` nodes of one can be looked up by the other.
//! 3. At a loop's header only locals that the loop writes can differ from what they were in front of it.

use crate::liveness::Liveness;
use egg::Id;
use loom_eq_lang::{Body, Class, Event, LocalIx, NodeId, Op, Region, RegionKind, ValType};
use smallvec::SmallVec;

/// A value, as far as it is known.
pub type Known = Option<Id>;

/// What a local or a carried operand is at a label.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Slot {
    /// A local.
    Local(LocalIx),
    /// The `i`-th value on the stack that a branch to the label carries.
    Carried(u32),
}

/// Decides what values are.
pub trait Domain {
    /// The value of a local at the entry of the function: a parameter, or the zero of its type.
    fn entry(&mut self, l: LocalIx, ty: ValType, is_param: bool) -> Known;
    /// The results of a node that is no block, local access, `drop` or branch, given its operands.
    fn results(&mut self, body: &Body, n: NodeId, operands: &[Known], out: &mut SmallVec<[Known; 2]>);
    /// Several edges bring different values to a label.
    fn join(&mut self, r: Region, slot: Slot, edges: &[Known]) -> Known;
    /// A loop starts with `entry` in a slot that its back edges may change.
    fn header(&mut self, r: Region, slot: Slot, ty: ValType, entry: Known) -> Known;
    /// A loop is over: what [`header`](Domain::header) gave, and what the back edges bring.
    fn latch(&mut self, r: Region, slot: Slot, entry: Known, header: Known, back: &[Known]);
    /// Called in front of each event with what the locals and the stack hold.
    fn before(&mut self, _event: Event, _state: &State) {}
    /// The value that a node delivers was determined (nodes with exactly one result).
    fn delivered(&mut self, _n: NodeId, _value: Known) {}
}

/// What locals and the operand stack hold at a point.
#[derive(Clone, Default, Debug)]
pub struct State {
    /// Per local.
    pub locals: Vec<Known>,
    /// The operand stack, top last.
    pub stack: Vec<Known>,
}

struct Edge {
    locals: Vec<Known>,
    carried: Vec<Known>,
}

struct Frame {
    height: usize,
    params: Vec<Known>,
    /// For a loop: what its header has in the written locals; else what they held in front of the region.
    written_at_open: Vec<Known>,
    entry: Vec<Known>,
    edges: Vec<Edge>,
    live: bool,
}

struct Walk<'a, D> {
    body: &'a Body,
    liveness: &'a Liveness,
    domain: &'a mut D,
    written: Vec<Vec<LocalIx>>,
    state: State,
    frames: Vec<Frame>,
    /// Per region, the index of its frame while it is open, so that a branch finds it at once.
    frame_of: Vec<usize>,
    /// Whether the current point is reachable.
    live: bool,
}

/// Walks a body once.
pub fn walk<D: Domain>(body: &Body, liveness: &Liveness, domain: &mut D) {
    let mut state = State::default();
    for (i, &ty) in body.locals.iter().enumerate() {
        state.locals.push(domain.entry(LocalIx::new(i), ty, i < body.ty.params.len()));
    }
    let mut w =
        Walk { body, liveness, domain, written: written_locals(body), state, frames: Vec::new(), frame_of: vec![0; body.regions.len()], live: true };
    for event in body.events() {
        w.domain.before(event, &w.state);
        match event {
            Event::Op(n) => w.op(n),
            Event::Open(n, r) => w.open(n, r),
            Event::Else(n, _) => w.arm(n),
            Event::Close(n, _) => w.close(n),
        }
    }
}

/// Per region, the locals that are written in it or in what it contains, sorted. The arms of an `if` share the first one's entry.
pub fn written_locals(body: &Body) -> Vec<Vec<LocalIx>> {
    let mut written: Vec<Vec<LocalIx>> = vec![Vec::new(); body.regions.len()];
    let mut open: Vec<(Region, Vec<LocalIx>)> = Vec::new();
    for event in body.events() {
        match event {
            Event::Open(_, r) => open.push((r, Vec::new())),
            Event::Else(..) => {}
            Event::Close(..) => {
                let (r, mut locals) = open.pop().expect("opened");
                locals.sort_unstable();
                locals.dedup();
                if let Some((_, outer)) = open.last_mut() {
                    outer.extend_from_slice(&locals);
                }
                written[r.ix()] = locals;
            }
            Event::Op(n) => {
                if matches!(body.node(n).op, Op::LocalSet | Op::LocalTee)
                    && let (Some(l), Some((_, locals))) = (body.local_of(n), open.last_mut())
                {
                    locals.push(l);
                }
            }
        }
    }
    written
}

impl<D: Domain> Walk<'_, D> {
    fn pop(&mut self, count: usize) -> SmallVec<[Known; 4]> {
        let at = self.state.stack.len() - count;
        self.state.stack.drain(at..).collect()
    }

    fn op(&mut self, n: NodeId) {
        if !self.live {
            return;
        }
        let body = self.body;
        let node = body.node(n);
        let operands = self.pop(node.stacked as usize + node.args.len());
        match node.op {
            Op::LocalGet | Op::LocalSet | Op::LocalTee => {
                let l = body.local_of(n).expect("a local access");
                if node.op != Op::LocalGet {
                    self.state.locals[l.ix()] = operands[0];
                }
                if node.op != Op::LocalSet {
                    let value = self.state.locals[l.ix()];
                    self.deliver(n, value);
                }
            }
            Op::Drop => {}
            Op::Br | Op::BrIf | Op::BrTable => {
                let conditional = node.op != Op::Br;
                let carried = &operands[..operands.len() - usize::from(conditional)];
                let mut targets = body.targets(n);
                // A `br_table` often names one label many times: one edge, so that joins stay as small as the labels are few.
                targets.sort_unstable();
                targets.dedup();
                for target in targets {
                    self.edge(target, carried);
                }
                if node.op == Op::BrIf {
                    if let [value] = carried {
                        self.deliver(n, *value);
                    } else {
                        self.state.stack.extend_from_slice(carried);
                    }
                } else {
                    self.live = false;
                }
            }
            Op::Return | Op::Unreachable => self.live = false,
            op if op.class() == Class::TailCall => self.live = false,
            _ => {
                let mut results = SmallVec::new();
                self.domain.results(body, n, &operands, &mut results);
                debug_assert_eq!(results.len(), node.results.len());
                if let [value] = results.as_slice() {
                    self.deliver(n, *value);
                } else {
                    self.state.stack.extend_from_slice(&results);
                }
            }
        }
    }

    fn deliver(&mut self, n: NodeId, value: Known) {
        self.domain.delivered(n, value);
        self.state.stack.push(value);
    }

    fn written(&self, label: Region) -> Vec<Known> {
        self.written[label.ix()].iter().map(|l| self.state.locals[l.ix()]).collect()
    }

    /// An edge from here to a label.
    fn edge(&mut self, target: Region, carried: &[Known]) {
        if target == Body::ROOT {
            return;
        }
        let locals = self.written(target);
        let count = self.body.label_types(target).len();
        let carried = carried[carried.len() - count..].to_vec();
        self.frames[self.frame_of[target.ix()]].edges.push(Edge { locals, carried });
    }

    fn open(&mut self, n: NodeId, r: Region) {
        let node = self.body.node(n);
        self.frame_of[r.ix()] = self.frames.len();
        if !self.live {
            let height = self.state.stack.len();
            self.frames.push(Frame { height, params: Vec::new(), written_at_open: Vec::new(), entry: Vec::new(), edges: Vec::new(), live: false });
            return;
        }
        if node.op == Op::If {
            self.pop(1);
        }
        let count = self.body.region(r).params.len();
        let mut params = self.pop(count).to_vec();
        let height = self.state.stack.len();
        let entry = self.written(r);
        let mut carried_entry = Vec::new();
        if self.body.region(r).kind == RegionKind::Loop {
            let live = self.liveness.at_label(r);
            for (&l, &entry) in self.written[r.ix()].iter().zip(&entry) {
                let header = if live.contains(l) { self.domain.header(r, Slot::Local(l), self.body.locals[l.ix()], entry) } else { None };
                self.state.locals[l.ix()] = header;
            }
            carried_entry = params.clone();
            for (i, value) in params.iter_mut().enumerate() {
                let slot = Slot::Carried(u32::try_from(i).expect("fewer parameters than 2^32"));
                *value = self.domain.header(r, slot, self.body.region(r).params[i], *value);
            }
        }
        self.state.stack.extend_from_slice(&params);
        let written_at_open = self.written(r);
        let mut all_entry = entry;
        all_entry.extend(carried_entry);
        self.frames.push(Frame { height, params, written_at_open, entry: all_entry, edges: Vec::new(), live: true });
    }

    /// The first arm of an `if` is over.
    fn arm(&mut self, n: NodeId) {
        let label = self.body.node(n).regions[0];
        self.fall_through(label);
        let frame = self.frames.last().expect("inside an if");
        self.live = frame.live;
        self.state.stack.truncate(frame.height);
        self.state.stack.extend_from_slice(&frame.params);
        self.restore_written(label);
    }

    fn restore_written(&mut self, label: Region) {
        let frame = self.frames.last().expect("inside a region");
        for (i, value) in frame.written_at_open.iter().enumerate() {
            self.state.locals[self.written[label.ix()][i].ix()] = *value;
        }
    }

    /// The end of a region or arm is reached from its last item: one more edge to what follows.
    fn fall_through(&mut self, label: Region) {
        if !self.live {
            return;
        }
        let height = self.frames.last().expect("inside a region").height;
        let edge = Edge { locals: self.written(label), carried: self.state.stack[height..].to_vec() };
        self.frames.last_mut().expect("inside a region").edges.push(edge);
    }

    fn close(&mut self, n: NodeId) {
        let body = self.body;
        let node = body.node(n);
        let label = node.regions[0];
        if node.op == Op::Loop {
            self.close_loop(n, label);
            return;
        }
        self.fall_through(label);
        if node.op == Op::If && node.regions.len() == 1 {
            // The way past the missing arm.
            let frame = self.frames.last_mut().expect("inside an if");
            if frame.live {
                let edge = Edge { locals: frame.written_at_open.clone(), carried: frame.params.clone() };
                frame.edges.push(edge);
            }
        }
        let frame = self.frames.pop().expect("inside a region");
        self.state.stack.truncate(frame.height);
        self.live = !frame.edges.is_empty();
        if !self.live {
            return;
        }
        let live = self.liveness.at_label(label);
        let locals = self.written[label.ix()].clone();
        for (i, l) in locals.into_iter().enumerate() {
            let edges: SmallVec<[Known; 4]> = frame.edges.iter().map(|e| e.locals[i]).collect();
            self.state.locals[l.ix()] = if edges.len() == 1 || live.contains(l) { self.merge(label, Slot::Local(l), &edges) } else { None };
        }
        let mut results = Vec::new();
        for i in 0..node.results.len() {
            let edges: SmallVec<[Known; 4]> = frame.edges.iter().map(|e| e.carried[i]).collect();
            results.push(self.merge(label, Slot::Carried(u32::try_from(i).expect("fewer results than 2^32")), &edges));
        }
        self.push_results(n, &results);
    }

    fn push_results(&mut self, n: NodeId, results: &[Known]) {
        if let [value] = results {
            self.deliver(n, *value);
        } else {
            self.state.stack.extend_from_slice(results);
        }
    }

    fn merge(&mut self, label: Region, slot: Slot, edges: &[Known]) -> Known {
        let first = edges[0]?;
        if edges.iter().any(Option::is_none) {
            return None;
        }
        if edges.iter().all(|e| *e == Some(first)) { Some(first) } else { self.domain.join(label, slot, edges) }
    }

    fn close_loop(&mut self, n: NodeId, label: Region) {
        let frame = self.frames.pop().expect("inside a loop");
        if frame.live {
            let live = self.liveness.at_label(label);
            let locals = &self.written[label.ix()];
            for (i, &l) in locals.iter().enumerate() {
                if live.contains(l) {
                    let back: SmallVec<[Known; 4]> = frame.edges.iter().map(|e| e.locals[i]).collect();
                    self.domain.latch(label, Slot::Local(l), frame.entry[i], frame.written_at_open[i], &back);
                }
            }
            for (i, &header) in frame.params.iter().enumerate() {
                let back: SmallVec<[Known; 4]> = frame.edges.iter().map(|e| e.carried[i]).collect();
                let slot = Slot::Carried(u32::try_from(i).expect("fewer parameters than 2^32"));
                self.domain.latch(label, slot, frame.entry[locals.len() + i], header, &back);
            }
        }
        if self.live {
            let results = self.state.stack.split_off(frame.height);
            self.push_results(n, &results);
        } else {
            self.state.stack.truncate(frame.height);
        }
    }
}

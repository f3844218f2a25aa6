//! A body as flat code: one list of steps with resolved jumps, which two sides can be run through at different speeds.
//!
//! Blocks are gone; what is left of them are join points. Values below a jump's operands are cut off by the height that each target carries.
//!
//! Invariants:
//! 1. A forward jump goes to a [`Step::Label`], a backward one to a [`Step::Loop`].
//! 2. A `Loop` has at least one jump back to it: what is never repeated is a block.
//! 3. Labels that fall on one place are one label.

use loom_eq_lang::{Body, Class, Event, LocalIx, NodeId, Op, Region, RegionKind};

/// Where a jump goes and what becomes of the stack: `keep` values from the top survive above `height`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Target {
    pub to: usize,
    pub keep: usize,
    pub height: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Get(LocalIx),
    Set(LocalIx),
    Tee(LocalIx),
    /// Anything that is not moved around or control: pure operators and sites.
    Op(NodeId),
    Nop,
    Label,
    /// The header of a loop; the index into [`Code::loops`].
    Loop(usize),
    Goto(Target),
    /// Pops the condition; jumps if its truth is `when`.
    Branch {
        to: Target,
        when: bool,
    },
    /// Pops the index; the last target is the default.
    Switch(Vec<Target>),
    Return,
    Unreachable,
}

/// A set of locals.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LocalSet(Vec<u64>);

impl LocalSet {
    pub(crate) fn new(locals: usize) -> LocalSet {
        LocalSet(vec![0; locals.div_ceil(64)])
    }
    pub(crate) fn insert(&mut self, l: LocalIx) {
        self.0[l.ix() / 64] |= 1 << (l.ix() % 64);
    }
    fn remove(&mut self, l: LocalIx) {
        self.0[l.ix() / 64] &= !(1 << (l.ix() % 64));
    }
    pub(crate) fn contains(&self, l: usize) -> bool {
        self.0[l / 64] >> (l % 64) & 1 == 1
    }
    fn union(&mut self, other: &LocalSet) -> bool {
        let mut changed = false;
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            changed |= *b & !*a != 0;
            *a |= b;
        }
        changed
    }
}

/// What a loop may change.
#[derive(Clone, Debug)]
pub(crate) struct LoopInfo {
    pub assigned: LocalSet,
    /// Whether anything in it changes memory, globals or tables, or calls.
    pub effects: bool,
    /// How many values from the top of the stack it takes.
    pub params: usize,
    /// The last step that jumps back to the header, or the header.
    pub end: usize,
}

pub(crate) struct Code {
    pub steps: Vec<Step>,
    pub loops: Vec<LoopInfo>,
    /// For each label and loop, by step, the locals that are read behind it before they are written.
    live: Vec<Option<LocalSet>>,
    /// For each label, by step, whether nothing but pure code lies between it and the next place.
    flows: Vec<bool>,
    /// For each label, by step, whether one jump alone leads to it.
    sole: Vec<bool>,
}

enum Patch {
    One(usize),
    Case(usize, usize),
}

struct Frame {
    kind: RegionKind,
    /// The first region: what branches name.
    label: Region,
    height: usize,
    /// Where a loop starts.
    start: usize,
    repeated: bool,
    /// Jumps to the end.
    to_end: Vec<Patch>,
    /// The jump over the first arm of an `if`.
    to_else: Option<usize>,
}

struct Compiler<'a> {
    body: &'a Body,
    steps: Vec<Step>,
    /// How many values each loop takes.
    loops: Vec<usize>,
    frames: Vec<Frame>,
    height: usize,
}

impl Code {
    pub(crate) fn new(body: &Body) -> Code {
        let mut c = Compiler { body, steps: Vec::new(), loops: Vec::new(), frames: Vec::new(), height: 0 };
        c.frames.push(Frame::new(RegionKind::Function, Body::ROOT, 0));
        for event in body.events() {
            match event {
                Event::Op(n) => c.op(n),
                Event::Open(n, r) => c.open(n, r),
                Event::Else(n, r) => c.other_arm(n, r),
                Event::Close(n, _) => c.close(n),
            }
        }
        let frame = c.frames.pop().expect("the function's frame");
        c.end_label(frame.to_end);
        c.steps.push(Step::Return);
        crate::thread::thread(&mut c.steps);
        let loops = crate::cycles::loops(body, &c.steps, &c.loops);
        let mut code = Code { live: vec![None; c.steps.len()], flows: vec![false; c.steps.len()], sole: sole(&c.steps), steps: c.steps, loops };
        code.liveness(body.locals.len());
        code.flows = (0..code.steps.len()).map(|pc| code.steps[pc] == Step::Label && code.runs_on(body, pc + 1)).collect();
        code
    }

    /// The locals that may be read from this step on; `None` where it was not computed.
    pub(crate) fn live_at(&self, pc: usize) -> Option<&LocalSet> {
        self.live[pc].as_ref()
    }

    /// Whether pure code alone leads from the label here, forward, to another place.
    pub(crate) fn flows(&self, pc: usize) -> bool {
        self.flows[pc]
    }

    /// Whether one jump alone leads to the label here: no runs of this side join there.
    pub(crate) fn is_sole(&self, pc: usize) -> bool {
        self.sole[pc]
    }

    /// How many labels are of the kind of [`flows`](Code::flows).
    pub(crate) fn flowing(&self) -> usize {
        self.flows.iter().filter(|f| **f).count()
    }

    fn runs_on(&self, body: &Body, mut pc: usize) -> bool {
        loop {
            pc = match &self.steps[pc] {
                Step::Label | Step::Loop(_) => return true,
                Step::Get(_) | Step::Set(_) | Step::Tee(_) | Step::Nop => pc + 1,
                Step::Op(n) if matches!(body.node(*n).op.class(), Class::Pure | Class::GlobalGet | Class::Stack) => pc + 1,
                Step::Goto(t) if t.to > pc => t.to,
                _ => return false,
            }
        }
    }

    fn liveness(&mut self, locals: usize) {
        loop {
            let mut changed = false;
            let mut now = LocalSet::new(locals);
            for pc in (0..self.steps.len()).rev() {
                match &self.steps[pc] {
                    Step::Get(l) => now.insert(*l),
                    Step::Set(l) | Step::Tee(l) => now.remove(*l),
                    Step::Goto(t) => now = self.at_target(t.to, locals),
                    Step::Branch { to, .. } => {
                        let there = self.at_target(to.to, locals);
                        now.union(&there);
                    }
                    Step::Switch(targets) => {
                        now = LocalSet::new(locals);
                        let mut seen = std::collections::HashSet::new();
                        for t in targets {
                            if seen.insert(t.to) {
                                now.union(&self.at_target(t.to, locals));
                            }
                        }
                    }
                    Step::Return | Step::Unreachable => now = LocalSet::new(locals),
                    Step::Label | Step::Loop(_) => {
                        let is_loop = matches!(self.steps[pc], Step::Loop(_));
                        match &mut self.live[pc] {
                            Some(known) => changed |= known.union(&now) && is_loop,
                            none => {
                                *none = Some(now.clone());
                                changed |= is_loop && now.0.iter().any(|w| *w != 0);
                            }
                        }
                    }
                    Step::Op(_) | Step::Nop => {}
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn at_target(&self, to: usize, locals: usize) -> LocalSet {
        self.live[to].clone().unwrap_or_else(|| LocalSet::new(locals))
    }
}

/// See [`Code::sole`].
fn sole(steps: &[Step]) -> Vec<bool> {
    let mut ways = vec![0u32; steps.len()];
    for (pc, step) in steps.iter().enumerate() {
        match step {
            Step::Goto(t) => ways[t.to] += 1,
            Step::Branch { to, .. } => ways[to.to] += 1,
            Step::Switch(targets) => targets.iter().for_each(|t| ways[t.to] += 1),
            _ => {}
        }
        let falls = !matches!(step, Step::Goto(_) | Step::Switch(_) | Step::Return | Step::Unreachable);
        if falls && let Some(next) = ways.get_mut(pc + 1) {
            *next += 1;
        }
    }
    steps.iter().zip(ways).map(|(step, ways)| *step == Step::Label && ways == 1).collect()
}

impl Frame {
    fn new(kind: RegionKind, label: Region, height: usize) -> Frame {
        Frame { kind, label, height, start: 0, repeated: false, to_end: Vec::new(), to_else: None }
    }
}

const PENDING: usize = usize::MAX;

impl Compiler<'_> {
    fn op(&mut self, n: NodeId) {
        let body = self.body;
        let node = body.node(n);
        let operands = node.stacked as usize + node.args.len();
        let at = self.steps.len();
        let local = body.local_of(n);
        let step = match (node.op, local) {
            (Op::LocalGet, Some(l)) => Step::Get(l),
            (Op::LocalSet, Some(l)) => Step::Set(l),
            (Op::LocalTee, Some(l)) => Step::Tee(l),
            (Op::Br, _) => {
                let r = body.targets(n)[0];
                Step::Goto(self.target(r, Patch::One(at)))
            }
            (Op::BrIf, _) => {
                let r = body.targets(n)[0];
                Step::Branch { to: self.target(r, Patch::One(at)), when: true }
            }
            (Op::BrTable, _) => {
                let targets = body.targets(n);
                Step::Switch(targets.iter().enumerate().map(|(i, r)| self.target(*r, Patch::Case(at, i))).collect())
            }
            (Op::Return, _) => Step::Return,
            (Op::Unreachable, _) => Step::Unreachable,
            _ => Step::Op(n),
        };
        self.steps.push(step);
        self.height = self.height.saturating_sub(operands) + node.results.len();
    }

    fn target(&mut self, r: Region, patch: Patch) -> Target {
        let keep = self.body.label_types(r).len();
        let frame = self.frames.iter_mut().rev().find(|f| f.label == r).expect("a branch goes to an open block");
        let height = frame.height;
        if frame.kind == RegionKind::Loop {
            frame.repeated = true;
            Target { to: frame.start, keep, height }
        } else {
            frame.to_end.push(patch);
            Target { to: PENDING, keep, height }
        }
    }

    fn open(&mut self, n: NodeId, r: Region) {
        let region = self.body.region(r);
        let mut to_else = None;
        if region.kind == RegionKind::Then {
            self.height = self.height.saturating_sub(1);
            let height = self.height.saturating_sub(region.params.len());
            to_else = Some(self.steps.len());
            self.steps.push(Step::Branch { to: Target { to: PENDING, keep: region.params.len(), height }, when: false });
        }
        let mut frame = Frame::new(region.kind, self.body.node(n).regions[0], self.height.saturating_sub(region.params.len()));
        frame.to_else = to_else;
        if region.kind == RegionKind::Loop {
            frame.start = self.steps.len();
            self.steps.push(Step::Loop(self.loops.len()));
            self.loops.push(region.params.len());
        }
        self.frames.push(frame);
    }

    fn other_arm(&mut self, n: NodeId, r: Region) {
        let then = self.body.region(self.body.node(n).regions[0]);
        let params = self.body.region(r).params.len();
        let at = self.steps.len();
        let frame = self.frames.last_mut().expect("an open if");
        self.height = frame.height + params;
        if then.falls {
            let height = frame.height;
            frame.to_end.push(Patch::One(at));
            self.steps.push(Step::Goto(Target { to: PENDING, keep: then.results.len(), height }));
        }
        let here = self.steps.len();
        let jump = self.frames.last_mut().and_then(|f| f.to_else.take()).expect("an else belongs to an if");
        self.patch(&Patch::One(jump), here);
        // A place of its own, so that liveness and jumps have something to name.
        self.steps.push(Step::Label);
    }

    fn close(&mut self, n: NodeId) {
        let frame = self.frames.pop().expect("an open block");
        self.height = frame.height + self.body.node(n).results.len();
        if frame.kind == RegionKind::Loop && !frame.repeated {
            self.steps[frame.start] = Step::Nop;
        }
        let mut jumps = frame.to_end;
        jumps.extend(frame.to_else.map(Patch::One));
        self.end_label(jumps);
    }

    fn end_label(&mut self, jumps: Vec<Patch>) {
        if jumps.is_empty() {
            return;
        }
        let here = match self.steps.last() {
            Some(Step::Label) => self.steps.len() - 1,
            _ => {
                self.steps.push(Step::Label);
                self.steps.len() - 1
            }
        };
        for jump in &jumps {
            self.patch(jump, here);
        }
    }

    fn patch(&mut self, patch: &Patch, here: usize) {
        match patch {
            Patch::One(at) => match &mut self.steps[*at] {
                Step::Goto(t) | Step::Branch { to: t, .. } => t.to = here,
                _ => {}
            },
            Patch::Case(at, i) => {
                if let Step::Switch(targets) = &mut self.steps[*at] {
                    targets[*i].to = here;
                }
            }
        }
    }
}

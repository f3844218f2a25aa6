//! Both bodies run at once.
//!
//! A *point* is a position in each code. From a point, both sides absorb pure code up to their next event; then
//!
//! 1. events pair up: the same site with the same operands (obligations), branches on the same condition, returns;
//! 2. what one side can do without the other being able to tell, it does alone: labels, branches (the path splits), loads that an earlier
//!    access covers, divisions that were passed before;
//! 3. anything else fails, unless the facts of the path contradict each other.
//!
//! Runs that meet at a point join there. Points are taken in increasing order, so that every forward arrival is there before its point is
//! left; an arrival at a point that was left is a back edge and needs a relation ([`Relation`]). Passes repeat until no relation changes;
//! the obligations of the last pass are then proven.
//!
//! Invariants:
//! 1. Observable events happen in pairs, in the same order, with equal operands, in equal shared state.
//! 2. On every cycle of points both sides pass a loop header of theirs: one cannot run forever while the other stands still.
//! 3. A value is named only by what dominates it in the running iteration: what crosses a back edge gets a symbol or is proven unchanged.
//! 4. Facts at a header hold on every way to it: a back edge counts as one only if all its ways come from that header.

mod absorb;
mod address;
mod bounded;
mod control;
mod events;
mod loops;
mod order;
mod pending;

use crate::assume::Assumptions;
use crate::checker::Limits;
use crate::code::{Code, Step, Target};
use crate::facts::{Facts, Path};
use crate::prove::Prover;
use crate::relation::Relation;
use crate::semantics::width_of;
use crate::state::{Half, Point, State, join};
use crate::term::{Arena, FxMap, FxSet, Term};
use events::Alone;
use loom_eq_lang::{Body, Imm, Module, Op};
use order::Key;
use std::collections::BTreeMap;

/// One of the two functions.
pub(crate) struct Side<'a> {
    pub module: &'a Module,
    pub body: &'a Body,
    pub code: Code,
}

/// Two terms that must be equal where `path` leads.
#[derive(Clone, Debug)]
pub(crate) struct Obligation {
    pub a: Term,
    pub b: Term,
    pub path: Path,
    pub what: &'static str,
    pub at: Point,
}

/// The sides do different things where `path` leads.
pub(crate) struct Failure {
    pub path: Path,
    pub what: String,
    pub cause: Cause,
    pub at: Point,
}

/// What a failure is about, for whoever decides what to try next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cause {
    /// The loops of the two sides do not fit together.
    Loops,
    Other,
}

pub(crate) struct Product<'a> {
    pub sides: [&'a Side<'a>; 2],
    pub arena: &'a mut Arena,
    pub prover: &'a mut Prover,
    pub facts: Facts,
    pub obligations: Vec<Obligation>,
    pub failures: Vec<Failure>,
    limits: &'a Limits,
    relations: FxMap<Point, Relation>,
    left: FxSet<Point>,
    queue: BTreeMap<Key, Vec<State>>,
    /// Whether a loop of one side may stand beside several copies of its body on the other: see `order.rs`.
    unfolding: bool,
    /// Whether each run passes for itself a label behind which pure code alone leads on: runs of the other side may join only behind such code, and values
    /// that were joined before it could not be told to be equal to those joined behind.
    early: bool,
    /// The point that was left last.
    from: Point,
    /// Where the memory sizes and the globals stand in the shared row.
    sizes: usize,
    globals: FxMap<u32, usize>,
    /// What the conditions of the last path that was asked about say.
    assumed: Option<(Path, Assumptions)>,
    steps: usize,
    lone_splits: usize,
    changed: bool,
    pub passes: usize,
}

/// What a walk through both sides does besides what all do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Walk {
    Plain,
    /// See [`Product::early`].
    Early,
    /// See [`Product::unfolding`].
    Unfolding,
}

/// Why the run ended early.
pub(crate) struct Stop(pub String);

/// Positions in the shared row.
const MEMORY: usize = 0;
const TABLES: usize = 1;

type Run<T> = Result<T, Stop>;

fn stop<T>(why: impl Into<String>) -> Run<T> {
    Err(Stop(why.into()))
}

fn pop(half: &mut Half) -> Run<Term> {
    half.stack.pop().ok_or_else(|| Stop("an operand is missing".into()))
}

fn pop_n(half: &mut Half, n: usize) -> Run<Vec<Term>> {
    let from = half.stack.len().checked_sub(n).ok_or_else(|| Stop("an operand is missing".into()))?;
    Ok(half.stack.split_off(from))
}

fn jump(half: &mut Half, t: &Target) -> Run<usize> {
    let kept = pop_n(half, t.keep)?;
    if half.stack.len() < t.height {
        return stop("a jump below its block");
    }
    half.stack.truncate(t.height);
    half.stack.extend(kept);
    Ok(t.to)
}

impl<'a> Product<'a> {
    pub(crate) fn new(sides: [&'a Side<'a>; 2], arena: &'a mut Arena, prover: &'a mut Prover, limits: &'a Limits, walk: Walk) -> Product<'a> {
        Product {
            sides,
            arena,
            prover,
            facts: Facts::new(),
            obligations: Vec::new(),
            failures: Vec::new(),
            limits,
            relations: FxMap::default(),
            left: FxSet::default(),
            queue: BTreeMap::new(),
            unfolding: walk == Walk::Unfolding,
            early: walk == Walk::Early,
            from: (0, 0),
            sizes: 2,
            globals: FxMap::default(),
            assumed: None,
            steps: 0,
            lone_splits: 0,
            changed: false,
            passes: 0,
        }
    }

    /// Whether a loop was entered.
    pub(crate) fn has_loops(&self) -> bool {
        !self.relations.is_empty()
    }

    /// Runs passes until the relations hold. What remains are `obligations` and `failures` of the last pass.
    pub(crate) fn run(&mut self) -> Run<()> {
        loop {
            self.passes += 1;
            if self.passes > self.limits.passes || self.unfolding && self.passes > order::PASSES {
                return stop("pass budget");
            }
            self.pass()?;
            if !self.changed {
                // Where something failed, a relation that is too weak may be why.
                let strengthened = self.relations.values_mut().fold(false, |any, r| r.settle() | any);
                if !(strengthened || self.unfolding && self.strengthen()) {
                    return Ok(());
                }
            }
        }
    }

    fn pass(&mut self) -> Run<()> {
        self.facts = Facts::new();
        self.assumed = None;
        self.obligations.clear();
        self.failures.clear();
        self.left.clear();
        self.relations.values_mut().for_each(|r| r.path = None);
        self.queue.clear();
        self.lone_splits = 0;
        self.steps = 0;
        self.changed = false;
        let start = self.initial();
        self.arrive((0, 0), start)?;
        while let Some((at, arrivals)) = self.next_point() {
            if self.arena.len() > self.limits.terms || self.facts.len() > self.limits.terms {
                return stop("term budget");
            }
            if self.left.contains(&at) {
                self.back_edges(at, arrivals)?;
                continue;
            }
            trace!("leave {at:?}: {} arrivals", arrivals.len());
            self.left.insert(at);
            self.from = at;
            let arrivals = if self.turn(at).enters {
                let ready = self.caught_up(arrivals, at)?;
                self.settled(ready, at)
            } else {
                arrivals
            };
            for arrivals in pending::groups(arrivals) {
                let path = arrivals[0].path;
                match join(self.arena, &mut self.facts, at, arrivals) {
                    Some(state) => self.leave(at, state)?,
                    None => self.fail(path, at, "paths with different stacks meet"),
                }
            }
        }
        Ok(())
    }

    fn initial(&mut self) -> State {
        let mut shared = vec![self.arena.leaf("memory", 64), self.arena.leaf("tables", 64)];
        let module = self.sides[0].module;
        for (i, m) in module.memories.iter().enumerate() {
            let width = if m.memory64 { 64 } else { 32 };
            shared.push(self.arena.leaf(&format!("memory.size {i}"), width));
        }
        self.globals.clear();
        for side in 0..2 {
            let body = self.sides[side].body;
            for node in &body.nodes {
                if let (Op::GlobalGet | Op::GlobalSet, Imm::Index(g)) = (node.op, &node.imm)
                    && !self.globals.contains_key(g)
                {
                    self.globals.insert(*g, shared.len());
                    let global = &module.globals[*g as usize];
                    let width = width_of(global.ty);
                    shared.push(match global.constant().map(|c| c.bits128()) {
                        Some(bits) => self.arena.int(bits, width),
                        None => self.arena.leaf(&format!("global {g}"), width),
                    });
                }
            }
        }
        let mut state = State {
            sides: [Half::default(), Half::default()],
            shared,
            path: Facts::ROOT,
            pending: Default::default(),
            passes: [0; 2],
            laps: Default::default(),
        };
        for side in 0..2 {
            let body = self.sides[side].body;
            for (l, ty) in body.locals.iter().enumerate() {
                let width = width_of(*ty);
                state.sides[side].locals.push(if l < body.ty.params.len() {
                    self.arena.leaf(&format!("param {l}"), width)
                } else if matches!(ty, loom_eq_lang::ValType::Ref(_)) {
                    self.arena.leaf(&format!("null {ty:?}"), width)
                } else {
                    self.arena.int(0, width)
                });
            }
        }
        state
    }

    fn step(&self, side: usize, pc: usize) -> &Step {
        &self.sides[side].code.steps[pc]
    }

    fn is_loop(&self, side: usize, pc: usize) -> bool {
        matches!(self.step(side, pc), Step::Loop(_))
    }

    fn is_place(&self, side: usize, pc: usize) -> bool {
        matches!(self.step(side, pc), Step::Loop(_) | Step::Label)
    }

    pub(crate) fn fail(&mut self, path: Path, at: Point, what: impl Into<String>) {
        self.failures.push(Failure { path, what: what.into(), cause: Cause::Other, at });
    }

    /// Which side goes on from a point. A header waits for the other side to come to its own, as long as that only branches.
    fn turn(&self, at: Point) -> Turn {
        let loops = [self.is_loop(0, at.0), self.is_loop(1, at.1)];
        let places = [self.is_place(0, at.0), self.is_place(1, at.1)];
        let splits = |side: usize, pc: usize| matches!(self.step(side, pc), Step::Branch { .. } | Step::Switch(_));
        let go = match (loops, places) {
            ([true, false], [_, true]) => [false, true],
            ([false, true], [true, _]) => [true, false],
            ([true, _], [_, false]) if splits(1, at.1) => return Turn { go: [false, true], splits: true, enters: false },
            ([_, true], [false, _]) if splits(0, at.0) => return Turn { go: [true, false], splits: true, enters: false },
            // A label before another label is passed alone: other ways may come to the second one directly, and join there.
            ([false, false], [true, true]) => match [self.sides[0].code.flows(at.0), self.sides[1].code.flows(at.1)] {
                [false, false] => places,
                flows => flows,
            },
            _ => places,
        };
        Turn { go, splits: false, enters: go[0] && loops[0] || go[1] && loops[1] }
    }

    /// From a point that was joined: passes labels and headers, then runs to the next point.
    fn leave(&mut self, mut at: Point, mut state: State) -> Run<()> {
        let turn = self.turn(at);
        if turn.splits {
            if self.take_forced(&mut at, &mut state)? {
                return self.go(at, state);
            }
            let side = usize::from(turn.go[1]);
            if self.begins_with_it(side, at, &state)? {
                let settled = self.settled(vec![state], at);
                return settled.into_iter().try_for_each(|state| self.enter(at, state, [side == 1, side == 0]));
            }
            let next = match self.step(side, if side == 0 { at.0 } else { at.1 }).clone() {
                Step::Switch(targets) => self.lone_switch(side, at, &mut state, &targets)?,
                _ => self.lone_branch(side, at, &mut state)?,
            };
            if let Next::Fail(what) = next {
                self.fail(state.path, at, what);
            }
            return Ok(());
        }
        if turn.enters {
            return self.enter(at, state, turn.go);
        }
        at.0 += usize::from(turn.go[0]);
        at.1 += usize::from(turn.go[1]);
        self.go(at, state)
    }

    /// The state arrives at a point. Locals that nobody reads any more are forgotten.
    fn enqueue(&mut self, at: Point, mut state: State) {
        for (side, pc) in [at.0, at.1].into_iter().enumerate() {
            let Some(live) = self.sides[side].code.live_at(pc) else { continue };
            for (l, t) in state.sides[side].locals.iter_mut().enumerate() {
                if !live.contains(l) {
                    let width = self.arena.width(*t);
                    *t = self.arena.leaf(DEAD[usize::from(width) / 64], width);
                }
            }
        }
        let key = self.key(at, &mut state);
        self.queue.entry(key).or_default().push(state);
    }

    /// Where both sides are at places, and labels are passed early: passes those.
    fn pass_labels(&mut self, at: &mut Point, state: &mut State) -> Run<()> {
        while self.early && self.is_place(0, at.0) && self.is_place(1, at.1) {
            let flows = [self.sides[0].code.flows(at.0), self.sides[1].code.flows(at.1)];
            if flows == [false; 2] {
                break;
            }
            if flows[0] {
                at.0 = self.advance(0, at.0 + 1, state)?;
            }
            if flows[1] {
                at.1 = self.advance(1, at.1 + 1, state)?;
            }
        }
        Ok(())
    }

    /// Runs both sides, event by event, until they are at a label or the path splits or ends.
    fn go(&mut self, mut at: Point, mut state: State) -> Run<()> {
        loop {
            self.steps += 1;
            if self.steps > self.limits.steps || self.unfolding && self.steps > self.unfolded_steps() {
                return stop("step budget");
            }
            at.0 = self.advance(0, at.0, &mut state)?;
            at.1 = self.advance(1, at.1, &mut state)?;
            if self.take_forced(&mut at, &mut state)? {
                continue;
            }
            if self.is_place(0, at.0) || self.is_place(1, at.1) {
                if self.catch_up(&mut at, &mut state)? {
                    continue;
                }
                self.pass_labels(&mut at, &mut state)?;
                self.enqueue(at, state);
                return Ok(());
            }
            trace!("{at:?}: {} | {}", self.describe(0, at.0), self.describe(1, at.1));
            match self.events(&mut at, &mut state)? {
                Next::Continue => {}
                Next::Done => return Ok(()),
                Next::Fail(what) => {
                    trace!("{at:?}: FAILS: {what}");
                    self.fail(state.path, at, what);
                    return Ok(());
                }
            }
        }
    }

    /// Both sides stand at an event.
    fn events(&mut self, at: &mut Point, state: &mut State) -> Run<Next> {
        let (a, b) = (self.step(0, at.0).clone(), self.step(1, at.1).clone());
        match (&a, &b) {
            (Step::Branch { .. }, Step::Branch { .. }) => self.branches(*at, state),
            // Behind branches that join before it, a table of many intervals could not tell which way was taken.
            (Step::Branch { .. }, Step::Switch(t)) if control::is_scattered(t) => self.lone_switch(1, *at, state, t),
            (Step::Switch(s), Step::Branch { .. }) if control::is_scattered(s) => self.lone_switch(0, *at, state, s),
            (Step::Switch(s), Step::Switch(t)) => {
                let (i, j) = (state.sides[0].stack.last().copied(), state.sides[1].stack.last().copied());
                match (i, j) {
                    (Some(i), Some(j)) if self.prover.alike(self.arena, i, j) => self.switches(*at, state, s, t, i, j),
                    (Some(i), Some(j)) => match self.distance(i, j) {
                        Some(distance) => self.moved_switches(*at, state, [s, t], [i, j], distance),
                        None => self.lone_switch(0, *at, state, s),
                    },
                    _ => self.lone_switch(0, *at, state, s),
                }
            }
            (Step::Branch { .. }, _) => self.lone_branch(0, *at, state),
            (_, Step::Branch { .. }) => self.lone_branch(1, *at, state),
            (Step::Switch(s), _) => self.lone_switch(0, *at, state, s),
            (_, Step::Switch(s)) => self.lone_switch(1, *at, state, s),
            (Step::Return, Step::Return) => {
                let count = self.sides[0].body.ty.results.len();
                let (x, y) = (pop_n(&mut state.sides[0], count)?, pop_n(&mut state.sides[1], count)?);
                self.all_equal(&x, &y, state.path, "a result", *at);
                Ok(if self.settle(state, *at, &[]) { Next::Done } else { Next::Fail(pending::UNSETTLED.into()) })
            }
            // What one side did alone may have trapped before: a trap in the same state.
            (Step::Unreachable, Step::Unreachable) => Ok(Next::Done),
            (Step::Op(m), Step::Op(n)) => self.sites(*m, *n, at, state),
            (Step::Op(m), _) if self.skip(0, *m, state, Alone::May)? => {
                at.0 += 1;
                Ok(Next::Continue)
            }
            (_, Step::Op(n)) if self.skip(1, *n, state, Alone::May)? => {
                at.1 += 1;
                Ok(Next::Continue)
            }
            _ => Ok(Next::Fail(format!("{} against {}", self.describe(0, at.0), self.describe(1, at.1)))),
        }
    }

    pub(crate) fn describe(&self, side: usize, pc: usize) -> String {
        match self.step(side, pc) {
            Step::Op(n) => self.sides[side].body.node(*n).op.name().to_string(),
            Step::Branch { .. } => "branch".into(),
            Step::Switch(_) => "br_table".into(),
            Step::Return => "return".into(),
            Step::Unreachable => "unreachable".into(),
            _ => "label".into(),
        }
    }

    pub(crate) fn owe(&mut self, a: Term, b: Term, path: Path, what: &'static str, at: Point) {
        if a != b {
            self.obligations.push(Obligation { a, b, path, what, at });
        }
    }

    fn all_equal(&mut self, a: &[Term], b: &[Term], path: Path, what: &'static str, at: Point) {
        for (a, b) in a.iter().zip(b) {
            self.owe(*a, *b, path, what, at);
        }
    }
}

/// Names of the value of a local that nobody reads, by width / 64.
const DEAD: [&str; 3] = ["dead32", "dead64", "dead128"];

/// See [`Product::turn`].
struct Turn {
    go: [bool; 2],
    /// The side that goes on splits the path.
    splits: bool,
    /// A header is passed.
    enters: bool,
}

pub(crate) enum Next {
    Continue,
    Done,
    Fail(String),
}

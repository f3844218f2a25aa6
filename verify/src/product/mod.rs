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

mod address;
mod events;

use crate::checker::Limits;
use crate::code::{Code, Step, Target};
use crate::facts::{Fact, Facts, Path};
use crate::prove::Prover;
use crate::relation::Relation;
use crate::semantics::{cannot_trap, pure, trap_of, width_of};
use crate::state::{Half, Point, State, join};
use crate::term::{Arena, FxMap, FxSet, Term};
use loom_eq_lang::{Body, Class, Imm, Module, NodeId, Op};
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
    /// Whether one side traps or returns where the other does not, or the like: a difference if the path can be taken.
    pub at: Point,
}

pub(crate) struct Product<'a> {
    pub sides: [Side<'a>; 2],
    pub arena: &'a mut Arena,
    pub prover: &'a mut Prover,
    pub facts: Facts,
    pub obligations: Vec<Obligation>,
    pub failures: Vec<Failure>,
    limits: &'a Limits,
    relations: FxMap<Point, Relation>,
    left: FxSet<Point>,
    queue: BTreeMap<Point, Vec<State>>,
    /// Where the memory sizes and the globals stand in the shared row.
    sizes: usize,
    globals: FxMap<u32, usize>,
    steps: usize,
    lone_splits: usize,
    changed: bool,
    pub passes: usize,
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
    pub(crate) fn new(sides: [Side<'a>; 2], arena: &'a mut Arena, prover: &'a mut Prover, limits: &'a Limits) -> Product<'a> {
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
            sizes: 2,
            globals: FxMap::default(),
            steps: 0,
            lone_splits: 0,
            changed: false,
            passes: 0,
        }
    }

    /// Runs passes until the relations hold. What remains are `obligations` and `failures` of the last pass.
    pub(crate) fn run(&mut self) -> Run<()> {
        loop {
            self.passes += 1;
            if self.passes > self.limits.passes {
                return stop("pass budget");
            }
            self.pass()?;
            if !self.changed {
                // A pass that could not go everywhere may have missed edges; what it reached is then what is reported.
                let settled = self.failures.is_empty() && self.relations.values_mut().fold(false, |any, r| r.settle() | any);
                if !settled {
                    return Ok(());
                }
            }
        }
    }

    fn pass(&mut self) -> Run<()> {
        self.facts = Facts::new();
        self.obligations.clear();
        self.failures.clear();
        self.left.clear();
        self.queue.clear();
        self.lone_splits = 0;
        self.steps = 0;
        self.changed = false;
        let start = self.initial();
        self.arrive((0, 0), start)?;
        while let Some((at, arrivals)) = self.queue.pop_first() {
            if self.arena.len() > self.limits.terms || self.facts.len() > self.limits.terms {
                return stop("term budget");
            }
            if self.left.contains(&at) {
                self.back_edges(at, &arrivals)?;
                continue;
            }
            self.left.insert(at);
            let path = arrivals[0].path;
            match join(self.arena, &mut self.facts, at, arrivals) {
                Some(state) => self.leave(at, state)?,
                None => self.fail(path, at, "paths with different stacks meet"),
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
        let mut state = State { sides: [Half::default(), Half::default()], shared, path: Facts::ROOT, passes: [0; 2] };
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
        self.failures.push(Failure { path, what: what.into(), at });
    }

    /// From a point that was joined: passes labels and headers, then runs to the next point.
    fn leave(&mut self, mut at: Point, mut state: State) -> Run<()> {
        let loops = [self.is_loop(0, at.0), self.is_loop(1, at.1)];
        let places = [self.is_place(0, at.0), self.is_place(1, at.1)];
        // A header waits for the other side to come to its own.
        let go = match (loops, places) {
            ([true, false], [_, true]) => [false, true],
            ([false, true], [true, _]) => [true, false],
            _ => places,
        };
        if go[0] && loops[0] || go[1] && loops[1] {
            self.enter_loop(at, &mut state);
        }
        at.0 += usize::from(go[0]);
        at.1 += usize::from(go[1]);
        self.go(at, state)
    }

    fn enter_loop(&mut self, at: Point, state: &mut State) {
        let row = state.row();
        if !self.relations.get(&at).is_some_and(|r| r.fits(&row)) {
            let assigned = self.assigned(at, state);
            self.relations.insert(at, Relation::new(at, &assigned));
        }
        let relation = self.relations.get_mut(&at).expect("just inserted");
        let header = relation.enter(self.arena, self.prover, row);
        relation.passes = state.passes;
        state.set_row(&header);
        // Whether the loop ends is nothing that a counterexample can fix.
        state.path = self.facts.push(state.path, 0, Fact::Clouded);
        relation.path = state.path;
        for (side, pc) in [at.0, at.1].into_iter().enumerate() {
            state.passes[side] += u32::from(self.is_loop(side, pc));
        }
    }

    /// Which variables may change in the loops that start here. Only a first guess, so where a side is not at a header, everything.
    fn assigned(&self, at: Point, state: &State) -> Vec<bool> {
        let mut out = Vec::new();
        let mut effects = false;
        for (side, pc) in [at.0, at.1].into_iter().enumerate() {
            let half = &state.sides[side];
            match self.step(side, pc) {
                Step::Loop(i) => {
                    let info = &self.sides[side].code.loops[*i];
                    effects |= info.effects;
                    out.extend((0..half.locals.len()).map(|l| info.assigned.contains(l)));
                }
                _ => {
                    effects = true;
                    out.extend(half.locals.iter().map(|_| true));
                }
            }
            out.extend(half.stack.iter().map(|_| true));
        }
        let module = self.sides[0].module;
        let constant = |slot: usize| self.globals.iter().any(|(g, s)| *s == slot && !module.globals[*g as usize].mutable);
        out.extend((0..state.shared.len()).map(|slot| effects && !constant(slot)));
        out
    }

    fn back_edges(&mut self, at: Point, arrivals: &[State]) -> Run<()> {
        for state in arrivals {
            let row = state.row();
            let Some(relation) = self.relations.get_mut(&at).filter(|r| r.fits(&row)) else {
                self.fail(state.path, at, "the loops of the two sides do not fit together");
                continue;
            };
            if !self.facts.descends(state.path, relation.path) {
                self.fail(state.path, at, "a way into a loop past its header");
                continue;
            }
            if (0..2).any(|s| state.passes[s] <= relation.passes[s]) {
                self.fail(state.path, at, "a loop on one side only");
                continue;
            }
            self.changed |= relation.back_edge(self.arena, self.prover, &row);
        }
        Ok(())
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
        self.queue.entry(at).or_default().push(state);
    }

    /// Runs both sides, event by event, until they are at a label or the path splits or ends.
    fn go(&mut self, mut at: Point, mut state: State) -> Run<()> {
        loop {
            self.steps += 1;
            if self.steps > self.limits.steps {
                return stop("step budget");
            }
            at.0 = self.advance(0, at.0, &mut state)?;
            at.1 = self.advance(1, at.1, &mut state)?;
            if self.is_place(0, at.0) || self.is_place(1, at.1) {
                self.enqueue(at, state);
                return Ok(());
            }
            match self.events(&mut at, &mut state)? {
                Next::Continue => {}
                Next::Done => return Ok(()),
                Next::Fail(what) => {
                    self.fail(state.path, at, what);
                    return Ok(());
                }
            }
        }
    }

    /// One side absorbs what is no event.
    fn advance(&mut self, side: usize, mut pc: usize, state: &mut State) -> Run<usize> {
        loop {
            let half = &mut state.sides[side];
            match &self.sides[side].code.steps[pc] {
                Step::Get(l) => {
                    let t = half.locals[l.ix()];
                    half.stack.push(t);
                }
                Step::Set(l) => half.locals[l.ix()] = pop(half)?,
                Step::Tee(l) => half.locals[l.ix()] = *half.stack.last().ok_or_else(|| Stop("an operand is missing".into()))?,
                Step::Nop => {}
                Step::Goto(t) => {
                    pc = jump(half, t)?;
                    continue;
                }
                Step::Branch { to, when } => {
                    let condition = *half.stack.last().ok_or_else(|| Stop("an operand is missing".into()))?;
                    let Some(value) = self.arena.constant(condition) else { return Ok(pc) };
                    half.stack.pop();
                    if (value != 0) == *when {
                        pc = jump(half, to)?;
                        continue;
                    }
                }
                Step::Switch(targets) => {
                    let index = *half.stack.last().ok_or_else(|| Stop("an operand is missing".into()))?;
                    let Some(value) = self.arena.constant(index) else { return Ok(pc) };
                    half.stack.pop();
                    let i = usize::try_from(value).unwrap_or(usize::MAX).min(targets.len() - 1);
                    pc = jump(half, &targets[i])?;
                    continue;
                }
                Step::Op(n) => {
                    if !self.absorb(side, *n, state)? {
                        return Ok(pc);
                    }
                }
                Step::Label | Step::Loop(_) | Step::Return | Step::Unreachable => return Ok(pc),
            }
            pc += 1;
        }
    }

    /// Computes an operator that is no event; false if it is one.
    fn absorb(&mut self, side: usize, n: NodeId, state: &mut State) -> Run<bool> {
        let body = self.sides[side].body;
        let node = body.node(n);
        let half = &mut state.sides[side];
        match node.op.class() {
            Class::Pure => {}
            Class::Stack if node.op == Op::Drop => {
                pop(half)?;
                return Ok(true);
            }
            Class::Stack => {
                let [a, b, c] = pop_n(half, 3)?[..] else { return stop("an operand is missing") };
                let condition = self.arena.truth(c);
                let chosen = self.arena.ite(condition, a, b);
                half.stack.push(chosen);
                return Ok(true);
            }
            Class::GlobalGet => {
                let Imm::Index(g) = node.imm else { return stop("a global without index") };
                half.stack.push(state.shared[self.globals[&g]]);
                return Ok(true);
            }
            Class::MemorySize => {
                let Imm::Index(m) = node.imm else { return stop("a memory without index") };
                half.stack.push(state.shared[self.sizes + m as usize]);
                return Ok(true);
            }
            Class::MayTrap => {
                let count = node.stacked as usize + node.args.len();
                let from = half.stack.len().checked_sub(count).ok_or_else(|| Stop("an operand is missing".into()))?;
                let args = half.stack[from..].to_vec();
                if !cannot_trap(self.arena, node.op, &args) {
                    let trap = trap_of(self.arena, node.op, &args);
                    if !self.facts.passed(state.path, trap) {
                        return Ok(false);
                    }
                }
            }
            _ => return Ok(false),
        }
        let args = pop_n(half, node.stacked as usize + node.args.len())?;
        let widths: Vec<u8> = node.results.iter().map(|t| width_of(*t)).collect();
        half.stack.extend(pure(self.arena, node.op, &node.imm, &args, &widths));
        Ok(true)
    }

    /// Both sides stand at an event.
    fn events(&mut self, at: &mut Point, state: &mut State) -> Run<Next> {
        let (a, b) = (self.step(0, at.0).clone(), self.step(1, at.1).clone());
        match (&a, &b) {
            (Step::Branch { .. }, Step::Branch { .. }) => self.branches(*at, state),
            (Step::Switch(s), Step::Switch(t)) => {
                let (i, j) = (state.sides[0].stack.last().copied(), state.sides[1].stack.last().copied());
                match (i, j) {
                    (Some(i), Some(j)) if self.prover.alike(self.arena, i, j) => self.switches(*at, state, s, t, i, j),
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
                Ok(Next::Done)
            }
            (Step::Unreachable, Step::Unreachable) => Ok(Next::Done),
            (Step::Op(m), Step::Op(n)) => self.sites(*m, *n, at, state),
            (Step::Op(m), _) if self.skip(0, *m, state)? => {
                at.0 += 1;
                Ok(Next::Continue)
            }
            (_, Step::Op(n)) if self.skip(1, *n, state)? => {
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

    /// The condition under which a branch is taken.
    fn taken(&mut self, side: usize, pc: usize, state: &State) -> Run<Term> {
        let Step::Branch { when, .. } = *self.step(side, pc) else { return stop("no branch") };
        let value = *state.sides[side].stack.last().ok_or_else(|| Stop("an operand is missing".into()))?;
        let truth = self.arena.truth(value);
        Ok(if when { truth } else { self.arena.not(truth) })
    }

    fn branches(&mut self, at: Point, state: &mut State) -> Run<Next> {
        let (a, b) = (self.taken(0, at.0, state)?, self.taken(1, at.1, state)?);
        let not_b = self.arena.not(b);
        let crossed = if self.prover.alike(self.arena, a, b) {
            false
        } else if self.prover.alike(self.arena, a, not_b) {
            true
        } else {
            return self.lone_branch(usize::from(self.facts.decided(self.arena, state.path, b).is_some()), at, state);
        };
        self.owe(a, if crossed { not_b } else { b }, state.path, "a branch condition", at);
        let split = self.facts.split();
        let not_a = self.arena.not(a);
        for (first, condition) in [(true, a), (false, not_a)] {
            let mut next = state.clone();
            next.path = self.facts.push(state.path, split, Fact::Holds(condition));
            let to = (self.follow(0, at.0, first, &mut next)?, self.follow(1, at.1, first != crossed, &mut next)?);
            self.arrive(to, next)?;
        }
        Ok(Next::Done)
    }

    /// Takes or passes the branch at `pc`.
    fn follow(&mut self, side: usize, pc: usize, taken: bool, state: &mut State) -> Run<usize> {
        let half = &mut state.sides[side];
        pop(half)?;
        match &self.sides[side].code.steps[pc] {
            Step::Branch { to, .. } if taken => jump(half, to),
            _ => Ok(pc + 1),
        }
    }

    /// After a split: on to the next event at once, where the run may join another.
    fn arrive(&mut self, mut at: Point, mut state: State) -> Run<()> {
        at.0 = self.advance(0, at.0, &mut state)?;
        at.1 = self.advance(1, at.1, &mut state)?;
        self.enqueue(at, state);
        Ok(())
    }

    fn lone_branch(&mut self, side: usize, at: Point, state: &mut State) -> Run<Next> {
        let pc = if side == 0 { at.0 } else { at.1 };
        let condition = self.taken(side, pc, state)?;
        let put = |to: usize| if side == 0 { (to, at.1) } else { (at.0, to) };
        if let Some(taken) = self.facts.decided(self.arena, state.path, condition) {
            let mut next = state.clone();
            let to = self.follow(side, pc, taken, &mut next)?;
            self.arrive(put(to), next)?;
            return Ok(Next::Done);
        }
        self.lone_splits += 1;
        if self.lone_splits > self.limits.lone_splits {
            return Ok(Next::Fail("the control of the two sides is too different".into()));
        }
        let split = self.facts.split();
        let not = self.arena.not(condition);
        for (taken, condition) in [(true, condition), (false, not)] {
            let mut next = state.clone();
            next.path = self.facts.push(state.path, split, Fact::Holds(condition));
            let to = self.follow(side, pc, taken, &mut next)?;
            self.arrive_deciding(put(to), next)?;
        }
        Ok(Next::Done)
    }

    /// As [`arrive`](Self::arrive), taking branches that the facts decide: after a join those facts may be lost.
    fn arrive_deciding(&mut self, mut at: Point, mut state: State) -> Run<()> {
        loop {
            at.0 = self.advance(0, at.0, &mut state)?;
            at.1 = self.advance(1, at.1, &mut state)?;
            let mut moved = false;
            for side in 0..2 {
                let pc = if side == 0 { at.0 } else { at.1 };
                if !matches!(self.step(side, pc), Step::Branch { .. }) {
                    continue;
                }
                let condition = self.taken(side, pc, &state)?;
                if let Some(taken) = self.facts.decided(self.arena, state.path, condition) {
                    let to = self.follow(side, pc, taken, &mut state)?;
                    if side == 0 {
                        at.0 = to
                    } else {
                        at.1 = to
                    }
                    moved = true;
                }
            }
            if !moved {
                self.enqueue(at, state);
                return Ok(());
            }
        }
    }

    fn switches(&mut self, at: Point, state: &mut State, s: &[Target], t: &[Target], i: Term, j: Term) -> Run<Next> {
        self.owe(i, j, state.path, "a br_table index", at);
        let pick = |targets: &[Target], k: usize| targets[k.min(targets.len() - 1)];
        let count = s.len().max(t.len());
        let pairs: Vec<(Target, Option<Target>)> = (0..count).map(|k| (pick(s, k), Some(pick(t, k)))).collect();
        self.cases(at, state, 0, i, &pairs)
    }

    fn lone_switch(&mut self, side: usize, at: Point, state: &mut State, targets: &[Target]) -> Run<Next> {
        self.lone_splits += 1;
        if self.lone_splits > self.limits.lone_splits {
            return Ok(Next::Fail("the control of the two sides is too different".into()));
        }
        let Some(&index) = state.sides[side].stack.last() else { return stop("an operand is missing") };
        let cases: Vec<(Target, Option<Target>)> = targets.iter().map(|t| (*t, None)).collect();
        self.cases(at, state, side, index, &cases)
    }

    /// One arrival per different target; the last case is the default. The condition of a target with few cases is a fact behind it.
    fn cases(&mut self, at: Point, state: &State, side: usize, index: Term, cases: &[(Target, Option<Target>)]) -> Run<Next> {
        let mut groups: indexmap::IndexMap<(usize, Option<usize>), Vec<usize>> = indexmap::IndexMap::new();
        for (k, (t, u)) in cases.iter().enumerate() {
            groups.entry((t.to, u.map(|u| u.to))).or_default().push(k);
        }
        let default = cases.len() - 1;
        let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
        // The default's condition is the rest: it comes last.
        groups.sort_by_key(|g| g.contains(&default));
        let split = self.facts.split();
        let width = self.arena.width(index);
        for group in groups {
            let mut fact = Fact::Nothing;
            if !group.contains(&default) && group.len() <= 8 {
                let mut any = self.arena.bool(false);
                for k in &group {
                    let k = self.arena.int(*k as u128, width);
                    let this = self.arena.eq(index, k);
                    any = self.arena.or(any, this);
                }
                fact = Fact::Holds(any);
            } else if group.contains(&default) && group.len() == 1 {
                let bound = self.arena.int(default as u128, width);
                let below = self.arena.ult(index, bound);
                fact = Fact::Holds(self.arena.not(below));
            }
            let mut next = state.clone();
            next.path = self.facts.push(state.path, split, fact);
            let (t, u) = cases[group[0]];
            let mut to = at;
            pop(&mut next.sides[side])?;
            if let Some(u) = u {
                pop(&mut next.sides[1 - side])?;
                to = (jump(&mut next.sides[0], &t)?, jump(&mut next.sides[1], &u)?);
            } else if side == 0 {
                to.0 = jump(&mut next.sides[0], &t)?;
            } else {
                to.1 = jump(&mut next.sides[1], &t)?;
            }
            self.arrive(to, next)?;
        }
        Ok(Next::Done)
    }
}

/// Names of the value of a local that nobody reads, by width / 64.
const DEAD: [&str; 3] = ["dead32", "dead64", "dead128"];

pub(crate) enum Next {
    Continue,
    Done,
    Fail(String),
}

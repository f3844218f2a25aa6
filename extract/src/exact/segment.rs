//! Straight-line segments of a body, and the problem of each.
//!
//! A segment is a maximal run of events without structured control, branches, returns and tail calls. What else is no pure operator, local access, `drop` or `select`
//! (loads, stores, calls, divisions that may trap, accesses of globals …) is an effect: it stays, once and in order, with operands of the same values.
//!
//! Values are numbered by their e-classes where the candidate has them, so whatever delivers the class delivers the value; else each computation is one of its own.
//!
//! Which homes code may use:
//! 1. A local that the segment writes, or that nobody reads behind it, may be overwritten. One that lives through the segment, unwritten, is read only.
//! 2. Of the locals that the segment does not touch and nobody reads behind it, the first few of each type that a value has. New locals are not made.
//! 3. A local that is dead in front of the segment but still holds a value is a home of that value; the code then *borrows* it, see [`super::schedule`].

use super::Task;
use super::problem::{Effect, Home, Problem, Recipe, Val, Value};
use super::state::HOMES;
use crate::candidate::Candidate;
use indexmap::IndexMap;
use loom_eq_egraph::flow::State as Flow;
use loom_eq_egraph::{Graph, Head, Id, LocalSet, V};
use loom_eq_lang::{Class, Const, Event, Imm, LocalIx, NodeId, Op, ValType};
use smallvec::SmallVec;
use std::ops::Range;

/// Locals that the segment does not touch, per type.
const SPARE: usize = 3;
/// Recipes of one value.
const RECIPES: usize = 6;
/// Functions with more locals than this keep their code.
const LOCALS: usize = 5_000;
/// Values times effects of a segment: the bound has a table of that size.
const CELLS: usize = 4_000_000;

/// A cost of instructions. Local accesses, `drop`, operators and effects are asked for, with their immediates. A `local.set` must cost as much as a `drop` at least: else the
/// cheapest way to lose a value is to write it where nobody reads, which is not tried.
pub type Cost<'a> = &'a dyn Fn(Op, &Imm) -> u32;

/// A problem with its names in the body.
#[derive(Clone, Debug)]
pub struct Segment {
    pub problem: Problem,
    /// The events, by their place among those of the body.
    pub events: Range<usize>,
    /// Per value, its class.
    pub classes: Vec<Option<Id>>,
    /// Per home, the local.
    pub locals: Vec<LocalIx>,
    /// Per home, whether it is dead in front of the segment.
    pub borrowed: Vec<bool>,
    /// Per effect, the node.
    pub effects: Vec<NodeId>,
}

/// Whether an event can be part of a segment.
pub fn is_straight(candidate: &Candidate, event: Event) -> bool {
    matches!(event, Event::Op(n) if !matches!(candidate.body.node(n).op.class(), Class::Control | Class::TailCall))
}

/// The maximal runs.
pub fn runs(candidate: &Candidate, events: &[Event]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for (i, &event) in events.iter().enumerate() {
        if !is_straight(candidate, event) {
            runs.push(start..i);
            start = i + 1;
        }
    }
    runs.push(start..events.len());
    runs.retain(|run| !run.is_empty());
    runs
}

/// What is live in front of straight-line code, by what is live behind it.
pub fn live_before(candidate: &Candidate, events: &[Event], behind: &LocalSet) -> LocalSet {
    let mut live = behind.clone();
    for &event in events.iter().rev() {
        if let Event::Op(n) = event
            && let Some(l) = candidate.body.local_of(n)
        {
            match candidate.body.node(n).op {
                Op::LocalGet => live.insert(l),
                _ => live.remove(l),
            }
        }
    }
    live
}

/// The problem of a run, given what locals and stack hold in front of it and what is live behind it; `None` if it is too large or not understood.
pub fn segment(task: Task<'_>, candidate: &Candidate, events: &[Event], run: Range<usize>, entry: &Flow, live: &LocalSet) -> Option<Segment> {
    if candidate.body.locals.len() > LOCALS {
        return None;
    }
    let mut builder = Builder {
        graph: task.graph,
        candidate,
        cost: task.cost,
        flow: entry,
        values: Vec::new(),
        classes: Vec::new(),
        numbers: IndexMap::new(),
        entry: IndexMap::new(),
        held: IndexMap::new(),
        stack: Vec::new(),
        stack_in: Vec::new(),
        effects: Vec::new(),
        sites: Vec::new(),
        written: Vec::new(),
        live_in: live_before(candidate, &events[run.clone()], live),
        total: 0,
    };
    for &event in &events[run.clone()] {
        let Event::Op(n) = event else { return None };
        builder.op(n)?;
    }
    builder.alternatives();
    builder.finish(run, live)
}

struct Builder<'a> {
    graph: &'a Graph,
    candidate: &'a Candidate,
    cost: Cost<'a>,
    flow: &'a Flow,
    values: Vec<Value>,
    classes: Vec<Option<Id>>,
    numbers: IndexMap<Id, Val>,
    /// What locals held in front of the segment and hold now, as far as anyone asked.
    entry: IndexMap<LocalIx, Val>,
    held: IndexMap<LocalIx, Val>,
    stack: Vec<Val>,
    stack_in: Vec<Val>,
    effects: Vec<Effect>,
    sites: Vec<NodeId>,
    written: Vec<LocalIx>,
    live_in: LocalSet,
    total: u32,
}

impl Builder<'_> {
    /// The number of a class, or a new one for a value without.
    fn number(&mut self, class: Option<Id>, ty: Option<ValType>) -> Option<Val> {
        if let Some(&number) = class.and_then(|c| self.numbers.get(&c)) {
            return Some(number);
        }
        let number = Val::try_from(self.values.len()).ok().filter(|n| *n < Val::MAX / 2)?;
        let ty = ty.or_else(|| class.map(|c| self.graph[c].data.ty));
        self.values.push(Value { ty, recipes: Vec::new() });
        self.classes.push(class);
        if let Some(class) = class {
            self.numbers.insert(class, number);
        }
        Some(number)
    }

    /// What a local holds.
    fn read(&mut self, l: LocalIx) -> Option<Val> {
        if let Some(&value) = self.held.get(&l) {
            return Some(value);
        }
        let value = self.number(self.flow.locals[l.ix()], Some(self.candidate.body.locals[l.ix()]))?;
        self.entry.insert(l, value);
        self.held.insert(l, value);
        Some(value)
    }

    fn pop(&mut self) -> Option<Val> {
        if let Some(value) = self.stack.pop() {
            return Some(value);
        }
        let deeper = self.flow.stack.len().checked_sub(self.stack_in.len() + 1)?;
        let value = self.number(self.flow.stack[deeper], None)?;
        self.stack_in.insert(0, value);
        Some(value)
    }

    fn op(&mut self, n: NodeId) -> Option<()> {
        let candidate = self.candidate;
        let node = candidate.body.node(n);
        self.total += (self.cost)(node.op, &node.imm);
        let mut args: SmallVec<[Val; 3]> = SmallVec::new();
        for _ in 0..node.stacked as usize + node.args.len() {
            args.push(self.pop()?);
        }
        args.reverse();
        match node.op {
            Op::LocalGet => {
                let value = self.read(candidate.body.local_of(n)?)?;
                self.stack.push(value);
            }
            Op::LocalSet | Op::LocalTee => {
                let l = candidate.body.local_of(n)?;
                self.held.insert(l, args[0]);
                self.written.push(l);
                if node.op == Op::LocalTee {
                    self.stack.push(args[0]);
                }
            }
            Op::Drop => {}
            _ if node.results.len() == 1 && candidate.computes(node, || args.last().and_then(|d| self.constant(*d))) => {
                let value = self.number(candidate.value(n), Some(node.results[0]))?;
                self.recipe(value, node.op, &node.imm, &args);
                self.stack.push(value);
            }
            _ => {
                let mut results = Vec::new();
                for (i, &ty) in node.results.iter().enumerate() {
                    let class = match node.results.len() {
                        1 => candidate.value(n),
                        _ => self.graph.lookup(V::leaf(Head::Res(n, u32::try_from(i).ok()?, ty))).map(|id| self.graph.find(id)),
                    };
                    results.push(self.number(class, Some(ty))?);
                }
                self.stack.extend_from_slice(&results);
                self.effects.push(Effect { args: args.to_vec(), results, cost: (self.cost)(node.op, &node.imm) });
                self.sites.push(n);
            }
        }
        Some(())
    }

    fn constant(&self, value: Val) -> Option<Const> {
        self.classes[usize::from(value)].and_then(|c| self.graph[c].data.constant)
    }

    /// Notes a recipe, unless it is known or would run in a circle.
    fn recipe(&mut self, value: Val, op: Op, imm: &Imm, args: &[Val]) {
        let recipes = &mut self.values[usize::from(value)].recipes;
        let known = |r: &Recipe| {
            let (exchanged, same) = (r.exchanged() == Some(op), *r.args == *args && r.op == op);
            r.imm == *imm && (same || exchanged && r.args.iter().rev().eq(args))
        };
        if recipes.len() < RECIPES && args.iter().all(|a| *a < value) && !recipes.iter().any(known) {
            recipes.push(Recipe { op, imm: imm.clone(), args: args.into(), cost: (self.cost)(op, imm) });
        }
    }

    /// Other recipes of the values: what the e-graph knows on values of the segment.
    fn alternatives(&mut self) {
        for value in 0..self.values.len() {
            let Some(class) = self.classes[value] else { continue };
            let value = value as Val;
            if let Some(constant) = self.constant(value) {
                self.recipe(value, constant.op(), &constant.imm(), &[]);
            }
            for node in &self.graph[class].nodes {
                match &node.head {
                    Head::Op(op, imm) => {
                        let args: Option<SmallVec<[Val; 3]>> = node.args.iter().map(|a| self.numbers.get(&self.graph.find(*a)).copied()).collect();
                        if let Some(args) = args {
                            self.recipe(value, *op, imm, &args);
                        }
                    }
                    Head::Global(g, _) => self.recipe(value, Op::GlobalGet, &Imm::Index(*g), &[]),
                    _ => {}
                }
            }
        }
    }

    fn finish(mut self, run: Range<usize>, live: &LocalSet) -> Option<Segment> {
        if self.effects.len() >= usize::from(u16::MAX) || self.values.len().saturating_mul(self.effects.len()) > CELLS {
            return None;
        }
        let body = &self.candidate.body;
        let mut spare: Vec<(ValType, usize)> = Vec::new();
        let mut homes: Vec<Home> = Vec::new();
        let mut locals = Vec::new();
        let mut borrowed = Vec::new();
        // Those that are used anyway come first, then those that need no declaration.
        let mut order: Vec<LocalIx> = (0..body.locals.len()).map(LocalIx::new).collect();
        order.sort_by_key(|l| !self.held.contains_key(l));
        for l in order {
            let ty = body.locals[l.ix()];
            let touched = self.held.contains_key(&l);
            let writable = self.written.contains(&l) || !live.contains(l);
            let class = self.flow.locals[l.ix()];
            let mut entry = self.entry.get(&l).copied().or_else(|| class.and_then(|c| self.numbers.get(&c).copied()));
            if !touched && writable && homes.iter().any(|h| h.entry == entry && h.ty == ty) {
                // One holder is enough; this is a home like any other.
                entry = None;
            }
            let access = |op| (self.cost)(op, &Imm::Index(l.0));
            let home = Home {
                ty,
                entry,
                exit: if live.contains(l) { self.held.get(&l).copied().or(entry) } else { None },
                writable,
                get: access(Op::LocalGet),
                set: access(Op::LocalSet),
                tee: access(Op::LocalTee),
            };
            if !writable {
                // Of those that hold the same for good, one is enough.
                let cheaper = |h: &Home| !h.writable && h.entry == entry && h.ty == ty && h.get <= home.get;
                if entry.is_none() || homes.iter().any(cheaper) {
                    continue;
                }
            } else if !touched && entry.is_none() {
                let used = self.values.iter().any(|v| v.ty == Some(ty));
                let at = spare.iter().position(|(t, _)| *t == ty).unwrap_or_else(|| {
                    spare.push((ty, 0));
                    spare.len() - 1
                });
                spare[at].1 += 1;
                if !used || spare[at].1 > SPARE {
                    continue;
                }
            }
            if homes.len() == HOMES {
                return None;
            }
            homes.push(home);
            locals.push(l);
            borrowed.push(entry.is_some() && !self.live_in.contains(l));
        }
        let problem = Problem {
            values: std::mem::take(&mut self.values),
            effects: std::mem::take(&mut self.effects),
            homes,
            stack_in: std::mem::take(&mut self.stack_in),
            stack_out: std::mem::take(&mut self.stack),
            drop: (self.cost)(Op::Drop, &Imm::None),
            cost: self.total,
        };
        Some(Segment { problem, events: run, classes: self.classes, locals, borrowed, effects: self.sites })
    }
}

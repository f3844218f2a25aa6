//! Counting the small trees of function bodies.
//!
//! At every pure operator, the tree below it is cut in all ways that leave at most [`OPERATORS`] operators: what is cut off becomes a variable, the same one
//! where the e-graph of the lifted body says that it is the same value. What the analysis knows of a variable is kept as far as [`Known`] can say it.

use super::pattern::{Known, Pattern, Use};
use crate::rule::{Term, VarIx};
use crate::typing::signature;
use loom_eq_egraph::{Id, Lifted, lift};
use loom_eq_lang::{Body, Const, Event, NodeId, Op, ValType};
use std::collections::HashMap;

/// Operators of a pattern at most.
const OPERATORS: usize = 4;
/// Variables of a pattern at most.
const VARIABLES: usize = 3;
/// Ways to cut one tree at most.
const CUTS: usize = 40;

/// Patterns with the number of places in which they were seen.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    counts: HashMap<Pattern, usize>,
    /// Bodies that were looked at.
    pub bodies: usize,
}

impl Corpus {
    /// Counts the trees of a body.
    pub fn add(&mut self, body: &Body) {
        self.bodies += 1;
        let lifted = lift(body);
        for event in body.events() {
            let (Event::Op(n) | Event::Open(n, _)) = event else { continue };
            let node = body.node(n);
            if operator(body, n) {
                self.tree(body, &lifted, n, Use::Value);
            }
            if matches!(node.op, Op::If | Op::BrIf | Op::Select | Op::TypedSelect)
                && let Some(&condition) = node.args.last()
                && operator(body, condition)
            {
                self.tree(body, &lifted, condition, Use::Condition);
            }
        }
    }

    /// Adds what another corpus counted.
    pub fn absorb(&mut self, other: Corpus) {
        self.bodies += other.bodies;
        for (pattern, count) in other.counts {
            *self.counts.entry(pattern).or_default() += count;
        }
    }

    /// The patterns seen at least `least` times, the most frequent first; ties go to the smaller tree, then to its text.
    pub fn patterns(&self, least: usize) -> Vec<(&Pattern, usize)> {
        let mut all: Vec<_> = self.counts.iter().filter(|(_, n)| **n >= least).map(|(p, n)| (p, *n)).collect();
        all.sort_by_cached_key(|(p, n)| (std::cmp::Reverse(*n), p.bytes(), format!("{p:?}")));
        all
    }

    fn tree(&mut self, body: &Body, lifted: &Lifted, root: NodeId, used: Use) {
        for cut in cuts(body, root, OPERATORS) {
            let mut build = Build { body, lifted, vars: Vec::new(), next: 0, cut: &cut };
            if let Some(term) = build.term(root)
                && !build.vars.is_empty()
                && build.vars.len() <= VARIABLES
            {
                let vars: Vec<(ValType, Known)> = build.vars.iter().map(|(_, ty, known)| (*ty, *known)).collect();
                *self.counts.entry(Pattern::new(term, &vars, used)).or_default() += 1;
            }
        }
    }
}

/// An operator that rules may have, all of its operands trees.
fn operator(body: &Body, n: NodeId) -> bool {
    let node = body.node(n);
    let integers = |op: Op| signature(op).is_some_and(|(args, result)| args.iter().chain([&result]).all(integer));
    node.stacked == 0 && (integers(node.op) || matches!(node.op, Op::Select | Op::TypedSelect) && node.results.iter().all(integer))
}

/// Floats' results are up to the engine or up to the solver: only integers are searched.
fn integer(ty: &ValType) -> bool {
    matches!(ty, ValType::I32 | ValType::I64)
}

/// For each operator of the tree in the order of a walk from the root: kept (true) or cut off.
fn cuts(body: &Body, root: NodeId, most: usize) -> Vec<Vec<bool>> {
    let mut out = Vec::new();
    // Each element: decisions so far, operators still to be decided, operators left to keep.
    let mut work = vec![(Vec::new(), vec![root], most)];
    while let Some((mut decisions, mut open, left)) = work.pop() {
        let Some(n) = open.pop() else {
            out.push(decisions);
            if out.len() == CUTS {
                break;
            }
            continue;
        };
        if !operator(body, n) {
            work.push((decisions, open, left));
            continue;
        }
        if n != root {
            let mut without = decisions.clone();
            without.push(false);
            work.push((without, open.clone(), left));
        }
        if left > 0 {
            decisions.push(true);
            open.extend(body.node(n).args.iter().rev());
            work.push((decisions, open, left - 1));
        }
    }
    out
}

struct Build<'a> {
    body: &'a Body,
    lifted: &'a Lifted,
    vars: Vec<(Id, ValType, Known)>,
    next: usize,
    cut: &'a [bool],
}

impl Build<'_> {
    fn term(&mut self, n: NodeId) -> Option<Term> {
        let node = self.body.node(n);
        if let Some(c) = Const::of(node.op, &node.imm) {
            return integer(&c.ty()).then_some(Term::Lit(c));
        }
        if operator(self.body, n) {
            let kept = *self.cut.get(self.next)?;
            self.next += 1;
            if kept {
                let op = if node.op == Op::TypedSelect { Op::Select } else { node.op };
                let args: Option<Vec<Term>> = node.args.iter().map(|a| self.term(*a)).collect();
                return Some(Term::Op(op, args?));
            }
        }
        let class = self.lifted.value(n)?;
        let fact = &self.lifted.graph[class].data;
        if let Some(c) = fact.constant {
            return integer(&c.ty()).then_some(Term::Lit(c));
        }
        let ix = self.vars.iter().position(|(id, ..)| *id == class).unwrap_or_else(|| {
            self.vars.push((class, fact.ty, Known::of(fact)));
            self.vars.len() - 1
        });
        integer(&fact.ty).then_some(Term::Var(VarIx(ix)))
    }
}

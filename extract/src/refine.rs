//! What conditions say where they hold: under `if (x <u 10)` x is below 10, so a mask of it may be redundant there and a comparison decided.
//!
//! ```text
//!   (if (i32.lt_u (x) (i32.const 10))                     (if (i32.lt_u (x) (i32.const 10))
//!     (then … (i32.and (x) (i32.const 15)) …))              (then … (x) …))
//! ```
//!
//! In the e-graph, `x` is one class everywhere; what holds of it under a condition holds of no class. A node `Pi(x, edge)` beside `x` would carry it, but each
//! value that depends on `x` would be there twice, and those outside and inside of the arm would no longer be shared. So what the conditions decide is decided here, in the
//! body, before the e-graph is made.

use crate::refine_assumed::{Assumed, Cases, retargeted};
use crate::scope::Scoped;
use loom_eq_egraph::{Graph, Head, Id, Known, Lifted, transfer};
use loom_eq_lang::{Body, Const, Event, NodeId, Op, Region};
use smallvec::SmallVec;

/// How deep a value is looked into: from a condition down to what it says, from a value down to what is known.
const DEPTH: u32 = 4;

/// The body with what its conditions decide, and what is assumed of a parameter, if they decide anything.
pub fn refine(body: &Body, lifted: &Lifted, assumed: Option<Assumed<'_>>) -> Option<Body> {
    let pure = vec![false; body.nodes.len()];
    let cases = assumed.and_then(|assumed| Cases::new(lifted, assumed));
    let mut walk = Walk { graph: &lifted.graph, lifted, facts: Scoped::new(), cases, pure, body: body.clone(), changed: false };
    for event in body.events() {
        match event {
            Event::Open(n, region) => walk.open(n, region),
            Event::Else(n, _) => walk.other_arm(n),
            Event::Close(n, _) => walk.close(n),
            Event::Op(n) => walk.op(n),
        }
    }
    walk.changed.then_some(walk.body)
}

struct Walk<'a> {
    graph: &'a Graph,
    lifted: &'a Lifted,
    /// What holds here of a class beyond what always does.
    facts: Scoped<Known>,
    /// What is left of the values that a parameter is known to have.
    cases: Option<Cases<'a>>,
    /// Per node, whether its whole tree is operators and `local.get`.
    pure: Vec<bool>,
    body: Body,
    changed: bool,
}

impl Walk<'_> {
    fn open(&mut self, n: NodeId, region: Region) {
        self.facts.open(region, self.body.node(n).op);
        if let Some(cases) = &mut self.cases {
            cases.left.open(region, self.body.node(n).op);
        }
        self.assume(n, true);
    }

    fn other_arm(&mut self, n: NodeId) {
        self.facts.other_arm();
        if let Some(cases) = &mut self.cases {
            cases.left.other_arm();
        }
        self.assume(n, false);
    }

    fn close(&mut self, n: NodeId) {
        let only_falls = self.facts.close();
        if let Some(cases) = &mut self.cases {
            cases.left.close();
        }
        let node = self.body.node(n);
        if node.op != Op::If || !only_falls {
            return;
        }
        let falls = |i: usize| node.regions.get(i).is_none_or(|r| self.body.region(*r).falls);
        match (falls(0), falls(1)) {
            (false, true) => self.assume(n, false),
            (true, false) => self.assume(n, true),
            _ => {}
        }
    }

    fn op(&mut self, n: NodeId) {
        let node = self.body.node(n);
        let value = (node.op.is_pure() || matches!(node.op, Op::Select | Op::TypedSelect)) && node.stacked == 0;
        self.pure[n.ix()] = node.op == Op::LocalGet || value && node.args.iter().all(|a| self.pure[a.ix()]);
        if node.op == Op::BrTable {
            self.retarget(n);
        }
        self.facts.leave(&self.body, n);
        if let Some(cases) = &mut self.cases {
            cases.left.leave(&self.body, n);
        }
        if self.body.node(n).op == Op::BrIf {
            self.assume(n, false);
        } else if self.pure[n.ix()] && !(self.facts.is_empty() && self.cases.is_none()) {
            self.decide(n);
        }
    }

    /// Replaces a pure tree by what it is here, where that is known and shorter.
    fn decide(&mut self, n: NodeId) -> Option<()> {
        let class = self.lifted.value(n).filter(|c| self.graph[*c].data.constant.is_none())?;
        let node = self.body.node(n);
        let known = self.known(class, DEPTH).value().and_then(|bits| Const::from_bits(node.results[0], bits));
        if let Some(constant) = known.or_else(|| self.cases.as_ref()?.constant(class))
            && constant.size() < self.body.tree_size(n)
        {
            let node = self.body.node_mut(n);
            (node.op, node.imm) = constant.into();
            node.args.clear();
            self.changed = true;
            return Some(());
        }
        let same = match (node.op, node.args.as_slice()) {
            (Op::I32And | Op::I64And, &[x, m]) => {
                let covered = |x: NodeId, m: NodeId| {
                    let Some(m) = Const::of(self.body.node(m).op, &self.body.node(m).imm).and_then(Const::bits) else { return false };
                    self.lifted.value(x).is_some_and(|x| !self.known(x, DEPTH).zeros() & !m & self.graph[class].data.known.mask() == 0)
                };
                if covered(x, m) { Some(x) } else { Some(m).filter(|_| covered(m, x)) }
            }
            (Op::Select | Op::TypedSelect, &[x, y, c]) => {
                let c = self.known(self.lifted.value(c)?, DEPTH);
                if c.is_nonzero() { Some(x) } else { Some(y).filter(|_| c.value() == Some(0)) }
            }
            _ => None,
        };
        *self.body.node_mut(n) = self.body.node(same?).clone();
        self.changed = true;
        Some(())
    }

    /// Entries of a table that no value of the parameter leads to lead where others do.
    fn retarget(&mut self, n: NodeId) -> Option<()> {
        let index = self.lifted.value(*self.body.node(n).args.last()?)?;
        let outcomes = self.cases.as_ref()?.outcomes(index)?;
        self.body.node_mut(n).imm = retargeted(&self.body, n, &outcomes)?;
        self.changed = true;
        Some(())
    }

    /// What is known here of a class.
    fn known(&self, class: Id, depth: u32) -> Known {
        let class = self.graph.find(class);
        let mut known = self.graph[class].data.known;
        if let Some(here) = self.facts.get(class) {
            known = known.both(&here).unwrap_or(known);
        }
        if depth == 0 || known.width() == 0 || known.value().is_some() {
            return known;
        }
        for node in &self.graph[class].nodes {
            if let Head::Op(op, _) = &node.head
                && !node.args.is_empty()
            {
                let args: SmallVec<[Known; 3]> = node.args.iter().map(|a| self.known(*a, depth - 1)).collect();
                if args.iter().all(|a| a.width() != 0) {
                    known = known.both(&transfer(*op, known.width(), &args)).unwrap_or(known);
                }
            }
        }
        known
    }

    /// The condition of an `if` or `br_if` is true, or is not.
    fn assume(&mut self, n: NodeId, truth: bool) {
        let node = self.body.node(n);
        if matches!(node.op, Op::If | Op::BrIf)
            && let Some(condition) = node.args.last().and_then(|c| self.lifted.value(*c))
        {
            self.learn(condition, truth, DEPTH);
            if let Some(cases) = &mut self.cases {
                cases.assume(condition, truth);
            }
        }
    }

    fn learn(&mut self, class: Id, truth: bool, depth: u32) {
        let class = self.graph.find(class);
        let width = self.graph[class].data.known.width();
        self.narrow(class, if truth { Known::of_range(width, 1, Known::top(width).mask()) } else { Known::constant(width, 0) });
        if depth == 0 {
            return;
        }
        let graph = self.graph;
        for node in &graph[class].nodes {
            let Head::Op(op, _) = &node.head else { continue };
            match (op, node.args.as_slice()) {
                (Op::I32Eqz | Op::I64Eqz, &[x]) => self.learn(x, !truth, depth - 1),
                (Op::I32And | Op::I64And, &[x, y]) if truth => [x, y].into_iter().for_each(|x| self.learn(x, true, depth - 1)),
                (Op::I32Or | Op::I64Or, &[x, y]) if !truth => [x, y].into_iter().for_each(|x| self.learn(x, false, depth - 1)),
                (op, &[x, y]) => self.compared(*op, x, y, truth),
                _ => {}
            }
        }
    }

    /// What the outcome of a comparison says of its operands.
    fn compared(&mut self, op: Op, x: Id, y: Id, truth: bool) {
        use Op::*;
        match op {
            I32Eq | I64Eq => self.equal(x, y, truth),
            I32Ne | I64Ne => self.equal(x, y, !truth),
            I32LtU | I64LtU => self.below(x, y, truth),
            I32GtU | I64GtU => self.below(y, x, truth),
            I32GeU | I64GeU => self.below(x, y, !truth),
            I32LeU | I64LeU => self.below(y, x, !truth),
            I32LtS | I64LtS => self.below_signed(x, y, truth),
            I32GtS | I64GtS => self.below_signed(y, x, truth),
            I32GeS | I64GeS => self.below_signed(x, y, !truth),
            I32LeS | I64LeS => self.below_signed(y, x, !truth),
            _ => {}
        }
    }

    fn equal(&mut self, x: Id, y: Id, truth: bool) {
        let (a, b) = (self.known(x, 1), self.known(y, 1));
        if truth {
            self.narrow(x, b);
            self.narrow(y, a);
            return;
        }
        for (class, known, other) in [(x, a, b), (y, b, a)] {
            let Some(not) = other.value() else { continue };
            let (lo, hi) = (known.lo() + u64::from(known.lo() == not), known.hi().saturating_sub(u64::from(known.hi() == not)));
            if lo <= hi && (lo, hi) != (known.lo(), known.hi()) {
                self.narrow(class, Known::of_range(known.width(), lo, hi));
            }
        }
    }

    /// x <u y, or not.
    fn below(&mut self, x: Id, y: Id, truth: bool) {
        let (a, b) = (self.known(x, 1), self.known(y, 1));
        let mask = a.mask();
        let ranges = if truth {
            if b.hi() == 0 || a.lo() == mask {
                return;
            }
            [(x, 0, b.hi() - 1), (y, a.lo() + 1, mask)]
        } else {
            [(x, b.lo(), mask), (y, 0, a.hi())]
        };
        for (class, lo, hi) in ranges {
            self.narrow(class, Known::of_range(a.width(), lo, hi));
        }
    }

    /// x <s y, or not: as unsigned, where the lesser one is not negative.
    fn below_signed(&mut self, x: Id, y: Id, truth: bool) {
        let (lesser, greater) = if truth { (x, y) } else { (y, x) };
        let (least, most) = (self.known(lesser, 1), self.known(greater, 1));
        let sign = least.sign();
        if least.is_nonnegative() {
            self.narrow(greater, Known::of_range(least.width(), 0, sign - 1));
            self.below(x, y, truth);
        } else if most.is_negative() || truth && most.hi() == 0 {
            self.narrow(lesser, Known::of_range(least.width(), sign, least.mask()));
        }
    }

    fn narrow(&mut self, class: Id, known: Known) {
        let class = self.graph.find(class);
        let now = self.facts.get(class).unwrap_or(self.graph[class].data.known);
        // What is contradictory is never executed.
        if let Some(met) = now.both(&known).filter(|met| *met != now) {
            self.facts.set(class, met);
        }
    }
}

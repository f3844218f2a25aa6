//! Writes a dispatch as conditional branches.
//!
//! The values lie in ranges that lead to different places. One place is what is left in the end; the other ranges are tested one by one, the cheapest first:
//! values that an earlier test took may be in a later one's range, so that `x <u 8` does for the values from 5 to 7 once those below are gone.

use super::Shapes;
use super::dispatch_read::{Again, Dispatch, Leaf, Place};
use super::dispatch_table::blank;
use crate::cost::CostModel;
use loom_eq_lang::{Body, Imm, LocalIx, Node, NodeId, Op, ValType};
use smallvec::SmallVec;

/// Ranges of a dispatch that is tested one by one.
const RUNS: usize = 10;

/// Tests that are to be written.
#[derive(Clone, Debug)]
pub struct Chain {
    /// In order: for which values, and the way then.
    tests: Vec<(Test, usize)>,
    /// The way of all other values.
    default: usize,
    price: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Test {
    Is(u32),
    IsNot(u32),
    UpTo(u32),
    From(u32),
    Within(u32, u32),
}

impl Test {
    /// Its operators on the subject: subtract this, then compare with that. No comparison: the value itself is the condition.
    fn code(self) -> (u32, Option<(Op, Option<u32>)>) {
        match self {
            Test::Is(0) => (0, Some((Op::I32Eqz, None))),
            Test::UpTo(0) => (0, Some((Op::I32Eqz, None))),
            Test::IsNot(0) | Test::From(1) => (0, None),
            Test::Is(k) => (0, Some((Op::I32Eq, Some(k)))),
            Test::IsNot(k) => (0, Some((Op::I32Ne, Some(k)))),
            // Of two constants that say the same, the shorter one.
            Test::UpTo(k) if short(k + 1) <= short(k) => (0, Some((Op::I32LtU, Some(k + 1)))),
            Test::UpTo(k) => (0, Some((Op::I32LeU, Some(k)))),
            Test::From(k) if short(k - 1) < short(k) => (0, Some((Op::I32GtU, Some(k - 1)))),
            Test::From(k) => (0, Some((Op::I32GeU, Some(k)))),
            Test::Within(lo, hi) if short(hi - lo + 1) <= short(hi - lo) => (lo, Some((Op::I32LtU, Some(hi - lo + 1)))),
            Test::Within(lo, hi) => (lo, Some((Op::I32LeU, Some(hi - lo)))),
        }
    }

    fn price(self, cost: &dyn CostModel) -> i64 {
        let plain = |op| i64::from(cost.instruction(op, &Imm::None));
        let constant = |k: u32| i64::from(cost.instruction(Op::I32Const, &Imm::I32(k.cast_signed())));
        let (less, compare) = self.code();
        let moved = if less == 0 { 0 } else { constant(less.wrapping_neg()).min(constant(less)) + plain(Op::I32Sub) };
        let (op, k) = match compare {
            Some((op, k)) => (plain(op), k.map_or(0, constant)),
            None => (0, 0),
        };
        moved + op + k
    }
}

fn short(k: u32) -> u32 {
    loom_eq_lang::instr::size(Op::I32Const, &Imm::I32(k.cast_signed()))
}

impl Chain {
    /// The cheapest tests for the ways of a dispatch that has no code in it.
    pub fn of(dispatch: &Dispatch, body: &Body, cost: &dyn CostModel) -> Option<Chain> {
        let runs = dispatch.runs();
        let coded = dispatch.ways.iter().any(|(set, leaf)| !set.is_empty() && matches!(leaf, Leaf::Code(..)));
        if coded || runs.len() > RUNS || runs.len() < 2 || !dispatch.results.is_empty() {
            return None;
        }
        let mut chain: Option<Chain> = None;
        let mut defaults: Vec<usize> = runs.iter().map(|r| r.2).collect();
        defaults.sort_unstable();
        defaults.dedup();
        let join = defaults.iter().find(|d| dispatch.leads_behind(**d)).copied();
        for default in defaults.into_iter().filter(|d| join.is_none_or(|j| j == *d)) {
            let tests = tests(&runs, default, cost);
            let price = price(dispatch, body, &tests, join.is_none(), cost);
            if chain.as_ref().is_none_or(|c| price < c.price) {
                chain = Some(Chain { tests, default, price });
            }
        }
        chain
    }

    /// About what it costs, but for the subject's own code.
    pub fn price(&self) -> i64 {
        self.price
    }
}

/// The tests for all runs but those of one way: always the cheapest next.
fn tests(runs: &[(u32, u32, usize)], default: usize, cost: &dyn CostModel) -> Vec<(Test, usize)> {
    let mut left: Vec<(u32, u32, usize)> = runs.to_vec();
    let mut tests = Vec::new();
    loop {
        let test = |i: usize| {
            let (lo, hi, way) = left[i];
            let others = || left.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, r)| r);
            let alone = match others().collect::<Vec<_>>()[..] {
                [&(v, w, _)] if v == w => Some(v),
                _ => None,
            };
            let test = match (i.checked_sub(1).map(|k| left[k].1), left.get(i + 1).map(|r| r.0)) {
                _ if lo == hi => Test::Is(lo),
                _ if let Some(v) = alone => Test::IsNot(v),
                (None, _) => Test::UpTo(hi),
                (_, None) => Test::From(lo),
                _ => Test::Within(lo, hi),
            };
            (test, way)
        };
        let next = (0..left.len()).filter(|i| left[*i].2 != default).min_by_key(|i| test(*i).0.price(cost));
        let Some(i) = next else { return tests };
        tests.push(test(i));
        left.remove(i);
        // What is beside each other now may be one range.
        left.dedup_by(|b, a| {
            let same = a.2 == b.2;
            if same {
                a.1 = b.1;
            }
            same
        });
    }
}

fn price(dispatch: &Dispatch, body: &Body, tests: &[(Test, usize)], jumps: bool, cost: &dyn CostModel) -> i64 {
    let price = |op, imm: &Imm| i64::from(cost.instruction(op, imm));
    let sum: i64 = tests.iter().map(|(t, _)| t.price(cost) + price(Op::BrIf, &Imm::Index(0))).sum();
    let more = tests.len() as i64 - 1;
    let again = match dispatch.subject.again {
        Again::Local(l) => more * i64::from(cost.access(l)),
        Again::Tree(tree) => (more * i64::from(body.tree_cost(tree, &|op, imm| cost.instruction(op, imm)))).min(kept(more, body, cost)),
        Again::Never if more > 0 => kept(more, body, cost),
        Again::Never => 0,
    };
    sum + again + if jumps { price(Op::Br, &Imm::Index(0)) } else { 0 }
}

/// A new local that is written once and read so often.
fn kept(reads: i64, body: &Body, cost: &dyn CostModel) -> i64 {
    i64::from(cost.declaration()) + (reads + 1) * i64::from(cost.access(LocalIx::new(body.locals.len())))
}

impl Shapes {
    /// Puts conditional branches in the place of a dispatch.
    pub fn write_chain(&mut self, dispatch: &Dispatch, chain: &Chain, cost: &dyn CostModel) {
        let Place::Items(r, from, to) = dispatch.place else { return };
        let mut again = dispatch.subject.again;
        let mut value = dispatch.subject.code;
        let more = chain.tests.len().saturating_sub(1) as i64;
        let keeps = match again {
            Again::Local(_) => false,
            Again::Tree(tree) => more * i64::from(self.body.tree_cost(tree, &|op, imm| cost.instruction(op, imm))) > kept(more, &self.body, cost),
            Again::Never => true,
        };
        if keeps && more > 0 {
            let local = self.body.add_local(ValType::I32);
            value = self.body.add_tree(Op::LocalTee, Imm::Index(local.0), &[value], ValType::I32);
            again = Again::Local(local);
        }
        let mut items = Vec::with_capacity(chain.tests.len() + 1);
        for (k, &(test, way)) in chain.tests.iter().enumerate() {
            if k > 0 {
                value = match again {
                    Again::Local(l) => self.body.add_tree(Op::LocalGet, Imm::Index(l.0), &[], ValType::I32),
                    Again::Tree(tree) => self.copy_tree(tree),
                    Again::Never => return,
                };
            }
            let condition = self.test(value, test);
            let Leaf::Label(l) = dispatch.ways[way].1 else { return };
            items.push(self.body.add(Node { imm: Imm::Index(l.0), args: SmallVec::from_slice(&[condition]), ..blank(Op::BrIf) }));
        }
        if let Leaf::Label(l) = dispatch.ways[chain.default].1 {
            items.push(self.body.add(Node { imm: Imm::Index(l.0), ..blank(Op::Br) }));
        }
        self.items_mut(r).splice(from..to, items);
        self.tidy();
    }

    fn test(&mut self, value: NodeId, test: Test) -> NodeId {
        let (less, compare) = test.code();
        let value = self.less(value, less);
        let Some((op, k)) = compare else { return value };
        let mut args: SmallVec<[NodeId; 2]> = SmallVec::from_slice(&[value]);
        args.extend(k.map(|k| self.body.add_tree(Op::I32Const, Imm::I32(k.cast_signed()), &[], ValType::I32)));
        self.body.add_tree(op, Imm::None, &args, ValType::I32)
    }

    /// Another tree of the same pure code.
    fn copy_tree(&mut self, root: NodeId) -> NodeId {
        let mut node = self.body.node(root).clone();
        for arg in &mut node.args {
            *arg = self.copy_tree(*arg);
        }
        self.body.add(node)
    }
}

impl Dispatch {
    /// Whether values of this way go on behind the dispatch without a branch.
    fn leads_behind(&self, way: usize) -> bool {
        match self.ways[way].1 {
            Leaf::Join => true,
            Leaf::Label(l) => self.joins.contains(&l),
            Leaf::Code(..) => false,
        }
    }
}

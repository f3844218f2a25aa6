//! The edit "deliver an operand by other code of its class": operators chosen by rules, or any local that holds it here.
//!
//! Trees are visited in execution order, the outermost first; where the outer one has no shorter code its operands are tried. A tree may
//! contain sites, blocks and tees: they stay, each once and in order, and what is around them is rewritten.

use crate::address::{Bases, other_bases};
use crate::bounds::Bounds;
use crate::candidate::Candidate;
use crate::deliver::Deliver;
use crate::holds::{Headers, Visitor, visit};
use crate::trees::{Trees, anatomy};
use loom_eq_egraph::flow::State;
use loom_eq_egraph::{Graph, Head, Id, Liveness, V};
use loom_eq_lang::{Class, Const, Event, Imm, MemArg, NodeId, Op, ValType};

/// Evaluations per tree.
const FUEL: u32 = 2_000;

struct Edit<'a> {
    graph: &'a Graph,
    before: &'a Candidate,
    after: &'a mut Candidate,
    bounds: &'a Bounds,
    trees: Trees,
    /// Dissolved by an outer tree.
    gone: Vec<bool>,
    won: u32,
    fuel: u64,
    bases: Bases,
}

/// A class that would do in the place of a tree.
struct Choice {
    class: Id,
    /// The access whose address it is, with the offset that it then has.
    access: Option<(NodeId, u64)>,
    /// What the access costs more with it.
    extra: i64,
}

/// Rewrites all trees that have shorter code. Returns the bytes won and takes the evaluations from `fuel`.
pub fn deliver(graph: &Graph, candidate: &mut Candidate, bounds: &Bounds, liveness: &Liveness, headers: &mut Headers, fuel: &mut u64) -> u32 {
    let before = candidate.clone();
    let trees = Trees::of(&before);
    let gone = vec![false; before.body.nodes.len()];
    let mut edit = Edit { graph, before: &before, after: candidate, bounds, trees, gone, won: 0, fuel: *fuel, bases: other_bases(graph, &before) };
    visit(graph, &before, liveness, headers, &mut edit);
    *fuel = edit.fuel;
    edit.won
}

impl Visitor for Edit<'_> {
    fn before(&mut self, event: Event, state: &State) {
        let (Event::Op(n) | Event::Open(n, _)) = event else { return };
        if !self.before.body.node(n).args.is_empty() || self.gone[n.ix()] {
            return;
        }
        for root in self.trees.starting_at(n) {
            if !self.gone[root.ix()] && self.fuel > 0 {
                self.try_root(root, state);
            }
        }
    }
}

impl Edit<'_> {
    fn try_root(&mut self, root: NodeId, state: &State) -> Option<()> {
        let class = self.before.value(root)?;
        let size = anatomy_size_hint(self.before, root);
        let choices = self.choices(root, class, state);
        let leaf = self.before.body.node(root).args.is_empty();
        let hopeless = |c: &Choice| i64::from(self.bounds.lower(c.class)) + c.extra >= i64::from(size);
        if leaf && choices.iter().all(hopeless) {
            return None;
        }
        let anatomy = anatomy(self.before, root)?;
        let mut limit = i64::from(anatomy.size) - 1;
        let mut best: Option<(Choice, Deliver<'_>)> = None;
        for choice in choices {
            let Ok(budget) = u32::try_from(limit - choice.extra) else { continue };
            let mut search = Deliver::new(self.graph, self.bounds, &state.locals, FUEL);
            search.excluded = &anatomy.written;
            search.fixed = &anatomy.fixed;
            let found = search.cost(choice.class, budget);
            self.fuel = self.fuel.saturating_sub(u64::from(FUEL - search.fuel) + 1);
            if let Some(cost) = found {
                limit = i64::from(cost) + choice.extra - 1;
                best = Some((choice, search));
            }
        }
        let (choice, search) = best?;
        let mark = self.after.body.nodes.len();
        let new = search.build(self.after, choice.class);
        let code = |after: &Candidate| (mark..after.body.nodes.len()).map(|n| after.cost.node(&after.body, NodeId::new(n))).sum::<u32>();
        let cost = i64::from(code(self.after)) + choice.extra;
        let Some(new) = new.filter(|_| cost < i64::from(anatomy.size)) else {
            // The fixed parts do not fit, or need more code than the search counted.
            self.after.body.nodes.truncate(mark);
            self.after.values.truncate(mark);
            return None;
        };
        if let Some((access, offset)) = choice.access
            && let Imm::Mem(m) = &mut self.after.body.node_mut(access).imm
        {
            m.offset = offset;
        }
        self.won += u32::try_from(i64::from(anatomy.size) - cost).expect("positive");
        self.after.overwrite(root, new);
        for n in anatomy.dissolved {
            self.gone[n.ix()] = true;
        }
        Some(())
    }

    /// What may stand in the place of a tree that delivers `class`, itself first.
    fn choices(&self, root: NodeId, class: Id, state: &State) -> Vec<Choice> {
        let plain = |class| Choice { class, access: None, extra: 0 };
        if self.is_condition(root) {
            return truth_classes(self.graph, class).into_iter().map(plain).collect();
        }
        let mut choices = vec![plain(class)];
        let Some((access, 0)) = self.trees.parent[root.ix()] else { return choices };
        let node = self.before.body.node(access);
        if !matches!(node.op.class(), Class::Load | Class::Store) || node.stacked > 0 {
            return choices;
        }
        let Imm::Mem(m) = &node.imm else { return choices };
        let price = |offset| i64::from(self.before.cost.instruction(node.op, &Imm::Mem(MemArg { offset, ..*m })));
        let mut add = |class: Id, more: i64| {
            if let Some(offset) = m.offset.checked_add_signed(more).filter(|o| *o < 1 << 32) {
                choices.push(Choice { class, access: Some((access, offset)), extra: price(offset) - price(m.offset) });
            }
        };
        for &(class, more) in self.bases.get(&access).into_iter().flatten() {
            add(class, more);
        }
        if let Some(Const::I32(address)) = self.graph[class].data.constant {
            // Any smaller constant that stands in a local is a base, and so is zero.
            let unsigned = |k: i32| i64::from(k.cast_unsigned());
            let zero = self.graph.lookup(V::op(Op::I32Const, Imm::I32(0), &[])).map(|c| self.graph.find(c));
            let mut bases: Vec<Id> = state.locals.iter().copied().flatten().chain(zero).filter(|c| *c != class).collect();
            bases.sort_unstable();
            bases.dedup();
            for base in bases {
                if let Some(Const::I32(k)) = self.graph[base].data.constant {
                    add(base, unsigned(address) - unsigned(k));
                }
            }
        }
        choices
    }

    /// Whether only the truth value of `n` matters: it is the condition of an `if` or `br_if`.
    fn is_condition(&self, n: NodeId) -> bool {
        let Some((p, i)) = self.trees.parent[n.ix()] else { return false };
        let parent = self.before.body.node(p);
        matches!(parent.op, Op::If | Op::BrIf) && i + 1 == parent.args.len()
    }
}

/// An upper bound of what the tree's own operators cost, cheap for the common small trees.
fn anatomy_size_hint(candidate: &Candidate, root: NodeId) -> u32 {
    let node = candidate.body.node(root);
    if node.args.is_empty() { candidate.cost.node(&candidate.body, root) } else { u32::MAX }
}

/// `class` and the classes that are zero exactly when it is: `x` for `x != 0`, `0 <u x` and `eqz eqz x`, and what has the same `eqz`, repeatedly.
fn truth_classes(graph: &Graph, class: Id) -> Vec<Id> {
    let mut found = vec![class];
    let mut i = 0;
    while i < found.len() && found.len() < 12 {
        let mut same = Vec::new();
        let eqz = |c: Id| graph.lookup(V::op(Op::I32Eqz, Imm::None, &[c])).map(|id| graph.find(id));
        let under_eqz = |c: Id| graph[c].nodes.iter().filter(|n| matches!(n.head, Head::Op(Op::I32Eqz, _))).map(|n| graph.find(n.args[0]));
        if let Some(not) = eqz(found[i]) {
            same.extend(under_eqz(not));
            same.extend(eqz(not));
        }
        for not in under_eqz(found[i]) {
            same.extend(under_eqz(not));
        }
        for node in &graph[found[i]].nodes {
            let Head::Op(op, _) = &node.head else { continue };
            let arg = |i: usize| graph.find(node.args[i]);
            let is_zero = |c: Id| graph[c].data.constant == Some(Const::I32(0));
            match op {
                Op::I32Ne | Op::I32GtU if is_zero(arg(1)) => same.push(arg(0)),
                Op::I32Ne | Op::I32LtU if is_zero(arg(0)) => same.push(arg(1)),
                _ => {}
            }
        }
        for c in same {
            if !found.contains(&c) {
                found.push(c);
            }
        }
        i += 1;
    }
    // An i64 has an `eqz` as well, but is no condition.
    found.retain(|c| graph[*c].data.ty == ValType::I32);
    found
}

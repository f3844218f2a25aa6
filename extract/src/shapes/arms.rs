//! Edits of `if`, and blocks that become one.

use super::{Merging, Shapes};
use loom_eq_lang::instr::BlockType;
use loom_eq_lang::{Body, Event, Imm, NodeId, Op, Region, RegionKind};
use smallvec::SmallVec;

impl Shapes {
    /// `block … br_if 0 (A); B end` → `… if (not A) B end`, if no other branch leaves the block.
    pub fn only_if(&mut self, r: Region, i: usize) -> bool {
        let n = self.items(r)[i];
        let label = self.body.targets(n)[0];
        let worthwhile = self.uses[label.ix()] == 1 && self.body.region(label).kind == RegionKind::Block && i + 1 < self.items(r).len();
        // The block's end goes (3 bytes); an `if` has an end of its own (1 byte).
        if !worthwhile || self.price_of_negation(n) > 1 || !self.body.label_types(label).is_empty() {
            return false;
        }
        if !self.exits(r).labels.contains(&label) || self.height(r, i) != self.body.taken(n) {
            return false;
        }
        self.negate(n);
        let inside = self.items_mut(r).split_off(i + 1);
        let then = self.add_region(RegionKind::Then, inside, Box::new([]));
        self.owner[then.ix()] = Some(n);
        self.home[then.ix()] = Some(r);
        self.uses[label.ix()] -= 1;
        let node = self.body.node_mut(n);
        node.op = Op::If;
        node.imm = Imm::Block(BlockType::Empty);
        node.regions.push(then);
        true
    }

    /// An `if` that is a statement.
    pub fn if_item(&mut self, r: Region, i: usize) -> bool {
        let n = self.items(r)[i];
        if let Some(condition) = self.literal(n) {
            return self.decided_if(r, i, condition != 0);
        }
        match *self.body.node(n).regions.as_slice() {
            [then] => self.one_arm(r, i, n, then),
            [then, other] => self.two_arms(r, i, n, then, other),
            _ => false,
        }
    }

    /// The condition is a literal: one arm stays, as a block if it is branched out of.
    fn decided_if(&mut self, r: Region, i: usize, holds: bool) -> bool {
        let n = self.items(r)[i];
        let regions = self.body.node(n).regions.clone();
        let then = regions[0];
        match (holds, regions.get(1)) {
            (true, _) => {}
            (false, Some(&other)) => self.swap(then, other),
            // Without a second arm the parameters pass through.
            (false, None) => {
                if self.body.region(then).params.is_empty() {
                    self.items_mut(then).clear();
                } else {
                    return false;
                }
            }
        }
        if self.uses[then.ix()] == 0 {
            self.splice_arm(r, i, then);
        } else {
            let node = self.body.node_mut(n);
            node.op = Op::Block;
            node.args.pop();
            node.regions.truncate(1);
            node.hint = None;
            self.body.regions[then.ix()].kind = RegionKind::Block;
        }
        true
    }

    fn one_arm(&mut self, r: Region, i: usize, n: NodeId, then: Region) -> bool {
        if !self.body.region(then).params.is_empty() {
            return false;
        }
        if let Some(to) = self.only_jump(then) {
            return self.become_br_if(n, then, to);
        }
        if self.items(then).is_empty() {
            let node = self.body.node_mut(n);
            (node.op, node.imm, node.hint) = (Op::Drop, Imm::None, None);
            node.regions.clear();
            return true;
        }
        self.only_write(r, i, then) || self.rest_to_else(r, i, n, then)
    }

    /// The label that a region does nothing but branch to, without values.
    fn only_jump(&self, r: Region) -> Option<Region> {
        let &[only] = self.items(r) else { return None };
        let node = self.body.node(only);
        if !node.args.is_empty() || node.stacked > 0 || !self.body.region(r).params.is_empty() {
            return None;
        }
        match node.op {
            Op::Br => Some(self.body.targets(only)[0]),
            Op::Return => Some(Body::ROOT),
            _ => None,
        }
    }

    fn become_br_if(&mut self, n: NodeId, then: Region, to: Region) -> bool {
        if to == then {
            // It leaves its own `if`.
            self.items_mut(then).clear();
            return true;
        }
        self.items_mut(then).clear();
        self.uses[to.ix()] += 1;
        let node = self.body.node_mut(n);
        (node.op, node.imm) = (Op::BrIf, Imm::Index(to.0));
        node.regions.clear();
        true
    }

    /// `if (A) B; br 1 end; C` at an end that leads to 1 → `if (A) B else C end`.
    fn rest_to_else(&mut self, r: Region, i: usize, n: NodeId, then: Region) -> bool {
        let results = self.body.region(r).results.clone();
        let Some(&jump) = self.items(then).last() else { return false };
        let [label] = *self.body.targets(jump).as_slice() else { return false };
        if self.body.node(jump).op != Op::Br || i + 1 == self.items(r).len() || results.len() > 1 || self.uses[then.ix()] > 0 {
            return false;
        }
        let last = self.items(then).len() - 1;
        let carried = self.body.node(jump).args.len() == results.len() && self.body.label_types(label)[..] == results[..];
        if !carried
            || self.height(then, last) != self.body.taken(jump)
            || self.height(r, i) != self.body.taken(n)
            || !self.exits(r).labels.contains(&label)
        {
            return false;
        }
        let args = self.body.node(jump).args.clone();
        self.items_mut(then).splice(last..=last, args);
        self.settle(then);
        let rest = self.items_mut(r).split_off(i + 1);
        let other = self.add_region(RegionKind::Else, rest, results.clone());
        self.owner[other.ix()] = Some(n);
        self.home[other.ix()] = Some(r);
        self.body.regions[then.ix()].results = results.clone();
        let node = self.body.node_mut(n);
        node.imm = Imm::Block(block_type(&results));
        node.results = results.iter().copied().collect();
        node.regions.push(other);
        self.uses[label.ix()] -= 1;
        true
    }

    fn two_arms(&mut self, r: Region, i: usize, n: NodeId, then: Region, other: Region) -> bool {
        let no_params = self.body.region(then).params.is_empty();
        if no_params && self.items(other).is_empty() && self.body.region(other).results.is_empty() {
            self.body.node_mut(n).regions.truncate(1);
            return true;
        }
        let swaps = self.is_negated(n) || no_params && self.items(then).is_empty() && self.price_of_negation(n) <= 0;
        if swaps {
            self.negate(n);
            self.swap(then, other);
            return true;
        }
        if no_params && self.merging >= Merging::Heads && self.equal_heads(r, i, then, other) {
            return true;
        }
        no_params
            && self.uses[then.ix()] == 0
            && (self.leave_other_outside(r, i, n, then, other) || self.same_end(r, i, then, other) || self.same_write(r, i, then, other))
    }

    /// Exchanges two arms. The label stays that of the first.
    fn swap(&mut self, then: Region, other: Region) {
        let items = std::mem::take(self.items_mut(then));
        let items = std::mem::replace(self.items_mut(other), items);
        *self.items_mut(then) = items;
        self.settle(then);
        self.settle(other);
    }

    /// If one arm never reaches its end, the other stands behind the `if`.
    fn leave_other_outside(&mut self, r: Region, i: usize, n: NodeId, then: Region, other: Region) -> bool {
        if !self.falls(then) {
            // `if (A) br 0 else …` is a `br_if` after this.
        } else if !self.falls(other) && (self.price_of_negation(n) < 1 || self.only_jump(other).is_some()) {
            self.negate(n);
            self.swap(then, other);
        } else {
            return false;
        }
        let rest = std::mem::take(self.items_mut(other));
        let node = self.body.node_mut(n);
        node.regions.truncate(1);
        node.results.clear();
        node.imm = Imm::Block(BlockType::Empty);
        self.body.regions[then.ix()].results = Box::new([]);
        self.items_mut(r).splice(i + 1..i + 1, rest);
        self.settle(r);
        true
    }

    /// Both arms end with the same statement.
    fn same_end(&mut self, r: Region, i: usize, then: Region, other: Region) -> bool {
        let (Some(&a), Some(&b)) = (self.items(then).last(), self.items(other).last()) else { return false };
        let untyped = self.body.region(then).results.is_empty();
        let (at, bt) = (self.items(then).len() - 1, self.items(other).len() - 1);
        let bare = |s: &Self, n, r, at| s.body.taken(n) == 0 && s.height(r, at) == 0 && s.body.node(n).results.is_empty();
        if !untyped || !bare(self, a, then, at) || !bare(self, b, other, bt) || !self.same_tree(a, b) {
            return false;
        }
        let leaves = self.leaves(a);
        self.items_mut(then).pop();
        self.items_mut(other).pop();
        if leaves {
            self.items_mut(r).truncate(i + 1);
        }
        self.items_mut(r).insert(i + 1, a);
        self.settle(r);
        true
    }

    /// Whether two trees are the same code. Trees with regions never are.
    pub fn same_tree(&self, a: NodeId, b: NodeId) -> bool {
        self.body.tree_events(a).all(|e| matches!(e, Event::Op(_))) && self.same_code(self.body.tree_events(a), self.body.tree_events(b))
    }

    /// Both arms end with a write of one local: the arms give the value, and one write stands behind.
    fn same_write(&mut self, r: Region, i: usize, then: Region, other: Region) -> bool {
        let (Some(&a), Some(&b)) = (self.items(then).last(), self.items(other).last()) else { return false };
        let Some(local) = self.body.local_of(a).filter(|l| self.body.local_of(b) == Some(*l)) else { return false };
        let write = |s: &Self, n, r: Region| {
            let node = s.body.node(n);
            node.op == Op::LocalSet && node.args.len() == 1 && s.body.taken(n) == 0 && s.height(r, s.items(r).len() - 1) == 0
        };
        if !self.body.region(then).results.is_empty() || !write(self, a, then) || !write(self, b, other) {
            return false;
        }
        // What was cut off may name a local that is gone.
        let Some(&ty) = self.body.locals.get(local.ix()) else { return false };
        for (arm, set) in [(then, a), (other, b)] {
            let value = self.body.node(set).args[0];
            self.items_mut(arm).pop();
            self.items_mut(arm).push(value);
            self.body.regions[arm.ix()].results = Box::new([ty]);
            // The value may be an `if` or block of its own: it is an item now.
            self.settle(arm);
        }
        let n = self.items(r)[i];
        let node = self.body.node_mut(n);
        node.imm = Imm::Block(BlockType::Value(ty));
        node.results = SmallVec::from_slice(&[ty]);
        let mut set = self.body.node(a).clone();
        set.args = SmallVec::from_slice(&[n]);
        let set = self.body.add(set);
        self.items_mut(r)[i] = set;
        for arm in [then, other] {
            self.home[arm.ix()] = None;
        }
        true
    }
}

/// How a block with these results, one at most, is written.
pub fn block_type(results: &[loom_eq_lang::ValType]) -> BlockType {
    match *results {
        [ty] => BlockType::Value(ty),
        _ => BlockType::Empty,
    }
}

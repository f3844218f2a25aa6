//! Edits of branches: where they go, and whether they are needed.

use super::Shapes;
use loom_eq_lang::{Body, Event, Imm, NodeId, Op, Region, RegionKind, ValType};

impl Shapes {
    /// Sends each branch to the outermost label that means the same, so that blocks in between lose theirs. Whether anything changed.
    pub fn thread(&mut self) -> bool {
        let mut target: Vec<(Region, bool)> = Vec::with_capacity(self.uses.len());
        for r in (0..self.body.regions.len()).map(Region::new) {
            target.push(self.far_end(r));
        }
        let branches: Vec<NodeId> = self
            .body
            .events()
            .filter_map(|e| match e {
                Event::Op(n) if matches!(self.body.node(n).op, Op::Br | Op::BrIf | Op::BrTable) => Some(n),
                _ => None,
            })
            .collect();
        let mut changed = false;
        for n in branches {
            let node = self.body.node_mut(n);
            match &mut node.imm {
                Imm::Index(label) => {
                    let (to, returns) = target[*label as usize];
                    if node.op == Op::Br && returns {
                        node.op = Op::Return;
                        node.imm = Imm::None;
                        changed = true;
                    } else if to.0 != *label {
                        *label = to.0;
                        changed = true;
                    }
                }
                Imm::Targets(labels) => {
                    for label in labels {
                        let to = target[*label as usize].0;
                        changed |= to.0 != *label;
                        *label = to.0;
                    }
                }
                _ => {}
            }
        }
        if changed {
            self.recount();
        }
        changed
    }

    /// The label that branches to `r` may as well name, and whether a `return` does the same.
    fn far_end(&self, r: Region) -> (Region, bool) {
        if self.uses[r.ix()] == 0 {
            return (r, false);
        }
        match self.body.region(r).kind {
            RegionKind::Function => (r, true),
            RegionKind::Loop | RegionKind::Else => (r, false),
            RegionKind::Block | RegionKind::Then => {
                // The end of the other arm leads where the end of the first one does.
                let exits = self.exits(r);
                let last = exits.labels.last().copied().unwrap_or(r);
                // The label of an `if` costs nothing, so nothing is gained by sparing it.
                let to = if self.body.region(r).kind == RegionKind::Block { last } else { r };
                (to, exits.returns)
            }
        }
    }

    /// The last item of a region is a branch.
    pub fn br(&mut self, r: Region, i: usize) -> bool {
        let n = self.items(r)[i];
        let label = self.body.targets(n)[0];
        if i + 1 != self.items(r).len() || !self.exits(r).labels.contains(&label) {
            return false;
        }
        self.fall(r, i, self.body.label_types(label).len())
    }

    /// The last item of a region is a `return`.
    pub fn returns(&mut self, r: Region, i: usize) -> bool {
        i + 1 == self.items(r).len() && self.exits(r).returns && self.fall(r, i, self.body.ty.results.len())
    }

    /// A jump that carries `arity` values goes if nothing but those is on the stack.
    fn fall(&mut self, r: Region, i: usize, arity: usize) -> bool {
        let n = self.items(r)[i];
        let node = self.body.node(n);
        if self.height(r, i) + node.args.len() - self.extra_taken(n) != arity {
            return false;
        }
        let args = node.args.clone();
        self.items_mut(r).splice(i..=i, args);
        self.settle(r);
        true
    }

    /// What the operand trees of a node take from the stack, but not the node itself.
    fn extra_taken(&self, n: NodeId) -> usize {
        self.body.taken(n) - self.body.node(n).stacked as usize
    }

    /// A conditional branch at a region's end, or in front of another branch.
    pub fn br_if(&mut self, r: Region, i: usize) -> bool {
        let n = self.items(r)[i];
        let label = self.body.targets(n)[0];
        if let Some(condition) = self.literal(n) {
            return self.decided(r, i, condition != 0);
        }
        if !self.body.label_types(label).is_empty() {
            return false;
        }
        match self.items(r)[i + 1..] {
            [] => self.exits(r).labels.contains(&label) && self.drop_condition(n),
            [next, ..] if self.body.node(next).op == Op::BrIf && self.body.targets(next)[0] == label => self.either(r, i),
            [jump] => self.flip(r, i, jump, label),
            _ => false,
        }
    }

    /// A branch with a literal condition.
    fn decided(&mut self, r: Region, i: usize, taken: bool) -> bool {
        let n = self.items(r)[i];
        let node = self.body.node_mut(n);
        node.args.pop();
        if taken {
            node.op = Op::Br;
            node.results.clear();
            node.hint = None;
            self.items_mut(r).truncate(i + 1);
        } else {
            let args = node.args.clone();
            self.items_mut(r).splice(i..=i, args);
            self.settle(r);
        }
        true
    }

    /// The branch goes where control goes anyway.
    fn drop_condition(&mut self, n: NodeId) -> bool {
        let node = self.body.node_mut(n);
        node.op = Op::Drop;
        node.imm = Imm::None;
        node.hint = None;
        true
    }

    /// A pure value that nobody wants, as a condition is that decides nothing any more.
    pub fn dropped(&mut self, r: Region, i: usize) -> bool {
        let node = self.body.node(self.items(r)[i]);
        let pure = node.stacked == 0 && node.args.iter().all(|&a| self.is_plain(a));
        if pure {
            self.items_mut(r).remove(i);
        }
        pure
    }

    /// `br_if 0 (A); br_if 0 (B)`: one branch if either holds, provided that computing B has no effect.
    fn either(&mut self, r: Region, i: usize) -> bool {
        let (first, second) = (self.items(r)[i], self.items(r)[i + 1]);
        let ([a], [b]) = (self.body.node(first).args.as_slice(), self.body.node(second).args.as_slice()) else { return false };
        let (a, b) = (*a, *b);
        if self.body.node(first).hint.is_some() || self.body.node(second).hint.is_some() || !self.is_plain(b) {
            return false;
        }
        let or = self.body.add_tree(Op::I32Or, Imm::None, &[a, b], ValType::I32);
        self.body.node_mut(second).args[0] = or;
        self.items_mut(r).remove(i);
        true
    }

    /// `br_if 0 (A); br 1` where the end leads to 0.
    fn flip(&mut self, r: Region, i: usize, jump: NodeId, label: Region) -> bool {
        let n = self.items(r)[i];
        let node = self.body.node(jump);
        if !node.args.is_empty() || node.stacked > 0 {
            return false;
        }
        let (to, gain) = match node.op {
            Op::Br => (self.body.targets(jump)[0], 2),
            Op::Return => (Body::ROOT, 1),
            _ => return false,
        };
        if to == label {
            return self.drop_condition(n);
        }
        if self.price_of_negation(n) >= gain || !self.exits(r).labels.contains(&label) || self.height(r, i + 1) > 0 {
            return false;
        }
        self.negate(n);
        self.body.node_mut(n).imm = Imm::Index(to.0);
        self.uses[to.ix()] += 1;
        self.items_mut(r).pop();
        true
    }

    /// A table that needs not be one, or not so long.
    pub fn br_table(&mut self, r: Region, i: usize) -> bool {
        let n = self.items(r)[i];
        let Imm::Targets(labels) = &self.body.node(n).imm else { return false };
        let default = labels[labels.len() - 1];
        let to = self.literal(n).map(|index| labels[(index as u32 as usize).min(labels.len() - 1)]);
        let needed = labels[..labels.len() - 1].iter().rposition(|&l| l != default).map_or(0, |last| last + 1);
        let shorter: Box<[u32]> = labels[..needed].iter().copied().chain([default]).collect();
        let arity = self.body.label_types(Region(default)).len();
        if let Some(to) = to {
            let node = self.body.node_mut(n);
            node.args.pop();
            (node.op, node.imm) = (Op::Br, Imm::Index(to));
            self.uses[to as usize] += 1;
            return true;
        }
        if needed == 0 && arity == 0 {
            let node = self.body.node_mut(n);
            (node.op, node.imm) = (Op::Drop, Imm::None);
            let br = self.jump(Region(default));
            self.items_mut(r).push(br);
            return true;
        }
        if needed == 1 && arity == 0 {
            // Zero goes one way, all else the other: `br_if` there, `br` here is as long and its branch may fall away.
            let zero = shorter[0];
            let node = self.body.node_mut(n);
            (node.op, node.imm) = (Op::BrIf, Imm::Index(default));
            let br = self.jump(Region(zero));
            self.items_mut(r).push(br);
            return true;
        }
        let changed = needed + 1 < labels.len();
        if changed {
            self.body.node_mut(n).imm = Imm::Targets(shorter);
        }
        changed
    }

    fn jump(&mut self, to: Region) -> NodeId {
        self.uses[to.ix()] += 1;
        self.body.add(loom_eq_lang::Node {
            op: Op::Br,
            imm: Imm::Index(to.0),
            stacked: 0,
            args: Default::default(),
            regions: Default::default(),
            results: Default::default(),
            hint: None,
        })
    }

    /// Whether a tree is pure code on trees: no effect, no trap, no write of a local, nothing from the stack.
    pub fn is_plain(&self, root: NodeId) -> bool {
        self.body.tree_events(root).all(|event| {
            let Event::Op(n) = event else { return false };
            let node = self.body.node(n);
            node.stacked == 0 && (node.op.is_pure() || matches!(node.op, Op::LocalGet | Op::Select))
        })
    }
}

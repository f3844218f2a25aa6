//! Tables whose index is a choice of constants: the choice branches by itself.
//!
//! ```text
//!   (br_table $a $b $c (select (i32.const 1) (x) (A)))            →   (br_if $b (A)) (br_table $a $b $c (x))
//!   (br_table $a $b $c (if (A) (then … 1) (else … (x))))         →   (if (A) (then … (br $b))) … (br_table $a $b $c (x))
//! ```

use super::Shapes;
use super::dispatch_table::blank;
use loom_eq_lang::{Imm, Node, NodeId, Op, Region, instr::BlockType};
use smallvec::SmallVec;

impl Shapes {
    /// Whether the index of a table is a choice that [`write_index`](Shapes::write_index) knows.
    pub fn index_is_chosen(&self, n: NodeId) -> bool {
        let node = self.body.node(n);
        let &[index] = node.args.as_slice() else { return false };
        let nothing = self.body.targets(n).last().is_some_and(|l| self.body.label_types(*l).is_empty());
        if !nothing || node.stacked > 0 {
            return false;
        }
        let choice = self.body.node(index);
        match (choice.op, choice.args.as_slice(), choice.regions.as_slice()) {
            // The values are computed behind the condition then, or not at all.
            (Op::Select, &[x, y, c], _) => {
                let one = self.i32_const(x).is_some() || self.i32_const(y).is_some();
                one && self.is_plain(x) && self.is_plain(y) && self.is_plain(c)
            }
            (Op::If, [_], &[then, other]) => {
                let gives = |r: Region| self.items(r).last().and_then(|n| self.i32_const(*n)).is_some() || !self.falls(r);
                choice.stacked == 0 && self.uses[then.ix()] == 0 && self.body.region(then).params.is_empty() && (gives(then) || gives(other))
            }
            _ => false,
        }
    }

    /// Lets the choice branch.
    pub fn write_index(&mut self, r: Region, i: usize) {
        let n = self.items(r)[i];
        let Some(&index) = self.body.node(n).args.first() else { return };
        if self.body.node(index).op == Op::Select {
            self.select_branches(r, i, index);
        } else {
            self.arms_branch(r, i, index);
        }
        self.tidy();
    }

    /// Where a table sends a constant.
    fn target(&self, n: NodeId, value: u32) -> Region {
        let targets = self.body.targets(n);
        targets[(value as usize).min(targets.len() - 1)]
    }

    fn select_branches(&mut self, r: Region, i: usize, select: NodeId) {
        let n = self.items(r)[i];
        let &[x, y, c] = self.body.node(select).args.as_slice() else { return };
        let branch = |s: &mut Self, to: Region| s.body.add(Node { imm: Imm::Index(to.0), args: SmallVec::from_slice(&[c]), ..blank(Op::BrIf) });
        let (branch, rest) = if let Some(k) = self.i32_const(x) {
            let to = self.target(n, k);
            (branch(self, to), y)
        } else if let Some(k) = self.i32_const(y) {
            let to = self.target(n, k);
            let branch = branch(self, to);
            self.negate(branch);
            (branch, x)
        } else {
            return;
        };
        self.body.node_mut(n).args[0] = rest;
        self.items_mut(r).insert(i, branch);
    }

    /// An arm that gives a constant branches; the table stands behind the other one, if that needs it.
    fn arms_branch(&mut self, r: Region, i: usize, choice: NodeId) {
        let n = self.items(r)[i];
        let &[then, other] = self.body.node(choice).regions.as_slice() else { return };
        for arm in [then, other] {
            let last = self.items(arm).len().checked_sub(1);
            let Some(last) = last else { return };
            if let Some(k) = self.i32_const(self.items(arm)[last]) {
                let to = self.target(n, k);
                let br = self.body.add(Node { imm: Imm::Index(to.0), ..blank(Op::Br) });
                self.items_mut(arm)[last] = br;
            } else if self.falls(arm) {
                let value = self.items(arm)[last];
                let alone = self.body.node(value).results.len() == 1;
                let (stacked, args) = if alone { (0, SmallVec::from_slice(&[value])) } else { (1, SmallVec::new()) };
                let table = self.body.add(Node { stacked, args, ..self.body.node(n).clone() });
                if alone {
                    self.items_mut(arm).pop();
                }
                self.items_mut(arm).push(table);
            }
            self.body.regions[arm.ix()].results = Box::new([]);
        }
        let node = self.body.node_mut(choice);
        node.imm = Imm::Block(BlockType::Empty);
        node.results.clear();
        let behind = self.items_mut(r);
        behind.truncate(i);
        behind.push(choice);
    }
}

//! Equal heads of the arms of an `if` stand in front of it.

use super::Shapes;
use loom_eq_lang::{Event, NodeId, Op, Region};
use smallvec::SmallVec;

impl Shapes {
    /// `if (A) X B else X C end` → `A X if B else C end`: the condition waits on the stack while X runs, so X may do anything but branch to the `if`. A plain
    /// condition that X does not touch comes behind it instead, where it stays a tree.
    pub fn equal_heads(&mut self, r: Region, i: usize, then: Region, other: Region) -> bool {
        let count = self.equal_items(then, other);
        if count == 0 {
            return false;
        }
        let n = self.items(r)[i];
        let mut head: Vec<NodeId> = self.items_mut(then).drain(..count).collect();
        self.items_mut(other).drain(..count);
        let condition = self.body.node(n).args.last().copied();
        if let Some(condition) = condition.filter(|c| !self.is_plain(*c) || head.iter().any(|h| self.writes_what(*h, *c))) {
            let node = self.body.node_mut(n);
            node.args.pop();
            node.stacked += 1;
            head.insert(0, condition);
        }
        self.items_mut(r).splice(i..i, head);
        self.settle(r);
        true
    }

    /// How many items at the start of both arms are the same and leave nothing on the stack.
    fn equal_items(&self, then: Region, other: Region) -> usize {
        let (mut count, mut height) = (0, 0);
        for (k, (&a, &b)) in self.items(then).iter().zip(self.items(other)).enumerate() {
            let mut left = self.body.tree_events(a);
            let leaves_the_if = left.any(|e| matches!(e, Event::Op(m) if self.body.targets(m).contains(&then)));
            if leaves_the_if || self.leaves(a) || !self.same_code(self.body.tree_events(a), self.body.tree_events(b)) {
                break;
            }
            let Some(left) = usize::checked_sub(height, self.body.taken(a)) else { break };
            height = left + self.body.node(a).results.len();
            if height == 0 {
                count = k + 1;
            }
        }
        count
    }

    /// Whether `code` writes a local that the plain tree `value` reads.
    fn writes_what(&self, code: NodeId, value: NodeId) -> bool {
        let mut reads: SmallVec<[_; 4]> = SmallVec::new();
        for event in self.body.tree_events(value) {
            if let Event::Op(m) = event {
                reads.extend(self.body.local_of(m));
            }
        }
        self.body.tree_events(code).any(|event| {
            let Event::Op(m) = event else { return false };
            matches!(self.body.node(m).op, Op::LocalSet | Op::LocalTee) && self.body.local_of(m).is_some_and(|l| reads.contains(&l))
        })
    }
}

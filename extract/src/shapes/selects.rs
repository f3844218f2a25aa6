//! Arms that only compute: an `if` becomes a `select`.

use super::Shapes;
use loom_eq_lang::{Event, Imm, LocalIx, Node, NodeId, Op, Region, ValType};
use smallvec::SmallVec;

/// Bytes of a value that is computed whether it is needed or not, to save nothing at once.
const SPECULATED: u32 = 8;

impl Shapes {
    /// Every `if` whose arms are pure values becomes a `select`, wherever it stands.
    pub fn selects(&mut self) -> bool {
        let ifs: Vec<NodeId> = self.body.events().filter_map(|e| if let Event::Close(n, _) = e { Some(n) } else { None }).collect();
        let mut changed = false;
        for n in ifs {
            changed |= self.select(n);
        }
        changed
    }

    fn select(&mut self, n: NodeId) -> bool {
        let node = self.body.node(n);
        let (&[then, other], &[condition], &[ty]) = (node.regions.as_slice(), node.args.as_slice(), node.results.as_slice()) else { return false };
        let (&[a], &[b]) = (self.items(then), self.items(other)) else { return false };
        if node.op != Op::If || node.stacked > 0 || matches!(ty, ValType::Ref(_)) || !self.may_precede(&[a, b], condition) {
            return false;
        }
        let hint = None;
        let select = Node {
            op: Op::Select,
            imm: Imm::None,
            stacked: 0,
            args: SmallVec::from_slice(&[a, b, condition]),
            regions: SmallVec::new(),
            results: SmallVec::from_slice(&[ty]),
            hint,
        };
        *self.body.node_mut(n) = select;
        self.items_mut(then).clear();
        self.items_mut(other).clear();
        true
    }

    /// `if (A) (local.set x (v)) end` → `local.set x (select (v) (local.get x) (A))` for a small v: as long, and an operator that rules look through.
    pub fn only_write(&mut self, r: Region, i: usize, then: Region) -> bool {
        let n = self.items(r)[i];
        let &[set] = self.items(then) else { return false };
        let (&[condition], &[value], Some(local)) = (self.body.node(n).args.as_slice(), self.body.node(set).args.as_slice(), self.body.local_of(set))
        else {
            return false;
        };
        // What was cut off may name a local that is gone.
        let Some(&ty) = self.body.locals.get(local.ix()) else { return false };
        if self.body.node(set).op != Op::LocalSet
            || self.uses[then.ix()] > 0
            || matches!(ty, ValType::Ref(_))
            || self.body.tree_size(value) > SPECULATED
        {
            return false;
        }
        let before = self.body.add_tree(Op::LocalGet, Imm::Index(local.0), &[], ty);
        if !self.may_precede(&[value, before], condition) {
            return false;
        }
        self.items_mut(then).clear();
        let select = self.body.add_tree(Op::Select, Imm::None, &[value, before, condition], ty);
        self.body.node_mut(set).args[0] = select;
        self.items_mut(r)[i] = set;
        true
    }

    /// Whether values may be computed in front of a condition instead of behind it, and always.
    fn may_precede(&self, values: &[NodeId], condition: NodeId) -> bool {
        let mut writes: SmallVec<[LocalIx; 4]> = SmallVec::new();
        for event in self.body.tree_events(condition) {
            match event {
                Event::Op(m) if matches!(self.body.node(m).op, Op::LocalSet | Op::LocalTee) => writes.extend(self.body.local_of(m)),
                Event::Op(m) if self.body.node(m).stacked > 0 => return false,
                _ => {}
            }
        }
        let reads =
            |root| self.body.tree_events(root).any(|e| matches!(e, Event::Op(m) if self.body.local_of(m).is_some_and(|l| writes.contains(&l))));
        values.iter().all(|v| self.is_plain(*v) && !reads(*v))
    }
}

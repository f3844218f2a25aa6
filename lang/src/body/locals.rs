//! The order of locals: unused ones go, equal types stand together, the most used get the short indices.

use super::{Body, Event};
use crate::ids::LocalIx;
use crate::instr::Imm;
use wasmparser::ValType;

impl Body {
    /// How often each local is named.
    pub fn local_uses(&self) -> Vec<u32> {
        let mut uses = vec![0; self.locals.len()];
        for event in self.events() {
            if let Event::Op(n) = event
                && let Some(l) = self.local_of(n)
            {
                uses[l.ix()] += 1;
            }
        }
        uses
    }

    /// Drops unused locals (parameters stay) and renumbers the rest, one run of declarations per type: types with many uses per local
    /// first, and within a type the most used first. A declaration run costs two bytes or more, an index from 128 on one byte more per use.
    pub fn compact_locals(&mut self) {
        let uses = self.local_uses();
        let params = self.ty.params.len();
        let mut order: Vec<usize> = (params..self.locals.len()).filter(|&l| uses[l] > 0).collect();
        let mut types: Vec<(ValType, u32, u32)> = Vec::new();
        for &l in &order {
            match types.iter_mut().find(|(ty, ..)| *ty == self.locals[l]) {
                Some((_, count, total)) => {
                    *count += 1;
                    *total += uses[l];
                }
                None => types.push((self.locals[l], 1, uses[l])),
            }
        }
        types.sort_by(|(_, c1, u1), (_, c2, u2)| (u64::from(*u2) * u64::from(*c1)).cmp(&(u64::from(*u1) * u64::from(*c2))));
        let rank = |ty: ValType| types.iter().position(|(t, ..)| *t == ty);
        // Few locals: every index is one byte, so nothing is gained by reordering inside a type, and names stay in place.
        let by_use = params + order.len() > 128;
        order.sort_by_key(|&l| (rank(self.locals[l]), if by_use { std::cmp::Reverse(uses[l]) } else { std::cmp::Reverse(0) }, l));
        self.renumber((0..params).chain(order).map(LocalIx::new).collect());
    }

    /// Renumbers: the new local `i` is the old `order[i]`; locals that `order` does not have must be unused.
    fn renumber(&mut self, order: Vec<LocalIx>) {
        let mut to = vec![u32::MAX; self.locals.len()];
        for (new, old) in order.iter().enumerate() {
            to[old.ix()] = LocalIx::new(new).0;
        }
        self.locals = order.iter().map(|l| self.locals[l.ix()]).collect();
        self.source_locals = order.iter().map(|l| self.source_locals[l.ix()]).collect();
        for i in 0..self.nodes.len() {
            if let Some(l) = self.local_of(crate::NodeId::new(i)) {
                // Nodes that edits have cut off may name a dropped local; they are never written.
                self.nodes[i].imm = Imm::Index(to.get(l.ix()).copied().unwrap_or(u32::MAX));
            }
        }
    }
}

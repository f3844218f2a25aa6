//! Dominators of a control-flow graph, after K. Cooper, T. Harvey, K. Kennedy, "A simple, fast dominance algorithm" (2001).

use super::cfg::{BlockId, Cfg, End};

/// Which blocks dominate which, and where ways meet.
pub struct Dominators {
    /// Per block its place in reverse postorder.
    place: Vec<Option<usize>>,
    /// Per block, those that it immediately dominates and that are joins, in reverse postorder.
    joins: Vec<Vec<BlockId>>,
    /// Whether several edges from before lead to a block, or a `br_table`.
    join: Vec<bool>,
    /// Whether an edge leads back to a block.
    header: Vec<bool>,
    /// Per block, the blocks that lead to it.
    before: Vec<Vec<BlockId>>,
    /// Per block, how many loops it is in.
    depth: Vec<u32>,
}

impl Dominators {
    /// `None` if an edge leads back to a block that does not dominate where it comes from.
    pub fn of(cfg: &Cfg) -> Option<Dominators> {
        let order = cfg.reverse_postorder();
        let mut place = vec![None; cfg.blocks.len()];
        for (i, b) in order.iter().enumerate() {
            place[b.ix()] = Some(i);
        }
        // By place from here on.
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); order.len()];
        for (i, b) in order.iter().enumerate() {
            for t in cfg.block(*b).end.targets() {
                before[place[t.ix()]?].push(i);
            }
        }
        let mut up: Vec<Option<usize>> = vec![None; order.len()];
        up[0] = Some(0);
        loop {
            let mut changed = false;
            for i in 1..order.len() {
                let mut new = None;
                for &p in before[i].iter().filter(|p| up[**p].is_some()) {
                    new = Some(new.map_or(p, |n| meet(&up, n, p)));
                }
                if up[i] != new {
                    up[i] = new;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        let dominates = |a: usize, mut b: usize| {
            while b > a {
                b = up[b].expect("reached");
            }
            a == b
        };
        let n = cfg.blocks.len();
        let mut out = Dominators {
            place: Vec::new(),
            joins: vec![Vec::new(); n],
            join: vec![false; n],
            header: vec![false; n],
            before: vec![Vec::new(); n],
            depth: vec![0; n],
        };
        for (i, b) in order.iter().enumerate() {
            out.before[b.ix()] = before[i].iter().map(|p| order[*p]).collect();
            let back = before[i].iter().filter(|p| **p >= i);
            if back.clone().any(|p| !dominates(i, *p)) {
                return None;
            }
            let back: Vec<BlockId> = back.map(|p| order[*p]).collect();
            out.header[b.ix()] = !back.is_empty();
            let forward = before[i].iter().filter(|p| **p < i);
            let table = forward.clone().any(|p| matches!(cfg.block(order[*p]).end, End::Switch(..)));
            out.join[b.ix()] = table || forward.count() > 1;
        }
        for i in 1..order.len() {
            if out.join[order[i].ix()] {
                let above = order[up[i].expect("reached")];
                out.joins[above.ix()].push(order[i]);
            }
        }
        for b in order.iter().filter(|b| out.header[b.ix()]) {
            for member in out.members_by(*b, &place) {
                out.depth[member.ix()] += 1;
            }
        }
        out.place = place;
        Some(out)
    }

    /// The blocks of the loop that starts with a header: what leads back to it without passing it.
    pub fn members(&self, header: BlockId) -> Vec<BlockId> {
        self.members_by(header, &self.place)
    }

    fn members_by(&self, header: BlockId, place: &[Option<usize>]) -> Vec<BlockId> {
        let mut members = vec![header];
        // Edges to the header from behind it are back edges.
        let mut todo: Vec<BlockId> = self.before[header.ix()].iter().copied().filter(|b| place[b.ix()] >= place[header.ix()]).collect();
        let mut seen = vec![false; self.before.len()];
        seen[header.ix()] = true;
        while let Some(b) = todo.pop() {
            if !std::mem::replace(&mut seen[b.ix()], true) {
                members.push(b);
                todo.extend(&self.before[b.ix()]);
            }
        }
        members
    }

    /// The block outside of the loop with this header to which the only edge out of it leads.
    pub fn only_exit(&self, cfg: &Cfg, header: BlockId) -> Option<BlockId> {
        let members = self.members(header);
        let mut exits = members.iter().flat_map(|b| cfg.block(*b).end.targets()).filter(|t| !members.contains(t));
        exits.next().filter(|_| exits.next().is_none())
    }

    /// How many loops a block is in.
    pub fn depth(&self, b: BlockId) -> u32 {
        self.depth[b.ix()]
    }

    /// The joins that a block immediately dominates, in reverse postorder.
    pub fn joins(&self, b: BlockId) -> &[BlockId] {
        &self.joins[b.ix()]
    }

    pub fn is_join(&self, b: BlockId) -> bool {
        self.join[b.ix()]
    }

    pub fn is_header(&self, b: BlockId) -> bool {
        self.header[b.ix()]
    }
}

/// The nearest common dominator.
fn meet(up: &[Option<usize>], mut a: usize, mut b: usize) -> usize {
    while a != b {
        while a > b {
            a = up[a].expect("reached");
        }
        while b > a {
            b = up[b].expect("reached");
        }
    }
    a
}

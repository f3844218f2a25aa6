//! After a pass: what is unreachable goes, what could be a tree becomes one.

use super::Shapes;
use loom_eq_lang::{Body, Event, Imm, Node, NodeId, Op, Region};
use smallvec::SmallVec;

impl Shapes {
    /// Drops unreachable items and counts anew, until nothing is unreachable.
    pub fn tidy(&mut self) {
        loop {
            self.recount();
            let mut changed = false;
            for r in self.reachable() {
                let leaves_at = self.items(r).iter().position(|&n| self.leaves(n));
                if let Some(at) = leaves_at
                    && at + 1 < self.items(r).len()
                    && !self.only_unreachable_behind(r, at)
                {
                    self.items_mut(r).truncate(at + 1);
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// The regions that can be written, inner ones first.
    fn reachable(&self) -> Vec<Region> {
        let mut regions: Vec<Region> = self.body.events().filter_map(|e| if let Event::Close(_, r) = e { Some(r) } else { None }).collect();
        let thens: Vec<Region> =
            self.body.events().filter_map(|e| if let Event::Else(n, _) = e { Some(self.body.node(n).regions[0]) } else { None }).collect();
        regions.extend(thens);
        regions.sort_unstable_by(|a, b| b.cmp(a));
        regions.push(Body::ROOT);
        regions
    }

    /// Whether all that follows is the `unreachable` that the types demand (invariant 4 of bodies).
    fn only_unreachable_behind(&self, r: Region, at: usize) -> bool {
        matches!(self.items(r)[at + 1..], [last] if self.body.node(last).op == Op::Unreachable && !self.types_match(r, at))
    }

    /// Whether the validator, who takes a block's results to be there, finds a region's results at its end behind item `at`, which never falls through.
    fn types_match(&self, r: Region, at: usize) -> bool {
        let last = self.body.node(self.items(r)[at]);
        // Behind a jump everything is there.
        last.regions.is_empty() || last.results[..] == self.body.region(r).results[..] && self.height(r, at) == self.body.taken(self.items(r)[at])
    }

    /// The edited body, with trees as large and flags as exact as a parsed one has.
    pub fn finish(mut self) -> Body {
        for r in self.reachable() {
            self.grow_trees(r);
            let last = self.items(r).len().checked_sub(1);
            if let Some(last) = last
                && self.leaves(self.items(r)[last])
                && !self.types_match(r, last)
                && !self.give_results(r, last)
            {
                let unreachable = Node {
                    op: Op::Unreachable,
                    imm: Imm::None,
                    stacked: 0,
                    args: SmallVec::new(),
                    regions: SmallVec::new(),
                    results: SmallVec::new(),
                    hint: None,
                };
                let unreachable = self.body.add(unreachable);
                self.items_mut(r).push(unreachable);
            }
        }
        for r in self.reachable() {
            self.body.regions[r.ix()].falls = self.falls(r);
        }
        self.body
    }

    /// Gives a loop that stands last and never ends the results of its region, so that no `unreachable` must follow.
    fn give_results(&mut self, r: Region, last: usize) -> bool {
        let n = self.items(r)[last];
        let results = self.body.region(r).results.clone();
        let node = self.body.node(n);
        let (Op::Loop, [inside]) = (node.op, node.regions.as_slice()) else { return false };
        let inside = *inside;
        let Some(at) = self.items(inside).len().checked_sub(1) else { return false };
        let alone = node.results.is_empty() && results.len() == 1 && self.body.region(inside).params.is_empty() && self.height(r, last) == 0;
        // Behind a jump the validator takes any value to be there.
        if !alone || !(self.body.node(self.items(inside)[at]).regions.is_empty() || self.give_results_inside(inside, at, &results)) {
            return false;
        }
        self.body.regions[inside.ix()].results = results.clone();
        let node = self.body.node_mut(n);
        node.imm = Imm::Block(super::arms::block_type(&results));
        node.results = results.iter().copied().collect();
        true
    }

    /// The same for what stands last in such a loop.
    fn give_results_inside(&mut self, r: Region, last: usize, results: &[loom_eq_lang::ValType]) -> bool {
        let before = std::mem::replace(&mut self.body.regions[r.ix()].results, results.into());
        let done = self.types_match(r, last) || self.give_results(r, last);
        if !done {
            self.body.regions[r.ix()].results = before;
        }
        done
    }

    /// A value that waits for the very next item becomes its operand.
    fn grow_trees(&mut self, r: Region) {
        let items = std::mem::take(self.items_mut(r));
        let mut grown: Vec<NodeId> = Vec::with_capacity(items.len());
        for n in items {
            while let Some(&before) = grown.last()
                && self.body.node(before).results.len() == 1
                && let Some(taker) = self.first_taker(n)
            {
                grown.pop();
                let taker = self.body.node_mut(taker);
                taker.stacked -= 1;
                taker.args.insert(0, before);
            }
            grown.push(n);
        }
        *self.items_mut(r) = grown;
    }

    /// The node of a tree that runs first of those that take a value from the stack.
    fn first_taker(&self, root: NodeId) -> Option<NodeId> {
        let mut taker = None;
        let mut n = root;
        loop {
            let node = self.body.node(n);
            if node.stacked > 0 {
                taker = Some(n);
            }
            match node.args.first() {
                Some(&first) => n = first,
                None => return taker,
            }
        }
    }
}

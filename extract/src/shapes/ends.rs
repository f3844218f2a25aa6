//! Where regions end, where each end leads, and by what code it comes there: what merging of tails asks of a body.
//!
//! An *end* is the last item of a region that jumps, or its fall through. All is counted in one walk, linear in the body; it is true until something
//! is edited.

use super::Shapes;
use indexmap::IndexMap;
use loom_eq_lang::{Body, Event, NodeId, Op, Region, RegionKind};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Where control goes on from an end.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Onward {
    /// Behind a block, loop or `if`.
    Behind(NodeId),
    /// To the start of a loop.
    Head(Region),
    /// Out of the function.
    Return,
    /// Nowhere: `unreachable`.
    Trap,
}

/// An end of a region.
#[derive(Clone, Debug)]
pub struct End {
    pub region: Region,
    /// The jump; without it the region falls through.
    pub jump: Option<NodeId>,
    /// The items in front of the jump and the jump's operands, in order.
    pub code: Vec<NodeId>,
}

/// What leads to one place.
#[derive(Clone, Debug, Default)]
pub struct Arrivals {
    /// The ends, by their numbers.
    pub ends: Vec<usize>,
    /// The regions whose fall through leads there, whether they fall or not.
    pub regions: Vec<Region>,
}

/// All ends of a body.
pub struct Ends {
    pub ends: Vec<End>,
    pub arrivals: IndexMap<Onward, Arrivals>,
    /// Per region, where its fall through leads; `None` for unreachable regions.
    pub onward: Vec<Option<Onward>>,
    /// Per region, the region around it and the number of the item there that it is part of.
    pub parent: Vec<Option<(Region, usize)>>,
    /// Per region and item, the last item up to it in front of which nothing waits on the stack.
    ground: Vec<Vec<Option<usize>>>,
    /// Per region, when a walk enters and leaves it.
    span: Vec<(usize, usize)>,
    /// Per node, a hash of its tree, and of its tree but its first operand; labels do not count.
    tree: Vec<u64>,
    rest: Vec<u64>,
    /// Per node, the bytes of its tree.
    pub size: Vec<u32>,
}

impl Ends {
    pub fn of(shapes: &Shapes) -> Ends {
        let (nodes, regions) = (shapes.body.nodes.len(), shapes.body.regions.len());
        let mut ends = Ends {
            ends: Vec::new(),
            arrivals: IndexMap::new(),
            onward: vec![None; regions],
            parent: vec![None; regions],
            ground: vec![Vec::new(); regions],
            span: vec![(0, 0); regions],
            tree: vec![0; nodes],
            rest: vec![0; nodes],
            size: vec![0; nodes],
        };
        let order = ends.walk(&shapes.body);
        for &r in &order {
            ends.find_parents(&shapes.body, r);
            ends.find_ground(&shapes.body, r);
        }
        for &r in &order {
            let onward = ends.falls_to(shapes, r);
            ends.onward[r.ix()] = Some(onward);
            ends.arrivals.entry(onward).or_default().regions.push(r);
        }
        for &r in &order {
            ends.end_of(shapes, r);
        }
        ends
    }

    /// Hashes and sizes. Returns the regions, outer ones first.
    fn walk(&mut self, body: &Body) -> Vec<Region> {
        let mut order = vec![Body::ROOT];
        let mut time = 1;
        for event in body.events() {
            time += 1;
            match event {
                Event::Op(n) => self.measure(body, n),
                Event::Open(_, r) => {
                    order.push(r);
                    self.span[r.ix()].0 = time;
                }
                Event::Else(n, r) => {
                    order.push(r);
                    self.span[body.node(n).regions[0].ix()].1 = time;
                    self.span[r.ix()].0 = time;
                }
                Event::Close(n, r) => {
                    self.span[r.ix()].1 = time;
                    self.measure(body, n);
                }
            }
        }
        self.span[Body::ROOT.ix()] = (0, time + 1);
        order
    }

    /// The parts of a node come before it.
    fn measure(&mut self, body: &Body, n: NodeId) {
        let node = body.node(n);
        let mut hasher = DefaultHasher::new();
        (node.op, node.stacked, node.hint, node.args.len(), node.results.as_slice()).hash(&mut hasher);
        if matches!(node.op, Op::Br | Op::BrIf | Op::BrTable) {
            body.targets(n).len().hash(&mut hasher);
        } else {
            node.imm.hash(&mut hasher);
        }
        let mut size = body.node_size(n);
        for a in node.args.iter().skip(1) {
            self.tree[a.ix()].hash(&mut hasher);
        }
        for r in &node.regions {
            body.region(*r).items.len().hash(&mut hasher);
            for item in &body.region(*r).items {
                self.tree[item.ix()].hash(&mut hasher);
                size += self.size[item.ix()];
            }
        }
        size += node.args.iter().map(|a| self.size[a.ix()]).sum::<u32>();
        self.size[n.ix()] = size;
        self.rest[n.ix()] = hasher.finish();
        if let Some(first) = node.args.first() {
            self.tree[first.ix()].hash(&mut hasher);
        }
        self.tree[n.ix()] = hasher.finish();
    }

    fn find_parents(&mut self, body: &Body, r: Region) {
        let mut stack = Vec::new();
        for (i, &item) in body.region(r).items.iter().enumerate() {
            stack.push(item);
            while let Some(n) = stack.pop() {
                for inner in &body.node(n).regions {
                    self.parent[inner.ix()] = Some((r, i));
                }
                stack.extend_from_slice(&body.node(n).args);
            }
        }
    }

    fn find_ground(&mut self, body: &Body, r: Region) {
        let region = body.region(r);
        let (mut height, mut last) = (region.params.len(), None);
        for (i, &n) in region.items.iter().enumerate() {
            if height == 0 {
                last = Some(i);
            }
            self.ground[r.ix()].push(last);
            height = (height + body.node(n).results.len()).saturating_sub(body.taken(n));
        }
    }

    /// The last item up to this one in front of which nothing waits on the stack.
    pub fn ground(&self, r: Region, item: usize) -> Option<usize> {
        self.ground[r.ix()].get(item).copied().flatten()
    }

    /// Where the fall through of a region leads; that of the region around it is known.
    fn falls_to(&self, shapes: &Shapes, r: Region) -> Onward {
        let (Some(n), Some((outer, i))) = (shapes.owner[r.ix()], self.parent[r.ix()]) else { return Onward::Return };
        let around = shapes.body.region(outer);
        let last = around.items[i] == n && i + 1 == around.items.len() && shapes.body.node(n).results[..] == around.results[..];
        self.onward[outer.ix()].filter(|_| last).unwrap_or(Onward::Behind(n))
    }

    fn end_of(&mut self, shapes: &Shapes, r: Region) {
        let items = shapes.items(r);
        let last = items.last().map(|&n| (n, shapes.body.node(n)));
        let (jump, onward) = match last {
            Some((n, node)) if node.op == Op::Br => (Some(n), self.label_leads(&shapes.body, shapes.body.targets(n)[0])),
            Some((n, node)) if node.op == Op::Return => (Some(n), Some(Onward::Return)),
            Some((n, node)) if node.op == Op::Unreachable => (Some(n), Some(Onward::Trap)),
            Some((n, _)) if shapes.leaves(n) => return,
            _ => (None, self.onward[r.ix()]),
        };
        let Some(onward) = onward else { return };
        let mut code = items.to_vec();
        if let Some(n) = jump {
            code.pop();
            code.extend_from_slice(&shapes.body.node(n).args);
        }
        self.arrivals.entry(onward).or_default().ends.push(self.ends.len());
        self.ends.push(End { region: r, jump, code });
    }

    /// Where a branch to `r` leads.
    fn label_leads(&self, body: &Body, r: Region) -> Option<Onward> {
        match body.region(r).kind {
            RegionKind::Loop => Some(Onward::Head(r)),
            RegionKind::Function => Some(Onward::Return),
            _ => self.onward[r.ix()],
        }
    }

    /// A hash of the node and its tree but its first operand. What it branches to by itself counts.
    pub fn hash(&self, body: &Body, n: NodeId) -> u64 {
        let targets = body.targets(n);
        if targets.is_empty() {
            return self.rest[n.ix()];
        }
        let mut hasher = DefaultHasher::new();
        (self.rest[n.ix()], targets.as_slice()).hash(&mut hasher);
        hasher.finish()
    }

    /// The bytes of a node and its tree but its first operand.
    pub fn size_but_first(&self, body: &Body, n: NodeId) -> u32 {
        self.size[n.ix()] - body.node(n).args.first().map_or(0, |a| self.size[a.ix()])
    }

    /// Whether `r` is `outer` or a part of it.
    pub fn within(&self, r: Region, outer: Region) -> bool {
        let ((at, _), (enter, leave)) = (self.span[r.ix()], self.span[outer.ix()]);
        enter <= at && at < leave
    }
}

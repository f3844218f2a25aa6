//! The edits of control structure: blocks, arms and branches, without the e-graph.
//!
//! The skeleton of a body decides where values meet, so these edits come before lifting: what they make is a body of its own, with an e-graph of its own.
//! Each follows from the meaning of structured control alone and saves bytes, or costs none and opens the way for another. No statement
//! is duplicated, and none is moved over another one.
//!
//! | edit | where | bytes |
//! |---|---|---|
//! | a branch to where its region's end leads anyway goes | `branches.rs` | −2, `return` −1 |
//! | a branch to the end of a block that ends another block, or that a branch follows, goes there at once | `branches.rs` | 0 |
//! | `br_if 0 (A); br 1` at an end that leads to 0 → `br_if 1 (not A)` | `branches.rs` | −1, −2 |
//! | `br_if 0 (A); br_if 0 (B)` → `br_if 0 (A or B)` for a pure B | `branches.rs` | −1 |
//! | `br_table`: targets that are the default at its end go; one target only is no table | `branches.rs` | −1 … |
//! | `block … br_if 0 (A); B end` → `… if (not A) B end`, the block's only branch | `arms.rs` | −1, −2 |
//! | `block … if (A) B; br 1 end; C end` → `… if (A) B else C end` | `arms.rs` | −1 … −4 |
//! | `if (eqz A) B else C` → `if (A) C else B`; empty arms; an arm that never ends leaves the other outside | `arms.rs` | −1 … |
//! | `if (A) br 0 end` → `br_if 0 (A)` | `arms.rs` | −3 |
//! | arms that end with the same statement: one, behind the `if` | `arms.rs` | its size |
//! | arms that end with a write of one local: one write of what the arms give | `arms.rs` | −2 |
//! | code that several ways to one place end with: once, and they branch to it | `tails.rs`, `plan.rs`, `merge.rs` | its size, less a block and branches |
//! | code that both arms start with: once, in front of the `if` | `heads.rs` | its size |
//! | arms that are two pure values: `select` | `selects.rs` | −3 |
//! | `if (A) (local.set x (v)) end` → `local.set x (select (v) (local.get x) (A))` for a small pure v | `selects.rs` | 0 |
//! | a pure value that is dropped goes | `branches.rs` | all of it |
//! | compares of one value in a row or nested ⇄ `br_table` ⇄ compares of ranges | `dispatch.rs` | what it is worth |
//! | `br_table` of a choice of constants: the choice branches | `dispatch_index.rs` | the table |
//! | a literal condition | `arms.rs`, `branches.rs` | all of it |
//! | a block without branches | here | −3 |
//!
//! Invariants: those of [`Body`]; a region that was dissolved has no items; the counts of branches in `uses` are never too small.

mod arms;
mod branches;
mod condition;
mod dispatch;
mod dispatch_chain;
mod dispatch_index;
mod dispatch_read;
mod dispatch_set;
mod dispatch_table;
mod dispatch_when;
mod ends;
mod heads;
mod merge;
mod plan;
mod selects;
mod tails;
mod tidy;

use crate::cost::CostModel;
use loom_eq_lang::{Body, Event, NodeId, Op, Region, RegionKind};
use smallvec::SmallVec;

/// Passes over a body. Each edit shortens or simplifies, so few bodies need more than three.
const PASSES: usize = 12;
/// Bodies that are nested deeper are left alone: some questions are answered by walking down or up.
const DEPTH: usize = 2_000;

/// Which equal code on several ways is merged. Merged code has its values joined before it, which takes facts from rules, and a proof may not follow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Merging {
    /// That which stands last in both arms of an `if`, one statement after the other.
    Ends,
    /// And whatever stands in front of jumps to one place.
    Tails,
    /// And what both arms of an `if` start with.
    Heads,
}

/// Which edits are made beyond those that a proof always follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edits {
    /// Which equal code becomes one.
    pub merging: Merging,
    /// Whether dispatches on one value get another form.
    pub dispatch: bool,
}

/// All edits.
impl Default for Edits {
    fn default() -> Edits {
        Edits { merging: Merging::Heads, dispatch: true }
    }
}

/// A body with its control structure edited, if that is cheaper.
pub fn shapes(body: &Body, edits: Edits, cost: &dyn CostModel) -> Option<Body> {
    if depth(body) > DEPTH {
        return None;
    }
    let mut shapes = Shapes::of(body.clone(), edits.merging);
    shapes.edit();
    let shapes = if edits.dispatch { shapes.with_dispatches(cost) } else { shapes };
    let shaped = if edits.merging >= Merging::Tails { shapes.with_tails_merged(cost) } else { shapes }.finish();
    (cost.body(&shaped) < cost.body(body)).then_some(shaped)
}

fn depth(body: &Body) -> usize {
    let (mut deepest, mut at) = (0, 0);
    for event in body.events() {
        match event {
            Event::Open(..) => {
                at += 1;
                deepest = deepest.max(at);
            }
            Event::Close(..) => at -= 1,
            Event::Op(_) | Event::Else(..) => {}
        }
    }
    deepest
}

/// A body with what the edits have to know of its structure.
#[derive(Clone)]
struct Shapes {
    body: Body,
    merging: Merging,
    /// Per region, the block, loop or `if` that it is the inside of.
    owner: Vec<Option<NodeId>>,
    /// Per region, the region that its owner is an item of; `None` if the owner is an operand.
    home: Vec<Option<Region>>,
    /// Per label, how many branches name it, each target of a `br_table` once.
    uses: Vec<u32>,
}

/// Where the end of a region leads.
struct Exits {
    /// The labels that a branch at the end could name instead, inner ones first.
    labels: SmallVec<[Region; 8]>,
    /// Whether the function returns there.
    returns: bool,
}

impl Shapes {
    fn of(body: Body, merging: Merging) -> Shapes {
        let mut shapes = Shapes { body, merging, owner: Vec::new(), home: Vec::new(), uses: Vec::new() };
        shapes.tidy();
        shapes
    }

    /// Counts everything anew.
    fn recount(&mut self) {
        let body = &self.body;
        let regions = body.regions.len();
        let (mut owner, mut home, mut uses) = (vec![None; regions], vec![None; regions], vec![0; regions]);
        for event in body.events() {
            match event {
                Event::Open(n, r) | Event::Else(n, r) => {
                    owner[r.ix()] = Some(n);
                    for &item in &body.region(r).items {
                        for inner in &body.node(item).regions {
                            home[inner.ix()] = Some(r);
                        }
                    }
                }
                Event::Op(n) => {
                    for target in body.targets(n) {
                        uses[target.ix()] += 1;
                    }
                }
                Event::Close(..) => {}
            }
        }
        for &item in &body.region(Body::ROOT).items {
            for inner in &body.node(item).regions {
                home[inner.ix()] = Some(Body::ROOT);
            }
        }
        (self.owner, self.home, self.uses) = (owner, home, uses);
    }

    /// Passes until nothing changes.
    fn edit(&mut self) {
        for _ in 0..PASSES {
            if !self.pass() {
                break;
            }
        }
    }

    /// Tries every edit once everywhere. Whether anything changed.
    fn pass(&mut self) -> bool {
        let mut changed = self.thread();
        // Inner regions were opened later, so they come first; those that a pass makes are looked at in the next.
        for r in (0..self.body.regions.len()).rev().map(Region::new) {
            changed |= self.region(r);
        }
        changed |= self.selects();
        self.tidy();
        changed
    }

    fn region(&mut self, r: Region) -> bool {
        let mut changed = false;
        let mut i = self.items(r).len();
        while i > 0 {
            i -= 1;
            if self.item(r, i) {
                changed = true;
                // The edit may have put something behind or in the place of the item.
                i = (i + 2).min(self.items(r).len());
            }
        }
        changed
    }

    /// One edit of the `i`-th item of a region.
    fn item(&mut self, r: Region, i: usize) -> bool {
        let n = self.items(r)[i];
        let node = self.body.node(n);
        match node.op {
            Op::Block | Op::Loop => self.uses[node.regions[0].ix()] == 0 && self.unwrap(r, i),
            Op::If => self.if_item(r, i),
            Op::Br => self.br(r, i),
            Op::BrIf => self.br_if(r, i) || self.only_if(r, i),
            Op::BrTable => self.br_table(r, i),
            Op::Return => self.returns(r, i),
            Op::Drop => self.dropped(r, i),
            _ => false,
        }
    }

    fn items(&self, r: Region) -> &[NodeId] {
        &self.body.region(r).items
    }

    fn items_mut(&mut self, r: Region) -> &mut Vec<NodeId> {
        &mut self.body.regions[r.ix()].items
    }

    /// The region whose number branches to the end (or, of a loop, the start) of `r` carry.
    fn label(&self, r: Region) -> Region {
        self.owner[r.ix()].map_or(r, |n| self.body.node(n).regions[0])
    }

    /// The number of values in front of item `i` of a region.
    fn height(&self, r: Region, i: usize) -> usize {
        let region = self.body.region(r);
        let mut height = region.params.len();
        for &n in &region.items[..i] {
            // Behind an edit there may be unreachable items until the pass is over, and those may take what nobody gave.
            height = (height + self.body.node(n).results.len()).saturating_sub(self.body.taken(n));
        }
        height
    }

    /// See [`Exits`]. A label carries the same values as the region's end.
    fn exits(&self, r: Region) -> Exits {
        let mut labels = SmallVec::new();
        let mut at = r;
        loop {
            let region = self.body.region(at);
            if region.kind != RegionKind::Loop {
                labels.push(self.label(at));
            }
            if region.kind == RegionKind::Function {
                return Exits { labels, returns: true };
            }
            let (Some(n), Some(home)) = (self.owner[at.ix()], self.home[at.ix()]) else { return Exits { labels, returns: false } };
            let outer = self.body.region(home);
            let results = &self.body.node(n).results;
            match *outer.items.as_slice() {
                [.., last] if last == n && results[..] == outer.results[..] => at = home,
                [.., before, last] if before == n && results.is_empty() => return self.exits_behind(last, labels),
                _ => return Exits { labels, returns: false },
            }
        }
    }

    /// The exits of what stands in front of a jump, if the jump carries nothing.
    fn exits_behind(&self, jump: NodeId, mut labels: SmallVec<[Region; 8]>) -> Exits {
        let node = self.body.node(jump);
        let nothing = node.args.is_empty() && node.stacked == 0;
        let returns = nothing && node.op == Op::Return;
        if nothing && node.op == Op::Br {
            labels.extend(self.body.targets(jump));
        }
        Exits { labels, returns }
    }

    /// Whether the end of a region is reached from its last item.
    fn falls(&self, r: Region) -> bool {
        let Some(&last) = self.items(r).last() else { return true };
        !self.leaves(last)
    }

    /// Whether nothing behind a node is reached.
    fn leaves(&self, n: NodeId) -> bool {
        let node = self.body.node(n);
        let used = |r: &Region| self.uses[r.ix()] > 0;
        match (node.op, node.regions.as_slice()) {
            (Op::Br | Op::BrTable | Op::Return | Op::Unreachable, _) => true,
            (Op::Block, [inside]) => !used(inside) && !self.falls(*inside),
            (Op::Loop, [inside]) => !self.falls(*inside),
            (Op::If, [then, other]) => !used(then) && !self.falls(*then) && !self.falls(*other),
            (op, _) => op.class() == loom_eq_lang::Class::TailCall,
        }
    }

    /// Items now stand in `r`: so says `home`.
    fn settle(&mut self, r: Region) {
        for i in 0..self.items(r).len() {
            let n = self.items(r)[i];
            for k in 0..self.body.node(n).regions.len() {
                let inner = self.body.node(n).regions[k];
                self.home[inner.ix()] = Some(r);
            }
        }
    }

    /// A new region with these items.
    fn add_region(&mut self, kind: RegionKind, items: Vec<NodeId>, results: Box<[loom_eq_lang::ValType]>) -> Region {
        let r = Region::new(self.body.regions.len());
        self.body.regions.push(loom_eq_lang::RegionData { kind, params: Box::new([]), results, items, falls: true, source_label: None });
        self.owner.push(None);
        self.home.push(None);
        self.uses.push(0);
        self.settle(r);
        r
    }

    /// The inside of a block or loop that no branch names stands for itself.
    fn unwrap(&mut self, r: Region, i: usize) -> bool {
        let n = self.items(r)[i];
        let inside = self.body.node(n).regions[0];
        self.splice_arm(r, i, inside);
        true
    }

    /// Puts the operands of item `i` but the condition of an `if`, and the items of its region `inside`, in its place.
    fn splice_arm(&mut self, r: Region, i: usize, inside: Region) {
        let node = self.body.node(self.items(r)[i]);
        let params = node.args.len() - usize::from(node.op == Op::If);
        let mut items = node.args[..params].to_vec();
        let leaves = !self.falls(inside);
        items.append(self.items_mut(inside));
        if leaves {
            self.items_mut(r).truncate(i + 1);
        }
        self.items_mut(r).splice(i..=i, items);
        self.settle(r);
    }
}

//! Merges a tail: its code stands once, and the other ends branch to it.
//!
//! ```text
//! block $l                           block $l
//!   … X  br $l                         block $n
//!   … br_if $l …                         … br $n
//!   … X                      →           … br_if $l …
//! end                                    …
//!                                      end
//!                                      X
//!                                    end
//! ```
//!
//! The new block lies in the innermost region around all the ends (the *host*), or in one further out where that is cheaper, and reaches to the host's
//! end. If all ways to the place have the tail, it moves behind them all, and no block is needed. A value that the tail takes is carried by the block.
//!
//! Invariants:
//! 1. The tail is the same code in all ends, up to labels inside of it, and all labels that it names lie around the host.
//! 2. Nothing but the tail's value is on the stack where the new block starts and ends, so what it falls through with fits.
//! 3. What a merge moved or changed is *dirty*, and no second merge of a round touches it: what [`Ends`] says of it is not true any more.

use super::Shapes;
use super::arms::block_type;
use super::ends::{Arrivals, Ends, Onward};
use super::tails::{Cut, Tail};
use loom_eq_lang::{Event, Imm, Node, NodeId, Op, Region, RegionKind, ValType};
use smallvec::SmallVec;
use std::collections::{HashMap, HashSet};

/// Where a tail goes.
#[derive(Clone, Copy, Debug)]
enum Host {
    /// Behind the node that all its ends leave.
    Behind(NodeId),
    /// To the end of a region (which falls through or not), behind a block of the items from this one on.
    Inside { region: Region, from: usize, falls: bool },
}

struct Plan {
    onward: Onward,
    tail: Tail,
    host: Host,
    /// If all that falls through to where the tail will stand has it: the regions that it comes through, which then give what the tail takes.
    through: Option<Vec<Region>>,
    gain: i64,
}

/// The bytes of a block, and of a branch.
const BLOCK: i64 = 3;
const BRANCH: i64 = 2;
/// What an `if` with nothing in it but a branch costs more than a conditional branch.
const ARM: i64 = 3;

impl Shapes {
    /// One round of merging. Whether anything changed.
    pub(super) fn merge_tails(&mut self) -> bool {
        let ends = Ends::of(self);
        let mut plans = Vec::new();
        for (&onward, arrivals) in &ends.arrivals {
            if arrivals.ends.len() < 2 {
                continue;
            }
            let arity = self.arity(onward);
            for tail in self.tails(&ends, arrivals, arity) {
                plans.extend(self.equal_part(&ends, tail).and_then(|tail| self.plan(&ends, arrivals, onward, tail)));
            }
        }
        plans.sort_by_key(|p| std::cmp::Reverse(p.gain));
        let mut dirty = HashSet::new();
        let mut changed = false;
        for plan in plans {
            if self.untouched(&ends, &plan, &dirty) {
                self.merge(&ends, plan, &mut dirty);
                changed = true;
            }
        }
        if changed {
            self.tidy();
        }
        changed
    }

    /// How many values go there.
    fn arity(&self, onward: Onward) -> usize {
        match onward {
            Onward::Behind(n) => self.body.node(n).results.len(),
            Onward::Head(r) => self.body.label_types(r).len(),
            Onward::Return => self.body.ty.results.len(),
            Onward::Trap => 0,
        }
    }

    /// The ends whose tail is that of the first one, to the letter.
    fn equal_part(&self, ends: &Ends, mut tail: Tail) -> Option<Tail> {
        let first = tail.ends[0];
        tail.ends.retain(|&end| end == first || self.same_code(self.code_of(ends, first), self.code_of(ends, end)));
        (tail.ends.len() > 1).then_some(tail)
    }

    /// The events of a tail.
    fn code_of<'a>(&'a self, ends: &'a Ends, (e, cut): (usize, Cut)) -> impl Iterator<Item = Event> + 'a {
        let before = cut.below.map_or(0, |n| self.body.tree_events(self.body.node(n).args[0]).count());
        ends.ends[e].code[cut.item..].iter().flat_map(|&n| self.body.tree_events(n)).skip(before)
    }

    /// Whether two pieces of code are the same but for the labels inside of them.
    pub(super) fn same_code(&self, mut left: impl Iterator<Item = Event>, mut right: impl Iterator<Item = Event>) -> bool {
        let mut labels: HashMap<Region, Region> = HashMap::new();
        loop {
            match (left.next(), right.next()) {
                (None, None) => return true,
                (Some(Event::Op(a)), Some(Event::Op(b))) => {
                    let (s, t) = (self.body.targets(a), self.body.targets(b));
                    let same_targets = s.len() == t.len() && s.iter().zip(&t).all(|(s, t)| labels.get(s).unwrap_or(s) == t);
                    if !same_targets || s.is_empty() && self.body.node(a).imm != self.body.node(b).imm || !self.same_head(a, b) {
                        return false;
                    }
                }
                (Some(Event::Open(a, r)), Some(Event::Open(b, s))) => {
                    if self.body.node(a).imm != self.body.node(b).imm || !self.same_head(a, b) {
                        return false;
                    }
                    labels.insert(r, s);
                }
                (Some(Event::Else(..)), Some(Event::Else(..))) | (Some(Event::Close(..)), Some(Event::Close(..))) => {}
                _ => return false,
            }
        }
    }

    /// Two nodes without immediates, operands and regions.
    fn same_head(&self, a: NodeId, b: NodeId) -> bool {
        let (a, b) = (self.body.node(a), self.body.node(b));
        a.op == b.op && a.hint == b.hint && a.stacked == b.stacked && a.args.len() == b.args.len() && a.results == b.results
    }

    /// The best place for a tail, if one wins.
    fn plan(&self, ends: &Ends, arrivals: &Arrivals, onward: Onward, tail: Tail) -> Option<Plan> {
        let (size, others) = (i64::from(tail.size), tail.ends.len() as i64 - 1);
        if let Onward::Behind(n) = onward
            && self.fits_behind(ends, &tail, n)
            && let Some(through) = self.all_come(ends, arrivals, &tail, None)
        {
            return Some(Plan { onward, tail, host: Host::Behind(n), through: Some(through), gain: others * size });
        }
        let labels = self.outside_labels(ends, &tail);
        let mut best: Option<(i64, Host, Option<Vec<Region>>)> = None;
        let mut host = Some(self.innermost(ends, &tail)?);
        while let Some(region) = host {
            host = ends.parent[region.ix()].map(|(outer, _)| outer);
            let reaches = match onward {
                Onward::Behind(n) => self.body.node(n).regions.iter().any(|r| ends.within(region, *r)),
                Onward::Head(r) => ends.within(region, r),
                Onward::Return | Onward::Trap => true,
            };
            if !reaches || !labels.iter().all(|l| self.lies_around(ends, *l, region)) {
                break;
            }
            if let Some((gain, from, through)) = self.gain_inside(ends, arrivals, onward, &tail, region)
                && best.as_ref().is_none_or(|(g, ..)| gain > *g)
            {
                best = Some((gain, Host::Inside { region, from, falls: self.falls(region) }, through));
            }
        }
        let (gain, host, through) = best?;
        (gain > 0).then_some(Plan { onward, tail, host, through, gain })
    }

    /// What a tail at the end of this region wins; the first item of the new block; see [`Plan::through`].
    fn gain_inside(&self, ends: &Ends, arrivals: &Arrivals, onward: Onward, tail: &Tail, host: Region) -> Option<(i64, usize, Option<Vec<Region>>)> {
        let direct = tail.ends.iter().find(|(e, _)| ends.ends[*e].region == host).map(|(e, _)| *e);
        let mut from = tail.ends.iter().filter_map(|(e, _)| self.item_in(ends, ends.ends[*e].region, host)).min()?;
        while self.height(host, from) > 0 {
            from = from.checked_sub(1)?;
        }
        let falls_there = ends.onward[host.ix()] == Some(onward);
        let comes = direct.is_none() && falls_there && self.falls(host);
        let through = if comes { self.all_come(ends, arrivals, tail, Some(host)) } else { None };
        let clean = through.is_some();
        let mut cost = i64::from(tail.size);
        if let Some(e) = direct {
            cost += self.jump_size(ends.ends[e].jump);
        } else if !clean {
            if self.falls(host) {
                cost += self.jump_price(ends.onward[host.ix()]?)?;
            }
            if !(falls_there && self.falls(host)) {
                cost += self.jump_price(onward)?;
            }
        }
        let (mut before, mut jumps) = (0, 0);
        for &(e, cut) in &tail.ends {
            let end = &ends.ends[e];
            before += i64::from(tail.size) + self.jump_size(end.jump);
            if Some(e) == direct || clean && end.jump.is_none() {
                continue;
            }
            jumps += 1;
            cost += BRANCH;
            let alone = cut == Cut { item: 0, below: None } && self.body.region(end.region).kind == RegionKind::Then;
            if alone && tail.carried.is_none() && self.owner[end.region.ix()].is_some_and(|n| self.body.node(n).regions.len() == 1) {
                before += ARM;
            }
        }
        if jumps > 0 {
            cost += BLOCK;
        }
        Some((before - cost, from, through))
    }

    fn jump_size(&self, jump: Option<NodeId>) -> i64 {
        jump.map_or(0, |n| i64::from(self.body.node_size(n)))
    }

    /// The bytes of a jump there, if there can be one.
    fn jump_price(&self, onward: Onward) -> Option<i64> {
        match onward {
            Onward::Behind(n) if self.body.node(n).op == Op::Loop => None,
            Onward::Behind(_) | Onward::Head(_) => Some(BRANCH),
            Onward::Return | Onward::Trap => Some(1),
        }
    }

    /// The item of `host` that `r` is a part of; none for `host` itself.
    fn item_in(&self, ends: &Ends, mut r: Region, host: Region) -> Option<usize> {
        loop {
            let (outer, i) = ends.parent[r.ix()].filter(|_| r != host)?;
            if outer == host {
                return Some(i);
            }
            r = outer;
        }
    }

    /// The innermost region that all ends of a tail lie in.
    fn innermost(&self, ends: &Ends, tail: &Tail) -> Option<Region> {
        let mut host = ends.ends[tail.ends[0].0].region;
        for &(e, _) in &tail.ends {
            while !ends.within(ends.ends[e].region, host) {
                host = ends.parent[host.ix()]?.0;
            }
        }
        Some(host)
    }

    /// Whether a branch to `label` is possible from the items of `host`.
    fn lies_around(&self, ends: &Ends, label: Region, host: Region) -> bool {
        match self.owner[label.ix()] {
            Some(n) => self.body.node(n).regions.iter().any(|r| ends.within(host, *r)),
            None => true,
        }
    }

    /// The labels that a tail names and that are not inside of it.
    fn outside_labels(&self, ends: &Ends, tail: &Tail) -> Vec<Region> {
        let (mut inside, mut named) = (HashSet::new(), Vec::new());
        for event in self.code_of(ends, tail.ends[0]) {
            match event {
                Event::Open(_, r) => _ = inside.insert(r),
                Event::Op(n) => named.extend(self.body.targets(n)),
                _ => {}
            }
        }
        named.retain(|r| !inside.contains(r));
        named.sort_unstable();
        named.dedup();
        named
    }

    /// If all that arrives (with a host: from its inside, not from its own end) is an end of the tail, and all that it comes through can change its type:
    /// what it comes through.
    fn all_come(&self, ends: &Ends, arrivals: &Arrivals, tail: &Tail, host: Option<Region>) -> Option<Vec<Region>> {
        let has: HashSet<Region> = tail.ends.iter().map(|(e, _)| ends.ends[*e].region).collect();
        let mut named: HashMap<Region, u32> = HashMap::new();
        for &(e, _) in &tail.ends {
            for label in ends.ends[e].jump.into_iter().flat_map(|n| self.body.targets(n)) {
                *named.entry(label).or_default() += 1;
            }
        }
        if host.is_some_and(|h| !self.ends_inside(ends, h)) {
            return None;
        }
        // What is part of the tail itself stays as it is. Outer regions come first.
        let (mut kept, mut through) = (HashSet::new(), Vec::new());
        for &r in arrivals.regions.iter().filter(|r| host.is_none_or(|h| **r != h && ends.within(**r, h))) {
            if ends.parent[r.ix()].is_some_and(|(outer, _)| kept.contains(&outer) || has.contains(&outer)) {
                kept.insert(r);
                continue;
            }
            let open = self.owner[r.ix()].is_some_and(|n| self.body.node(n).op == Op::If && self.body.node(n).regions.len() == 1);
            let branches = if self.body.region(r).kind == RegionKind::Loop { 0 } else { self.uses[r.ix()] };
            let strange = self.falls(r) && !has.contains(&r) && !self.ends_inside(ends, r);
            if open || strange || !self.body.region(r).params.is_empty() || branches != named.get(&r).copied().unwrap_or(0) {
                return None;
            }
            through.push(r);
        }
        Some(through)
    }

    /// Whether a region ends with a block, loop or `if` that leads where its own end does.
    fn ends_inside(&self, ends: &Ends, r: Region) -> bool {
        let last = self.items(r).last().and_then(|&n| self.body.node(n).regions.first());
        last.is_some_and(|inner| ends.onward[inner.ix()] == ends.onward[r.ix()])
    }

    /// Whether a tail can stand behind `n`: as items, or in place of the operand that `n` is.
    fn fits_behind(&self, ends: &Ends, tail: &Tail, n: NodeId) -> bool {
        let Some((outer, i)) = ends.parent[self.body.node(n).regions[0].ix()] else { return false };
        let (e, cut) = tail.ends[0];
        let one_tree = cut.below.is_some() && cut.item + 1 == ends.ends[e].code.len();
        (self.items(outer)[i] == n || one_tree && self.body.node(n).results.len() == 1)
            && self.outside_labels(ends, tail).iter().all(|l| self.lies_around(ends, *l, outer))
    }

    /// Whether no former merge of the round has changed what a plan rests on (invariant 3).
    fn untouched(&self, ends: &Ends, plan: &Plan, dirty: &HashSet<Region>) -> bool {
        let host = match plan.host {
            Host::Behind(n) => ends.parent[self.body.node(n).regions[0].ix()].map(|(outer, _)| outer),
            Host::Inside { region, falls, .. } => Some(region).filter(|r| self.falls(*r) == falls),
        };
        host.is_some_and(|r| !dirty.contains(&r))
            && !plan.through.iter().flatten().any(|r| dirty.contains(r))
            && !plan.tail.ends.iter().any(|(e, _)| dirty.contains(&ends.ends[*e].region))
            && !self.regions_of(ends, &plan.tail).any(|r| dirty.contains(&r))
    }

    /// The regions in a tail, in all its ends.
    fn regions_of<'a>(&'a self, ends: &'a Ends, tail: &'a Tail) -> impl Iterator<Item = Region> + 'a {
        let events = tail.ends.iter().flat_map(|&end| self.code_of(ends, end));
        events.filter_map(|e| if let Event::Open(_, r) | Event::Else(_, r) = e { Some(r) } else { None })
    }

    fn merge(&mut self, ends: &Ends, plan: Plan, dirty: &mut HashSet<Region>) {
        let regions: Vec<Region> = self.regions_of(ends, &plan.tail).collect();
        dirty.extend(regions);
        dirty.extend(plan.tail.ends.iter().map(|(e, _)| ends.ends[*e].region));
        dirty.extend(plan.through.iter().flatten());
        let types: Box<[ValType]> = plan.tail.carried.into_iter().collect();
        match plan.host {
            Host::Behind(n) => {
                let code = self.cut_all(ends, &plan.tail, |shapes, e| {
                    let jump = ends.ends[e].jump?;
                    shapes.carry(jump, types.len());
                    Some(jump)
                });
                for &r in plan.through.iter().flatten() {
                    self.retype(r, &types);
                }
                dirty.extend(self.put_behind(ends, n, code, &plan.tail));
            }
            Host::Inside { region, from, falls } => {
                dirty.insert(region);
                self.put_inside(ends, &plan, region, from, falls, types);
            }
        }
    }

    /// Takes the tail off all its ends, and puts a jump there if `jump` gives one. The tail's code is that of the first end.
    fn cut_all(&mut self, ends: &Ends, tail: &Tail, mut jump: impl FnMut(&mut Shapes, usize) -> Option<NodeId>) -> Vec<NodeId> {
        let mut kept = None;
        for &(e, cut) in &tail.ends {
            let (mut front, code) = self.cut(ends, e, cut);
            front.extend(jump(self, e));
            let r = ends.ends[e].region;
            *self.items_mut(r) = front;
            self.settle(r);
            kept = kept.or(Some(code));
        }
        kept.unwrap_or_default()
    }

    /// The code of an end in two parts.
    fn cut(&mut self, ends: &Ends, e: usize, cut: Cut) -> (Vec<NodeId>, Vec<NodeId>) {
        let mut front = ends.ends[e].code.clone();
        let code = front.split_off(cut.item);
        if let Some(n) = cut.below {
            let node = self.body.node_mut(n);
            front.push(node.args.remove(0));
            node.stacked += 1;
        }
        (front, code)
    }

    /// The jump takes its values from the stack.
    fn carry(&mut self, jump: NodeId, values: usize) {
        let node = self.body.node_mut(jump);
        node.args.clear();
        node.stacked = u32::try_from(values).unwrap_or(u32::MAX);
    }

    fn retype(&mut self, r: Region, types: &[ValType]) {
        if self.body.region(r).results[..] == *types {
            return;
        }
        self.body.regions[r.ix()].results = types.into();
        if let Some(n) = self.owner[r.ix()] {
            let node = self.body.node_mut(n);
            node.results = SmallVec::from_slice(types);
            node.imm = Imm::Block(block_type(types));
        }
    }

    /// Returns the region that changed.
    fn put_behind(&mut self, ends: &Ends, n: NodeId, code: Vec<NodeId>, tail: &Tail) -> Option<Region> {
        let (outer, i) = ends.parent[self.body.node(n).regions[0].ix()]?;
        if self.items(outer)[i] == n {
            self.items_mut(outer).splice(i + 1..i + 1, code);
            self.settle(outer);
            return Some(outer);
        }
        let (tree, below) = (*code.first()?, tail.ends[0].1.below?);
        let mut stack = vec![self.items(outer)[i]];
        while let Some(parent) = stack.pop() {
            let args = &mut self.body.node_mut(parent).args;
            if let Some(a) = args.iter_mut().find(|a| **a == n) {
                *a = tree;
                break;
            }
            stack.extend_from_slice(args);
        }
        let below = self.body.node_mut(below);
        below.stacked -= 1;
        below.args.insert(0, n);
        Some(outer)
    }

    fn put_inside(&mut self, ends: &Ends, plan: &Plan, host: Region, from: usize, falls: bool, types: Box<[ValType]>) {
        let carried = types.len();
        let node = Node {
            op: Op::Block,
            imm: Imm::Block(block_type(&types)),
            stacked: 0,
            args: SmallVec::new(),
            regions: SmallVec::new(),
            results: SmallVec::from_slice(&types),
            hint: None,
        };
        let block = self.body.add(node);
        let inside = self.add_region(RegionKind::Block, Vec::new(), types.clone());
        self.body.node_mut(block).regions.push(inside);
        self.owner[inside.ix()] = Some(block);
        let falls_there = falls && ends.onward[host.ix()] == Some(plan.onward);
        let arity = self.arity(plan.onward);
        let mut last = None;
        let mut code = self.cut_all(ends, &plan.tail, |shapes, e| {
            let end = &ends.ends[e];
            if end.region == host {
                last = end.jump;
                return None;
            }
            (plan.through.is_none() || end.jump.is_some()).then(|| shapes.jump_to(Op::Br, Some(inside), carried))
        });
        let direct = plan.tail.ends.iter().any(|(e, _)| ends.ends[*e].region == host);
        let mut items = std::mem::take(self.items_mut(host));
        let mut body = items.split_off(from.min(items.len()));
        if direct {
            if self.height_of(&body) != Some(carried) {
                body.push(self.jump_to(Op::Br, Some(inside), carried));
            }
            if let Some(jump) = last {
                self.carry(jump, arity);
                code.push(jump);
            }
        } else if let Some(through) = &plan.through {
            for &r in through {
                self.retype(r, &types);
            }
        } else {
            if falls && let Some(onward) = ends.onward[host.ix()] {
                let over = self.jump_onward(onward);
                body.push(over);
            }
            if !falls_there {
                let jump = self.jump_onward(plan.onward);
                code.push(jump);
            }
        }
        *self.items_mut(inside) = body;
        self.settle(inside);
        items.push(block);
        items.append(&mut code);
        *self.items_mut(host) = items;
        self.settle(host);
    }

    /// The values that some items leave on the stack, if they take none from before.
    fn height_of(&self, items: &[NodeId]) -> Option<usize> {
        items.iter().try_fold(0usize, |height, &n| Some(height.checked_sub(self.body.taken(n))? + self.body.node(n).results.len()))
    }

    /// A jump there that takes its values from the stack.
    fn jump_onward(&mut self, onward: Onward) -> NodeId {
        let arity = self.arity(onward);
        match onward {
            Onward::Behind(n) => self.jump_to(Op::Br, self.body.node(n).regions.first().copied(), arity),
            Onward::Head(r) => self.jump_to(Op::Br, Some(r), arity),
            Onward::Return => self.jump_to(Op::Return, None, arity),
            Onward::Trap => self.jump_to(Op::Unreachable, None, 0),
        }
    }

    fn jump_to(&mut self, op: Op, label: Option<Region>, values: usize) -> NodeId {
        if let Some(r) = label {
            self.uses[r.ix()] += 1;
        }
        self.body.add(Node {
            op,
            imm: label.map_or(Imm::None, |r| Imm::Index(r.0)),
            stacked: u32::try_from(values).unwrap_or(u32::MAX),
            args: SmallVec::new(),
            regions: SmallVec::new(),
            results: SmallVec::new(),
            hint: None,
        })
    }
}

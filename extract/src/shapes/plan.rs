//! Where a merged tail goes, and what it wins there.
//!
//! The tail's new place lies in the innermost region around all its ends (the *host*), or in one further out where that is cheaper. A block from the first
//! item with an end in it to the host's end is what the ends leave by a branch; if all ways to a place have the tail, it moves behind them all, and
//! no block is needed.
//!
//! The bytes are counted as the encoder would, but for the edits that a merge opens the way for; the encoder has the last word on each round.

use super::Shapes;
use super::ends::{Arrivals, Ends, Onward};
use super::tails::{Cut, Tail};
use loom_eq_lang::{Event, NodeId, Op, Region, RegionKind};
use std::collections::{HashMap, HashSet};

/// Where a tail goes.
#[derive(Clone, Copy, Debug)]
pub enum Host {
    /// Behind the node that all its ends leave.
    Behind(NodeId),
    /// To the end of a region (which falls through or not), behind a block of the items from this one on.
    Inside { region: Region, from: usize, falls: bool },
}

/// A merge that wins.
pub struct Plan {
    pub onward: Onward,
    pub tail: Tail,
    pub host: Host,
    /// If all that falls through to where the tail will stand has it: the regions that it comes through, which then give what the tail takes.
    pub through: Option<Vec<Region>>,
    pub gain: i64,
}

/// So many regions are looked at, from the innermost outwards.
const HOSTS: usize = 16;
/// The bytes of a block, and of a branch.
const BLOCK: i64 = 3;
const BRANCH: i64 = 2;
/// What an `if` with nothing in it but a branch costs more than a conditional branch.
const ARM: i64 = 3;

impl Shapes {
    /// How many values go there.
    pub(super) fn arity(&self, onward: Onward) -> usize {
        match onward {
            Onward::Behind(n) => self.body.node(n).results.len(),
            Onward::Head(r) => self.body.label_types(r).len(),
            Onward::Return => self.body.ty.results.len(),
            Onward::Trap => 0,
        }
    }

    /// The ends whose tail is that of the first one, to the letter.
    pub(super) fn equal_part(&self, ends: &Ends, mut tail: Tail) -> Option<Tail> {
        let first = tail.ends[0];
        tail.ends.retain(|&end| end == first || self.same_code(self.code_of(ends, first), self.code_of(ends, end)));
        (tail.ends.len() > 1).then_some(tail)
    }

    /// The events of a tail.
    pub(super) fn code_of<'a>(&'a self, ends: &'a Ends, (e, cut): (usize, Cut)) -> impl Iterator<Item = Event> + 'a {
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
    pub(super) fn plan(&self, ends: &Ends, arrivals: &Arrivals, onward: Onward, tail: Tail) -> Option<Plan> {
        let (size, others) = (i64::from(tail.size), tail.ends.len() as i64 - 1);
        if let Onward::Behind(n) = onward
            && self.fits_behind(ends, &tail, n)
            && let Some(through) = self.all_come(ends, arrivals, &tail, None)
        {
            return Some(Plan { onward, tail, host: Host::Behind(n), through: Some(through), gain: others * size });
        }
        let labels = self.outside_labels(ends, &tail);
        let mut best: Option<(i64, Host, Option<Vec<Region>>)> = None;
        let innermost = self.innermost(ends, &tail)?;
        for region in std::iter::successors(Some(innermost), |r| ends.parent[r.ix()].map(|(outer, _)| outer)).take(HOSTS) {
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
        let first = tail.ends.iter().filter_map(|(e, _)| self.item_in(ends, ends.ends[*e].region, host)).min()?;
        let from = ends.ground(host, first)?;
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
    pub(super) fn lies_around(&self, ends: &Ends, label: Region, host: Region) -> bool {
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
}

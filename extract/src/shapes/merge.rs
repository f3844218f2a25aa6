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
//! `plan.rs` says where. A value that the tail takes is carried by the block, or by the branches that there are.
//!
//! Invariants:
//! 1. The tail is the same code in all ends, up to labels inside of it, and all labels that it names lie around the host.
//! 2. Nothing but the tail's value is on the stack where the new block starts and ends, so what it falls through with fits.
//! 3. What a merge moved or changed is *dirty*, and no second merge of a round touches it: what [`Ends`] says of it is not true any more.

use super::Shapes;
use super::arms::block_type;
use super::ends::{Ends, Onward};
use super::plan::{Host, Plan};
use super::tails::{Cut, Tail};
use loom_eq_lang::{Event, Imm, Node, NodeId, Op, Region, RegionKind, ValType};
use smallvec::SmallVec;
use std::collections::HashSet;

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

//! A structured body as a control-flow graph.
//!
//! A value that waits on the stack is put into a local where it is made; so are the values that blocks, arms and branches carry.

use super::cfg::{Block, BlockId, Cfg, End};
use loom_eq_lang::{Body, Event, Imm, LocalIx, NodeId, Op, Region, RegionKind, ValType};
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};

/// Bodies whose regions or trees are nested deeper are left alone.
const DEPTH: usize = 300;

/// Where a branch to a label goes, and what holds the values that it carries.
#[derive(Clone)]
struct Label {
    block: BlockId,
    values: Vec<LocalIx>,
}

struct Build {
    cfg: Cfg,
    /// The block that is being filled; `None` behind what never falls through.
    at: Option<BlockId>,
    /// Per region its label.
    labels: Vec<Option<Label>>,
    /// What waits: locals of this region and those around it.
    stack: Vec<LocalIx>,
    /// Per node, whether there are blocks or branches in its tree.
    control: Vec<bool>,
}

/// The control-flow graph of a body; `None` if it is nested too deep or a value cannot be in a local.
pub fn build(body: &Body) -> Option<Cfg> {
    let mut written = vec![false; body.ty.params.len()];
    let sets = body.nodes.iter().filter(|n| matches!(n.op, Op::LocalSet | Op::LocalTee));
    for node in sets {
        if let Imm::Index(l) = node.imm
            && let Some(w) = written.get_mut(l as usize)
        {
            *w = true;
        }
    }
    let blocks = vec![Block { items: Vec::new(), end: End::Stop }];
    let cfg = Cfg { body: body.clone(), blocks, fixed: BTreeSet::new(), single: BTreeMap::new(), zeroed: Vec::new(), written };
    let labels = vec![None; body.regions.len()];
    let mut build = Build { cfg, at: Some(Cfg::ENTRY), labels, stack: Vec::new(), control: control(body)? };
    let values = build.locals(&body.ty.results)?;
    let exit = build.new_block();
    build.labels[0] = Some(Label { block: exit, values: values.clone() });
    build.region(Body::ROOT, 0)?;
    build.leave_region(Body::ROOT, exit);
    let results = values.into_iter().map(|l| build.cfg.get(l)).collect();
    build.cfg.block_mut(exit).end = End::Return(results);
    Some(build.cfg)
}

/// Per node whether there are blocks or branches in its tree; `None` if a tree is too deep.
fn control(body: &Body) -> Option<Vec<bool>> {
    let mut control = vec![false; body.nodes.len()];
    let mut depth = vec![0; body.nodes.len()];
    for event in body.events() {
        let (Event::Op(n) | Event::Close(n, _)) = event else { continue };
        let node = body.node(n);
        let own = !node.regions.is_empty() || node.op == Op::BrIf;
        control[n.ix()] = own || node.args.iter().any(|a| control[a.ix()]);
        depth[n.ix()] = 1 + node.args.iter().map(|a| depth[a.ix()]).max().unwrap_or(0);
        if depth[n.ix()] > DEPTH {
            return None;
        }
    }
    Some(control)
}

impl Build {
    fn locals(&mut self, types: &[ValType]) -> Option<Vec<LocalIx>> {
        types.iter().map(|t| t.is_defaultable().then(|| self.cfg.body.add_local(*t))).collect()
    }

    fn new_block(&mut self) -> BlockId {
        self.cfg.add_block(Vec::new(), End::Stop)
    }

    fn push(&mut self, n: NodeId) {
        if let Some(at) = self.at {
            self.cfg.block_mut(at).items.push(n);
        }
    }

    fn end(&mut self, end: End) {
        if let Some(at) = self.at.take() {
            self.cfg.block_mut(at).end = end;
        }
    }

    fn set(&mut self, local: LocalIx, value: NodeId) {
        let set = self.cfg.set(local, value);
        self.push(set);
    }

    /// The items of a region, whose parameters wait on the stack.
    fn region(&mut self, r: Region, depth: usize) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        for n in std::mem::take(&mut self.cfg.body.regions[r.ix()].items) {
            if self.at.is_none() {
                break;
            }
            self.item(n, depth)?;
        }
        Some(())
    }

    /// The end of a region: its results go where the label's values are.
    fn leave_region(&mut self, r: Region, next: BlockId) {
        let label = self.labels[r.ix()].clone().expect("an open region has a label");
        if self.at.is_some() {
            let from = self.take(self.cfg.body.region(r).results.len());
            self.copy(&from, &label.values);
        }
        self.end(End::Jump(next));
    }

    /// Takes values off the stack.
    fn take(&mut self, count: usize) -> Vec<LocalIx> {
        self.stack.split_off(self.stack.len().saturating_sub(count))
    }

    fn copy(&mut self, from: &[LocalIx], to: &[LocalIx]) {
        for (f, t) in from.iter().zip(to) {
            let value = self.cfg.get(*f);
            self.set(*t, value);
        }
    }

    /// One item: what it leaves waits in locals.
    fn item(&mut self, n: NodeId, depth: usize) -> Option<()> {
        self.operands(n, depth)?;
        if self.at.is_none() {
            return Some(());
        }
        let node = self.cfg.body.node(n).clone();
        match node.op {
            Op::Block | Op::Loop | Op::If => return self.structure(n, depth),
            Op::Br | Op::BrIf | Op::BrTable => return self.branch(n),
            Op::Return => self.end(End::Return(node.args.to_vec())),
            Op::Unreachable | Op::ReturnCall | Op::ReturnCallIndirect | Op::ReturnCallRef => {
                self.push(n);
                self.end(End::Stop);
            }
            _ => {
                let results = self.locals(&node.results)?;
                match *results.as_slice() {
                    [] => self.push(n),
                    [one] => self.set(one, n),
                    _ => {
                        self.push(n);
                        for l in results.iter().rev() {
                            let set = self.cfg.statement(Op::LocalSet, Imm::Index(l.0), &[]);
                            self.cfg.body.node_mut(set).stacked = 1;
                            self.push(set);
                        }
                    }
                }
                self.stack.extend(results);
            }
        }
        Some(())
    }

    /// Makes all operands of a node trees of plain operators: what waited is read from its local, control inside of an operand comes before.
    fn operands(&mut self, n: NodeId, depth: usize) -> Option<()> {
        let node = self.cfg.body.node(n).clone();
        let last = node.args.iter().rposition(|a| self.control[a.ix()]);
        let mut args: SmallVec<[NodeId; 3]> = SmallVec::new();
        for (i, &arg) in node.args.iter().enumerate() {
            if self.control[arg.ix()] {
                // It leaves its value on the stack, on top of those before it.
                self.item(arg, depth)?;
                if self.at.is_none() {
                    return Some(());
                }
            } else if last.is_some_and(|l| i < l) {
                self.operands(arg, depth)?;
                let ty = self.cfg.ty(arg);
                let local = self.locals(&[ty])?[0];
                self.set(local, arg);
                self.stack.push(local);
            } else {
                self.operands(arg, depth)?;
                args.push(arg);
            }
        }
        let waiting = node.stacked as usize + last.map_or(0, |l| l + 1);
        let waiting = self.take(waiting);
        let mut all: SmallVec<[NodeId; 3]> = waiting.into_iter().map(|l| self.cfg.get(l)).collect();
        all.append(&mut args);
        let node = self.cfg.body.node_mut(n);
        node.args = all;
        node.stacked = 0;
        Some(())
    }

    fn structure(&mut self, n: NodeId, depth: usize) -> Option<()> {
        let node = self.cfg.body.node(n).clone();
        let first = node.regions[0];
        let region = self.cfg.body.region(first).clone();
        let results = self.locals(&region.results)?;
        let params = self.locals(&region.params)?;
        for (l, value) in params.iter().zip(&node.args) {
            self.set(*l, *value);
        }
        let next = self.new_block();
        let base = self.stack.len();
        let label = match region.kind {
            RegionKind::Loop => {
                let header = self.new_block();
                self.end(End::Jump(header));
                self.at = Some(header);
                Label { block: header, values: params.clone() }
            }
            _ => Label { block: next, values: results.clone() },
        };
        let arms: SmallVec<[(Region, Option<BlockId>); 2]> = if node.op == Op::If {
            let condition = *node.args.last()?;
            let (then, other) = (self.new_block(), self.new_block());
            self.end(End::Branch(condition, then, other, node.hint));
            let second = node.regions.get(1).copied();
            if second.is_none() {
                // Without a second arm the parameters are the results.
                self.at = Some(other);
                self.copy(&params, &results);
                self.end(End::Jump(next));
            }
            std::iter::once((first, Some(then))).chain(second.map(|r| (r, Some(other)))).collect()
        } else {
            SmallVec::from_slice(&[(first, None)])
        };
        for (r, start) in arms {
            if start.is_some() {
                self.at = start;
            }
            self.labels[r.ix()] = Some(label.clone());
            self.stack.truncate(base);
            self.stack.extend(&params);
            self.region(r, depth + 1)?;
            // The end of a loop leads on, with its results.
            self.labels[r.ix()] = Some(Label { block: next, values: results.clone() });
            self.leave_region(r, next);
        }
        self.stack.truncate(base);
        self.stack.extend(results);
        self.at = Some(next);
        Some(())
    }

    fn branch(&mut self, n: NodeId) -> Option<()> {
        let mut node = self.cfg.body.node(n).clone();
        let targets = self.cfg.body.targets(n);
        let condition = if node.op == Op::Br { None } else { node.args.pop() };
        let labels: Vec<Label> = targets.iter().map(|t| self.labels[t.ix()].clone()).collect::<Option<_>>()?;
        // Values are copied twice: a label's locals may be read by them, and a branch that is not taken must not write them.
        let types: Vec<ValType> = node.args.iter().map(|a| self.cfg.ty(*a)).collect();
        let held = self.locals(&types)?;
        for (l, value) in held.iter().zip(&node.args) {
            self.set(*l, *value);
        }
        if let (Op::Br, [label]) = (node.op, labels.as_slice()) {
            self.copy(&held, &label.values);
            self.end(End::Jump(label.block));
            return Some(());
        }
        let from = self.at?;
        let ways: Vec<BlockId> = labels.iter().map(|label| self.way(&held, label)).collect();
        self.at = Some(from);
        let condition = condition?;
        if node.op == Op::BrTable {
            self.end(End::Switch(condition, ways));
        } else {
            let next = self.new_block();
            self.end(End::Branch(condition, ways[0], next, node.hint));
            self.at = Some(next);
            self.stack.extend(held);
        }
        Some(())
    }

    /// A block that hands values to a label, if there are any.
    fn way(&mut self, held: &[LocalIx], label: &Label) -> BlockId {
        if label.values.is_empty() {
            return label.block;
        }
        let way = self.new_block();
        self.at = Some(way);
        self.copy(held, &label.values);
        self.end(End::Jump(label.block));
        way
    }
}

//! Jump threading: an edge to a block whose branch is decided by what holds on the edge goes where that branch leads, with a copy of what the block does before.
//!
//! ```text
//!   a: … s = 1; jump j                a: … s = 1; jump t
//!   b: … s = 0; jump j                b: … s = 0; jump f
//!   j: branch (s) t f
//! ```
//!
//! Blocks are copied only if they have no effects and are short; loop headers are not, so that no edge leads into the middle of a loop. A `select` of constants
//! that decides a branch becomes a branch, and a branch that facts decide a jump.

use super::cfg::{Block, BlockId, Cfg, End};
use super::dominators::Dominators;
use super::facts::{Facts, Tree, is_comparison};
use super::simplify::{discard, simplify};
use super::sink::sink;
use super::webs::number;
use loom_eq_lang::{Const, NodeId, Op};

/// Budgets of one run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Threading {
    /// Bytes of a block, or a path of blocks, that is copied.
    pub block: u32,
    /// Bytes copied in all.
    pub total: u32,
}

impl Default for Threading {
    fn default() -> Threading {
        Threading { block: 40, total: 600 }
    }
}

/// Rounds of finding facts and using them, and the nodes that all rounds look at.
const ROUNDS: usize = 24;
const WORK: usize = 60_000;
/// Nodes of a graph in which all operators are folded.
const SMALL: usize = 2_000;

/// Which operators with known values become constants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fold {
    All,
    /// Comparisons and `select`s.
    Decisions,
}

/// Blocks on a path that is copied.
const PATH: usize = 4;

/// Decides, splits and threads until nothing changes or the budget is spent. Whether anything changed.
pub fn thread(cfg: &mut Cfg, config: Threading) -> bool {
    let mut budget = config.total;
    let mut any = false;
    let nodes: usize = cfg.reverse_postorder().into_iter().map(|b| cfg.block_nodes(b).count()).sum();
    let what = if nodes <= SMALL { Fold::All } else { Fold::Decisions };
    for _ in 0..(WORK / nodes.max(1)).clamp(2, ROUNDS) {
        number(cfg);
        if sink(cfg) {
            number(cfg);
        }
        let changed = decide(cfg, what) || split_selects(cfg, config.block, &mut budget) || thread_edges(cfg, config.block, &mut budget);
        if !changed {
            break;
        }
        any = true;
        simplify(cfg);
    }
    any
}

/// What holds where each block starts; `None` for what is not reached.
fn entry_facts(cfg: &Cfg) -> Vec<Option<Facts>> {
    let order = cfg.reverse_postorder();
    let mut at: Vec<Option<Facts>> = vec![None; cfg.blocks.len()];
    at[0] = Some(Facts::at_start(cfg));
    // Facts only get fewer from the first time that a block is reached, so this ends.
    loop {
        let mut changed = false;
        for b in &order {
            let Some(mut facts) = at[b.ix()].clone() else { continue };
            run(cfg, *b, &mut facts);
            let end = &cfg.block(*b).end;
            for (i, t) in end.targets().into_iter().enumerate() {
                let mut along = facts.clone();
                along.along(cfg, end, i);
                let slot = &mut at[t.ix()];
                let new = match slot.take() {
                    None => along,
                    Some(before) => {
                        let mut met = before.clone();
                        met.meet(&along);
                        if met == before {
                            *slot = Some(before);
                            continue;
                        }
                        met
                    }
                };
                *slot = Some(new);
                changed = true;
            }
        }
        if !changed {
            return at;
        }
    }
}

fn run(cfg: &Cfg, b: BlockId, facts: &mut Facts) {
    for tree in cfg.trees(b) {
        facts.run(cfg, tree);
    }
}

/// Where an end leads under facts that hold behind its trees, if that is decided.
fn decided(cfg: &Cfg, end: &End, facts: &Facts) -> Option<BlockId> {
    let value = |n: NodeId| {
        let tree = Tree::of(cfg, n).or_else(|| cfg.body.local_of(n).map(Tree::Local))?;
        match facts.value(&tree)? {
            Const::I32(v) => Some(v.cast_unsigned()),
            _ => None,
        }
    };
    match end {
        End::Branch(c, t, f, _) => {
            let tree = Tree::of(cfg, *c).or_else(|| cfg.body.local_of(*c).map(Tree::Local))?;
            facts.truth(&tree).map(|yes| if yes { *t } else { *f })
        }
        End::Switch(i, targets) => value(*i).map(|v| targets[(v as usize).min(targets.len() - 1)]),
        _ => None,
    }
}

/// Operators with known values, and `select`s with known conditions, in the trees of a block. Whether there were any.
fn fold(cfg: &mut Cfg, b: BlockId, entry: &Facts, what: Fold) -> bool {
    let mut facts = entry.clone();
    let mut changed = false;
    for tree in cfg.trees(b).collect::<Vec<_>>() {
        // What the tree itself writes is not known inside of it.
        if cfg.nodes(tree).all(|n| cfg.body.node(n).op != Op::LocalTee) {
            for n in cfg.nodes(tree).collect::<Vec<_>>() {
                let node = cfg.body.node(n);
                let select = matches!(node.op, Op::Select | Op::TypedSelect);
                let looked_at = select || is_comparison(node.op) || what == Fold::All && node.op.is_pure() && !node.args.is_empty();
                if !looked_at || !cfg.is_value(n) {
                    continue;
                }
                let known = Tree::of(cfg, n).and_then(|t| facts.value(&t));
                let new = match known {
                    Some(c) if node.results.first() == Some(&c.ty()) => cfg.constant(c),
                    _ if select => {
                        let (args, condition) = (node.args.clone(), Tree::of(cfg, node.args[2]));
                        match condition.and_then(|t| facts.truth(&t)) {
                            Some(yes) => args[usize::from(!yes)],
                            None => continue,
                        }
                    }
                    _ => continue,
                };
                *cfg.body.node_mut(n) = cfg.body.node(new).clone();
                changed = true;
            }
        }
        facts.run(cfg, tree);
    }
    changed
}

/// Branches that are decided whatever the way becomes jumps.
pub fn decide(cfg: &mut Cfg, what: Fold) -> bool {
    let entry = entry_facts(cfg);
    let mut changed = false;
    for b in cfg.reverse_postorder() {
        let Some(mut facts) = entry[b.ix()].clone() else { continue };
        changed |= fold(cfg, b, &facts, what);
        run(cfg, b, &mut facts);
        let end = cfg.block(b).end.clone();
        if let Some(target) = decided(cfg, &end, &facts) {
            end.trees().into_iter().for_each(|n| discard(cfg, b, n));
            cfg.block_mut(b).end = End::Jump(target);
            changed = true;
        }
    }
    changed
}

/// Copies blocks for edges that decide where they, or those behind them, lead.
fn thread_edges(cfg: &mut Cfg, limit: u32, budget: &mut u32) -> bool {
    let Some(dominators) = Dominators::of(cfg) else { return false };
    let entry = entry_facts(cfg);
    let edges = cfg.edges_in();
    let mut changed = false;
    for b in cfg.reverse_postorder() {
        let Some(mut facts) = entry[b.ix()].clone() else { continue };
        run(cfg, b, &mut facts);
        let end = cfg.block(b).end.clone();
        for (i, first) in end.targets().into_iter().enumerate() {
            let mut along = facts.clone();
            along.along(cfg, &end, i);
            let mut path = Vec::new();
            let mut at = first;
            let mut size = 0;
            let mut joined = false;
            let target = loop {
                size += cfg.size(at);
                joined |= edges[at.ix()] > 1;
                // The only way into a loop may test once before it: then the loop starts behind the test.
                let entry = |h: BlockId| dominators.depth(b) < dominators.depth(h) && edges[h.ix()] == 2;
                let copied = (!dominators.is_header(at) || entry(at)) && cfg.trees(at).all(|n| cfg.is_pure(n)) && size <= limit.min(*budget);
                if !copied || path.len() == PATH || path.contains(&at) {
                    break None;
                }
                path.push(at);
                run(cfg, at, &mut along);
                let end = &cfg.block(at).end;
                if let Some(target) = decided(cfg, end, &along) {
                    break Some(target);
                }
                match end {
                    End::Jump(next) => at = *next,
                    _ => break None,
                }
            };
            let Some(target) = target.filter(|_| joined) else { continue };
            *budget -= size;
            let mut next = target;
            for at in path.into_iter().rev() {
                let Block { items, end } = cfg.copy_block(at);
                let new = cfg.add_block(items, End::Jump(next));
                end.trees().into_iter().for_each(|n| discard(cfg, new, n));
                next = new;
            }
            *cfg.block_mut(b).end.targets_mut()[i] = next;
            changed = true;
        }
        if changed {
            // The facts are those of the graph as it was.
            return true;
        }
    }
    changed
}

/// A branch that a `select` with a constant decides, at once or in a local that is written just before, becomes a branch on the condition of the `select`.
fn split_selects(cfg: &mut Cfg, limit: u32, budget: &mut u32) -> bool {
    for b in cfg.reverse_postorder() {
        unfold_tee(cfg, b);
        unfold_singles(cfg, b);
        if split_end(cfg, b) || split_write(cfg, b, limit, budget) {
            return true;
        }
    }
    false
}

/// The write of a local in the tree that an end evaluates stands before, if it is the whole tree.
fn unfold_tee(cfg: &mut Cfg, b: BlockId) {
    let (End::Branch(n, ..) | End::Switch(n, _)) = cfg.block(b).end else { return };
    let node = cfg.body.node(n).clone();
    if node.op == Op::LocalTee
        && let Some(local) = cfg.body.local_of(n)
    {
        let set = cfg.set(local, node.args[0]);
        let get = cfg.get(local);
        let block = cfg.block_mut(b);
        block.items.push(set);
        match &mut block.end {
            End::Branch(n, ..) | End::Switch(n, _) => *n = get,
            _ => {}
        }
    }
}

/// What an end evaluates, written out over the definitions of the locals that it reads, where a `select` comes to light that way.
fn unfold_singles(cfg: &mut Cfg, b: BlockId) {
    let (End::Branch(n, ..) | End::Switch(n, _)) = cfg.block(b).end else { return };
    let mut budget = UNFOLDED;
    if let Some(new) = unfolded(cfg, n, &mut budget)
        && deciding_select(cfg, new).is_some()
        && let End::Branch(n, ..) | End::Switch(n, _) = &mut cfg.block_mut(b).end
    {
        *n = new;
    }
}

/// Nodes of a value that is written out.
const UNFOLDED: usize = 24;

/// A copy of a value with the definitions of locals in their place, where these are the same everywhere.
fn unfolded(cfg: &mut Cfg, n: NodeId, budget: &mut usize) -> Option<NodeId> {
    *budget = budget.checked_sub(1)?;
    if let (Op::LocalGet, Some(l)) = (cfg.body.node(n).op, cfg.body.local_of(n)) {
        return match cfg.single.get(&l).copied() {
            Some(value) if Tree::of(cfg, n).is_some_and(|t| t != Tree::Local(l)) => unfolded(cfg, value, budget),
            _ => Some(cfg.copy(n)),
        };
    }
    let mut node = cfg.body.node(n).clone();
    node.args = node.args.iter().map(|a| unfolded(cfg, *a, budget)).collect::<Option<_>>()?;
    Some(cfg.body.add(node))
}

/// The `select` in a value that decides an end, if that is constant for one of its operands.
fn deciding_select(cfg: &Cfg, root: NodeId) -> Option<NodeId> {
    if !cfg.is_value(root) {
        return None;
    }
    let facts = Facts::default();
    cfg.nodes(root).find(|n| {
        let node = cfg.body.node(*n);
        matches!(node.op, Op::Select | Op::TypedSelect)
            && (0..2).any(|i| cfg.literal(node.args[i]).is_some() && Tree::with(cfg, root, *n, i).is_some_and(|t| facts.value(&t).is_some()))
    })
}

/// A copy of a tree with one of the operands of a `select` in its place.
fn replaced(cfg: &mut Cfg, root: NodeId, select: NodeId, which: usize) -> NodeId {
    if root == select {
        let arm = cfg.body.node(select).args[which];
        return cfg.copy(arm);
    }
    let mut node = cfg.body.node(root).clone();
    node.args = node.args.iter().map(|a| replaced(cfg, *a, select, which)).collect();
    cfg.body.add(node)
}

fn split_end(cfg: &mut Cfg, b: BlockId) -> bool {
    let end = cfg.block(b).end.clone();
    let (End::Branch(n, ..) | End::Switch(n, _)) = end else { return false };
    let Some(select) = deciding_select(cfg, n) else { return false };
    let condition = cfg.body.node(select).args[2];
    let condition = cfg.copy(condition);
    let mut arm = |which: usize| {
        let tree = replaced(cfg, n, select, which);
        let tree = Tree::of(cfg, tree).and_then(|t| Facts::default().value(&t)).map_or(tree, |c| cfg.constant(c));
        let mut end = end.clone();
        match &mut end {
            End::Branch(n, ..) | End::Switch(n, _) => *n = tree,
            _ => {}
        }
        cfg.add_block(Vec::new(), end)
    };
    let (t, f) = (arm(0), arm(1));
    cfg.block_mut(b).end = End::Branch(condition, t, f, None);
    true
}

/// `x = select(a, b, c); …; branch on x` as a branch on c, where what stands between is without effects and short.
fn split_write(cfg: &mut Cfg, b: BlockId, limit: u32, budget: &mut u32) -> bool {
    let block = cfg.block(b).clone();
    let (End::Branch(n, ..) | End::Switch(n, _)) = block.end else { return false };
    if !cfg.is_value(n) {
        return false;
    }
    let read: Vec<_> = cfg.nodes(n).filter_map(|n| cfg.body.local_of(n)).collect();
    let mut size = 0;
    for (i, item) in block.items.iter().enumerate().rev() {
        let node = cfg.body.node(*item);
        if let (Op::LocalSet, Some(l), Some(&value)) = (node.op, cfg.body.local_of(*item), node.args.first())
            && read.contains(&l)
            && cfg.is_value(value)
            && matches!(cfg.body.node(value).op, Op::Select | Op::TypedSelect)
            && (0..2).any(|i| cfg.literal(cfg.body.node(value).args[i]).is_some())
            && size <= *budget
        {
            let args = cfg.body.node(value).args.clone();
            let mut arm = |value: NodeId| {
                let copy = cfg.copy_block(b);
                let value = cfg.copy(value);
                let set = cfg.set(l, value);
                let items = std::iter::once(set).chain(copy.items[i + 1..].iter().copied()).collect();
                cfg.add_block(items, copy.end)
            };
            let (t, f) = (arm(args[0]), arm(args[1]));
            let block = cfg.block_mut(b);
            block.items.truncate(i);
            block.end = End::Branch(args[2], t, f, None);
            *budget -= size;
            return true;
        }
        size += cfg.body.tree_size(*item);
        if !cfg.is_pure(*item) || size > limit {
            return false;
        }
    }
    false
}

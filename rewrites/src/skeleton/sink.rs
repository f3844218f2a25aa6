//! Values that are read once stand where they are read, and what is decided there is decided.

use super::cfg::Cfg;
use super::dominators::Dominators;
use super::facts::Tree;
use loom_eq_lang::{LocalIx, NodeId, Op};
use std::collections::BTreeMap;

/// Moves each value without effects that is the same wherever its local is read, and is read once, there, unless that is deeper in loops. Whether anything moved.
pub fn sink(cfg: &mut Cfg) -> bool {
    let Some(dominators) = Dominators::of(cfg) else { return false };
    let mut uses: BTreeMap<LocalIx, (u32, u32)> = BTreeMap::new();
    let mut written: BTreeMap<LocalIx, u32> = BTreeMap::new();
    for b in cfg.reverse_postorder() {
        for n in cfg.block_nodes(b) {
            let Some(l) = cfg.body.local_of(n).filter(|l| cfg.single.contains_key(l)) else { continue };
            if cfg.body.node(n).op == Op::LocalGet {
                let (count, depth) = uses.entry(l).or_default();
                *count += 1;
                *depth = dominators.depth(b);
            } else {
                written.insert(l, dominators.depth(b));
            }
        }
    }
    let moves = |l: &LocalIx| uses.get(l).is_some_and(|(count, depth)| *count == 1 && written.get(l).is_some_and(|w| depth <= w));
    let fixed = |v: &NodeId| Tree::fixed_value(cfg, *v);
    let moved: BTreeMap<LocalIx, NodeId> = cfg.single.iter().filter(|(l, v)| moves(l) && fixed(v)).map(|(l, v)| (*l, *v)).collect();
    if moved.is_empty() {
        return false;
    }
    for b in cfg.reverse_postorder() {
        let is_moved = |cfg: &Cfg, n: NodeId| cfg.body.local_of(n).is_some_and(|l| moved.contains_key(&l));
        let mut items = std::mem::take(&mut cfg.block_mut(b).items);
        items.retain(|n| cfg.body.node(*n).op != Op::LocalSet || !is_moved(cfg, *n));
        cfg.block_mut(b).items = items;
    }
    for b in cfg.reverse_postorder() {
        let mut todo: Vec<NodeId> = cfg.trees(b).collect();
        while let Some(n) = todo.pop() {
            // A moved value may read others that move.
            while cfg.body.node(n).op == Op::LocalGet
                && let Some(value) = cfg.body.local_of(n).and_then(|l| moved.get(&l))
            {
                *cfg.body.node_mut(n) = cfg.body.node(*value).clone();
            }
            todo.extend(cfg.body.node(n).args.iter());
        }
    }
    true
}

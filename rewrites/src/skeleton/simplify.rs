//! What is plain to see in a control-flow graph: decided branches, empty blocks, blocks that follow only one other.

use super::cfg::{BlockId, Cfg, End};
use loom_eq_lang::{Const, Imm, NodeId, Op};

/// Simplifies until nothing changes; blocks that nothing reaches are emptied.
pub fn simplify(cfg: &mut Cfg) {
    loop {
        let mut changed = false;
        for b in cfg.reverse_postorder() {
            changed |= decide(cfg, b) | skip(cfg, b);
        }
        changed |= merge(cfg);
        if !changed {
            break;
        }
    }
    let mut reached = vec![false; cfg.blocks.len()];
    cfg.reverse_postorder().iter().for_each(|b| reached[b.ix()] = true);
    for (block, _) in cfg.blocks.iter_mut().zip(reached).filter(|(_, reached)| !reached) {
        block.items.clear();
        block.end = End::Stop;
    }
}

/// A tree whose value nobody needs: its effects.
pub fn discard(cfg: &mut Cfg, b: BlockId, n: NodeId) {
    if !cfg.is_value(n) {
        let drop = cfg.statement(Op::Drop, Imm::None, &[n]);
        cfg.block_mut(b).items.push(drop);
    }
}

/// An end that leads to one place only.
fn decide(cfg: &mut Cfg, b: BlockId) -> bool {
    let literal = |cfg: &Cfg, n: NodeId| match cfg.literal(n) {
        Some(Const::I32(v)) => Some(v.cast_unsigned()),
        _ => None,
    };
    match cfg.block(b).end.clone() {
        End::Branch(c, t, f, hint) => {
            let node = cfg.body.node(c);
            if t == f {
                discard(cfg, b, c);
                cfg.block_mut(b).end = End::Jump(t);
            } else if let Some(v) = literal(cfg, c) {
                cfg.block_mut(b).end = End::Jump(if v != 0 { t } else { f });
            } else if node.op == Op::I32Eqz {
                let inner = node.args[0];
                cfg.block_mut(b).end = End::Branch(inner, f, t, hint.map(|h| h ^ 1));
            } else {
                return false;
            }
            true
        }
        End::Switch(i, targets) => {
            let only = targets.iter().all(|t| *t == targets[0]);
            let chosen = literal(cfg, i).map(|v| targets[(v as usize).min(targets.len() - 1)]);
            let Some(target) = chosen.or(Some(targets[0]).filter(|_| only)) else { return false };
            discard(cfg, b, i);
            cfg.block_mut(b).end = End::Jump(target);
            true
        }
        _ => false,
    }
}

/// Goes at once where an empty block leads.
fn skip(cfg: &mut Cfg, b: BlockId) -> bool {
    let mut changed = false;
    let mut end = cfg.block(b).end.clone();
    for t in end.targets_mut() {
        // Blocks that only lead to each other end nowhere.
        for _ in 0..cfg.blocks.len() {
            match (&cfg.block(*t).end, cfg.block(*t).items.is_empty()) {
                (End::Jump(next), true) if next != t => {
                    *t = *next;
                    changed = true;
                }
                _ => break,
            }
        }
    }
    let circle = changed && end == cfg.block(b).end;
    cfg.block_mut(b).end = end;
    changed && !circle
}

/// A block that is led to from one place only, by a jump, becomes a part of it.
fn merge(cfg: &mut Cfg) -> bool {
    let edges = cfg.edges_in();
    let mut gone = vec![false; cfg.blocks.len()];
    let mut changed = false;
    for b in cfg.reverse_postorder() {
        if gone[b.ix()] {
            continue;
        }
        while let End::Jump(t) = cfg.block(b).end
            && edges[t.ix()] == 1
            && t != b
            && !gone[t.ix()]
        {
            let next = std::mem::replace(cfg.block_mut(t), super::cfg::Block { items: Vec::new(), end: End::Stop });
            let block = cfg.block_mut(b);
            block.items.extend(next.items);
            block.end = next.end;
            gone[t.ix()] = true;
            changed = true;
        }
    }
    changed
}

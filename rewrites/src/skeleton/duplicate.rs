//! Tail duplication: short code on which several ways meet, and which ends the function, stands on each of them.

use super::cfg::{BlockId, Cfg, End};

/// Copies blocks of at most `bytes` bytes that return or never end to the jumps that lead to them. Whether any was copied.
pub fn duplicate_tails(cfg: &mut Cfg, bytes: u32) -> bool {
    let mut any = false;
    let edges = cfg.edges_in();
    for b in cfg.reverse_postorder() {
        let End::Jump(t) = cfg.block(b).end else { continue };
        let short = matches!(cfg.block(t).end, End::Return(_) | End::Stop) && cfg.size(t) <= bytes;
        if t != BlockId(0) && edges[t.ix()] > 1 && short {
            let copy = cfg.copy_block(t);
            let block = cfg.block_mut(b);
            block.items.extend(copy.items);
            block.end = copy.end;
            any = true;
        }
    }
    any
}

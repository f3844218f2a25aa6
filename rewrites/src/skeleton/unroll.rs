//! Loops with a constant number of laps, peeled lap by lap until nothing is left of them.
//!
//! A lap is a copy of the loop's blocks in front of it, on the way in. What is known on that way decides the branches of the copy; where one decides that there is no other
//! lap, the loop is not reached any more. If it is reached after all laps that may be tried, or the code got too long, everything stays as it was.

use super::cfg::{BlockId, Cfg, End};
use super::dominators::Dominators;
use super::simplify::simplify;
use super::thread::{Fold, decide};
use super::webs::number;
use std::collections::BTreeMap;

/// How many laps are tried.
const LAPS: usize = 9;
/// Bytes of a loop that is tried, and how many loops are.
const LOOP: u32 = 100;
const LOOPS: usize = 24;
/// Bytes of a function whose loops are tried.
const FUNCTION: u32 = 3_000;

/// Unrolls what takes at most `growth` more bytes than it did, and at most `bytes` on the way. Whether anything was.
pub fn unroll(cfg: &mut Cfg, bytes: u32, growth: u32) -> bool {
    let mut any = false;
    let mut tried = Vec::new();
    while let Some(dominators) = Dominators::of(cfg).filter(|_| tried.len() < LOOPS && size(cfg) <= FUNCTION) {
        let short = |b: BlockId| dominators.members(b).into_iter().map(|m| cfg.size(m)).sum::<u32>() <= LOOP;
        let untried = |b: &BlockId| dominators.is_header(*b) && !tried.contains(b) && short(*b);
        let Some(header) = cfg.reverse_postorder().into_iter().find(untried) else { break };
        tried.push(header);
        let before = size(cfg);
        let mut copy = cfg.clone();
        for _ in 0..LAPS {
            if !peel(&mut copy, header) {
                break;
            }
            let branches = branching(&copy);
            while {
                number(&mut copy);
                decide(&mut copy, Fold::All)
            } {
                simplify(&mut copy);
            }
            // Where nothing is decided in the first lap, nothing will be in others.
            if branching(&copy) == branches || size(&copy) > before + bytes {
                break;
            }
            if !copy.reverse_postorder().contains(&header) {
                if size(&copy) <= before + growth {
                    *cfg = copy;
                    any = true;
                }
                break;
            }
        }
    }
    any
}

/// How many blocks lead to several places.
fn branching(cfg: &Cfg) -> usize {
    cfg.reverse_postorder().into_iter().filter(|b| cfg.block(*b).end.targets().len() > 1).count()
}

fn size(cfg: &Cfg) -> u32 {
    cfg.reverse_postorder().into_iter().map(|b| cfg.size(b)).sum()
}

/// Puts a copy of a loop in front of it.
fn peel(cfg: &mut Cfg, header: BlockId) -> bool {
    let Some(dominators) = Dominators::of(cfg).filter(|d| d.is_header(header)) else { return false };
    let members = dominators.members(header);
    let copies: BTreeMap<BlockId, BlockId> = members.iter().map(|m| (*m, cfg.add_block(Vec::new(), End::Stop))).collect();
    for (member, copy) in &copies {
        let mut block = cfg.copy_block(*member);
        for target in block.end.targets_mut() {
            // The next lap is that of the loop.
            if *target != header
                && let Some(to) = copies.get(target)
            {
                *target = *to;
            }
        }
        *cfg.block_mut(*copy) = block;
    }
    let first = copies[&header];
    for b in cfg.reverse_postorder() {
        if !copies.contains_key(&b) && !copies.values().any(|c| *c == b) {
            for target in cfg.block_mut(b).end.targets_mut() {
                if *target == header {
                    *target = first;
                }
            }
        }
    }
    true
}

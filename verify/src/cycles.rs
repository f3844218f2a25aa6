//! What the iterations of a loop may change: the assignments and effects on paths from its header back to its header.
//!
//! Code in a loop that always leaves it does not count, so a local that only such code writes is invariant in the loop. This is a first guess
//! for [`crate::relation`], which checks every back edge; a wrong answer costs passes, not soundness.

use crate::code::{LocalSet, LoopInfo, Step};
use loom_eq_lang::Body;

/// One entry per `Step::Loop`, by its number.
pub(crate) fn loops(body: &Body, steps: &[Step], params: &[usize]) -> Vec<LoopInfo> {
    let info = |&params| LoopInfo { assigned: LocalSet::new(body.locals.len()), effects: false, params, end: 0 };
    let mut infos: Vec<LoopInfo> = params.iter().map(info).collect();
    if infos.is_empty() {
        return infos;
    }
    let before = predecessors(steps);
    let mut seen = vec![usize::MAX; steps.len()];
    for (header, step) in steps.iter().enumerate() {
        let Step::Loop(number) = step else { continue };
        let info = &mut infos[*number];
        info.end = before[header].iter().copied().max().unwrap_or(header).max(header);
        let mut work = vec![header];
        while let Some(pc) = work.pop() {
            match &steps[pc] {
                Step::Set(l) | Step::Tee(l) => info.assigned.insert(*l),
                Step::Op(n) => info.effects |= crate::sites::changes_state(body.node(*n).op),
                _ => {}
            }
            // Only what stands behind the header can be in the loop.
            for &p in before[pc].iter().filter(|p| **p > header) {
                if seen[p] != header {
                    seen[p] = header;
                    work.push(p);
                }
            }
        }
    }
    infos
}

/// Per step, the steps that control may come from.
fn predecessors(steps: &[Step]) -> Vec<Vec<usize>> {
    let mut before = vec![Vec::new(); steps.len()];
    for (pc, step) in steps.iter().enumerate() {
        let falls = !matches!(step, Step::Goto(_) | Step::Switch(_) | Step::Return | Step::Unreachable);
        if falls && pc + 1 < steps.len() {
            before[pc + 1].push(pc);
        }
        match step {
            Step::Goto(t) | Step::Branch { to: t, .. } => before[t.to].push(pc),
            Step::Switch(targets) => {
                for t in targets {
                    if before[t.to].last() != Some(&pc) {
                        before[t.to].push(pc);
                    }
                }
            }
            _ => {}
        }
    }
    before
}

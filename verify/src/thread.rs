//! Jumps to jumps: a jump to a label at which only another jump stands goes where that goes.
//!
//! One side of a comparison may have such a label where the other has none. Both wait for each other at labels, so that ways join as they do in both; one
//! label more than the other side has lets them join too early.

use crate::code::{Step, Target};

/// Rewrites the targets; labels that nothing jumps to any more are no places.
pub(crate) fn thread(steps: &mut [Step]) {
    let was_target = targeted(steps);
    let through = |steps: &[Step], mut t: Target| {
        while let (Step::Label, Some(Step::Goto(next))) = (&steps[t.to], steps.get(t.to + 1)) {
            // What the second jump keeps must be among what the first one kept.
            if next.keep > t.keep || next.height > t.height {
                break;
            }
            t = *next;
        }
        t
    };
    for pc in 0..steps.len() {
        let new = match &steps[pc] {
            Step::Goto(t) => Step::Goto(through(steps, *t)),
            Step::Branch { to, when } => Step::Branch { to: through(steps, *to), when: *when },
            Step::Switch(targets) => Step::Switch(targets.iter().map(|t| through(steps, *t)).collect()),
            _ => continue,
        };
        steps[pc] = new;
    }
    let is_target = targeted(steps);
    for pc in 0..steps.len() {
        if was_target[pc] && !is_target[pc] && steps[pc] == Step::Label {
            steps[pc] = Step::Nop;
        }
    }
}

fn targeted(steps: &[Step]) -> Vec<bool> {
    let mut out = vec![false; steps.len()];
    for step in steps {
        match step {
            Step::Goto(t) | Step::Branch { to: t, .. } => out[t.to] = true,
            Step::Switch(targets) => targets.iter().for_each(|t| out[t.to] = true),
            _ => {}
        }
    }
    out
}

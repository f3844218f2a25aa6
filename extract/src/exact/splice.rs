//! New code in the place of segments: the body is written anew from its events, as the parser does from instructions.
//!
//! Invariants:
//! 1. Without replacements the emitted code stays as it is.
//! 2. Nodes that stay keep their names, so sites and regions stay those of the body that was lifted.

use super::problem::{Step, Val};
use super::segment::Segment;
use crate::candidate::Candidate;
use loom_eq_egraph::Id;
use loom_eq_lang::{Body, Event, Imm, Node, NodeId, Op, Region, ValType};
use smallvec::SmallVec;

/// Code for a segment: each step, and the value that it leaves on top.
pub struct Solution<'a> {
    pub segment: &'a Segment,
    pub steps: Vec<Step>,
    pub delivered: Vec<Option<Val>>,
}

/// Puts solutions in the place of segments, which are in order and apart.
pub fn splice(candidate: &mut Candidate, events: &[Event], solutions: &[Solution<'_>]) {
    let mut spliced = Vec::with_capacity(events.len());
    let mut at = 0;
    for Solution { segment, steps, delivered } in solutions {
        spliced.extend_from_slice(&events[at..segment.events.start]);
        for (&step, value) in steps.iter().zip(delivered) {
            let class = value.and_then(|v| segment.classes[usize::from(v)]);
            spliced.push(Event::Op(node(candidate, segment, step, class)));
        }
        at = segment.events.end;
    }
    spliced.extend_from_slice(&events[at..]);
    rebuild(&mut candidate.body, &spliced);
}

/// The node of a step; its operands are found by [`rebuild`].
fn node(candidate: &mut Candidate, segment: &Segment, step: Step, class: Option<Id>) -> NodeId {
    let problem = &segment.problem;
    let home = |op, h: u8, operands, gives: bool| {
        let h = usize::from(h);
        (op, Imm::Index(segment.locals[h].0), operands, gives.then_some(problem.homes[h].ty))
    };
    let (op, imm, operands, result) = match step {
        Step::Effect(e) => return segment.effects[usize::from(e)],
        Step::Get(h) => home(Op::LocalGet, h, 0, true),
        Step::Set(h) => home(Op::LocalSet, h, 1, false),
        Step::Tee(h) => home(Op::LocalTee, h, 1, true),
        Step::Drop => (Op::Drop, Imm::None, 1, None),
        Step::Compute { value, recipe, exchanged } => {
            let value = &problem.values[usize::from(value)];
            let recipe = &value.recipes[usize::from(recipe)];
            let op = if exchanged { recipe.exchanged().unwrap_or(recipe.op) } else { recipe.op };
            (op, recipe.imm.clone(), recipe.args.len(), value.ty)
        }
    };
    let results: SmallVec<[ValType; 1]> = result.into_iter().collect();
    let stacked = u32::try_from(operands).expect("few operands");
    candidate.values.push(class);
    candidate.body.add(Node { op, imm, stacked, args: SmallVec::new(), regions: SmallVec::new(), results, hint: None })
}

/// A region that is being written.
struct Frame {
    region: Region,
    /// Per value on its stack, the item whose only result it is.
    stack: Vec<Option<usize>>,
}

/// Makes trees of events.
fn rebuild(body: &mut Body, events: &[Event]) {
    let enter = |body: &mut Body, r: Region| {
        let region = &mut body.regions[r.ix()];
        region.items.clear();
        Frame { region: r, stack: vec![None; region.params.len()] }
    };
    let mut frames = vec![enter(body, Body::ROOT)];
    for &event in events {
        match event {
            Event::Op(n) => {
                take(body, &mut frames, n);
                push_results(body, &mut frames, n);
            }
            Event::Open(n, r) => {
                take(body, &mut frames, n);
                let frame = enter(body, r);
                frames.push(frame);
            }
            Event::Else(_, r) => {
                frames.pop();
                let frame = enter(body, r);
                frames.push(frame);
            }
            Event::Close(n, _) => {
                frames.pop();
                push_results(body, &mut frames, n);
            }
        }
    }
}

/// Gives a node its operands and makes it an item.
fn take(body: &mut Body, frames: &mut [Frame], n: NodeId) {
    let Some(frame) = frames.last_mut() else { return };
    let items = &mut body.regions[frame.region.ix()].items;
    let node = &mut body.nodes[n.ix()];
    let operands = node.stacked as usize + node.args.len();
    node.args.clear();
    while node.args.len() < operands {
        match frame.stack.last() {
            Some(Some(item)) if item + 1 == items.len() => {
                frame.stack.pop();
                node.args.extend(items.pop());
            }
            _ => break,
        }
    }
    node.args.reverse();
    let stacked = operands - node.args.len();
    frame.stack.truncate(frame.stack.len().saturating_sub(stacked));
    node.stacked = u32::try_from(stacked).expect("few operands");
    items.push(n);
}

fn push_results(body: &Body, frames: &mut [Frame], n: NodeId) {
    let Some(frame) = frames.last_mut() else { return };
    let results = body.node(n).results.len();
    let item = if results == 1 { body.region(frame.region).items.len().checked_sub(1) } else { None };
    frame.stack.extend(std::iter::repeat_n(item, results));
}

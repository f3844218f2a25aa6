//! The edit "free a local": where all reads of a local can be delivered otherwise for less than its writes cost, they are, and it dies.
//!
//! Covers rematerialisation (a constant or a short expression recomputed at its few uses) and copies (the value is in another local too).

use crate::bounds::Bounds;
use crate::candidate::{Candidate, access_size};
use crate::deliver::Deliver;
use crate::holds::{Headers, Visitor, visit};
use loom_eq_egraph::flow::State;
use loom_eq_egraph::{Graph, Liveness};
use loom_eq_lang::{Event, LocalIx, NodeId, Op};

/// Locals with more reads than this are not tried.
const READS: u32 = 6;
/// Evaluations per read.
const FUEL: u32 = 200;

#[derive(Clone, Default)]
struct Use {
    /// The most that the reads' replacements may cost, in bytes more than the reads.
    gain: u32,
    reads: u32,
    /// New code for each read, and the locals that it reads.
    replacements: Vec<(NodeId, NodeId)>,
    needs: Vec<LocalIx>,
    spent: u32,
    hopeless: bool,
}

struct Kill<'a> {
    graph: &'a Graph,
    before: &'a Candidate,
    after: &'a mut Candidate,
    bounds: &'a Bounds,
    uses: Vec<Use>,
}

/// Frees every local that is worth it. Dead writes are left for [`crate::cleanup`]. Whether anything changed.
pub fn kill(graph: &Graph, candidate: &mut Candidate, bounds: &Bounds, liveness: &Liveness, headers: &mut Headers) -> bool {
    let before = candidate.clone();
    let uses = uses(&before);
    let mut kill = Kill { graph, before: &before, after: candidate, bounds, uses };
    visit(graph, &before, liveness, headers, &mut kill);
    let uses = kill.uses;
    let mut pinned = vec![false; before.body.locals.len()];
    let mut dead = vec![false; before.body.locals.len()];
    let mut changed = false;
    for (l, u) in uses.iter().enumerate() {
        let complete = u.reads > 0 && u.replacements.len() == u.reads as usize && !u.hopeless;
        if !complete || u.spent >= u.gain || pinned[l] || u.needs.iter().any(|n| dead[n.ix()]) {
            continue;
        }
        for &(read, code) in &u.replacements {
            candidate.overwrite(read, code);
        }
        dead[l] = true;
        u.needs.iter().for_each(|n| pinned[n.ix()] = true);
        changed = true;
    }
    changed
}

fn uses(candidate: &Candidate) -> Vec<Use> {
    let body = &candidate.body;
    let pure = candidate.pure_trees();
    let mut uses = vec![Use::default(); body.locals.len()];
    for event in body.events() {
        let Event::Op(n) = event else { continue };
        let Some(l) = body.local_of(n) else { continue };
        let u = &mut uses[l.ix()];
        let node = body.node(n);
        match node.op {
            Op::LocalGet => u.reads += 1,
            Op::LocalTee => u.gain += access_size(l),
            _ => {
                let pure_arg = node.args.first().filter(|a| pure[a.ix()]);
                u.gain += pure_arg.map_or(access_size(l) - 1, |a| access_size(l) + body.tree_size(*a));
            }
        }
    }
    for (l, u) in uses.iter_mut().enumerate().skip(body.ty.params.len()) {
        // The last local of its type takes its declaration along.
        let declared = &body.locals[body.ty.params.len()..];
        if declared.iter().filter(|ty| **ty == body.locals[l]).take(2).count() == 1 {
            u.gain += 2;
        }
    }
    for u in &mut uses {
        u.hopeless = u.reads > READS || u.gain == 0;
    }
    uses
}

impl Visitor for Kill<'_> {
    fn before(&mut self, event: Event, state: &State) {
        let Event::Op(n) = event else { return };
        if self.before.body.node(n).op != Op::LocalGet {
            return;
        }
        let l = self.before.body.local_of(n).expect("a local access");
        if self.uses[l.ix()].hopeless {
            return;
        }
        if self.replace(n, l, state).is_none() {
            self.uses[l.ix()].hopeless = true;
        }
    }
}

impl Kill<'_> {
    fn replace(&mut self, read: NodeId, l: LocalIx, state: &State) -> Option<()> {
        let class = self.before.value(read)?;
        let get = access_size(l);
        let u = &self.uses[l.ix()];
        let budget = get + u.gain.checked_sub(u.spent + 1)?;
        let excluded = [l];
        let mut search = Deliver::new(self.graph, self.bounds, &state.locals, FUEL);
        search.excluded = &excluded;
        let cost = search.cost(class, budget)?;
        let mark = self.after.body.nodes.len();
        let code = search.build(self.after, class)?;
        let needs = (mark..self.after.body.nodes.len()).filter_map(|n| self.after.body.local_of(NodeId::new(n)));
        let u = &mut self.uses[l.ix()];
        u.needs.extend(needs);
        u.spent += cost.saturating_sub(get);
        u.replacements.push((read, code));
        Some(())
    }
}

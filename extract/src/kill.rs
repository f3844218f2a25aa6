//! The edit "free a local": where all reads of a local can be delivered otherwise for less than its writes cost, they are, and it dies.
//!
//! Covers rematerialisation (a constant or a short expression recomputed at its few uses) and copies (the value is in another local too).

use crate::bounds::Bounds;
use crate::candidate::Candidate;
use crate::deliver::Deliver;
use crate::holds::{Headers, Visitor, visit};
use crate::trees::Trees;
use loom_eq_egraph::flow::State;
use loom_eq_egraph::{Graph, Id, Liveness};
use loom_eq_lang::{Event, LocalIx, NodeId, Op};
use smallvec::SmallVec;

/// Locals with more reads than this are not tried.
const READS: u32 = 6;
/// Evaluations per read.
const FUEL: u32 = 200;
/// How many operators above a read are tried to be delivered without it.
const ABOVE: usize = 2;
/// Nodes in such a tree.
const TREE: usize = 60;

#[derive(Clone, Default)]
struct Use {
    /// The most that the reads' replacements may cost more than the reads.
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
    trees: Trees,
    pure: Vec<bool>,
}

/// Frees every local that is worth it. Dead writes are left for [`crate::cleanup`]. Whether anything changed.
pub fn kill(graph: &Graph, candidate: &mut Candidate, bounds: &Bounds, liveness: &Liveness, headers: &mut Headers) -> bool {
    let before = candidate.clone();
    let pure = before.pure_trees();
    let uses = uses(&before, &pure);
    let mut kill = Kill { graph, before: &before, after: candidate, bounds, uses, trees: Trees::of(&before), pure };
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

fn uses(candidate: &Candidate, pure: &[bool]) -> Vec<Use> {
    let (body, cost) = (&candidate.body, &candidate.cost);
    let mut uses = vec![Use::default(); body.locals.len()];
    for event in body.events() {
        let Event::Op(n) = event else { continue };
        let Some(l) = body.local_of(n) else { continue };
        let u = &mut uses[l.ix()];
        let node = body.node(n);
        match node.op {
            Op::LocalGet => u.reads += 1,
            Op::LocalTee => u.gain += cost.access(l),
            _ => match node.args.first() {
                Some(&value) => u.gain += (cost.access(l) + cost.tree(body, value)).saturating_sub(rest(candidate, pure, value)),
                // A value that waits is dropped.
                None => u.gain += cost.access(l).saturating_sub(cost.dropped()),
            },
        }
    }
    for (l, u) in uses.iter_mut().enumerate().skip(body.ty.params.len()) {
        // The last local of its type takes its declaration along.
        let declared = &body.locals[body.ty.params.len()..];
        if declared.iter().filter(|ty| **ty == body.locals[l]).take(2).count() == 1 {
            u.gain += cost.declaration();
        }
    }
    for u in &mut uses {
        u.hopeless = u.reads > READS || u.gain == 0;
    }
    uses
}

/// What is left of a tree whose value nobody needs, see [`crate::cleanup`].
fn rest(candidate: &Candidate, pure: &[bool], n: NodeId) -> u32 {
    let mut left = 0;
    let mut stack = vec![n];
    while let Some(n) = stack.pop() {
        if pure[n.ix()] {
            continue;
        }
        if candidate.is_operator(n) {
            stack.extend_from_slice(&candidate.body.node(n).args);
        } else {
            // A tee becomes a set.
            let drop = if candidate.body.node(n).op == Op::LocalTee { 0 } else { candidate.cost.dropped() };
            left += candidate.cost.tree(&candidate.body, n) + drop;
        }
    }
    left
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
    /// Finds code for a read, or for a pure tree around it that has no other read of the local: the one that costs least more than what it replaces.
    fn replace(&mut self, read: NodeId, l: LocalIx, state: &State) -> Option<()> {
        let u = &self.uses[l.ix()];
        let most = u.gain.checked_sub(u.spent + 1)?;
        let excluded = [l];
        let mut best: Option<(u32, NodeId, Id, Deliver<'_>)> = None;
        for n in self.around(read, l) {
            let (class, size) = (self.before.value(n)?, self.before.cost.tree(&self.before.body, n));
            let mut search = Deliver::new(self.graph, self.bounds, &state.locals, FUEL);
            search.excluded = &excluded;
            let budget = size + best.as_ref().map_or(most, |(more, ..)| more.saturating_sub(1));
            if let Some(more) = search.cost(class, budget).map(|cost| cost.saturating_sub(size))
                && best.as_ref().is_none_or(|(least, ..)| more < *least)
            {
                best = Some((more, n, class, search));
            }
        }
        let (more, n, class, search) = best?;
        let mark = self.after.body.nodes.len();
        let code = search.build(self.after, class)?;
        let needs = (mark..self.after.body.nodes.len()).filter_map(|n| self.after.body.local_of(NodeId::new(n)));
        let u = &mut self.uses[l.ix()];
        u.needs.extend(needs);
        u.spent += more;
        u.replacements.push((n, code));
        Some(())
    }

    /// A read and the pure trees that it is the only read of `l` in.
    fn around(&self, read: NodeId, l: LocalIx) -> SmallVec<[NodeId; ABOVE + 1]> {
        let mut found = SmallVec::from_slice(&[read]);
        let mut n = read;
        while found.len() <= ABOVE
            && let Some((parent, _)) = self.trees.parent[n.ix()]
            && self.pure[parent.ix()]
            && self.alone_in(parent, l)
        {
            found.push(parent);
            n = parent;
        }
        found
    }

    /// Whether a tree is small and reads `l` once.
    fn alone_in(&self, root: NodeId, l: LocalIx) -> bool {
        let (mut nodes, mut reads) = (0, 0);
        self.before.body.tree_events(root).all(|event| {
            nodes += 1;
            reads += usize::from(matches!(event, Event::Op(n) if self.before.body.local_of(n) == Some(l)));
            nodes <= TREE && reads <= 1
        })
    }
}

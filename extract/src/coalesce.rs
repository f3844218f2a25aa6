//! Fewer locals: two of one type that are never needed at the same time become one.
//!
//! Interference is by liveness (Chaitin): whoever is written while another is live cannot share with it. Parameters come with their value, so
//! they interfere with each other if both are read, and with every local whose first value, zero, is read. A copy `x := y` alone does
//! not make `x` and `y` interfere, so that it can become `x := x` and vanish.
//!
//! This is the last step: behind it locals no longer correspond to those that were lifted.

use loom_eq_egraph::{Liveness, LocalSet};
use loom_eq_lang::{Body, Event, Imm, LocalIx, NodeId, Op};

/// Functions with more locals than this keep them: interference is quadratic in memory.
const LOCALS: usize = 2_000;

/// Merges locals, parameters first as homes, then in order of use; deletes writes of a local to itself. Whether anything changed.
pub fn coalesce(body: &mut Body) -> bool {
    let count = body.locals.len();
    if count > LOCALS || count <= 1 {
        return false;
    }
    let uses = body.local_uses();
    let interferes = interference(body);
    let params = body.ty.params.len();
    let mut home: Vec<LocalIx> = (0..count).map(LocalIx::new).collect();
    // The interference of everything that has moved into a home.
    let mut occupied = interferes.clone();
    let mut homes: Vec<usize> = (0..params).collect();
    let mut changed = false;
    for l in (params..count).filter(|&l| uses[l] > 0) {
        let fits =
            |h: &&usize| body.locals[**h] == body.locals[l] && !occupied[**h].contains(LocalIx::new(l)) && !interferes[l].contains(LocalIx::new(**h));
        match homes.iter().find(fits).copied() {
            Some(h) => {
                home[l] = LocalIx::new(h);
                let more = interferes[l].clone();
                occupied[h].extend(&more);
                changed = true;
            }
            None => homes.push(l),
        }
    }
    if changed {
        for n in 0..body.nodes.len() {
            let n = NodeId::new(n);
            if let Some(l) = body.local_of(n).filter(|l| l.ix() < count) {
                body.node_mut(n).imm = Imm::Index(home[l.ix()].0);
            }
        }
    }
    changed
}

struct Build {
    interferes: Vec<LocalSet>,
}

/// Per local, with whom it interferes (symmetric).
fn interference(body: &Body) -> Vec<LocalSet> {
    let liveness = Liveness::of(body);
    let count = body.locals.len();
    let mut build = Build { interferes: vec![LocalSet::new(count); count] };
    let at_entry = liveness.walk(body, |n, live| {
        let Some(l) = body.local_of(n) else { return };
        if body.node(n).op == Op::LocalGet {
            return;
        }
        // The operand of a plain copy holds the same value.
        let copied = body.node(n).args.first().filter(|a| body.node(**a).op == Op::LocalGet).and_then(|a| body.local_of(*a));
        build.write(l, live, copied);
    });
    let params = body.ty.params.len();
    for l in 0..count {
        let l = LocalIx::new(l);
        if at_entry.contains(l) {
            if l.ix() < params {
                build.write(l, &at_entry, None);
            } else {
                (0..params).for_each(|p| build.pair(l, LocalIx::new(p)));
            }
        }
    }
    build.interferes
}

impl Build {
    fn write(&mut self, l: LocalIx, live: &LocalSet, copied: Option<LocalIx>) {
        for other in live.iter() {
            if other != l && Some(other) != copied {
                self.pair(l, other);
            }
        }
    }

    fn pair(&mut self, a: LocalIx, b: LocalIx) {
        self.interferes[a.ix()].insert(b);
        self.interferes[b.ix()].insert(a);
    }
}

/// Whether an event writes a local to itself, which coalescing a copy leaves behind.
pub fn is_self_copy(body: &Body, n: NodeId) -> bool {
    let node = body.node(n);
    node.op == Op::LocalSet && node.args.len() == 1 && body.node(node.args[0]).op == Op::LocalGet && body.local_of(n) == body.local_of(node.args[0])
}

/// Deletes writes of a local to itself.
pub fn delete_self_copies(body: &mut Body) {
    for r in 0..body.regions.len() {
        let items = std::mem::take(&mut body.regions[r].items);
        let kept = items.into_iter().filter(|&n| !is_self_copy(body, n)).collect();
        body.regions[r].items = kept;
    }
    let tees: Vec<(NodeId, NodeId)> = body
        .events()
        .filter_map(|e| {
            let Event::Op(n) = e else { return None };
            let node = body.node(n);
            let [arg] = *node.args.as_slice() else { return None };
            let copy = node.op == Op::LocalTee && body.node(arg).op == Op::LocalGet && body.local_of(n) == body.local_of(arg);
            copy.then_some((n, arg))
        })
        .collect();
    for (tee, get) in tees {
        let node = body.node(get).clone();
        *body.node_mut(tee) = node;
    }
}

//! The edit "compute once, read often": a class that pure trees compute more than once goes into a new local.
//!
//! Three forms, the one that wins most bytes per class: the first tree becomes a `local.tee` if it dominates the others; a constant is set
//! in front of the innermost region item around all of them; the zero of a type is read from a local that nobody writes.
//!
//! Dominance is that of the nesting: a point dominates what comes later in its region, nested regions included. Regions are intervals of
//! event numbers, so members of a group are a range of the class's instances in execution order.

use crate::candidate::Candidate;
use indexmap::IndexMap;
use loom_eq_egraph::{Graph, Head, Id, zero};
use loom_eq_lang::{Body, Event, Imm, LocalIx, NodeId, Op, Region, ValType};

struct Instance {
    node: NodeId,
    time: usize,
    region: Region,
    size: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Tee,
    Set(Region),
    Unwritten,
}

struct Group {
    won: u32,
    form: Form,
    first: usize,
    last: usize,
    class: Id,
}

struct Nesting {
    /// First and last event number inside each region.
    interval: Vec<(usize, usize)>,
    /// The region around each region.
    around: Vec<Option<Region>>,
    /// The node that each region is the inside of.
    owner: Vec<Option<NodeId>>,
}

/// Applies the best groups that do not touch each other. `declaration` is what the first local of a type is taken to cost. Whether
/// anything changed.
pub fn share(graph: &Graph, candidate: &mut Candidate, declaration: u32) -> bool {
    let (instances, nesting) = instances(candidate);
    let mut groups: Vec<Group> = Vec::new();
    for (class, list) in &instances {
        let ty = candidate.body.node(list[0].node).results[0];
        groups.extend(best_group(graph, candidate, *class, list, &nesting, price(candidate, ty, declaration)));
    }
    groups.sort_by_key(|g| (std::cmp::Reverse(g.won), g.class));
    let mut touched = vec![false; candidate.body.nodes.len()];
    let mut changed = false;
    for group in groups {
        let members = &instances[&group.class][group.first..=group.last];
        // The trees that vanish take what is inside them along (it may be another group's tee); the first one of a tee stays.
        let stays = usize::from(group.form == Form::Tee);
        let vanishing = |i: usize, m: &Instance| if i < stays { vec![m.node] } else { inside(&candidate.body, m.node) };
        let nodes: Vec<NodeId> = members.iter().enumerate().flat_map(|(i, m)| vanishing(i, m)).collect();
        if nodes.iter().any(|n| touched[n.ix()]) {
            continue;
        }
        nodes.iter().for_each(|n| touched[n.ix()] = true);
        apply(candidate, &group, members, &nesting);
        touched.resize(candidate.body.nodes.len(), false);
        changed = true;
    }
    changed
}

/// The nodes of a tree without regions.
fn inside(body: &Body, root: NodeId) -> Vec<NodeId> {
    let mut found = vec![root];
    let mut i = 0;
    while i < found.len() {
        found.extend_from_slice(&body.node(found[i]).args);
        i += 1;
    }
    found
}

fn instances(candidate: &Candidate) -> (IndexMap<Id, Vec<Instance>>, Nesting) {
    let body = &candidate.body;
    let pure = candidate.pure_trees();
    let mut found: IndexMap<Id, Vec<Instance>> = IndexMap::new();
    let regions = body.regions.len();
    let mut nesting = Nesting { interval: vec![(0, usize::MAX); regions], around: vec![None; regions], owner: vec![None; regions] };
    let mut open = vec![Body::ROOT];
    let mut sizes = vec![0; body.nodes.len()];
    for (time, event) in body.events().enumerate() {
        let top = open[open.len() - 1];
        match event {
            Event::Open(n, r) => {
                nesting.interval[r.ix()].0 = time;
                nesting.around[r.ix()] = Some(top);
                nesting.owner[r.ix()] = Some(n);
                open.push(r);
            }
            Event::Else(n, r) => {
                nesting.interval[top.ix()].1 = time;
                open.pop();
                nesting.interval[r.ix()].0 = time;
                nesting.around[r.ix()] = open.last().copied();
                nesting.owner[r.ix()] = Some(n);
                open.push(r);
            }
            Event::Close(..) => {
                nesting.interval[top.ix()].1 = time;
                open.pop();
            }
            Event::Op(n) => {
                let node = body.node(n);
                if !pure[n.ix()] {
                    continue;
                }
                let size = candidate.cost.node(body, n) + node.args.iter().map(|a| sizes[a.ix()]).sum::<u32>();
                sizes[n.ix()] = size;
                let numeric = !matches!(node.results[0], ValType::Ref(_));
                if size > candidate.cost.access(LocalIx(0))
                    && node.op != Op::LocalGet
                    && numeric
                    && let Some(class) = candidate.value(n)
                {
                    found.entry(class).or_default().push(Instance { node: n, time, region: top, size });
                }
            }
        }
    }
    found.retain(|_, list| list.len() > 1);
    (found, nesting)
}

/// What one more local of this type costs, and each access of it.
fn price(candidate: &Candidate, ty: ValType, declaration: u32) -> (u32, u32) {
    let body = &candidate.body;
    let declared = body.locals[body.ty.params.len()..].contains(&ty);
    (if declared { 0 } else { declaration }, candidate.cost.access(LocalIx::new(body.locals.len())))
}

fn best_group(
    graph: &Graph,
    candidate: &Candidate,
    class: Id,
    list: &[Instance],
    nesting: &Nesting,
    (declaration, access): (u32, u32),
) -> Option<Group> {
    let ty = candidate.body.node(list[0].node).results[0];
    let mut sums = vec![0];
    for instance in list {
        sums.push(sums[sums.len() - 1] + instance.size.saturating_sub(access));
    }
    // What reading instead of computing wins in a range of instances.
    let won = |first: usize, last: usize| sums[last + 1] - sums[first];
    let mut best: Option<Group> = None;
    let mut offer = |won: u32, cost: u32, form: Form, first: usize, last: usize| {
        if won > cost && best.as_ref().is_none_or(|b| won - cost > b.won) {
            best = Some(Group { won: won - cost, form, first, last, class });
        }
    };
    let ending = |r: Region| list.partition_point(|i| i.time <= nesting.interval[r.ix()].1) - 1;
    let mut seen: Vec<Region> = Vec::new();
    for (i, instance) in list.iter().enumerate() {
        if seen.contains(&instance.region) {
            continue;
        }
        seen.push(instance.region);
        let last = ending(instance.region);
        if last > i {
            offer(won(i + 1, last), declaration + access, Form::Tee, i, last);
        }
    }
    if let Some(constant) = graph[class].data.constant {
        if zero(ty).is_some_and(|z| z.head == Head::Op(constant.op(), constant.imm())) {
            offer(won(0, list.len() - 1), declaration, Form::Unwritten, 0, list.len() - 1);
        }
        let mut tried: Vec<Region> = Vec::new();
        for &region in &seen {
            let mut around = Some(region);
            while let Some(r) = around {
                if tried.contains(&r) {
                    break;
                }
                tried.push(r);
                let first = list.partition_point(|i| i.time < nesting.interval[r.ix()].0);
                offer(won(first, ending(r)), declaration + access + shortest(&list[first..=ending(r)]).size, Form::Set(r), first, ending(r));
                around = nesting.around[r.ix()];
            }
        }
    }
    best
}

/// A constant may be written in several ways: the member to copy.
fn shortest(members: &[Instance]) -> &Instance {
    members.iter().min_by_key(|m| m.size).expect("a group has members")
}

fn apply(candidate: &mut Candidate, group: &Group, members: &[Instance], nesting: &Nesting) {
    let first = members[0].node;
    let ty = candidate.body.node(first).results[0];
    let class = Some(group.class);
    let local = candidate.body.add_local(ty);
    let imm = Imm::Index(local.0);
    let read_from = match group.form {
        Form::Tee => {
            let inner = candidate.body.node(first).clone();
            let inner = candidate.body.add(inner);
            candidate.values.push(class);
            let tee = candidate.add(Op::LocalTee, imm.clone(), &[inner], ty, class);
            candidate.overwrite(first, tee);
            1
        }
        Form::Set(region) => {
            let value = candidate.copy_tree(shortest(members).node);
            let set = candidate.add_statement(Op::LocalSet, imm.clone(), &[value]);
            let item = item_around(&candidate.body, nesting, first, members[0].region, region);
            let items = &mut candidate.body.regions[region.ix()].items;
            let at = items.iter().position(|&i| i == item).expect("the item that was just found");
            items.insert(at, set);
            0
        }
        Form::Unwritten => 0,
    };
    for member in &members[read_from..] {
        let get = candidate.add(Op::LocalGet, imm.clone(), &[], ty, class);
        candidate.overwrite(member.node, get);
    }
}

/// The item of `outer` that contains the node, which stands in `region`.
fn item_around(body: &Body, nesting: &Nesting, node: NodeId, mut region: Region, outer: Region) -> NodeId {
    let mut node = node;
    while region != outer {
        node = nesting.owner[region.ix()].expect("only the function has no owner");
        region = nesting.around[region.ix()].expect("only the function has nothing around it");
    }
    let items = &body.region(outer).items;
    let found = items.iter().copied().find(|&item| inside(body, item).contains(&node));
    found.expect("a node stands in an item of its region")
}

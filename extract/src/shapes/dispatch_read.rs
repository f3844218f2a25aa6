//! Reads what control is dispatched on, and where each value of it goes: out of branches, `if`s and tables alike.

use super::Shapes;
use super::dispatch_set::Ranges;
use super::dispatch_when::{HEIGHT, comparison};
use loom_eq_lang::{Body, LocalIx, NodeId, Op, Region, ValType};
use smallvec::SmallVec;

/// What is dispatched on. It is evaluated once, in front of everything else.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// The tree that computes it the first time.
    pub code: NodeId,
    pub again: Again,
}

/// How the same value is had another time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Again {
    Local(LocalIx),
    /// This tree computes the same: it is pure.
    Tree(NodeId),
    Never,
}

/// Where a value leads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Leaf {
    /// As a branch that carries nothing.
    Label(Region),
    /// Behind the dispatch.
    Join,
    /// To the items of a region, from this one on; where they end, behind the dispatch.
    Code(Region, usize),
}

/// Where the dispatch stands.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// These items of a region.
    Items(Region, usize, usize),
    /// An `if` that is an operand.
    Node(NodeId),
}

#[derive(Clone, Debug)]
pub struct Dispatch {
    pub subject: Subject,
    pub place: Place,
    /// Which values lead where. The sets are disjoint and all of them together everything; a set may be empty.
    pub ways: Vec<(Ranges, Leaf)>,
    /// What is on the stack behind it.
    pub results: Vec<ValType>,
    /// The `if`s, branches and tables that are read.
    pub tests: Vec<NodeId>,
    /// Those of them that can go one way only, and whether their condition holds.
    pub decided: Vec<(NodeId, bool)>,
    /// The labels that lead behind it.
    pub joins: Vec<Region>,
}

/// Dispatches in arms of dispatches.
const NESTED: usize = 300;

impl Shapes {
    /// The dispatches that start with an item of a region: more than one where it can be said in more than one way what they are on.
    pub fn dispatches_at(&self, r: Region, i: usize) -> SmallVec<[Dispatch; 2]> {
        let read = |subject| {
            let mut dispatch = Dispatch::new(subject, Place::Items(r, i, i));
            let to = self.read_items(&mut dispatch, r, i, Ranges::all(), None);
            dispatch.place = Place::Items(r, i, to);
            Some(dispatch).filter(|d| !d.tests.is_empty())
        };
        self.subjects(self.items(r)[i]).into_iter().filter_map(read).collect()
    }

    /// The dispatches that an `if` is that is an operand.
    pub fn dispatches_of(&self, n: NodeId) -> SmallVec<[Dispatch; 2]> {
        let read = |subject| {
            let mut dispatch = Dispatch::new(subject, Place::Node(n));
            self.read_if(&mut dispatch, n, &Ranges::all(), 0).then_some(dispatch)
        };
        self.subjects(n).into_iter().filter_map(read).collect()
    }

    /// Reads items one after the other. Returns the first that does not belong to the dispatch. `arm` is how deep in arms the region is; without it, it is the one
    /// that the dispatch stands in.
    fn read_items(&self, dispatch: &mut Dispatch, r: Region, from: usize, mut set: Ranges, arm: Option<usize>) -> usize {
        let items = self.items(r);
        for (i, &n) in items.iter().enumerate().skip(from) {
            let node = self.body.node(n);
            match node.op {
                Op::Br if node.args.is_empty() && node.stacked == 0 => {
                    dispatch.way(set, Leaf::Label(self.body.targets(n)[0]));
                    return i + 1;
                }
                Op::Return if node.args.is_empty() && node.stacked == 0 && self.body.ty.results.is_empty() => {
                    dispatch.way(set, Leaf::Label(Body::ROOT));
                    return i + 1;
                }
                Op::BrTable if let Some(ways) = self.table_ways(dispatch, n) => {
                    dispatch.tests.push(n);
                    for (values, label) in ways {
                        dispatch.way(values.and(&set), Leaf::Label(label));
                    }
                    return i + 1;
                }
                Op::BrIf if let Some(holds) = self.plain_test(dispatch, n) => {
                    dispatch.test(n, &set, &holds);
                    dispatch.way(set.and(&holds), Leaf::Label(self.body.targets(n)[0]));
                    set = set.without(&holds);
                }
                Op::If if let Some(holds) = self.plain_test(dispatch, n) => {
                    let then = node.regions[0];
                    if node.regions.len() == 1 && !self.falls(then) && self.uses[then.ix()] == 0 {
                        dispatch.test(n, &set, &holds);
                        self.read_arm(dispatch, then, set.and(&holds), arm.unwrap_or(0) + 1);
                        set = set.without(&holds);
                        continue;
                    }
                    // In an arm, what stands behind the `if` must be what stands behind the dispatch.
                    if arm.is_none() || i + 1 == items.len() && self.body.region(r).results[..] == dispatch.results[..] {
                        let read = node.results[..] == dispatch.results[..] || arm.is_none();
                        if read && self.read_if(dispatch, n, &set, arm.unwrap_or(0)) {
                            return i + 1;
                        }
                    }
                    return self.rest(dispatch, r, i, set, arm);
                }
                _ => return self.rest(dispatch, r, i, set, arm),
            }
        }
        self.rest(dispatch, r, items.len(), set, arm)
    }

    /// What is not read any more.
    fn rest(&self, dispatch: &mut Dispatch, r: Region, i: usize, set: Ranges, arm: Option<usize>) -> usize {
        let ends = i == self.items(r).len() && self.body.region(r).results.is_empty();
        dispatch.way(set, if arm.is_none() || ends { Leaf::Join } else { Leaf::Code(r, i) });
        i
    }

    /// An `if` behind which the dispatch is over, in both arms.
    fn read_if(&self, dispatch: &mut Dispatch, n: NodeId, set: &Ranges, arm: usize) -> bool {
        let node = self.body.node(n);
        let Some(holds) = self.plain_test(dispatch, n) else { return false };
        dispatch.results = node.results.to_vec();
        dispatch.test(n, set, &holds);
        dispatch.joins.push(node.regions[0]);
        self.read_arm(dispatch, node.regions[0], set.and(&holds), arm + 1);
        match node.regions.get(1) {
            Some(&other) => self.read_arm(dispatch, other, set.without(&holds), arm + 1),
            None => dispatch.way(set.without(&holds), Leaf::Join),
        }
        true
    }

    fn read_arm(&self, dispatch: &mut Dispatch, r: Region, set: Ranges, arm: usize) {
        if arm < NESTED {
            self.read_items(dispatch, r, 0, set, Some(arm));
        } else {
            dispatch.way(set, Leaf::Code(r, 0));
        }
    }

    /// For which values of the subject the only operand of an `if` or `br_if` holds.
    fn plain_test(&self, dispatch: &Dispatch, n: NodeId) -> Option<Ranges> {
        let node = self.body.node(n);
        let nothing = node.op == Op::If || self.body.label_types(self.body.targets(n)[0]).is_empty();
        let &[condition] = node.args.as_slice() else { return None };
        if !nothing || node.hint.is_some() || node.stacked > 0 || node.op == Op::If && !self.body.region(node.regions[0]).params.is_empty() {
            return None;
        }
        let nonzero = Ranges::one(0).not();
        self.preimage(&dispatch.subject, condition, &nonzero, HEIGHT)
    }

    /// Which values a table sends where; the default's come last.
    fn table_ways(&self, dispatch: &Dispatch, n: NodeId) -> Option<Vec<(Ranges, Region)>> {
        let node = self.body.node(n);
        let &[index] = node.args.as_slice() else { return None };
        let targets = self.body.targets(n);
        let (default, entries) = targets.split_last()?;
        if node.stacked > 0 || !self.body.label_types(*default).is_empty() {
            return None;
        }
        let mut sets: indexmap::IndexMap<Region, Vec<u32>> = indexmap::IndexMap::new();
        for (value, target) in (0..).zip(entries) {
            sets.entry(*target).or_default().push(value);
        }
        let mut ways = Vec::with_capacity(sets.len() + 1);
        let mut rest = Ranges::all();
        for (target, values) in sets {
            if target != *default {
                let set = values.iter().fold(Ranges::default(), |set, v| set.or(&Ranges::one(*v)));
                rest = rest.without(&set);
                ways.push((set, target));
            }
        }
        ways.push((rest, *default));
        ways.into_iter().map(|(set, to)| Some((self.preimage(&dispatch.subject, index, &set, HEIGHT)?, to))).collect()
    }

    /// What a test may be about: the first leaf of its condition that is more than an operator with a constant, or a mask or shift of that.
    fn subjects(&self, test: NodeId) -> SmallVec<[Subject; 2]> {
        let mut subjects = SmallVec::new();
        if !matches!(self.body.node(test).op, Op::If | Op::BrIf | Op::BrTable) {
            return subjects;
        }
        let Some(&(mut n)) = self.body.node(test).args.last() else { return subjects };
        for _ in 0..HEIGHT {
            let node = self.body.node(n);
            n = match (node.op, node.args.as_slice()) {
                (Op::I32Eqz, &[x]) => x,
                (Op::I32Or, &[x, _]) => x,
                (Op::I32And, &[x, y]) if self.is_truth(x) && self.is_truth(y) => x,
                (Op::I32Add | Op::I32Sub, &[x, y]) if self.i32_const(y).is_some() => x,
                (Op::I32And | Op::I32ShrU, &[x, y]) if self.i32_const(y).is_some() => {
                    subjects.extend(self.as_subject(n));
                    x
                }
                (op, &[x, y]) if comparison(op).is_some() && self.i32_const(y).is_some() => x,
                (op, &[x, y]) if comparison(op).is_some() && self.i32_const(x).is_some() => y,
                _ => break,
            }
        }
        subjects.extend(self.as_subject(n));
        subjects
    }

    fn as_subject(&self, n: NodeId) -> Option<Subject> {
        let node = self.body.node(n);
        if node.results[..] != [ValType::I32] || self.body.taken(n) > 0 || self.i32_const(n).is_some() {
            return None;
        }
        let again = match self.body.local_of(n) {
            Some(l) => Again::Local(l),
            None if self.is_plain(n) => Again::Tree(n),
            None => Again::Never,
        };
        Some(Subject { code: n, again })
    }

    /// Whether a tree gives the subject.
    pub(super) fn is_subject(&self, subject: &Subject, n: NodeId) -> bool {
        match subject.again {
            _ if n == subject.code => true,
            Again::Local(l) => self.body.node(n).op == Op::LocalGet && self.body.local_of(n) == Some(l),
            Again::Tree(tree) => self.same_tree(n, tree),
            Again::Never => false,
        }
    }
}

impl Dispatch {
    fn new(subject: Subject, place: Place) -> Dispatch {
        Dispatch { subject, place, ways: Vec::new(), results: Vec::new(), tests: Vec::new(), decided: Vec::new(), joins: Vec::new() }
    }

    fn way(&mut self, set: Ranges, leaf: Leaf) {
        self.ways.push((set, leaf));
    }

    fn test(&mut self, n: NodeId, set: &Ranges, holds: &Ranges) {
        if !self.tests.is_empty() && !set.is_empty() {
            let (yes, no) = (set.and(holds), set.without(holds));
            if yes.is_empty() || no.is_empty() {
                self.decided.push((n, no.is_empty()));
            }
        }
        self.tests.push(n);
    }
}

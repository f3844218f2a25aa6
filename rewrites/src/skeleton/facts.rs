//! What is known of values where a block starts: from the branches that led there and the constants that were written on the way.
//!
//! Facts are trees over locals with a constant each: `local.get 3` is 0, `i32.lt_u (local.get 0) (local.get 1)` is 1. They hold until one of their locals is written.

use super::cfg::{Cfg, End};
use loom_eq_lang::{Const, Imm, LocalIx, NodeId, Op, eval};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

/// At most so many facts are kept, the newest.
const FACTS: usize = 48;
/// Larger trees are not remembered.
const NODES: usize = 24;

/// A tree over locals without effects, to be compared.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Tree {
    Local(LocalIx),
    Op(Op, Imm, Vec<Tree>),
}

/// A tree has a value.
#[derive(PartialEq, Eq, Debug)]
struct Fact {
    tree: Tree,
    value: Const,
    /// Those in the tree.
    locals: BTreeSet<LocalIx>,
    hash: u64,
}

/// See the module's documentation. Facts are shared, as most hold in many places.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Facts {
    known: Vec<Rc<Fact>>,
}

fn truth(b: bool) -> Const {
    Const::I32(i32::from(b))
}

impl Tree {
    /// The tree of a node without effects.
    pub fn of(cfg: &Cfg, n: NodeId) -> Option<Tree> {
        Tree::read(cfg, n, None, &mut { NODES })
    }

    /// The same with one of the operands of a `select` in its place.
    pub fn with(cfg: &Cfg, n: NodeId, select: NodeId, which: usize) -> Option<Tree> {
        Tree::read(cfg, n, Some((select, which)), &mut { NODES })
    }

    fn read(cfg: &Cfg, n: NodeId, instead: Option<(NodeId, usize)>, budget: &mut usize) -> Option<Tree> {
        *budget = budget.checked_sub(1)?;
        let node = cfg.body.node(n);
        match node.op {
            _ if instead.is_some_and(|(select, _)| select == n) => Tree::read(cfg, node.args[instead?.1], None, budget),
            Op::LocalGet => {
                let local = cfg.body.local_of(n)?;
                let through = cfg.single.get(&local).filter(|_| instead.is_none()).and_then(|v| Tree::fixed(cfg, *v, &mut budget.clone()));
                Some(through.unwrap_or(Tree::Local(local)))
            }
            op if op.is_pure() || matches!(op, Op::Select | Op::TypedSelect) => {
                let args = node.args.iter().map(|a| Tree::read(cfg, *a, instead, budget)).collect::<Option<_>>()?;
                Some(Tree::Op(op, node.imm.clone(), args))
            }
            _ => None,
        }
    }

    /// The tree of a value that is the same wherever a local with this single definition is read: over such locals and parameters that nothing writes.
    fn fixed(cfg: &Cfg, n: NodeId, budget: &mut usize) -> Option<Tree> {
        *budget = budget.checked_sub(1)?;
        let node = cfg.body.node(n);
        if node.op == Op::LocalGet {
            let local = cfg.body.local_of(n)?;
            let through = cfg.single.get(&local).and_then(|v| Tree::fixed(cfg, *v, budget));
            return through.or_else(|| cfg.is_fixed(local).then_some(Tree::Local(local)));
        }
        let args = node.args.iter().map(|a| Tree::fixed(cfg, *a, budget)).collect::<Option<_>>()?;
        Some(Tree::Op(node.op, node.imm.clone(), args))
    }

    /// Whether a value is the same wherever a local with this single definition is read.
    pub fn fixed_value(cfg: &Cfg, n: NodeId) -> bool {
        Tree::fixed(cfg, n, &mut { NODES }).is_some()
    }

    fn hashed(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    fn locals(&self, out: &mut BTreeSet<LocalIx>) {
        match self {
            Tree::Local(l) => drop(out.insert(*l)),
            Tree::Op(_, _, args) => args.iter().for_each(|a| a.locals(out)),
        }
    }

    fn constant(c: Const) -> Tree {
        Tree::Op(c.op(), c.imm(), Vec::new())
    }

    /// `eq` of two trees.
    fn equals(x: &Tree, c: Const) -> Option<Tree> {
        let op = match c {
            Const::I32(_) => Op::I32Eq,
            Const::I64(_) => Op::I64Eq,
            _ => return None,
        };
        Some(Tree::Op(op, Imm::None, vec![x.clone(), Tree::constant(c)]))
    }
}

impl Facts {
    /// What holds where the function starts: locals are zero.
    pub fn at_start(cfg: &Cfg) -> Facts {
        let mut facts = Facts::default();
        for l in &cfg.zeroed {
            if let Some(zero) = Const::from_bits(cfg.body.locals[l.ix()], 0) {
                facts.add(Tree::Local(*l), zero);
            }
        }
        facts
    }

    /// The constant that a tree is here.
    pub fn value(&self, tree: &Tree) -> Option<Const> {
        if let Some(c) = self.value_of_known(tree) {
            return Some(c);
        }
        let Tree::Op(op, imm, args) = tree else { return None };
        if let Some(c) = Const::of(*op, imm) {
            return Some(c);
        }
        match (op, args.as_slice()) {
            (Op::Select | Op::TypedSelect, [x, y, c]) => return self.value(if self.truth(c)? { x } else { y }),
            (Op::I32Eqz | Op::I64Eqz, [x]) if self.is_nonzero(x) => return Some(truth(false)),
            (Op::I32Eq | Op::I64Eq | Op::I32Ne | Op::I64Ne, [x, y]) => {
                let ne = matches!(op, Op::I32Ne | Op::I64Ne);
                let (x, c) = match (self.value(x), self.value(y)) {
                    (None, Some(c)) => (x, c),
                    (Some(c), None) => (y, c),
                    (Some(a), Some(b)) => return Some(truth((a == b) != ne)),
                    (None, None) => return None,
                };
                // x == c may be known under its own name; x == 0 is eqz x.
                if self.differs(x, c) {
                    return Some(truth(ne));
                }
                return None;
            }
            _ => {}
        }
        let args: Vec<Const> = args.iter().map(|a| self.value(a)).collect::<Option<_>>()?;
        eval(*op, imm, &args)
    }

    /// Whether a condition holds, if that is known.
    pub fn truth(&self, tree: &Tree) -> Option<bool> {
        if let Some(c) = self.value(tree) {
            return Some(c.bits()? != 0);
        }
        // It may be known to be another number than 0.
        self.is_nonzero(tree).then_some(true)
    }

    /// Whether it is known that a tree is not this constant.
    fn differs(&self, x: &Tree, c: Const) -> bool {
        let known = |tree: &Tree| self.value_of_known(tree).and_then(Const::bits);
        if c.bits() == Some(0) && self.is_nonzero(x) {
            return true;
        }
        if Tree::equals(x, c).is_some_and(|t| known(&t) == Some(0)) {
            return true;
        }
        // What is below or above something is not the largest or the least value.
        let (max, smax, smin) = match c {
            Const::I32(v) => (v == -1, v == i32::MAX, v == i32::MIN),
            Const::I64(v) => (v == -1, v == i64::MAX, v == i64::MIN),
            _ => return false,
        };
        use Op::*;
        self.known.iter().any(|fact| {
            let Tree::Op(op, _, args) = &fact.tree else { return false };
            let [a, b] = args.as_slice() else { return false };
            let yes = fact.value.bits() == Some(1);
            let below = |least: bool| least && a == x;
            let above = |most: bool| most && b == x;
            let zero = c.bits() == Some(0);
            match (op, yes) {
                (I32LtU | I64LtU, true) | (I32GeU | I64GeU, false) => below(max) || above(zero),
                (I32GtU | I64GtU, true) | (I32LeU | I64LeU, false) => below(zero) || above(max),
                (I32LtS | I64LtS, true) | (I32GeS | I64GeS, false) => below(smax) || above(smin),
                (I32GtS | I64GtS, true) | (I32LeS | I64LeS, false) => below(smin) || above(smax),
                _ => false,
            }
        })
    }

    fn is_nonzero(&self, x: &Tree) -> bool {
        let zero = |t: &Tree| matches!(t, Tree::Op(Op::I32Eqz | Op::I64Eqz, _, args) if args[0] == *x);
        self.known.iter().any(|f| f.value.bits() == Some(0) && zero(&f.tree)) || self.value_of_known(x).is_some_and(|c| c.bits() != Some(0))
    }

    fn value_of_known(&self, x: &Tree) -> Option<Const> {
        let hash = x.hashed();
        self.known.iter().rev().find(|f| f.hash == hash && f.tree == *x).map(|f| f.value)
    }

    fn add(&mut self, tree: Tree, value: Const) {
        if matches!(&tree, Tree::Op(op, imm, _) if Const::of(*op, imm).is_some()) || self.value_of_known(&tree) == Some(value) {
            return;
        }
        let mut locals = BTreeSet::new();
        tree.locals(&mut locals);
        if self.known.len() == FACTS {
            self.known.remove(0);
        }
        let hash = tree.hashed();
        self.known.push(Rc::new(Fact { tree, value, locals, hash }));
    }

    /// A condition is true, or is not.
    pub fn assume(&mut self, tree: &Tree, yes: bool) {
        if let Tree::Op(op, _, args) = tree {
            match (op, args.as_slice()) {
                (Op::I32Eqz, [x]) => self.assume(x, !yes),
                (Op::I64Eqz, [x]) if yes => self.add(x.clone(), Const::I64(0)),
                (Op::I32Eq | Op::I64Eq, [x, y]) if yes => self.same(x, y),
                (Op::I32Ne | Op::I64Ne, [x, y]) if !yes => self.same(x, y),
                (Op::I32Ne | Op::I64Ne, [x, y]) => {
                    for (x, y) in [(x, y), (y, x)] {
                        if let Some(c) = self.value(y)
                            && let Some(equals) = Tree::equals(x, c)
                        {
                            self.add(equals, truth(false));
                        }
                    }
                }
                (Op::I32And, [x, y]) if yes && is_bool(x) && is_bool(y) => [x, y].into_iter().for_each(|t| self.assume(t, true)),
                (Op::I32Or, [x, y]) if !yes => [x, y].into_iter().for_each(|t| self.assume(t, false)),
                _ => {}
            }
        }
        if !yes {
            self.add(tree.clone(), Const::I32(0));
        } else if is_bool(tree) {
            self.add(tree.clone(), Const::I32(1));
        } else {
            self.add(Tree::Op(Op::I32Eqz, Imm::None, vec![tree.clone()]), truth(false));
        }
    }

    fn same(&mut self, x: &Tree, y: &Tree) {
        match (self.value(x), self.value(y)) {
            (None, Some(c)) => self.add(x.clone(), c),
            (Some(c), None) => self.add(y.clone(), c),
            _ => {}
        }
    }

    /// A local is written, with a tree if the value is one.
    pub fn write(&mut self, local: LocalIx, value: Option<&Tree>) {
        let constant = value.and_then(|t| self.value(t));
        // What is known of a local that is copied is known of the copy.
        let mut inherited = Vec::new();
        if let Some(Tree::Local(from)) = value
            && *from != local
        {
            for fact in &self.known {
                if fact.locals.contains(from) && !fact.locals.contains(&local) {
                    inherited.push((renamed(&fact.tree, *from, local), fact.value));
                }
            }
        }
        self.known.retain(|f| !f.locals.contains(&local));
        inherited.into_iter().for_each(|(tree, c)| self.add(tree, c));
        if let Some(c) = constant {
            self.add(Tree::Local(local), c);
        }
    }

    /// Runs over the nodes of a tree: writes of locals.
    pub fn run(&mut self, cfg: &Cfg, root: NodeId) {
        for n in cfg.nodes(root) {
            let node = cfg.body.node(n);
            if let (Op::LocalSet | Op::LocalTee, Some(l)) = (node.op, cfg.body.local_of(n)) {
                // A value whose own operands wrote the local is not the tree that it seems to be.
                let value = node.args.first().filter(|v| cfg.is_value(**v)).and_then(|v| Tree::of(cfg, *v));
                self.write(l, value.as_ref());
            }
        }
    }

    /// What holds on an edge of an end; `which` of its targets.
    pub fn along(&mut self, cfg: &Cfg, end: &End, which: usize) {
        match end {
            End::Branch(c, t, f, _) if t != f => {
                if let Some(tree) = Tree::of(cfg, *c) {
                    self.assume(&tree, which == 0);
                } else if let (Op::LocalTee, Some(l)) = (cfg.body.node(*c).op, cfg.body.local_of(*c)) {
                    self.assume(&Tree::Local(l), which == 0);
                }
            }
            End::Switch(i, targets) => {
                let local = Tree::of(cfg, *i).or_else(|| cfg.body.local_of(*i).map(Tree::Local));
                let Some(tree) = local else { return };
                let once = targets.iter().filter(|t| **t == targets[which]).count() == 1;
                if which + 1 < targets.len() && once {
                    self.add(tree, Const::I32(i32::try_from(which).unwrap_or(i32::MAX)));
                } else if which + 1 == targets.len() {
                    for (v, t) in targets.iter().enumerate().take(16) {
                        if *t != targets[which]
                            && let Some(equals) = Tree::equals(&tree, Const::I32(v as i32))
                        {
                            self.add(equals, truth(false));
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// What holds on both ways.
    pub fn meet(&mut self, other: &Facts) {
        self.known.retain(|f| {
            other.known.iter().rev().find(|o| Rc::ptr_eq(f, o) || o.hash == f.hash && o.tree == f.tree).is_some_and(|o| o.value == f.value)
        });
    }
}

fn renamed(tree: &Tree, from: LocalIx, to: LocalIx) -> Tree {
    match tree {
        Tree::Local(l) => Tree::Local(if *l == from { to } else { *l }),
        Tree::Op(op, imm, args) => Tree::Op(*op, imm.clone(), args.iter().map(|a| renamed(a, from, to)).collect()),
    }
}

/// Whether a tree is 0 or 1.
fn is_bool(tree: &Tree) -> bool {
    let Tree::Op(op, imm, args) = tree else { return false };
    match op {
        Op::I32Const => matches!(imm, Imm::I32(0 | 1)),
        Op::I32And | Op::I32Or | Op::I32Xor => args.iter().all(is_bool),
        op => is_comparison(*op),
    }
}

/// Whether an operator compares scalars.
pub fn is_comparison(op: Op) -> bool {
    use Op::*;
    matches!(
        op,
        I32Eqz
            | I64Eqz
            | I32Eq
            | I32Ne
            | I64Eq
            | I64Ne
            | I32LtU
            | I32LtS
            | I32GtU
            | I32GtS
            | I32LeU
            | I32LeS
            | I32GeU
            | I32GeS
            | I64LtU
            | I64LtS
            | I64GtU
            | I64GtS
            | I64LeU
            | I64LeS
            | I64GeU
            | I64GeS
            | F32Eq
            | F32Ne
            | F32Lt
            | F32Gt
            | F32Le
            | F32Ge
            | F64Eq
            | F64Ne
            | F64Lt
            | F64Gt
            | F64Le
            | F64Ge
    )
}

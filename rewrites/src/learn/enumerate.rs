//! All trees of few bytes, bottom-up: one of each behaviour on the test vectors.
//!
//! Trees are made level by level of their bytes, so the first that agrees with the goal is a shortest one. Of trees that agree with each other on all vectors
//! the first stays: whatever the others could be part of, it can be part of. Trees of the last level are only compared with the goal, not kept, which is
//! most of them.

use super::pattern::{Pattern, Use, bytes, type_of};
use crate::rule::{Term, VarIx};
use crate::vectors::{Random, edges};
use loom_eq_lang::{Const, Imm, Op, ValType, eval, instr};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Vectors to tell trees apart, to begin with.
const LANES: usize = 28;
/// Constants of a type.
const CONSTANTS: usize = 28;

const UNARY: [(Op, ValType, ValType); 16] = {
    use ValType::{I32, I64};
    [
        (Op::I32Eqz, I32, I32),
        (Op::I32Clz, I32, I32),
        (Op::I32Ctz, I32, I32),
        (Op::I32Popcnt, I32, I32),
        (Op::I32Extend8S, I32, I32),
        (Op::I32Extend16S, I32, I32),
        (Op::I32WrapI64, I64, I32),
        (Op::I64Eqz, I64, I32),
        (Op::I64Clz, I64, I64),
        (Op::I64Ctz, I64, I64),
        (Op::I64Popcnt, I64, I64),
        (Op::I64Extend8S, I64, I64),
        (Op::I64Extend16S, I64, I64),
        (Op::I64Extend32S, I64, I64),
        (Op::I64ExtendI32S, I32, I64),
        (Op::I64ExtendI32U, I32, I64),
    ]
};

/// Binary operators of a width with their result; greater-than is less-than with its operands swapped.
fn binary(ty: ValType) -> [(Op, ValType); 16] {
    use Op::*;
    use ValType::I32 as B;
    if ty == ValType::I32 {
        [
            (I32Add, ty),
            (I32Sub, ty),
            (I32And, ty),
            (I32Or, ty),
            (I32Xor, ty),
            (I32Shl, ty),
            (I32ShrU, ty),
            (I32ShrS, ty),
            (I32Mul, ty),
            (I32Rotl, ty),
            (I32Eq, B),
            (I32Ne, B),
            (I32LtU, B),
            (I32LtS, B),
            (I32LeU, B),
            (I32LeS, B),
        ]
    } else {
        [
            (I64Add, ty),
            (I64Sub, ty),
            (I64And, ty),
            (I64Or, ty),
            (I64Xor, ty),
            (I64Shl, ty),
            (I64ShrU, ty),
            (I64ShrS, ty),
            (I64Mul, ty),
            (I64Rotl, ty),
            (I64Eq, B),
            (I64Ne, B),
            (I64LtU, B),
            (I64LtS, B),
            (I64LeU, B),
            (I64LeS, B),
        ]
    }
}

/// Test vectors: per lane a value of each variable.
pub(crate) type Lanes = Vec<Vec<Option<Const>>>;

/// The first vectors of a pattern: edges, values near its constants, and random ones, all within what is known of its variables.
pub(crate) fn first_lanes(pattern: &Pattern) -> Lanes {
    let mut near: Vec<u64> = Vec::new();
    each_literal(&pattern.term, &mut |c| {
        let bits = c.bits().unwrap_or(0);
        near.extend([bits, bits.wrapping_add(1), bits.wrapping_sub(1), !bits, bits.wrapping_neg()]);
    });
    let mut random = Random(near.iter().fold(7, |sum: u64, bits| sum.wrapping_mul(31).wrapping_add(*bits)));
    let columns: Vec<Vec<Const>> = pattern.vars.iter().map(|(ty, _)| edges(*ty)).collect();
    (0..LANES)
        .map(|lane| {
            let value = |(i, (ty, known)): (usize, &(ValType, super::Known))| {
                let pick = random.next_bits();
                let bits = match (lane + i) % 3 {
                    0 => columns[i][if i == 0 { lane } else { pick as usize } % columns[i].len()].bits().unwrap_or(0),
                    1 if !near.is_empty() => near[pick as usize % near.len()],
                    _ => random.bits(),
                };
                Const::from_bits(*ty, within(bits, known.greatest()))
            };
            pattern.vars.iter().enumerate().map(value).collect()
        })
        .collect()
}

/// A value that is at most `greatest`, one less than a power of two.
pub(crate) fn within(bits: u64, greatest: u64) -> u64 {
    bits & greatest
}

/// Calls `f` on each literal.
pub(crate) fn each_literal(term: &Term, f: &mut dyn FnMut(Const)) {
    match term {
        Term::Lit(c) => f(*c),
        Term::Op(_, args) => args.iter().for_each(|a| each_literal(a, f)),
        Term::Var(_) => {}
    }
}

/// The constants that a shorter tree may have: those of the pattern, what is near them or made of two of them, and a few of general use; short ones first.
fn constants(pattern: &Pattern, ty: ValType) -> Vec<Const> {
    let width: u64 = if ty == ValType::I32 { 32 } else { 64 };
    let mut own = Vec::new();
    each_literal(&pattern.term, &mut |c| own.extend(c.bits().map(|b| (c.ty(), b))));
    let mut all = vec![0, 1, u64::MAX, width - 1, 2, 3];
    for &(own_ty, b) in &own {
        let zeros = if own_ty == ValType::I32 { 32 } else { 64 };
        let (clz, ctz) = (u64::from(b.leading_zeros()) + zeros - 64, u64::from(b.trailing_zeros()).min(zeros));
        let sign = |bits: u32| (b.cast_signed() << (64 - bits) >> (64 - bits)).cast_unsigned();
        all.extend([b, b.wrapping_add(1), b.wrapping_sub(1), b.wrapping_neg(), !b, ctz, clz, zeros - 1 - clz.min(zeros - 1), zeros.wrapping_sub(b)]);
        all.extend([sign(8), sign(16), sign(32), b >> (ctz % 64), b << 1, b >> 1, b ^ (1 << (zeros - 1))]);
        all.push(b | u64::MAX << (63 - b.leading_zeros().min(63)));
    }
    for &(_, a) in &own {
        for &(_, b) in &own {
            all.extend([a.wrapping_add(b), a.wrapping_sub(b), a & b, a | b, a ^ b, a >> (b % width), a << (b % width)]);
        }
    }
    let mut out: Vec<Const> = Vec::new();
    for c in all.into_iter().filter_map(|b| Const::from_bits(ty, b)) {
        if !out.contains(&c) {
            out.push(c);
        }
    }
    out.sort_by_key(|c| c.size());
    out.truncate(CONSTANTS);
    out
}

/// A tree of the bank.
#[derive(Clone, Copy)]
enum Tree {
    Var(usize),
    Lit(Const),
    Op(Op, [u32; 3], u8),
}

struct Bank<'a> {
    lanes: &'a Lanes,
    trees: Vec<Tree>,
    /// Values of all trees, `lanes.len()` each.
    values: Vec<Const>,
    has_variable: Vec<bool>,
    seen: HashSet<u64>,
    /// Per bytes, then per type (i32, i64).
    levels: Vec<[Vec<u32>; 2]>,
    goal: Vec<Const>,
    used: Use,
    /// Trees that were made, and how many may be.
    made: usize,
    most: usize,
    found: Option<Term>,
}

fn slot(ty: ValType) -> usize {
    usize::from(ty == ValType::I64)
}

/// The shortest tree of at most `limit` bytes that agrees with the pattern on the lanes, and how many trees were made.
pub(crate) fn shorter(pattern: &Pattern, lanes: &Lanes, limit: u32, most: usize) -> (Option<Term>, usize) {
    let Some(goal) = lanes.iter().map(|lane| pattern.term.eval(lane)).collect::<Option<Vec<Const>>>() else { return (None, 0) };
    let mut bank = Bank {
        lanes,
        trees: Vec::new(),
        values: Vec::new(),
        has_variable: Vec::new(),
        seen: HashSet::new(),
        levels: vec![Default::default(); limit as usize + 1],
        goal,
        used: pattern.used,
        made: 0,
        most,
        found: None,
    };
    let wide = has_i64(&pattern.term) || pattern.vars.iter().any(|(ty, _)| *ty == ValType::I64);
    let types: &[ValType] = if wide { &[ValType::I32, ValType::I64] } else { &[ValType::I32] };
    let constants: Vec<Const> = types.iter().flat_map(|ty| constants(pattern, *ty)).collect();
    // A constant is a tree too, but there is nothing to find out about it: the analysis folds.
    for level in 2..=limit {
        if level == 2 {
            for v in 0..pattern.vars.len() {
                let values: Vec<Const> = lanes.iter().filter_map(|lane| lane[v]).collect();
                bank.leaf(Tree::Var(v), values, level, limit);
            }
        }
        for c in constants.iter().filter(|c| c.size() == level) {
            bank.leaf(Tree::Lit(*c), vec![*c; lanes.len()], level, limit);
        }
        bank.level(level, limit, types, contains_select(&pattern.term));
        if bank.found.is_some() || bank.made >= bank.most {
            break;
        }
    }
    let types: Vec<ValType> = pattern.vars.iter().map(|(ty, _)| *ty).collect();
    debug_assert!(bank.found.iter().all(|t| bytes(t) <= limit && type_of(t, &types) == type_of(&pattern.term, &types)));
    (bank.found, bank.made)
}

fn has_i64(term: &Term) -> bool {
    match term {
        Term::Var(_) => false,
        Term::Lit(c) => c.ty() == ValType::I64,
        Term::Op(op, args) => op.name().contains("i64") || args.iter().any(has_i64),
    }
}

fn contains_select(term: &Term) -> bool {
    matches!(term, Term::Op(op, args) if *op == Op::Select || args.iter().any(contains_select))
}

impl Bank<'_> {
    fn leaf(&mut self, tree: Tree, values: Vec<Const>, level: u32, limit: u32) {
        self.made += 1;
        let hash = hash(&values);
        if level <= limit && self.seen.insert(hash) {
            self.keep(tree, &values, level);
            // A variable may be all that remains; constants are the analysis' business.
            if matches!(tree, Tree::Var(_)) && self.agrees(&values) {
                self.found = Some(self.term(self.trees.len() - 1));
            }
        }
    }

    fn keep(&mut self, tree: Tree, values: &[Const], level: u32) {
        let number = u32::try_from(self.trees.len()).expect("fewer trees than 2^32");
        let variable = match tree {
            Tree::Var(_) => true,
            Tree::Lit(_) => false,
            Tree::Op(_, args, n) => args[..usize::from(n)].iter().any(|a| self.has_variable[*a as usize]),
        };
        self.trees.push(tree);
        self.has_variable.push(variable);
        self.values.extend_from_slice(values);
        self.levels[level as usize][slot(values[0].ty())].push(number);
    }

    fn level(&mut self, level: u32, limit: u32, types: &[ValType], select: bool) {
        let last = level == limit;
        for (op, from, to) in UNARY {
            if !types.contains(&from) || !types.contains(&to) || instr::size(op, &Imm::None) != 1 {
                continue;
            }
            for a in self.at(level - 1, from) {
                self.make(op, &[a], level, last);
            }
        }
        for &ty in types {
            for left in 2..level.saturating_sub(2) {
                let (lefts, rights) = (self.at(left, ty), self.at(level - 1 - left, ty));
                for (op, _) in binary(ty) {
                    for &a in &lefts {
                        for &b in &rights {
                            if op.commutes() && a < b {
                                continue;
                            }
                            self.make(op, &[a, b], level, last);
                        }
                        if self.found.is_some() || self.made >= self.most {
                            return;
                        }
                    }
                }
            }
            if select && level >= 7 {
                self.selects(level, ty, last);
            }
        }
    }

    /// Only of small parts: a third operand multiplies.
    fn selects(&mut self, level: u32, ty: ValType, last: bool) {
        for condition in 2..=4.min(level - 5) {
            for left in 2..=3 {
                let Some(right) = (level - 1).checked_sub(condition + left).filter(|r| (2..=4).contains(r)) else { continue };
                for &c in &self.at(condition, ValType::I32) {
                    for &a in &self.at(left, ty) {
                        for &b in &self.at(right, ty) {
                            self.make(Op::Select, &[a, b, c], level, last);
                            if self.found.is_some() || self.made >= self.most {
                                return;
                            }
                        }
                    }
                }
            }
        }
    }

    fn at(&self, level: u32, ty: ValType) -> Vec<u32> {
        self.levels.get(level as usize).map(|l| l[slot(ty)].clone()).unwrap_or_default()
    }

    fn make(&mut self, op: Op, args: &[u32], level: u32, last: bool) {
        if self.found.is_some() || self.made >= self.most || !args.iter().any(|a| self.has_variable[*a as usize]) {
            return;
        }
        self.made += 1;
        let lanes = self.lanes.len();
        let value = |bank: &Self, lane: usize| {
            let operand = |i: usize| bank.values[args[i] as usize * lanes + lane];
            match args.len() {
                1 => eval(op, &Imm::None, &[operand(0)]),
                2 => eval(op, &Imm::None, &[operand(0), operand(1)]),
                _ => eval(op, &Imm::None, &[operand(0), operand(1), operand(2)]),
            }
        };
        let mut numbers = [0; 3];
        numbers[..args.len()].copy_from_slice(args);
        let tree = Tree::Op(op, numbers, args.len() as u8);
        if last {
            // Nothing is built of it: most differ from the goal in the first lanes.
            let agrees = (0..lanes).all(|lane| value(self, lane).is_some_and(|v| self.same(v, self.goal[lane])));
            if agrees {
                self.trees.push(tree);
                self.found = Some(self.term(self.trees.len() - 1));
            }
            return;
        }
        let Some(values) = (0..lanes).map(|lane| value(self, lane)).collect::<Option<Vec<Const>>>() else { return };
        if self.seen.insert(hash(&values)) {
            self.keep(tree, &values, level);
            if self.agrees(&values) {
                self.found = Some(self.term(self.trees.len() - 1));
            }
        }
    }

    fn same(&self, a: Const, goal: Const) -> bool {
        match self.used {
            Use::Value => a == goal,
            Use::Condition => matches!((a, goal), (Const::I32(a), Const::I32(g)) if (a == 0) == (g == 0)),
        }
    }

    fn agrees(&self, values: &[Const]) -> bool {
        values.iter().zip(&self.goal).all(|(v, g)| self.same(*v, *g))
    }

    fn term(&self, number: usize) -> Term {
        match self.trees[number] {
            Tree::Var(v) => Term::Var(VarIx(v)),
            Tree::Lit(c) => Term::Lit(c),
            Tree::Op(op, args, n) => Term::Op(op, args[..usize::from(n)].iter().map(|a| self.term(*a as usize)).collect()),
        }
    }
}

fn hash(values: &[Const]) -> u64 {
    let mut hasher = DefaultHasher::new();
    values.hash(&mut hasher);
    hasher.finish()
}

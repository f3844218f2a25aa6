//! Test vectors of a rule: values of its variables that satisfy its conditions, edge cases first, then random ones; and whether both sides agree on them.
//!
//! The evaluator knows nothing of the prover, so this is a second opinion on each rule. The conditions' meaning is written here apart from the tests
//! on facts in `condition.rs`: what those accept must satisfy these.
//!
//! Invariants:
//! 1. The same rule, count and seed give the same vectors.
//! 2. Every vector satisfies the meaning of every condition.

use crate::condition::Condition;
use crate::rule::{Rule, Term, VarIx};
use loom_eq_lang::{Const, ValType};

/// A small generator: splitmix64.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// 64 bits, all alike.
    pub fn next_bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next_bits() % n
    }

    /// 64 bits of the kinds that programs have: small, negative, masks, single bits, byte boundaries, floats' bits.
    pub fn bits(&mut self) -> u64 {
        const BOUNDARIES: [u64; 7] = [0x80, 0xff, 0x8000, 0xffff, 0x8000_0000, 0xffff_ffff, 0xffff_ffff_0000_0000];
        const FLOATS: [u64; 4] = [0x7f80_0000, 0x7fc0_0001, 0x8000_0000, 0x7ff0_0000_0000_0001];
        match self.below(10) {
            0 => self.below(3),
            1 => u64::MAX - self.below(3),
            2 => 1 << self.below(64),
            3 => (1u64 << self.below(64)).wrapping_sub(1),
            4 => u64::MAX << self.below(64),
            5 => self.below(70),
            6 => BOUNDARIES[self.below(7) as usize],
            7 => self.next_bits() & self.next_bits() & self.next_bits(),
            8 => FLOATS[self.below(4) as usize],
            _ => self.next_bits() >> self.below(64),
        }
    }
}

/// The values at which integer arithmetic turns: both ends, both signs, and the boundaries of bytes and words.
pub fn edges(ty: ValType) -> Vec<Const> {
    let wide = [0x8000_0000_0000_0000, 0x7fff_ffff_ffff_ffff, 0xffff_ffff_0000_0000, 0x1_0000_0000, u64::MAX];
    let narrow = [0, 1, 2, 3, 7, 31, 32, 33, 63, 64, 65, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000];
    let words = [0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff_fffe, 0xffff_ff80, 0x5555_5555, 0x7f80_0000, 0x7fc0_0001];
    let all = narrow.into_iter().chain(words).chain(wide);
    let mut out: Vec<Const> = Vec::new();
    for c in all.filter_map(|bits| Const::from_bits(ty, bits)) {
        if !out.contains(&c) {
            out.push(c);
        }
    }
    out
}

/// What the conditions shall mean.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// What a proof may assume.
    Equation,
    /// That, and that the rule pays: `shorter` holds too.
    Profit,
}

fn bits_of(term: &Term, values: &[Option<Const>]) -> Option<u64> {
    term.eval(values).and_then(Const::bits)
}

/// Whether the conditions' meaning, as the README states it, holds of the values. `let` fills its variable in.
pub fn satisfies(rule: &Rule, values: &mut [Option<Const>], meaning: Meaning) -> bool {
    let bits = |v: VarIx, values: &[Option<Const>]| values[v.ix()].and_then(Const::bits).unwrap_or(0);
    rule.conditions.iter().all(|c| match c {
        Condition::Const(_) => true,
        Condition::Let(v, t) => {
            values[v.ix()] = t.eval(values);
            values[v.ix()].is_some()
        }
        Condition::Holds(t) => bits_of(t, values).is_some_and(|b| b != 0),
        Condition::Pow2(v) => bits(*v, values).count_ones() == 1,
        Condition::Nonzero(v) => bits(*v, values) != 0,
        Condition::Bool(v) => bits(*v, values) <= 1,
        Condition::Zeros(v, t) => bits_of(t, values).is_some_and(|t| bits(*v, values) & t == 0),
        Condition::Ones(v, t) => bits_of(t, values).is_some_and(|t| bits(*v, values) & t == t),
        Condition::Disjoint(a, b) => bits(*a, values) & bits(*b, values) == 0,
        Condition::Below(v, t) => bits_of(t, values).is_some_and(|t| bits(*v, values) < t),
        Condition::Shorter(a, b, least) => {
            let size = |t: &Term| t.eval(values).map(Const::size);
            // Both have an opcode of one byte.
            meaning == Meaning::Equation || matches!((size(a), size(b)), (Some(a), Some(b)) if a + least <= b)
        }
    })
}

/// Values of the variables that satisfy the conditions: random ones, bent towards what the conditions ask. `None` if many tries failed.
pub fn assignment(rule: &Rule, random: &mut Random, meaning: Meaning) -> Option<Vec<Option<Const>>> {
    for _ in 0..5_000 {
        let mut values: Vec<Option<Const>> = rule.vars.iter().map(|v| Const::from_bits(v.ty, random.bits())).collect();
        relate(rule, &mut values, random);
        bend(rule, &mut values);
        if values.iter().all(Option::is_some) && satisfies(rule, &mut values, meaning) {
            return Some(values);
        }
    }
    None
}

/// Related constants are hard to hit: sometimes one is made from another, or small.
fn relate(rule: &Rule, values: &mut [Option<Const>], random: &mut Random) {
    if rule.vars.len() > 1 && random.below(2) == 0 {
        let (a, b) = (random.below(rule.vars.len() as u64) as usize, random.below(rule.vars.len() as u64) as usize);
        if let Some(bits) = values[a].and_then(Const::bits) {
            let near = match random.below(7) {
                0 => bits.wrapping_add(1),
                1 => bits.wrapping_sub(1),
                2 => !bits,
                3 => bits.wrapping_neg(),
                4 => bits ^ (1 << random.below(64)),
                5 => 32u64.wrapping_sub(bits),
                _ => 64u64.wrapping_sub(bits),
            };
            values[b] = Const::from_bits(rule.vars[b].ty, near);
        }
    }
    if random.below(3) == 0 {
        for (v, value) in rule.vars.iter().zip(values) {
            if v.constant && random.below(2) == 0 {
                *value = Const::from_bits(v.ty, random.below(64));
            }
        }
    }
}

/// Moves values to where the conditions want them, as far as that is a matter of one value.
fn bend(rule: &Rule, values: &mut [Option<Const>]) {
    for condition in &rule.conditions {
        let (v, bend): (_, &dyn Fn(u64) -> u64) = match condition {
            Condition::Bool(v) => (v, &|b| b & 1),
            Condition::Zeros(v, t) => match bits_of(t, values) {
                Some(t) => (v, &move |b| b & !t),
                None => continue,
            },
            Condition::Ones(v, t) => match bits_of(t, values) {
                Some(t) => (v, &move |b| b | t),
                None => continue,
            },
            Condition::Below(v, t) => match bits_of(t, values) {
                Some(t) if t != 0 => (v, &move |b| b % t),
                _ => continue,
            },
            Condition::Let(v, t) => {
                values[v.ix()] = t.eval(values);
                continue;
            }
            Condition::Disjoint(a, b) => match values[b.ix()].and_then(Const::bits) {
                Some(b) => (a, &move |a| a & !b),
                None => continue,
            },
            Condition::Pow2(v) => (v, &|b| 1 << (b % 64)),
            _ => continue,
        };
        let bent = values[v.ix()].and_then(Const::bits).map(bend);
        values[v.ix()] = bent.and_then(|b| Const::from_bits(rule.vars[v.ix()].ty, b));
    }
}

/// What the vectors say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tested {
    /// Vectors on which both sides were computed.
    pub vectors: usize,
    /// Values for which the sides differ, in the order of [`Rule::vars`].
    pub difference: Option<Vec<Option<Const>>>,
}

/// How many edge vectors a rule gets at most; with more variables, they are a sample of the product.
const EDGES: usize = 1_000;

/// Evaluates both sides on edge vectors and on `random` random ones, up to the first difference.
pub fn test(rule: &Rule, random: usize, seed: u64) -> Tested {
    let mut tested = Tested { vectors: 0, difference: None };
    let mut generator = Random(seed);
    let columns: Vec<Vec<Const>> = rule.vars.iter().map(|v| edges(v.ty)).collect();
    let product = columns.iter().try_fold(1usize, |n, c| n.checked_mul(c.len())).unwrap_or(usize::MAX);
    for i in 0..product.min(EDGES) {
        let mut at = if product <= EDGES { i } else { generator.next_bits() as usize };
        let mut values: Vec<Option<Const>> = Vec::new();
        for column in &columns {
            values.push(Some(column[at % column.len()]));
            at /= column.len();
        }
        bend(rule, &mut values);
        if satisfies(rule, &mut values, Meaning::Equation) && !agree(rule, values, &mut tested) {
            return tested;
        }
    }
    for _ in 0..random {
        let Some(values) = assignment(rule, &mut generator, Meaning::Equation) else { continue };
        if !agree(rule, values, &mut tested) {
            return tested;
        }
    }
    tested
}

/// Whether both sides give the same bits. Where evaluation declines on both (a NaN that engines may choose), nothing is counted.
fn agree(rule: &Rule, values: Vec<Option<Const>>, tested: &mut Tested) -> bool {
    match (rule.lhs.eval(&values), rule.rhs.eval(&values)) {
        (None, _) | (_, None) => true,
        (Some(a), Some(b)) => {
            tested.vectors += 1;
            if a != b {
                tested.difference = Some(values);
            }
            a == b
        }
    }
}

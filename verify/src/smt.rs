//! Terms to Z3: one query, one fresh context, so that an answer depends on nothing that was asked before.
//!
//! Invariants:
//! 1. Opaque terms become free variables, and equal arguments of the same function are constrained to equal results; so `unsat` is a proof
//!    whatever the functions mean.
//! 2. Resources are counted (`rlimit`); there is no clock.

use crate::term::{Arena, FxMap, FxSet, Kind, Term, ones};
use std::collections::BTreeSet;
use z3::ast::{BV, Bool};
use z3::{Config, Params, SatResult, Solver};

/// What stays uninterpreted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reading {
    /// Products, quotients and remainders are free functions.
    Loose,
    /// Only opaque terms are.
    Exact,
}

pub(crate) struct Query<'a> {
    pub arena: &'a Arena,
    pub hypotheses: &'a [Term],
    /// To be shown equal; or `None`: show that the hypotheses contradict each other.
    pub goal: Option<(Term, Term)>,
    /// Terms to be taken as variables.
    pub cut: &'a FxSet<Term>,
    pub reading: Reading,
    pub rlimit: u32,
}

pub(crate) enum Answer {
    /// The goal follows.
    Holds,
    /// It does not, and these are values of the free variables for which it fails; exact if nothing was left uninterpreted or cut.
    Fails(Vec<(Term, u128)>),
    /// The limit was reached, or the query is too large.
    Open(String),
}

/// Pairs of applications of one function that are constrained to agree; beyond, the query is given up as too large to be worth it.
const PAIRS: usize = 4000;
/// Terms in one query.
const SIZE: usize = 60_000;

impl Query<'_> {
    fn free(&self, t: Term) -> bool {
        let kind = self.arena.node(t).kind;
        self.cut.contains(&t)
            || matches!(kind, Kind::Opaque(_))
            || self.reading == Reading::Loose && matches!(kind, Kind::Mul | Kind::Udiv | Kind::Sdiv | Kind::Urem | Kind::Srem)
    }

    pub(crate) fn ask(&self) -> Answer {
        let mut wanted: BTreeSet<Term> = BTreeSet::new();
        let mut stack: Vec<Term> = self.hypotheses.to_vec();
        stack.extend(self.goal.iter().flat_map(|(a, b)| [*a, *b]));
        while let Some(t) = stack.pop() {
            if wanted.insert(t) && !self.cut.contains(&t) {
                stack.extend_from_slice(self.arena.args(t));
            }
            if wanted.len() > SIZE {
                return Answer::Open("query too large".into());
            }
        }
        let config = Config::new();
        z3::with_z3_config(&config, || self.run(&wanted))
    }

    fn run(&self, wanted: &BTreeSet<Term>) -> Answer {
        let solver = Solver::new_for_logic("QF_BV").unwrap_or_default();
        let mut params = Params::new();
        params.set_u32("rlimit", self.rlimit);
        params.set_u32("random_seed", 1);
        solver.set_params(&params);

        let mut z: FxMap<Term, Z> = FxMap::default();
        let mut free: Vec<Term> = Vec::new();
        let mut families: FxMap<(Kind, u8, usize), Vec<Term>> = FxMap::default();
        for &t in wanted {
            let node = self.arena.node(t);
            let value = if self.free(t) {
                if !self.cut.contains(&t) && !node.args.is_empty() {
                    families.entry((node.kind, node.width, node.args.len())).or_default().push(t);
                }
                free.push(t);
                Z::variable(t, node.width)
            } else {
                translate(self.arena, t, &z)
            };
            z.insert(t, value);
        }
        let mut pairs = 0;
        let mut families: Vec<_> = families.into_values().collect();
        families.sort();
        for family in &families {
            for (i, &s) in family.iter().enumerate() {
                for &t in &family[..i] {
                    if let Some(same) = self.congruence(s, t, &z) {
                        pairs += 1;
                        if pairs > PAIRS {
                            return Answer::Open("too many uninterpreted terms".into());
                        }
                        solver.assert(&same);
                    }
                }
            }
        }
        // In normal form the bits that all of them have as 0 are outside of a joined value. In raw form its values are said to be those.
        for &t in free.iter().filter(|t| self.arena.raw() && !self.cut.contains(t) && self.arena.is_join(**t)) {
            let values: Vec<Bool> = self.arena.args(t).iter().map(|a| z[&t].equals(&z[a])).collect();
            solver.assert(Bool::or(&values));
        }
        for h in self.hypotheses {
            solver.assert(z[h].bool());
        }
        if let Some((a, b)) = self.goal {
            solver.assert(z[&a].equals(&z[&b]).not());
        }
        match solver.check() {
            SatResult::Unsat => Answer::Holds,
            SatResult::Sat => {
                let Some(model) = solver.get_model() else { return Answer::Open("no model".into()) };
                let value = |t: Term| -> Option<u128> {
                    match &z[&t] {
                        Z::Bool(b) => Some(u128::from(model.eval(b, true)?.as_bool()?)),
                        Z::Bits(b) if b.get_size() <= 64 => Some(u128::from(model.eval(b, true)?.as_u64()?)),
                        Z::Bits(b) => {
                            let high = model.eval(&b.extract(b.get_size() - 1, 64), true)?.as_u64()?;
                            let low = model.eval(&b.extract(63, 0), true)?.as_u64()?;
                            Some(u128::from(high) << 64 | u128::from(low))
                        }
                    }
                };
                Answer::Fails(free.iter().filter_map(|&t| Some((t, value(t)?))).collect())
            }
            SatResult::Unknown => Answer::Open(solver.get_reason_unknown().unwrap_or_else(|| "no reason given".into())),
        }
    }

    /// Equal arguments, equal results; `None` if the arguments are different constants.
    fn congruence(&self, s: Term, t: Term, z: &FxMap<Term, Z>) -> Option<Bool> {
        let (p, q) = (self.arena.args(s), self.arena.args(t));
        let mut same = Vec::new();
        for (a, b) in p.iter().zip(q) {
            if a == b {
                continue;
            }
            if self.arena.width(*a) != self.arena.width(*b) || self.arena.constant(*a).is_some() && self.arena.constant(*b).is_some() {
                return None;
            }
            same.push(z[a].equals(&z[b]));
        }
        Some(Bool::and(&same).implies(z[&s].equals(&z[&t])))
    }
}

/// A term in Z3: width 1 is a boolean there.
enum Z {
    Bool(Bool),
    Bits(BV),
}

impl Z {
    fn variable(t: Term, width: u8) -> Z {
        if width == 1 { Z::Bool(Bool::new_const(t.0)) } else { Z::Bits(BV::new_const(t.0, u32::from(width))) }
    }

    fn bool(&self) -> Bool {
        match self {
            Z::Bool(b) => b.clone(),
            Z::Bits(b) => b.eq(BV::from_u64(0, b.get_size())).not(),
        }
    }

    fn bits(&self) -> BV {
        match self {
            Z::Bool(b) => b.ite(&BV::from_u64(1, 1), &BV::from_u64(0, 1)),
            Z::Bits(b) => b.clone(),
        }
    }

    fn equals(&self, other: &Z) -> Bool {
        match (self, other) {
            (Z::Bool(a), Z::Bool(b)) => a.iff(b),
            _ => self.bits().eq(other.bits()),
        }
    }

    fn of(bits: BV) -> Z {
        if bits.get_size() == 1 { Z::Bool(bits.eq(BV::from_u64(1, 1))) } else { Z::Bits(bits) }
    }
}

fn constant(value: u128, width: u32) -> BV {
    if width <= 64 {
        BV::from_u64(value as u64, width)
    } else {
        BV::from_u64((value >> 64) as u64, width - 64).concat(BV::from_u64(value as u64, 64))
    }
}

/// One bit at a time: the position of the first one from the top (or bottom), or the number of ones.
fn count(kind: Kind, x: &BV, w: u32) -> BV {
    let number = |n: u32| BV::from_u64(u64::from(n), w);
    let bit = |i: u32| x.extract(i, i);
    let set = |i: u32| bit(i).eq(BV::from_u64(1, 1));
    match kind {
        // Neighbours are added in parallel, as in the classical bit trick: a tree of narrow sums, not a chain of wide ones.
        Kind::Popcnt if w == 32 || w == 64 => {
            let mask = |m: u64| BV::from_u64(if w == 32 { m & 0xffff_ffff } else { m }, w);
            let mut sum = x.clone();
            for (shift, m) in [
                (1, 0x5555_5555_5555_5555u64),
                (2, 0x3333_3333_3333_3333),
                (4, 0x0f0f_0f0f_0f0f_0f0f),
                (8, 0x00ff_00ff_00ff_00ff),
                (16, 0x0000_ffff_0000_ffff),
                (32, 0x0000_0000_ffff_ffff),
            ] {
                if shift < w {
                    sum = sum.bvand(mask(m)).bvadd(sum.bvlshr(number(shift)).bvand(mask(m)));
                }
            }
            sum
        }
        Kind::Popcnt => (0..w).fold(number(0), |sum, i| sum.bvadd(bit(i).zero_ext(w - 1))),
        Kind::Clz => (0..w).fold(number(w), |other, i| set(i).ite(&number(w - 1 - i), &other)),
        _ => (0..w).rev().fold(number(w), |other, i| set(i).ite(&number(i), &other)),
    }
}

fn translate(arena: &Arena, t: Term, z: &FxMap<Term, Z>) -> Z {
    let node = arena.node(t);
    let w = u32::from(node.width);
    let arg = |i: usize| z[&node.args[i]].bits();
    let truth = |i: usize| z[&node.args[i]].bool();
    // Counts of shifts are as narrow as they can be.
    let amount = |i: usize| {
        let count = arg(i);
        let have = count.get_size();
        if have < w { count.zero_ext(w - have) } else { count }
    };
    if w == 1 {
        match node.kind {
            Kind::Const(v, _) => return Z::Bool(Bool::from_bool(v != 0)),
            Kind::And => return Z::Bool(Bool::and(&[truth(0), truth(1)])),
            Kind::Or => return Z::Bool(Bool::or(&[truth(0), truth(1)])),
            Kind::Xor => return Z::Bool(truth(0).xor(truth(1))),
            Kind::Ite => return Z::Bool(truth(0).ite(&truth(1), &truth(2))),
            Kind::Eq => return Z::Bool(z[&node.args[0]].equals(&z[&node.args[1]])),
            Kind::Ult => return Z::Bool(arg(0).bvult(arg(1))),
            Kind::Slt => return Z::Bool(arg(0).bvslt(arg(1))),
            _ => {}
        }
    }
    Z::of(match node.kind {
        Kind::Const(lo, hi) => constant(u128::from(lo) | u128::from(hi) << 64, w),
        Kind::Add => (1..node.args.len()).fold(arg(0), |sum, i| sum.bvadd(arg(i))),
        Kind::Scale(c) => {
            let c = crate::term::coefficient(c, node.width);
            if c == ones(node.width) {
                arg(0).bvneg()
            } else if c.is_power_of_two() {
                arg(0).bvshl(constant(u128::from(c.trailing_zeros()), w))
            } else {
                arg(0).bvmul(constant(c, w))
            }
        }
        Kind::Mul => arg(0).bvmul(arg(1)),
        Kind::And => arg(0).bvand(arg(1)),
        Kind::Or => arg(0).bvor(arg(1)),
        Kind::Xor => arg(0).bvxor(arg(1)),
        Kind::Zext => arg(0).zero_ext(w - u32::from(arena.width(node.args[0]))),
        Kind::Sext => arg(0).sign_ext(w - u32::from(arena.width(node.args[0]))),
        Kind::Extract(lo) => arg(0).extract(u32::from(lo) + w - 1, u32::from(lo)),
        Kind::Shl => arg(0).bvshl(amount(1)),
        Kind::Lshr => arg(0).bvlshr(amount(1)),
        Kind::Ashr => arg(0).bvashr(amount(1)),
        Kind::Rotl => {
            // Both halves shift out on a count of 0.
            let k = amount(1);
            let back = constant(u128::from(w), w).bvsub(&k);
            arg(0).bvshl(&k).bvor(arg(0).bvlshr(back))
        }
        Kind::Udiv => arg(0).bvudiv(arg(1)),
        Kind::Sdiv => arg(0).bvsdiv(arg(1)),
        Kind::Urem => arg(0).bvurem(arg(1)),
        Kind::Srem => arg(0).bvsrem(arg(1)),
        Kind::Clz | Kind::Ctz | Kind::Popcnt => count(node.kind, &arg(0), w),
        Kind::Ite => truth(0).ite(&arg(1), &arg(2)),
        Kind::Opaque(_) | Kind::Eq | Kind::Ult | Kind::Slt => Z::variable(t, node.width).bits(),
    })
}

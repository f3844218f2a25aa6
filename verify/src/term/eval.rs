//! What each kind of term computes, on numbers: the definition that the constructors must keep, and a quick way to see that two terms differ.

use super::{Arena, FxMap, Kind, Term, ones};

/// How many random assignments of the leaves are kept per term.
pub const VALUATIONS: usize = 12;

fn signed(v: u128, width: u8) -> i128 {
    let shift = 128 - u32::from(width);
    ((v << shift) as i128) >> shift
}

/// One operator on numbers. `args` are below 2^their width. Opaque terms have no meaning of their own and give `None`.
pub(crate) fn apply(kind: Kind, w: u8, args: &[u128], arg_widths: &[u8]) -> Option<u128> {
    let m = ones(w);
    let aw = arg_widths.first().copied().unwrap_or(w);
    let wide = u128::from(w);
    Some(match kind {
        Kind::Const(lo, hi) => u128::from(lo) | u128::from(hi) << 64,
        Kind::Opaque(_) => return None,
        Kind::Add => args.iter().fold(0u128, |s, a| s.wrapping_add(*a)) & m,
        Kind::Scale(c) => args[0].wrapping_mul(coefficient(c, w)) & m,
        Kind::Mul => args[0].wrapping_mul(args[1]) & m,
        Kind::And => args[0] & args[1],
        Kind::Or => args[0] | args[1],
        Kind::Xor => args[0] ^ args[1],
        Kind::Zext => args[0],
        Kind::Sext => (signed(args[0], aw) as u128) & m,
        Kind::Extract(lo) => (args[0] >> lo) & m,
        Kind::Shl => {
            if args[1] < wide {
                (args[0] << args[1]) & m
            } else {
                0
            }
        }
        Kind::Lshr => {
            if args[1] < wide {
                args[0] >> args[1]
            } else {
                0
            }
        }
        Kind::Ashr => (signed(args[0], w) >> args[1].min(wide - 1)) as u128 & m,
        Kind::Rotl => {
            let k = args[1] % wide;
            if k == 0 { args[0] } else { ((args[0] << k) | (args[0] >> (wide - k))) & m }
        }
        Kind::Udiv => args[0].checked_div(args[1]).unwrap_or(m),
        Kind::Urem => args[0].checked_rem(args[1]).unwrap_or(args[0]),
        Kind::Sdiv => {
            let (a, b) = (signed(args[0], w), signed(args[1], w));
            (if b == 0 { if a < 0 { 1 } else { -1 } } else { a.wrapping_div(b) }) as u128 & m
        }
        Kind::Srem => {
            let (a, b) = (signed(args[0], w), signed(args[1], w));
            (if b == 0 { a } else { a.wrapping_rem(b) }) as u128 & m
        }
        Kind::Clz => u128::from(args[0].leading_zeros()) - (128 - wide),
        Kind::Ctz => u128::from(args[0].trailing_zeros()).min(wide),
        Kind::Popcnt => u128::from(args[0].count_ones()),
        Kind::Eq => u128::from(args[0] == args[1]),
        Kind::Ult => u128::from(args[0] < args[1]),
        Kind::Slt => u128::from(signed(args[0], aw) < signed(args[1], aw)),
        Kind::Ite => {
            if args[0] != 0 {
                args[1]
            } else {
                args[2]
            }
        }
    })
}

/// Coefficients are kept in 64 bits, as signed numbers where the term is wider.
pub(crate) fn coefficient(c: u64, width: u8) -> u128 {
    if width > 64 { (c as i64) as i128 as u128 & ones(width) } else { u128::from(c) }
}

pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A value for a leaf: small, small negative, a power of two, sixteen bits, or anything.
pub(crate) fn biased(seed: u64, i: usize) -> u128 {
    let r = mix(seed ^ mix(i as u64 + 1));
    let wide = u128::from(mix(r)) << 64 | u128::from(mix(r ^ 0x5555));
    match (r >> 60) & 7 {
        0 | 1 => wide & 0x1f,
        2 => (!wide & 0x1f).wrapping_sub(32),
        3 => 1 << (wide & 0x7f),
        4 => wide & 0xffff,
        5 => (1u128 << (wide & 0x3f)).wrapping_sub(1 + (wide >> 100)),
        _ => wide,
    }
}

/// The values of terms under [`VALUATIONS`] fixed assignments of the leaves, computed on demand.
#[derive(Default)]
pub struct Values {
    of: Vec<Option<Box<[u128; VALUATIONS]>>>,
}

impl Values {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.of.clear();
    }

    /// The values of `t`.
    pub fn get(&mut self, arena: &Arena, t: Term) -> &[u128; VALUATIONS] {
        if self.of.len() < arena.len() {
            self.of.resize(arena.len(), None);
        }
        let mut stack = vec![t];
        while let Some(&top) = stack.last() {
            if self.of[top.ix()].is_some() {
                stack.pop();
                continue;
            }
            let before = stack.len();
            stack.extend(arena.args(top).iter().filter(|a| self.of[a.ix()].is_none()));
            if stack.len() > before {
                continue;
            }
            stack.pop();
            let values = self.compute(arena, top);
            self.of[top.ix()] = Some(Box::new(values));
        }
        self.of[t.ix()].as_deref().expect("just computed")
    }

    fn compute(&self, arena: &Arena, t: Term) -> [u128; VALUATIONS] {
        let node = arena.node(t);
        let mut out = [0; VALUATIONS];
        let widths: Vec<u8> = node.args.iter().map(|a| arena.width(*a)).collect();
        let mut args = vec![0u128; node.args.len()];
        for (i, slot) in out.iter_mut().enumerate() {
            for (value, a) in args.iter_mut().zip(&node.args) {
                *value = self.of[a.ix()].as_ref().expect("arguments come first")[i];
            }
            *slot = match apply(node.kind, node.width, &args, &widths) {
                Some(v) => v,
                None => {
                    let Kind::Opaque(sym) = node.kind else { unreachable!("only opaque terms have no meaning") };
                    if arena.raw() && arena.is_join(t) {
                        // One of its arguments, the same one for every value that joins there.
                        *slot = args[(mix(u64::from(sym.0) ^ (i as u64) << 32) % args.len() as u64) as usize];
                        continue;
                    }
                    let mut seed = mix(u64::from(sym.0) ^ u64::from(node.width) << 40);
                    for v in &args {
                        seed = mix(seed ^ (*v as u64) ^ ((*v >> 64) as u64).rotate_left(32)).wrapping_add(0x9e37_79b9_7f4a_7c15);
                    }
                    // The result of a function has no index mixed in: equal arguments must give equal results under every assignment.
                    biased(seed, if args.is_empty() { i } else { 0 }) & ones(node.width)
                }
            };
        }
        out
    }
}

/// Terms below one that is looked at for being a number.
const GROUND: usize = 200;

impl Arena {
    /// The value of a constant; in raw form, where nothing is folded, also of a term of constants only.
    pub(crate) fn ground(&self, t: Term) -> Option<u128> {
        if !self.raw() || self.constant(t).is_some() {
            return self.constant(t);
        }
        let (mut stack, mut seen) = (vec![t], 0);
        while let Some(t) = stack.pop() {
            seen += 1;
            if seen > GROUND || matches!(self.node(t).kind, Kind::Opaque(_)) {
                return None;
            }
            stack.extend_from_slice(self.args(t));
        }
        with_leaves(self, t, &FxMap::default())
    }
}

/// The value of `t` when the leaves are as given; `None` if it has an opaque term without value.
pub(crate) fn with_leaves(arena: &Arena, t: Term, leaves: &FxMap<Term, u128>) -> Option<u128> {
    let mut memo: FxMap<Term, Option<u128>> = FxMap::default();
    let mut stack = vec![t];
    while let Some(&top) = stack.last() {
        if memo.contains_key(&top) {
            stack.pop();
            continue;
        }
        let node = arena.node(top);
        let before = stack.len();
        stack.extend(node.args.iter().filter(|a| !memo.contains_key(a)));
        if stack.len() > before {
            continue;
        }
        stack.pop();
        let value = match leaves.get(&top) {
            Some(v) => Some(*v),
            None => {
                let args: Option<Vec<u128>> = node.args.iter().map(|a| memo[a]).collect();
                let widths: Vec<u8> = node.args.iter().map(|a| arena.width(*a)).collect();
                args.and_then(|args| apply(node.kind, node.width, &args, &widths))
            }
        };
        memo.insert(top, value);
    }
    memo[&t]
}

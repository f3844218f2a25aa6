//! An estimate of what a function takes in a compressed module.
//!
//! The estimate is prediction by partial matching (Cleary & Witten 1984) with escape method C, interpolated: the bytes of a body, one after the other,
//! cost minus the logarithm of the probability that the rest of the module and the body so far give them behind the same 8, 6, 5, 4, 3, 2, 1 bytes.
//! Compressors with a window (deflate, brotli) find the same repetitions as matches. It is an estimate: `loom-eq-bench transfer` says how well it
//! agrees with real gzip and brotli.
//!
//! Invariants:
//! 1. The function itself does not count: its original would be favoured over every other body (test `the_original_is_not_favoured`).
//! 2. Memory is bounded whatever the module's size: contexts are hashed into tables of at most [`SLOTS`] slots; collisions make the estimate worse.
//! 3. Prices are of the module as it came in, so that functions can be searched in any order and in parallel.

use super::{CostModel, DEAREST};
use loom_eq_lang::{Body, Imm, Op, instructions};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// Lengths of contexts.
const ORDERS: [usize; 7] = [1, 2, 3, 4, 5, 6, 8];
/// Slots of a table at most.
const SLOTS: usize = 1 << 24;
/// Units in a bit.
const SCALE: f64 = 16.0;

/// What stands behind what in the code of a module.
#[derive(Debug)]
pub struct Counts {
    /// Per context, how often it occurs, and how many bytes follow it that differ.
    contexts: Vec<(u32, u32)>,
    /// Per context and byte, how often.
    symbols: Vec<u32>,
    /// What each instruction costs where it stands, on average.
    prices: HashMap<(Op, Imm), u32>,
    /// How often a byte occurs as the first of an instruction.
    first: [u32; 256],
}

/// The prices for one function of a module.
#[derive(Clone, Debug)]
pub struct Transfer {
    counts: Arc<Counts>,
    /// The module without the function.
    others: Changes,
}

/// Differences from [`Counts`].
#[derive(Clone, Default, Debug)]
struct Changes {
    contexts: HashMap<u32, (i32, i32), BuildHasherDefault<Slot>>,
    symbols: HashMap<u32, i32, BuildHasherDefault<Slot>>,
}

/// Slots are hashes already.
#[derive(Default)]
struct Slot(u64);

impl Hasher for Slot {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = self.0 << 8 | u64::from(*b));
    }

    fn write_u32(&mut self, slot: u32) {
        self.0 = u64::from(slot).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Counts {
    /// Counts function bodies (local declarations, code, final `end`).
    pub fn of<'a>(bodies: impl Iterator<Item = &'a [u8]> + Clone) -> Counts {
        let bytes: usize = bodies.clone().map(<[u8]>::len).sum();
        let slots = (bytes * ORDERS.len() * 2).next_power_of_two().clamp(1 << 12, SLOTS);
        let mut counts = Counts { contexts: vec![(0, 0); slots], symbols: vec![0; slots], prices: HashMap::new(), first: [0; 256] };
        for body in bodies.clone() {
            for i in 0..body.len() {
                counts.count(body, i);
            }
        }
        counts.set_prices(bodies);
        counts
    }

    /// Units in a byte.
    pub fn unit(&self) -> f64 {
        SCALE * 8.0
    }

    fn count(&mut self, bytes: &[u8], i: usize) {
        for order in ORDERS {
            let (context, symbol) = self.slots(bytes, i, order);
            let symbol = &mut self.symbols[symbol as usize];
            let context = &mut self.contexts[context as usize];
            context.0 += 1;
            context.1 += u32::from(*symbol == 0);
            *symbol += 1;
        }
    }

    /// The slots of the `order` bytes in front of byte `i`, and of them with that byte.
    fn slots(&self, bytes: &[u8], i: usize, order: usize) -> (u32, u32) {
        let mut hash = order as u64 + 1;
        for back in 1..=order {
            let byte = i.checked_sub(back).map_or(256, |at| u64::from(bytes[at]));
            hash = (hash ^ byte).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
        }
        let mask = self.contexts.len() as u64 - 1;
        let slot = |hash: u64| u32::try_from(hash.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 40 & mask).expect("at most 2^24 slots");
        (slot(hash), slot(hash ^ (u64::from(bytes[i]) + 1) << 32))
    }

    /// The probability of byte `i` behind those in front of it, where `taken` of its own occurrences do not count.
    fn probability(&self, bytes: &[u8], i: usize, taken: f64, changes: Option<&Changes>) -> f64 {
        let mut p = 1.0 / 256.0;
        for order in ORDERS {
            let (context, symbol) = self.slots(bytes, i, order);
            let (mut all, mut distinct) = self.contexts[context as usize];
            let mut same = self.symbols[symbol as usize];
            if let Some(changes) = changes {
                if let Some((a, d)) = changes.contexts.get(&context) {
                    (all, distinct) = (all.saturating_add_signed(*a), distinct.saturating_add_signed(*d));
                }
                same = same.saturating_add_signed(changes.symbols.get(&symbol).copied().unwrap_or(0));
            }
            let (all, distinct, same) = (f64::from(all) - taken, f64::from(distinct), f64::from(same) - taken);
            if all < 1.0 {
                continue;
            }
            p = (same.max(0.0) + distinct * p) / (all + distinct);
        }
        p.max(1e-9)
    }

    fn set_prices<'a>(&mut self, bodies: impl Iterator<Item = &'a [u8]>) {
        let mut sums: HashMap<(Op, Imm), (f64, u32)> = HashMap::new();
        for bytes in bodies {
            for (at, instr) in instructions(bytes) {
                self.first[usize::from(bytes[at.start])] += 1;
                let sum = sums.entry((instr.op, instr.imm)).or_default();
                sum.0 += at.map(|i| bits_of(self.probability(bytes, i, 1.0, None))).sum::<f64>();
                sum.1 += 1;
            }
        }
        let price = |op, imm: &Imm, bits: f64, count: u32| units((bits + self.guess(op, imm)) / (f64::from(count) + 1.0));
        self.prices = sums
            .into_iter()
            .map(|((op, imm), (bits, count))| {
                let price = price(op, &imm, bits, count);
                ((op, imm), price)
            })
            .collect();
    }

    /// The bits of an instruction that does not occur.
    fn guess(&self, op: Op, imm: &Imm) -> f64 {
        let mut bytes = Vec::new();
        loom_eq_lang::instr::encode(op, imm, &mut bytes);
        let all: u32 = self.first.iter().sum();
        let first = (f64::from(self.first[usize::from(bytes[0])]) + 0.5) / (f64::from(all) + 128.0);
        // Immediates that do not occur: not much better than random.
        const BYTE: f64 = 6.0;
        bits_of(first) + BYTE * (bytes.len() - 1) as f64
    }
}

fn units(bits: f64) -> u32 {
    // Bits are neither negative nor many.
    ((bits * SCALE).round() as u32).clamp(1, DEAREST)
}

/// `-log2 p` for `0 < p <= 1`, from sums and products alone: the logarithm of the platform's library may differ in its last bit.
fn bits_of(p: f64) -> f64 {
    let bits = p.to_bits();
    let exponent = f64::from(u32::try_from(bits >> 52).expect("11 bits of a positive number")) - 1023.0;
    // m in 1..2; ln m = 2 atanh z.
    let m = f64::from_bits(bits & ((1 << 52) - 1) | 1023 << 52);
    let z = (m - 1.0) / (m + 1.0);
    let square = z * z;
    let series = (0..9).rev().fold(0.0, |sum, k| sum * square + 1.0 / f64::from(2 * k + 1));
    -(exponent + 2.0 * z * series * std::f64::consts::LOG2_E)
}

impl Changes {
    fn add(&mut self, counts: &Counts, bytes: &[u8], i: usize, more: i32) {
        for order in ORDERS {
            let (context, symbol) = counts.slots(bytes, i, order);
            let change = self.symbols.entry(symbol).or_default();
            let was = counts.symbols[symbol as usize].saturating_add_signed(*change) > 0;
            *change += more;
            let is = counts.symbols[symbol as usize].saturating_add_signed(*change) > 0;
            let context = self.contexts.entry(context).or_default();
            context.0 += more;
            context.1 += i32::from(is) - i32::from(was);
        }
    }
}

impl Transfer {
    /// Prices for the function whose bytes in the module are `own`.
    pub fn new(counts: &Arc<Counts>, own: &[u8]) -> Transfer {
        let mut others = Changes::default();
        for i in 0..own.len() {
            others.add(counts, own, i, -1);
        }
        Transfer { counts: counts.clone(), others }
    }

    /// Bits of the body, estimated.
    pub fn bits(&self, body: &[u8]) -> f64 {
        let mut seen = self.others.clone();
        let mut bits = 0.0;
        for i in 0..body.len() {
            bits += bits_of(self.counts.probability(body, i, 0.0, Some(&seen)));
            seen.add(&self.counts, body, i, 1);
        }
        bits
    }
}

impl CostModel for Transfer {
    fn instruction(&self, op: Op, imm: &Imm) -> u32 {
        self.counts.prices.get(&(op, imm.clone())).copied().unwrap_or_else(|| units(self.counts.guess(op, imm)))
    }

    fn body(&self, body: &Body) -> u64 {
        (self.bits(&body.emit().bytes) * SCALE).round() as u64
    }

    fn declaration(&self) -> u32 {
        units(8.0)
    }

    fn unit(&self) -> f64 {
        self.counts.unit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use loom_eq_lang::Module;

    fn counts(module: &Module) -> Arc<Counts> {
        Arc::new(Counts::of((0..module.defined()).map(|i| module.body_bytes(i))))
    }

    fn module(functions: &[&str]) -> Module {
        let text: String = functions.iter().map(|f| format!("(func (param i32 i32) (result i32) {f})")).collect();
        Module::parse(&wat::parse_str(format!("(module {text})")).unwrap()).unwrap()
    }

    #[test]
    fn logarithm() {
        for i in 1..=1000 {
            let p = f64::from(i) / 1000.0;
            assert!((bits_of(p) + p.log2()).abs() < 1e-6, "{p}");
        }
    }

    #[test]
    fn the_original_is_not_favoured() {
        let own = "(i32.xor (local.get 0) (i32.sub (local.get 1) (i32.const 5)))";
        let others = ["(i32.add (local.get 0) (local.get 1))", "(i32.add (local.get 1) (local.get 0))"];
        let all = module(&[own, others[0], others[1]]);
        let model = Transfer::new(&counts(&all), all.body_bytes(0));
        let without = Transfer::new(&counts(&module(&others)), &[]);
        for i in 0..3 {
            assert_eq!(model.bits(all.body_bytes(i)), without.bits(all.body_bytes(i)));
        }
    }

    #[test]
    fn what_others_do_is_cheap() {
        let (usual, unusual) = ("(i32.add (local.get 0) (local.get 1))", "(i32.sub (local.get 1) (local.get 0))");
        let module = module(&[usual, usual, usual, usual, unusual]);
        let counts = counts(&module);
        let model = Transfer::new(&counts, module.body_bytes(4));
        assert!(model.bits(module.body_bytes(0)) < model.bits(module.body_bytes(4)));
        assert!(model.instruction(Op::I32Add, &Imm::None) < model.instruction(Op::I32Sub, &Imm::None));
    }
}

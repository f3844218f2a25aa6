//! Inputs of a run: what a counterexample says, and pseudo-random values for the rest.

use wasmi::{Val, ValType};

/// SplitMix64.
pub(super) struct Rng(u64);

impl Rng {
    pub(super) fn new(seed: u64) -> Rng {
        Rng(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

const EDGES: [i64; 20] = [0, 1, -1, 2, 3, 4, 7, 8, 31, 32, 33, 64, 127, 128, 255, 256, 65_535, i32::MAX as i64, i32::MIN as i64, i64::MIN];

/// Edge values, addresses in the first pages, small numbers, anything: `round` says which are frequent.
pub(super) fn value(ty: ValType, round: u64, rng: &mut Rng) -> Val {
    let n = match (round % 4, rng.below(4)) {
        (0, _) | (1, 0) => EDGES[rng.below(EDGES.len() as u64) as usize],
        (1, _) | (2, 0..3) => (rng.below(50_000) & !7) as i64,
        (_, 0) => rng.below(1000) as i64,
        _ => rng.next() as i64,
    };
    match ty {
        ValType::F32 => Val::F32((n as f32 / 3.0).into()),
        ValType::F64 => Val::F64((n as f64 / 3.0).into()),
        ty => of_bits(ty, n as u128),
    }
}

/// The value with these bits; references are null.
pub(super) fn of_bits(ty: ValType, bits: u128) -> Val {
    match ty {
        ValType::I32 => Val::I32(bits as u32 as i32),
        ValType::I64 => Val::I64(bits as u64 as i64),
        ValType::F32 => Val::F32(f32::from_bits(bits as u32).into()),
        ValType::F64 => Val::F64(f64::from_bits(bits as u64).into()),
        ValType::V128 => Val::V128(bits.into()),
        other => Val::default(other),
    }
}

/// Fills a memory: structures of small numbers and addresses, anything, or text.
pub(super) fn fill(memory: &mut [u8], round: u64, rng: &mut Rng) {
    for word in memory.chunks_exact_mut(4) {
        let w = match round % 4 {
            0 | 2 => match rng.below(4) {
                0 => 0,
                1 => rng.next() as u32 % 16,
                _ => (rng.next() as u32 % 50_000) & !7,
            },
            1 => rng.next() as u32,
            _ => rng.next() as u32 & 0x7f7f_7f3f,
        };
        word.copy_from_slice(&w.to_le_bytes());
    }
}

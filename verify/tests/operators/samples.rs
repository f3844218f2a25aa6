//! Values on the edges, and random ones.

use loom_eq_lang::ValType;

/// splitmix64.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// Any bits of a type, often of few ones, or of a float near to 1.
    pub fn bits(&mut self, ty: ValType) -> u128 {
        let wide = u128::from(self.next()) << 64 | u128::from(self.next());
        match (ty, self.below(3)) {
            (ValType::I32, 0) => wide & 0xff,
            (ValType::I32 | ValType::F32, _) if self.below(2) == 0 => u128::from((wide as i32 as f32 / 1024.0).to_bits()),
            (ValType::I32 | ValType::F32, _) => wide as u32 as u128,
            (ValType::V128, _) => wide,
            (ValType::F64, 0) => u128::from((wide as i64 as f64 / 4096.0).to_bits()),
            (_, 1) => wide & 0xffff,
            _ => wide as u64 as u128,
        }
    }
}

/// 0, ±1, least and largest, powers of two and their neighbours, what shift counts turn on, every kind of float.
pub fn edges(ty: ValType) -> Vec<u128> {
    match ty {
        ValType::I32 => INTS.iter().flat_map(|v| [*v as u32, v.wrapping_neg() as u32]).map(u128::from).collect(),
        ValType::I64 => {
            let wide = [1u64 << 32, (1 << 32) - 1, 1 << 63, (1 << 63) - 1, (1 << 63) + 1, 1 << 40];
            INTS.iter().flat_map(|v| [*v, v.wrapping_neg()]).chain(wide).map(u128::from).collect()
        }
        ValType::F32 => {
            let odd = [1u32, 0x007f_ffff, 0x0080_0000, 0x7f80_0001, 0x7fc0_0000, 0xffc1_2345, 0x7fbf_ffff, 0x7f7f_ffff, 0x8000_0001];
            FLOATS.iter().map(|v| (*v as f32).to_bits()).chain(odd).map(u128::from).collect()
        }
        ValType::F64 => {
            let odd = [1u64, 0xf_ffff_ffff_ffff, 1 << 52, 0x7ff0_0000_0000_0001, 0x7ff8_0000_0000_0000, 0xfff8_1234_0000_0000, 0x7fef_ffff_ffff_ffff];
            FLOATS.iter().map(|v| v.to_bits()).chain(odd).map(u128::from).collect()
        }
        _ => vec![0, 1, u128::MAX, 1 << 127, 1 << 64, u128::from(u64::MAX), 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210],
    }
}

const INTS: [u64; 17] = [0, 1, 2, 7, 31, 32, 33, 63, 64, 65, 127, 128, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000];

const FLOATS: [f64; 31] = [
    0.0,
    -0.0,
    0.5,
    -0.5,
    1.0,
    -1.0,
    1.5,
    2.5,
    -0.999,
    -1.001,
    2_147_483_647.0,
    2_147_483_647.5,
    2_147_483_648.0,
    -2_147_483_648.0,
    -2_147_483_648.5,
    -2_147_483_649.0,
    4_294_967_295.0,
    4_294_967_295.5,
    4_294_967_296.0,
    9_223_372_036_854_774_784.0,
    9_223_372_036_854_775_808.0,
    -9_223_372_036_854_775_808.0,
    -9_223_372_036_854_777_856.0,
    18_446_744_073_709_549_568.0,
    18_446_744_073_709_551_616.0,
    1e300,
    1e-310,
    3.5e38,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

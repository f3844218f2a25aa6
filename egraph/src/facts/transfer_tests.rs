//! Invariant 1 of the transfer functions, by sampling: values first, then facts that hold of them.

use super::*;
use loom_eq_lang::{Const, Imm, ValType, eval};

/// A small generator: splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// A value biased to boundaries and few bits.
    fn value(&mut self, width: u8) -> u64 {
        let v = match self.below(8) {
            0 => self.below(4),
            1 => u64::MAX - self.below(4),
            2 => 1 << self.below(64),
            3 => (1u64 << self.below(64)).wrapping_sub(1),
            4 => self.below(70),
            5 => self.next() & self.next() & self.next(),
            6 => self.next() >> self.below(64),
            _ => self.next(),
        };
        v & mask(width)
    }

    /// Facts that hold of the value.
    fn facts(&mut self, width: u8, value: u64) -> Known {
        let known = match self.below(4) {
            0 => 0,
            1 => u64::MAX,
            2 => self.next() | self.next(),
            _ => self.next(),
        };
        let bits = Known::of_bits(width, !value & known, value & known);
        let m = mask(width);
        match self.below(3) {
            0 => bits,
            1 => {
                let slack = self.below(9);
                bits.meet(&Known::of_range(width, value.saturating_sub(slack), value.saturating_add(self.below(9)).min(m)))
            }
            _ => {
                let other = self.value(width);
                bits.meet(&Known::of_range(width, other.min(value), other.max(value)))
            }
        }
    }
}

fn width_of(letter: char) -> Option<(u8, ValType)> {
    match letter {
        'i' => Some((32, ValType::I32)),
        'l' => Some((64, ValType::I64)),
        _ => None,
    }
}

#[test]
fn every_integer_operator_is_sound() {
    let mut random = Random(7);
    let mut tested = 0;
    for &op in Op::ALL {
        let (operands, result) = match op {
            Op::Select => ("lli", "l"),
            _ => match op.info().signature.split_once('>') {
                Some(s) => s,
                None => continue,
            },
        };
        let types: Option<Vec<_>> = operands.chars().map(width_of).collect();
        let (Some(types), Some((width, _))) = (types, result.chars().next().and_then(width_of)) else { continue };
        if types.is_empty() || types.len() > 3 {
            continue;
        }
        let mut evaluated = 0;
        for _ in 0..60_000 {
            let values: Vec<u64> = types.iter().map(|&(w, _)| random.value(w)).collect();
            let consts: Vec<Const> = values.iter().zip(&types).map(|(&v, &(_, ty))| Const::from_bits(ty, v).expect("a number")).collect();
            let Some(expected) = eval(op, &Imm::None, &consts).and_then(Const::bits) else { continue };
            evaluated += 1;
            let facts: Vec<Known> = values.iter().zip(&types).map(|(&v, &(w, _))| random.facts(w, v)).collect();
            for (f, v) in facts.iter().zip(&values) {
                assert!(f.contains(*v), "the test's own facts");
            }
            let known = transfer(op, width, &facts);
            assert_eq!(known.width(), width);
            assert!(known.contains(expected), "{}({facts:x?}) on {values:x?} is {expected:x}, not in {known:x?}", op.name());
        }
        if evaluated > 0 {
            tested += 1;
        }
    }
    assert!(tested >= 60, "only {tested} operators");
}

/// Not only sound: constants give constants, so that folding and facts agree.
#[test]
fn constants_stay_exact_where_bits_can_say_so() {
    use Op::*;
    let mut random = Random(9);
    let ops = [
        I32Add, I32Sub, I32Mul, I32And, I32Or, I32Xor, I32Shl, I32ShrU, I32ShrS, I32Rotl, I32Rotr, I32Eq, I32Ne, I32LtS, I32LtU, I32GtS, I32GtU,
        I32LeS, I32LeU, I32GeS, I32GeU, I64Add, I64Sub, I64Mul, I64And, I64Or, I64Xor, I64Shl, I64ShrU, I64ShrS, I64Rotl, I64Rotr, I64Eq, I64LtS,
    ];
    for op in ops {
        let (w, ty) = width_of(op.info().signature.chars().next().expect("a signature")).expect("an integer");
        let result = if op.info().signature.ends_with('i') { 32 } else { 64 };
        for _ in 0..2000 {
            let (a, b) = (random.value(w), random.value(w));
            let c = |v| Const::from_bits(ty, v).expect("a number");
            let expected = eval(op, &Imm::None, &[c(a), c(b)]).and_then(Const::bits);
            assert_eq!(transfer(op, result, &[Known::constant(w, a), Known::constant(w, b)]).value(), expected, "{} {a:x} {b:x}", op.name());
        }
    }
}

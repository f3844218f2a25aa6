//! Invariant 2 of `term`: what a constructor normalises evaluates to what the raw form evaluates to, on random terms and random leaves.

use loom_eq_verify::term::{Arena, Form, Kind, Term, Values};

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    fn constant(&mut self, w: u8) -> u128 {
        let r = u128::from(self.next()) | u128::from(self.next()) << 64;
        match self.below(7) {
            0 => r & 3,
            1 => 1 << (r % u128::from(w)),
            2 => (1u128 << (r % u128::from(w))).wrapping_sub(1),
            3 => (1u128 << (r % u128::from(w))).wrapping_neg(),
            4 => r & 0xff,
            5 => 0u128.wrapping_sub(r & 15),
            _ => r,
        }
    }
}

/// One operator applied in an arena; the same choice in both forms.
fn apply(t: &mut Arena, op: usize, a: Term, b: Term, c: Term, k: (u8, u8, u128)) -> Term {
    let w = t.width(a);
    let bool_of = |t: &mut Arena, x: Term| if t.width(x) == 1 { x } else { t.extract(x, 0, 1) };
    match op {
        0 => t.add(a, b),
        1 => t.sub(a, b),
        2 => t.mul(a, b),
        3 => t.and(a, b),
        4 => t.or(a, b),
        5 => t.xor(a, b),
        6 => t.eq(a, b),
        7 => t.ult(a, b),
        8 => t.slt(a, b),
        9 => {
            let c = bool_of(t, c);
            t.ite(c, a, b)
        }
        10 => t.extract(a, k.0 % w, 1 + k.1 % (w - k.0 % w)),
        11 if w < 64 => t.zext(a, w + 1 + k.0 % (64 - w)),
        12 if w < 64 => t.sext(a, w + 1 + k.0 % (64 - w)),
        13 if w.is_power_of_two() && w > 1 => t.shift([Kind::Shl, Kind::Lshr, Kind::Ashr, Kind::Rotl][usize::from(k.0) % 4], a, b),
        14 if w.is_power_of_two() && w > 1 => t.rotr(a, b),
        15 => t.count([Kind::Clz, Kind::Ctz, Kind::Popcnt][usize::from(k.0) % 3], a),
        16 => t.udiv(a, b),
        17 => t.urem(a, b),
        18 => t.sdiv(a, b),
        19 => t.srem(a, b),
        20 if w == 1 => t.not(a),
        // Operators with a constant are where most rules are.
        21.. => {
            let c = t.int(k.2, w);
            match op % 14 {
                0 => t.and(a, c),
                1 => t.or(a, c),
                2 => t.xor(a, c),
                3 => t.add(a, c),
                4 => t.mul(a, c),
                5 => t.eq(a, c),
                6 => t.ult(a, c),
                7 => t.ult(c, a),
                8 => t.slt(a, c),
                9 => t.slt(c, a),
                10 => t.udiv(a, c),
                11 => t.urem(a, c),
                12 => t.srem(a, c),
                _ if w.is_power_of_two() && w > 1 => t.shift([Kind::Shl, Kind::Lshr, Kind::Ashr, Kind::Rotl][usize::from(k.0) % 4], a, c),
                _ => t.sub(c, a),
            }
        }
        _ => t.add(a, b),
    }
}

#[test]
fn normal_form_evaluates_as_the_raw_form() {
    let rounds: u64 = std::env::var("ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(3000);
    let mut shrunk = 0usize;
    for round in 1..=rounds {
        let mut r = Random(round.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let (mut raw, mut normal) = (Arena::new(Form::Raw), Arena::new(Form::Normal));
        let (mut of_raw, mut of_normal) = (Values::default(), Values::default());
        let mut pool: Vec<(Term, Term)> = Vec::new();
        for (name, w) in [("a", 32), ("b", 32), ("c", 64), ("d", 1), ("e", 8), ("f", 64), ("g", 8), ("h", 1)] {
            pool.push((raw.leaf(name, w), normal.leaf(name, w)));
        }
        for _ in 0..30 {
            if r.below(8) == 0 {
                let w = [1, 8, 32, 64][r.below(4)];
                let v = r.constant(w);
                pool.push((raw.int(v, w), normal.int(v, w)));
            }
            let a = pool[r.below(pool.len())];
            let w = raw.width(a.0);
            let same: Vec<_> = pool.iter().copied().filter(|p| raw.width(p.0) == w).collect();
            let (b, c) = (same[r.below(same.len())], pool[r.below(pool.len())]);
            let (op, k) = (r.below(49), (r.below(64) as u8, r.below(64) as u8, r.constant(w)));
            let x = apply(&mut raw, op, a.0, b.0, c.0, k);
            let y = apply(&mut normal, op, a.1, b.1, c.1, k);
            assert_eq!(raw.width(x), normal.width(y), "round {round}");
            let (p, q) = (*of_raw.get(&raw, x), *of_normal.get(&normal, y));
            assert_eq!(p, q, "round {round}, operator {op}: {} became {}", raw.show(x, 8), normal.show(y, 8));
            let known = normal.known(y);
            assert!(q.iter().all(|v| v & known.zeros == 0 && v & known.ones == known.ones), "round {round}: known bits of {}", normal.show(y, 8));
            shrunk += usize::from(normal.constant(y).is_some());
            pool.push((x, y));
        }
    }
    assert!(shrunk > 0);
}

/// `x + d < c` of an extended `x` becomes a question about `x` at its own width.
#[test]
fn ranges_of_extended_values() {
    let mut r = Random(77);
    for round in 0..20_000 {
        let (mut raw, mut normal) = (Arena::new(Form::Raw), Arena::new(Form::Normal));
        let near = |r: &mut Random| match r.below(3) {
            0 => r.below(600) as u128,
            1 => 0u128.wrapping_sub(r.below(600) as u128),
            _ => r.constant(32),
        };
        let (d, c) = (near(&mut r), near(&mut r));
        let build = |t: &mut Arena| {
            let x = t.leaf("x", 8);
            let (x, d, c) = (t.zext(x, 32), t.int(d, 32), t.int(c, 32));
            let sum = t.add(x, d);
            t.ult(sum, c)
        };
        let (p, q) = (build(&mut raw), build(&mut normal));
        let (p, q) = (*Values::default().get(&raw, p), *Values::default().get(&normal, q));
        assert_eq!(p, q, "round {round}: x + {d:#x} < {c:#x}");
    }
    let mut t = Arena::new(Form::Normal);
    let x = t.leaf("x", 8);
    let (wide, d, narrow, c, e) = (t.zext(x, 32), t.int(u128::MAX - 64, 32), t.int(191, 8), t.int(26, 32), t.int(26, 8));
    let (p, q) = (t.add(wide, d), t.add(x, narrow));
    assert_eq!(t.ult(p, c), t.ult(q, e));
}

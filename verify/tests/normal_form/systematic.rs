//! Every binary operator over operands that are themselves an operator on a variable or an edge constant; and a third operator around.

use crate::{RLIMIT, both, known_bits};
use loom_eq_verify::audit::{self, Word};
use loom_eq_verify::term::{Arena, Kind, Term, ones};

type Unary = (&'static str, fn(&mut Arena, Term, Term, u8) -> Term);
type Binary = (&'static str, fn(&mut Arena, Term, Term) -> Term);

/// What is made of a variable `x`, with a second one of 8 bits: a term of `w` bits.
const UNARY: [Unary; 26] = [
    ("x", |_, x, _, _| x),
    ("zext8", |t, _, y, w| t.zext(y, w)),
    ("sext8", |t, _, y, w| t.sext(y, w)),
    ("zext of a low bit", |t, x, _, w| {
        let bit = t.extract(x, 0, 1);
        t.zext(bit, w)
    }),
    ("minus a bit", |t, x, _, w| {
        let bit = t.extract(x, 3, 1);
        t.sext(bit, w)
    }),
    ("a middle field", |t, x, _, w| {
        let field = t.extract(x, 5, 9);
        t.zext(field, w)
    }),
    ("an upper field", |t, x, _, w| {
        let field = t.extract(x, 7, w - 7);
        t.sext(field, w)
    }),
    ("shl 1", |t, x, _, w| constant(t, x, 1, w, |t, x, c| t.shift(Kind::Shl, x, c))),
    ("shl w-1", |t, x, _, w| constant(t, x, u128::from(w) - 1, w, |t, x, c| t.shift(Kind::Shl, x, c))),
    ("lshr 8", |t, x, _, w| constant(t, x, 8, w, |t, x, c| t.shift(Kind::Lshr, x, c))),
    ("ashr w-1", |t, x, _, w| constant(t, x, u128::from(w) - 1, w, |t, x, c| t.shift(Kind::Ashr, x, c))),
    ("ashr 4", |t, x, _, w| constant(t, x, 4, w, |t, x, c| t.shift(Kind::Ashr, x, c))),
    ("rotl 8", |t, x, _, w| constant(t, x, 8, w, |t, x, c| t.shift(Kind::Rotl, x, c))),
    ("shl by itself", |t, x, _, _| t.shift(Kind::Shl, x, x)),
    ("lshr by y", |t, x, y, w| {
        let y = t.zext(y, w);
        t.shift(Kind::Lshr, x, y)
    }),
    ("and 255", |t, x, _, w| constant(t, x, 255, w, Arena::and)),
    ("and -16", |t, x, _, w| constant(t, x, !15, w, Arena::and)),
    ("and 0x5a", |t, x, _, w| constant(t, x, 0x5a, w, Arena::and)),
    ("or 1", |t, x, _, w| constant(t, x, 1, w, Arena::or)),
    ("or min", |t, x, _, w| constant(t, x, 1 << (w - 1), w, Arena::or)),
    ("not", |t, x, _, w| constant(t, x, u128::MAX, w, Arena::xor)),
    ("xor min", |t, x, _, w| constant(t, x, 1 << (w - 1), w, Arena::xor)),
    ("plus 1", |t, x, _, w| constant(t, x, 1, w, Arena::add)),
    ("minus", |t, x, _, w| {
        let zero = t.int(0, w);
        t.sub(zero, x)
    }),
    ("times 3", |t, x, _, w| constant(t, x, 3, w, Arena::mul)),
    ("8 bits plus 100", |t, _, y, w| {
        let y = t.zext(y, w);
        constant(t, y, 100, w, Arena::add)
    }),
];

/// Constants as second operands.
fn edges(w: u8) -> [u128; 12] {
    [0, 1, 2, 7, 0x80, 0xff, 0x100, 1 << (w - 1), (1 << (w - 1)) - 1, ones(w), ones(w) - 15, 0x5a]
}

fn constant(t: &mut Arena, x: Term, c: u128, w: u8, f: fn(&mut Arena, Term, Term) -> Term) -> Term {
    let c = t.int(c, w);
    f(t, x, c)
}

const BINARY: [Binary; 13] = [
    ("add", Arena::add),
    ("sub", Arena::sub),
    ("and", Arena::and),
    ("or", Arena::or),
    ("xor", Arena::xor),
    ("eq", Arena::eq),
    ("ult", Arena::ult),
    ("slt", Arena::slt),
    ("shl", |t, a, b| t.shift(Kind::Shl, a, b)),
    ("ashr", |t, a, b| t.shift(Kind::Ashr, a, b)),
    ("rotr", Arena::rotr),
    ("ite of slt", |t, a, b| {
        let less = t.slt(a, b);
        t.ite(less, a, b)
    }),
    ("ite of a bit", |t, a, b| {
        let bit = t.extract(a, 0, 1);
        t.ite(bit, a, b)
    }),
];

/// With a constant on the right only: bit-blasting two variables is too much.
const BY_CONSTANT: [Binary; 5] = [("mul", Arena::mul), ("udiv", Arena::udiv), ("urem", Arena::urem), ("sdiv", Arena::sdiv), ("srem", Arena::srem)];

/// Around: the rules that look two operators deep.
const OUTER: [Unary; 10] = [
    ("itself", |_, x, _, _| x),
    ("low byte", |t, x, _, _| field(t, x, 0, 8)),
    ("a middle field", |t, x, _, _| field(t, x, 3, 7)),
    ("upper half", |t, x, _, w| field(t, x, w / 2, w / 2)),
    ("and 0xf0", |t, x, _, w| wide(t, x, w, 0xf0, Arena::and)),
    ("plus -5", |t, x, _, w| wide(t, x, w, u128::MAX - 4, Arena::add)),
    ("== 6", |t, x, _, w| wide(t, x, w, 6, Arena::eq)),
    ("< 200", |t, x, _, w| wide(t, x, w, 200, Arena::ult)),
    ("< -1, signed", |t, x, _, w| wide(t, x, w, u128::MAX, Arena::slt)),
    ("not 0", |t, x, _, w| {
        let no = wide(t, x, w, 0, Arena::eq);
        t.not(no)
    }),
];

/// Comparisons have one bit: they are extended, as wasm does.
fn field(t: &mut Arena, x: Term, lo: u8, n: u8) -> Term {
    if t.width(x) == 1 {
        return t.not(x);
    }
    t.extract(x, lo, n)
}

fn wide(t: &mut Arena, x: Term, w: u8, c: u128, f: fn(&mut Arena, Term, Term) -> Term) -> Term {
    let x = t.zext(x, w);
    constant(t, x, c, w, f)
}

enum Right {
    Unary(usize),
    Constant(usize),
}

/// One term: outer(binary(left(x, u), right(y, v))), or with a constant on the right or on the left.
struct Shape {
    outer: usize,
    binary: Binary,
    left: usize,
    right: Right,
    constant_left: bool,
    same: bool,
}

impl Shape {
    fn build(&self, t: &mut Arena, w: u8) -> Term {
        let (x, u) = (t.leaf("x", w), t.leaf("u", 8));
        let (y, v) = if self.same { (x, u) } else { (t.leaf("y", w), t.leaf("v", 8)) };
        let a = UNARY[self.left].1(t, x, u, w);
        let b = match self.right {
            Right::Unary(i) => UNARY[i].1(t, y, v, w),
            Right::Constant(i) => t.int(edges(w)[i], w),
        };
        let (a, b) = if self.constant_left { (b, a) } else { (a, b) };
        let inner = self.binary.1(t, a, b);
        OUTER[self.outer].1(t, inner, u, w)
    }

    fn name(&self) -> String {
        let right = match self.right {
            Right::Unary(i) => UNARY[i].0.to_string(),
            Right::Constant(i) => format!("constant {i}"),
        };
        format!(
            "{}: {} of ({}) and ({right}){}{}",
            OUTER[self.outer].0,
            self.binary.0,
            UNARY[self.left].0,
            if self.constant_left { ", turned" } else { "" },
            if self.same { ", one x" } else { "" }
        )
    }
}

fn shapes() -> Vec<Shape> {
    let mut out = Vec::new();
    for outer in 0..OUTER.len() {
        for left in 0..UNARY.len() {
            for binary in BINARY {
                for right in 0..UNARY.len() {
                    for same in [false, true] {
                        out.push(Shape { outer, binary, left, right: Right::Unary(right), constant_left: false, same });
                    }
                }
            }
            for (binary, turned) in BINARY.iter().flat_map(|b| [(*b, false), (*b, true)]).chain(BY_CONSTANT.map(|b| (b, false))) {
                for c in 0..edges(32).len() {
                    out.push(Shape { outer, binary, left, right: Right::Constant(c), constant_left: turned, same: false });
                }
            }
        }
    }
    out
}

#[test]
fn terms_of_two_and_three_operators() {
    let shapes = shapes();
    // A prime: every choice of each position is met.
    let step: usize = std::env::var("SYSTEMATIC").ok().and_then(|n| n.parse().ok()).unwrap_or(101);
    let all = step == 1;
    let (mut terms, mut changed, mut proven, mut open) = (0, 0, 0, 0);
    let mut causes: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (n, shape) in shapes.iter().step_by(step).enumerate() {
        // Half of the short form at each width.
        for w in [32, 64].into_iter().filter(|w| all || (n % 2 == 0) == (*w == 32)) {
            terms += 1;
            let mut pair = both(|t| shape.build(t, w));
            let known = known_bits(&mut pair, |t| shape.build(t, w));
            let yes = pair.arena.bool(true);
            if pair.changed {
                changed += 1;
            }
            // One question for both: the normal form is the term, and its known bits are so.
            let same = pair.arena.eq(pair.raw, pair.normal);
            let both = pair.arena.and(same, known);
            match audit::ask(&pair.arena, &[], both, yes, RLIMIT) {
                Word::Equal => proven += 1,
                Word::Different(leaves) => {
                    panic!("{} at {w} bits: {} became {}: {leaves:x?}", shape.name(), pair.arena.show(pair.raw, 9), pair.arena.show(pair.normal, 9))
                }
                Word::Open(_) => {
                    open += 1;
                    *causes.entry(format!("{} and {w} bits", shape.binary.0)).or_default() += 1;
                }
            }
        }
    }
    println!("{terms} terms of {}, {changed} changed by the normal form, {proven} proven, {open} open {causes:?}", 2 * shapes.len());
    assert!(changed * 2 > terms && open * 50 < terms, "{changed} changed, {open} open of {terms}");
}

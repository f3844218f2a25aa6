//! The rules of the normal form (`term/`), each proven by Z3 at real width.
//!
//! - `rules.txt` names every rule by an example that only this rule brings to its normal form.
//! - `systematic.rs` builds terms of two and three operators around edge constants: where rules meet.
//!
//! Z3 sees both sides as they were first built, and the normal form node by node: the raw form and [`audit::copy`] change nothing.
//!
//! `SYSTEMATIC=N cargo test --release -p loom-eq-verify --test normal_form -- --nocapture` takes one in N of the systematic terms; 1 is all, at both
//! widths.

mod systematic;
mod text;

use loom_eq_verify::audit::{self, Word};
use loom_eq_verify::term::{Arena, Form, Term};

const RLIMIT: u32 = 8_000_000;

/// A term in raw form and its normal form, both as nodes of one raw arena, with the claim on known bits.
struct Pair {
    arena: Arena,
    raw: Term,
    normal: Term,
    /// Whether the normal form is another node.
    changed: bool,
}

/// Builds one term in both forms.
fn both(build: impl Fn(&mut Arena) -> Term) -> Pair {
    let (mut arena, mut normal) = (Arena::new(Form::Raw), Arena::new(Form::Normal));
    let (raw, n) = (build(&mut arena), build(&mut normal));
    assert_eq!(arena.width(raw), normal.width(n));
    let copy = audit::copy(&normal, n, &mut arena);
    Pair { raw, normal: copy, changed: raw != copy, arena }
}

/// What the normal form claims to know of the bits of a term: `(known zeros, known ones)`, as an equation.
fn known_bits(pair: &mut Pair, build: impl Fn(&mut Arena) -> Term) -> Term {
    let mut normal = Arena::new(Form::Normal);
    let n = build(&mut normal);
    let known = normal.known(n);
    let (w, t) = (pair.arena.width(pair.normal), pair.normal);
    let (mask, ones) = (pair.arena.int(known.zeros | known.ones, w), pair.arena.int(known.ones, w));
    let masked = pair.arena.and(t, mask);
    pair.arena.eq(masked, ones)
}

/// The rules of the file as (line number, left, right).
fn rules() -> Vec<(usize, &'static str, &'static str)> {
    let lines = include_str!("rules.txt").lines().enumerate();
    let rules = lines.filter(|(_, l)| !l.is_empty() && !l.starts_with(';'));
    rules.map(|(n, l)| l.split_once(" = ").map(|(a, b)| (n + 1, a, b)).unwrap_or_else(|| panic!("line {}: {l}", n + 1))).collect()
}

#[test]
fn each_rule_fires() {
    let mut silent = Vec::new();
    for (line, left, right) in rules() {
        for w in [32, 64] {
            let node = |form| {
                let mut t = Arena::new(form);
                let a = text::build(&mut t, left, w);
                let width = t.width(a);
                let b = text::build_as(&mut t, right, w, Some(width));
                (a == b, t.show(a, 9), t.show(b, 9))
            };
            let (normal, raw) = (node(Form::Normal), node(Form::Raw));
            if !normal.0 || raw.0 {
                silent.push(format!("line {line}, {w} bits: {left} = {right}: {} and {}", normal.1, normal.2));
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

/// Products of two unknowns under a common factor: bit-blasting gives up at these widths. They hold at 8 bits by Z3, and at each width since the
/// integers modulo 2^w are a commutative ring.
const RING: [&str; 1] = ["(mul (shl x 2) y)"];

#[test]
fn each_rule_is_proven() {
    let (mut proven, mut open) = (0, Vec::new());
    for (line, left, right) in rules() {
        let widths = if RING.contains(&left) { vec![8] } else { vec![32, 64] };
        for w in widths {
            let mut pair = both(|t| text::build(t, left, w));
            let width = pair.arena.width(pair.raw);
            let right = text::build_as(&mut pair.arena, right, w, Some(width));
            for (other, what) in [(right, "the right side"), (pair.normal, "the normal form")] {
                match audit::ask(&pair.arena, &[], pair.raw, other, RLIMIT) {
                    Word::Equal => proven += 1,
                    Word::Different(leaves) => panic!("line {line}, {w} bits: {left} is not {what} {}: {leaves:x?}", pair.arena.show(other, 9)),
                    Word::Open(why) => open.push(format!("line {line}, {w} bits, {left} and {what}: {why}")),
                }
            }
        }
    }
    println!("{} rules, {proven} equations proven", rules().len());
    assert!(open.is_empty(), "{}", open.join("\n"));
}

//! Operators that compute: for each sample, what wasmtime gives is a model of the meaning.
//!
//! 1. As first built, with constants for operands: Z3 finds no contradiction between the term and the engine's result, and proves it where
//!    nothing is uninterpreted.
//! 2. Term evaluation gives the engine's result.
//! 3. So does the normal form with both operands, the first, the second or none of them a constant.
//! 4. Uninterpreted functions give one result for equal arguments, over all samples, whatever operator the term was made for.
//! 5. What is said not to trap does not; traps of one name occur together.

use crate::engine::{self, Running, mask, signature};
use crate::samples::{Random, edges};
use loom_eq_lang::{Class, Imm, ImmKind, Op, ValType};
use loom_eq_verify::audit::{self, Word, width_of};
use loom_eq_verify::term::{Arena, Form, Kind, Term};
use std::collections::HashMap;

/// An operator with immediates, and its types.
#[derive(Clone)]
pub struct Case {
    pub op: Op,
    pub imm: Imm,
    pub operands: Vec<ValType>,
    pub result: ValType,
    /// The instruction as text.
    pub text: String,
}

/// What is computed from numbers on the stack, for one operator of the table; empty if it is not of that kind.
pub fn cases(op: Op) -> Vec<Case> {
    let case = |imm: Imm, operands: Vec<ValType>, result, text: String| Case { op, imm, operands, result, text };
    match (op.info().imm, op) {
        (_, Op::Select) => NUMBERS.iter().map(|t| case(Imm::None, vec![*t, *t, ValType::I32], *t, "select".into())).collect(),
        (_, Op::TypedSelect) => NUMBERS.iter().map(|t| case(Imm::None, vec![*t, *t, ValType::I32], *t, format!("select (result {t})"))).collect(),
        (ImmKind::I32 | ImmKind::I64 | ImmKind::F32 | ImmKind::F64 | ImmKind::V128, _) => {
            let ty = signature(op).expect("typed").1[0];
            let imm = |bits: u128| match op.info().imm {
                ImmKind::I32 => Imm::I32(bits as u32 as i32),
                ImmKind::I64 => Imm::I64(bits as u64 as i64),
                ImmKind::F32 => Imm::F32(bits as u32),
                ImmKind::F64 => Imm::F64(bits as u64),
                _ => Imm::Bytes16(bits.to_le_bytes()),
            };
            // Float constants that are NaN have no plain spelling; as numbers they round-trip through Rust's shortest form.
            let text = |bits: u128| match ty {
                ValType::F32 => {
                    (!f32::from_bits(bits as u32).is_nan()).then(|| format!("f32.const {}", float(f64::from(f32::from_bits(bits as u32)))))
                }
                ValType::F64 => (!f64::from_bits(bits as u64).is_nan()).then(|| format!("f64.const {}", float(f64::from_bits(bits as u64)))),
                _ => Some(engine::constant(ty, bits)),
            };
            edges(ty).into_iter().filter_map(|b| Some(case(imm(b), Vec::new(), ty, text(b)?))).collect()
        }
        (ImmKind::None, _) if matches!(op.class(), Class::Pure | Class::MayTrap) => match signature(op) {
            Some((operands, results)) if results.len() == 1 => vec![case(Imm::None, operands, results[0], op.name().into())],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

const NUMBERS: [ValType; 5] = [ValType::I32, ValType::I64, ValType::F32, ValType::F64, ValType::V128];

fn float(v: f64) -> String {
    if v.is_infinite() { if v > 0.0 { "inf".into() } else { "-inf".into() } } else { format!("{v:e}") }
}

/// Samples in one question to Z3; each pair of applications of one unknown function is a constraint.
const BATCH: usize = 50;
const RLIMIT: u32 = 20_000_000;

#[derive(Default)]
pub struct Counts {
    pub cases: usize,
    pub samples: usize,
    pub trapped: usize,
    /// Samples whose term has an uninterpreted part.
    pub uninterpreted: usize,
    pub questions: usize,
}

/// One arena in one form, and what the samples say of the unknown functions in it.
struct Reading {
    arena: Arena,
    unknown: HashMap<Term, u128>,
    traps: HashMap<Term, bool>,
}

impl Reading {
    fn new(form: Form) -> Reading {
        Reading { arena: Arena::new(form), unknown: HashMap::new(), traps: HashMap::new() }
    }

    fn meaning(&mut self, case: &Case, args: &[Term]) -> Term {
        match *args {
            [a, b, c] if matches!(case.op, Op::Select | Op::TypedSelect) => audit::choice(&mut self.arena, a, b, c),
            _ => audit::meaning(&mut self.arena, case.op, &case.imm, args, &[case.result])[0],
        }
    }

    /// The uninterpreted application in the term, if it has one.
    fn unknown_part(&self, t: Term) -> Option<Term> {
        let mut stack = vec![t];
        while let Some(t) = stack.pop() {
            if matches!(self.arena.node(t).kind, Kind::Opaque(_)) && !self.arena.args(t).is_empty() {
                return Some(t);
            }
            stack.extend_from_slice(self.arena.args(t));
        }
        None
    }

    /// The term has the engine's value for these leaves. True if that needs an unknown function to have a certain value.
    fn agrees(&mut self, t: Term, leaves: &[(Term, u128)], engine: u128, what: &dyn Fn() -> String) -> bool {
        let Some(part) = self.unknown_part(t) else {
            let ours = audit::evaluate(&self.arena, t, leaves);
            assert_eq!(ours, Some(engine), "{}: {}", what(), self.arena.show(t, 5));
            return false;
        };
        let candidates = if self.arena.width(part) == 1 { vec![0, 1] } else { vec![engine] };
        let fits = |v: &u128| {
            let mut given = leaves.to_vec();
            given.push((part, *v));
            audit::evaluate(&self.arena, t, &given) == Some(engine)
        };
        let value = candidates.into_iter().find(fits).unwrap_or_else(|| panic!("{}: {} cannot be {engine:#x}", what(), self.arena.show(t, 5)));
        // With constants for arguments the application itself must have one value for good.
        if self.arena.args(part).iter().all(|a| self.arena.constant(*a).is_some()) {
            let former = *self.unknown.entry(part).or_insert(value);
            assert_eq!(former, value, "{}: two values of {}", what(), self.arena.show(part, 3));
        }
        true
    }

    fn trap_agrees(&mut self, op: Op, args: &[Term], trapped: bool, what: &dyn Fn() -> String) {
        match audit::trap(&mut self.arena, op, args) {
            None => assert!(!trapped, "{} is said not to trap", what()),
            Some(name) if args.iter().all(|a| self.arena.constant(*a).is_some()) => {
                let former = *self.traps.entry(name).or_insert(trapped);
                assert_eq!(former, trapped, "{}: {} both traps and does not", what(), self.arena.show(name, 3));
            }
            Some(_) => {}
        }
    }
}

/// Compares all cases. `rounds` random samples each, beside the edges.
pub fn compare(cases: &[Case], rounds: usize) -> Counts {
    let mut text = String::from("(module\n");
    for (i, case) in cases.iter().enumerate() {
        let params: Vec<String> = case.operands.iter().map(ToString::to_string).collect();
        let gets: String = (0..case.operands.len()).map(|k| format!(" local.get {k}")).collect();
        text += &format!("(func (export \"f{i}\") (param {}) (result {}){gets} {})\n", params.join(" "), case.result, case.text);
    }
    let mut engine = engine::start(&(text + ")"));
    let mut counts = Counts { cases: cases.len(), ..Counts::default() };
    let (mut raw, mut normal) = (Reading::new(Form::Raw), Reading::new(Form::Normal));
    let mut random = Random(11);
    for (i, case) in cases.iter().enumerate() {
        let mut claims: Vec<(Term, Term)> = Vec::new();
        for args in samples(&case.operands, rounds, &mut random) {
            counts.samples += 1;
            compare_one(&mut engine, &format!("f{i}"), case, &args, &mut raw, &mut normal, &mut claims, &mut counts);
        }
        // Constants are converted where that is exact, so one operator may have terms of both kinds.
        let (unknown, exact): (Vec<_>, Vec<_>) = claims.into_iter().partition(|(t, _)| raw.unknown_part(*t).is_some());
        for batch in exact.chunks(BATCH) {
            counts.questions += 1;
            ask_exact(&mut raw, case, batch);
        }
        for batch in unknown.chunks(BATCH) {
            counts.questions += 1;
            ask_possible(&mut raw, case, batch);
        }
    }
    counts
}

fn samples(operands: &[ValType], rounds: usize, random: &mut Random) -> Vec<Vec<u128>> {
    let mut out: Vec<Vec<u128>> = vec![Vec::new()];
    for (k, ty) in operands.iter().enumerate() {
        // All edges of two operands with each other; the third is a condition.
        let edges = if k < 2 { edges(*ty) } else { vec![0, 1, 1 << 31] };
        out = out.into_iter().flat_map(|args| edges.iter().map(move |e| args.iter().copied().chain([*e]).collect())).collect();
    }
    if operands.len() == 3 {
        out = out.into_iter().step_by(7).collect();
    }
    if !operands.is_empty() {
        out.extend((0..rounds).map(|_| operands.iter().map(|ty| random.bits(*ty) & mask(*ty)).collect::<Vec<u128>>()));
    }
    out
}

#[expect(clippy::too_many_arguments)]
fn compare_one(
    engine: &mut Running,
    name: &str,
    case: &Case,
    args: &[u128],
    raw: &mut Reading,
    normal: &mut Reading,
    claims: &mut Vec<(Term, Term)>,
    counts: &mut Counts,
) {
    let typed: Vec<(ValType, u128)> = case.operands.iter().copied().zip(args.iter().copied()).collect();
    let result = engine.call(name, &typed).map(|r| r[0]);
    let what = || format!("{} {args:#x?} is {result:#x?} in wasmtime", case.text);
    let widths: Vec<u8> = case.operands.iter().map(|ty| width_of(*ty)).collect();
    let constants: Vec<Term> = args.iter().zip(&widths).map(|(v, w)| raw.arena.int(*v, *w)).collect();
    raw.trap_agrees(case.op, &constants, result.is_none(), &what);
    if result.is_none() {
        counts.trapped += 1;
    }
    if let Some(result) = result {
        let t = raw.meaning(case, &constants);
        counts.uninterpreted += usize::from(raw.agrees(t, &[], result, &what));
        let value = raw.arena.int(result, width_of(case.result));
        claims.push((t, value));
    }
    // Every choice of operands that are constants.
    for constant in 0..1usize << args.len() {
        let mut leaves = Vec::new();
        let mut terms = Vec::new();
        for (k, (v, w)) in args.iter().zip(&widths).enumerate() {
            if constant >> k & 1 == 1 {
                terms.push(normal.arena.int(*v, *w));
            } else {
                let leaf = normal.arena.leaf(&format!("x{k}"), *w);
                leaves.push((leaf, *v));
                terms.push(leaf);
            }
        }
        normal.trap_agrees(case.op, &terms, result.is_none(), &what);
        if let Some(result) = result {
            let t = normal.meaning(case, &terms);
            normal.agrees(t, &leaves, result, &what);
        }
    }
}

fn equations(raw: &mut Reading, batch: &[(Term, Term)]) -> Vec<Term> {
    batch.iter().map(|(t, v)| raw.arena.eq(*t, *v)).collect()
}

/// Z3 computes the engine's results.
fn ask_exact(raw: &mut Reading, case: &Case, batch: &[(Term, Term)]) {
    let equations = equations(raw, batch);
    let all = equations.iter().skip(1).fold(equations[0], |all, e| raw.arena.and(all, *e));
    let yes = raw.arena.bool(true);
    assert_eq!(audit::ask(&raw.arena, &[], all, yes, RLIMIT), Word::Equal, "{}: Z3 computes something else", case.text);
}

/// Z3 takes the engine's results for possible, all together.
fn ask_possible(raw: &mut Reading, case: &Case, batch: &[(Term, Term)]) {
    let equations = equations(raw, batch);
    let (no, yes) = (raw.arena.bool(false), raw.arena.bool(true));
    let word = audit::ask(&raw.arena, &equations, no, yes, RLIMIT);
    assert!(matches!(word, Word::Different(_)), "{}: wasmtime's results contradict each other: {word:?}", case.text);
}

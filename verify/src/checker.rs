//! The verdict on one pair of functions.

use crate::assumption::Assumption;
use crate::code::{Code, Step};
use crate::facts::{Fact, Facts, Path};
use crate::product::{Cause, Failure, Obligation, Product, Side, Stop, Walk};
use crate::prove::{Outcome, Prover};
use crate::term::{Arena, Form, FxMap, Term};
use loom_eq_lang::{Body, FuncIx, Module, canonical_body};
use std::collections::HashMap;
use std::fmt;

/// Counted limits. None is a time, so verdicts repeat on any machine.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Z3 resource units per query.
    pub rlimit: u32,
    /// Z3 queries per function.
    pub queries: usize,
    /// Terms per function.
    pub terms: usize,
    /// Passes over a function until its loop relations hold.
    pub passes: usize,
    /// Pairs of events per pass.
    pub steps: usize,
    /// Branches per pass that only one side has.
    pub lone_splits: usize,
    /// Whether terms are normalised. With [`Form::Raw`] every obligation goes to Z3 as it was first built.
    pub form: Form,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { rlimit: 200_000, queries: 300, terms: 4_000_000, passes: 60, steps: 2_000_000, lone_splits: 400, form: Form::Normal }
    }
}

impl Limits {
    /// Every obligation goes to Z3 as it was first built. What closes one without Z3 is that both sides are the same expression of the same
    /// leaves, letter by letter, or the same operator on arguments of which that or Z3 shows that they are equal. Raw terms are larger, so a
    /// question may cost more.
    pub fn solver_only() -> Limits {
        Limits { form: Form::Raw, rlimit: 2_000_000, queries: 1_000, ..Limits::default() }
    }
}

/// How two functions were shown to be equal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proof {
    /// Their bytes are the same, or their canonical encodings.
    Identical,
    /// Every obligation closed by the normal form of its terms.
    NormalForm,
    /// Some obligations needed more.
    Solver {
        /// Obligations that were not closed by the normal form.
        obligations: usize,
        /// Questions to Z3, those of the loop relations included.
        queries: usize,
    },
}

/// Inputs on which the two differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counterexample {
    /// What differs.
    pub what: String,
    /// Parameters and initial globals by name (`param 0`, `global 3`), as bits.
    pub inputs: Vec<(String, u128)>,
    /// The value on each side.
    pub values: (u128, u128),
    /// What a run of both in a real runtime showed. Without it, the counterexample is computed from terms only.
    pub replayed: Option<String>,
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.replayed {
            Some(seen) => f.write_str(seen)?,
            None => write!(f, "{} is {:#x} against {:#x}", self.what, self.values.0, self.values.1)?,
        }
        for (i, (name, value)) in self.inputs.iter().enumerate() {
            write!(f, "{} {name} = {value:#x}", if i == 0 { " for" } else { "," })?;
        }
        Ok(())
    }
}

/// One of four answers.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Equal for all inputs.
    Proven(Proof),
    /// Different for these inputs.
    Refuted(Counterexample),
    /// Not decided, and why.
    Unknown(String),
    /// Not looked at: what is in the way.
    Unsupported(String),
    /// In a whole module: not proven, with the verdict in words, but no call can reach the function, so that it does not matter.
    Uncalled(String),
}

impl Verdict {
    /// Whether it is [`Verdict::Proven`].
    pub fn is_proven(&self) -> bool {
        matches!(self, Verdict::Proven(_))
    }

    /// The kind of reason in a few words, without places and values, for counting; empty if it is proven.
    pub fn cause(&self) -> String {
        match self {
            Verdict::Proven(_) | Verdict::Uncalled(_) => String::new(),
            Verdict::Refuted(c) => c.what.clone(),
            Verdict::Unknown(why) | Verdict::Unsupported(why) => {
                let words = why.split([':', '(']).next().unwrap_or_default();
                words.trim().to_string()
            }
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Proven(Proof::Identical) => f.write_str("proven: identical"),
            Verdict::Proven(Proof::NormalForm) => f.write_str("proven: normal form"),
            Verdict::Proven(Proof::Solver { obligations, queries }) => write!(f, "proven: {obligations} obligations, {queries} queries"),
            Verdict::Refuted(c) if c.replayed.is_some() => write!(f, "refuted (replayed): {c}"),
            Verdict::Refuted(c) => write!(f, "refuted: {c}"),
            Verdict::Unknown(why) => write!(f, "unknown: {why}"),
            Verdict::Unsupported(why) => write!(f, "unsupported: {why}"),
            Verdict::Uncalled(verdict) => write!(f, "cannot be called ({verdict})"),
        }
    }
}

/// Judges pairs of functions. One per worker thread; an answer does not depend on what was asked before.
pub struct Checker {
    limits: Limits,
    arena: Arena,
}

impl Checker {
    /// A checker with these limits.
    pub fn new(limits: Limits) -> Checker {
        let arena = Arena::new(limits.form);
        Checker { limits, arena }
    }

    /// Whether `bytes_a` as the body of function `fa` of `a` does the same as `bytes_b` as the body of `fb` of `b`. The index spaces of the two
    /// modules must correspond (see [`modules`](crate::modules)).
    pub fn function(&mut self, a: &Module, fa: FuncIx, bytes_a: &[u8], b: &Module, fb: FuncIx, bytes_b: &[u8]) -> Verdict {
        self.function_assuming(a, fa, bytes_a, b, fb, bytes_b, None)
    }

    /// The same, for calls that keep what is assumed of both functions; of other calls nothing is said.
    #[allow(clippy::too_many_arguments)]
    pub fn function_assuming(
        &mut self,
        a: &Module,
        fa: FuncIx,
        bytes_a: &[u8],
        b: &Module,
        fb: FuncIx,
        bytes_b: &[u8],
        assumed: Option<&Assumption>,
    ) -> Verdict {
        if a.func_type(fa) != b.func_type(fb) {
            return Verdict::Unknown("signatures differ".into());
        }
        // The canonical form is an encoding of the same instructions, so that equal forms need no look inside.
        if bytes_a == bytes_b || canonical_body(bytes_a).is_some_and(|x| Some(x) == canonical_body(bytes_b)) {
            return Verdict::Proven(Proof::Identical);
        }
        let none = HashMap::new();
        let (x, y) = match (Body::parse_bytes(a, fa, bytes_a, &none), Body::parse_bytes(b, fb, bytes_b, &none)) {
            (Ok(x), Ok(y)) => (x, y),
            (Err(e), _) | (_, Err(e)) => return Verdict::Unsupported(e.reason),
        };
        self.bodies_assuming([a, b], [&x, &y], assumed)
    }

    /// As [`bodies`](Checker::bodies), once for each value that is assumed.
    pub(crate) fn bodies_assuming(&mut self, modules: [&Module; 2], [x, y]: [&Body; 2], assumed: Option<&Assumption>) -> Verdict {
        let Some(assumed) = assumed else { return self.bodies(modules, [x, y]) };
        let verdicts = assumed.values.iter().map(|v| self.bodies(modules, [&assumed.pinned(x, *v), &assumed.pinned(y, *v)]));
        all_proven(verdicts)
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether two bodies of one signature do the same. Equal indices in them must mean the same thing.
    pub(crate) fn bodies(&mut self, [a, b]: [&Module; 2], [x, y]: [&Body; 2]) -> Verdict {
        self.arena.clear();
        let mut prover = Prover::new(self.limits.rlimit, self.limits.queries);
        let sides = [Side { module: a, body: x, code: Code::new(x) }, Side { module: b, body: y, code: Code::new(y) }];
        for (i, side) in sides.iter().enumerate() {
            for (pc, step) in side.code.steps.iter().enumerate() {
                let op = if let Step::Op(n) = step {
                    format!("{} {:?}", side.body.node(*n).op.name(), side.body.node(*n).imm)
                } else {
                    format!("{step:?}")
                };
                trace!("side {i} {pc:4} {op}");
            }
        }
        let (verdict, loops) = self.attempt([&sides[0], &sides[1]], &mut prover, Walk::Plain);
        if verdict.is_proven() || matches!(verdict, Verdict::Refuted(_)) {
            return verdict;
        }
        let large = sides.iter().any(|s| s.code.steps.len() > SMALL);
        if sides[0].code.flowing() != sides[1].code.flowing() {
            prover.again(self.limits.queries, if large { 16 } else { 1 });
            trace!("{verdict}; and again, joining late");
            let (second, _) = self.attempt([&sides[0], &sides[1]], &mut prover, Walk::Early);
            if second.is_proven() {
                return second;
            }
        }
        if loops == Loops::None {
            return verdict;
        }
        if large && loops != Loops::Failed {
            return verdict;
        }
        prover.again(self.limits.queries, if large { 16 } else { 1 });
        trace!("{verdict}; and again, unfolding");
        let (second, _) = self.attempt([&sides[0], &sides[1]], &mut prover, Walk::Unfolding);
        if second.is_proven() { second } else { verdict }
    }

    /// One walk through both bodies, what it says, and what it met of loops.
    fn attempt(&mut self, sides: [&Side<'_>; 2], prover: &mut Prover, walk: Walk) -> (Verdict, Loops) {
        let mut product = Product::new(sides, &mut self.arena, prover, &self.limits, walk);
        let (verdict, cause) = match product.run() {
            Ok(()) => match failure(&mut product) {
                Some(f) => (Verdict::Unknown(format!("{} (at {}, {})", f.what, f.at.0, f.at.1)), f.cause),
                None => (conclude(&mut product), Cause::Other),
            },
            Err(Stop(why)) => (Verdict::Unknown(why), Cause::Other),
        };
        let loops = match cause {
            _ if !product.has_loops() => Loops::None,
            Cause::Loops => Loops::Failed,
            Cause::Other => Loops::Entered,
        };
        (verdict, loops)
    }
}

/// The verdict on several cases: proven if all are, else the first that is not.
pub(crate) fn all_proven(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let (mut sum, mut asked) = (0, 0);
    for verdict in verdicts {
        match verdict {
            Verdict::Proven(Proof::Solver { obligations, queries }) => (sum, asked) = (sum + obligations, asked + queries),
            Verdict::Proven(_) => {}
            verdict => return verdict,
        }
    }
    Verdict::Proven(if (sum, asked) == (0, 0) { Proof::NormalForm } else { Proof::Solver { obligations: sum, queries: asked } })
}

/// What a walk met of loops.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Loops {
    /// It entered none.
    None,
    Entered,
    /// It was for them that it failed.
    Failed,
}

/// Steps of a function whose second walk may ask as much as the first one. Larger ones are mostly different for another reason than their loops: they have a
/// second walk only where it was loops that failed, and it may ask less.
const SMALL: usize = 800;

/// The first failure of the last pass on a path that is not known to be impossible.
fn failure(product: &mut Product<'_>) -> Option<Failure> {
    let failures = std::mem::take(&mut product.failures);
    failures.into_iter().find(|failure| {
        let conditions = product.facts.conditions(failure.path);
        !product.prover.contradictory(product.arena, &conditions)
    })
}

/// Proves what the last pass owes.
fn conclude(product: &mut Product<'_>) -> Verdict {
    let obligations = std::mem::take(&mut product.obligations);
    let mut unknown: Option<String> = None;
    let mut done: FxMap<(Term, Term), ()> = FxMap::default();
    for o in &obligations {
        if done.contains_key(&(o.a, o.b)) {
            continue;
        }
        let conditions = product.facts.conditions(o.path);
        match product.prover.prove(product.arena, o.a, o.b, &conditions) {
            Outcome::Same | Outcome::Solved => {
                if conditions.is_empty() {
                    done.insert((o.a, o.b), ());
                }
            }
            Outcome::Differs { leaves, exact } => {
                if exact && let Some(c) = counterexample(product, o, &conditions, &leaves) {
                    return Verdict::Refuted(c);
                }
                unknown.get_or_insert_with(|| reason(product, o, "not equal as terms"));
            }
            Outcome::Open(why) => {
                unknown.get_or_insert_with(|| reason(product, o, &why));
            }
        }
        if unknown.is_some() {
            break;
        }
    }
    match unknown {
        Some(why) => Verdict::Unknown(why),
        None if obligations.is_empty() && product.prover.asked == 0 => Verdict::Proven(Proof::NormalForm),
        None => Verdict::Proven(Proof::Solver { obligations: obligations.len(), queries: product.prover.asked }),
    }
}

fn reason(product: &Product<'_>, o: &Obligation, why: &str) -> String {
    let (a, b) = (product.arena.show(o.a, 4), product.arena.show(o.b, 4));
    let cut = |s: String| s.chars().take(160).collect::<String>();
    format!("{} of {} (at {}, {}): {why}: {} ≠ {}", o.what, product.describe(0, o.at.0), o.at.0, o.at.1, cut(a), cut(b))
}

/// A counterexample that is real: it fixes parameters and initial globals only, the path to the difference has nothing whose outcome it
/// cannot fix, and all accesses on the way are inside the initial memory.
fn counterexample(product: &mut Product<'_>, o: &Obligation, conditions: &[Term], leaves: &[(Term, u128)]) -> Option<Counterexample> {
    let arena = &*product.arena;
    let is_input = |name: &str| name.starts_with("param ") || name.starts_with("global ");
    let mut given: FxMap<Term, u128> = FxMap::default();
    for &(t, v) in leaves {
        is_input(&arena.show(t, 0)).then_some(())?;
        given.insert(t, v);
    }
    let eval = |t: Term| crate::term::with_leaves(arena, t, &given);
    for &c in conditions {
        (eval(c)? != 0).then_some(())?;
    }
    reachable(&product.facts, o.path, product.sides[0].module, &eval)?;
    let values = (eval(o.a)?, eval(o.b)?);
    if values.0 == values.1 {
        return None;
    }
    let mut inputs: Vec<(String, u128)> = given.iter().map(|(t, v)| (arena.show(*t, 0), *v)).collect();
    inputs.sort();
    let what = format!("{} of {}", o.what, product.describe(0, o.at.0));
    Some(Counterexample { what, inputs, values, replayed: None })
}

fn reachable(facts: &Facts, path: Path, module: &Module, eval: &dyn Fn(Term) -> Option<u128>) -> Option<()> {
    for fact in facts.of(path) {
        match fact {
            Fact::Clouded => return None,
            Fact::Covered { memory, base, end, .. } => {
                let size = u128::from(module.memories.get(memory as usize)?.initial) << 16;
                (eval(base)? + end <= size).then_some(())?;
            }
            _ => {}
        }
    }
    Some(())
}

//! Proofs of rewrite rules that are given as text: for all values that satisfy the conditions, both sides are the same bits.
//!
//! The text is that of `rewrites/rules/README.md`; it is read here once more, on purpose, and each condition has its meaning here on its own:
//! what the optimizer tests must imply what this file assumes.
//!
//! Invariants:
//! 1. Terms are built raw, so that no rule is proven by a normal form that makes the same mistake; only where Z3 gives up on a generic shift are
//!    the cases of its count built in normal form.
//! 2. Products and quotients are exact. Only Z3's `unsat` is a proof.
//! 3. A rule whose conditions nothing can satisfy is not proven: it says nothing.

use crate::semantics::pure;
use crate::smt::{Answer, Query, Reading};
use crate::term::{Arena, Form, FxSet, Kind, Term, ones};
use loom_eq_lang::{Class, Imm, Op};
use std::collections::BTreeMap;
use std::fmt;

/// The answer for a rule, all instances together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RuleVerdict {
    /// All instances hold.
    Proven {
        /// How many instances the text has.
        instances: usize,
    },
    /// An instance fails.
    Refuted {
        /// Its name.
        instance: String,
        /// Variables with values for which the sides differ.
        values: Vec<(String, u128)>,
    },
    /// The solver's limit was reached, or no values satisfy the conditions.
    Unknown {
        /// The instance's name.
        instance: String,
        /// Why.
        reason: String,
    },
    /// The text is no rule.
    Malformed(String),
}

impl RuleVerdict {
    /// Whether it is [`RuleVerdict::Proven`].
    pub fn is_proven(&self) -> bool {
        matches!(self, RuleVerdict::Proven { .. })
    }
}

impl fmt::Display for RuleVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RuleVerdict::Proven { instances } => write!(f, "proven ({instances} instances)"),
            RuleVerdict::Refuted { instance, values } => {
                write!(f, "{instance} is refuted by")?;
                values.iter().try_for_each(|(name, value)| write!(f, " {name}={value:#x}"))
            }
            RuleVerdict::Unknown { instance, reason } => write!(f, "{instance} is unknown: {reason}"),
            RuleVerdict::Malformed(why) => write!(f, "malformed: {why}"),
        }
    }
}

/// Z3 resource units for a first try, and for each case of a case split: about half a second.
const FIRST: u32 = 1_500_000;
/// And for the last try: some seconds.
const RLIMIT: u32 = 20_000_000;

/// Proves one rule, all its instances.
pub fn prove(rule: &str) -> RuleVerdict {
    match prove_all(rule) {
        Ok(mut all) if all.len() == 1 => all.remove(0).1,
        Ok(all) => RuleVerdict::Malformed(format!("expected one rule, found {}", all.len())),
        Err(why) => RuleVerdict::Malformed(why),
    }
}

/// Proves every rule of a file: names with verdicts, in order.
///
/// # Errors
/// If the text does not follow the grammar.
pub fn prove_all(text: &str) -> Result<Vec<(String, RuleVerdict)>, String> {
    let mut tokens = Tokens { words: split(text), at: 0 };
    let mut out = Vec::new();
    while tokens.at < tokens.words.len() {
        let rule = Rule::read(&mut tokens)?;
        let name = rule.name.clone();
        out.push((name, rule.prove().unwrap_or_else(RuleVerdict::Malformed)));
    }
    Ok(out)
}

fn split(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.lines() {
        let line = line.split(';').next().unwrap_or("");
        out.extend(line.replace('(', " ( ").replace(')', " ) ").split_whitespace().map(str::to_string));
    }
    out
}

struct Tokens {
    words: Vec<String>,
    at: usize,
}

impl Tokens {
    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(String::as_str)
    }
    fn next(&mut self) -> Result<String, String> {
        let word = self.words.get(self.at).cloned().ok_or("the text ends inside a rule")?;
        self.at += 1;
        Ok(word)
    }
    fn tree(&mut self, depth: usize) -> Result<Tree, String> {
        if depth > 100 {
            return Err("a term is nested too deeply".into());
        }
        let word = self.next()?;
        match word.as_str() {
            ")" => Err("a ')' too many".into()),
            "(" => {
                let head = self.next()?;
                let mut args = Vec::new();
                while self.peek() != Some(")") {
                    args.push(self.tree(depth + 1)?);
                }
                self.at += 1;
                Ok(Tree { head, args, list: true })
            }
            _ => Ok(Tree { head: word, args: Vec::new(), list: false }),
        }
    }
}

#[derive(Clone, Debug)]
struct Tree {
    head: String,
    args: Vec<Tree>,
    list: bool,
}

impl Tree {
    fn replace(&self, with: &[(String, String)]) -> Tree {
        let mut head = self.head.clone();
        let (name, ty) = match head.strip_prefix('?').map(|rest| rest.split_once(':')) {
            // The name of a variable stays, its type does not.
            Some(Some((name, ty))) => (format!("?{name}:"), ty.to_string()),
            Some(None) => (head.clone(), String::new()),
            None => (String::new(), std::mem::take(&mut head)),
        };
        let replaced = with.iter().fold(ty, |text, (from, to)| text.replace(from, to));
        Tree { head: name + &replaced, args: self.args.iter().map(|t| t.replace(with)).collect(), list: self.list }
    }
}

struct Rule {
    name: String,
    lists: Vec<(String, Vec<String>)>,
    left: Tree,
    right: Tree,
    conditions: Vec<Tree>,
}

impl Rule {
    fn read(tokens: &mut Tokens) -> Result<Rule, String> {
        let mut name = "rule".to_string();
        let mut lists = Vec::new();
        match tokens.peek() {
            Some("rule" | "explore") => {
                tokens.at += 1;
                name = tokens.next()?;
                while let Some((placeholder, words)) = tokens.peek().and_then(|w| w.split_once('=')) {
                    lists.push((placeholder.to_string(), words.split(',').map(str::to_string).collect::<Vec<_>>()));
                    tokens.at += 1;
                }
            }
            // The short form of the design: `name: left => right`, where iN is both widths.
            Some(word) if word.ends_with(':') => {
                name = tokens.next()?.trim_end_matches(':').to_string();
            }
            _ => {}
        }
        let left = tokens.tree(0)?;
        if tokens.next()? != "=>" {
            return Err(format!("{name}: expected '=>'"));
        }
        let right = tokens.tree(0)?;
        let mut conditions = Vec::new();
        if tokens.peek() == Some("when") {
            tokens.at += 1;
            while tokens.peek() == Some("(") {
                conditions.push(tokens.tree(0)?);
            }
        }
        let used = |t: &Tree| format!("{t:?}").contains("iN");
        if lists.is_empty() && (used(&left) || used(&right) || conditions.iter().any(used)) {
            lists.push(("iN".into(), vec!["i32".into(), "i64".into()]));
        }
        Ok(Rule { name, lists, left, right, conditions })
    }

    fn prove(&self) -> Result<RuleVerdict, String> {
        let instances = self.lists.first().map_or(1, |(_, words)| words.len());
        if self.lists.iter().any(|(_, words)| words.len() != instances) {
            return Err(format!("{}: the lists have different lengths", self.name));
        }
        for i in 0..instances {
            let with: Vec<(String, String)> = self.lists.iter().map(|(from, to)| (from.clone(), to[i].clone())).collect();
            let name = with.iter().fold(self.name.clone(), |name, (_, to)| format!("{name}.{to}"));
            let conditions: Vec<Tree> = self.conditions.iter().map(|c| c.replace(&with)).collect();
            let verdict = Instance::prove(&name, &self.left.replace(&with), &self.right.replace(&with), &conditions)?;
            if !verdict.is_proven() {
                return Ok(verdict);
            }
        }
        Ok(RuleVerdict::Proven { instances })
    }
}

/// A type of a value in a rule.
type Ty = char;

fn ty_of(word: &str) -> Result<Ty, String> {
    Ok(match word {
        "i32" => 'i',
        "i64" => 'l',
        "f32" => 'f',
        "f64" => 'd',
        other => return Err(format!("unknown type {other}")),
    })
}

fn width(ty: Ty) -> u8 {
    if matches!(ty, 'i' | 'f') { 32 } else { 64 }
}

/// One instance as text.
struct Sides<'a> {
    left: &'a Tree,
    right: &'a Tree,
    conditions: &'a [Tree],
}

struct Instance {
    name: String,
    /// In a case: the low bits of these variables.
    split: BTreeMap<String, u32>,
    /// In a case: the variables that a condition bounds by the width.
    bounded: Vec<String>,
    types: BTreeMap<String, Ty>,
    arena: Arena,
    values: BTreeMap<String, Term>,
}

impl Instance {
    fn prove(name: &str, left: &Tree, right: &Tree, conditions: &[Tree]) -> Result<RuleVerdict, String> {
        let mut it = Instance {
            name: name.into(),
            split: BTreeMap::new(),
            bounded: Vec::new(),
            types: BTreeMap::new(),
            arena: Arena::new(Form::Raw),
            values: BTreeMap::new(),
        };
        // Types flow both ways until nothing new is learned.
        let mut known = usize::MAX;
        let mut ty = None;
        while known != it.types.len() {
            known = it.types.len();
            ty = it.infer(left, ty)?;
            ty = it.infer(right, ty)?;
            for c in conditions {
                it.infer_condition(c)?;
            }
        }
        let ty = ty.ok_or_else(|| format!("{name}: the type is open"))?;
        let sides = Sides { left, right, conditions };
        let (a, b, hypotheses) = it.terms(&sides, ty)?;
        it.ask(&sides, ty, (a, b), &hypotheses)
    }

    /// Both sides and what may be assumed.
    fn terms(&mut self, sides: &Sides<'_>, ty: Ty) -> Result<(Term, Term, Vec<Term>), String> {
        let a = self.build(sides.left, ty)?;
        let variables: Vec<String> = self.values.keys().cloned().collect();
        let mut hypotheses = Vec::new();
        for c in sides.conditions {
            self.condition(c, &mut hypotheses)?;
        }
        let b = self.build(sides.right, ty)?;
        if let Some(free) = self.values.keys().find(|v| !variables.contains(v) && !is_let(sides.conditions, v)) {
            return Err(format!("{}: {free} does not occur on the left", self.name));
        }
        Ok((a, b, hypotheses))
    }

    fn ask(&mut self, sides: &Sides<'_>, ty: Ty, (a, b): (Term, Term), hypotheses: &[Term]) -> Result<RuleVerdict, String> {
        let unknown = |it: &Instance, reason: &str| Ok(RuleVerdict::Unknown { instance: it.name.clone(), reason: reason.into() });
        let proven = Ok(RuleVerdict::Proven { instances: 1 });
        if !hypotheses.is_empty() && !matches!(self.query(hypotheses, None, Reading::Exact, RLIMIT), Answer::Fails(_)) {
            return unknown(self, "nothing is known to satisfy the conditions");
        }
        if matches!(self.query(hypotheses, Some((a, b)), Reading::Loose, FIRST), Answer::Holds) {
            return proven;
        }
        let mut answer = self.query(hypotheses, Some((a, b)), Reading::Exact, FIRST);
        if let Answer::Open(_) = answer {
            if self.by_cases(sides, ty, a, b)? {
                return proven;
            }
            answer = self.query(hypotheses, Some((a, b)), Reading::Exact, RLIMIT);
        }
        match answer {
            Answer::Holds => proven,
            Answer::Open(why) => unknown(self, &why),
            Answer::Fails(leaves) => {
                let value = |(name, t): (&String, &Term)| (name.clone(), leaves.iter().find(|(l, _)| l == t).map_or(0, |(_, v)| *v));
                let values = self.values.iter().filter(|(name, _)| !is_let(sides.conditions, name)).map(value).collect();
                Ok(RuleVerdict::Refuted { instance: self.name.clone(), values })
            }
        }
    }

    fn query(&self, hypotheses: &[Term], goal: Option<(Term, Term)>, reading: Reading, rlimit: u32) -> Answer {
        Query { arena: &self.arena, hypotheses, goal, cut: &FxSet::default(), reading, rlimit }.ask()
    }

    /// The variables that are shift counts.
    fn counts(&self, a: Term, b: Term) -> Vec<String> {
        let mut out = Vec::new();
        let mut stack = vec![a, b];
        let mut seen = FxSet::default();
        while let Some(t) = stack.pop() {
            if !seen.insert(t) {
                continue;
            }
            let node = self.arena.node(t);
            if matches!(node.kind, Kind::Shl | Kind::Lshr | Kind::Ashr | Kind::Rotl)
                && let Some(x) = self.arena.args(node.args[1]).first()
                && let Kind::Opaque(name) = self.arena.node(*x).kind
            {
                out.push(self.arena.name(name).to_string());
            }
            stack.extend_from_slice(&node.args);
        }
        out.sort();
        out.dedup();
        out
    }

    /// One proof per value of the shift counts modulo the width: generic shifters are what a solver finds hardest. The cases are built in normal form,
    /// in which shifts by constants mostly meet as the same node; without it there would be thousands of queries.
    fn by_cases(&self, sides: &Sides<'_>, ty: Ty, a: Term, b: Term) -> Result<bool, String> {
        let counts = self.counts(a, b);
        if counts.is_empty() || counts.len() > 2 {
            return Ok(false);
        }
        let bounded: Vec<String> = counts.iter().filter(|c| sides.conditions.iter().any(|d| bounds(d, c))).cloned().collect();
        let sizes: Vec<u32> = counts.iter().map(|c| u32::from(width(self.types[c]))).collect();
        for case in 0..sizes.iter().product::<u32>() {
            let split = counts.iter().zip(&sizes).enumerate().map(|(i, (c, size))| {
                let before: u32 = sizes[..i].iter().product();
                (c.clone(), case / before % size)
            });
            let mut it = Instance {
                name: self.name.clone(),
                split: split.collect(),
                bounded: bounded.clone(),
                types: self.types.clone(),
                arena: Arena::new(Form::Normal),
                values: BTreeMap::new(),
            };
            let (a, b, hypotheses) = it.terms(sides, ty)?;
            let impossible = hypotheses.iter().any(|h| it.arena.constant(*h) == Some(0));
            if a != b && !impossible && !matches!(it.query(&hypotheses, Some((a, b)), Reading::Exact, FIRST), Answer::Holds) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn operator(&self, head: &str) -> Result<(Op, Vec<Ty>, Ty), String> {
        let op = Op::by_name(head).ok_or_else(|| format!("{}: unknown operator {head}", self.name))?;
        let (params, results) = op.info().signature.split_once('>').unwrap_or(("*", "*"));
        let result = results.chars().next().filter(|_| results.len() == 1);
        match result {
            Some(result) if op.class() == Class::Pure && !params.contains(['*', 'v', 'a']) && "ilfd".contains(result) => {
                Ok((op, params.chars().collect(), result))
            }
            _ => Err(format!("{}: {head} is not allowed in rules", self.name)),
        }
    }

    fn learn(&mut self, word: &str, ty: Option<Ty>) -> Result<Option<Ty>, String> {
        let (base, written) = match word.split_once(':') {
            Some((base, ty)) => (base, Some(ty_of(ty)?)),
            None => (word, None),
        };
        if !base.starts_with('?') {
            return Ok(written.or(ty));
        }
        let before = self.types.get(base).copied();
        let new = written.or(before).or(ty);
        for other in [written, before, ty].into_iter().flatten() {
            if Some(other) != new {
                return Err(format!("{}: {base} has two types", self.name));
            }
        }
        if let Some(ty) = new {
            self.types.insert(base.to_string(), ty);
        }
        Ok(new)
    }

    /// Learns types from a term that should have type `want`; gives its type.
    fn infer(&mut self, t: &Tree, want: Option<Ty>) -> Result<Option<Ty>, String> {
        if !t.list {
            return self.learn(&t.head, want);
        }
        if t.head == "select" {
            let [a, b, c] = t.args.as_slice() else { return Err(format!("{}: select takes three", self.name)) };
            self.infer(c, Some('i'))?;
            let ty = self.infer(a, want)?;
            let ty = self.infer(b, ty)?;
            return self.infer(a, ty);
        }
        let (_, params, result) = self.operator(&t.head)?;
        if params.len() != t.args.len() {
            return Err(format!("{}: {} takes {}", self.name, t.head, params.len()));
        }
        if want.is_some_and(|w| w != result) {
            return Err(format!("{}: {} has the wrong type", self.name, t.head));
        }
        for (arg, ty) in t.args.iter().zip(params) {
            self.infer(arg, Some(ty))?;
        }
        Ok(Some(result))
    }

    fn infer_condition(&mut self, c: &Tree) -> Result<(), String> {
        match (c.head.as_str(), c.args.as_slice()) {
            ("holds", [t]) => {
                self.infer(t, Some('i'))?;
            }
            ("let" | "zeros" | "ones" | "disjoint" | "below", [x, t]) => {
                let ty = self.infer(x, None)?;
                let ty = self.infer(t, ty)?;
                self.infer(x, ty)?;
            }
            ("const" | "pow2" | "nonzero" | "bool" | "shorter", args) => {
                for t in args {
                    self.infer(t, None)?;
                }
            }
            _ => return Err(format!("{}: unknown condition {}", self.name, c.head)),
        }
        Ok(())
    }

    fn literal(&mut self, word: &str, ty: Ty) -> Result<Term, String> {
        let w = width(ty);
        let bad = || format!("{}: {word} is no literal here", self.name);
        let base = word.split(':').next().unwrap_or(word);
        let value: i128 = match base {
            "width" => i128::from(w),
            "msb" => i128::from(w) - 1,
            "min" => 1 << (w - 1),
            "max" => (1 << (w - 1)) - 1,
            _ => {
                let (sign, digits) = base.strip_prefix('-').map_or((1, base), |d| (-1, d));
                let size = match digits.strip_prefix("0x") {
                    Some(hex) => i128::from_str_radix(hex, 16),
                    None => digits.parse(),
                };
                sign * size.map_err(|_| bad())?
            }
        };
        if value < -(1 << (w - 1)) || value > ones(w) as i128 || !matches!(ty, 'i' | 'l') {
            return Err(bad());
        }
        Ok(self.arena.int(value as u128, w))
    }

    fn build(&mut self, t: &Tree, ty: Ty) -> Result<Term, String> {
        if !t.list {
            if !t.head.starts_with('?') {
                return self.literal(&t.head, ty);
            }
            let name = t.head.split(':').next().unwrap_or("").to_string();
            if let Some(term) = self.values.get(&name) {
                return Ok(*term);
            }
            let mut term = self.arena.leaf(&name, width(ty));
            if let Some(&low) = self.split.get(&name) {
                // Any value with these low bits; where a condition bounds it by the width, there is just one.
                let low = self.arena.int(u128::from(low), width(ty));
                let high = self.arena.scale(term, u64::from(width(ty)));
                term = if self.bounded.contains(&name) { low } else { self.arena.add(high, low) };
            }
            self.values.insert(name, term);
            return Ok(term);
        }
        if t.head == "select" {
            let [a, b, c] = t.args.as_slice() else { return Err(format!("{}: select takes three", self.name)) };
            let (a, b, c) = (self.build(a, ty)?, self.build(b, ty)?, self.build(c, 'i')?);
            let condition = self.arena.truth(c);
            return Ok(self.arena.ite(condition, a, b));
        }
        let (op, params, result) = self.operator(&t.head)?;
        let args = t.args.iter().zip(params).map(|(t, ty)| self.build(t, ty)).collect::<Result<Vec<_>, _>>()?;
        Ok(pure(&mut self.arena, op, &Imm::None, &args, &[width(result)])[0])
    }

    /// The type of a term as far as it shows.
    fn shown(&mut self, t: &Tree) -> Result<Ty, String> {
        self.infer(t, None)?.ok_or_else(|| format!("{}: the type of a condition is open", self.name))
    }

    /// What a proof may assume.
    fn condition(&mut self, c: &Tree, out: &mut Vec<Term>) -> Result<(), String> {
        match (c.head.as_str(), c.args.as_slice()) {
            ("const", _) | ("shorter", [_, _] | [_, _, _]) => {}
            ("let", [x, t]) => {
                let ty = self.shown(x)?;
                let value = self.build(t, ty)?;
                if self.values.insert(x.head.split(':').next().unwrap_or("").to_string(), value).is_some() {
                    return Err(format!("{}: {} is defined twice", self.name, x.head));
                }
            }
            ("holds", [t]) => {
                let value = self.build(t, 'i')?;
                out.push(self.arena.truth(value));
            }
            ("pow2" | "nonzero" | "bool", args) if !args.is_empty() => {
                for x in args {
                    let ty = self.shown(x)?;
                    let x = self.build(x, ty)?;
                    let fact = self.unary(&c.head, x);
                    out.push(fact);
                }
            }
            ("zeros" | "ones" | "disjoint" | "below", [x, t]) => {
                let ty = self.shown(x)?;
                let (x, t) = (self.build(x, ty)?, self.build(t, ty)?);
                let fact = self.binary(&c.head, x, t);
                out.push(fact);
            }
            _ => return Err(format!("{}: unknown condition {}", self.name, c.head)),
        }
        Ok(())
    }

    fn unary(&mut self, condition: &str, x: Term) -> Term {
        let t = &mut self.arena;
        let w = t.width(x);
        let (zero, one) = (t.int(0, w), t.int(1, w));
        match condition {
            "nonzero" => t.truth(x),
            "bool" => {
                let two = t.int(2, w);
                t.ult(x, two)
            }
            _ => {
                // A power of two: not 0, and nothing in common with its predecessor.
                let less = t.sub(x, one);
                let both = t.and(x, less);
                let (single, some) = (t.eq(both, zero), t.truth(x));
                t.and(single, some)
            }
        }
    }

    fn binary(&mut self, condition: &str, x: Term, y: Term) -> Term {
        let t = &mut self.arena;
        let zero = t.int(0, t.width(x));
        if condition == "below" {
            return t.ult(x, y);
        }
        let both = t.and(x, y);
        t.eq(both, if condition == "ones" { y } else { zero })
    }
}

/// Whether the condition is `(holds (iN.lt_u ?x width))`.
fn bounds(condition: &Tree, variable: &str) -> bool {
    let ("holds", [less]) = (condition.head.as_str(), condition.args.as_slice()) else { return false };
    let [x, bound] = less.args.as_slice() else { return false };
    matches!(less.head.as_str(), "i32.lt_u" | "i64.lt_u") && x.head == variable && bound.head == "width"
}

fn is_let(conditions: &[Tree], variable: &str) -> bool {
    conditions.iter().any(|c| c.head == "let" && c.args.first().is_some_and(|x| x.head.split(':').next() == Some(variable)))
}

//! From trees of words to typed rules: operators looked up, types inferred by unification, literals read at their type.

use crate::condition::Condition;
use crate::error::{Error, Place, Result};
use crate::rule::{Rule, Term, Var, VarIx};
use crate::syntax::{RawInstance, RawRule, Tree};
use loom_eq_lang::{Const, ImmKind, Op, ValType};
use std::sync::Arc;

/// Operand types and the result's, of an operator that rules may use (`select` apart).
pub(crate) fn signature(op: Op) -> Option<(Vec<ValType>, ValType)> {
    let info = op.info();
    if !op.is_pure() || info.imm != ImmKind::None {
        return None;
    }
    let (operands, result) = info.signature.split_once('>')?;
    let ty = |c: char| {
        Some(match c {
            'i' => ValType::I32,
            'l' => ValType::I64,
            'f' => ValType::F32,
            'd' => ValType::F64,
            _ => return None,
        })
    };
    let mut result = result.chars();
    let (Some(only), None) = (result.next(), result.next()) else { return None };
    Some((operands.chars().map(ty).collect::<Option<_>>()?, ty(only)?))
}

fn parse_type(word: &str) -> Option<ValType> {
    Some(match word {
        "i32" => ValType::I32,
        "i64" => ValType::I64,
        "f32" => ValType::F32,
        "f64" => ValType::F64,
        _ => return None,
    })
}

/// A type that may be open: an index into the unification table.
type Open = usize;

enum Shape {
    Var(VarIx),
    Lit(String),
    Op(Op, Vec<Node>),
}

struct Node {
    shape: Shape,
    ty: Open,
    place: Place,
}

struct Typing<'a> {
    file: &'a Arc<str>,
    rule: &'a str,
    /// Union-find: a parent, or a root with the type if it is known.
    types: Vec<(Open, Option<ValType>)>,
    vars: Vec<(String, Open, bool)>,
    /// No new variables: the left-hand side is complete.
    closed: bool,
}

/// A condition before its types are known.
enum Pending {
    Const(VarIx),
    Let(VarIx, Node),
    Holds(Node),
    Pow2(VarIx),
    Nonzero(VarIx),
    Bool(VarIx),
    Zeros(VarIx, Node),
    Ones(VarIx, Node),
    Disjoint(VarIx, VarIx),
    Below(VarIx, Node),
    Shorter(Node, Node, u32),
}

/// Types an instance.
pub(crate) fn rule(file: &Arc<str>, base: &Arc<str>, comment: &Arc<str>, raw: &RawRule, instance: RawInstance) -> Result<Rule> {
    let mut t = Typing { file, rule: &instance.name, types: Vec::new(), vars: Vec::new(), closed: false };
    let lhs = t.node(&instance.lhs)?;
    if !matches!(lhs.shape, Shape::Op(..)) {
        return t.fail(raw.place, "the left-hand side must be an operator");
    }
    t.closed = true;
    // Conditions first: `let` defines variables of the right-hand side.
    let mut pending = Vec::new();
    for condition in &instance.conditions {
        t.condition(condition, &mut pending)?;
    }
    let rhs = t.node(&instance.rhs)?;
    t.unify(lhs.ty, rhs.ty, raw.place)?;
    let lhs = t.term(&lhs)?;
    let rhs = t.term(&rhs)?;
    let conditions = pending.iter().map(|p| t.finish(p)).collect::<Result<Vec<_>>>()?;
    let vars = t.variables(raw.place)?;
    let text = (instance.lhs, instance.rhs, instance.conditions);
    let rule = Rule {
        name: instance.name.clone(),
        base: base.clone(),
        family: raw.family,
        comment: comment.clone(),
        file: file.clone(),
        place: raw.place,
        vars,
        lhs,
        rhs,
        conditions,
        text,
    };
    check_constants(&rule)?;
    Ok(rule)
}

/// Invariant 3 of rules; and conditions on bits and order are about integers only.
fn check_constants(rule: &Rule) -> Result<()> {
    for condition in &rule.conditions {
        use Condition::{Below, Bool, Disjoint, Nonzero, Ones, Pow2, Zeros};
        let about: &[VarIx] = match condition {
            Pow2(v) | Nonzero(v) | Bool(v) | Zeros(v, _) | Ones(v, _) | Below(v, _) => &[*v],
            Disjoint(a, b) => &[*a, *b],
            _ => &[],
        };
        if !about.iter().all(|v| matches!(rule.vars[v.0].ty, ValType::I32 | ValType::I64)) {
            return Err(Error::new(&rule.file, rule.place, format!("rule {}: a condition on bits is about integers only", rule.name)));
        }
        let terms: &[&Term] = match condition {
            Condition::Let(_, t) | Condition::Holds(t) | Condition::Zeros(_, t) | Condition::Ones(_, t) | Condition::Below(_, t) => &[t],
            Condition::Shorter(a, b, _) => &[a, b],
            _ => &[],
        };
        if !terms.iter().all(|t| rule.is_constant(t)) {
            let message = format!("rule {}: a term in a condition uses a variable that is not declared constant", rule.name);
            return Err(Error::new(&rule.file, rule.place, message));
        }
    }
    Ok(())
}

impl Typing<'_> {
    fn fail<T>(&self, place: Place, message: impl std::fmt::Display) -> Result<T> {
        Err(Error::new(self.file, place, format!("rule {}: {message}", self.rule)))
    }

    fn open(&mut self, ty: Option<ValType>) -> Open {
        self.types.push((self.types.len(), ty));
        self.types.len() - 1
    }

    fn root(&self, mut t: Open) -> Open {
        while self.types[t].0 != t {
            t = self.types[t].0;
        }
        t
    }

    fn known(&self, t: Open) -> Option<ValType> {
        self.types[self.root(t)].1
    }

    fn unify(&mut self, a: Open, b: Open, place: Place) -> Result<()> {
        let (a, b) = (self.root(a), self.root(b));
        match (self.types[a].1, self.types[b].1) {
            (Some(x), Some(y)) if x != y => return self.fail(place, format_args!("{x} where {y} is expected")),
            (Some(_), _) => self.types[b].0 = a,
            _ => self.types[a].0 = b,
        }
        Ok(())
    }

    fn annotation(&mut self, word: &str, place: Place) -> Result<Open> {
        match parse_type(word) {
            Some(ty) => Ok(self.open(Some(ty))),
            None => self.fail(place, format_args!("`{word}` is not a type")),
        }
    }

    fn variable(&mut self, word: &str, place: Place) -> Result<(VarIx, Open)> {
        let (name, annotation) = match word.split_once(':') {
            Some((name, ty)) => (name, Some(ty)),
            None => (word, None),
        };
        let name = name.strip_prefix('?').unwrap_or_default();
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
            return self.fail(place, format_args!("`{word}` is not a variable: `?` and a-z, 0-9, `_`"));
        }
        let ix = match self.vars.iter().position(|(n, ..)| n == name) {
            Some(ix) => ix,
            None if self.closed => return self.fail(place, format_args!("?{name} does not occur on the left-hand side")),
            None => {
                let ty = self.open(None);
                self.vars.push((name.to_owned(), ty, false));
                self.vars.len() - 1
            }
        };
        let ty = self.vars[ix].1;
        if let Some(annotation) = annotation {
            let annotated = self.annotation(annotation, place)?;
            self.unify(ty, annotated, place)?;
        }
        Ok((VarIx(ix), ty))
    }

    fn node(&mut self, tree: &Tree) -> Result<Node> {
        let place = tree.place();
        match tree {
            Tree::Word(word, _) if word.starts_with('?') => {
                let (v, ty) = self.variable(word, place)?;
                Ok(Node { shape: Shape::Var(v), ty, place })
            }
            Tree::Word(word, _) => {
                let (literal, ty) = match word.split_once(':') {
                    Some((literal, ty)) => (literal, self.annotation(ty, place)?),
                    None => (word.as_str(), self.open(None)),
                };
                Ok(Node { shape: Shape::Lit(literal.to_owned()), ty, place })
            }
            Tree::List(items, _) => {
                let Some((Tree::Word(name, _), args)) = items.split_first() else {
                    return self.fail(place, "expected an operator after `(`");
                };
                let args: Vec<Node> = args.iter().map(|a| self.node(a)).collect::<Result<_>>()?;
                let Some(op) = Op::by_name(name) else { return self.fail(place, format_args!("`{name}` is not an operator")) };
                let (expected, ty) = if op == Op::Select {
                    let (ty, condition) = (self.open(None), self.open(Some(ValType::I32)));
                    (vec![ty, ty, condition], ty)
                } else if let Some((operands, result)) = signature(op) {
                    (operands.into_iter().map(|ty| self.open(Some(ty))).collect(), self.open(Some(result)))
                } else {
                    return self.fail(place, format_args!("`{name}` is not a pure operator on numbers without immediates"));
                };
                if expected.len() != args.len() {
                    return self.fail(place, format_args!("`{name}` takes {} operands, not {}", expected.len(), args.len()));
                }
                for (arg, ty) in args.iter().zip(expected) {
                    self.unify(arg.ty, ty, arg.place)?;
                }
                Ok(Node { shape: Shape::Op(op, args), ty, place })
            }
        }
    }

    fn condition(&mut self, tree: &Tree, out: &mut Vec<Pending>) -> Result<()> {
        let place = tree.place();
        let Tree::List(items, _) = tree else { return self.fail(place, "expected a condition") };
        let Some((Tree::Word(name, _), args)) = items.split_first() else { return self.fail(place, "expected a condition's name after `(`") };
        let word = |t: &Tree| match t {
            Tree::Word(w, _) => Some(w.clone()),
            Tree::List(..) => None,
        };
        let var = |t: &mut Self, tree: &Tree| match word(tree) {
            Some(w) if w.starts_with('?') => t.variable(&w, place),
            _ => t.fail(place, format_args!("`{name}` is about variables")),
        };
        match (name.as_str(), args) {
            ("const", args) if !args.is_empty() => {
                for arg in args {
                    let (v, _) = var(self, arg)?;
                    self.vars[v.0].2 = true;
                    out.push(Pending::Const(v));
                }
            }
            ("let", [defined, term]) => {
                let term = self.node(term)?;
                let Some(defined) = word(defined) else { return self.fail(place, "`let` defines a variable") };
                if self.vars.iter().any(|(n, ..)| defined.strip_prefix('?') == Some(n.as_str())) {
                    return self.fail(place, format_args!("`let` defines {defined} again"));
                }
                self.closed = false;
                let (v, ty) = self.variable(&defined, place)?;
                self.closed = true;
                self.vars[v.0].2 = true;
                self.unify(ty, term.ty, place)?;
                out.push(Pending::Let(v, term));
            }
            ("holds", [term]) => {
                let term = self.node(term)?;
                let i32 = self.open(Some(ValType::I32));
                self.unify(term.ty, i32, place)?;
                out.push(Pending::Holds(term));
            }
            ("pow2", [x]) => {
                let (v, _) = var(self, x)?;
                self.vars[v.0].2 = true;
                out.push(Pending::Pow2(v));
            }
            ("nonzero", [x]) => out.push(Pending::Nonzero(var(self, x)?.0)),
            ("bool", [x]) => out.push(Pending::Bool(var(self, x)?.0)),
            ("disjoint", [x, y]) => {
                let ((x, a), (y, b)) = (var(self, x)?, var(self, y)?);
                self.unify(a, b, place)?;
                out.push(Pending::Disjoint(x, y));
            }
            (kind @ ("zeros" | "ones" | "below"), [x, term]) => {
                let ((v, ty), term) = (var(self, x)?, self.node(term)?);
                self.unify(ty, term.ty, place)?;
                out.push(match kind {
                    "zeros" => Pending::Zeros(v, term),
                    "ones" => Pending::Ones(v, term),
                    _ => Pending::Below(v, term),
                });
            }
            ("shorter", [a, b, least @ ..]) if least.len() < 2 => {
                let least = match least.first().map(word) {
                    None => 1,
                    Some(number) => match number.and_then(|n| n.parse().ok()).filter(|n| (1..=9).contains(n)) {
                        Some(number) => number,
                        None => return self.fail(place, "`shorter` takes a number of bytes last, 1 to 9"),
                    },
                };
                let (a, b) = (self.node(a)?, self.node(b)?);
                for node in [&a, &b] {
                    // A bare literal would otherwise have no type.
                    if matches!(node.shape, Shape::Lit(_)) && self.known(node.ty).is_none() {
                        let i32 = self.open(Some(ValType::I32));
                        self.unify(node.ty, i32, place)?;
                    }
                }
                out.push(Pending::Shorter(a, b, least));
            }
            ("const" | "let" | "holds" | "pow2" | "nonzero" | "bool" | "disjoint" | "zeros" | "ones" | "below" | "shorter", _) => {
                return self.fail(place, format_args!("`{name}` has the wrong number of arguments"));
            }
            _ => return self.fail(place, format_args!("`{name}` is not a condition")),
        }
        Ok(())
    }

    fn term(&self, node: &Node) -> Result<Term> {
        Ok(match &node.shape {
            Shape::Var(v) => Term::Var(*v),
            Shape::Op(op, args) => Term::Op(*op, args.iter().map(|a| self.term(a)).collect::<Result<_>>()?),
            Shape::Lit(literal) => match self.known(node.ty) {
                Some(ty @ (ValType::I32 | ValType::I64)) => match literal_value(literal, ty) {
                    Some(c) => Term::Lit(c),
                    None => return self.fail(node.place, format_args!("`{literal}` is not a literal of {ty}")),
                },
                Some(ty) => return self.fail(node.place, format_args!("`{literal}`: there are no literals of {ty}")),
                None => return self.fail(node.place, format_args!("the type of `{literal}` is open: annotate it")),
            },
        })
    }

    fn finish(&self, pending: &Pending) -> Result<Condition> {
        Ok(match pending {
            Pending::Const(v) => Condition::Const(*v),
            Pending::Let(v, t) => Condition::Let(*v, self.term(t)?),
            Pending::Holds(t) => Condition::Holds(self.term(t)?),
            Pending::Pow2(v) => Condition::Pow2(*v),
            Pending::Nonzero(v) => Condition::Nonzero(*v),
            Pending::Bool(v) => Condition::Bool(*v),
            Pending::Zeros(v, t) => Condition::Zeros(*v, self.term(t)?),
            Pending::Ones(v, t) => Condition::Ones(*v, self.term(t)?),
            Pending::Disjoint(a, b) => Condition::Disjoint(*a, *b),
            Pending::Below(v, t) => Condition::Below(*v, self.term(t)?),
            Pending::Shorter(a, b, least) => Condition::Shorter(self.term(a)?, self.term(b)?, *least),
        })
    }

    fn variables(&self, place: Place) -> Result<Vec<Var>> {
        let var = |(name, ty, constant): &(String, Open, bool)| match self.known(*ty) {
            Some(ty) => Ok(Var { name: name.clone(), ty, constant: *constant }),
            None => self.fail(place, format_args!("the type of ?{name} is open: annotate it")),
        };
        self.vars.iter().map(var).collect()
    }
}

/// A literal at its type, modulo 2^w.
fn literal_value(text: &str, ty: ValType) -> Option<Const> {
    let width: u32 = if ty == ValType::I32 { 32 } else { 64 };
    let min = 1i128 << (width - 1);
    let value = match text {
        "width" => i128::from(width),
        "msb" => i128::from(width - 1),
        "min" => min,
        "max" => min - 1,
        _ => {
            let (negative, digits) = match text.strip_prefix('-') {
                Some(digits) => (true, digits),
                None => (false, text),
            };
            if digits.starts_with(['+', '-']) {
                return None;
            }
            let magnitude = match digits.strip_prefix("0x") {
                Some(hex) if !hex.starts_with(['+', '-']) => i128::from_str_radix(hex, 16).ok()?,
                Some(_) => return None,
                None => digits.parse().ok()?,
            };
            if negative { -magnitude } else { magnitude }
        }
    };
    if !(-min..2 * min).contains(&value) {
        return None;
    }
    let bits = u64::try_from(value & i128::from(u64::MAX)).ok()?;
    Const::from_bits(ty, bits)
}

//! A pattern: a small tree of pure operators, with variables where it was cut and what is known of them.
//!
//! Invariants:
//! 1. Variables are numbered in the order in which they occur, so equal trees are equal patterns.
//! 2. Operands of operators that commute or mirror stand in one order: operators, then variables, then constants.

use crate::rule::{Term, VarIx};
use crate::typing::signature;
use loom_eq_egraph::Fact;
use loom_eq_lang::{Const, Imm, Op, ValType, instr};
use std::fmt::Write;

/// What is known of a variable, as one of a few conditions that code often satisfies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Known {
    /// Nothing.
    Nothing,
    /// 0 or 1.
    Bool,
    /// Less than 2 to the power of this.
    Below(u8),
}

impl Known {
    /// The strongest of the few that a fact implies.
    pub(crate) fn of(fact: &Fact) -> Known {
        let hi = fact.known.hi();
        match fact.ty {
            ValType::I32 | ValType::I64 if hi <= 1 => Known::Bool,
            ValType::I32 | ValType::I64 if hi <= 0xff => Known::Below(8),
            ValType::I32 | ValType::I64 if hi <= 0xffff => Known::Below(16),
            ValType::I64 if hi <= 0xffff_ffff => Known::Below(32),
            _ => Known::Nothing,
        }
    }

    /// The greatest value that it allows.
    pub(crate) fn greatest(self) -> u64 {
        match self {
            Known::Nothing => u64::MAX,
            Known::Bool => 1,
            Known::Below(bits) => (1 << bits) - 1,
        }
    }

    fn condition(self, variable: &str) -> Option<String> {
        match self {
            Known::Nothing => None,
            Known::Bool => Some(format!("(bool {variable})")),
            Known::Below(bits) => Some(format!("(below {variable} {:#x})", 1u64 << bits)),
        }
    }
}

/// Where the value of a pattern goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Use {
    /// Anywhere.
    Value,
    /// Into `if`, `br_if` or `select` as the condition: only whether it is 0 matters.
    Condition,
}

/// A tree with variables.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Pattern {
    /// The tree; its root is an operator.
    pub term: Term,
    /// Type and knowledge of each variable.
    pub vars: Vec<(ValType, Known)>,
    /// Where its value goes.
    pub used: Use,
}

impl Pattern {
    /// Puts operands and variables in order. `vars` are those of `term` before.
    pub(crate) fn new(term: Term, vars: &[(ValType, Known)], used: Use) -> Pattern {
        let term = ordered(term);
        let mut order: Vec<VarIx> = Vec::new();
        term.each_var(&mut |v| {
            if !order.contains(&v) {
                order.push(v);
            }
        });
        let number = |v: VarIx| VarIx(order.iter().position(|o| *o == v).expect("it occurs"));
        let term = renamed(&term, &number);
        Pattern { term, vars: order.iter().map(|v| vars[v.0]).collect(), used }
    }

    /// The bytes of a tree, a variable counted as a `local.get`.
    pub fn bytes(&self) -> u32 {
        bytes(&self.term)
    }

    /// Both sides and the conditions of a rule that says that this pattern equals `right`.
    pub(crate) fn equation(&self, right: &Term) -> Equation {
        let wrap = |t: &Term| match self.used {
            Use::Value => t.clone(),
            Use::Condition => Term::Op(Op::I32Eqz, vec![t.clone()]),
        };
        Equation {
            left: wrap(&self.term),
            right: wrap(right),
            vars: self.vars.iter().map(|(ty, known)| Variable::Any(*ty, *known)).collect(),
            conditions: Vec::new(),
        }
    }
}

/// The bytes of a tree, a variable counted as a `local.get`.
pub(crate) fn bytes(term: &Term) -> u32 {
    match term {
        Term::Var(_) => 2,
        Term::Lit(c) => c.size(),
        Term::Op(op, args) => instr::size(*op, &Imm::None) + args.iter().map(bytes).sum::<u32>(),
    }
}

/// The type of a tree.
pub(crate) fn type_of(term: &Term, vars: &[ValType]) -> ValType {
    match term {
        Term::Var(v) => vars[v.0],
        Term::Lit(c) => c.ty(),
        Term::Op(Op::Select, args) => type_of(&args[0], vars),
        Term::Op(op, _) => signature(*op).map_or(ValType::I32, |(_, result)| result),
    }
}

fn renamed(term: &Term, number: &dyn Fn(VarIx) -> VarIx) -> Term {
    match term {
        Term::Var(v) => Term::Var(number(*v)),
        Term::Lit(c) => Term::Lit(*c),
        Term::Op(op, args) => Term::Op(*op, args.iter().map(|a| renamed(a, number)).collect()),
    }
}

/// Invariant 2.
pub(crate) fn ordered(term: Term) -> Term {
    let Term::Op(op, args) = term else { return term };
    let mut args: Vec<Term> = args.into_iter().map(ordered).collect();
    let swapped = if op.commutes() { Some(op) } else { op.mirrored() };
    let rank = |t: &Term| match t {
        Term::Op(op, args) => (0, *op as u16, shape(args)),
        Term::Var(_) => (1, 0, Vec::new()),
        Term::Lit(_) => (2, 0, Vec::new()),
    };
    match (swapped, args.as_slice()) {
        (Some(other), [a, b]) if rank(a) > rank(b) => {
            args.swap(0, 1);
            Term::Op(other, args)
        }
        _ => Term::Op(op, args),
    }
}

/// The operators below, without variables.
fn shape(args: &[Term]) -> Vec<u16> {
    let mut out = Vec::new();
    for arg in args {
        match arg {
            Term::Op(op, args) => {
                out.push(*op as u16);
                out.extend(shape(args));
            }
            Term::Var(_) => out.push(u16::MAX - 1),
            Term::Lit(_) => out.push(u16::MAX),
        }
    }
    out
}

/// A variable of an equation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Variable {
    /// Any value of which this is known.
    Any(ValType, Known),
    /// A constant of the match.
    Constant(ValType),
}

impl Variable {
    pub(crate) fn ty(self) -> ValType {
        match self {
            Variable::Any(ty, _) | Variable::Constant(ty) => ty,
        }
    }
}

/// A rule in the making.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Equation {
    pub left: Term,
    pub right: Term,
    pub vars: Vec<Variable>,
    /// Conditions on constants, as text over [`Equation::name`]s.
    pub conditions: Vec<String>,
}

impl Equation {
    /// The name of a variable, with its `?`.
    pub(crate) fn name(&self, v: VarIx) -> String {
        let same_kind = |w: &&Variable| matches!(w, Variable::Constant(_)) == matches!(self.vars[v.0], Variable::Constant(_));
        let number = self.vars[..v.0].iter().filter(same_kind).count();
        let letters = if matches!(self.vars[v.0], Variable::Constant(_)) { "cdefgh" } else { "xyzuvw" };
        letters.chars().nth(number).map_or_else(|| format!("?v{}", v.0), |c| format!("?{c}"))
    }

    /// A term as the rule language writes it.
    pub(crate) fn term(&self, term: &Term) -> String {
        let types: Vec<ValType> = self.vars.iter().map(|v| v.ty()).collect();
        self.side(term, &types)
    }

    /// As a rule of a file.
    pub(crate) fn text(&self, name: &str) -> String {
        let types: Vec<ValType> = self.vars.iter().map(|v| v.ty()).collect();
        let mut out = format!("rule {name}\n  {} => {}\n", self.side(&self.left, &types), self.side(&self.right, &types));
        let mut conditions = Vec::new();
        let used: Vec<usize> = (0..self.vars.len()).filter(|v| !self.left.all_vars(|w| w.0 != *v)).collect();
        let constants: Vec<String> = used.iter().filter(|v| matches!(self.vars[**v], Variable::Constant(_))).map(|v| self.name(VarIx(*v))).collect();
        if !constants.is_empty() {
            conditions.push(format!("(const {})", constants.join(" ")));
        }
        for v in used {
            if let Variable::Any(_, known) = self.vars[v] {
                conditions.extend(known.condition(&self.name(VarIx(v))));
            }
        }
        conditions.extend(self.conditions.iter().cloned());
        if !conditions.is_empty() {
            let _ = writeln!(out, "  when {}", conditions.join(" "));
        }
        out
    }

    fn side(&self, term: &Term, types: &[ValType]) -> String {
        match term {
            Term::Var(v) => self.name(*v),
            Term::Lit(c) => literal(*c),
            Term::Op(op, args) => {
                let mut out = format!("({}", op.name());
                for (i, arg) in args.iter().enumerate() {
                    let _ = write!(out, " {}", self.side(arg, types));
                    // Nothing else gives their types away.
                    if *op == Op::Select && i < 2 && !matches!(arg, Term::Op(..)) {
                        let _ = write!(out, ":{}", type_of(arg, types));
                    }
                }
                out + ")"
            }
        }
    }
}

/// As the rule language writes it: small numbers in decimal, patterns of bits in hexadecimal.
pub(crate) fn literal(c: Const) -> String {
    let (Const::I32(_) | Const::I64(_)) = c else { return format!("{c:?}") };
    let signed = match c {
        Const::I32(v) => i64::from(v),
        Const::I64(v) => v,
        _ => 0,
    };
    match (signed.unsigned_abs() < 1000, c) {
        (true, _) => signed.to_string(),
        (false, Const::I32(v)) => format!("{:#x}", v.cast_unsigned()),
        (false, _) => format!("{:#x}", signed.cast_unsigned()),
    }
}

//! A typed rule: one instance of a rule of the text, for given widths.
//!
//! Invariants:
//! 1. Every term has one type; literals are constants of it.
//! 2. The left-hand side is an operator, and contains every variable that `let` does not define.
//! 3. A term that is computed when the rule fires (a *constant term*) contains constant variables only.

use crate::condition::Condition;
use crate::error::Place;
use crate::syntax::{Family, Tree};
use loom_eq_lang::{Const, Imm, Op, ValType, eval};
use std::sync::Arc;

/// A variable of a rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct VarIx(pub(crate) usize);

impl VarIx {
    /// The index into [`Rule::vars`].
    pub fn ix(self) -> usize {
        self.0
    }
}

/// What a rule says of a variable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Var {
    /// The name, without `?`.
    pub name: String,
    /// The type.
    pub ty: ValType,
    /// Matches only classes of known constant (or is defined by `let`).
    pub constant: bool,
}

/// A side of a rule.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Term {
    /// A variable.
    Var(VarIx),
    /// A literal.
    Lit(Const),
    /// A pure operator or `select` on terms.
    Op(Op, Vec<Term>),
}

impl Term {
    /// Its value for given values of the variables; `None` where one is missing or evaluation declines.
    pub fn eval(&self, values: &[Option<Const>]) -> Option<Const> {
        match self {
            Term::Var(v) => values[v.0],
            Term::Lit(c) => Some(*c),
            Term::Op(op, args) => {
                let args: Option<smallvec::SmallVec<[Const; 3]>> = args.iter().map(|a| a.eval(values)).collect();
                eval(*op, &Imm::None, &args?)
            }
        }
    }

    /// Calls `f` on each variable, with repetitions.
    pub fn each_var(&self, f: &mut dyn FnMut(VarIx)) {
        match self {
            Term::Var(v) => f(*v),
            Term::Lit(_) => {}
            Term::Op(_, args) => args.iter().for_each(|a| a.each_var(f)),
        }
    }

    /// Every variable satisfies `f`.
    pub fn all_vars(&self, f: impl Fn(VarIx) -> bool) -> bool {
        let mut all = true;
        self.each_var(&mut |v| all &= f(v));
        all
    }

    /// How deep operators nest; 0 for a variable or literal.
    pub fn depth(&self) -> usize {
        match self {
            Term::Op(_, args) => 1 + args.iter().map(Term::depth).max().unwrap_or(0),
            _ => 0,
        }
    }
}

/// One instance of a rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The instance's name: the rule's and the words of its lists.
    pub name: String,
    /// The rule's name.
    pub base: Arc<str>,
    /// When it is tried.
    pub family: Family,
    /// The equation in the comment above it.
    pub comment: Arc<str>,
    /// The file that it stands in.
    pub file: Arc<str>,
    /// Where it stands.
    pub place: Place,
    /// The variables, those of `let` last.
    pub vars: Vec<Var>,
    /// What it matches.
    pub lhs: Term,
    /// What is then equal.
    pub rhs: Term,
    /// When.
    pub conditions: Vec<Condition>,
    pub(crate) text: (Tree, Tree, Vec<Tree>),
}

impl Rule {
    /// This term is computed when the rule fires (invariant 3).
    pub(crate) fn is_constant(&self, term: &Term) -> bool {
        term.all_vars(|v| self.vars[v.0].constant)
    }

    /// The type of a term.
    pub fn type_of(&self, term: &Term) -> ValType {
        match term {
            Term::Var(v) => self.vars[v.0].ty,
            Term::Lit(c) => c.ty(),
            Term::Op(Op::Select, args) => self.type_of(&args[0]),
            Term::Op(op, _) => crate::typing::signature(*op).map_or(ValType::I32, |(_, result)| result),
        }
    }

    /// The left-hand side as written, placeholders replaced.
    pub fn lhs_text(&self) -> String {
        self.text.0.to_string()
    }

    /// The right-hand side as written, placeholders replaced.
    pub fn rhs_text(&self) -> String {
        self.text.1.to_string()
    }

    /// The whole instance as a rule of its own, without lists: what is given to a prover.
    pub fn to_text(&self) -> String {
        let keyword = match self.family {
            Family::Shrink => "rule",
            Family::Explore => "explore",
        };
        let conditions = self.conditions_text();
        let when = if conditions.is_empty() { String::new() } else { format!("\n  when {conditions}") };
        format!("{keyword} {}\n  {} => {}{when}\n", self.name, self.lhs_text(), self.rhs_text())
    }

    /// The conditions as written, placeholders replaced.
    pub fn conditions_text(&self) -> String {
        self.text.2.iter().map(Tree::to_string).collect::<Vec<_>>().join(" ")
    }
}

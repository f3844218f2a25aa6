//! From typed rules to matching programs over the e-graph.
//!
//! A left-hand side is expanded over commutative operators and mirrored comparisons, so that no rule of commutativity is needed (with such rules the e-graph
//! doubles, and code grew by 0.6–0.9 % when it was tried). Each expansion becomes a short program in the manner of de Moura and Bjørner's e-matching machine. egg's
//! own patterns are not used: they search rule by rule over all classes and allocate a substitution per match; here one pass over the changed
//! classes tries all programs of a node's operator, and most are refused by three bit tests on what the operands' classes contain.
//!
//! Invariants:
//! 1. A program matches exactly where its rule does, up to the operand order of operators that commute or mirror.
//! 2. All constants that the rule computes are single `const` nodes: nothing of the computation enters the graph.

use crate::rule::{Rule, Term, VarIx};
use loom_eq_lang::{Const, Op, ValType};
use smallvec::SmallVec;
use std::collections::HashMap;

/// A register of a program: an e-class.
pub(crate) type Reg = usize;

/// One step of a program; all must succeed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Step {
    /// Some node of the class has the operator; its operands go to `out …`.
    Bind { reg: Reg, op: Op, out: Reg },
    /// Both are one class.
    Same { a: Reg, b: Reg },
    /// The class has this constant.
    Lit { reg: Reg, value: Const },
    /// The class has a constant, the value of a variable.
    Constant { reg: Reg, var: VarIx },
    /// The class has this type.
    Type { reg: Reg, ty: ValType },
}

/// What a class contains, as bits: bit 0 for a constant, others for operators that rules look for.
pub(crate) type Contents = u128;

/// The bit of a class of known constant.
pub(crate) const CONSTANT: Contents = 1;

/// One expansion of a left-hand side.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub rule: usize,
    /// What the operands of the root must contain.
    pub needs: [Contents; 3],
    /// The steps after the root, whose operands are in registers 1 ….
    pub steps: Vec<Step>,
    pub registers: usize,
    /// Where each variable of the left-hand side is bound.
    pub vars: Vec<Reg>,
}

/// A node of a right-hand side; operands are indices of earlier nodes.
#[derive(Clone, Debug)]
pub(crate) enum Build {
    Var(VarIx),
    Constant(Term),
    Op(Op, SmallVec<[usize; 3]>),
}

/// All rules, compiled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compiled {
    pub programs: Vec<Program>,
    /// Per operator (by its number), the programs whose root it is.
    pub by_root: Vec<Vec<usize>>,
    /// Per operator, its bit; 0 for operators that no rule looks for below a root.
    pub bits: Vec<Contents>,
    /// Per rule, its right-hand side, the root last.
    pub builds: Vec<Vec<Build>>,
    /// How many operators nest in the deepest left-hand side.
    pub depth: usize,
}

/// How many expansions a rule may have; more are a rule that should be split.
pub(crate) const EXPANSIONS: usize = 64;

impl Compiled {
    /// Compiles; `Err` is the index of a rule with too many expansions.
    pub(crate) fn new(rules: &[Rule]) -> Result<Compiled, usize> {
        let mut out = Compiled { by_root: vec![Vec::new(); Op::ALL.len()], bits: vec![0; Op::ALL.len()], ..Compiled::default() };
        let mut next_bit = 1;
        for (ix, rule) in rules.iter().enumerate() {
            out.depth = out.depth.max(rule.lhs.depth());
            out.builds.push(build(rule));
            let expansions = expand(&rule.lhs);
            if expansions.len() > EXPANSIONS {
                return Err(ix);
            }
            for lhs in expansions {
                let Term::Op(root, args) = &lhs else { continue };
                let mut needs = [0; 3];
                for (need, arg) in needs.iter_mut().zip(args) {
                    *need = match arg {
                        Term::Lit(_) => CONSTANT,
                        Term::Var(v) if rule.vars[v.0].constant => CONSTANT,
                        Term::Var(_) => 0,
                        Term::Op(op, _) => {
                            let bit = &mut out.bits[*op as usize];
                            if *bit == 0 {
                                *bit = 1 << next_bit;
                                // When bits run out, the last one is shared: the test then refuses less.
                                next_bit = (next_bit + 1).min(127);
                            }
                            *bit
                        }
                    };
                }
                out.by_root[*root as usize].push(out.programs.len());
                out.programs.push(program(rule, ix, *root, args, needs));
            }
        }
        Ok(out)
    }
}

/// Every operand order of a term, itself first.
fn expand(term: &Term) -> Vec<Term> {
    let Term::Op(op, args) = term else { return vec![term.clone()] };
    let mut heads = vec![(*op, args.clone())];
    let swapped = if op.commutes() { Some(*op) } else { op.mirrored() };
    if let (Some(other), [a, b]) = (swapped, args.as_slice())
        && (other != *op || a != b)
    {
        heads.push((other, vec![b.clone(), a.clone()]));
    }
    let mut out: Vec<Term> = Vec::new();
    for (op, args) in heads {
        let mut lists: Vec<Vec<Term>> = vec![Vec::new()];
        for arg in &args {
            let choices = expand(arg);
            lists = lists.iter().flat_map(|list| choices.iter().map(move |c| [list.as_slice(), std::slice::from_ref(c)].concat())).collect();
        }
        for list in lists {
            let term = Term::Op(op, list);
            if !out.contains(&term) {
                out.push(term);
            }
        }
    }
    out
}

fn program(rule: &Rule, ix: usize, root: Op, args: &[Term], needs: [Contents; 3]) -> Program {
    let mut steps = Vec::new();
    let mut registers = 1;
    let mut bound: HashMap<VarIx, Reg> = HashMap::new();
    // Breadth first, and within a node the cheap tests before the searches.
    let mut queue = std::collections::VecDeque::from([(root, args.to_vec(), registers)]);
    registers += args.len();
    while let Some((parent, args, first)) = queue.pop_front() {
        for (i, arg) in args.iter().enumerate() {
            let reg = first + i;
            match arg {
                Term::Lit(value) => steps.push(Step::Lit { reg, value: *value }),
                Term::Op(..) => {}
                Term::Var(v) => {
                    if let Some(&a) = bound.get(v) {
                        steps.push(Step::Same { a, b: reg });
                        continue;
                    }
                    bound.insert(*v, reg);
                    let var = &rule.vars[v.0];
                    if var.constant {
                        steps.push(Step::Constant { reg, var: *v });
                    }
                    // Other operators give their operands' types away.
                    if parent == Op::Select && i < 2 {
                        steps.push(Step::Type { reg, ty: var.ty });
                    }
                }
            }
        }
        for (i, arg) in args.iter().enumerate() {
            if let Term::Op(op, args) = arg {
                steps.push(Step::Bind { reg: first + i, op: *op, out: registers });
                queue.push_back((*op, args.clone(), registers));
                registers += args.len();
            }
        }
    }
    let vars = (0..bound.len()).map(|v| bound[&VarIx(v)]).collect();
    Program { rule: ix, needs, steps, registers, vars }
}

fn build(rule: &Rule) -> Vec<Build> {
    fn go(rule: &Rule, term: &Term, out: &mut Vec<Build>) -> usize {
        let node = match term {
            Term::Var(v) if !rule.vars[v.0].constant => Build::Var(*v),
            _ if rule.is_constant(term) => Build::Constant(term.clone()),
            Term::Op(op, args) => Build::Op(*op, args.iter().map(|a| go(rule, a, out)).collect()),
            Term::Var(_) | Term::Lit(_) => Build::Constant(term.clone()),
        };
        out.push(node);
        out.len() - 1
    }
    let mut out = Vec::new();
    go(rule, &rule.rhs, &mut out);
    out
}

//! From one proven equation to a rule that matches more: facts dropped, constants turned into variables.
//!
//! Every form is first tried on vectors, which refutes nearly all wrong ones at once, and then proven; proofs are counted.

use super::enumerate::{each_literal, within};
use super::pattern::{Equation, Known, Variable, literal};
use crate::check::{Bytes, Proof, Prove};
use crate::rule::{Rule, Term, VarIx};
use crate::set::RuleSet;
use crate::vectors::{Meaning, Random, satisfies};
use loom_eq_lang::{Const, Op, ValType};

/// Proofs for one equation.
const PROOFS: usize = 12;
/// Ways to write the right-hand side's constants, per set of constants that become variables.
const WAYS: usize = 36;
/// Vectors that must satisfy a form's conditions for it to be believed.
const ENOUGH: usize = 40;

/// The most general form that was proven; `equation` itself was.
pub(crate) fn generalize(equation: Equation, prover: &dyn Prove) -> Equation {
    let mut left = PROOFS;
    let mut best = equation;
    for v in 0..best.vars.len() {
        if let Variable::Any(ty, known) = best.vars[v]
            && known != Known::Nothing
        {
            let mut weaker = best.clone();
            weaker.vars[v] = Variable::Any(ty, Known::Nothing);
            if left > 0 && holds(&weaker, &[], &mut left, prover) {
                best = weaker;
            }
        }
    }
    let mut constants: Vec<Const> = Vec::new();
    each_literal(&best.left, &mut |c| {
        if !constants.contains(&c) {
            constants.push(c);
        }
    });
    constants.truncate(3);
    // The largest sets first.
    let mut sets: Vec<u32> = (1..1u32 << constants.len()).collect();
    sets.sort_by_key(|set| (std::cmp::Reverse(set.count_ones()), *set));
    for set in sets {
        let chosen: Vec<Const> = constants.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, c)| *c).collect();
        if let Some(general) = with_variables(&best, &chosen, &mut left, prover).and_then(|form| paying(form, &chosen)) {
            return general;
        }
    }
    best
}

/// The form with a condition that it pays, if it needs one: where its right-hand side has more operators, its constants must be shorter by as much. `None`
/// if no such condition is satisfied by the constants that it came from.
fn paying(form: Equation, constants: &[Const]) -> Option<Equation> {
    let bytes = |form: &Equation| {
        let rules = RuleSet::parse(&[("form", &form.text("form"))]).ok()?;
        Some(Bytes::of(rules.rules().first()?))
    };
    let Bytes { from, to, .. } = bytes(&form)?;
    if to <= from {
        return Some(form);
    }
    let first = form.vars.len() - constants.len();
    let mut values: Vec<Option<Const>> = vec![None; first];
    values.extend(constants.iter().copied().map(Some));
    let mut computed = Vec::new();
    maximal_constants(&form.right, first, &mut computed);
    for (term, now) in computed.iter().filter_map(|t| Some((t, t.eval(&values)?))) {
        for (i, _) in constants.iter().enumerate().filter(|(_, c)| now.size() + (to - from) < c.size()) {
            let (term, c) = (form.term(term), form.name(VarIx(first + i)));
            let mut form = form.clone();
            // One byte more than nothing: else it would be no better.
            form.conditions.push(format!("(shorter {term} {c} {})", to - from + 1));
            if bytes(&form).is_some() {
                return Some(form);
            }
        }
    }
    None
}

/// The largest terms over constants of the match.
fn maximal_constants(term: &Term, first: usize, out: &mut Vec<Term>) {
    if term.all_vars(|v| v.0 >= first) && !term.all_vars(|_| false) {
        out.push(term.clone());
    } else if let Term::Op(_, args) = term {
        args.iter().for_each(|a| maximal_constants(a, first, out));
    }
}

/// The equation with these constants as variables, if some way to write the right-hand side, perhaps under a condition, is proven.
fn with_variables(equation: &Equation, constants: &[Const], left: &mut usize, prover: &dyn Prove) -> Option<Equation> {
    let mut general = equation.clone();
    let mut variables: Vec<(VarIx, Const)> = Vec::new();
    for c in constants {
        variables.push((VarIx(general.vars.len()), *c));
        general.vars.push(Variable::Constant(c.ty()));
    }
    let replace = |c: Const| variables.iter().find(|(_, d)| *d == c).map(|(v, _)| Term::Var(*v));
    general.left = replaced(&equation.left, &|c| replace(c));
    let mut values: Vec<Option<Const>> = vec![None; general.vars.len()];
    variables.iter().for_each(|(v, c)| values[v.0] = Some(*c));

    let mut literals: Vec<Const> = Vec::new();
    each_literal(&equation.right, &mut |c| {
        if !literals.contains(&c) {
            literals.push(c);
        }
    });
    let options: Vec<Vec<Term>> = literals.iter().map(|c| expressions(*c, &variables, &values, &literals)).collect();
    let ways: usize = options.iter().map(Vec::len).product();
    let mut forms = Vec::new();
    for way in 0..ways.min(WAYS) {
        let mut rest = way;
        let picks: Vec<&Term> = options
            .iter()
            .map(|list| {
                let pick = &list[rest % list.len()];
                rest /= list.len();
                pick
            })
            .collect();
        let mut form = general.clone();
        form.right = replaced(&equation.right, &|c| literals.iter().position(|l| *l == c).map(|i| picks[i].clone()));
        if *left > 0 && holds(&form, &values, left, prover) {
            return Some(form);
        }
        forms.push(form);
    }
    let conditions = conditions(&general, &variables);
    for form in forms.iter().take(WAYS / 3) {
        for condition in &conditions {
            let form = Equation { conditions: vec![condition.clone()], ..form.clone() };
            if *left > 0 && holds(&form, &values, left, prover) {
                return Some(form);
            }
        }
    }
    None
}

fn replaced(term: &Term, with: &dyn Fn(Const) -> Option<Term>) -> Term {
    match term {
        Term::Var(v) => Term::Var(*v),
        Term::Lit(c) => with(*c).unwrap_or(Term::Lit(*c)),
        Term::Op(op, args) => Term::Op(*op, args.iter().map(|a| replaced(a, with)).collect()),
    }
}

/// Terms over the variables that give this constant for their values: the simple ones first, itself last.
fn expressions(c: Const, variables: &[(VarIx, Const)], values: &[Option<Const>], literals: &[Const]) -> Vec<Term> {
    let mut all: Vec<Term> = variables.iter().map(|(v, _)| Term::Var(*v)).collect();
    for &(v, own) in variables {
        let x = || Term::Var(v);
        let ops = ops(own.ty());
        let lit = |n: i64| Term::Lit(Const::from_bits(own.ty(), n.cast_unsigned()).expect("an integer type"));
        let two = |op: Op, a: Term, b: Term| Term::Op(op, vec![a, b]);
        let one = |op: Op| Term::Op(op, vec![x()]);
        all.extend([two(ops.sub, lit(0), x()), two(ops.xor, x(), lit(-1)), two(ops.add, x(), lit(1)), two(ops.sub, x(), lit(1))]);
        all.extend([one(ops.ctz), one(ops.clz), two(ops.sub, lit(ops.width), x()), two(ops.sub, lit(ops.width - 1), one(ops.clz)), one(ops.popcnt)]);
        all.extend([one(ops.extend8), one(ops.extend16), two(ops.shl, x(), lit(1)), two(ops.shr_u, x(), lit(1)), two(ops.shl, lit(1), x())]);
        all.extend([two(ops.shl, lit(-1), x()), two(ops.shr_u, lit(-1), x()), two(ops.shr_u, x(), one(ops.ctz)), two(ops.shl, x(), one(ops.clz))]);
        // Moved as the other operand is: by a literal of this side.
        for k in literals.iter().filter(|k| k.ty() == own.ty() && k.bits().is_some_and(|b| (1..ops.width.cast_unsigned()).contains(&b))) {
            all.extend([ops.shl, ops.shr_u, ops.shr_s, ops.rotl, ops.rotr, ops.add, ops.sub, ops.xor].map(|op| two(op, x(), Term::Lit(*k))));
        }
        all.push(two(ops.or, x(), two(ops.xor, lit(-1), two(ops.shr_u, lit(-1), one(ops.clz)))));
        all.push(match own.ty() {
            ValType::I32 => one(Op::I64ExtendI32U),
            _ => one(Op::I64Extend32S),
        });
        match own.ty() {
            ValType::I32 => all.push(one(Op::I64ExtendI32S)),
            _ => {
                all.push(one(Op::I32WrapI64));
                let narrow = |op: Op| Term::Op(Op::I32WrapI64, vec![one(op)]);
                all.extend([narrow(ops.ctz), narrow(ops.clz)]);
            }
        }
        for &(w, _) in variables.iter().filter(|(w, other)| *w != v && other.ty() == own.ty()) {
            let y = || Term::Var(w);
            let pairs = [ops.sub, ops.add, ops.and, ops.or, ops.xor, ops.shl, ops.shr_u, ops.shr_s, ops.mul, ops.rotl, ops.rotr];
            all.extend(pairs.map(|op| two(op, x(), y())));
            all.extend([ops.ctz, ops.clz].map(|f| two(ops.shr_u, x(), Term::Op(f, vec![y()]))));
            all.push(two(ops.shl, x(), Term::Op(ops.clz, vec![y()])));
            all.extend([two(ops.sub, two(ops.sub, x(), y()), lit(1)), two(ops.add, two(ops.sub, x(), y()), lit(1))]);
            all.extend([two(ops.add, two(ops.add, x(), y()), lit(1)), two(ops.sub, two(ops.add, x(), y()), lit(1))]);
        }
    }
    let mut out: Vec<Term> = Vec::new();
    for term in all {
        if term.eval(values) == Some(c) && !out.contains(&term) {
            out.push(term);
        }
    }
    out.truncate(5);
    out.push(Term::Lit(c));
    out
}

/// The operators of a width.
struct Ops {
    width: i64,
    add: Op,
    sub: Op,
    mul: Op,
    and: Op,
    or: Op,
    xor: Op,
    shl: Op,
    shr_u: Op,
    shr_s: Op,
    rotl: Op,
    rotr: Op,
    ctz: Op,
    clz: Op,
    popcnt: Op,
    extend8: Op,
    extend16: Op,
}

fn ops(ty: ValType) -> Ops {
    macro_rules! of {
        ($width:literal $($field:ident $op:ident)*) => { Ops { width: $width, $($field: Op::$op),* } };
    }
    if ty == ValType::I32 {
        of!(32 add I32Add sub I32Sub mul I32Mul and I32And or I32Or xor I32Xor shl I32Shl shr_u I32ShrU shr_s I32ShrS rotl I32Rotl rotr I32Rotr
            ctz I32Ctz clz I32Clz popcnt I32Popcnt extend8 I32Extend8S extend16 I32Extend16S)
    } else {
        of!(64 add I64Add sub I64Sub mul I64Mul and I64And or I64Or xor I64Xor shl I64Shl shr_u I64ShrU shr_s I64ShrS rotl I64Rotl rotr I64Rotr
            ctz I64Ctz clz I64Clz popcnt I64Popcnt extend8 I64Extend8S extend16 I64Extend16S)
    }
}

/// Conditions on constants that equations often need, the weaker first as far as there is an order.
fn conditions(general: &Equation, variables: &[(VarIx, Const)]) -> Vec<String> {
    let mut out = Vec::new();
    for &(v, c) in variables {
        let (x, i) = (general.name(v), if c.ty() == ValType::I32 { "i32" } else { "i64" });
        let mut holds = |test: String| out.push(format!("(holds {test})"));
        for value in ["0", "min", "max", "-1"] {
            holds(format!("({i}.ne {x} {value})"));
        }
        holds(format!("({i}.ge_s {x} 0)"));
        holds(format!("({i}.lt_s {x} 0)"));
        holds(format!("({i}.gt_s {x} 0)"));
        holds(format!("({i}.and {x} 1)").replace("(i64.and", "(i32.wrap_i64 (i64.and") + if i == "i64" { ")" } else { "" });
        for bound in ["0x10000", "0xffff", "0x8000", "0x100", "0xff", "0x80"] {
            holds(format!("({i}.le_u {x} {bound})"));
            holds(format!("({i}.lt_u {x} {bound})"));
        }
        holds(format!("({i}.lt_u {x} width)"));
        holds(format!("(i32.and (i32.eqz ({i}.eqz {x})) ({i}.lt_u {x} width))"));
        if i == "i64" {
            holds(format!("(i64.le_u {x} 0xffffffff)"));
            holds(format!("(i64.le_u {x} 0x80000000)"));
            holds(format!("(i64.lt_u {x} 0x80000000)"));
            holds(format!("(i64.eq {x} (i64.extend32_s {x}))"));
            holds(format!("(i64.eqz (i64.and {x} 0xffffffff))"));
        }
        holds(format!("({i}.eq {x} ({i}.shl -1 ({i}.ctz {x})))"));
        holds(format!("({i}.eqz ({i}.and {x} ({i}.add {x} 1)))"));
        holds(format!("(i32.and (i32.eqz ({i}.eqz {x})) ({i}.eqz ({i}.and {x} ({i}.add {x} 1))))"));
        out.push(format!("(pow2 {x})"));
    }
    for &(v, c) in variables {
        for &(w, d) in variables {
            if v != w && c.ty() == d.ty() {
                let (x, y, i) = (general.name(v), general.name(w), if c.ty() == ValType::I32 { "i32" } else { "i64" });
                for order in ["le_u", "lt_u", "le_s", "lt_s"] {
                    out.push(format!("(holds ({i}.{order} {x} {y}))"));
                }
                for made in [format!("({i}.add {y} 1)"), format!("({i}.sub 0 {y})"), format!("({i}.xor {y} -1)"), format!("({i}.shl {y} 1)")] {
                    out.push(format!("(holds ({i}.eq {x} {made}))"));
                }
                out.push(format!("(holds ({i}.eqz ({i}.and {x} ({i}.xor {y} -1))))"));
                out.push(format!("(holds ({i}.eqz ({i}.and {x} {y})))"));
                out.push(format!("(holds (i32.and ({i}.le_u {x} {y}) ({i}.lt_u {y} width)))"));
                out.push(format!("(holds (i32.and ({i}.lt_u {x} width) ({i}.lt_u {y} width)))"));
                out.push(format!("(holds ({i}.lt_u ({i}.add {x} {y}) width))"));
            }
        }
    }
    out
}

/// Whether a form is true, its first constants included: on vectors, then by the prover.
fn holds(form: &Equation, first: &[Option<Const>], left: &mut usize, prover: &dyn Prove) -> bool {
    let text = form.text("form");
    let Ok(rules) = RuleSet::parse(&[("form", &text)]) else { return false };
    let [rule] = rules.rules() else { return false };
    if !plausible(rule, form, first) {
        return false;
    }
    *left -= 1;
    prover.prove(&rule.to_text()) == Proof::Proven
}

/// No vector of many speaks against it, and the constants that it came from satisfy its conditions.
fn plausible(rule: &Rule, form: &Equation, first: &[Option<Const>]) -> bool {
    let mut random = Random(11);
    let mut tested = 0;
    let own: Vec<u64> = first.iter().flatten().filter_map(|c| c.bits()).collect();
    for round in 0..2_000u32 {
        // The parser numbers variables as they occur on the left-hand side; names tell which is which.
        let mut values: Vec<Option<Const>> = Vec::new();
        for var in &rule.vars {
            let Some(v) = (0..form.vars.len()).find(|v| form.name(VarIx(*v)).strip_prefix('?') == Some(var.name.as_str())) else { return false };
            let bits = match form.vars[v] {
                Variable::Any(_, known) => within(random.bits(), known.greatest()),
                Variable::Constant(_) if round < 8 => match first.get(v).copied().flatten().and_then(Const::bits) {
                    Some(bits) => bits,
                    None => return false,
                },
                Variable::Constant(_) => constant(&mut random, &own),
            };
            values.push(Const::from_bits(var.ty, bits));
        }
        if !satisfies(rule, &mut values, Meaning::Equation) {
            if round < 8 && form.vars.iter().any(|v| matches!(v, Variable::Constant(_))) {
                return false;
            }
            continue;
        }
        if rule.lhs.eval(&values) != rule.rhs.eval(&values) {
            return false;
        }
        tested += 1;
        if tested == 400 {
            break;
        }
    }
    tested >= ENOUGH
}

/// Constants as code has them, and as conditions ask for them.
fn constant(random: &mut Random, own: &[u64]) -> u64 {
    match random.below(5) {
        0 if !own.is_empty() => {
            let c = own[random.below(own.len() as u64) as usize];
            [c, c.wrapping_add(1), c.wrapping_sub(1), !c, c.wrapping_neg(), c << 1, c >> 1][random.below(7) as usize]
        }
        1 => random.below(64),
        2 => (1u64 << random.below(33)) - 1,
        _ => random.bits(),
    }
}

/// For the comment above a rule.
pub(crate) fn in_words(term: &Term, equation: &Equation) -> String {
    match term {
        Term::Var(v) => equation.name(*v).trim_start_matches('?').to_string(),
        Term::Lit(c) => literal(*c),
        Term::Op(op, args) => {
            let name = op.name().split_once('.').map_or(op.name(), |(_, name)| name);
            let args: Vec<String> = args.iter().map(|a| in_words(a, equation)).collect();
            format!("{name}({})", args.join(", "))
        }
    }
}

//! The transfer functions of demanded bits are those of the equations in `demand.eq`, and Z3 proves these for all masks.

use loom_eq_egraph::demanded;
use loom_eq_lang::{Const, Op, ValType};
use loom_eq_rewrites::{Condition, Rule, RuleSet, Term};
use loom_eq_verify::rules::{RuleVerdict, prove_all};

const TEXT: &str = include_str!("demand.eq");

#[test]
fn the_equations_are_proven() {
    for (name, verdict) in prove_all(TEXT).expect("rule text") {
        assert!(matches!(verdict, RuleVerdict::Proven { .. }), "{name}: {verdict}");
    }
}

/// Every operator for which less than all is asked has its equation, and asks for what that says.
#[test]
fn the_functions_are_those_of_the_equations() {
    let set = RuleSet::parse(&[("demand.eq", TEXT)]).expect("rule text");
    let mut treated: Vec<Op> = set.rules().iter().map(compare).collect();
    treated.push(Op::TypedSelect);
    for op in Op::ALL.iter().copied().filter(|op| op.is_pure() && !treated.contains(op)) {
        for i in 0..3 {
            assert_eq!(demanded(op, i, 1, &[None; 3]), u64::MAX, "{}", op.name());
        }
    }
}

/// Compares on masks and constants at the edges; returns the operator.
fn compare(rule: &Rule) -> Op {
    let Term::Op(_, sides) = &rule.lhs else { panic!("{}: a mask of something", rule.name) };
    let [Term::Op(op, operands), Term::Var(mask)] = sides.as_slice() else { panic!("{}: a mask of an operator", rule.name) };
    for d in numbers() {
        for k in numbers() {
            let values: Vec<Option<Const>> = rule.vars.iter().map(|v| v.constant.then(|| number(v.ty, if v.name == "d" { d } else { k }))).collect();
            let constants: Vec<Option<u64>> = operands.iter().map(|o| variable(o).and_then(|v| values[v]).and_then(Const::bits)).collect();
            let bits = values[mask.ix()].and_then(Const::bits).expect("an integer");
            // The equation masks the operands in order, conditions are in that order too.
            let asked = rule.conditions.iter().filter_map(|c| if let Condition::Let(_, term) = c { term.eval(&values) } else { None });
            for (i, expected) in asked.enumerate() {
                let ty = expected.ty();
                let asked = number(ty, demanded(*op, i, bits, &constants));
                // Where nothing is asked of the result, nothing is asked of operands; some equations ask for more.
                if bits != 0 {
                    assert_eq!(asked, expected, "{} operand {i}: mask {d:#x}, constant {k:#x}", rule.name);
                }
            }
        }
    }
    *op
}

fn variable(term: &Term) -> Option<usize> {
    if let Term::Var(v) = term { Some(v.ix()) } else { None }
}

fn number(ty: ValType, bits: u64) -> Const {
    if ty == ValType::I32 { Const::I32(bits as u32 as i32) } else { Const::I64(bits.cast_signed()) }
}

fn numbers() -> Vec<u64> {
    let edges = (0..64).flat_map(|k| [1u64 << k, (1 << k) - 1, !(1 << k), u64::MAX << k]);
    edges.chain([0x5555_5555_5555_5555, 0xdead_beef_0123_4567, 0x8000_0001_8000_0001]).collect()
}

//! Every built-in rule at work: for each instance, a function that computes its left-hand side is optimized with this rule alone. It must come out no larger
//! than a function that computes the right-hand side, proven equal, and must behave the same in an interpreter.
//!
//! `tests/rules/*.wast` shows the first instance of each rule before and after, one file per rule file. Where a rule does not pay alone, its right-hand side stands
//! there as code, and both are run. `LOOM_EQ_BLESS=1` writes what came out.

mod execute;

use loom_eq_islands::{Cause, Config, Families, Island, Outcome, Rules, Saturation, Search, optimize};
use loom_eq_lang::{Const, ValType};
use loom_eq_rewrites::vectors::{Meaning, Random, assignment};
use loom_eq_rewrites::{Condition, Rule, RuleSet, Term, VarIx, builtin};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

/// Rules whose right-hand side is smaller, and that cannot be shown this way all the same: the rule, and why.
const EXCEPTIONS: &[(&str, &str)] = &[("shl-factor", COUNT), ("shl-factor-sub", COUNT), ("shr-factor", COUNT)];

const COUNT: &str =
    "the proof of the rule goes through all cases of the count; the proof of a function does not, and gives up where the count is no constant";

/// Constants to try for a rule: for some, the facts alone decide.
const TRIES: usize = 60;

type Values = [Option<Const>];

fn bits(term: &Term, values: &Values) -> u64 {
    term.eval(values).and_then(Const::bits).expect("a constant term")
}

fn constant(c: Const) -> String {
    match c {
        Const::I32(v) => format!("(i32.const {v})"),
        Const::I64(v) => format!("(i64.const {v})"),
        _ => unreachable!("rules have constants of integers only"),
    }
}

/// A side as code; what the rule would compute when it fires is computed.
fn code(rule: &Rule, term: &Term, values: &Values) -> String {
    if term.all_vars(|v| rule.vars[v.ix()].constant)
        && let Some(c @ (Const::I32(_) | Const::I64(_))) = term.eval(values)
    {
        return constant(c);
    }
    match term {
        Term::Var(v) => format!("(local.get ${})", rule.vars[v.ix()].name),
        Term::Lit(c) => constant(*c),
        Term::Op(op, args) => {
            let args: Vec<String> = args.iter().map(|a| code(rule, a, values)).collect();
            format!("({} {})", op.name(), args.join(" "))
        }
    }
}

/// What makes a parameter satisfy a condition: the operator and its constant.
fn facts(rule: &Rule, values: &Values) -> Vec<(VarIx, &'static str, u64)> {
    let mut out = Vec::new();
    for condition in &rule.conditions {
        match condition {
            Condition::Bool(v) => out.push((*v, "and", 1)),
            Condition::Nonzero(v) => out.push((*v, "or", 1)),
            Condition::Zeros(v, t) => out.push((*v, "and", !bits(t, values))),
            Condition::Ones(v, t) => out.push((*v, "or", bits(t, values))),
            // The largest mask below.
            Condition::Below(v, t) => out.push((*v, "and", (1 << bits(t, values).ilog2()) - 1)),
            Condition::Disjoint(a, b) => out.extend([(*a, "and", 0xff), (*b, "and", !0xff)]),
            Condition::Const(_) | Condition::Let(..) | Condition::Holds(_) | Condition::Pow2(_) | Condition::Shorter(..) => {}
        }
    }
    out.retain(|(v, ..)| !rule.vars[v.ix()].constant);
    out
}

/// A module with one function that computes a side.
fn module(rule: &Rule, side: &Term, values: &Values) -> String {
    let mut out = String::from("(module\n  (func (export \"f\")");
    for v in rule.vars.iter().filter(|v| !v.constant) {
        let _ = write!(out, " (param ${} {})", v.name, v.ty);
    }
    let _ = writeln!(out, " (result {})", rule.type_of(&rule.lhs));
    for (v, op, mask) in facts(rule, values) {
        let v = &rule.vars[v.ix()];
        let mask = Const::from_bits(v.ty, mask).expect("an integer");
        let (name, ty) = (&v.name, v.ty);
        let _ = writeln!(out, "    (local.set ${name} ({ty}.{op} (local.get ${name}) {}))", constant(mask));
    }
    let _ = writeln!(out, "    {}))", code(rule, side, values));
    out
}

fn config(rule: &Rule) -> Config {
    let rules = RuleSet::parse(&[("rule", &rule.to_text())]).expect("a rule that is built in");
    let saturation = Saturation { families: Families::All, ..Saturation::default() };
    let island = Island {
        shapes: false,
        narrow: None,
        saturation: Some(saturation),
        search: Search { share: false, ..Island::baseline().search },
        ..Island::baseline()
    };
    Config { islands: vec![island], rules: Rules::from(rules), threads: 1, ..Config::default() }
}

/// The bytes of code in canonical encoding.
fn canonical(module: &[u8]) -> usize {
    optimize(module, &Config { islands: Vec::new(), threads: 1, ..Config::default() }, &()).expect("valid").report.code.canonical
}

struct Shown {
    before: String,
    outcome: Outcome,
}

/// What became of a rule: shown, or why not. `sides` gets functions for both sides, which behave the same.
fn show(rule: &Rule, random: &mut Random, sides: &mut Option<[String; 2]>) -> Result<Shown, String> {
    let mut why = String::from("no values satisfy its conditions");
    for _ in 0..TRIES {
        let Some(values) = assignment(rule, random, Meaning::Profit) else { break };
        if rule.vars.iter().zip(&values).any(|(v, c)| v.constant && !matches!(c, Some(Const::I32(_) | Const::I64(_)))) {
            return Err("a constant that is no integer".into());
        }
        let (before, wanted) = (module(rule, &rule.lhs, &values), module(rule, &rule.rhs, &values));
        let [input, wanted] = [&before, &wanted].map(|text| wat::parse_str(text).unwrap_or_else(|e| panic!("{}: {e}\n{text}", rule.name)));
        assert!(execute::compare(&rule.name, &input, &wanted) > 0, "{}: not run", rule.name);
        sides.get_or_insert_with(|| [before.clone(), module(rule, &rule.rhs, &values)]);
        if canonical(&wanted) >= canonical(&input) {
            why = NOT_SMALLER.into();
            if rule.vars.iter().any(|v| v.constant) { continue } else { break }
        }
        let outcome = optimize(&input, &config(rule), &()).expect("valid");
        if let Some(failure) = outcome.report.failures.first() {
            let limit = matches!(failure.cause, Cause::Unknown);
            assert!(limit, "{}: {failure}", rule.name);
            return Err(format!("not proven within the limits of a run: {failure}"));
        }
        if outcome.report.rules.get(&rule.name).is_none_or(|r| r.applied == 0) {
            why = format!("it was not applied\n{before}");
            continue;
        }
        if outcome.report.code.after <= canonical(&wanted) {
            assert!(execute::compare(&rule.name, &input, &outcome.bytes) > 0);
            return Ok(Shown { before, outcome });
        }
        why = format!("{} bytes, not {}\n{before}", outcome.report.code.after, canonical(&wanted));
    }
    Err(why)
}

const NOT_SMALLER: &str = "its right-hand side is not smaller: it pays together with others only";

#[test]
fn every_rule_rewrites_a_function_of_its_own() {
    let mut random = Random(5);
    let mut wrong = Vec::new();
    let (mut shown, mut not_smaller) = (0, 0);
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    let mut first = std::collections::HashSet::new();
    for rule in builtin().rules() {
        let mut sides = None;
        let result = show(rule, &mut random, &mut sides);
        let file = files.entry(&rule.file).or_default();
        if first.insert(rule.base.clone()) {
            let _ = writeln!(file, ";; {}: {}", rule.name, rule.comment);
            match &result {
                Ok(s) => {
                    let after = wasmprinter::print_bytes(&s.outcome.bytes).expect("valid");
                    let _ = writeln!(file, "{}{}", s.before, after.replacen("(module", "(module ;; after", 1));
                }
                Err(_) => {
                    let reason = EXCEPTIONS.iter().find(|(name, _)| *name == &*rule.base).map_or(NOT_SMALLER, |(_, reason)| reason);
                    let [before, after] = sides.unwrap_or_else(|| panic!("{}: no function of it", rule.name));
                    let _ = writeln!(file, ";; {reason}\n{before}{}", after.replacen("(module", "(module ;; the right-hand side", 1));
                }
            }
        }
        match result {
            Ok(_) => shown += 1,
            Err(why) if why == NOT_SMALLER => not_smaller += 1,
            Err(why) if EXCEPTIONS.iter().all(|(name, _)| *name != &*rule.base) => wrong.push(format!("{}: {why}", rule.name)),
            Err(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(shown > not_smaller, "{shown} shown, {not_smaller} not smaller");
    let bless = std::env::var_os("LOOM_EQ_BLESS").is_some_and(|v| v == "1");
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/rules"));
    for (name, text) in files {
        let path = folder.join(name).with_extension("wast");
        if bless {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, &text).expect("writable");
        }
        assert!(fs::read_to_string(&path).unwrap_or_default() == text, "{} differs: run with LOOM_EQ_BLESS=1 if that is right", path.display());
    }
}

/// An exception that is no longer one would hide what breaks later.
#[test]
fn every_exception_is_a_rule() {
    for (name, reason) in EXCEPTIONS {
        assert!(builtin().rules().iter().any(|r| &*r.base == *name), "{name}: {reason}");
    }
}

/// The generator knows each type.
#[test]
fn modules_are_well_formed_for_each_type() {
    for ty in [ValType::I32, ValType::I64, ValType::F32, ValType::F64] {
        let rule = builtin().rules().iter().find(|r| r.type_of(&r.lhs) == ty && r.vars.iter().all(|v| !v.constant)).expect("a rule");
        let values = assignment(rule, &mut Random(1), Meaning::Profit).expect("values");
        wat::parse_str(module(rule, &rule.lhs, &values)).expect("well formed");
    }
}

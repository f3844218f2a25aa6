//! Islands that panic, propose invalid code or lie: each costs its own gain and nothing else (invariants 1 to 4 of the crate).

use loom_eq_islands::{Cause, Config, Island, Outcome, Proposals, Propose, RuleRecord, Status, Task, optimize, optimize_with, quiet_panics};
use loom_eq_lang::{Imm, Op, ValType};

const MODULE: &str = r#"(module
  (func (export "same") (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 0)))
  (func (export "nothing_to_do") (param i32) (result i32)
    (local.get 0)))"#;

/// What an island does is its name.
struct ByName;

impl Propose for ByName {
    fn propose(&self, &Task { body, island, .. }: &Task) -> Proposals {
        let mut new = body.clone();
        let (op, imm) = match island.name.as_str() {
            "right" => (Op::LocalGet, Imm::Index(0)),
            "wrong" => (Op::I32Const, Imm::I32(7)),
            "invalid" => (Op::LocalGet, Imm::Index(99)),
            "panicking" => panic!("out of luck"),
            "idle" => return Proposals::default(),
            other => unreachable!("no island {other}"),
        };
        new.regions[0].items = vec![new.add_tree(op, imm, &[], ValType::I32)];
        let record = |applied, chosen| [("a-rule".to_string(), RuleRecord { applied, chosen, ..RuleRecord::default() })].into();
        Proposals { bodies: vec![new], shares: vec![record(0, 3)], rules: record(1, 0), ..Proposals::default() }
    }
}

fn config(names: &[&str], threads: usize) -> Config {
    let island = |name: &&str| Island { name: name.to_string(), ..Island::baseline() };
    Config { islands: names.iter().map(island).collect(), threads, ..Config::default() }
}

fn run(names: &[&str]) -> Outcome {
    quiet_panics();
    let input = wat::parse_str(MODULE).unwrap();
    let outcome = optimize_with(&input, &config(names, 1), &(), &ByName).unwrap();
    wasmparser::Validator::new().validate_all(&outcome.bytes).expect("the output is valid");
    assert!(outcome.bytes.len() <= input.len());
    let reversed: Vec<_> = names.iter().rev().copied().collect();
    assert_eq!(optimize_with(&input, &config(&reversed, 2), &(), &ByName).unwrap().bytes, outcome.bytes, "order and threads do not matter");
    outcome
}

fn causes(outcome: &Outcome) -> Vec<(u32, &str, Cause)> {
    outcome.report.failures.iter().map(|f| (f.function, f.island.as_str(), f.cause)).collect()
}

#[test]
fn a_right_island_wins() {
    let outcome = run(&["idle", "right"]);
    assert_eq!(outcome.report.functions.changed, 1);
    assert_eq!(outcome.report.functions.proven, 1);
    assert_eq!(outcome.report.records[0].island.as_deref(), Some("right"));
    assert_eq!(outcome.report.records[1].status, Status::Kept);
    assert_eq!(outcome.report.islands["right"].wins, 1);
    let rule = outcome.report.rules["a-rule"];
    assert_eq!((rule.applied, rule.chosen), (2, 3), "applied in both functions, chosen in one");
    assert_eq!(causes(&outcome), []);
    assert!(wasmprinter::print_bytes(&outcome.bytes).unwrap().lines().filter(|l| l.contains("local.get")).count() == 2);
}

#[test]
fn a_lying_island_changes_nothing() {
    let outcome = run(&["wrong"]);
    assert_eq!(causes(&outcome), [(0, "wrong", Cause::Refuted)]);
    assert_eq!(outcome.report.functions.changed, 0);
    assert_eq!(outcome.report.functions.reverted[&Cause::Refuted], 1);
    assert_eq!(outcome.report.records[0].status, Status::Reverted);
    assert_eq!(outcome.report.islands["wrong"].failures, 1);
}

#[test]
fn an_island_with_invalid_code_changes_nothing() {
    let outcome = run(&["invalid"]);
    assert_eq!(causes(&outcome), [(0, "invalid", Cause::Invalid)]);
    assert_eq!(outcome.report.functions.changed, 0);
}

#[test]
fn a_panicking_island_is_reported_and_the_others_go_on() {
    let outcome = run(&["panicking", "wrong", "invalid", "right"]);
    assert_eq!(outcome.report.functions.changed, 1);
    assert_eq!(outcome.report.records[0].island.as_deref(), Some("right"));
    let panics: Vec<_> = outcome.report.failures.iter().filter(|f| f.cause == Cause::Panicked).collect();
    assert_eq!(panics.len(), 2, "one for each function");
    assert!(panics[0].message.contains("out of luck"), "{}", panics[0].message);
    assert_eq!(panics[0].name.as_deref(), Some("same"));
}

#[test]
fn without_any_island_the_module_comes_back() {
    let input = wat::parse_str(MODULE).unwrap();
    let outcome = optimize_with(&input, &config(&[], 1), &(), &ByName).unwrap();
    assert_eq!(outcome.bytes, input);
    assert_eq!(outcome.report.functions.lifted, 2);
}

#[test]
fn what_is_not_a_module_is_an_error_with_an_offset() {
    let error = optimize(b"\0asm\x01\0\0\0\x01\xff", &Config::default(), &()).unwrap_err();
    assert!(error.to_string().contains("at offset 0x"), "{error}");
}

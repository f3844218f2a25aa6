//! Learning from code: what was planted is found, general and proven; the result does not depend on threads; what is known is not found again.

use loom_eq_lang::{Body, Module, branch_hints};
use loom_eq_rewrites::learn::{Budget, Corpus, Outcome, derives, learn};
use loom_eq_rewrites::vectors::{Meaning, Random, assignment};
use loom_eq_rewrites::{Bytes, Judgement, Proof, RuleSet, builtin_files, check};
use loom_eq_verify::rules::{RuleVerdict, prove};

fn solver(rule: &str) -> Proof {
    match prove(rule) {
        RuleVerdict::Proven { .. } => Proof::Proven,
        RuleVerdict::Refuted { values, .. } => Proof::Refuted(values.into_iter().map(|(name, bits)| (name, bits as u64)).collect()),
        other => Proof::Unknown(other.to_string()),
    }
}

/// A corpus in which each of these expressions of two parameters stands several times.
fn corpus(expressions: &[&str]) -> Corpus {
    let mut text = String::from("(module");
    for e in expressions {
        text += &format!("(func (param $x i32) (param $y i32) (param $l i64) (drop {e}) (drop {e}) (drop {e}) (drop {e}) (drop {e}))");
    }
    let module = Module::parse(&wat::parse_str(text + ")").expect("well formed")).expect("valid");
    let mut corpus = Corpus::default();
    for (i, hints) in branch_hints(&module).iter().enumerate() {
        corpus.add(&Body::parse(&module, i, hints).expect("lifted"));
    }
    corpus
}

fn run(expressions: &[&str], known: &[(&str, &str)], threads: usize) -> Outcome {
    let budget = Budget { trees: 5_000_000, per_pattern: 100_000, ..Budget::default() };
    learn(&corpus(expressions), known, &budget, &solver, threads, &|_, _| {}).expect("learns")
}

fn text(outcome: &Outcome) -> String {
    outcome.rules.iter().map(|r| r.text.as_str()).collect()
}

/// The learned rules derive these, in every instance.
fn assert_derives(outcome: &Outcome, wanted: &str) {
    let text = text(outcome);
    let rules = RuleSet::parse(&[("learned", &text)]).expect("rule text");
    for rule in RuleSet::parse(&[("wanted", wanted)]).expect("rules").rules() {
        for seed in 0..10 {
            let values = assignment(rule, &mut Random(seed), Meaning::Profit).expect("values");
            assert!(derives(&rules, rule, &values), "{} with {values:?} from\n{text}", rule.name);
        }
    }
}

const PLANTED: &[&str] = &[
    "(select (local.get $x) (i32.const 0) (i32.lt_s (local.get $y) (local.get $x)))",
    "(i32.and (local.get $x) (i32.const 1))",
    "(i32.lt_u (i32.and (local.get $x) (i32.const 255)) (i32.const 26))",
    "(i64.and (local.get $l) (i64.const 0xffffffff))",
    "(i32.sub (i32.or (local.get $x) (local.get $y)) (i32.and (local.get $y) (local.get $x)))",
    "(i64.and (local.get $l) (i64.const 0xfffffff0))",
    "(if (result i32) (i32.ge_s (local.get $x) (i32.const 0)) (then (i32.const 1)) (else (i32.const 2)))",
];

#[test]
fn planted_identities_are_found() {
    let outcome = run(PLANTED, &[], 2);
    assert_derives(
        &outcome,
        "rule a (select ?x 0 ?b) => (i32.mul ?x ?b) when (bool ?b)
         rule b (i32.and ?x 1) => (i32.eqz (i32.ctz ?x))
         rule c (i32.lt_u (i32.and ?x 255) ?c) => (i32.lt_u (i32.extend8_s ?x) ?c) when (const ?c) (holds (i32.lt_u ?c 0x80))
         rule d (i64.and ?x 0xffffffff) => (i64.extend_i32_u (i32.wrap_i64 ?x))
         rule e (i32.sub (i32.or ?x ?y) (i32.and ?x ?y)) => (i32.xor ?x ?y)
         rule f (i32.eqz (i32.ge_s ?x 0)) => (i32.eqz (i32.clz ?x))",
    );
    assert!(outcome.rules.iter().all(|r| r.count >= 5 && r.saved > 0));
}

/// Invariant 1, by the checker that users have.
#[test]
fn what_is_learned_is_proven() {
    let text = text(&run(PLANTED, &[], 2));
    let rules = RuleSet::parse(&[("learned", &text)]).expect("rule text");
    for (rule, checked) in rules.rules().iter().zip(check(&rules, &solver, 2)) {
        assert_eq!(checked.judgement, Judgement::Proven, "{}", rule.name);
        assert!(!Bytes::of(rule).lint(rule.family), "{} grows", rule.name);
    }
}

/// Invariant 2.
#[test]
fn threads_do_not_matter() {
    assert_eq!(run(PLANTED, &[], 1), run(PLANTED, &[], 3));
}

#[test]
fn what_is_known_is_not_learned_again() {
    let first = text(&run(PLANTED, &[], 2));
    let again = run(PLANTED, &[("known", &first)], 2);
    assert_eq!(again.rules.len(), 0, "{}", text(&again));
    // The built-in rules know the low bit.
    let new = run(&PLANTED[1..2], builtin_files(), 2);
    assert_eq!(new.rules.len(), 0, "{}", text(&new));
}

/// A prover that proves nothing teaches nothing.
#[test]
fn nothing_is_learned_without_proof() {
    let none = |_: &str| Proof::Unknown("no".into());
    let outcome = learn(&corpus(PLANTED), &[], &Budget { trees: 1_000_000, ..Budget::default() }, &none, 1, &|_, _| {}).expect("runs");
    assert_eq!(outcome.rules.len(), 0);
    assert!(outcome.undecided > 0);
}

#[test]
fn the_budget_ends_it() {
    let outcome = learn(&corpus(PLANTED), &[], &Budget { trees: 0, ..Budget::default() }, &solver, 1, &|_, _| {}).expect("runs");
    assert_eq!((outcome.searched, outcome.rules.len()), (0, 0));
    assert!(outcome.patterns > 5);
}

/// The rules by number are true: a measure that is wrong measures nothing.
#[test]
fn the_numbered_rules_are_proven() {
    let rules = RuleSet::parse(&[("numbered.eq", include_str!("learn/numbered.eq"))]).expect("rules");
    assert_eq!(rules.rules().len(), 35);
    for (rule, checked) in rules.rules().iter().zip(check(&rules, &solver, 2)) {
        assert_eq!(checked.judgement, Judgement::Proven, "{}", rule.name);
    }
}

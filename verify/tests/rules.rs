//! Rules that hold are proven, rules that do not are refuted, and the project's own rule files are proven.

use loom_eq_verify::rules::{RuleVerdict, prove, prove_all};

#[track_caller]
fn holds(rule: &str) {
    let verdict = prove(rule);
    assert!(verdict.is_proven(), "{verdict}");
}

#[track_caller]
fn fails(rule: &str) {
    let verdict = prove(rule);
    assert!(matches!(verdict, RuleVerdict::Refuted { .. }), "{verdict}");
}

#[test]
fn true_rules() {
    holds("rule add-zero iN=i32,i64 (iN.add ?x 0) => ?x");
    holds("shl-shr: (iN.shr_u (iN.shl ?x ?k) ?k) => (iN.and ?x (iN.shr_u -1 ?k)) when (const ?k)");
    holds("rule mul-pow2 iN=i32,i64 (iN.mul ?x ?c) => (iN.shl ?x (iN.ctz ?c)) when (pow2 ?c)");
    holds("rule e iN=i32,i64,i32,i64 kN=8,8,16,16 (iN.extendkN_s (iN.extendkN_s ?x)) => (iN.extendkN_s ?x)");
    holds("rule s (i32.mul ?x ?b) => (select ?x 0 ?b) when (bool ?b)");
    holds("rule n tN=i32,f64 (select ?x:tN ?x ?c) => ?x");
    holds("rule f (f32.neg (f32.neg ?x)) => ?x");
    holds("rule c (i32.mul (i32.add ?x ?y) ?z) => (i32.mul ?z (i32.add ?y ?x))");
}

#[test]
fn false_rules() {
    fails("rule a iN=i32,i64 (iN.shr_s ?x 1) => (iN.shr_u ?x 1)");
    fails("rule b (i32.mul ?x ?b) => (select ?x 0 ?b)");
    fails("rule c iN=i32,i64 (iN.mul ?x ?c) => (iN.shl ?x (iN.ctz ?c)) when (nonzero ?c)");
    fails("rule d (i32.lt_s (i32.add ?x 1) (i32.add ?y 1)) => (i32.lt_s ?x ?y)");
    let verdict = prove("rule e (i32.add ?x 1) => (i32.add ?x 2)");
    assert!(matches!(&verdict, RuleVerdict::Refuted { values, .. } if values.len() == 1), "{verdict}");
}

#[test]
fn nothing_follows_from_a_contradiction() {
    let verdict = prove("rule a (i32.add ?x ?k) => ?k when (holds (i32.lt_u ?k 0))");
    assert!(matches!(verdict, RuleVerdict::Unknown { .. }), "{verdict}");
}

#[test]
fn malformed_rules() {
    for text in [
        "rule a (i32.add ?x 1)",
        "rule a (i32.add ?x) => ?x",
        "rule a (i32.plus ?x 1) => ?x",
        "rule a (i32.div_u ?x 1) => ?x",
        "rule a (i32.add ?x 1) => ?y",
        "rule a (i64.add ?x 1) => (i32.add ?x 1)",
        "rule a (i32.add ?x 0x100000000) => ?x",
        "rule a (i32.add ?x 1) => ?x when (maybe ?x)",
        "rule a (select ?x ?x ?c) => ?x",
        "",
    ] {
        let verdict = prove(text);
        assert!(matches!(verdict, RuleVerdict::Malformed(_)), "{text}: {verdict}");
    }
}

/// Takes minutes: the two-sided range rules and nested shifts go through thousands of small queries.
#[test]
#[ignore = "some minutes; run with --ignored"]
fn the_rule_files_of_this_project() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../rewrites/rules");
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    for file in files.into_iter().filter(|f| f.extension().is_some_and(|e| e == "eq")) {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        for (name, verdict) in prove_all(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display())) {
            assert!(verdict.is_proven(), "{}: {name}: {verdict}", file.display());
        }
    }
}

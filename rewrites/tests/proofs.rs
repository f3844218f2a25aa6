//! Law 1: every built-in rule is proven by Z3, at its real widths, from its text. The verifier reads the text with a parser and a semantics of its own.

use loom_eq_rewrites::{RuleSet, builtin_files};
use loom_eq_verify::rules::{RuleVerdict, prove, prove_all};

/// Proves a file, and that the verifier read the same rules and instances as the optimizer.
fn file(name: &str) {
    let &(_, text) = builtin_files().iter().find(|(n, _)| *n == name).expect("a built-in file");
    let set = RuleSet::parse(&[(name, text)]).expect("a rule file");
    let verdicts = prove_all(text).expect("the verifier reads it too");
    let mut wrong = Vec::new();
    for (rule, verdict) in &verdicts {
        let ours = set.rules().iter().filter(|r| *r.base == **rule).count();
        match verdict {
            RuleVerdict::Proven { instances } if *instances == ours => {}
            RuleVerdict::Proven { instances } => wrong.push(format!("{rule}: {instances} instances proven, {ours} used")),
            other => wrong.push(format!("{rule}: {other}")),
        }
    }
    let mut bases: Vec<_> = set.rules().iter().map(|r| r.base.to_string()).collect();
    bases.dedup();
    assert_eq!(bases, verdicts.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

macro_rules! files {
    ($($test:ident $name:literal)*) => {
        $(#[test] fn $test() { file(concat!($name, ".eq")) })*

        /// No file is left out here.
        #[test]
        fn every_file_has_a_test() {
            let names: Vec<&str> = builtin_files().iter().map(|(name, _)| *name).collect();
            assert_eq!(names, [$(concat!($name, ".eq")),*]);
        }
    };
}

files! {
    identity_is_proven "identity"
    constants_are_proven "constants"
    bits_are_proven "bits"
    shift_is_proven "shift"
    compare_is_proven "compare"
    select_is_proven "select"
    convert_is_proven "convert"
    float_is_proven "float"
    explore_is_proven "explore"
}

/// A false rule has a counterexample.
#[test]
fn a_false_rule_is_refuted() {
    let verdict = prove("rule wrong (i32.shr_s ?x ?y) => (i32.shr_u ?x ?y)");
    assert!(matches!(verdict, RuleVerdict::Refuted { .. }), "{verdict}");
    let verdict = prove(
        "rule wrong (i32.and ?x ?m) => (i32.shr_u (i32.shl ?x (i32.clz ?m)) (i32.clz ?m)) when (const ?m) (holds (i32.eqz (i32.and ?m (i32.add ?m 1))))",
    );
    assert!(matches!(verdict, RuleVerdict::Refuted { .. }), "the empty mask: {verdict}");
}

//! The normal form is not taken on trust: changed functions are judged once more with every obligation given to Z3 as it was first built. What the
//! normal form proves and Z3 refutes is a failure; what Z3 leaves open is counted.
//!
//! `PAIRS=a.wasm,a.opt.wasm,b.wasm,b.opt.wasm cargo test --release -p loom-eq-verify --test solver_only -- --nocapture` takes other modules, all their
//! functions, and prints the counts.

use loom_eq_lang::Module;
use loom_eq_verify::{Checker, Limits, Proof, Verdict};
use std::collections::BTreeMap;

/// Larger bodies are left to the long form.
const LARGEST: usize = 400;

#[derive(Default, Debug)]
struct Counts {
    changed: usize,
    /// Proven both ways; the first number is of those that the normal form alone had proven.
    both: [usize; 2],
    /// Proven in normal form, open in raw form.
    open: [usize; 2],
    /// Open in normal form, proven in raw form.
    only_raw: usize,
    neither: usize,
    causes: BTreeMap<String, usize>,
}

fn compare(name: &str, a: &[u8], b: &[u8], largest: usize, counts: &mut Counts) {
    let (a, b) = (Module::parse(a).expect("a module"), Module::parse(b).expect("a module"));
    assert_eq!(a.defined(), b.defined());
    let (mut normal, mut raw) = (Checker::new(Limits::default()), Checker::new(Limits::solver_only()));
    for i in (0..a.defined()).filter(|i| a.body_bytes(*i).len() < largest) {
        let f = a.func_ix(i);
        let judge = |checker: &mut Checker| checker.function(&a, f, a.body_bytes(i), &b, f, b.body_bytes(i));
        let first = judge(&mut normal);
        if matches!(first, Verdict::Proven(Proof::Identical)) {
            continue;
        }
        counts.changed += 1;
        let second = judge(&mut raw);
        let by = usize::from(!matches!(first, Verdict::Proven(Proof::NormalForm)));
        match (first.is_proven(), &second) {
            (true, Verdict::Refuted(c)) => panic!("{name}, function {}: {first}, but Z3 finds {c}", f.0),
            (true, Verdict::Proven(_)) => counts.both[by] += 1,
            (true, why) => {
                counts.open[by] += 1;
                let cause = cause(&why.to_string());
                *counts.causes.entry(cause).or_default() += 1;
                if std::env::var_os("VERBOSE").is_some() {
                    println!("{name}, function {} ({} bytes): {first}, but {why}", f.0, a.body_bytes(i).len());
                }
            }
            (false, Verdict::Proven(_)) => counts.only_raw += 1,
            (false, _) => counts.neither += 1,
        }
    }
}

/// A cause without the names of terms and places.
fn cause(text: &str) -> String {
    let mut parts = text.split(": ").filter(|p| !p.contains('≠'));
    let cause: Vec<&str> = parts.by_ref().map(|p| p.split(" of ").next().unwrap_or(p)).collect();
    cause.join(": ").split(" (at").next().unwrap_or_default().to_string()
}

#[test]
fn what_the_normal_form_proves_is_not_refuted_without_it() {
    let mut counts = Counts::default();
    if let Ok(pairs) = std::env::var("PAIRS") {
        let files: Vec<&str> = pairs.split(',').collect();
        for pair in files.chunks_exact(2) {
            let read = |path: &str| std::fs::read(path).unwrap_or_else(|e| panic!("{path}: {e}"));
            let before = counts.changed;
            compare(pair[0], &read(pair[0]), &read(pair[1]), usize::MAX, &mut counts);
            println!("{}: {} changed functions; so far {counts:?}", pair[0], counts.changed - before);
        }
    } else {
        let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests");
        for name in ["branches", "constants", "dead_writes", "effects", "loops", "sharing", "unreachable"] {
            let text = |suffix: &str| wat::parse_file(format!("{tests}/opt/{name}{suffix}.wat")).unwrap_or_else(|e| panic!("{e}"));
            compare(name, &text(""), &text(".expected"), usize::MAX, &mut counts);
        }
        let zlib = |name: &str| std::fs::read(format!("{tests}/modules/{name}")).unwrap_or_else(|e| panic!("{name}: {e}"));
        compare("zlib", &zlib("zlib.wasm"), &zlib("zlib-optimized.wasm"), LARGEST, &mut counts);
    }
    println!("{} changed functions. Proven both ways: {} by normal form, {} with Z3's help.", counts.changed, counts.both[0], counts.both[1]);
    println!(
        "Open without the normal form: {} and {}. Open with it: {} (proven without), {}.",
        counts.open[0], counts.open[1], counts.only_raw, counts.neither
    );
    counts.causes.iter().for_each(|(cause, n)| println!("  {n} {cause}"));
    let proven = counts.both[0] + counts.both[1];
    assert!(proven > 50 && proven > 2 * (counts.open[0] + counts.open[1]), "{counts:?}");
}

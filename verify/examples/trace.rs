//! `trace A.wasm B.wasm [FUNCTION]`: how the two versions of a function are compared, step by step; without a function, the verdicts on all.
//!
//! ```text
//! cargo run --release -p loom-eq-verify --features trace --example trace -- a.wasm b.wasm 39
//! ```

use loom_eq_lang::Module;
use loom_eq_verify::{Checker, Limits, Proof, Verdict};
use std::time::Instant;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let read = |path: &String| Module::parse(&std::fs::read(path).expect("readable")).expect("a module");
    let (a, b) = (read(&args[0]), read(&args[1]));
    let only: Option<u32> = args.get(2).map(|n| n.parse().expect("a function index"));
    let mut checker = Checker::new(Limits::default());
    let (mut changed, mut proven) = ((0, 0), (0, 0));
    for i in 0..a.defined().min(b.defined()) {
        let function = a.func_ix(i);
        if only.is_some_and(|n| n != function.0) || a.body_bytes(i) == b.body_bytes(i) {
            continue;
        }
        let start = Instant::now();
        let verdict = checker.function(&a, function, a.body_bytes(i), &b, function, b.body_bytes(i));
        let bytes = a.body_bytes(i).len();
        if let Verdict::Proven(Proof::Identical) = verdict {
            continue;
        }
        changed = (changed.0 + 1, changed.1 + bytes);
        if verdict.is_proven() {
            proven = (proven.0 + 1, proven.1 + bytes);
        }
        if !verdict.is_proven() || only.is_some() {
            println!("function {} of {bytes} bytes, {:.1} s: {verdict}", function.0, start.elapsed().as_secs_f64());
        }
    }
    println!("{}: {} of {} functions, {} of {} bytes", args[0], proven.0, changed.0, proven.1, changed.1);
}

//! `trace A.wasm B.wasm FUNCTION`: how the two versions of a function are compared, step by step, and the verdict.
//!
//! ```text
//! cargo run --release -p loom-eq-verify --features trace --example trace -- a.wasm b.wasm 39
//! ```

use loom_eq_lang::{FuncIx, Module};
use loom_eq_verify::{Checker, Limits};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [a, b, function] = args.as_slice() else { panic!("trace A.wasm B.wasm FUNCTION") };
    let [a, b] = [a, b].map(|path| Module::parse(&std::fs::read(path).expect("readable")).expect("a module"));
    let function = FuncIx(function.parse().expect("a function index"));
    let [x, y] = [&a, &b].map(|module| module.body_bytes(function.ix().checked_sub(module.imported_funcs).expect("a function with a body")));
    println!("{}", Checker::new(Limits::default()).function(&a, function, x, &b, function, y));
}

//! Exact scheduling of random straight-line functions: each is proven equal and behaves the same.

mod execute;

use loom_eq_islands::{Config, Island, Search, optimize};
use std::fmt::Write;

/// Numbers without a pattern, always the same ones.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A function of two parameters with three more locals, of `length` operators or a few more.
fn function(r: &mut Random, length: usize) -> String {
    let mut code = String::new();
    let mut height = 0;
    let mut op = |text: &str| writeln!(code, "    {text}").unwrap();
    for _ in 0..length {
        let local = r.below(5);
        match (r.below(14), height) {
            (0 | 1, _) => {
                op(&format!("i32.const {}", r.below(3) * 100));
                height += 1;
            }
            (2, _) => {
                op("global.get 0");
                height += 1;
            }
            (3, 1..) => op("call $f"),
            (4, 1..) => op("i32.eqz"),
            (5, 1..) => op(&format!("local.tee {local}")),
            (6, 1..) => {
                op(&format!("local.set {local}"));
                height -= 1;
            }
            (7, 1..) => {
                op(["drop", "global.set 0"][r.below(2) as usize]);
                height -= 1;
            }
            (8, 2..) => {
                op("i32.store");
                height -= 2;
            }
            (9, 1..) => op("i32.load8_u"),
            (10 | 11, 2..) => {
                op(["i32.add", "i32.sub", "i32.lt_s", "i32.xor"][r.below(4) as usize]);
                height -= 1;
            }
            _ => {
                op(&format!("local.get {local}"));
                height += 1;
            }
        }
    }
    (0..height).for_each(|_| op("call $g"));
    op("local.get 2");
    op("local.get 3");
    op("i32.sub");
    code
}

#[test]
fn random_segments_are_proven_and_run_the_same() {
    let mut r = Random(11);
    let mut text = String::from(
        "(module (import \"\" \"f\" (func $f (param i32) (result i32))) (import \"\" \"g\" (func $g (param i32)))
           (memory (export \"memory\") 1) (global (export \"global\") (mut i32) (i32.const 7))\n",
    );
    for i in 0..120 {
        let code = function(&mut r, 4 + i / 3);
        writeln!(text, "  (func (export \"f{i}\") (param i32 i32) (result i32) (local i32 i32 i32)\n{code})").unwrap();
    }
    text += ")";
    let input = wat::parse_str(&text).unwrap();
    // Nothing but the exact search.
    let plain = Island::plain();
    let island = Island { search: Search { rounds: 0, ..plain.search }, ..plain };
    let config = Config { islands: vec![island], globals: false, ..Config::default() }.with_exact(100);
    let outcome = optimize(&input, &config, &()).unwrap();
    assert_eq!(outcome.bytes, optimize(&input, &Config { threads: 1, ..config }, &()).unwrap().bytes);
    assert!(outcome.report.failures.is_empty(), "{:?}", outcome.report.failures);
    let functions = &outcome.report.functions;
    assert!(functions.changed > 80 && functions.proven == functions.changed, "{functions:?}");
    assert!(execute::compare("random segments", &input, &outcome.bytes) > 100);
}

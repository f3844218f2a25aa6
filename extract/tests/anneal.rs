//! Laws of the search under noisy prices, on the functions of a real module.

use loom_eq_egraph::lift;
use loom_eq_extract::{Anneal, CostModel, Search, Size, search};
use loom_eq_lang::{Body, Module};
use std::sync::Arc;

/// Functions with more bytes than this take too long for a test.
const BYTES: usize = 2_000;

fn bodies() -> Vec<Body> {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/modules/zlib.wasm")).expect("a module");
    let module = Module::parse(&bytes).expect("a valid module");
    let small = (0..module.defined()).filter(|i| module.body_bytes(*i).len() < BYTES);
    small.filter_map(|i| Body::parse(&module, i, &Default::default()).ok()).collect()
}

/// The bytes of what is found, or of the body itself.
fn found(body: &Body, seed: Option<u64>) -> Vec<u8> {
    let anneal = seed.map(|seed| Anneal { rounds: 6, noise: 80, seed });
    let cost: Arc<dyn CostModel> = Arc::new(Size);
    let best = search(body, &lift(body), &Search { anneal, ..Search::default() }, &cost).into_iter().next();
    best.as_ref().unwrap_or(body).emit().bytes
}

#[test]
fn going_on_loses_nothing_wins_something_and_depends_on_the_seed_alone() {
    let (mut better, mut other) = (0, 0);
    for body in bodies() {
        let plain = found(&body, None);
        let (one, two) = (found(&body, Some(1)), found(&body, Some(2)));
        assert!(one.len() <= plain.len() && two.len() <= plain.len());
        assert_eq!(one, found(&body, Some(1)));
        better += usize::from(one.len() < plain.len());
        other += usize::from(one != two);
    }
    assert!(better > 0 && other > 0, "{better} better, {other} different with another seed");
}

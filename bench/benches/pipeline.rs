//! Each step of the road on functions of a real module: a small one, one of middle size and the largest.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use loom_eq_lang::{Body, Module};
use std::hint::black_box;

const ZLIB: &[u8] = include_bytes!("../../tests/modules/zlib.wasm");

/// The module, and the positions of its functions at the 50th, 90th and 100th percentile of size.
fn functions() -> (Module, [usize; 3]) {
    let module = Module::parse(ZLIB).expect("the module in the repository is valid");
    let mut by_size: Vec<usize> = (0..module.defined()).collect();
    by_size.sort_by_key(|&i| module.body_bytes(i).len());
    let at = |percentile: usize| by_size[(by_size.len() - 1) * percentile / 100];
    let chosen = [at(50), at(90), at(100)];
    (module, chosen)
}

fn body(module: &Module, i: usize) -> Body {
    Body::parse(module, i, &Default::default()).expect("all functions of this module are lifted")
}

fn pipeline(c: &mut Criterion) {
    let (module, chosen) = functions();
    let search = loom_eq_extract::Search::default();
    macro_rules! step {
        ($name:literal, $prepare:expr, $run:expr) => {
            let mut group = c.benchmark_group($name);
            group.sample_size(20);
            for i in chosen {
                let size = module.body_bytes(i).len();
                group.throughput(Throughput::Bytes(size as u64));
                let prepared = $prepare(i);
                group.bench_with_input(BenchmarkId::from_parameter(size), &prepared, |b, p| b.iter(|| black_box($run(p))));
            }
            group.finish();
        };
    }
    step!("parse", |i| i, |i: &usize| body(&module, *i));
    step!("emit", |i| body(&module, i), |b: &Body| b.emit());
    step!("lift", |i| body(&module, i), |b: &Body| loom_eq_egraph::lift(b));
    step!(
        "search",
        |i| {
            let body = body(&module, i);
            let lifted = loom_eq_egraph::lift(&body);
            (body, lifted)
        },
        |(body, lifted): &(Body, loom_eq_egraph::Lifted)| loom_eq_extract::search(body, lifted, &search)
    );
}

criterion_group!(benches, pipeline);
criterion_main!(benches);

//! Each step of the road on functions of a real module: one of middle size, a large one and the largest.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use loom_eq_egraph::Lifted;
use loom_eq_lang::{Body, Module};
use loom_eq_verify::{Checker, Limits};
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
    let cost: std::sync::Arc<dyn loom_eq_extract::CostModel> = std::sync::Arc::new(loom_eq_extract::Size);
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
    step!("saturate", |i| loom_eq_egraph::lift(&body(&module, i)).graph, |graph: &loom_eq_egraph::Graph| saturated(graph.clone()));
    step!("search", |i| lifted(&body(&module, i)), |(body, lifted): &(Body, Lifted)| loom_eq_extract::search(body, lifted, &search, &cost));
    step!(
        "verify",
        |i| {
            let (body, lifted) = lifted(&body(&module, i));
            let best = loom_eq_extract::search(&body, &lifted, &search, &cost).into_iter().next().unwrap_or(body);
            (i, best.emit().bytes)
        },
        |(i, bytes): &(usize, Vec<u8>)| {
            let f = module.func_ix(*i);
            Checker::new(Limits::default()).function(&module, f, module.body_bytes(*i), &module, f, bytes).is_proven()
        }
    );
}

fn saturated(mut graph: loom_eq_egraph::Graph) -> loom_eq_egraph::Graph {
    loom_eq_rewrites::saturate(&mut graph, loom_eq_rewrites::builtin(), &Default::default());
    graph
}

/// A body with its saturated graph.
fn lifted(body: &Body) -> (Body, Lifted) {
    let mut lifted = loom_eq_egraph::lift(body);
    lifted.graph = saturated(lifted.graph);
    (body.clone(), lifted)
}

criterion_group!(benches, pipeline);
criterion_main!(benches);

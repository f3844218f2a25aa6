//! How cost grows with the size of a function: saturation's throughput in e-nodes per second, and a log-log table of the time of each step up to 20,000 operators.
//!
//! The table's last column is the time per n·log2 n in relation to the first row: where it does not rise, cost grows no faster than n·log n. The slope is
//! that of log(time) over log(n) since the row before; n·log n has 1.1 to 1.2 there.

mod generated;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use loom_eq_egraph::{Graph, lift};
use loom_eq_lang::{Body, Module};
use loom_eq_rewrites::{Stats, builtin, saturate};
use std::hint::black_box;
use std::time::{Duration, Instant};

const OPERATORS: [usize; 6] = [200, 600, 2_000, 6_000, 12_000, 20_000];

fn body(operators: usize) -> Body {
    let module = Module::parse(&generated::module(operators)).expect("generated modules are valid");
    Body::parse(&module, 0, &Default::default()).expect("generated functions are lifted")
}

fn saturated(mut graph: Graph) -> (Graph, Stats) {
    let stats = saturate(&mut graph, builtin(), &Default::default());
    (graph, stats)
}

fn throughput(c: &mut Criterion) {
    let mut group = c.benchmark_group("e-nodes");
    group.sample_size(10);
    for operators in OPERATORS {
        let graph = lift(&body(operators)).graph;
        let nodes = saturated(graph.clone()).1.nodes.1;
        group.throughput(Throughput::Elements(nodes as u64));
        group.bench_with_input(BenchmarkId::from_parameter(operators), &graph, |b, g| {
            b.iter_batched(|| g.clone(), |g| black_box(saturated(g)), criterion::BatchSize::LargeInput);
        });
    }
    group.finish();
}

/// The shortest of three runs: what else the machine did only adds.
fn shortest<T>(run: impl Fn() -> T) -> (T, f64) {
    let timed = || {
        let start = Instant::now();
        (run(), start.elapsed())
    };
    let (mut result, mut best) = (None, Duration::MAX);
    for _ in 0..3 {
        let (r, time) = timed();
        best = best.min(time);
        result = Some(r);
    }
    (result.expect("three runs"), best.as_secs_f64())
}

/// Prints the table. No benchmark of criterion's: what matters is the relation of rows to each other.
fn table(_: &mut Criterion) {
    let columns = "operators  e-nodes   lift ms  saturate ms  search ms   all ms   slope  per n log n";
    println!("\nTime against size, generated functions\n{columns}");
    let mut first = None;
    let mut before: Option<(f64, f64)> = None;
    for operators in OPERATORS {
        let body = body(operators);
        let n = body.events().count() as f64;
        let (lifted, lifting) = shortest(|| lift(&body));
        let ((graph, stats), saturating) = shortest(|| saturated(lifted.graph.clone()));
        let lifted = loom_eq_egraph::Lifted { graph, ..lifted };
        let (_, searching) = shortest(|| loom_eq_extract::search(&body, &lifted, &Default::default()));
        let all = lifting + saturating + searching;
        let slope = before.map_or("-".into(), |(m, time)| format!("{:.2}", (all / time).ln() / (n / m).ln()));
        let share = all / (n * n.log2());
        println!(
            "{n:>9}  {:>7}  {:>8.2}  {:>11.2}  {:>9.2}  {:>7.2}  {slope:>6}  {:>11.2}",
            stats.nodes.1,
            lifting * 1e3,
            saturating * 1e3,
            searching * 1e3,
            all * 1e3,
            share / *first.get_or_insert(share),
        );
        before = Some((n, all));
    }
}

criterion_group!(benches, throughput, table);
criterion_main!(benches);

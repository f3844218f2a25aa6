//! How cost grows with the size of a function: saturation's throughput in e-nodes per second, and a log-log table of the time of each step up to 40,000 operators.
//!
//! The table's last column is the time per n·log2 n in relation to the first row: where it does not rise, cost grows no faster than n·log n. The slope is
//! that of log(time) over log(n) since the row before; n·log n has 1.1 to 1.2 there. Larger functions have more rounds of search in which something
//! is found, up to their limit (see the column): that much of the growth ends.

mod generated;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use loom_eq_egraph::{Graph, lift};
use loom_eq_lang::{Body, Module};
use loom_eq_rewrites::{Stats, builtin, saturate};
use std::hint::black_box;
use std::time::{Duration, Instant};

const OPERATORS: [usize; 7] = [200, 600, 2_000, 6_000, 12_000, 20_000, 40_000];

/// Functions of each size in the table: what one of them has by chance should not look like growth.
const FUNCTIONS: u64 = 6;

fn body(operators: usize, seed: u64) -> Body {
    let module = Module::parse(&generated::module(operators, seed)).expect("generated modules are valid");
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
        let graph = lift(&body(operators, 0)).graph;
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
    let columns = "operators  e-nodes   lift ms  saturate ms  search ms  rounds   all ms   slope  per n log n";
    println!("\nTime against size, means of {FUNCTIONS} generated functions\n{columns}");
    let search = loom_eq_extract::Search::default();
    let cost: std::sync::Arc<dyn loom_eq_extract::CostModel> = std::sync::Arc::new(loom_eq_extract::Size);
    let mut first = None;
    let mut before: Option<(f64, f64)> = None;
    for operators in OPERATORS {
        let [mut n, mut nodes, mut lifting, mut saturating, mut searching, mut rounds] = [0.0; 6];
        for seed in 0..FUNCTIONS {
            let body = body(operators, seed);
            let (lifted, time) = shortest(|| lift(&body));
            lifting += time;
            let ((graph, stats), time) = shortest(|| saturated(lifted.graph.clone()));
            saturating += time;
            let lifted = loom_eq_egraph::Lifted { graph, ..lifted };
            let (found, time) = shortest(|| loom_eq_extract::search(&body, &lifted, &search, &cost));
            searching += time;
            // The last one found nothing, if it was not the last that was allowed.
            rounds += (found.len() + 1).min(search.rounds as usize) as f64;
            n += body.events().count() as f64;
            nodes += stats.nodes.1 as f64;
        }
        let [n, nodes, lifting, saturating, searching, rounds] = [n, nodes, lifting, saturating, searching, rounds].map(|sum| sum / FUNCTIONS as f64);
        let all = lifting + saturating + searching;
        let slope = before.map_or("-".into(), |(m, time)| format!("{:.2}", (all / time).ln() / (n / m).ln()));
        let share = all / (n * n.log2());
        println!(
            "{n:>9.0}  {nodes:>7.0}  {:>8.2}  {:>11.2}  {:>9.2}  {rounds:>6.2}  {:>7.2}  {slope:>6}  {:>11.2}",
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

//! Lifts and saturates every function of some modules, and prints what that costs and which rules matched.
//!
//! ```text
//! cargo run --release -p loom-eq-rewrites --example throughput -- FILE…
//! ```

use loom_eq_egraph::lift;
use loom_eq_lang::{Body, Module, branch_hints};
use loom_eq_rewrites::{Limits, Stats, Stop, builtin, saturate};
use std::time::{Duration, Instant};

fn main() {
    let rules = builtin();
    let (mut total, mut functions, mut code, mut unfinished) = (Stats::default(), 0usize, 0usize, 0usize);
    let (mut lifting, mut saturating) = (Duration::ZERO, Duration::ZERO);
    let mut slowest = (Duration::ZERO, String::new());
    for file in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&file) else {
            eprintln!("{file}: not readable");
            continue;
        };
        let module = match Module::parse(&bytes) {
            Ok(module) => module,
            Err(e) => {
                eprintln!("{file}: {e}");
                continue;
            }
        };
        for (i, hints) in branch_hints(&module).iter().enumerate() {
            let Ok(body) = Body::parse(&module, i, hints) else { continue };
            functions += 1;
            code += module.body_bytes(i).len();
            let start = Instant::now();
            let mut lifted = lift(&body);
            lifting += start.elapsed();
            let start = Instant::now();
            let stats = saturate(&mut lifted.graph, rules, &Limits::default());
            let time = start.elapsed();
            saturating += time;
            unfinished += usize::from(stats.stop != Some(Stop::Saturated));
            if time > slowest.0 {
                slowest = (time, format!("{file} function {i}: {:?} nodes, {} rounds, {:?}", stats.nodes, stats.rounds, stats.stop));
            }
            total.add(&stats);
        }
    }
    let mut counts: Vec<_> = total.rules.iter().collect();
    counts.sort_by_key(|(ix, c)| (std::cmp::Reverse(c.applied), **ix));
    for (ix, count) in counts {
        println!("{:9} {:9}  {}", count.matches, count.applied, rules.rule(*ix).name);
    }
    let (before, after) = total.nodes;
    println!("{functions} functions, {code} bytes of code, {before} nodes before, {after} after, {} rounds, {} visits", total.rounds, total.visited);
    println!("{unfinished} functions stopped at a limit; slowest {:?} {}", slowest.0, slowest.1);
    println!(
        "lifted in {lifting:?}; saturated in {saturating:?}: {:.0} nodes and {:.0} code bytes per second",
        after as f64 / saturating.as_secs_f64(),
        code as f64 / saturating.as_secs_f64()
    );
}

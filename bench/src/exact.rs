//! `exact DIR`: how far the code that the search finds is from the optimum, segment by segment.
//!
//! Each function is what the default islands propose, the smallest, or the original; nothing is proven. What *optimum* means is said in `loom_eq_extract::exact`. The
//! distance is given in percent of the bytes found, over the segments whose optimum is known. *Taken* is what the bodies lose when the cheapest code takes its place: locals
//! are merged and declared anew then, and two solutions may be in each other's way.

use crate::files;
use crate::table::{Table, percent};
use loom_eq_extract::{CostModel, Distance, Exact, Search, Size, exact, search};
use loom_eq_islands::{Config, Pipeline, Propose, Task};
use loom_eq_lang::{Body, FuncIx, Global, Module, branch_hints};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// What to measure and to write.
pub struct Wanted {
    pub exact: Exact,
    /// Measure the functions as they come, without the normal search.
    pub as_is: bool,
    pub only: Vec<String>,
    pub markdown: Option<PathBuf>,
}

#[derive(Clone, Copy, Default)]
struct Row {
    distance: Distance,
    /// What bodies lose as a whole, when all solutions take their places.
    taken: usize,
    search: f64,
    exact: f64,
}

pub fn run(dir: &Path, wanted: &Wanted) -> Result<bool, String> {
    let mut table = Table::new(&[
        "module",
        "segments",
        "operators",
        "too long",
        "not decided",
        "decided",
        "decided %",
        "of bytes %",
        "not optimal",
        "bytes found",
        "optimum",
        "distance",
        "taken",
        "states",
        "search s",
        "exact s",
    ]);
    let mut total = Row::default();
    for (name, bytes) in files::modules(dir)? {
        if !wanted.only.is_empty() && !wanted.only.iter().any(|part| name.contains(part.as_str())) {
            continue;
        }
        let row = module(&bytes, wanted).map_err(|e| format!("{name}: {e}"))?;
        total.distance.add(&row.distance);
        total.taken += row.taken;
        total.search += row.search;
        total.exact += row.exact;
        table.row(cells(&name, &row));
        eprintln!("{name}: {:.1} s in the search, {:.1} s in the exact one", row.search, row.exact);
    }
    table.row(cells("total", &total));
    print!("{}", table.plain());
    if let Some(file) = &wanted.markdown {
        files::write(file, table.markdown().as_bytes())?;
    }
    Ok(true)
}

fn module(bytes: &[u8], wanted: &Wanted) -> Result<Row, String> {
    let module = Module::parse(bytes).map_err(|e| e.to_string())?;
    let hints = branch_hints(&module);
    let constants: Vec<_> = module.globals.iter().map(Global::constant).collect();
    let cost: Arc<dyn CostModel> = Arc::new(Size);
    let mut row = Row::default();
    for (i, hints) in hints.iter().enumerate().take(module.defined()) {
        let Ok(body) = Body::parse(&module, i, hints) else { continue };
        let start = Instant::now();
        let best = if wanted.as_is { body } else { best(&module, module.func_ix(i), body, &cost) };
        row.search += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let mut lifted = loom_eq_egraph::lift_in(&best, &constants);
        loom_eq_egraph::name_constants(&mut lifted);
        row.distance.add(&exact(&best, &lifted, &wanted.exact, &cost).1);
        let config = Search { rounds: 0, exact: Some(wanted.exact), ..Search::default() };
        if let Some(smaller) = search(&best, &lifted, &config, &cost).first() {
            row.taken += best.emit().bytes.len() - smaller.emit().bytes.len();
        }
        row.exact += start.elapsed().as_secs_f64();
    }
    Ok(row)
}

/// The smallest that any island proposes.
fn best(module: &Module, function: FuncIx, body: Body, cost: &Arc<dyn CostModel>) -> Body {
    let config = Config::default().with_exact(0);
    let mut best = body.clone();
    for island in &config.islands {
        // As in a run: an island that panics has nothing to say.
        let proposals = catch_unwind(AssertUnwindSafe(|| {
            let callees = Default::default();
            Pipeline::default().propose(&Task { module, function, body: &body, island, callees: &callees, cost, seed: 0, assumed: None })
        }))
        .unwrap_or_default();
        if let Some(smallest) = proposals.bodies.into_iter().min_by_key(|b| b.emit().bytes.len())
            && smallest.emit().bytes.len() < best.emit().bytes.len()
        {
            best = smallest;
        }
    }
    best
}

fn cells(name: &str, row: &Row) -> Vec<String> {
    let d = &row.distance;
    let share = |part: u64, whole: u64| format!("{:.2}", percent(part as f64, whole as f64));
    vec![
        name.to_string(),
        d.segments.to_string(),
        d.operators.to_string(),
        d.too_long.to_string(),
        d.undecided.to_string(),
        d.decided.to_string(),
        share(d.decided as u64, d.segments as u64),
        share(d.cost, d.cost + d.too_long_cost + d.undecided_cost),
        d.improvable.to_string(),
        d.cost.to_string(),
        d.optimum.to_string(),
        format!("{:.3} %", percent((d.cost - d.optimum) as f64, d.cost as f64)),
        row.taken.to_string(),
        d.states.to_string(),
        format!("{:.1}", row.search),
        format!("{:.1}", row.exact),
    ]
}

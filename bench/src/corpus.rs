//! `corpus DIR`: optimize every module and check what no run may break.
//!
//! *Code bytes* are the contents of the code section, in canonical encoding before and as written after, and there with the bytes of new globals; what is removed is given in percent of the
//! canonical ones, so that shorter LEBs are not counted as a gain. The proven share is that of the functions for which something smaller was
//! found. Checks: every output is valid, none is larger than its input, no function is larger than its canonical form.

use crate::files;
use crate::table::{Table, percent};
use loom_eq_islands::{Cause, Config, Outcome, Report, Sizes, optimize};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use wasmparser::{Validator, WasmFeatures};

/// What to write and to print.
pub struct Wanted {
    pub json: Option<PathBuf>,
    pub markdown: Option<PathBuf>,
    pub out: Option<PathBuf>,
    /// Print functions that took longer than this many seconds.
    pub slow: Option<f64>,
    /// Print every candidate that was not accepted, not only those that show a defect.
    pub failures: bool,
}

/// One module's figures, or the sum of all.
#[derive(Clone, Debug, Default, Serialize)]
struct Row {
    name: String,
    bytes: Sizes,
    code: Sizes,
    functions: usize,
    lifted: usize,
    proposed: usize,
    changed: usize,
    proven: usize,
    grown: usize,
    reverted: BTreeMap<Cause, usize>,
    islands: BTreeMap<String, usize>,
    seconds: f64,
    unchanged: Option<String>,
    /// Checks that do not hold.
    broken: Vec<String>,
}

#[derive(Serialize)]
struct Json<'a> {
    schema: &'static str,
    config: Config,
    threads: usize,
    modules: &'a [Row],
    total: &'a Row,
}

pub fn run(dir: &Path, config: Config, wanted: &Wanted) -> Result<bool, String> {
    // Before hours of work, not behind them.
    if let Some(out) = &wanted.out {
        std::fs::create_dir_all(out).map_err(|e| format!("{}: {e}", out.display()))?;
    }
    let mut rows = Vec::new();
    let mut total = Row { name: "total".into(), ..Row::default() };
    for (name, bytes) in files::modules(dir)? {
        let start = Instant::now();
        let outcome = optimize(&bytes, &config, &()).map_err(|e| format!("{name}: {e}"))?;
        let row = Row::new(name, &bytes, &outcome, start.elapsed().as_secs_f64());
        eprintln!("{}", row.progress());
        details(&row.name, &outcome.report, wanted);
        if let Some(out) = &wanted.out {
            files::write(&out.join(format!("{}.wasm", row.name)), &outcome.bytes)?;
        }
        total.add(&row);
        rows.push(row);
    }
    let (full, short) = tables(&rows, &total);
    print!("{}", full.plain());
    if let Some(file) = &wanted.markdown {
        files::write(file, short.markdown().as_bytes())?;
    }
    if let Some(file) = &wanted.json {
        let json = Json { schema: "loom-eq/corpus/1", threads: config.threads, config, modules: &rows, total: &total };
        let text = serde_json::to_string_pretty(&json).map_err(|e| e.to_string())?;
        files::write(file, text.as_bytes())?;
    }
    Ok(total.broken.is_empty())
}

fn details(name: &str, report: &Report, wanted: &Wanted) {
    for failure in &report.failures {
        // No check fails for a defect, because the original was kept; but it is one.
        if wanted.failures || matches!(failure.cause, Cause::Refuted | Cause::Invalid | Cause::Panicked) {
            eprintln!("  {name}: {failure}");
        }
    }
    let limit = wanted.slow.unwrap_or(f64::INFINITY);
    for r in &report.records {
        let (islands, proofs) = (r.spent.islands.as_secs_f64(), r.spent.proofs.as_secs_f64());
        if islands + proofs > limit {
            eprintln!(
                "  {name}: function {} of {} bytes: {islands:.2} s in islands, {proofs:.2} s in proofs, {:?}",
                r.index, r.bytes.canonical, r.status
            );
        }
    }
}

impl Row {
    fn new(name: String, input: &[u8], outcome: &Outcome, seconds: f64) -> Row {
        let report = &outcome.report;
        let f = &report.functions;
        let mut row = Row {
            name,
            bytes: report.bytes,
            code: report.code,
            functions: f.total,
            lifted: f.lifted,
            proposed: f.proposed,
            changed: f.changed,
            proven: f.proven,
            grown: report.records.iter().filter(|r| r.bytes.after > r.bytes.canonical && r.executed.is_empty()).count(),
            reverted: f.reverted.clone(),
            islands: report.islands.iter().map(|(name, i)| (name.clone(), i.bytes)).collect(),
            seconds,
            unchanged: report.unchanged.clone(),
            broken: Vec::new(),
        };
        if let Err(e) = Validator::new_with_features(WasmFeatures::all()).validate_all(&outcome.bytes) {
            row.broken.push(format!("invalid: {e}"));
        }
        if outcome.bytes.len() > input.len() {
            row.broken.push("larger than the input".into());
        }
        if row.grown > 0 {
            row.broken.push(format!("{} functions grew", row.grown));
        }
        if f.changed != f.proven {
            row.broken.push("a changed function is not proven".into());
        }
        row
    }

    fn add(&mut self, row: &Row) {
        let sizes = |a: &mut Sizes, b: &Sizes| {
            a.before += b.before;
            a.canonical += b.canonical;
            a.after += b.after;
        };
        sizes(&mut self.bytes, &row.bytes);
        sizes(&mut self.code, &row.code);
        self.functions += row.functions;
        self.lifted += row.lifted;
        self.proposed += row.proposed;
        self.changed += row.changed;
        self.proven += row.proven;
        self.grown += row.grown;
        self.seconds += row.seconds;
        row.reverted.iter().for_each(|(cause, n)| *self.reverted.entry(*cause).or_default() += n);
        row.islands.iter().for_each(|(name, n)| *self.islands.entry(name.clone()).or_default() += n);
        self.broken.extend(row.broken.iter().map(|b| format!("{}: {b}", row.name)));
    }

    fn removed(&self) -> f64 {
        percent(self.code.canonical as f64 - self.code.after as f64, self.code.canonical as f64)
    }

    fn removed_of_file(&self) -> f64 {
        percent(self.bytes.canonical as f64 - self.bytes.after as f64, self.bytes.canonical as f64)
    }

    fn proven_share(&self) -> f64 {
        if self.proposed == 0 { 100.0 } else { percent(self.proven as f64, self.proposed as f64) }
    }

    fn speed(&self) -> f64 {
        self.code.canonical as f64 / 1e6 / (self.seconds / 60.0).max(1e-9)
    }

    fn reverted_words(&self) -> String {
        let words: Vec<_> = self.reverted.iter().map(|(cause, n)| format!("{n} {cause}")).collect();
        if words.is_empty() { "-".into() } else { words.join(", ") }
    }

    fn progress(&self) -> String {
        let mut line = format!("{}: {} to {} code bytes, {:.1} s", self.name, self.code.canonical, self.code.after, self.seconds);
        self.unchanged.iter().for_each(|why| line += &format!("; unchanged: {why}"));
        self.broken.iter().for_each(|b| line += &format!("; BROKEN: {b}"));
        line
    }
}

/// The full table, and the one for the README.
fn tables(rows: &[Row], total: &Row) -> (Table, Table) {
    let mut full = Table::new(&[
        "module",
        "code",
        "after",
        "removed %",
        "of file %",
        "functions",
        "lifted",
        "changed",
        "proven %",
        "grown",
        "reverted",
        "s",
        "MB/min",
    ]);
    let mut short = Table::new(&["module", "code bytes", "after", "removed", "functions", "changed", "proven", "reverted"]);
    for row in rows.iter().chain([total]) {
        full.row(vec![
            row.name.clone(),
            row.code.canonical.to_string(),
            row.code.after.to_string(),
            format!("{:.2}", row.removed()),
            format!("{:.2}", row.removed_of_file()),
            row.functions.to_string(),
            row.lifted.to_string(),
            row.changed.to_string(),
            format!("{:.2}", row.proven_share()),
            row.grown.to_string(),
            row.reverted_words(),
            format!("{:.2}", row.seconds),
            format!("{:.1}", row.speed()),
        ]);
        short.row(vec![
            row.name.clone(),
            row.code.canonical.to_string(),
            row.code.after.to_string(),
            format!("{:.2} %", row.removed()),
            row.functions.to_string(),
            row.changed.to_string(),
            format!("{:.2} %", row.proven_share()),
            row.reverted_words(),
        ]);
    }
    (full, short)
}

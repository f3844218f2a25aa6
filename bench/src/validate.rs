//! `validate A B`: is each module of folder A equal, function by function, to the module of the same name in folder B?
//!
//! This is how strong the validator is on the output of another tool, which gives it no hint. Pairs of functions have the same index: what
//! is outside of functions is not looked at here (`loom-eq verify` does that). Shares are of the functions whose canonical bytes differ, by number
//! and by the bytes of A. Times are those of one thread.

use crate::files;
use crate::table::{Table, percent};
use loom_eq_lang::Module;
use loom_eq_verify::{Checker, Limits, Proof, Verdict};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What to compare and to print.
pub struct Wanted {
    pub json: Option<PathBuf>,
    pub markdown: Option<PathBuf>,
    /// Only modules whose names contain one of these.
    pub only: Vec<String>,
    /// Only the function of this index.
    pub function: Option<u32>,
    /// Print functions that took longer than this many seconds.
    pub slow: Option<f64>,
}

/// Functions and the bytes of their bodies in A.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Count {
    functions: usize,
    bytes: usize,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.functions += other.functions;
        self.bytes += other.bytes;
    }
}

/// A function that is not proven.
#[derive(Clone, Debug, Serialize)]
struct Open {
    index: u32,
    name: Option<String>,
    bytes: (usize, usize),
    verdict: &'static str,
    detail: String,
    seconds: f64,
}

/// One module's figures, or the sum of all.
#[derive(Clone, Debug, Default, Serialize)]
struct Row {
    name: String,
    code: usize,
    changed: Count,
    proven: Count,
    by_normal_form: Count,
    refuted: Count,
    unknown: Count,
    unsupported: Count,
    /// What is not proven, by cause.
    causes: BTreeMap<String, Count>,
    seconds: f64,
    open: Vec<Open>,
}

#[derive(Serialize)]
struct Json<'a> {
    schema: &'static str,
    limits: String,
    modules: &'a [Row],
    total: &'a Row,
}

pub fn run(a: &Path, b: &Path, wanted: &Wanted) -> Result<bool, String> {
    let limits = Limits::default();
    let others: HashMap<String, Vec<u8>> = files::modules(b)?.into_iter().collect();
    let mut rows = Vec::new();
    let mut total = Row { name: "total".into(), ..Row::default() };
    for (name, bytes) in files::modules(a)? {
        let chosen = wanted.only.is_empty() || wanted.only.iter().any(|part| name.contains(part.as_str()));
        let Some(other) = others.get(&name).filter(|_| chosen) else { continue };
        let row = Row::new(name, &bytes, other, &limits, wanted)?;
        eprintln!("{}", row.progress());
        total.add(&row);
        rows.push(row);
    }
    let table = table(&rows, &total);
    print!("{}", table.plain());
    let causes = causes(&total);
    print!("\n{}", causes.plain());
    if let Some(file) = &wanted.markdown {
        let text = format!("{}\n{}", table.markdown(), causes.markdown());
        files::write(file, text.as_bytes())?;
    }
    if let Some(file) = &wanted.json {
        let json = Json { schema: "loom-eq/validate/1", limits: format!("{limits:?}"), modules: &rows, total: &total };
        let text = serde_json::to_string_pretty(&json).map_err(|e| e.to_string())?;
        files::write(file, text.as_bytes())?;
    }
    Ok(total.refuted.functions == 0)
}

impl Row {
    fn new(name: String, a: &[u8], b: &[u8], limits: &Limits, wanted: &Wanted) -> Result<Row, String> {
        let parse = |bytes| Module::parse(bytes).map_err(|e| format!("{name}: {e}"));
        let (a, b) = (parse(a)?, parse(b)?);
        if a.defined() != b.defined() {
            return Err(format!("{name}: {} functions against {}", a.defined(), b.defined()));
        }
        let mut checker = Checker::new(limits.clone());
        let mut row = Row { name: name.clone(), ..Row::default() };
        for i in 0..a.defined() {
            let (x, y) = (a.body_bytes(i), b.body_bytes(i));
            row.code += x.len();
            let function = a.func_ix(i);
            if x == y || wanted.function.is_some_and(|f| f != function.0) {
                continue;
            }
            let start = Instant::now();
            let verdict = checker.function(&a, function, x, &b, function, y);
            let seconds = start.elapsed().as_secs_f64();
            row.seconds += seconds;
            if seconds > wanted.slow.unwrap_or(f64::INFINITY) {
                eprintln!("  {name}: function {} of {} bytes: {seconds:.2} s, {verdict}", function.0, x.len());
            }
            let open =
                Open { index: function.0, name: a.func_name(function), bytes: (x.len(), y.len()), verdict: "", detail: String::new(), seconds };
            row.count(&verdict, open);
        }
        row.open.sort_by_key(|o| std::cmp::Reverse(o.bytes.0));
        for o in &row.open {
            eprintln!("  {name}: function {} of {} bytes, {:.1} s: {}: {}", o.index, o.bytes.0, o.seconds, o.verdict, o.detail);
        }
        Ok(row)
    }

    fn count(&mut self, verdict: &Verdict, open: Open) {
        let this = Count { functions: 1, bytes: open.bytes.0 };
        let (verdict, detail) = match verdict {
            Verdict::Proven(Proof::Identical) => return,
            Verdict::Proven(p) => {
                self.changed.add(this);
                self.proven.add(this);
                if *p == Proof::NormalForm {
                    self.by_normal_form.add(this);
                }
                return;
            }
            Verdict::Refuted(c) => {
                self.refuted.add(this);
                ("refuted", c.to_string())
            }
            Verdict::Unknown(why) => {
                self.unknown.add(this);
                ("unknown", why.clone())
            }
            // Only a comparison of whole modules says so.
            Verdict::Uncalled(_) => return,
            Verdict::Unsupported(why) => {
                self.unsupported.add(this);
                ("unsupported", why.clone())
            }
        };
        self.changed.add(this);
        // A reason begins with what is wrong; where, and with which terms, comes behind.
        let cause = detail.split(" (at").next().unwrap_or_default();
        let why = if detail.contains("): not equal as terms") { ": not equal as terms" } else { "" };
        let cause = if verdict == "refuted" { "refuted".into() } else { format!("{verdict}: {cause}{why}") };
        self.causes.entry(cause).or_default().add(this);
        self.open.push(Open { verdict, detail, ..open });
    }

    fn add(&mut self, row: &Row) {
        self.code += row.code;
        self.changed.add(row.changed);
        self.proven.add(row.proven);
        self.by_normal_form.add(row.by_normal_form);
        self.refuted.add(row.refuted);
        self.unknown.add(row.unknown);
        self.unsupported.add(row.unsupported);
        row.causes.iter().for_each(|(cause, n)| self.causes.entry(cause.clone()).or_default().add(*n));
        self.seconds += row.seconds;
    }

    fn progress(&self) -> String {
        let (p, c) = (self.proven, self.changed);
        format!("{}: proven {} of {}, bytes {} of {}, {:.1} s", self.name, p.functions, c.functions, p.bytes, c.bytes, self.seconds)
    }
}

fn table(rows: &[Row], total: &Row) -> Table {
    let mut table = Table::new(&[
        "module",
        "changed",
        "proven",
        "refuted",
        "unknown",
        "unsupported",
        "proven %",
        "changed bytes",
        "proven bytes %",
        "s",
        "min/MB",
    ]);
    for row in rows.iter().chain([total]) {
        let share = |part: usize, whole: usize| if whole == 0 { "-".into() } else { format!("{:.1}", percent(part as f64, whole as f64)) };
        table.row(vec![
            row.name.clone(),
            row.changed.functions.to_string(),
            row.proven.functions.to_string(),
            row.refuted.functions.to_string(),
            row.unknown.functions.to_string(),
            row.unsupported.functions.to_string(),
            share(row.proven.functions, row.changed.functions),
            row.changed.bytes.to_string(),
            share(row.proven.bytes, row.changed.bytes),
            format!("{:.1}", row.seconds),
            format!("{:.1}", row.seconds / 60.0 / (row.code as f64 / 1e6)),
        ]);
    }
    table
}

fn causes(total: &Row) -> Table {
    let mut table = Table::new(&["cause", "functions", "bytes"]);
    let mut causes: Vec<_> = total.causes.iter().collect();
    causes.sort_by_key(|(_, n)| std::cmp::Reverse(n.bytes));
    for (cause, n) in causes {
        table.row(vec![cause.clone(), n.functions.to_string(), n.bytes.to_string()]);
    }
    table
}

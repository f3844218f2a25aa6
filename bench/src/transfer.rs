//! `transfer DIR`: what modules take behind real compressors, as they came in, made small, and made small to transfer.
//!
//! brotli at quality 11 with a window of 4 MB, gzip at level 9, both of whole files. The model's own estimate is of the code of lifted functions alone;
//! beside it stands what brotli says of the same change, so that the two can be compared.

use crate::files;
use crate::table::{Table, percent};
use loom_eq_islands::{Config, Cost, Outcome, compressed, optimize};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A module three times: as it came in, under `size`, under `transfer`.
#[derive(Clone, Copy, Default)]
struct Row {
    brotli: [usize; 3],
    gzip: [usize; 3],
    /// The estimate, of what came in and of the last.
    estimate: [f64; 2],
}

/// Writes the table. Whether no module is larger behind brotli than it came in.
pub fn run(dir: &Path, threads: usize, markdown: Option<&Path>, out: Option<&PathBuf>) -> Result<bool, String> {
    let mut table =
        Table::new(&["module", "brotli", "size", "transfer", "less %", "gzip", "size", "transfer", "less %", "estimate", "after", "less %"]);
    let mut total = Row::default();
    let (mut modules, mut best, mut worse) = (0, 0, 0);
    for (name, bytes) in files::modules(dir)? {
        let run = |cost: Cost| optimize(&bytes, &Config { threads, ..Config::default() }.under(cost), &()).map_err(|e| format!("{name}: {e}"));
        let (size, transfer) = (run(Cost::Size)?, run(Cost::Transfer)?);
        if let Some(out) = out {
            write(out, "size", &name, &size)?;
            write(out, "transfer", &name, &transfer)?;
        }
        let row = Row {
            brotli: [&bytes, &size.bytes, &transfer.bytes].map(|b| compressed(b)),
            gzip: [&bytes, &size.bytes, &transfer.bytes].map(|b| gzip(b)),
            estimate: [transfer.report.cost.before, transfer.report.cost.after],
        };
        modules += 1;
        best += usize::from(row.brotli[2] < row.brotli[0].min(row.brotli[1]));
        worse += usize::from(row.brotli[2] > row.brotli[0]);
        eprintln!("{name}: {:?}", row.brotli);
        table.row(row.cells(&name));
        total.add(&row);
    }
    table.row(total.cells("total"));
    print!("{}", table.plain());
    println!("smaller behind brotli than both others: {best} of {modules}; larger than the input: {worse}");
    if let Some(file) = markdown {
        files::write(file, table.markdown().as_bytes())?;
    }
    Ok(worse == 0)
}

fn write(out: &Path, folder: &str, name: &str, outcome: &Outcome) -> Result<(), String> {
    let dir = out.join(folder);
    std::fs::create_dir_all(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let file = dir.join(format!("{name}.wasm"));
    files::write(&file, &outcome.bytes)
}

fn gzip(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory can be written").len()
}

impl Row {
    fn add(&mut self, other: &Row) {
        for i in 0..3 {
            self.brotli[i] += other.brotli[i];
            self.gzip[i] += other.gzip[i];
        }
        for i in 0..2 {
            self.estimate[i] += other.estimate[i];
        }
    }

    fn cells(&self, name: &str) -> Vec<String> {
        let less = |before: f64, after: f64| format!("{:.2}", percent(before - after, before));
        let mut cells = vec![name.to_string()];
        for sizes in [self.brotli, self.gzip] {
            cells.extend(sizes.map(|s| s.to_string()));
            cells.push(less(sizes[0] as f64, sizes[2] as f64));
        }
        cells.extend(self.estimate.map(|e| format!("{e:.0}")));
        cells.push(less(self.estimate[0], self.estimate[1]));
        cells
    }
}

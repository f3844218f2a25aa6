//! `roundtrip DIR`: the identity gate over a folder, without guards, and its speed.

use crate::files;
use crate::table::{Table, percent};
use loom_eq_islands::{Guards, Roundtrip, roundtrip};
use std::path::Path;
use std::time::Instant;

/// At most this share of the functions may grow without guards, in percent.
const MAY_GROW: f64 = 0.5;

pub fn run(dir: &Path, threads: usize) -> Result<bool, String> {
    let mut table = Table::new(&["module", "functions", "lifted", "opaque", "grown", "unstable", "canonical", "after", "s", "MB/min"]);
    let mut total = Roundtrip::default();
    let mut seconds = 0.0;
    for (name, bytes) in files::modules(dir)? {
        let start = Instant::now();
        let trip = roundtrip(&bytes, Guards::Off, threads).map_err(|e| format!("{name}: {e}"))?;
        let took = start.elapsed().as_secs_f64();
        trip.invalid.iter().for_each(|why| eprintln!("{name}: invalid: {why}"));
        seconds += took;
        table.row(row(&name, &trip, took));
        total.absorb(trip);
    }
    table.row(row("total", &total, seconds));
    print!("{}", table.plain());
    for (reason, n) in &total.opaque {
        println!("opaque: {n} {reason}");
    }
    let grown = percent(total.grown.len() as f64, total.functions as f64);
    Ok(grown <= MAY_GROW && total.after <= total.canonical && total.unstable.is_empty() && total.invalid.is_empty())
}

fn row(name: &str, trip: &Roundtrip, seconds: f64) -> Vec<String> {
    let mut cells = vec![name.to_string()];
    let opaque = trip.opaque.values().sum();
    let counts = [trip.functions, trip.lifted, opaque, trip.grown.len(), trip.unstable.len(), trip.canonical, trip.after];
    cells.extend(counts.iter().map(usize::to_string));
    cells.push(format!("{seconds:.2}"));
    cells.push(format!("{:.1}", trip.canonical as f64 / 1e6 / (seconds / 60.0).max(1e-9)));
    cells
}

//! `rules FILE.eq…`: proves every rule of the files, with times.

use loom_eq_verify::rules::prove_all;
use std::time::Instant;

fn main() {
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file).expect("readable");
        let start = Instant::now();
        match prove_all(&text) {
            Ok(all) => {
                let good = all.iter().filter(|(_, v)| v.is_proven()).count();
                println!("{file}: {good} of {} proven, {:?}", all.len(), start.elapsed());
                all.iter().filter(|(_, v)| !v.is_proven()).for_each(|(name, v)| println!("  {name}: {v}"));
            }
            Err(why) => println!("{file}: {why}"),
        }
    }
}

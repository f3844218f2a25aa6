//! `compare A.wasm B.wasm…`: judges pairs of modules and counts verdicts, causes and time. Pairs are given one after the other.

use loom_eq_verify::{Limits, Options, Verdict, modules, term::Form};
use std::collections::BTreeMap;
use std::time::Instant;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let raw = args.first().is_some_and(|a| a == "--raw");
    let verbose = std::env::var_os("VERBOSE").is_some();
    if raw {
        args.remove(0);
    }
    let limits = Limits { form: if raw { Form::Raw } else { Form::Normal }, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    for pair in args.chunks(2) {
        let (a, b) = (std::fs::read(&pair[0]).expect("readable"), std::fs::read(&pair[1]).expect("readable"));
        let start = Instant::now();
        let mut causes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        let mut bytes = (0, 0);
        let mut last = Instant::now();
        let mut kinds = (0, 0);
        let report = modules(&a, &b, &options, &mut |f| {
            let took = last.elapsed();
            last = Instant::now();
            if verbose && took.as_millis() > 500 {
                println!("  slow: function {} {} bytes {:?} {}", f.function.0, f.bytes.0, took, f.verdict);
            }
            match &f.verdict {
                Verdict::Proven(loom_eq_verify::Proof::Identical) => {}
                Verdict::Proven(p) => {
                    bytes.0 += f.bytes.0;
                    if *p == loom_eq_verify::Proof::NormalForm { kinds.0 += 1 } else { kinds.1 += 1 }
                }
                other => {
                    bytes.1 += f.bytes.0;
                    if verbose {
                        println!("  function {} ({} bytes): {other}", f.function.0, f.bytes.0);
                    }
                    let text = other.to_string();
                    let cause = text.split(" (at").next().unwrap_or("").split(" for ").next().unwrap_or("").to_string();
                    let cause = if text.starts_with("refuted") { "refuted".into() } else { cause };
                    let slot = causes.entry(cause).or_default();
                    *slot = (slot.0 + 1, slot.1 + f.bytes.0);
                }
            }
        });
        match report {
            Ok(r) => println!(
                "{}: identical {} proven {} (normal form {}, solver {}) refuted {} unknown {} unsupported {} removed {} added {}; changed bytes proven {} not {}; {:?} {:?}",
                pair[0].rsplit('/').next().unwrap_or(""),
                r.identical,
                r.proven,
                kinds.0,
                kinds.1,
                r.refuted,
                r.unknown,
                r.unsupported,
                r.removed,
                r.added,
                bytes.0,
                bytes.1,
                start.elapsed(),
                r.structure
            ),
            Err(e) => println!("{}: {e}", pair[0]),
        }
        let mut causes: Vec<_> = causes.into_iter().collect();
        causes.sort_by_key(|(_, (n, _))| std::cmp::Reverse(*n));
        for (cause, (n, bytes)) in causes.iter().take(12) {
            println!("    {n:4} {bytes:7} {cause}");
        }
    }
}

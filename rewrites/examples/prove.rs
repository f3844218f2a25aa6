//! Proves the rules of files one by one, with times: what a slow proof test is slow at.
//!
//! ```text
//! cargo run --release -p loom-eq-rewrites --example prove -- FILE…
//! ```

use std::time::Instant;

fn main() {
    for file in std::env::args().skip(1) {
        let Ok(text) = std::fs::read_to_string(&file) else {
            eprintln!("{file}: not readable");
            continue;
        };
        let mut rules: Vec<String> = Vec::new();
        for line in text.lines() {
            if line.starts_with("rule ") || line.starts_with("explore ") {
                rules.push(String::new());
            }
            if let Some(rule) = rules.last_mut() {
                *rule += line;
                rule.push('\n');
            }
        }
        for rule in rules {
            let start = Instant::now();
            let verdict = loom_eq_verify::rules::prove(&rule);
            println!("{:8.2} s  {}: {verdict}", start.elapsed().as_secs_f64(), rule.split_whitespace().nth(1).unwrap_or_default());
        }
    }
}

//! `rules FILE.eq…`: proves every rule of the files; prints what is not proven or takes more than a second.

use loom_eq_verify::rules::prove;
use std::time::Instant;

fn main() {
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file).expect("readable");
        let mut rules: Vec<String> = Vec::new();
        for line in text.lines().filter(|l| !l.trim_start().starts_with(';')) {
            if line.starts_with("rule ") || line.starts_with("explore ") {
                rules.push(String::new());
            }
            if let Some(last) = rules.last_mut() {
                last.push_str(line);
                last.push('\n');
            }
        }
        let all = Instant::now();
        let mut good = 0;
        for rule in &rules {
            let start = Instant::now();
            let verdict = prove(rule);
            good += usize::from(verdict.is_proven());
            if !verdict.is_proven() || start.elapsed().as_millis() > 1000 {
                println!("  {} {verdict} {:?}", rule.split_whitespace().nth(1).unwrap_or(""), start.elapsed());
            }
        }
        println!("{file}: {good} of {} proven, {:?}", rules.len(), all.elapsed());
    }
}

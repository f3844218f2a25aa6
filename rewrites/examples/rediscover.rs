//! Which rules of one file do the rules of another derive? For each rule, on instances of its constants: is what it finds no larger?
//!
//! ```text
//! cargo run --release -p loom-eq-rewrites --example rediscover -- learned.eq rewrites/tests/learn/numbered.eq
//! ```

use loom_eq_rewrites::RuleSet;
use loom_eq_rewrites::learn::derives;
use loom_eq_rewrites::vectors::{Meaning, Random, assignment};

/// Instances per rule.
const INSTANCES: usize = 20;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let [learned, wanted] = files.as_slice() else {
        eprintln!("usage: rediscover LEARNED WANTED");
        return;
    };
    let read = |file: &String| {
        let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}"));
        RuleSet::parse(&[(file, &text)]).unwrap_or_else(|e| panic!("{e}"))
    };
    let (learned, wanted) = (read(learned), read(wanted));
    let none = RuleSet::default();
    let (mut all, mut some) = (0, 0);
    for rule in wanted.rules() {
        let mut random = Random(3);
        // An instance that needs no rule, because facts decide it or because it saves nothing, shows nothing.
        let mut instances: Vec<_> = (0..INSTANCES).filter_map(|_| assignment(rule, &mut random, Meaning::Profit)).collect();
        instances.retain(|values| !derives(&none, rule, values));
        let derived = instances.iter().filter(|values| derives(&learned, rule, values)).count();
        all += usize::from(derived == instances.len() && derived > 0);
        some += usize::from(derived > 0);
        println!("{:10} {derived:2} of {:2}  {}", rule.name, instances.len(), rule.comment);
    }
    println!("{all} rules derived in all instances, {some} in some, of {}", wanted.rules().len());
}

//! Broken on purpose: mutants of real functions. Whatever is judged proven is executed beside its original, and must not differ.
//!
//! `MUTANTS=2000 cargo test --release -p loom-eq-verify --test mutants -- --nocapture` makes more of them and prints the counts;
//! `MUTANTS_OF=FILE.wasm` takes the functions of another module, `MUTANTS_SEED=N` other choices.

mod mutate;
mod run;

use loom_eq_lang::{AssembleOptions, Body, Module, assemble};
use loom_eq_verify::{Checker, Limits, Verdict};
use mutate::Kind;
use std::collections::{BTreeMap, HashMap};

/// A generator of small numbers: xorshift64*.
struct Rng(u64);

impl Rng {
    fn new(seed: u64) -> Rng {
        Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() >> 16) as usize % n.max(1)
    }
}

#[derive(Default)]
struct Count {
    refuted: usize,
    unknown: usize,
    /// Of the two above, those that no run told from the original.
    looked_equal: usize,
    proven: usize,
}

/// Functions whose bodies are larger are left out: their mutants are mostly unknown, and slow.
const LARGEST: usize = 300;

#[test]
fn mutants_that_behave_differently_are_never_proven() {
    let number = |name: &str, default: u64| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default);
    let (wanted, seed) = (number("MUTANTS", 300) as usize, number("MUTANTS_SEED", 1));
    let real = match std::env::var("MUTANTS_OF") {
        Ok(path) => std::fs::read(path).expect("readable"),
        Err(_) => include_bytes!("../../../tests/modules/zlib.wasm").to_vec(),
    };
    let own = wat::parse_str(include_str!("functions.wat")).expect("valid text");
    let mut counts: BTreeMap<Kind, Count> = BTreeMap::new();
    let mut wrong = Vec::new();
    // A third of the mutants are of functions written for this test: what the real ones have little of.
    for (bytes, share) in [(own, wanted.div_ceil(3)), (real, wanted - wanted.div_ceil(3))] {
        mutants(&bytes, share, seed, &mut counts, &mut wrong);
    }
    let mut sum = Count::default();
    println!("{:18} refuted unknown (of both no run differed) proven", "");
    for (kind, c) in &counts {
        println!("{:18} {:7} {:7} {:24} {:6}", format!("{kind:?}"), c.refuted, c.unknown, c.looked_equal, c.proven);
        sum.refuted += c.refuted;
        sum.unknown += c.unknown;
        sum.looked_equal += c.looked_equal;
        sum.proven += c.proven;
    }
    println!("{:18} {:7} {:7} {:24} {:6}", "all", sum.refuted, sum.unknown, sum.looked_equal, sum.proven);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(sum.refuted + sum.unknown + sum.proven >= wanted * 9 / 10, "too few mutants were made");
}

fn mutants(bytes: &[u8], wanted: usize, seed: u64, counts: &mut BTreeMap<Kind, Count>, wrong: &mut Vec<String>) {
    let bytes = run::with_everything_exported(bytes);
    let module = Module::parse(&bytes).expect("a valid module");
    let engine = run::engine();
    let original = wasmi::Module::new(&engine, &bytes).expect("a valid module");
    let limits = Limits { rlimit: 50_000, queries: 12, ..Limits::default() };
    let mut checker = Checker::new(limits);
    let mut rng = Rng::new(seed);
    let bodies: Vec<(usize, Body)> = (0..module.defined())
        .filter(|i| (8..LARGEST).contains(&module.body_bytes(*i).len()))
        .filter_map(|i| Some((i, Body::parse_bytes(&module, module.func_ix(i), module.body_bytes(i), &HashMap::new()).ok()?)))
        .collect();
    let (mut made, mut tries) = (0, 0);
    while made < wanted && tries < 20 * wanted {
        tries += 1;
        let kind = Kind::ALL[tries % Kind::ALL.len()];
        let (i, body) = &bodies[rng.below(bodies.len())];
        let Some(mutant) = mutate::mutate(&module, body, kind, &mut rng) else { continue };
        let emitted = mutant.emit();
        let mut replaced = vec![None; module.defined()];
        replaced[*i] = Some(emitted.clone());
        let changed = assemble(&module, &replaced, &AssembleOptions::default()).bytes;
        let Ok(changed) = wasmi::Module::new(&engine, &changed) else { continue };
        let function = module.func_ix(*i);
        let verdict = checker.function(&module, function, module.body_bytes(*i), &module, function, &emitted.bytes);
        if matches!(verdict, Verdict::Proven(loom_eq_verify::Proof::Identical)) {
            continue;
        }
        made += 1;
        let count = counts.entry(kind).or_default();
        let rounds = if verdict.is_proven() { 60 } else { 6 };
        let difference = run::difference(&engine, &original, &changed, function, rounds, &mut rng);
        match &verdict {
            Verdict::Proven(_) => {
                count.proven += 1;
                if let Some(difference) = &difference {
                    wrong.push(format!("function {}, {kind:?}: {verdict}, but {difference}", function.0));
                }
            }
            Verdict::Refuted(_) => {
                count.refuted += 1;
                count.looked_equal += usize::from(difference.is_none());
            }
            _ => {
                count.unknown += 1;
                count.looked_equal += usize::from(difference.is_none());
            }
        }
    }
}

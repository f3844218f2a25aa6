//! Broken on purpose: mutants of real functions. Whatever is judged proven is executed beside its original, and must not differ.
//!
//! `MUTANTS=2000 cargo test --release -p loom-eq-verify --test mutants -- --nocapture` makes more of them and prints the counts;
//! `MUTANTS_OF=FILE.wasm` takes the functions of another module, with `MUTANTS_OPT=OPTIMIZED.wasm` those of an optimized form of it that are
//! proven equal to their originals, and judges the mutants against the originals. `MUTANTS_SEED=N` makes other choices.

mod mutate;
mod run;

use loom_eq_lang::{AssembleOptions, Body, Module, assemble};
use loom_eq_verify::audit::replayed;
use loom_eq_verify::{Checker, Limits, Proof, Verdict};
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
    /// Proven, and no run differs.
    equivalent: usize,
}

/// Functions whose bodies are larger are left out: their mutants are mostly unknown, and slow.
const LARGEST: usize = 300;

/// A module, and perhaps what an optimizer made of it: the mutants are then those of the optimized functions, judged against the originals.
struct Source {
    name: String,
    original: Vec<u8>,
    optimized: Option<Vec<u8>>,
    /// How many of a hundred mutants.
    share: usize,
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn sources() -> Vec<Source> {
    let read = |path: &str| std::fs::read(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    if let Ok(path) = std::env::var("MUTANTS_OF") {
        let optimized = std::env::var("MUTANTS_OPT").ok();
        return vec![Source { name: path.clone(), original: read(&path), optimized: optimized.map(|p| read(&p)), share: 100 }];
    }
    let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests");
    let zlib = || read(&format!("{tests}/modules/zlib.wasm"));
    let own = wat::parse_str(include_str!("functions.wat")).expect("valid text");
    let mut out = vec![
        Source { name: "functions.wat".into(), original: own, optimized: None, share: 25 },
        Source { name: "zlib.wasm".into(), original: zlib(), optimized: None, share: 35 },
        Source {
            name: "zlib-optimized.wasm".into(),
            original: zlib(),
            optimized: Some(read(&format!("{tests}/modules/zlib-optimized.wasm"))),
            share: 30,
        },
    ];
    for name in ["branches", "constants", "dead_writes", "effects", "loops", "sharing"] {
        let text = |suffix: &str| wat::parse_file(format!("{tests}/opt/{name}{suffix}.wat")).unwrap_or_else(|e| panic!("{e}"));
        out.push(Source { name: format!("{name}.expected.wat"), original: text(""), optimized: Some(text(".expected")), share: 2 });
    }
    out
}

#[test]
fn mutants_that_behave_differently_are_never_proven() {
    let (wanted, seed) = (number("MUTANTS", 160) as usize, number("MUTANTS_SEED", 1));
    let mut counts: BTreeMap<Kind, Count> = BTreeMap::new();
    let mut wrong = Vec::new();
    for source in sources() {
        let made = mutants(&source, (wanted * source.share).div_ceil(100), seed, &mut counts, &mut wrong);
        println!("{made} mutants of {}", source.name);
    }
    let mut sum = Count::default();
    println!("{:18} refuted unknown (of both no run differed) equivalent", "");
    for (kind, c) in &counts {
        println!("{:18} {:7} {:7} {:24} {:10}", format!("{kind:?}"), c.refuted, c.unknown, c.looked_equal, c.equivalent);
        sum.refuted += c.refuted;
        sum.unknown += c.unknown;
        sum.looked_equal += c.looked_equal;
        sum.equivalent += c.equivalent;
    }
    println!("{:18} {:7} {:7} {:24} {:10}", "all", sum.refuted, sum.unknown, sum.looked_equal, sum.equivalent);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(sum.refuted + sum.unknown + sum.equivalent >= wanted * 8 / 10, "too few mutants were made");
    let missing: Vec<&Kind> = Kind::ALL.iter().filter(|k| !counts.contains_key(k)).collect();
    assert!(missing.is_empty() || std::env::var_os("MUTANTS_OF").is_some(), "no mutants of {missing:?}");
}

fn mutants(source: &Source, wanted: usize, seed: u64, counts: &mut BTreeMap<Kind, Count>, wrong: &mut Vec<String>) -> usize {
    let parse = |bytes: &[u8]| Module::parse(bytes).expect("a valid module");
    // Functions can be called, and what they leave behind can be seen, only where it is exported.
    let bytes = replayed(&parse(&source.original));
    let module = parse(&bytes);
    let optimized = source.optimized.as_ref().map(|b| parse(&replayed(&parse(b))));
    let engine = run::engine();
    let original = wasmi::Module::new(&engine, &bytes).expect("a valid module");
    let limits = Limits { rlimit: 50_000, queries: 12, ..Limits::default() };
    let mut checker = Checker::new(limits);
    let mut rng = Rng::new(seed);
    let changed = optimized.as_ref().unwrap_or(&module);
    let bodies: Vec<(usize, Body)> = (0..module.defined())
        .filter(|i| (8..LARGEST).contains(&module.body_bytes(*i).len()))
        .filter(|i| {
            let f = module.func_ix(*i);
            optimized.is_none()
                || matches!(
                    checker.function(&module, f, module.body_bytes(*i), changed, f, changed.body_bytes(*i)),
                    Verdict::Proven(Proof::NormalForm | Proof::Solver { .. })
                )
        })
        .filter_map(|i| Some((i, Body::parse_bytes(changed, module.func_ix(i), changed.body_bytes(i), &HashMap::new()).ok()?)))
        .collect();
    let (mut made, mut tries) = (0, 0);
    // A kind that rarely finds a place is tried more often, so that each comes to its share.
    let mut effort: BTreeMap<Kind, usize> = Kind::ALL.iter().map(|k| (*k, 0)).collect();
    while made < wanted && tries < 30 * wanted && !bodies.is_empty() {
        tries += 1;
        let kind = *effort.iter().min_by_key(|(_, e)| **e).expect("kinds").0;
        *effort.entry(kind).or_default() += 1;
        let (i, body) = &bodies[rng.below(bodies.len())];
        let Some(mutant) = mutate::mutate(changed, body, kind, &mut rng) else { continue };
        let emitted = mutant.emit();
        let mut replaced = vec![None; module.defined()];
        replaced[*i] = Some(emitted.clone());
        let assembled = assemble(&module, &replaced, &AssembleOptions::default()).bytes;
        let Ok(assembled) = wasmi::Module::new(&engine, &assembled) else { continue };
        let function = module.func_ix(*i);
        // A mutation that gives the function back is none.
        if emitted.bytes == changed.body_bytes(*i) {
            continue;
        }
        let verdict = checker.function(&module, function, module.body_bytes(*i), changed, function, &emitted.bytes);
        if matches!(verdict, Verdict::Proven(Proof::Identical)) {
            continue;
        }
        made += 1;
        *effort.entry(kind).or_default() += 9;
        let count = counts.entry(kind).or_default();
        let rounds = if verdict.is_proven() { 60 } else { 6 };
        let difference = run::difference(&engine, &original, &assembled, function, rounds, &mut rng);
        match &verdict {
            Verdict::Proven(_) => {
                count.equivalent += 1;
                if let Some(difference) = &difference {
                    wrong.push(format!("{}, function {}, {kind:?}: {verdict}, but {difference}", source.name, function.0));
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
    made
}

//! Miscompilations, each as a pair of modules in a file of this folder: the original, and what a wrong optimizer makes of it. The mistakes are
//! those that real optimizers made; the files are our own.
//!
//! wasmtime shows each pair to be different on the inputs of its `;; run:` lines. No pair may be proven, neither way round, in neither form.

use loom_eq_verify::term::Form;
use loom_eq_verify::{Limits, Options, Verdict, modules};
use std::fmt::Write as _;
use wasmtime::{Caller, Config, Engine, Extern, Func, FuncType, Instance, Module, Store, Trap, Val, ValType};

/// Enough for every loop of these files that ends.
const FUEL: u64 = 2_000_000;

struct Pair {
    name: String,
    runs: Vec<String>,
    original: Vec<u8>,
    broken: Vec<u8>,
}

fn pairs() -> Vec<Pair> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/miscompiled");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "wat"));
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let text = std::fs::read_to_string(file).expect("readable");
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let runs = text.lines().filter_map(|l| l.strip_prefix(";; run:")).map(|l| l.trim().to_string()).collect();
        let mut parts = text.split("\n(module");
        let both: Vec<Vec<u8>> =
            parts.by_ref().skip(1).map(|m| wat::parse_str(format!("(module{m}")).unwrap_or_else(|e| panic!("{name}: {e}"))).collect();
        let [original, broken] = <[Vec<u8>; 2]>::try_from(both).unwrap_or_else(|all| panic!("{name}: {} modules", all.len()));
        Pair { name, runs, original, broken }
    };
    files.iter().map(read).collect()
}

/// All that an outside can see of one run: calls with arguments and memory, results or the trap, the memory and the globals.
fn run(engine: &Engine, wasm: &[u8], input: &str) -> String {
    let module = Module::new(engine, wasm).unwrap_or_else(|e| panic!("{e:?}"));
    let mut store: Store<String> = Store::new(engine, String::new());
    store.set_fuel(FUEL).expect("fuel is on");
    let imports: Vec<Extern> = module
        .imports()
        .map(|import| {
            let name = import.name().to_string();
            let ty: FuncType = import.ty().func().expect("functions only").clone();
            let host = move |mut caller: Caller<'_, String>, args: &[Val], results: &mut [Val]| {
                let state = state(&mut caller);
                let calls = caller.data().matches('(').count() as i32;
                write!(caller.data_mut(), "{name}({args:?}) sees {state}; ")?;
                results.iter_mut().for_each(|r| *r = Val::I32(calls * 3 + 1));
                Ok(())
            };
            Func::new(&mut store, ty, host).into()
        })
        .collect();
    let instance = Instance::new(&mut store, &module, &imports).unwrap_or_else(|e| panic!("{e:?}"));
    let f = instance.get_func(&mut store, "run").expect("exported");
    let args: Vec<Val> = f.ty(&store).params().zip(input.split_whitespace()).map(|(ty, word)| value(&ty, word)).collect();
    let mut results = vec![Val::I32(0); f.ty(&store).results().len()];
    let outcome = match f.call(&mut store, &args, &mut results) {
        Ok(()) => format!("{results:x?}"),
        Err(e) => format!("{:?}", e.downcast_ref::<Trap>().unwrap_or_else(|| panic!("{e:?}"))),
    };
    let names: Vec<String> = instance.exports(&mut store).map(|e| e.name().to_string()).collect();
    let mut out = format!("{}{outcome}", store.data());
    for name in names {
        match instance.get_export(&mut store, &name).expect("listed") {
            Extern::Memory(m) => write!(out, " {name} {} {:x}", m.size(&store), digest(m.data(&store))).expect("a string"),
            Extern::Global(g) => write!(out, " {name} {:?}", g.get(&mut store)).expect("a string"),
            _ => {}
        }
    }
    out
}

/// The memory and the global of the caller, as an import sees them.
fn state(caller: &mut Caller<'_, String>) -> String {
    let memory = caller.get_export("memory").and_then(Extern::into_memory).map(|m| digest(m.data(&*caller)));
    let global = caller.get_export("g").and_then(Extern::into_global).map(|g| format!("{:?}", g.get(&mut *caller)));
    format!("{memory:x?} {global:?}")
}

fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}

/// Decimal or hexadecimal, floats also `nan` and `nan:BITS`.
fn value(ty: &ValType, word: &str) -> Val {
    let int = |word: &str| match word.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).expect("hexadecimal"),
        None => word.parse::<i64>().expect("a number") as u64,
    };
    match (ty, word.strip_prefix("nan:")) {
        (ValType::I32, _) => Val::I32(int(word) as i32),
        (ValType::I64, _) => Val::I64(int(word) as i64),
        (ValType::F32, Some(bits)) => Val::F32(int(bits) as u32),
        (ValType::F32, None) => Val::F32(word.parse::<f32>().expect("a number").to_bits()),
        (ValType::F64, Some(bits)) => Val::F64(int(bits)),
        (ValType::F64, None) => Val::F64(word.parse::<f64>().expect("a number").to_bits()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_pair_differs_in_a_real_runtime() {
    let engine = Engine::new(Config::new().consume_fuel(true)).expect("an engine");
    for pair in pairs() {
        assert!(!pair.runs.is_empty(), "{} has no input", pair.name);
        for input in &pair.runs {
            let (x, y) = (run(&engine, &pair.original, input), run(&engine, &pair.broken, input));
            assert_ne!(x, y, "{} does not differ on {input}", pair.name);
        }
    }
}

#[test]
fn no_pair_is_proven() {
    let (mut refuted, mut other) = (0, Vec::new());
    let pairs = pairs();
    assert!(pairs.len() >= 75, "{}", pairs.len());
    for pair in &pairs {
        for form in [Form::Normal, Form::Raw] {
            let options = Options { limits: Limits { form, ..Limits::default() }, ..Options::default() };
            for (turned, a, b) in [(false, &pair.original, &pair.broken), (true, &pair.broken, &pair.original)] {
                let mut verdicts = Vec::new();
                let report = modules(a, b, &options, &mut |f| {
                    if !matches!(f.verdict, Verdict::Proven(loom_eq_verify::Proof::Identical)) {
                        verdicts.push(f.verdict.to_string());
                    }
                });
                let report = report.unwrap_or_else(|e| panic!("{}: {e}", pair.name));
                assert!(!report.is_proven(), "{}{} is proven ({form:?}): {verdicts:?}", pair.name, if turned { ", turned," } else { "" });
                if form == Form::Normal && !turned {
                    if report.refuted > 0 {
                        refuted += 1;
                    } else {
                        other.push(format!("{}: {}{}", pair.name, report.structure.join(", "), verdicts.join(", ")));
                    }
                }
            }
        }
    }
    println!("{} pairs, {refuted} refuted, the others:\n  {}", pairs.len(), other.join("\n  "));
}

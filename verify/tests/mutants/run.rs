//! Two versions of one function in wasmi, side by side: results, kind of trap, calls of imports, memories and globals must be the same.

use crate::Rng;
use loom_eq_lang::FuncIx;
use wasmi::{Caller, Config, Engine, Extern, ExternType, Func, Global, Linker, Memory, Mutability, Store, Table, Val, ValType};

const FUEL: u64 = 40_000;

pub fn engine() -> Engine {
    let mut config = Config::default();
    config.consume_fuel(true).wasm_multi_memory(true).wasm_tail_call(true).wasm_memory64(true).wasm_simd(true);
    Engine::new(&config)
}

#[derive(PartialEq, Debug)]
struct Seen {
    outcome: Result<Vec<String>, String>,
    calls: Vec<String>,
    state: Vec<(String, String)>,
}

/// What some run showed, if it showed a difference.
pub fn difference(engine: &Engine, a: &wasmi::Module, b: &wasmi::Module, f: FuncIx, rounds: usize, rng: &mut Rng) -> Option<String> {
    for round in 0..rounds {
        let seed = rng.next();
        let run = |m| call(engine, m, &format!("f{}", f.0), round, seed);
        let (Some(x), Some(y)) = (run(a), run(b)) else { continue };
        if x != y {
            let show = |s: &Seen| format!("{:?} {:?} {:?}", s.outcome, s.calls, s.state).chars().take(400).collect::<String>();
            return Some(format!("round {round} shows {} against {}", show(&x), show(&y)));
        }
    }
    None
}

const EDGES: [i64; 20] = [0, 1, -1, 2, 3, 4, 7, 8, 31, 32, 33, 64, 127, 128, 255, 256, 65_535, i32::MAX as i64, i32::MIN as i64, i64::MIN];

fn value(ty: ValType, round: usize, rng: &mut Rng) -> Val {
    let n = match (round % 4, rng.below(4)) {
        (0, _) | (1, 0) => EDGES[rng.below(EDGES.len())],
        // An address in the first pages.
        (1, _) | (2, 0..3) => (rng.next() % 50_000) as i64 & !7,
        (_, 0) => (rng.next() % 1000) as i64,
        _ => rng.next() as i64,
    };
    match ty {
        ValType::I32 => Val::I32(n as i32),
        ValType::I64 => Val::I64(n),
        ValType::F32 => Val::F32((n as f32 / 3.0).into()),
        ValType::F64 => Val::F64((n as f64 / 3.0).into()),
        other => Val::default(other),
    }
}

fn show(value: &Val) -> String {
    match value {
        Val::F32(f) => format!("f32 {:#x}", f.to_bits()),
        Val::F64(f) => format!("f64 {:#x}", f.to_bits()),
        Val::FuncRef(r) => format!("funcref null={}", r.is_null()),
        Val::ExternRef(r) => format!("externref null={}", r.is_null()),
        other => format!("{other:?}"),
    }
}

/// FNV-1a over words.
fn digest(bytes: &[u8]) -> u64 {
    let step = |h: u64, w: u64| (h ^ w).wrapping_mul(0x100_0000_01b3).rotate_left(23);
    bytes.chunks(8).fold(0xcbf2_9ce4_8422_2325, |h, c| step(h, c.iter().fold(c.len() as u64, |w, b| w << 8 ^ u64::from(*b))))
}

fn fill(memory: &mut [u8], round: usize, rng: &mut Rng) {
    for word in memory.chunks_exact_mut(4) {
        let w = match round % 4 {
            // Structures: mostly small numbers and addresses.
            0 | 2 => match rng.below(4) {
                0 => 0,
                1 => rng.next() as u32 % 16,
                _ => (rng.next() as u32 % 50_000) & !7,
            },
            1 => rng.next() as u32,
            // Text.
            _ => rng.next() as u32 & 0x7f7f_7f3f,
        };
        word.copy_from_slice(&w.to_le_bytes());
    }
}

/// What an import could look at: the start of the first memory, and all globals.
fn seen_by_import(caller: &Caller<'_, Vec<String>>) -> String {
    let mut out = String::new();
    if let Some(Extern::Memory(m)) = caller.get_export("m0") {
        let data = m.data(caller);
        out += &format!(" memory {:#x}", digest(&data[..data.len().min(65_536)]));
    }
    for i in 0.. {
        let Some(Extern::Global(g)) = caller.get_export(&format!("g{i}")) else { break };
        out += &format!(" {}", show(&g.get(caller)));
    }
    out
}

/// `None` when the module cannot be instantiated here, or runs for too long.
fn call(engine: &Engine, module: &wasmi::Module, name: &str, round: usize, seed: u64) -> Option<Seen> {
    let mut rng = Rng::new(seed);
    let mut store: Store<Vec<String>> = Store::new(engine, Vec::new());
    store.set_fuel(FUEL).ok()?;
    let mut linker = Linker::new(engine);
    for import in module.imports() {
        let item = stand_in(&mut store, import.name(), import.ty())?;
        linker.define(import.module(), import.name(), item).ok()?;
    }
    let instance = linker.instantiate_and_start(&mut store, module).ok()?;
    let exports: Vec<(String, Extern)> = instance.exports(&store).map(|e| (e.name().to_string(), e.into_extern())).collect();
    for (_, export) in &exports {
        match export {
            Extern::Memory(m) => {
                // What data segments wrote stays in every other round.
                let end = m.data_size(&store).min(65_536);
                if !round.is_multiple_of(3) {
                    fill(&mut m.data_mut(&mut store)[..end], round, &mut rng);
                }
            }
            Extern::Global(g) if g.ty(&store).mutability() == Mutability::Var => {
                let ty = g.ty(&store).content();
                if round % 3 == 1 && matches!(ty, ValType::I32 | ValType::I64) {
                    g.set(&mut store, value(ty, 1, &mut rng)).ok()?;
                }
            }
            _ => {}
        }
    }
    let func = instance.get_func(&store, name)?;
    let ty = func.ty(&store);
    let args: Vec<Val> = ty.params().iter().map(|ty| value(*ty, round, &mut rng)).collect();
    let mut results: Vec<Val> = ty.results().iter().map(|ty| Val::default(*ty)).collect();
    let outcome = match func.call(&mut store, &args, &mut results) {
        Ok(()) => Ok(results.iter().map(show).collect()),
        // Fuel and stack are not observable.
        Err(e) if matches!(e.as_trap_code(), Some(wasmi::TrapCode::OutOfFuel | wasmi::TrapCode::StackOverflow)) => return None,
        Err(e) => Err(e.as_trap_code().map_or_else(|| e.to_string(), |code| format!("{code:?}"))),
    };
    let mut state = Vec::new();
    for (name, export) in exports {
        match export {
            Extern::Memory(m) => state.push((name, format!("{} {:#x}", m.data_size(&store), digest(m.data(&store))))),
            Extern::Global(g) => state.push((name, show(&g.get(&store)))),
            _ => {}
        }
    }
    Some(Seen { outcome, calls: store.into_data(), state })
}

/// Something to import: functions note that they were called, and give what depends on their arguments.
fn stand_in(store: &mut Store<Vec<String>>, name: &str, ty: &ExternType) -> Option<Extern> {
    Some(match ty {
        ExternType::Func(ty) => {
            let (name, result_types) = (name.to_string(), ty.results().to_vec());
            let host = move |mut caller: Caller<'_, Vec<String>>, args: &[Val], results: &mut [Val]| {
                let args: Vec<String> = args.iter().map(show).collect();
                let line = format!("{name}({}) at {}", args.join(", "), caller.data().len());
                let mut rng = Rng::new(digest(line.as_bytes()));
                let seen = seen_by_import(&caller);
                caller.data_mut().push(line + &seen);
                results.iter_mut().zip(&result_types).for_each(|(r, ty)| *r = value(*ty, 3, &mut rng));
                Ok(())
            };
            Func::new(store, ty.clone(), host).into()
        }
        ExternType::Memory(ty) => Memory::new(store, *ty).ok()?.into(),
        ExternType::Global(ty) => Global::new(store, value(ty.content(), 0, &mut Rng::new(1)), ty.mutability()).into(),
        ExternType::Table(ty) => Table::new(store, *ty, Val::default(ty.element())).ok()?.into(),
    })
}

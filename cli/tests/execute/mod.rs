//! Runs two modules side by side in wasmi and compares all that can be seen from outside: results, traps, the calls of imported functions with
//! their arguments, and exported memories and globals afterwards.

use wasmi::{Caller, Config, Engine, Extern, ExternType, Func, FuncType, Global, Linker, Memory, Module, Mutability, Store, Table, Val, ValType};

/// Enough for all test modules; where it is used up, only what happened before is not compared either: fuel is counted per instruction.
const FUEL: u64 = 3_000_000;

/// Numbers that find edges: zero, one, signs, carries, shift counts, addresses.
const INTERESTING: [i64; 14] = [0, 1, -1, 2, 7, 31, 32, 64, 255, 256, 65_535, i32::MAX as i64, i32::MIN as i64, 0x1234_5678_9abc_def0];

/// The calls of imported functions.
type Trace = Vec<String>;

/// What can be seen of one call of one export in a fresh instance.
#[derive(PartialEq, Debug)]
struct Seen {
    /// The results, or the trap in words.
    outcome: Result<Vec<String>, String>,
    trace: Trace,
    memories: Vec<(String, u64)>,
    globals: Vec<(String, String)>,
}

/// Calls every exported function of both modules with a few vectors of arguments. Gives how many calls were compared.
pub fn compare(name: &str, before: &[u8], after: &[u8]) -> usize {
    let mut config = Config::default();
    config.consume_fuel(true).wasm_multi_memory(true).wasm_tail_call(true).wasm_memory64(true).wasm_simd(true);
    let engine = Engine::new(&config);
    let modules = [before, after].map(|bytes| Module::new(&engine, bytes));
    let [Ok(before), Ok(after)] = &modules else { return 0 };
    let mut runs = 0;
    for export in before.exports() {
        let ExternType::Func(ty) = export.ty() else { continue };
        for args in vectors(ty) {
            let [a, b] = [before, after].map(|m| call(&engine, m, export.name(), ty, &args));
            if let (Some(a), Some(b)) = (a, b) {
                assert_eq!(a, b, "{name}: {}({args:?})", export.name());
                runs += 1;
            }
        }
    }
    runs
}

/// Each interesting number for all parameters at once, then mixtures.
fn vectors(ty: &FuncType) -> Vec<Vec<Val>> {
    let count = if ty.params().is_empty() { 1 } else { 2 * INTERESTING.len() };
    let pick = |round: usize, i: usize| {
        let step = if round < INTERESTING.len() { 0 } else { 5 * i + 3 };
        INTERESTING[(round + step) % INTERESTING.len()]
    };
    (0..count).map(|round| ty.params().iter().enumerate().map(|(i, ty)| value(*ty, pick(round, i))).collect()).collect()
}

fn value(ty: ValType, n: i64) -> Val {
    match ty {
        ValType::I32 => Val::I32(n as i32),
        ValType::I64 => Val::I64(n),
        ValType::F32 => Val::F32((n as f32 / 3.0).into()),
        ValType::F64 => Val::F64((n as f64 / 3.0).into()),
        other => Val::default(other),
    }
}

/// Bits, so that NaNs are compared as well; of a reference only whether it is null.
fn show(value: &Val) -> String {
    match value {
        Val::F32(f) => format!("f32 {:#x}", f.to_bits()),
        Val::F64(f) => format!("f64 {:#x}", f.to_bits()),
        Val::FuncRef(r) => format!("funcref null={}", r.is_null()),
        Val::ExternRef(r) => format!("externref null={}", r.is_null()),
        other => format!("{other:?}"),
    }
}

/// `None` when the module cannot be instantiated here, or runs for too long.
fn call(engine: &Engine, module: &Module, name: &str, ty: &FuncType, args: &[Val]) -> Option<Seen> {
    let mut store = Store::new(engine, Trace::new());
    store.set_fuel(FUEL).ok()?;
    let mut linker = Linker::new(engine);
    for import in module.imports() {
        let item = stand_in(&mut store, import.name(), import.ty())?;
        linker.define(import.module(), import.name(), item).ok()?;
    }
    let instance = linker.instantiate_and_start(&mut store, module).ok()?;
    let func = instance.get_func(&store, name)?;
    let mut results: Vec<Val> = ty.results().iter().map(|ty| Val::default(*ty)).collect();
    let outcome = match func.call(&mut store, args, &mut results) {
        Ok(()) => Ok(results.iter().map(show).collect()),
        Err(e) if e.as_trap_code() == Some(wasmi::TrapCode::OutOfFuel) => return None,
        Err(e) => Err(e.as_trap_code().map_or_else(|| e.to_string(), |code| format!("{code:?}"))),
    };
    let (mut memories, mut globals) = (Vec::new(), Vec::new());
    for export in instance.exports(&store) {
        let name = export.name().to_string();
        match export.into_extern() {
            Extern::Memory(m) => memories.push((name, digest(m.data(&store)))),
            Extern::Global(g) => globals.push((name, show(&g.get(&store)))),
            _ => {}
        }
    }
    Some(Seen { outcome, trace: store.into_data(), memories, globals })
}

/// FNV-1a.
fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}

/// Something to import: functions note that they were called, and give what depends on their arguments.
fn stand_in(store: &mut Store<Trace>, name: &str, ty: &ExternType) -> Option<Extern> {
    Some(match ty {
        ExternType::Func(ty) => {
            let (name, result_types) = (name.to_string(), ty.results().to_vec());
            let host = move |mut caller: Caller<'_, Trace>, args: &[Val], results: &mut [Val]| {
                let args: Vec<String> = args.iter().map(show).collect();
                let line = format!("{name}({})", args.join(", "));
                let n = digest(line.as_bytes()) as i64 % 1000;
                caller.data_mut().push(line);
                results.iter_mut().zip(&result_types).for_each(|(r, ty)| *r = value(*ty, n));
                Ok(())
            };
            Func::new(store, ty.clone(), host).into()
        }
        ExternType::Memory(ty) => Memory::new(store, *ty).ok()?.into(),
        ExternType::Global(ty) => {
            let mutability = if ty.mutability() == Mutability::Var { Mutability::Var } else { Mutability::Const };
            Global::new(store, value(ty.content(), 42), mutability).into()
        }
        ExternType::Table(ty) => Table::new(store, *ty, Val::default(ty.element())).ok()?.into(),
    })
}

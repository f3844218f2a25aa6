//! The reference: wasmtime.

use loom_eq_lang::{Op, ValType};
use loom_eq_verify::audit::width_of;
use wasmtime::{Engine, Instance, Module, Store, Trap, V128, Val};

pub struct Running {
    pub store: Store<()>,
    pub instance: Instance,
}

/// An instance of a module in text form, without imports.
pub fn start(text: &str) -> Running {
    let wasm = wat::parse_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let engine = Engine::default();
    let module = Module::new(&engine, &wasm).unwrap_or_else(|e| panic!("{e:?}"));
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[]).unwrap_or_else(|e| panic!("{e:?}"));
    Running { store, instance }
}

impl Running {
    /// The results of an exported function as bits, or `None` if it traps.
    pub fn call(&mut self, name: &str, args: &[(ValType, u128)]) -> Option<Vec<u128>> {
        let function = self.instance.get_func(&mut self.store, name).unwrap_or_else(|| panic!("{name} is exported"));
        let args: Vec<Val> = args.iter().map(|(ty, bits)| value(*ty, *bits)).collect();
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        match function.call(&mut self.store, &args, &mut results) {
            Ok(()) => Some(results.iter().map(bits).collect()),
            Err(e) if e.downcast_ref::<Trap>().is_some() => None,
            Err(e) => panic!("{name}: {e:?}"),
        }
    }

    pub fn memory(&mut self) -> wasmtime::Memory {
        self.instance.get_memory(&mut self.store, "memory").expect("a memory is exported")
    }

    pub fn bytes(&mut self) -> Vec<u8> {
        self.memory().data(&self.store).to_vec()
    }
}

fn value(ty: ValType, bits: u128) -> Val {
    match ty {
        ValType::I32 => Val::I32(bits as u32 as i32),
        ValType::I64 => Val::I64(bits as u64 as i64),
        ValType::F32 => Val::F32(bits as u32),
        ValType::F64 => Val::F64(bits as u64),
        ValType::V128 => Val::V128(V128::from(bits)),
        other => panic!("no value of {other:?}"),
    }
}

fn bits(v: &Val) -> u128 {
    match v {
        Val::I32(v) => u128::from(*v as u32),
        Val::I64(v) => u128::from(*v as u64),
        Val::F32(v) => u128::from(*v),
        Val::F64(v) => u128::from(*v),
        Val::V128(v) => v.as_u128(),
        other => panic!("{other:?} is no number"),
    }
}

/// Operands and results of an operator that the table types as numbers.
pub fn signature(op: Op) -> Option<(Vec<ValType>, Vec<ValType>)> {
    let types = |letters: &str| -> Option<Vec<ValType>> {
        let ty = |c| match c {
            'i' => Some(ValType::I32),
            'l' => Some(ValType::I64),
            'f' => Some(ValType::F32),
            'd' => Some(ValType::F64),
            'v' => Some(ValType::V128),
            _ => None,
        };
        letters.chars().map(ty).collect()
    };
    let (operands, results) = op.info().signature.split_once('>')?;
    Some((types(operands)?, types(results)?))
}

/// Bits as a constant of the text format, of any type.
pub fn constant(ty: ValType, bits: u128) -> String {
    match ty {
        ValType::I32 => format!("(i32.const {:#x})", bits as u32),
        ValType::I64 => format!("(i64.const {:#x})", bits as u64),
        ValType::F32 => format!("(f32.reinterpret_i32 (i32.const {:#x}))", bits as u32),
        ValType::F64 => format!("(f64.reinterpret_i64 (i64.const {:#x}))", bits as u64),
        _ => format!("(v128.const i64x2 {:#x} {:#x})", bits as u64, (bits >> 64) as u64),
    }
}

/// All ones of a type.
pub fn mask(ty: ValType) -> u128 {
    loom_eq_verify::term::ones(width_of(ty))
}

//! Constant evaluation against an engine: every scalar operator without immediates, on edge and random values.

use loom_eq_lang::{Class, Const, Imm, ImmKind, Op, ValType, eval};
use wasmi::{Engine, Linker, Module, Store, Val};

/// A small generator: splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

fn edges(ty: ValType) -> Vec<Const> {
    let ints = [0u64, 1, 2, 7, 31, 32, 33, 63, 64, 65, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
    let floats = [
        0.0f64,
        -0.0,
        0.5,
        -0.5,
        1.5,
        2.5,
        -1.0,
        -0.999,
        2_147_483_647.0,
        2_147_483_648.0,
        -2_147_483_648.0,
        -2_147_483_649.0,
        4_294_967_295.0,
        4_294_967_296.0,
        9_223_372_036_854_774_784.0,
        9_223_372_036_854_775_808.0,
        -9_223_372_036_854_775_808.0,
        -9_223_372_036_854_777_856.0,
        18_446_744_073_709_549_568.0,
        18_446_744_073_709_551_616.0,
        1e300,
        1e-310,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        -f64::NAN,
        3.0e38,
    ];
    let bits: Vec<u64> = match ty {
        ValType::I32 | ValType::I64 => ints.iter().flat_map(|&v| [v, v.wrapping_neg(), !v, v << 32, (v << 32) | 1, v.rotate_right(1)]).collect(),
        ValType::F32 => floats.iter().map(|&v| u64::from((v as f32).to_bits())).chain([0x7f80_0001, 0xffc1_2345, 1]).collect(),
        _ => floats.iter().map(|v| v.to_bits()).chain([0x7ff0_0000_0000_0001, 0xfff8_1234_0000_0000, 1]).collect(),
    };
    bits.into_iter().filter_map(|b| Const::from_bits(ty, b)).collect()
}

fn val(c: Const) -> Val {
    match c {
        Const::I32(v) => Val::I32(v),
        Const::I64(v) => Val::I64(v),
        Const::F32(v) => Val::F32(wasmi::F32::from_bits(v)),
        Const::F64(v) => Val::F64(wasmi::F64::from_bits(v)),
        Const::V128(_) => panic!("scalars only"),
    }
}

fn constant(v: &Val) -> Const {
    match v {
        Val::I32(v) => Const::I32(*v),
        Val::I64(v) => Const::I64(*v),
        Val::F32(v) => Const::F32(v.to_bits()),
        Val::F64(v) => Const::F64(v.to_bits()),
        other => panic!("{other:?}"),
    }
}

fn is_nan(c: Const) -> bool {
    match c {
        Const::F32(v) => f32::from_bits(v).is_nan(),
        Const::F64(v) => f64::from_bits(v).is_nan(),
        _ => false,
    }
}

fn types(letters: &str) -> Option<Vec<ValType>> {
    let ty = |c| {
        Some(match c {
            'i' => ValType::I32,
            'l' => ValType::I64,
            'f' => ValType::F32,
            'd' => ValType::F64,
            _ => return None,
        })
    };
    letters.chars().map(ty).collect()
}

/// Invariants 1 and 2: the engine's result, `None` where it traps, and `None` for a NaN only.
#[test]
fn evaluation_agrees_with_an_engine() {
    let mut ops: Vec<(Op, Vec<ValType>, ValType)> = Vec::new();
    for &op in Op::ALL {
        let info = op.info();
        let Some((operands, results)) = info.signature.split_once('>') else { continue };
        if !matches!(info.class, Class::Pure | Class::MayTrap) || info.imm != ImmKind::None || operands.is_empty() {
            continue;
        }
        if let (Some(operands), Some(&[result])) = (types(operands), types(results).as_deref()) {
            ops.push((op, operands, result));
        }
    }
    for ty in [ValType::I32, ValType::I64, ValType::F32, ValType::F64] {
        ops.push((Op::Select, vec![ty, ty, ValType::I32], ty));
    }
    assert!(ops.len() > 130, "{}", ops.len());

    let mut text = String::from("(module\n");
    for (i, (op, operands, result)) in ops.iter().enumerate() {
        let params: Vec<String> = operands.iter().map(ToString::to_string).collect();
        let gets: String = (0..operands.len()).map(|k| format!(" local.get {k}")).collect();
        text += &format!("(func (export \"f{i}\") (param {}) (result {result}){gets} {})\n", params.join(" "), op.name());
    }
    text += ")";
    let wasm = wat::parse_str(&text).expect("a module");
    let engine = Engine::default();
    let module = Module::new(&engine, &wasm[..]).expect("valid");
    let mut store = Store::new(&engine, ());
    let instance = Linker::new(&engine).instantiate_and_start(&mut store, &module).expect("an instance");

    let mut random = Random(5);
    for (i, (op, operands, result)) in ops.iter().enumerate() {
        let function = instance.get_func(&store, &format!("f{i}")).expect("exported");
        let edges: Vec<Vec<Const>> = operands.iter().map(|&ty| edges(ty)).collect();
        let mut folded = 0;
        let exhaustive = if operands.len() == 1 { edges[0].len() } else { 0 };
        for round in 0..exhaustive + 3000 {
            let args: Vec<Const> = operands
                .iter()
                .zip(&edges)
                .map(|(&ty, edges)| {
                    if round < exhaustive {
                        return edges[round];
                    }
                    match random.next() % 3 {
                        0 => Const::from_bits(ty, random.next()).expect("a number"),
                        _ => edges[usize::try_from(random.next() % edges.len() as u64).expect("small")],
                    }
                })
                .collect();
            let mut out = [Val::default(result_type(*result))];
            let vals: Vec<Val> = args.iter().map(|&c| val(c)).collect();
            let engine_says = function.call(&mut store, &vals, &mut out).ok().map(|()| constant(&out[0]));
            match (eval(*op, &Imm::None, &args), engine_says) {
                (Some(ours), theirs) => {
                    assert_eq!(Some(ours), theirs, "{} {args:x?}", op.name());
                    folded += 1;
                }
                (None, None) => {}
                (None, Some(theirs)) => assert!(is_nan(theirs), "{} {args:x?} is not folded to {theirs:x?}", op.name()),
            }
        }
        assert!(folded > 100, "{} is hardly folded: {folded}", op.name());
    }
}

fn result_type(ty: ValType) -> wasmi::ValType {
    match ty {
        ValType::I32 => wasmi::ValType::I32,
        ValType::I64 => wasmi::ValType::I64,
        ValType::F32 => wasmi::ValType::F32,
        _ => wasmi::ValType::F64,
    }
}

/// Invariant 3.
#[test]
fn wrong_operands_are_declined() {
    assert_eq!(eval(Op::I32Add, &Imm::None, &[Const::I32(1)]), None);
    assert_eq!(eval(Op::I32Add, &Imm::None, &[Const::I32(1), Const::I64(1)]), None);
    assert_eq!(eval(Op::Select, &Imm::None, &[Const::I32(1), Const::I64(1), Const::I32(1)]), None);
    assert_eq!(eval(Op::LocalGet, &Imm::Index(0), &[]), None);
    assert_eq!(eval(Op::I64Const, &Imm::I64(-3), &[]), Some(Const::I64(-3)));
}

//! Loads, stores, bulk operators, globals and moves: what is claimed of each, and what wasmtime does.

use crate::engine::{self, constant, mask, signature, start};
use crate::samples::{Random, edges};
use loom_eq_lang::{Module, Op, ValType};
use loom_eq_verify::term::Form;
use loom_eq_verify::{Checker, Limits, audit};

const PAGE: u64 = 65_536;

/// Whether two bodies of one module are proven equal, in normal and in raw form. Both forms must agree.
fn proven(header: &str, a: &str, b: &str) -> bool {
    let build = |body: &str| {
        let text = format!("(module {header} (func {body}))");
        Module::parse(&wat::parse_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"))).expect("valid")
    };
    let (a, b) = (build(a), build(b));
    let f = a.func_ix(0);
    let verdicts = [Form::Normal, Form::Raw].map(|form| {
        let limits = Limits { form, ..Limits::default() };
        Checker::new(limits).function(&a, f, a.body_bytes(0), &b, f, b.body_bytes(0)).is_proven()
    });
    assert_eq!(verdicts[0], verdicts[1], "normal and raw form disagree");
    verdicts[0]
}

/// A memory access traps exactly if base + offset + width, without wrapping, is beyond the end.
pub fn bounds(op: Op) {
    let (operands, _) = access(op);
    let width = u64::from(op.access_width());
    assert_eq!(Some(width), audit::load_shape(op).map(|l| u64::from(l.0)).or(audit::stored_bits(op).map(|b| u64::from(b) / 8)), "{}", op.name());
    for offset in [0u64, 1, 8, PAGE - 8, PAGE - 1, PAGE, 0xffff_ffff] {
        let mut engine = start(&format!("(module (memory (export \"memory\") 1) {})", export(op, offset)));
        for base in [0u64, 1, 7, 8, PAGE - 9, PAGE - 8, PAGE - width, PAGE - width + 1, PAGE - 1, PAGE, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] {
            for base in [base, base.wrapping_sub(offset) & 0xffff_ffff] {
                let mut args = vec![(ValType::I32, u128::from(base))];
                args.extend(operands[1..].iter().map(|ty| (*ty, 0)));
                let inside = base + offset + width <= PAGE;
                assert_eq!(engine.call("f", &args).is_some(), inside, "{} at {base:#x} + {offset:#x}", op.name());
            }
        }
    }
}

/// A load gives the bytes as a number, lowest first, extended as its shape says; the prover derives that of the bytes that it sees, and nothing else.
pub fn load(op: Op) -> usize {
    let (bytes, signed) = audit::load_shape(op).expect("a scalar load");
    let (_, result) = access(op);
    let ty = result.expect("a load has a result");
    let header = "(memory (export \"memory\") 1)";
    let mut engine = start(&format!("(module {header} {})", export(op, 0)));
    let bits = u32::from(bytes) * 8;
    // The plain load of as many bytes, to look at them from the side: `load8_u` and its like.
    let plain = Op::ALL.iter().copied().find(|o| audit::load_shape(*o) == Some((bytes, false)) && o.name().starts_with('i')).expect("there is one");
    let plain_ty = access(plain).1.expect("a result");
    let patterns = [0u64, 1, 0x80, 0xff, 0x7f, 0x8000, 0x7fff, 0xff80, 0x8000_0000, 0x7fff_ffff, u64::MAX, 1 << 63, 0x8877_6655_4433_2211];
    let mut proofs = 0;
    for pattern in patterns {
        let seen = u128::from(pattern) & ((1 << bits) - 1);
        let memory = engine.memory();
        memory.data_mut(&mut engine.store)[64..72].copy_from_slice(&pattern.to_le_bytes());
        let got = engine.call("f", &[(ValType::I32, 64)]).expect("inside")[0];
        let shift = 128 - bits;
        let ours = if signed { (((seen << shift) as i128) >> shift) as u128 } else { seen };
        assert_eq!(got, ours & mask(ty), "{} of {pattern:#x}", op.name());
        let f = |value: u128| {
            format!(
                "(param i32) (result {ty}) (if (result {ty}) ({plain_ty}.eq ({} (local.get 0)) {}) (then {}) (else ({} (local.get 0))))",
                plain.name(),
                constant(plain_ty, seen),
                constant(ty, value),
                op.name()
            )
        };
        let itself = format!("(param i32) (result {ty}) (drop ({} (local.get 0))) ({} (local.get 0))", plain.name(), op.name());
        assert!(proven(header, &f(got), &itself), "{} of {pattern:#x} is {got:#x}", op.name());
        assert!(!proven(header, &f(got ^ 1), &itself), "{} of {pattern:#x} is not {:#x}", op.name(), got ^ 1);
        proofs += 2;
    }
    proofs
}

/// Two stores write the same exactly if the low bits are the same that `stored_bits` names, and nothing else changes.
pub fn store(op: Op) -> usize {
    let bits = audit::stored_bits(op).expect("a scalar store");
    let ty = access(op).0[1];
    let header = "(memory (export \"memory\") 1)";
    let mut engine = start(&format!("(module {header} {})", export(op, 3)));
    let mut random = Random(5);
    let mut proofs = 0;
    let values: Vec<u128> = edges(ty).into_iter().step_by(4).chain((0..4).map(|_| random.bits(ty) & mask(ty))).collect();
    for x in values {
        for y in [x, x ^ 1, x ^ 1 << (bits - 1), x ^ (1u128 << bits), (x ^ 0xa5 << bits) & mask(ty)] {
            let y = y & mask(ty);
            let mut after = |v: u128| {
                let memory = engine.memory();
                memory.data_mut(&mut engine.store).fill(0xcc);
                engine.call("f", &[(ValType::I32, 100), (ty, v)]).expect("inside");
                engine.bytes()
            };
            let (p, q) = (after(x), after(y));
            let mut model = vec![0xcc; PAGE as usize];
            model[103..103 + usize::from(bits) / 8].copy_from_slice(&x.to_le_bytes()[..usize::from(bits) / 8]);
            assert!(p == model, "{} of {x:#x} writes {:02x?}", op.name(), &p[96..120]);
            let body = |v: u128| format!("(param i32) ({} offset=3 (local.get 0) {})", op.name(), constant(ty, v));
            assert_eq!(proven(header, &body(x), &body(y)), p == q, "{} of {x:#x} and {y:#x}", op.name());
            proofs += 1;
        }
    }
    proofs
}

/// Accesses that are taken for one another do the same to the memory, and trap together; all pairs.
pub fn same_effects(ops: &[Op]) -> usize {
    let mut pairs = 0;
    for &a in ops {
        for &b in ops {
            if a == b || !audit::same_effect(a, b) {
                continue;
            }
            pairs += 1;
            let run = |op: Op, base: u64| {
                let mut engine = start(&format!("(module (memory (export \"memory\") 1) {})", export(op, 0)));
                let mut args = vec![(ValType::I32, u128::from(base))];
                args.extend(access(op).0[1..].iter().map(|ty| (*ty, 0x8877_6655_4433_2211 & mask(*ty))));
                (engine.call("f", &args).is_some(), engine.bytes())
            };
            for base in [8, PAGE - 8, PAGE - 4, PAGE - 2, PAGE - 1, PAGE] {
                assert!(run(a, base) == run(b, base), "{} and {} at {base}", a.name(), b.name());
            }
        }
    }
    pairs
}

/// Operands and result of an access to a 32-bit memory.
fn access(op: Op) -> (Vec<ValType>, Option<ValType>) {
    let letters = op.info().signature.replace('a', "i");
    let of = |c: char| match c {
        'i' => ValType::I32,
        'l' => ValType::I64,
        'f' => ValType::F32,
        'd' => ValType::F64,
        other => panic!("{other} in {letters}"),
    };
    let (operands, results) = letters.split_once('>').expect("typed");
    debug_assert!(signature(op).is_none());
    (operands.chars().map(of).collect(), results.chars().map(of).next())
}

fn export(op: Op, offset: u64) -> String {
    let (operands, result) = access(op);
    let params: Vec<String> = operands.iter().map(ToString::to_string).collect();
    let gets: String = (0..operands.len()).map(|k| format!(" local.get {k}")).collect();
    let result = result.map(|t| format!("(result {t})")).unwrap_or_default();
    format!("(func (export \"f\") (param {}) {result}{gets} {} offset={offset})", params.join(" "), op.name())
}

/// What an operator with effects is said to change, by parts of the state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    pub memory: bool,
    pub size: bool,
    pub globals: bool,
    pub tables: bool,
}

const STATE: &str = r#"
    (memory (export "memory") 1 4)
    (global $a (export "a") (mut i32) (i32.const 5)) (global $b (export "b") (mut i64) (i64.const 6))
    (table $t (export "t") 8 funcref)
    (data $d "some bytes of a segment")
    (func (export "look") (result i32 i64 i32 i32) (global.get $a) (global.get $b) (table.size $t) (memory.size))
    (func (export "init") (memory.init $d (i32.const 32) (i32.const 1) (i32.const 3)))"#;

/// Runs `code` (three i32 operands in locals) on many operands: it changes no part of the state that it is said to keep; the memory's first page
/// survives growth; and the same operands in the same state have the same outcome.
pub fn effects(op: Op, code: &str, result: &str, said: Changes) {
    assert_eq!(audit::changes_state(op), said != Changes::default(), "{}", op.name());
    let text = format!("(module {STATE} (func (export \"f\") (param i32 i32 i32) {result} {code}))");
    let mut random = Random(3);
    let mut changed = Changes::default();
    for round in 0..200 {
        let small = |r: &mut Random| [0, 1, 7, 16, 64, 65_500, 65_536, 0xffff_ffff][r.below(8)];
        let args: Vec<(ValType, u128)> = (0..3).map(|_| (ValType::I32, if round == 0 { 3 } else { small(&mut random) })).collect();
        let run = || {
            let mut engine = start(&text);
            let memory = engine.memory();
            memory.data_mut(&mut engine.store).iter_mut().enumerate().for_each(|(i, b)| *b = (i * 7) as u8);
            let before = (engine.bytes(), engine.call("look", &[]).expect("looks"));
            let outcome = engine.call("f", &args);
            let after = (engine.bytes(), engine.call("look", &[]).expect("looks"));
            (before, outcome, after)
        };
        let (before, outcome, after) = run();
        assert!(run() == (before.clone(), outcome, after.clone()), "{} {args:x?} has two outcomes", op.name());
        let page = PAGE as usize;
        let now = Changes {
            memory: before.0[..page] != after.0[..page] || after.0[page..].iter().any(|b| *b != 0),
            size: before.1[3] != after.1[3],
            globals: before.1[..2] != after.1[..2],
            tables: before.1[2] != after.1[2],
        };
        for (is, may) in [(now.memory, said.memory), (now.size, said.size), (now.globals, said.globals), (now.tables, said.tables)] {
            assert!(!is || may, "{} {args:x?} changes {now:?}", op.name());
        }
        changed = Changes {
            memory: changed.memory | now.memory,
            size: changed.size | now.size,
            globals: changed.globals | now.globals,
            tables: changed.tables | now.tables,
        };
    }
    // What never happened was not tested. A dropped segment shows only where it is used.
    if op != Op::DataDrop {
        assert_eq!(changed, said, "{}", op.name());
    }
}

/// Two bodies that do the same in wasmtime and are proven, or that do not and are not. `(param i32 i32) (result i32)`, with a memory and two globals.
pub fn same(a: &str, b: &str, equal: bool) {
    let header =
        r#"(memory (export "memory") 1 4) (global $g (export "g") (mut i32) (i32.const 7)) (global $h (mut i32) (i32.const 9)) (data $d "abcdefgh")"#;
    let body = |code: &str| format!("(param i32 i32) (result i32) (local i32) {code}");
    let mut differ = false;
    let mut random = Random(8);
    for round in 0..60 {
        let args: Vec<(ValType, u128)> = (0..2)
            .map(|_| {
                (ValType::I32, if round % 2 == 0 { [0, 1, 2, 8, 0xffff_ffff][random.below(5)] } else { random.bits(ValType::I32) & 0xffff_ffff })
            })
            .collect();
        let [x, y] = [a, b].map(|code| {
            let text = format!(
                "(module {header} (func (export \"look\") (result i32 i32) (global.get $g) (global.get $h)) (func (export \"f\") {}))",
                body(code)
            );
            let mut engine = engine::start(&text);
            let memory = engine.memory();
            memory.data_mut(&mut engine.store).iter_mut().enumerate().for_each(|(i, b)| *b = (i * 5) as u8);
            let outcome = engine.call("f", &args);
            (outcome, engine.call("look", &[]), engine.bytes())
        });
        differ |= x != y;
    }
    assert_eq!(differ, !equal, "in wasmtime: {a} and {b}");
    assert_eq!(proven(header, &body(a), &body(b)), equal, "{a} and {b}");
}

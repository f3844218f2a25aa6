//! The operator table against `wasmparser`, `wasmprinter` and `wat`: names, opcodes, immediates, signatures.

mod common;

use common::{assert_valid, text};
use loom_eq_lang::{BlockType, Imm, ImmKind, Instr, MemArg, Op, ValType};
use std::collections::HashMap;
use wasm_encoder::{CodeSection, ConstExpr, DataCountSection, DataSection, Function, FunctionSection, MemorySection, MemoryType, TypeSection};
use wasmparser::{BinaryReader, OperatorsReader};

macro_rules! known_operators {
    ($( @$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*))*) => {
        &[$((stringify!($proposal), stringify!($op), stringify!($($ann)*))),*]
    };
}
/// All that `wasmparser` knows: proposal, name, arity.
const KNOWN: &[(&str, &str, &str)] = wasmparser::for_each_operator!(known_operators);

/// Proposals that are still moving; a function with one of their operators is kept byte for byte.
const NOT_LISTED: &[&str] = &["custom_descriptors", "shared_everything_threads", "stack_switching", "acquire_release_atomics"];

fn sample(op: Op) -> Instr {
    use ImmKind::*;
    let mem = loom_eq_lang::MemArg { align: 0, memory: 0, offset: 300 };
    let imm = match op.info().imm {
        None => Imm::None,
        Block => Imm::Block(BlockType::Empty),
        Label | Func | Type | Local | Global | Table | Mem | Data | Elem | Tag => Imm::Index(0),
        TypeTable | DataMem | MemMem | ElemTable | TableTable | TypeField | TypeCount | TypeData | TypeElem | TypeType => Imm::Index2(0, 0),
        BrTable => Imm::Targets([0, 0, 0].into()),
        MemArg => Imm::Mem(mem),
        MemArgLane => Imm::MemLane(mem, 1),
        Lane => Imm::Byte(1),
        Byte => Imm::Byte(0),
        Shuffle => Imm::Bytes16([0, 31, 1, 30, 2, 29, 3, 28, 4, 27, 5, 26, 6, 25, 7, 24]),
        V128 => Imm::Bytes16([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
        I32 => Imm::I32(-123_456),
        I64 => Imm::I64(-12_345_678_901),
        F32 => Imm::F32(0x7fa0_0001),
        F64 => Imm::F64(0x7ff4_0000_0000_0001),
        Types => Imm::Raw([1, 0x7f].into()),
        Heap => Imm::Raw([0x70].into()),
        Cast => Imm::Raw([3, 0, 0x6e, 0x6b].into()),
        TryTable => Imm::Raw([0x40, 1, 2, 0].into()),
    };
    Instr { op, imm }
}

fn encoded(instr: &Instr) -> Vec<u8> {
    let mut out = Vec::new();
    instr.encode(&mut out);
    out
}

/// The name of the operator that `wasmparser` reads, which must take all the bytes.
fn name_read_by_wasmparser(op: Op, bytes: &[u8]) -> String {
    // Some operators are read only where they can stand.
    let before: &[u8] = match op {
        Op::Else => &[0x04, 0x40],
        Op::Catch | Op::CatchAll | Op::Delegate => &[0x06, 0x40],
        _ => &[],
    };
    let all = [before, bytes].concat();
    let mut reader = OperatorsReader::new(BinaryReader::new(&all, 0));
    if !before.is_empty() {
        reader.read().expect("a block");
    }
    let read = reader.read().unwrap_or_else(|e| panic!("{op:?}: {e}"));
    assert!(reader.eof(), "{op:?}: bytes left over");
    format!("{read:?}").split([' ', '{', '(']).next().unwrap_or_default().to_string()
}

#[test]
fn wasmparser_reads_what_the_table_encodes() {
    for &op in Op::ALL {
        let instr = sample(op);
        let bytes = encoded(&instr);
        assert_eq!(name_read_by_wasmparser(op, &bytes), format!("{op:?}"));
        let mut reader = BinaryReader::new(&bytes, 0);
        assert_eq!(Instr::decode(&mut reader).expect("decodes"), instr);
        assert!(reader.eof(), "{op:?}");
        assert_eq!(loom_eq_lang::instr::size(op, &instr.imm) as usize, bytes.len());
    }
}

#[test]
fn the_table_has_every_operator_of_the_listed_proposals() {
    let ours: Vec<String> = Op::ALL.iter().map(|op| format!("{op:?}")).collect();
    for (proposal, op, _) in KNOWN {
        // `select` with several results is one opcode with the typed `select`.
        let listed = !NOT_LISTED.contains(proposal) && *op != "TypedSelectMulti";
        assert_eq!(ours.iter().filter(|o| o == op).count(), usize::from(listed), "{proposal} {op}");
    }
    assert!(ours.iter().all(|o| KNOWN.iter().any(|(_, op, _)| op == o)));
}

#[test]
fn opcodes_and_names_find_their_operator() {
    let mut names: HashMap<&str, Op> = HashMap::new();
    for &op in Op::ALL {
        assert_eq!(Op::by_code(op.info().prefix, op.info().code), Some(op));
        names.entry(op.name()).or_insert(op);
    }
    for (name, op) in names {
        let expected = if name == "select" { Op::Select } else { op };
        assert_eq!(Op::by_name(name), Some(expected));
    }
    for (prefix, code) in [(0, 0xff), (0xfb, 0x7fff_ffff), (0xfd, 0x140), (1, 0)] {
        assert_eq!(Op::by_code(prefix, code), None);
    }
}

/// The operands and results of a signature that does not depend on anything; addresses are i32 or i64.
fn signature(op: Op, address: ValType) -> Option<(Vec<ValType>, Vec<ValType>)> {
    let (params, results) = op.info().signature.split_once('>')?;
    let ty = |c| match c {
        'i' => ValType::I32,
        'l' => ValType::I64,
        'f' => ValType::F32,
        'd' => ValType::F64,
        'v' => ValType::V128,
        'a' => address,
        other => panic!("{op:?} has a type {other}"),
    };
    Some((params.chars().map(ty).collect(), results.chars().map(ty).collect()))
}

fn natural(op: Op) -> Instr {
    let mut instr = sample(op);
    // Atomics insist on their natural alignment, which no table of ours has: try the one that validates.
    if let (Imm::Mem(MemArg { align, .. }), true) = (&mut instr.imm, op.name().contains("atomic")) {
        let bytes = ["8", "16", "32"].iter().position(|w| op.name().contains(&format!("rmw{w}")) || op.name().ends_with(&format!("load{w}_u")));
        let store = ["store8", "store16", "store32"].iter().position(|w| op.name().ends_with(w));
        let whole = if op.name().starts_with("i64") { 3 } else { 2 };
        *align = u8::try_from(bytes.or(store).unwrap_or(whole)).expect("small");
    }
    instr
}

/// A module with one function: the operands are its parameters, the results its results, and it does nothing but the operator.
fn function_of(instr: &Instr, (params, results): (Vec<ValType>, Vec<ValType>), memory64: bool) -> Vec<u8> {
    let ty = |ty: &ValType| wasm_encoder::ValType::try_from(*ty).expect("a number");
    let mut types = TypeSection::new();
    types.ty().function(params.iter().map(ty), results.iter().map(ty));
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: Some(1), memory64, shared: true, page_size_log2: None });
    let mut body = Vec::new();
    for i in 0..params.len() {
        encode_to(&mut body, Op::LocalGet, Imm::Index(u32::try_from(i).expect("few")));
    }
    instr.encode(&mut body);
    encode_to(&mut body, Op::End, Imm::None);
    let mut code = CodeSection::new();
    let mut function = Function::new([]);
    function.raw(body);
    code.function(&function);
    let mut elements = wasm_encoder::ElementSection::new();
    elements.declared(wasm_encoder::Elements::Functions([0].as_slice().into()));
    let mut data = DataSection::new();
    data.active(0, &if memory64 { ConstExpr::i64_const(0) } else { ConstExpr::i32_const(0) }, [0]);
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&functions).section(&memories).section(&elements).section(&DataCountSection { count: 1 });
    module.section(&code).section(&data);
    module.finish()
}

fn encode_to(out: &mut Vec<u8>, op: Op, imm: Imm) {
    Instr { op, imm }.encode(out);
}

#[test]
fn signatures_are_the_validators() {
    let mut checked = 0;
    for &op in Op::ALL {
        for memory64 in [false, true] {
            let address = if memory64 { ValType::I64 } else { ValType::I32 };
            let Some(signature) = signature(op, address) else { continue };
            let arity = format!("{} -> {}", signature.0.len(), signature.1.len());
            let (.., known) = KNOWN.iter().find(|(_, known, _)| *known == format!("{op:?}")).expect("known");
            if known.contains("->") {
                assert!(known.ends_with(&arity), "{op:?} has {arity}, wasmparser says {known}");
            }
            let bytes = function_of(&natural(op), signature, memory64);
            assert_valid(op.name(), &bytes);
            checked += 1;
        }
    }
    assert!(checked > 800, "{checked}");
}

#[test]
fn names_are_the_text_formats() {
    for &op in Op::ALL {
        let before: &[Op] = match op {
            Op::Else => &[Op::If],
            Op::Catch | Op::CatchAll | Op::Delegate => &[Op::Try],
            _ => &[],
        };
        let mut body = vec![0];
        for &op in before {
            encode_to(&mut body, op, Imm::Block(BlockType::Empty));
        }
        natural(op).encode(&mut body);
        let opens = matches!(op, Op::Block | Op::Loop | Op::If | Op::Try | Op::TryTable) || (!before.is_empty() && op != Op::Delegate);
        for _ in 0..1 + usize::from(opens) {
            encode_to(&mut body, Op::End, Imm::None);
        }
        if op == Op::End {
            // It is not printed where it ends the function.
            continue;
        }
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut code = CodeSection::new();
        code.raw(&body);
        let mut module = wasm_encoder::Module::new();
        module.section(&types).section(&functions).section(&code);
        let printed = text(&module.finish());
        let name = op.name().split(' ').next().expect("a name");
        let found = printed.lines().any(|line| line.split_whitespace().next() == Some(name));
        assert!(found, "{name} is not in\n{printed}");
    }
}

#[test]
fn text_reads_back_as_the_same_bytes() {
    for &op in Op::ALL {
        let Some(signature) = signature(op, ValType::I32) else { continue };
        let bytes = function_of(&natural(op), signature, false);
        let again = wat::parse_str(text(&bytes)).unwrap_or_else(|e| panic!("{op:?}: {e}"));
        assert_eq!(
            Some(loom_eq_lang::Module::parse(&again).expect("valid").body_bytes(0)),
            loom_eq_lang::Module::parse(&bytes).ok().as_ref().map(|m| m.body_bytes(0))
        );
    }
}

#[test]
fn access_widths_are_the_natural_alignments() {
    for &op in Op::ALL {
        let width = op.access_width();
        assert_eq!(width > 0, matches!(op.class(), loom_eq_lang::Class::Load | loom_eq_lang::Class::Store), "{op:?}");
        if width == 0 {
            continue;
        }
        // The validator refuses an alignment above the natural one, and that is the width.
        for (log2, right) in [(width.ilog2(), true), (width.ilog2() + 1, false)] {
            let mut instr = sample(op);
            let (Imm::Mem(m) | Imm::MemLane(m, _)) = &mut instr.imm else { panic!("{op:?} has no memory immediate") };
            m.align = u8::try_from(log2).expect("small");
            let bytes = function_of(&instr, signature(op, ValType::I32).expect("loads and stores have one"), false);
            assert_eq!(common::valid_with(&bytes, wasmparser::WasmFeatures::all()), right, "{op:?} at 2^{log2}");
        }
    }
}

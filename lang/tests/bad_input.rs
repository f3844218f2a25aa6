//! Input that is not a module: an error with its offset, never a panic.

mod common;

use common::module;
use loom_eq_lang::{Body, FuncIx, ImmKind, Instr, Module, Op, OpInfo, canonical_body, is_component, map_core_modules};
use wasmparser::BinaryReader;

/// A module with every section and custom sections of all kinds.
fn everything() -> Vec<u8> {
    let wat = r#"(module $m
        (@dylink.0 (mem-info (memory 8 2)))
        (type $t (func (param i32) (result i32)))
        (import "env" "f" (func $f (type $t)))
        (table 1 funcref) (memory 1) (tag (param i32))
        (global $g (mut i32) (i32.const 5))
        (export "e" (func $e))
        (start $s)
        (elem (i32.const 0) $e)
        (func $s)
        (func $e (type $t) (local $l i64)
            (block $b (@metadata.code.branch_hint "\01") (br_if $b (local.get 0)) (br_table $b $b (i32.const 1)))
            (local.set $l (i64.const 1000000))
            (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 1))
            (i32.add (call $f (i32.load offset=1000 (local.get 0))) (global.get $g)))
        (data (i32.const 0) "abc"))"#;
    wat::parse_str(wat).expect("right")
}

#[test]
fn a_truncated_module_is_an_error_with_an_offset() {
    let bytes = everything();
    let whole = Module::parse(&bytes).expect("valid");
    let ends: Vec<usize> = whole.sections.iter().map(|s| s.whole.end).chain([8]).collect();
    for end in 0..bytes.len() {
        match Module::parse(&bytes[..end]) {
            // A module can end where a section ends, if nothing is missing then.
            Ok(_) => assert!(ends.contains(&end), "{end}"),
            Err(e) => {
                let offset = e.offset().unwrap_or_else(|| panic!("no offset: {e}"));
                assert!(offset <= end as u64, "{e} in a file of {end} bytes");
                assert!(e.to_string().ends_with(&format!("(at offset 0x{offset:x})")));
            }
        }
    }
}

#[test]
fn a_flipped_byte_never_panics() {
    let bytes = everything();
    let mut accepted = 0;
    for at in 0..bytes.len() {
        for value in [0x00, 0x01, 0x0b, 0x40, 0x7f, 0x80, 0xfc, 0xff, bytes[at] ^ 1, bytes[at].wrapping_add(1)] {
            let mut bytes = bytes.clone();
            bytes[at] = value;
            if let Ok(module) = Module::parse(&bytes) {
                assert_eq!(module.write(), bytes);
                common::identity_gate("flipped", &module);
                accepted += 1;
            }
        }
    }
    assert!(accepted > 100, "{accepted}");
}

#[test]
fn what_is_no_module_is_refused() {
    for bytes in [b"".as_slice(), b"\0asm", b"not wasm at all", b"\x7fELF", b"\0asm\x02\0\0\0", b"(module)"] {
        let e = Module::parse(bytes).expect_err("not a module");
        assert_eq!(e.offset(), Some(0), "{e}");
        assert!(!is_component(bytes));
        assert!(map_core_modules(bytes, |_, _| Ok(None)).is_err());
    }
    let component = wat::parse_str("(component)").expect("right");
    assert_eq!(Module::parse(&component).expect_err("no core module").message(), "not a wasm core module");
}

#[test]
fn errors_read_well() {
    let e = Module::parse(b"\0asm\x01\0\0\0\x01").expect_err("truncated");
    assert_eq!(e.to_string(), format!("{} (at offset 0x9)", e.message()));
    assert!(!e.message().ends_with('.') && !e.message().chars().next().is_some_and(char::is_uppercase));
}

#[test]
fn instructions_cut_short_are_errors() {
    let m = module("(module (func))");
    for &op in Op::ALL.iter().filter(|op| op.info().imm != ImmKind::None) {
        let opcode = match op.info() {
            OpInfo { prefix: 0, code, .. } => vec![u8::try_from(*code).expect("one byte")],
            OpInfo { prefix, code, .. } => [&[*prefix], leb(*code).as_slice()].concat(),
        };
        assert!(Instr::decode(&mut BinaryReader::new(&opcode, 0)).is_err(), "{op:?}");
        let body = [&[0], opcode.as_slice()].concat();
        assert_eq!(canonical_body(&body), None);
        assert!(Body::parse_bytes(&m, FuncIx(0), &body, &Default::default()).is_err());
    }
    assert_eq!(canonical_body(&[]), None);
}

fn leb(n: u32) -> Vec<u8> {
    let mut out = Vec::new();
    wasm_encoder::Encode::encode(&n, &mut out);
    out
}

#[test]
fn orderings_of_atomics_are_not_taken_for_alignments() {
    // Bit 4 of the flags announces an ordering byte (acquire-release atomics), bit 5 an array type.
    for flags in [0x10, 0x12, 0x20, 0x80, 0x100] {
        let bytes = [&[0x28], leb(flags).as_slice(), &[0, 0, 0]].concat();
        assert!(Instr::decode(&mut BinaryReader::new(&bytes, 0)).is_err(), "{flags:x}");
    }
}

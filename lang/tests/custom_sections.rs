//! Custom sections when code changes: none of them may lie afterwards.

mod common;

use common::{assert_valid, identity_gate, module, text};
use loom_eq_lang::{AssembleOptions, Assembled, Body, Emitted, Module, assemble, branch_hints, canonical_body, canonicalize, relocatable};

/// Lifts, edits and emits every function.
fn emitted(module: &Module, edit: impl Fn(&mut Body)) -> Vec<Option<Emitted>> {
    let lift = |(i, hints)| {
        let mut body = Body::parse(module, i, hints).ok()?;
        edit(&mut body);
        Some(body.emit())
    };
    branch_hints(module).iter().enumerate().map(lift).collect()
}

fn edited(module: &Module, edit: impl Fn(&mut Body)) -> Assembled {
    let new = assemble(module, &emitted(module, edit), &AssembleOptions::default());
    assert_valid("edited", &new.bytes);
    new
}

fn stripped(module: &Module) -> Assembled {
    let new = assemble(module, &[], &AssembleOptions { strip: true });
    assert_valid("stripped", &new.bytes);
    new
}

fn names(bytes: &[u8]) -> Vec<String> {
    Module::parse(bytes).expect("valid").customs().map(|(name, ..)| name.to_string()).collect()
}

/// A module with one function `() -> ()` of these bytes, and a custom section in front of the code. Everything is as linkers write it: LEBs
/// padded to five bytes.
fn padded_module(custom: (&str, &[u8]), body: &[u8]) -> Vec<u8> {
    fn padded(n: usize) -> [u8; 5] {
        let part = |i: usize| u8::try_from((n >> (7 * i)) & 0x7f).expect("seven bits") | if i < 4 { 0x80 } else { 0 };
        [part(0), part(1), part(2), part(3), part(4)]
    }
    fn sized(bytes: &[u8]) -> Vec<u8> {
        [&padded(bytes.len()), bytes].concat()
    }
    let section = |id: u8, payload: &[u8]| [&[id], sized(payload).as_slice()].concat();
    let one = |item: &[u8]| [&padded(1), item].concat();
    [
        b"\0asm\x01\0\0\0".to_vec(),
        section(1, &one(&[&[0x60], padded(0).as_slice(), &padded(0)].concat())),
        section(3, &one(&padded(0))),
        section(7, &one(&[sized(b"f").as_slice(), &[0], &padded(0)].concat())),
        section(0, &[sized(custom.0.as_bytes()).as_slice(), custom.1].concat()),
        section(10, &one(&sized(body))),
    ]
    .concat()
}

#[test]
fn names_follow_their_locals_and_labels() {
    let m = module(
        r#"(module $m
            (func $first (param $kept i32) (local $gone i64) (local $number i64) (local $ref i32)
                (block $outer (loop $inner (local.set $ref (i32.const 1)) (br_if $outer (local.get $ref)) (br $inner)))
                (local.set $number (i64.const 7))
                (drop (local.get $number)) (drop (local.get $ref)))
            (func $second (param $same i32) (block $label (br_if $label (local.get $same)))))"#,
    );
    // The first function loses a local; the second one is not replaced at all.
    let mut bodies = emitted(&m, Body::compact_locals);
    bodies[1] = None;
    let new = assemble(&m, &bodies, &AssembleOptions::default());
    let expected = r#"(module $m
  (type (;0;) (func (param i32)))
  (func $first (;0;) (type 0) (param $kept i32)
    (local $ref i32) (local $number i64)
    block $outer
      loop $inner
        i32.const 1
        local.set $ref
        local.get $ref
        br_if $outer
        br $inner
      end
    end
    i64.const 7
    local.set $number
    local.get $number
    drop
    local.get $ref
    drop
  )
  (func $second (;1;) (type 0) (param $same i32)
    block $label
      local.get $same
      br_if $label
    end
  )
)
"#;
    assert_eq!(text(&new.bytes), expected);
    assert_eq!(new.notes, [""; 0]);
}

#[test]
fn names_of_dropped_labels_go() {
    let m = module("(module (func (block $a (return) (block $dead (nop))) (block $b (br $b))))");
    let new = edited(&m, |_| {});
    // Everything behind `return` is unreachable, so the labels `dead` and `b` are gone.
    assert_eq!(text(&new.bytes), "(module\n  (type (;0;) (func))\n  (func (;0;) (type 0)\n    block $a\n      return\n    end\n  )\n)\n");
}

#[test]
fn a_malformed_name_subsection_goes_once_functions_change() {
    // Subsection 2 (locals) claims one function and ends.
    let m = module(r#"(module (func (local i32) (local.set 0 (i32.const 1))) (@custom "name" "\00\02\01m\02\01\01"))"#);
    assert_eq!(edited(&m, |_| {}).bytes, m.bytes());
    let new = edited(&m, |body| _ = body.add_local(loom_eq_lang::ValType::I64));
    let kept: Vec<_> = Module::parse(&new.bytes).expect("valid").customs().map(|(_, data, _)| data.to_vec()).collect();
    assert_eq!(kept, [b"\x00\x02\x01m".to_vec()]);
    assert_eq!(new.notes, ["removed the names of locals from the name section: malformed"]);
}

const HINTED: &str = r#"(module
  (func (param i32)
    nop
    (@metadata.code.branch_hint "\01") (if (local.get 0) (then nop nop (return)))
    (block
      nop
      (@metadata.code.branch_hint "\00") (br_if 0 (i32.const 100000))))
  (func (param i32)
    (loop nop (@metadata.code.branch_hint "\01") (br_if 0 (local.get 0)))))"#;

#[test]
fn hints_follow_their_branches() {
    let m = module(HINTED);
    let hints = branch_hints(&m);
    assert_eq!([hints[0].len(), hints[1].len()], [2, 1]);
    let new = edited(&m, |_| {});
    assert_eq!(new.notes, [""; 0]);
    // Nops are gone, and each hint stands at the branch where it stood.
    let without_nops = module(&HINTED.replace("nop", ""));
    assert_eq!(text(&new.bytes), text(without_nops.bytes()));
    // One function replaced, the other as it was.
    let half = assemble(&m, &[None, emitted(&m, |_| {}).remove(1)], &AssembleOptions::default());
    assert!(text(&half.bytes).matches("@metadata.code.branch_hint").count() == 3 && text(&half.bytes).matches("nop").count() == 4);
}

#[test]
fn hints_follow_canonical_encoding() {
    // No locals, block, `i32.const 7` padded to three bytes, `br_if 0` at offset 7, end, nop, end.
    let body = [0x00, 0x02, 0x40, 0x41, 0x87, 0x80, 0x00, 0x0d, 0x00, 0x0b, 0x01, 0x0b];
    let hints = [1, 0, 1, 7, 1, 1];
    let m = Module::parse(&padded_module(("metadata.code.branch_hint", &hints), &body)).expect("valid");
    assert_eq!(branch_hints(&m)[0].get(&7), Some(&1));
    let new = canonicalize(&m);
    let hints = branch_hints(&Module::parse(&new.bytes).expect("valid"));
    assert_eq!((hints[0].len(), hints[0].get(&5)), (1, Some(&1)));
    assert_eq!(new.notes, [""; 0]);
}

#[test]
fn metadata_of_no_instruction_is_dropped_with_a_note() {
    let body = [0x00, 0x41, 0x87, 0x80, 0x00, 0x1a, 0x0b];
    // Offset 3 is inside `i32.const`.
    let m = Module::parse(&padded_module(("metadata.code.test", &[1, 0, 1, 3, 0]), &body)).expect("valid");
    let new = canonicalize(&m);
    assert_eq!(names(&new.bytes), [""; 0]);
    assert_eq!(new.notes, ["removed 1 entry of metadata.code.test: their instructions have changed"]);
}

#[test]
fn hints_of_branches_that_are_gone_are_dropped_with_a_note() {
    let m = module(
        r#"(module (func (return) (block (@metadata.code.branch_hint "\01") (br_if 0 (i32.const 1))))
                   (func (block (@metadata.code.branch_hint "\01") (br_if 0 (i32.const 1)))))"#,
    );
    let new = edited(&m, |_| {});
    assert_eq!(new.notes, ["removed 1 entry of metadata.code.branch_hint: their instructions have changed"]);
    let hints = branch_hints(&Module::parse(&new.bytes).expect("valid"));
    assert_eq!([hints[0].len(), hints[1].len()], [0, 1]);
}

#[test]
fn other_metadata_of_changed_functions_is_dropped_with_a_note() {
    // Function 0: an entry for the function (offset 0) and one for the instruction at offset 1. Function 1: one at offset 1.
    let m = module(
        r#"(module (func nop) (func nop)
            (@custom "metadata.code.test" (before code) "\02\00\02\00\01a\01\01b\01\01\01\01c"))"#,
    );
    let mut bodies = emitted(&m, |_| {});
    bodies[1] = None;
    let new = assemble(&m, &bodies, &AssembleOptions::default());
    assert_eq!(new.notes, ["removed 1 entry of metadata.code.test: their instructions have changed"]);
    let m = Module::parse(&new.bytes).expect("valid");
    let (name, data, _) = m.customs().next().expect("the section");
    assert_eq!((name, data), ("metadata.code.test", b"\x02\x00\x01\x00\x01a\x01\x01\x01\x01c".as_slice()));
}

#[test]
fn malformed_metadata_goes_once_code_changes() {
    let m = module(r#"(module (func nop) (@custom "metadata.code.test" (before code) "\05"))"#);
    assert_eq!(canonicalize(&m).bytes, m.bytes());
    assert_eq!(edited(&m, |_| {}).notes, ["removed metadata.code.test: malformed"]);
}

#[test]
fn dwarf_goes_with_one_note() {
    let wat = r#"(module (func nop) (@custom ".debug_info" "1") (@custom "other" "2") (@custom ".debug_line" "3"))"#;
    let new = edited(&module(wat), |_| {});
    assert_eq!(names(&new.bytes), ["other"]);
    assert_eq!(new.notes, ["removed debug information (.debug_info, .debug_line): code offsets have changed"]);
}

#[test]
fn unchanged_code_keeps_everything() {
    let wat = r#"(module (func $f (param $p i32) (block $l))
        (@custom "first" (before first) "0") (@custom ".debug_info" "1") (@custom "build_id" "2") (@custom "sourceMappingURL" "\01x")
        (@custom "metadata.code.test" (before code) "\05") (@custom "external_debug_info" "\01y"))"#;
    let m = module(wat);
    assert_eq!(canonicalize(&m), Assembled { bytes: m.bytes().to_vec(), notes: vec![] });
    // Nor does a body that was replaced by itself change anything.
    assert_eq!(edited(&m, |_| {}), Assembled { bytes: m.bytes().to_vec(), notes: vec![] });
}

#[test]
fn what_lies_elsewhere_is_reported() {
    let customs = r#"(@custom "sourceMappingURL" "\05a.map") (@custom "external_debug_info" "\01y") (@custom "build_id" "\011")"#;
    let new = edited(&module(&format!("(module (func nop) {customs})")), |_| {});
    assert_eq!(names(&new.bytes), ["sourceMappingURL", "external_debug_info", "build_id"]);
    assert_eq!(
        new.notes,
        [
            "kept sourceMappingURL, but the file that it points to describes the original code",
            "kept external_debug_info, but the file that it points to describes the original code",
            "kept build_id, but it belongs to the original code"
        ]
    );
    // A source map counts from the start of the file: a shorter section in front of the code is enough.
    let mut bytes = wat::parse_str(format!("(module (func) {customs})")).expect("right");
    bytes.splice(9..10, [0x84, 0x00]);
    let new = canonicalize(&Module::parse(&bytes).expect("valid"));
    assert_eq!(new.notes.len(), 2, "{:?}", new.notes);
}

#[test]
fn dylink_stays_first() {
    let wat = r#"(module (@dylink.0 (mem-info (memory 8 2))) (import "env" "memory" (memory 1)) (func nop nop))"#;
    let m = module(wat);
    assert_eq!(names(&edited(&m, |_| {}).bytes)[0], "dylink.0");
    let new = Module::parse(&stripped(&m).bytes).expect("valid");
    assert_eq!((new.sections[0].id, new.customs().next().map(|(name, ..)| name)), (0, Some("dylink.0")));
}

#[test]
fn strip_removes_names_producers_and_debug_sections() {
    let wat = r#"(module $m (func $f nop) (@producers (language "C" "11")) (@custom "target_features" "\01+\04simd") (@custom ".debug_str" "x")
        (@custom "sourceMappingURL" "\01x") (@custom "external_debug_info" "\01x") (@custom "mine" "y"))"#;
    let new = stripped(&module(wat));
    assert_eq!(names(&new.bytes), ["mine"]);
    assert_eq!(new.notes, [""; 0], "what was asked for needs no note");
}

#[test]
fn padded_lebs_shrink() {
    // One local run, padded; `i32.const 7` padded.
    let body = [0x81, 0x00, 0x82, 0x80, 0x00, 0x7f, 0x41, 0x87, 0x80, 0x00, 0x1a, 0x0b];
    let m = Module::parse(&padded_module(("mine", &[42]), &body)).expect("valid");
    let expected = wat::parse_str(
        r#"(module binary "\00asm\01\00\00\00" "\01\04\01\60\00\00" "\03\02\01\00" "\07\05\01\01f\00\00" "\00\06\04mine\2a"
            "\0a\09\01\07\01\02\7f\41\07\1a\0b")"#,
    );
    assert_eq!(canonicalize(&m).bytes, expected.expect("right"));
    assert_eq!(canonical_body(&body), Some(vec![1, 2, 0x7f, 0x41, 7, 0x1a, 0x0b]));
}

#[test]
fn what_is_not_understood_is_copied() {
    // `ref.get_desc` (custom descriptors) is not in the table.
    let m = module(
        "(module (rec (type $a (descriptor $b) (struct)) (type $b (describes $a) (struct)))
            (func (param (ref null $a)) (drop (ref.get_desc $a (local.get 0)))))",
    );
    assert_eq!(canonicalize(&m).bytes, m.bytes());
    let (new, bodies) = identity_gate("descriptors", &m);
    assert_eq!(new, m.bytes());
    assert_eq!(bodies[0].as_ref().map_err(|o| o.reason.as_str()), Err("unknown opcode 0xfb 34"));
}

#[test]
fn object_files_are_known_by_their_sections() {
    assert!(relocatable(&module(r#"(module (@custom "linking" "\02"))"#)));
    assert!(relocatable(&module(r#"(module (@custom "reloc.CODE" "\00\00"))"#)));
    assert!(!relocatable(&module(r#"(module (@custom "name" ""))"#)));
}

//! Core modules inside components.

mod common;

use common::assert_valid;
use loom_eq_lang::{Error, Module, canonicalize, is_component, map_core_modules};

const NESTED: &str = r#"(component $outer
    (core module $first (func (export "a") nop))
    (component $inner
        (core module $second (func (export "b") nop nop))
        (component (core module $third (func (export "c") nop nop nop)))
        (@custom "kept" "1"))
    (core module $fourth (func (export "d") nop nop nop nop))
    (core instance (instantiate $first))
    (@custom "kept too" "2"))"#;

fn nested() -> Vec<u8> {
    wat::parse_str(NESTED).expect("right")
}

/// The same module without `nop`.
fn without_nops(bytes: &[u8]) -> Vec<u8> {
    common::identity_gate("inside", &Module::parse(bytes).expect("valid")).0
}

#[test]
fn modules_are_numbered_in_file_order() {
    let mut exports = Vec::new();
    map_core_modules(&nested(), |n, bytes| {
        assert_eq!(n, exports.len());
        exports.push(Module::parse(bytes)?.exports[0].name.clone());
        Ok(None)
    })
    .expect("valid");
    assert_eq!(exports, ["a", "b", "c", "d"]);
}

#[test]
fn only_replaced_modules_change() {
    let bytes = nested();
    assert!(is_component(&bytes));
    assert_eq!(map_core_modules(&bytes, |_, _| Ok(None)).expect("valid"), bytes);
    // The same bytes given back are the same component too.
    assert_eq!(map_core_modules(&bytes, |_, m| Ok(Some(m.to_vec()))).expect("valid"), bytes);
    for replaced in 0..4 {
        let mut shorter = 0;
        let new = map_core_modules(&bytes, |n, m| {
            let new = without_nops(m);
            shorter = if n == replaced { m.len() - new.len() } else { shorter };
            Ok((n == replaced).then_some(new))
        });
        let new = new.expect("valid");
        assert_valid("component", &new);
        assert_eq!(new.len(), bytes.len() - replaced - 1);
        assert_eq!(shorter, replaced + 1);
    }
    let new = map_core_modules(&bytes, |_, m| Ok(Some(without_nops(m)))).expect("valid");
    assert_eq!(new, wat::parse_str(NESTED.replace("nop", "")).expect("right"));
}

#[test]
fn sizes_shrink_and_grow_with_their_modules() {
    let bytes = nested();
    // 200 bytes more: the sizes of the module and of the components around it need a second byte.
    let wide = |m: &[u8]| [m, &[0, 0xc8, 1, 1, b'x'], &[0; 198]].concat();
    let new = map_core_modules(&bytes, |_, m| Ok(Some(wide(m)))).expect("valid");
    assert_valid("grown", &new);
    let narrow = |m: &[u8]| m[..m.len() - 203].to_vec();
    assert_eq!(map_core_modules(&new, |_, m| Ok(Some(narrow(m)))).expect("valid"), bytes);
}

#[test]
fn errors_pass_through() {
    let e = map_core_modules(&nested(), |n, _| if n == 2 { Err(Error::at(5, "third")) } else { Ok(None) });
    assert_eq!(e, Err(Error::at(5, "third")));
}

#[test]
fn a_truncated_component_is_an_error() {
    let bytes = nested();
    for end in 0..bytes.len() {
        if let Ok(new) = map_core_modules(&bytes[..end], |_, m| Ok(Some(canonicalize(&Module::parse(m)?).bytes))) {
            assert_eq!(new, &bytes[..end]);
        }
    }
}

#[test]
fn deeply_nested_components() {
    const DEPTH: usize = 500;
    let mut bytes = wat::parse_str("(component (core module (func nop)))").expect("right");
    for _ in 0..DEPTH {
        let mut outer = b"\0asm\x0d\0\x01\0\x04".to_vec();
        let mut size = bytes.len();
        while size > 0x7f {
            outer.push(u8::try_from(size & 0x7f).expect("seven bits") | 0x80);
            size >>= 7;
        }
        outer.push(u8::try_from(size).expect("seven bits"));
        outer.append(&mut bytes);
        bytes = outer;
    }
    let new = map_core_modules(&bytes, |_, m| Ok(Some(without_nops(m)))).expect("valid");
    assert!(new.len() < bytes.len());
}

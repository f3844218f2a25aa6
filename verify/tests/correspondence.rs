//! Two modules whose index spaces differ: what corresponds must be proven, look-alikes must not be.

use loom_eq_verify::{ModuleReport, Options, modules};

fn compare(a: &str, b: &str, options: &Options) -> (ModuleReport, Vec<String>) {
    let build = |text: &str| wat::parse_str(format!("(module {text})")).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let mut lines = Vec::new();
    let report = modules(&build(a), &build(b), options, &mut |f| lines.push(format!("{} {}: {}", f.function.0, f.counterpart.0, f.verdict))).unwrap();
    lines.extend(report.structure.iter().cloned());
    (report, lines)
}

#[track_caller]
fn equal(a: &str, b: &str) -> ModuleReport {
    let (report, lines) = compare(a, b, &Options::default());
    assert!(report.is_proven(), "{lines:#?}");
    report
}

#[track_caller]
fn different(a: &str, b: &str) {
    for (x, y) in [(a, b), (b, a)] {
        let (report, lines) = compare(x, y, &Options::default());
        assert!(!report.is_proven(), "{lines:#?}");
    }
}

/// Not proven, and the report says this.
#[track_caller]
fn differs_in(a: &str, b: &str, words: &str) {
    different(a, b);
    let (_, lines) = compare(a, b, &Options::default());
    assert!(lines.iter().any(|l| l.contains(words)), "{lines:#?}");
}

const BASE: &str = r#"
  (type $unary (func (param i32) (result i32)))
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "g" (func $g (param i32 i32)))
  (import "m" "limit" (global $limit i32))
  (memory (export "memory") 1 2)
  (table $t (export "table") 4 4 funcref)
  (global $sp (mut i32) (i32.const 65536))
  (global $count (mut i32) (i32.const 7))
  (func $push (param i32) (result i32) (global.set $sp (i32.sub (global.get $sp) (local.get 0))) (global.get $sp))
  (func $bump (param i32) (result i32) (global.set $count (i32.add (global.get $count) (local.get 0))) (call $f (global.get $limit)))
  (func (export "run") (param i32) (result i32) (call $g (call $push (i32.const 16)) (call $bump (local.get 0))) (call_indirect (type $unary) (i32.const 9) (local.get 0)))
  (elem (i32.const 1) func $bump $push)
  (data (i32.const 8) "hello")
"#;

/// [`BASE`] with every index space in another order.
const RENUMBERED: &str = r#"
  (type $none (func))
  (type $pair (func (param i32 i32)))
  (type $unary (func (param i32) (result i32)))
  (import "m" "limit" (global $limit i32))
  (import "m" "g" (func $g (param i32 i32)))
  (import "m" "f" (func $f (param i32) (result i32)))
  (table $t (export "table") 4 4 funcref)
  (memory (export "memory") 1 2)
  (global $count (mut i32) (i32.const 7))
  (global $sp (mut i32) (i32.const 65536))
  (func (export "run") (param i32) (result i32) (call $g (call $push (i32.const 16)) (call $bump (local.get 0))) (call_indirect (type $unary) (i32.const 9) (local.get 0)))
  (func $bump (param i32) (result i32) (global.set $count (i32.add (global.get $count) (local.get 0))) (call $f (global.get $limit)))
  (func $push (param i32) (result i32) (global.set $sp (i32.sub (global.get $sp) (local.get 0))) (global.get $sp))
  (elem (i32.const 1) func $bump $push)
  (data (i32.const 8) "hel")
  (data (i32.const 11) "lo\00\00")
"#;

/// One place of [`RENUMBERED`] changed.
fn with(from: &str, to: &str) -> String {
    assert!(RENUMBERED.contains(from), "{from}");
    RENUMBERED.replacen(from, to, 1)
}

#[test]
fn renumbered() {
    let report = equal(BASE, RENUMBERED);
    assert_eq!((report.identical, report.removed, report.added), (3, 0, 0));
}

#[test]
fn a_changed_data_byte() {
    differs_in(BASE, &with(r#""hel""#, r#""hel\00""#).replace("i32.const 11) \"lo", "i32.const 12) \"lo"), "data: memory 0 differs at 0xb");
    differs_in(BASE, &with("(data (i32.const 11)", "(data (i32.const 12)"), "data");
}

#[test]
fn overlapping_segments_in_another_order() {
    let a = r#"(memory (export "m") 1) (data (i32.const 0) "aaaa") (data (i32.const 2) "bb")"#;
    differs_in(a, r#"(memory (export "m") 1) (data (i32.const 2) "bb") (data (i32.const 0) "aaaa")"#, "differs at 0x2");
    equal(a, r#"(memory (export "m") 1) (data (i32.const 0) "aabb")"#);
}

#[test]
fn a_segment_that_traps() {
    // The first write is seen by whoever owns the memory; the second traps.
    let a = r#"(import "m" "m" (memory 1)) (data (i32.const 0) "a") (data (i32.const 65536) "b")"#;
    different(a, r#"(import "m" "m" (memory 1)) (data (i32.const 65536) "b") (data (i32.const 0) "a")"#);
    equal(a, a);
}

#[test]
fn zeros_in_an_imported_memory() {
    let a = r#"(import "m" "m" (memory 1)) (data (i32.const 0) "a\00")"#;
    different(a, r#"(import "m" "m" (memory 1)) (data (i32.const 0) "a")"#);
}

#[test]
fn changed_elements() {
    different(BASE, &with("func $bump $push)", "func $push $bump)"));
    different(BASE, &with("(elem (i32.const 1)", "(elem (i32.const 0)"));
    different(BASE, &with("func $bump $push)", "func $bump)"));
    different(BASE, &with("func $bump $push)", "func $bump $push $push)"));
}

#[test]
fn changed_limits() {
    differs_in(BASE, &with("1 2)", "1 3)"), "memory 0");
    different(BASE, &with("1 2)", "2 2)"));
    differs_in(BASE, &with("4 4 funcref", "4 5 funcref"), "table 0");
    different(BASE, &with("4 4 funcref", "5 5 funcref"));
}

#[test]
fn a_changed_initialiser() {
    different(BASE, &with("(i32.const 65536)", "(i32.const 65520)"));
    different(BASE, &with("(global $count (mut i32) (i32.const 7))", "(global $count (mut i32) (i32.const 8))"));
}

#[test]
fn swapped_globals() {
    different(BASE, &with("(call $f (global.get $limit))", "(call $f (global.get $count))"));
    let swapped = with("$count (mut i32) (i32.const 7)", "$count (mut i32) (i32.const 65536)");
    different(BASE, &swapped.replacen("$sp (mut i32) (i32.const 65536)", "$sp (mut i32) (i32.const 7)", 1));
}

#[test]
fn changed_imports() {
    differs_in(BASE, &with(r#""m" "f""#, r#""m" "h""#), "import");
    different(
        BASE,
        &with(r#""m" "f" (func $f (param i32) (result i32))"#, r#""m" "f" (func $f (param i64) (result i32))"#)
            .replace("global.get $limit)", "i64.extend_i32_u (global.get $limit))"),
    );
    different(BASE, &with("(call $f ", "(call $push "));
}

#[test]
fn an_import_that_is_not_needed() {
    let a = r#"(import "m" "f" (func $f)) (func (export "e") (result i32) (i32.const 1))"#;
    let b = r#"(func (export "e") (result i32) (i32.const 1))"#;
    assert_eq!(equal(a, b).notes.len(), 1);
    let (report, lines) = compare(b, a, &Options::default());
    assert!(!report.is_proven(), "{lines:#?}");
}

#[test]
fn exports() {
    let a = r#"(func $x (export "x") (result i32) (i32.const 1)) (func $y (export "y") (result i32) (i32.const 2))"#;
    let swapped = r#"(func $x (export "y") (result i32) (i32.const 1)) (func $y (export "x") (result i32) (i32.const 2))"#;
    different(a, swapped);
    equal(a, r#"(func $y (export "y") (result i32) (i32.const 2)) (func $x (export "x") (result i32) (i32.const 1))"#);
    different(a, r#"(func $x (export "x") (result i32) (i32.const 1))"#);
    let memory = r#"(memory $a 1) (memory $b 1) (export "a" (memory $a)) (export "b" (memory $b)) (data (memory $a) (i32.const 0) "a")"#;
    different(memory, r#"(memory $a 1) (memory $b 1) (export "a" (memory $b)) (export "b" (memory $a)) (data (memory $a) (i32.const 0) "a")"#);
    equal(memory, r#"(memory $b 1) (memory $a 1) (export "a" (memory $a)) (export "b" (memory $b)) (data (memory $a) (i32.const 0) "a")"#);
}

#[test]
fn start() {
    let a = r#"(import "m" "f" (func $f)) (import "m" "g" (func $g)) (func $s (call $f)) (func $t (call $g)) (func (export "e") (call $s) (call $t)) (start $s)"#;
    different(a, &a.replace("(start $s)", "(start $t)"));
    different(a, &a.replace("(start $s)", ""));
    equal(
        a,
        r#"(import "m" "g" (func $g)) (import "m" "f" (func $f)) (func (export "e") (call $s) (call $t)) (func $t (call $g)) (func $s (call $f)) (start $s)"#,
    );
}

#[test]
fn a_removed_function() {
    let a = r#"(func $dead (result i32) (i32.const 3)) (func (export "e") (result i32) (i32.const 1))"#;
    assert_eq!(equal(a, r#"(func (export "e") (result i32) (i32.const 1))"#).removed, 1);
    assert_eq!(equal(r#"(func (export "e") (result i32) (i32.const 1))"#, a).added, 1);
}

#[test]
fn merged_functions() {
    let a = r#"(import "m" "g" (func $g (param i32)))
      (func $x (param i32) (result i32) (call $g (local.get 0)) (i32.const 5)) (func $y (param i32) (result i32) (call $g (local.get 0)) (i32.const 5))
      (func (export "e") (param i32) (result i32) (i32.sub (call $x (i32.const 1)) (call $y (local.get 0))))"#;
    let b = r#"(import "m" "g" (func $g (param i32)))
      (func $x (param i32) (result i32) (call $g (local.get 0)) (i32.const 5))
      (func (export "e") (param i32) (result i32) (i32.sub (call $x (i32.const 1)) (call $x (local.get 0))))"#;
    equal(a, b);
    equal(b, a);
    different(&a.replace("(i32.const 5))\n", "(i32.const 6))\n"), b);
}

#[test]
fn inlined_and_outlined() {
    let a = r#"(import "m" "g" (func $g (param i32 i32)))
      (func $max (param i32 i32) (result i32) (if (i32.lt_u (local.get 0) (local.get 1)) (then (return (local.get 1)))) (local.get 0))
      (func $twice (param i32) (result i32) (local i32) (local.set 1 (i32.add (local.get 1) (local.get 0))) (i32.add (local.get 1) (call $max (local.get 0) (i32.const 7))))
      (func (export "e") (param i32) (result i32) (call $g (local.get 0) (i32.const 1)) (call $g (call $twice (i32.load (local.get 0))) (i32.const 2)) (local.get 0))
      (memory (export "m") 1)"#;
    let b = r#"(import "m" "g" (func $g (param i32 i32)))
      (func (export "e") (param i32) (result i32) (local i32) (call $g (local.get 0) (i32.const 1))
         (local.set 1 (i32.load (local.get 0)))
         (call $g (i32.add (local.get 1) (select (i32.const 7) (local.get 1) (i32.lt_u (local.get 1) (i32.const 7)))) (i32.const 2)) (local.get 0))
      (memory (export "m") 1)"#;
    equal(a, b);
    equal(b, a);
    different(a, &b.replace("(select (i32.const 7)", "(select (i32.const 8)"));
}

#[test]
fn an_inlined_loop() {
    let callee = r#"(func $sum (param i32) (result i32) (local i32) (loop (call $g (local.get 1)) (local.set 1 (i32.add (local.get 1) (local.get 0)))
        (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) (local.get 1))"#;
    let a = format!(
        r#"(import "m" "g" (func $g (param i32))) {callee} (func (export "e") (param i32) (result i32) (i32.xor (call $sum (local.get 0)) (i32.const 1)))"#
    );
    let b = r#"(import "m" "g" (func $g (param i32))) (func (export "e") (param i32) (result i32) (local i32) (loop (call $g (local.get 1))
        (local.set 1 (i32.add (local.get 1) (local.get 0))) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) (i32.xor (local.get 1) (i32.const 1)))"#;
    equal(&a, b);
    equal(b, &a);
    different(&a, &b.replace("(i32.sub (local.get 0) (i32.const 1))", "(i32.sub (local.get 0) (i32.const 2))"));
    different(&a, &b.replace("(i32.xor (local.get 1)", "(i32.xor (local.get 0)"));
}

/// The locals of an executed callee are zero each time it is called.
#[test]
fn locals_of_an_inlined_function_in_a_loop() {
    let a = r#"(import "m" "g" (func $g (param i32) (result i32)))
      (func $count (result i32) (local i32) (local.tee 0 (i32.add (local.get 0) (i32.const 1))))
      (func (export "e") (loop (br_if 0 (call $g (call $count)))))"#;
    equal(a, r#"(import "m" "g" (func $g (param i32) (result i32))) (func (export "e") (loop (br_if 0 (call $g (i32.const 1)))))"#);
    different(
        a,
        r#"(import "m" "g" (func $g (param i32) (result i32))) (func (export "e") (local i32) (loop (br_if 0 (call $g (local.tee 0 (i32.add (local.get 0) (i32.const 1)))))))"#,
    );
}

#[test]
fn a_recursive_function_is_not_executed_forever() {
    let a = r#"(import "m" "g" (func $g)) (func $r (param i32) (if (local.get 0) (then (call $g) (call $r (i32.sub (local.get 0) (i32.const 1))))))
      (func (export "e") (param i32) (call $r (local.get 0)))"#;
    different(a, r#"(import "m" "g" (func $g)) (func (export "e") (param i32) (call $g))"#);
    equal(a, &a.replace("(i32.sub (local.get 0) (i32.const 1))", "(i32.add (local.get 0) (i32.const -1))"));
}

/// Each of two functions calls the other, and both are said to be the empty function: assuming that of callees would prove it.
#[test]
fn two_that_call_each_other_are_not_nothing() {
    let a = r#"(func $x (call $y)) (func $y (call $x)) (func (export "e") (call $x)) (func (export "f") (call $y))"#;
    let b = r#"(func $n) (func (export "e") (call $n)) (func (export "f") (call $n))"#;
    different(a, b);
    let map = vec![("0".to_string(), "0".to_string()), ("1".to_string(), "0".to_string())];
    let (report, lines) = compare(a, b, &Options { map, ..Options::default() });
    assert!(!report.is_proven(), "{lines:#?}");
}

#[test]
fn a_dropped_parameter_and_result() {
    let a = r#"(import "m" "g" (func $g (param i32 i32)))
      (func $h (param i32 i32 i32) (result i32) (call $g (local.get 0) (local.get 1)) (if (local.get 0) (then (drop (call $h (i32.const 0) (i32.const 4) (i32.const 9))))) (i32.const 1))
      (func (export "e") (param i32) (drop (call $h (local.get 0) (i32.const 4) (local.get 0))))"#;
    let b = r#"(import "m" "g" (func $g (param i32 i32)))
      (func $h (param i32) (call $g (local.get 0) (i32.const 4)) (if (local.get 0) (then (call $h (i32.const 0)))))
      (func (export "e") (param i32) (call $h (local.get 0)))"#;
    let map = |a: &str| compare(a, b, &Options { map: vec![("1".into(), "1".into())], ..Options::default() });
    let (report, lines) = map(a);
    assert!(report.is_proven(), "{lines:#?}");
    equal(a, b);
    // Somebody passes another value, or needs the result, or may be somebody who is not seen.
    for changed in [
        a.replace("(drop (call $h (local.get 0) (i32.const 4) (local.get 0))))", "(drop (call $h (local.get 0) (i32.const 5) (local.get 0))))"),
        a.replace("(i32.const 0) (i32.const 4)", "(i32.const 0) (local.get 0)"),
        a.replace(
            "(drop (call $h (local.get 0) (i32.const 4) (local.get 0))))",
            "(global.set $x (call $h (local.get 0) (i32.const 4) (local.get 0)))) (global $x (export \"x\") (mut i32) (i32.const 0))",
        ),
        format!("{a} (table (export \"t\") 1 funcref) (elem (i32.const 0) func $h)"),
    ] {
        let (report, lines) = map(&changed);
        assert!(!report.is_proven(), "{changed}\n{lines:#?}");
    }
}

/// A fixed value is checked by what no trap of the other side pairs up with.
#[test]
fn a_check_of_a_fixed_value_is_no_trap() {
    let a = r#"(import "m" "g" (func $g (param i32))) (func $h (param i32) (call $g (i32.mul (local.get 0) (i32.const 3))) (call $g (i32.const 1)))
      (func (export "e") (param i32) (call $h (local.get 0))) (func (export "f") (call $h (i32.const 4)))"#;
    let b = r#"(import "m" "g" (func $g (param i32))) (func $h (call $g (i32.const 12)) (call $g (i32.const 1)))
      (func (export "e") (param i32) (if (i32.ne (local.get 0) (i32.const 4)) (then (unreachable))) (call $h)) (func (export "f") (call $h))"#;
    different(a, b);
}

#[test]
fn globals_that_never_change() {
    let a = r#"(global $k (mut i32) (i32.const 5)) (global $log (mut i32) (i32.const 0)) (func (export "e") (param i32) (result i32)
      (global.set $log (local.get 0)) (i32.add (local.get 0) (global.get $k)))"#;
    let b = r#"(func (export "e") (param i32) (result i32) (i32.add (local.get 0) (i32.const 5)))"#;
    equal(a, b);
    equal(b, a);
    different(&format!(r#"{a} (export "k" (global $k))"#), b);
    different(&format!(r#"{a} (func (export "set") (global.set $k (i32.const 6)))"#), &format!(r#"{b} (func (export "set"))"#));
    different(
        &format!(r#"{a} (func (export "get") (result i32) (global.get $log))"#),
        &format!(r#"{b} (func (export "get") (result i32) (i32.const 0))"#),
    );
}

#[test]
fn tail_calls() {
    let a = r#"(import "m" "g" (func $g (param i32) (result i32))) (func (export "e") (param i32) (result i32) (return_call $g (local.get 0)))"#;
    equal(a, r#"(import "m" "g" (func $g (param i32) (result i32))) (func (export "e") (param i32) (result i32) (call $g (local.get 0)))"#);
    different(
        a,
        r#"(import "m" "g" (func $g (param i32) (result i32))) (func (export "e") (param i32) (result i32) (drop (call $g (local.get 0))) (local.get 0))"#,
    );
}

#[test]
fn types_by_structure() {
    let a = r#"(type $x (func (param i32))) (type $y (func (param i64))) (table (export "t") 2 funcref) (func (export "e") (param i32) (call_indirect (type $x) (i32.const 1) (local.get 0)))"#;
    equal(
        a,
        r#"(type $y (func (param i64))) (type $x (func (param i32))) (table (export "t") 2 funcref) (func (export "e") (param i32) (call_indirect (type $x) (i32.const 1) (local.get 0)))"#,
    );
    different(
        a,
        r#"(type $y (func (param i64))) (type $x (func (param i32))) (table (export "t") 2 funcref) (func (export "e") (param i32) (call_indirect (type $y) (i64.const 1) (local.get 0)))"#,
    );
}

#[test]
fn passive_segments() {
    let a = r#"(memory (export "m") 1) (data $a "one") (data $b "two")
      (func (export "e") (param i32) (memory.init $a (local.get 0) (i32.const 0) (i32.const 3)) (memory.init $b (local.get 0) (i32.const 0) (i32.const 3)) (data.drop $a))"#;
    let b = r#"(memory (export "m") 1) (data $b "two") (data $a "one")
      (func (export "e") (param i32) (memory.init $a (local.get 0) (i32.const 0) (i32.const 3)) (memory.init $b (local.get 0) (i32.const 0) (i32.const 3)) (data.drop $a))"#;
    equal(a, b);
    different(a, &b.replace("data.drop $a", "data.drop $b"));
    different(a, &b.replace("\"two\"", "\"tvo\""));
}

/// Hints are not trusted.
#[test]
fn a_map_that_lies() {
    let a =
        r#"(import "m" "p" (func $p)) (import "m" "q" (func $q)) (func $x (call $p)) (func $y (call $q)) (func (export "e") (call $x) (call $y))"#;
    let b =
        r#"(import "m" "p" (func $p)) (import "m" "q" (func $q)) (func $x (call $p)) (func $y (call $q)) (func (export "e") (call $y) (call $x))"#;
    let map = vec![("2".to_string(), "3".to_string()), ("3".to_string(), "2".to_string())];
    let (report, lines) = compare(a, b, &Options { map, ..Options::default() });
    assert!(!report.is_proven(), "{lines:#?}");
    let map = vec![("0".to_string(), "1".to_string()), ("1".to_string(), "0".to_string())];
    let (report, lines) = compare(a, a, &Options { map, ..Options::default() });
    assert!(!report.is_proven(), "{lines:#?}");
}

#[test]
fn one_thread_or_many() {
    let (one, lines) = compare(BASE, RENUMBERED, &Options::default());
    let (many, other) = compare(BASE, RENUMBERED, &Options { threads: 4, ..Options::default() });
    assert_eq!((format!("{one:?}"), lines), (format!("{many:?}"), other));
}

/// A function in a table that nobody can see, of a type that nobody calls, may be anything.
#[test]
fn a_function_that_cannot_be_called() {
    let a = r#"(table 2 funcref) (elem (i32.const 0) func $x $y) (func $x (param i32) (result i32) (local.get 0)) (func $y (param i64) (result i64) (local.get 0))
      (func (export "e") (param i32) (result i32) (call_indirect (param i32) (result i32) (i32.const 3) (local.get 0)))"#;
    let b = &a.replace("(param i64) (result i64) (local.get 0)", "(param i64) (result i64) (unreachable)");
    assert_eq!(equal(a, b).uncalled, 1);
    different(a, &a.replace("(param i32) (result i32) (local.get 0))", "(param i32) (result i32) (i32.const 1))"));
    different(&a.replace("(table 2", "(table (export \"t\") 2"), &b.replace("(table 2", "(table (export \"t\") 2"));
    different(
        &format!("{a} (func (export \"r\") (result funcref) (table.get (i32.const 1)))"),
        &format!("{b} (func (export \"r\") (result funcref) (table.get (i32.const 1)))"),
    );
}

/// As where a fuser put modules with tables of their own into one: what is called through one table says nothing of another.
#[test]
fn a_function_whose_type_is_called_through_another_table() {
    let a = r#"(table $t 1 funcref) (table $u 1 funcref) (elem (table $t) (i32.const 0) func $x) (elem (table $u) (i32.const 0) func $y)
      (func $x (param i32) (result i32) (local.get 0)) (func $y (param i32) (result i32) (i32.const 7))
      (func (export "e") (param i32) (result i32) (call_indirect $t (param i32) (result i32) (i32.const 3) (local.get 0)))"#;
    let b = &a.replace("(i32.const 7)", "(unreachable)");
    assert_eq!(equal(a, b).uncalled, 1);
    let through = |module: &str| module.replace("call_indirect $t", "call_indirect $u");
    different(&through(a), &through(b));
    let written = |module: &str| format!("{module} (func (export \"w\") (param i32) (table.copy $t $u (local.get 0) (i32.const 0) (i32.const 1)))");
    different(&written(a), &written(b));
    let seen = |module: &str| module.replace("(table $u 1", "(table $u (export \"u\") 1");
    different(&seen(a), &seen(b));
}

#[test]
fn a_difference_is_replayed() {
    let a = r#"(import "m" "g" (func $g (param i32))) (memory (export "m") 1) (func (export "e") (param i32) (i32.store offset=8 (local.get 0) (i32.const 5)) (call $g (i32.const 1)))"#;
    let b = r#"(import "m" "g" (func $g (param i32))) (memory (export "m") 1) (func (export "e") (param i32) (call $g (i32.const 1)) (i32.store offset=8 (local.get 0) (i32.const 5)))"#;
    let (report, lines) = compare(a, b, &Options::default());
    assert_eq!(report.refuted, 1, "{lines:#?}");
    assert!(lines[0].contains("refuted (replayed)"), "{lines:#?}");
    // Two traps of one kind, in another order, cannot be told apart, but nor are they proven.
    let a = r#"(memory (export "m") 1) (func (export "e") (param i32) (result i32) (i32.add (i32.load (local.get 0)) (i32.load offset=4 (local.get 0))))"#;
    let b = r#"(memory (export "m") 1) (func (export "e") (param i32) (result i32) (i32.add (i32.load offset=4 (local.get 0)) (i32.load (local.get 0))))"#;
    let (report, lines) = compare(a, b, &Options::default());
    assert_eq!(report.refuted, 0, "{lines:#?}");
}

/// The NaN that comes out of a sum is the engine's choice.
#[test]
fn nan_payloads_are_no_difference() {
    let a = r#"(memory (export "m") 1) (func (export "e") (param f32 f32) (result f32) (f32.store (i32.const 0) (f32.add (f32.div (local.get 0) (f32.const 0)) (f32.const nan:0x200001))) (f32.load (i32.const 0)))"#;
    let b = r#"(memory (export "m") 1) (func (export "e") (param f32 f32) (result f32) (f32.store (i32.const 0) (f32.add (f32.const nan:0x200001) (f32.div (local.get 0) (f32.const 0)))) (f32.load (i32.const 0)))"#;
    let (report, lines) = compare(a, b, &Options::default());
    assert_eq!(report.refuted, 0, "{lines:#?}");
}

/// A call behind a call that only one side has.
#[test]
fn an_outlined_function_that_calls() {
    let a = r#"(import "m" "g" (func $g (param i32))) (func $h (param i32) (call $g (local.get 0)) (call $g (i32.const 3)))
      (func (export "e") (param i32) (call $h (local.get 0)) (call $g (i32.const 4))) (func (export "h") (param i32) (call $h (local.get 0)))"#;
    let b = r#"(import "m" "g" (func $g (param i32))) (func $h (param i32) (call $g (local.get 0)) (call $g (i32.const 3)))
      (func $out (param i32 i32) (call $h (local.get 0)) (call $g (local.get 1)))
      (func (export "e") (param i32) (return_call $out (local.get 0) (i32.const 4))) (func (export "h") (param i32) (call $h (local.get 0)))"#;
    equal(a, b);
    equal(b, a);
}

#[test]
fn a_proof_cache() {
    let dir = std::env::temp_dir().join(format!("loom-eq-proof-cache-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    let options = Options { proof_cache: Some(dir.clone()), ..Options::default() };
    let a = r#"(import "m" "g" (func $g (param i32) (result i32))) (func (export "e") (param i32) (result i32) (call $g (i32.mul (local.get 0) (i32.const 8))))"#;
    let b = r#"(import "m" "g" (func $g (param i32) (result i32))) (func (export "e") (param i32) (result i32) (call $g (i32.shl (local.get 0) (i32.const 3))))"#;
    let first = compare(a, b, &options);
    assert!(first.0.is_proven() && first.0.proven == 1, "{:#?}", first.1);
    let files = || -> Vec<std::path::PathBuf> {
        let dirs = std::fs::read_dir(&dir).unwrap();
        dirs.flat_map(|d| std::fs::read_dir(d.unwrap().path()).unwrap()).map(|f| f.unwrap().path()).collect()
    };
    assert_eq!(files().len(), 1);
    assert_eq!(first.1, compare(a, b, &options).1);
    // Another question is another file, and what is broken counts as no file.
    let (report, lines) = compare(a, &b.replace("(i32.const 3)", "(i32.const 4)"), &options);
    assert!(!report.is_proven(), "{lines:#?}");
    for file in files() {
        let bytes = std::fs::read(&file).unwrap();
        for broken in [&bytes[..bytes.len() - 1], &bytes[..4], b"", &[&bytes[..bytes.len() / 2], b"x", &bytes[bytes.len() / 2 + 1..]].concat()] {
            std::fs::write(&file, broken).unwrap();
            assert_eq!(first.1, compare(a, b, &options).1);
        }
    }
    std::fs::remove_dir_all(&dir).unwrap();
}

/// Two types of one group look equal and are not: a call by the other one traps.
#[test]
fn types_of_one_group_are_not_merged() {
    let module = |of_f: &str| {
        format!(
            r#"(rec (type $one (func)) (type $two (func)))
            (table $t 1 funcref) (elem (table $t) (i32.const 0) func $f) (func $f (type {of_f}))
            (func (export "trap") (call_indirect $t (type $one) (i32.const 0)))"#
        )
    };
    assert!(!compare(&module("$one"), &module("$two"), &Options::default()).0.is_proven());
}

//! Dispatches on one value in their forms: compares in a row, nested `if`s, tables. What the path says of a table is read from the normal form.

mod judge;

use judge::*;

/// Arms that each call, with `head` inside of all their blocks.
fn arms(count: u32, head: &str) -> String {
    let nested = (0..count).fold(head.to_string(), |inner, k| format!("(block $a{k} {inner}) (call $g (i32.const {k}) (i32.const 5)) (br $z)"));
    format!("(param i32) (block $z {nested})")
}

fn chain(values: u32, arm: impl Fn(u32) -> u32, targets: u32) -> String {
    let tests: String = (0..values).map(|k| format!("(br_if $a{} (i32.eq (local.get 0) (i32.const {k})))", arm(k))).collect();
    arms(targets, &(tests + "(br $z)"))
}

fn table(values: u32, arm: impl Fn(u32) -> u32, targets: u32) -> String {
    let labels: String = (0..values).map(|k| format!(" $a{}", arm(k))).collect();
    arms(targets, &format!("(br_table{labels} $z (local.get 0))"))
}

fn nested(values: u32, arm: impl Fn(u32) -> u32) -> String {
    let ifs = (0..values).rev().fold(String::new(), |other, k| {
        let call = format!("(call $g (i32.const {}) (i32.const 5))", arm(k));
        format!("(if (i32.eq (local.get 0) (i32.const {k})) (then {call}) (else {other}))")
    });
    format!("(param i32) {ifs}")
}

#[test]
fn each_value_leads_elsewhere() {
    for n in [3, 8, 256] {
        proven_normal(&chain(n, |k| k, n), &table(n, |k| k, n));
        proven_normal(&nested(n, |k| k), &table(n, |k| k, n));
    }
    different(&chain(8, |k| k, 8), &table(8, |k| if k == 5 { 4 } else { k }, 8));
    different(&chain(8, |k| k, 8), &table(7, |k| k, 8));
}

#[test]
fn scattered_values_lead_to_few_places() {
    let arm = |k: u32| k * k * 7 % 5;
    for n in [20, 64, 256] {
        proven_normal(&chain(n, arm, 5), &table(n, arm, 5));
        proven_normal(&nested(n, arm), &table(n, arm, 5));
        let other = |k: u32| if k == n - 3 { (arm(k) + 2) % 5 } else { arm(k) };
        different(&chain(n, arm, 5), &table(n, other, 5));
        different(&table(n, other, 5), &nested(n, arm));
    }
}

#[test]
fn offsets_and_ranges() {
    let ranges =
        "(br_if $a0 (i32.lt_u (i32.sub (local.get 0) (i32.const 7)) (i32.const 3))) (br_if $a1 (i32.eq (local.get 0) (i32.const 10))) (br $z)";
    let table = |labels: &str| arms(2, &format!("(br_table {labels} (i32.sub (local.get 0) (i32.const 7)))"));
    proven_normal(&arms(2, ranges), &table("$a0 $a0 $a0 $a1 $z"));
    different(&arms(2, ranges), &table("$a0 $a0 $a1 $a1 $z"));
    different(&arms(2, ranges), &table("$a0 $a0 $a0 $z $a1 $z"));
}

#[test]
fn a_choice_of_constants_is_an_index() {
    let chosen = arms(3, "(br_table $a0 $a1 $a2 $z (select (i32.const 2) (i32.const 9) (local.get 0)))");
    proven_normal(&chosen, &arms(3, "(br_if $a2 (local.get 0)) (br $z)"));
    different(&chosen, &arms(3, "(br_if $a1 (local.get 0)) (br $z)"));
}

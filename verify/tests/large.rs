//! Size alone is no reason to give up: thousands of operators in one region, hundreds of cases in a switch.

mod judge;

use judge::*;
use loom_eq_verify::term::Form;
use std::fmt::Write;

/// A digest of 400 words: loads, mixes and a store per word, without any branch; about 6,000 operators. `mix` computes local 2 from itself and local 3.
fn region(mix: impl Fn(usize) -> String) -> String {
    let mut body = String::from("(param i32 i32) (result i32) (local i32 i32)");
    for i in 0..400 {
        let at = 4 * i;
        let _ = write!(
            body,
            "(local.set 3 (i32.load offset={at} (local.get 0))) {} (i32.store offset={at} (local.get 1) (i32.xor (local.get 2) (local.get 3)))",
            mix(i)
        );
    }
    body + "(local.get 2)"
}

fn plain(i: usize) -> String {
    format!("(local.set 2 (i32.add (i32.mul (local.get 2) (i32.const 33)) (i32.rotl (i32.add (local.get 3) (i32.const {i})) (i32.const 7))))")
}

/// The same by other operators.
fn reduced(i: usize) -> String {
    format!(
        "(local.set 2 (i32.add (i32.rotr (i32.sub (local.get 3) (i32.const -{i})) (i32.const 25))
            (i32.add (local.get 2) (i32.shl (local.get 2) (i32.const 5)))))"
    )
}

#[test]
fn thousands_of_operators_in_one_region() {
    let (a, b) = (region(plain), region(reduced));
    assert!(judge(&a, &b, Form::Normal).is_proven());
    // One rotation of the 400 is another.
    let c = region(|i| if i == 200 { reduced(i).replace("25", "24") } else { reduced(i) });
    assert!(!judge(&a, &c, Form::Normal).is_proven());
}

/// A switch whose arms stand in the order of `arms` and do each something else.
fn switch(arms: &[usize], value: impl Fn(usize) -> usize) -> String {
    let mut table = vec![0; arms.len()];
    for (place, &case) in arms.iter().enumerate() {
        table[case] = place;
    }
    let table: Vec<String> = table.iter().map(ToString::to_string).collect();
    let mut body = format!("(param i32) {} (br_table {} {} (local.get 0))", "(block ".repeat(arms.len() + 1), table.join(" "), arms.len());
    for &case in arms {
        let _ = write!(body, ") (call $g (local.get 0) (i32.const {})) (return)", value(case));
    }
    body + ") (call $h)"
}

#[test]
fn hundreds_of_cases_in_a_switch() {
    let forward: Vec<usize> = (0..300).collect();
    let mixed: Vec<usize> = (0..300).map(|k| k * 7 % 300).collect();
    let a = switch(&forward, |case| case * 3);
    assert!(judge(&a, &switch(&mixed, |case| case * 3), Form::Normal).is_proven());
    assert!(!judge(&a, &switch(&mixed, |case| case * 3 + usize::from(case == 211)), Form::Normal).is_proven());
}

//! Constants that many functions use, in immutable globals: which ones, before the islands run, and which ones were worth it, after.
//!
//! A constant of `s` bytes costs `s` at each use, or, in a local, `s + 2` once and 2 at each use; in a global it costs 2 at each use (3 from global 128
//! on) and `s + 3` once in the module. The islands see the globals as one more way to write the constant and choose per function. Globals that then
//! are used too little are taken out again.

use indexmap::IndexMap;
use loom_eq_lang::{self as lang, Body, Const, Emitted, Event, Imm, Module, Op};
use std::collections::HashMap;

/// New globals at most; validators allow a million, small indices pay.
const GLOBALS: usize = 2_000;
/// What a global must win to be tried: the estimate does not know what else would have become of the constant.
const MARGIN: i64 = 2;

/// The bytes of `global.get`.
fn get_size(index: usize) -> u32 {
    lang::instr::size(Op::GlobalGet, &Imm::Index(u32::try_from(index).expect("a 32-bit index")))
}

/// The constants of a module that would be shorter in globals, the one with the most to win first.
pub(crate) fn worthwhile(module: &Module, hints: &[HashMap<u32, u8>]) -> Vec<Const> {
    // Per constant, what globals with an index of one byte and of two would win.
    let mut gains: IndexMap<Const, [i64; 2]> = IndexMap::new();
    for (i, hints) in hints.iter().enumerate() {
        let Ok(body) = Body::parse(module, i, hints) else { continue };
        for (value, uses) in uses(&body) {
            let size = i64::from(value.size());
            let without = (size * uses).min(size + 2 * uses);
            let gain = gains.entry(value).or_default();
            gain[0] += (without - 2 * uses).max(0);
            gain[1] += (without - 3 * uses).max(0);
        }
    }
    for global in &module.globals {
        if let Some(value) = global.constant() {
            gains.swap_remove(&value);
        }
    }
    let mut ranked: Vec<(Const, [i64; 2])> = gains.into_iter().collect();
    ranked.sort_by_key(|&(value, gain)| (std::cmp::Reverse(gain), value));
    let mut chosen = Vec::new();
    for (value, gain) in ranked.into_iter().take(GLOBALS) {
        let gain = match get_size(module.globals.len() + chosen.len()) {
            2 => gain[0],
            3 => gain[1],
            _ => break,
        };
        if gain > i64::from(lang::global_size(value)) + MARGIN {
            chosen.push(value);
        }
    }
    chosen
}

/// The constants of a body that are longer than a `global.get`, with the number of their uses.
fn uses(body: &Body) -> IndexMap<Const, i64> {
    let mut uses = IndexMap::new();
    for event in body.events() {
        if let Event::Op(n) = event
            && let Some(value) = Const::of(body.node(n).op, &body.node(n).imm)
            && value.size() > 2
        {
            *uses.entry(value).or_default() += 1;
        }
    }
    uses
}

/// The new globals that the chosen bodies use, and those of them that are worth their bytes.
pub(crate) struct Settled {
    /// For each new global, its index in the final module; `None` for those that go.
    pub to: Vec<Option<u32>>,
    /// The values of those that stay.
    pub kept: Vec<Const>,
}

/// Decides which of the new globals stay. `first` is the index of the first one.
pub(crate) fn settle(first: usize, constants: &[Const], bodies: &[&Body]) -> Settled {
    let mut counts = vec![0i64; constants.len()];
    for body in bodies {
        for g in reads(body) {
            if let Some(count) = (g as usize).checked_sub(first).and_then(|i| counts.get_mut(i)) {
                *count += 1;
            }
        }
    }
    let mut settled = Settled { to: Vec::new(), kept: Vec::new() };
    for (&value, &count) in constants.iter().zip(&counts) {
        let index = first + settled.kept.len();
        let won = count * (i64::from(value.size()) - i64::from(get_size(index)));
        let stays = won > i64::from(lang::global_size(value));
        settled.to.push(stays.then(|| u32::try_from(index).expect("a 32-bit index")));
        if stays {
            settled.kept.push(value);
        }
    }
    settled
}

fn reads(body: &Body) -> impl Iterator<Item = u32> + '_ {
    body.events().filter_map(|event| match event {
        Event::Op(n) if body.node(n).op == Op::GlobalGet => match body.node(n).imm {
            Imm::Index(g) => Some(g),
            _ => None,
        },
        _ => None,
    })
}

/// The body with new globals renumbered or, where they go, replaced by their constants; `None` if it reads none that changes.
pub(crate) fn renumber(body: &Body, first: usize, constants: &[Const], settled: &Settled) -> Option<Emitted> {
    let mut new = body.clone();
    let mut changed = false;
    for node in &mut new.nodes {
        let (Op::GlobalGet, &Imm::Index(g)) = (node.op, &node.imm) else { continue };
        let Some(i) = (g as usize).checked_sub(first) else { continue };
        match settled.to[i] {
            Some(to) if to == g => {}
            Some(to) => {
                node.imm = Imm::Index(to);
                changed = true;
            }
            None => {
                (node.op, node.imm) = constants[i].into();
                changed = true;
            }
        }
    }
    changed.then(|| new.emit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(text: &str) -> Module {
        Module::parse(&wat::parse_str(text).unwrap()).unwrap()
    }

    fn func(uses: usize) -> String {
        format!("(func (param i32) {})", "(i32.store (local.get 0) (i32.const 1000000))".repeat(uses))
    }

    #[test]
    fn a_constant_of_many_functions_is_worth_a_global() {
        // Four bytes each, or two and seven once.
        let few = module(&format!("(module (memory 1) {})", func(1).repeat(4)));
        let many = module(&format!("(module (memory 1) {})", func(1).repeat(5)));
        let hints = vec![HashMap::new(); 5];
        assert_eq!(worthwhile(&few, &hints[..4]), []);
        assert_eq!(worthwhile(&many, &hints), [Const::I32(1_000_000)]);
    }

    #[test]
    fn a_constant_of_one_function_is_not() {
        let one = module(&format!("(module (memory 1) {})", func(5)));
        assert_eq!(worthwhile(&one, &[HashMap::new()]), []);
    }

    #[test]
    fn what_is_used_too_little_goes() {
        let text = format!(
            "(module (memory 1) (global i32 (i32.const 7)) (global i32 (i32.const 1000000)) (global i32 (i32.const 3000000)) (func (param i32) {} {}))",
            "(i32.store (local.get 0) (global.get 1))",
            "(i32.store (local.get 0) (global.get 2))".repeat(5)
        );
        let module = module(&text);
        let body = Body::parse(&module, 0, &HashMap::new()).unwrap();
        let constants = [Const::I32(1_000_000), Const::I32(3_000_000)];
        let settled = settle(1, &constants, &[&body]);
        assert_eq!((settled.to.as_slice(), settled.kept.as_slice()), (&[None, Some(1)][..], &[Const::I32(3_000_000)][..]));
        let emitted = renumber(&body, 1, &constants, &settled).unwrap();
        let new = Body::parse_bytes(&module, module.func_ix(0), &emitted.bytes, &HashMap::new()).unwrap();
        assert_eq!(reads(&new).collect::<Vec<_>>(), [1; 5]);
    }
}

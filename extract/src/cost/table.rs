//! Models that are a table of weights, read from TOML.
//!
//! ```toml
//! name = "mine"
//! default = 1          # an instruction that no line below names
//! byte = 0.001         # each byte of the encoding, so that of equally good bodies the shorter one is better
//! loop = 8             # how often a loop's body is taken to run; nested loops multiply
//!
//! [instructions]
//! "i32.div_*" = 10     # `*` stands for any text; an exact name wins over a pattern, a longer pattern over a shorter one
//! "local.get" = 0
//! ```
//!
//! Weights are numbers from 0 to 10,000 in any unit, kept to a thousandth. `block`, `loop`, `if`, `else` and `end` are instructions too.

use super::CostModel;
use loom_eq_lang::{self as lang, Body, Event, Imm, Op};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Units in a weight of 1.
const SCALE: f64 = 1000.0;
/// The largest weight.
const MOST: f64 = 10_000.0;
/// Loops that are nested deeper than this cost no more.
const NESTED: u32 = 6;

/// Weights for instructions, bytes and loops.
#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    name: String,
    /// Per operator, in units.
    weights: Vec<u32>,
    byte: u32,
    looped: u64,
}

/// Why a table was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadTable {
    /// What is wrong, with the line where that is known.
    pub message: String,
}

impl std::fmt::Display for BadTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for BadTable {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    default: f64,
    #[serde(default)]
    byte: f64,
    #[serde(default = "once", rename = "loop")]
    looped: f64,
    #[serde(default)]
    instructions: BTreeMap<String, f64>,
}

fn once() -> f64 {
    1.0
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// On text that is no TOML, keys that no operator has, and weights out of range.
    pub fn parse(text: &str) -> Result<Table, BadTable> {
        let bad = |message: String| BadTable { message };
        let file: File = toml::from_str(text).map_err(|e| bad(e.to_string().trim_end().into()))?;
        let units = |key: &str, weight: f64| {
            let fits = (0.0..=MOST).contains(&weight);
            // In range, so neither negative nor too large.
            if fits { Ok((weight * SCALE).round() as u32) } else { Err(bad(format!("{key} = {weight}: a weight is a number from 0 to {MOST}"))) }
        };
        let mut weights = vec![units("default", file.default)?; Op::ALL.len()];
        let mut lines: Vec<(&String, u32)> = Vec::new();
        for (key, weight) in &file.instructions {
            lines.push((key, units(key, *weight)?));
        }
        // What comes later wins: patterns by length, then exact names.
        lines.sort_by_key(|(key, _)| (!key.contains('*'), key.len()));
        for (key, weight) in lines {
            let mut named = Op::ALL.iter().filter(|op| matches(key, op.name())).peekable();
            if named.peek().is_none() {
                return Err(bad(format!("{key}: no instruction has this name")));
            }
            named.for_each(|op| weights[*op as usize] = weight);
        }
        if !(1.0..=1000.0).contains(&file.looped) {
            return Err(bad(format!("loop = {}: a loop runs 1 to 1000 times", file.looped)));
        }
        Ok(Table { name: file.name, weights, byte: units("byte", file.byte)?, looped: file.looped.round() as u64 })
    }

    /// The number of instructions.
    pub fn instructions() -> Table {
        Table::built_in(include_str!("../../models/instructions.toml"))
    }

    /// The built-in targets of `cycles`: a name and its table.
    pub fn cycles() -> Vec<Table> {
        [include_str!("../../models/cycles.toml"), include_str!("../../models/cortex-m4.toml")].map(Table::built_in).into()
    }

    fn built_in(text: &str) -> Table {
        Table::parse(text).expect("the tests read every built-in table")
    }

    /// The name that the file gives.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn op(&self, op: Op) -> u64 {
        u64::from(self.weights[op as usize])
    }
}

/// Whether a key with `*` for any text matches a name.
fn matches(key: &str, name: &str) -> bool {
    match key.split_once('*') {
        None => key == name,
        Some((head, rest)) => {
            name.strip_prefix(head).is_some_and(|name| (0..=name.len()).any(|i| name.is_char_boundary(i) && matches(rest, &name[i..])))
        }
    }
}

impl CostModel for Table {
    fn instruction(&self, op: Op, imm: &Imm) -> u32 {
        (self.weights[op as usize] + self.byte * lang::instr::size(op, imm)).clamp(1, super::DEAREST)
    }

    /// Bytes count once, weights as often as loops run.
    fn body(&self, body: &Body) -> u64 {
        let mut often = vec![1u64];
        let mut sum = u64::from(self.byte) * body.emit().bytes.len() as u64;
        for event in body.events() {
            let now = often[often.len() - 1];
            let weight = match event {
                Event::Op(n) => self.op(body.node(n).op),
                Event::Open(n, _) => {
                    let op = body.node(n).op;
                    let more = if op == Op::Loop { self.looped } else { 1 };
                    often.push(now.saturating_mul(more).min(self.looped.saturating_pow(NESTED)));
                    self.op(op)
                }
                Event::Else(..) => self.op(Op::Else),
                Event::Close(..) => {
                    often.pop();
                    self.op(Op::End)
                }
            };
            sum = sum.saturating_add(weight.saturating_mul(now));
        }
        sum
    }

    fn declaration(&self) -> u32 {
        self.byte * 2
    }

    fn unit(&self) -> f64 {
        SCALE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use loom_eq_lang::Module;

    fn price(table: &Table, name: &str) -> u32 {
        table.weights[Op::by_name(name).unwrap() as usize]
    }

    #[test]
    fn built_in_tables() {
        assert_eq!(Table::instructions().name(), "instructions");
        assert_eq!(Table::cycles().iter().map(Table::name).collect::<Vec<_>>(), ["cycles", "cortex-m4"]);
    }

    #[test]
    fn exact_names_win_over_patterns_and_long_patterns_over_short_ones() {
        let table = Table::parse("name = 'x'\ndefault = 1\n[instructions]\n'i32.*' = 2\n'i32.div_*' = 3\n'i32.div_u' = 4").unwrap();
        let prices = ["i64.add", "i32.add", "i32.div_s", "i32.div_u"].map(|n| price(&table, n));
        assert_eq!(prices, [1000, 2000, 3000, 4000]);
    }

    #[test]
    fn bad_tables() {
        let refused = |text: &str| Table::parse(text).unwrap_err().message;
        assert!(refused("name = ").contains("line 1"));
        assert!(refused("name = 'x'\ncolour = 1").contains("colour"));
        assert_eq!(refused("name = 'x'\n[instructions]\n'i32.fly' = 1"), "i32.fly: no instruction has this name");
        assert_eq!(refused("name = 'x'\n[instructions]\n'i32.add' = -1"), "i32.add = -1: a weight is a number from 0 to 10000");
        assert_eq!(refused("name = 'x'\nbyte = nan"), "byte = NaN: a weight is a number from 0 to 10000");
        assert_eq!(refused("name = 'x'\nloop = 0"), "loop = 0: a loop runs 1 to 1000 times");
    }

    #[test]
    fn a_loop_runs_often() {
        let text =
            "(module (func (param i32) (i32.add (local.get 0) (local.get 0)) drop (loop (loop (drop (i32.mul (local.get 0) (local.get 0)))))))";
        let module = Module::parse(&wat::parse_str(text).unwrap()).unwrap();
        let body = Body::parse(&module, 0, &std::collections::HashMap::new()).unwrap();
        let table = Table::parse("name = 'x'\nloop = 10\n[instructions]\n'i32.add' = 1\n'i32.mul' = 3").unwrap();
        assert_eq!(table.body(&body) as f64 / table.unit(), 301.0);
    }
}

//! Functions of any size that look like compiled code, made from a seed: address arithmetic, masks and comparisons, narrow loads and stores, calls,
//! nested `if`s and loops, locals that are read again a few statements later.
//!
//! Real modules have few functions of 20,000 operators, and none whose size alone differs; here only the size does.

use std::fmt::Write;

/// Statements stand in functions whose locals grow as they do in real ones: slowly.
struct Text {
    out: String,
    seed: u64,
    locals: u64,
    operators: usize,
}

/// A module with one function of about this many operators, another one for each seed.
pub fn module(operators: usize, seed: u64) -> Vec<u8> {
    let locals = 4 + operators.ilog2() as u64 * 2;
    let mut text = Text { out: String::new(), seed: operators as u64 ^ seed << 32, locals, operators: 0 };
    text.out += "(module (import \"m\" \"f\" (func $f (param i32 i32) (result i32))) (memory 1)\n";
    text.out += "(func (param i32 i32 i32 i32) (result i32) (local";
    for _ in 4..locals {
        text.out += " i32";
    }
    text.out += ")\n";
    while text.operators < operators {
        text.statement(0);
    }
    text.out += "(local.get 0)))";
    wat::parse_str(text.out).expect("the generator writes valid text")
}

impl Text {
    /// splitmix64
    fn random(&mut self, below: u64) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        self.operators += 1;
        self.out.write_fmt(text).expect("a string takes all");
    }

    fn statement(&mut self, depth: u64) {
        let local = self.random(self.locals);
        match self.random(12 + 3 * depth) {
            0..=3 => {
                self.write(format_args!("(local.set {local} "));
                self.value(3);
                self.out += ")\n";
            }
            4..=6 => {
                let (op, offset) = (["i32.store", "i32.store8", "i32.store16"][self.random(3) as usize], 4 * self.random(40));
                self.write(format_args!("({op} offset={offset} "));
                self.value(1);
                self.value(2);
                self.out += ")\n";
            }
            7 => {
                self.write(format_args!("(local.set {local} (call $f "));
                self.value(1);
                self.value(1);
                self.out += "))\n";
            }
            8..=9 => {
                self.write(format_args!("(if "));
                self.condition();
                self.out += "(then\n";
                self.statements(depth + 1);
                if self.random(2) == 0 {
                    self.out += ") (else\n";
                    self.statements(depth + 1);
                }
                self.out += "))\n";
            }
            10 => {
                self.write(format_args!("(loop\n"));
                self.statements(depth + 1);
                self.write(format_args!("(br_if 0 "));
                self.condition();
                self.out += "))\n";
            }
            11 => {
                self.write(format_args!("(block\n(br_if 0 "));
                self.condition();
                self.out += ")\n";
                self.statements(depth + 1);
                self.out += ")\n";
            }
            _ => {
                self.write(format_args!("(local.set {local} (i32.load offset=8 "));
                self.value(1);
                self.out += "))\n";
            }
        }
    }

    fn statements(&mut self, depth: u64) {
        for _ in 0..1 + self.random(5) {
            self.statement(depth);
        }
    }

    fn condition(&mut self) {
        let op = ["eq", "ne", "lt_u", "lt_s", "ge_u", "and"][self.random(6) as usize];
        self.write(format_args!("(i32.{op} "));
        self.value(2);
        self.value(1);
        self.out += ")";
    }

    fn value(&mut self, depth: u64) {
        let local = self.random(self.locals);
        match self.random(if depth == 0 { 5 } else { 10 }) {
            0..=3 => self.write(format_args!("(local.get {local})")),
            4 => {
                let k = [0, 1, 4, 8, 24, 63, 64, 255, 1024, 65535][self.random(10) as usize];
                self.write(format_args!("(i32.const {k})"));
            }
            5 => {
                let (op, offset) = (["i32.load", "i32.load8_u", "i32.load16_s"][self.random(3) as usize], 4 * self.random(40));
                self.write(format_args!("({op} offset={offset} "));
                self.value(depth - 1);
                self.out += ")";
            }
            6 => {
                self.write(format_args!("(select "));
                self.value(depth - 1);
                self.value(depth - 1);
                self.value(depth - 1);
                self.out += ")";
            }
            _ => {
                let op = ["add", "add", "sub", "and", "or", "xor", "shl", "shr_u", "mul", "eq", "lt_u"][self.random(11) as usize];
                self.write(format_args!("(i32.{op} "));
                self.value(depth - 1);
                self.value(depth - 1);
                self.out += ")";
            }
        }
    }
}

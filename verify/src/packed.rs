//! Packed variables at a loop header: one side has two values in one variable, the other side each in its own.
//!
//! `x = low + high << shift`, both extended with zeros. Which two they are is guessed from the values at entry; a wrong guess costs passes, not soundness, as every
//! entry and every back edge must show the equation.

use crate::prove::Prover;
use crate::term::{Arena, Term};

/// Where the high part starts, the likeliest first.
const SHIFTS: [u32; 3] = [32, 8, 16];
/// Pairs that are looked at.
const PAIRS: usize = 400;

/// Two variables, by their place in a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Packed {
    pub low: usize,
    pub high: usize,
    pub shift: u32,
}

impl Packed {
    /// The ways in which a variable of 64 bits is two of `parts` at entry.
    pub(crate) fn of(arena: &mut Arena, prover: &mut Prover, entry: &[Term], x: usize, parts: &[usize]) -> Vec<Packed> {
        let narrow: Vec<usize> = parts.iter().copied().filter(|p| arena.width(entry[*p]) == 32).collect();
        let pairs = narrow.iter().flat_map(|low| narrow.iter().map(move |high| (*low, *high))).filter(|(low, high)| low != high);
        let mut pairs: Vec<(usize, usize)> = pairs.take(PAIRS).collect();
        // Compilers and splitters number the low part first.
        pairs.sort_by_key(|(low, high)| (high < low, low.abs_diff(*high)));
        let mut found = Vec::new();
        for shift in SHIFTS {
            for &(low, high) in &pairs {
                let packed = Packed { low, high, shift };
                let value = packed.value(arena, entry);
                if prover.alike(arena, entry[x], value) && prover.equal(arena, entry[x], value) {
                    found.push(packed);
                }
            }
        }
        found
    }

    /// The packed value over a row.
    pub(crate) fn value(self, arena: &mut Arena, row: &[Term]) -> Term {
        let (low, high) = (arena.zext(row[self.low], 64), arena.zext(row[self.high], 64));
        let high = arena.scale(high, 1 << self.shift);
        arena.add(low, high)
    }
}

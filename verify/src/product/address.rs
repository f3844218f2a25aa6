//! Addresses: a base and an offset that is added without wrapping, in as many ways as facts allow.
//!
//! `x + k` as a 32-bit sum is `x + k` as a number where known bits say so, or where an access of the path showed that more than `k` bytes from `x` on
//! are inside a memory: a memory has at most 2^32 bytes (2^64 with 64-bit addresses), so the sum did not wrap.

use super::Product;
use crate::facts::Path;
use crate::term::{Term, ones};
use smallvec::SmallVec;

/// Bases of one address, at most.
const BASES: usize = 8;

/// An address. All its forms are the same number: base plus offset, not wrapped.
pub(super) struct Address {
    forms: SmallVec<[(Term, u128); 2]>,
    /// The sum as the machine computes it: the same number whenever the access is in bounds.
    pub wrapped: Term,
}

impl Address {
    /// The form with the lowest base that is known, which depends on the number and the facts only, not on how the address was computed.
    pub fn lowest(&self) -> (Term, u128) {
        *self.forms.last().expect("the form that the code has")
    }
}

impl Product<'_> {
    /// The address of an access with this operand and this constant offset.
    pub(super) fn address(&mut self, base: Term, offset: u64, path: Path) -> Address {
        let w = self.arena.width(base);
        let wrapping = self.arena.int(u128::from(offset) & ones(w), w);
        let wrapped = self.arena.add(base, wrapping);
        let mut forms = SmallVec::from_slice(&[(base, u128::from(offset))]);
        if !self.arena.raw() {
            self.split_known(&mut forms, w);
            while forms.len() < BASES
                && let Some(lower) = self.lower(forms[forms.len() - 1], w, path)
            {
                forms.push(lower);
            }
        }
        Address { forms, wrapped }
    }

    /// A constant summand moves into the offset where known bits allow it.
    fn split_known(&mut self, forms: &mut SmallVec<[(Term, u128); 2]>, w: u8) {
        let (base, offset) = forms[0];
        let (rest, constant) = self.split(base, w);
        if constant != 0 && self.arena.known(rest).max(w) + constant <= ones(w) {
            forms.push((rest, offset + constant));
        }
    }

    /// A term as another one and a constant summand.
    fn split(&mut self, t: Term, w: u8) -> (Term, u128) {
        let mut l = self.arena.linear(t);
        let constant = std::mem::take(&mut l.constant);
        (if constant == 0 { t } else { self.arena.of_linear(&l, w) }, constant)
    }

    /// The lowest base of a former access from which this address is inside what that access showed to exist.
    fn lower(&mut self, (base, offset): (Term, u128), w: u8, path: Path) -> Option<(Term, u128)> {
        let (rest, constant) = self.split(base, w);
        let mut best: Option<(Term, u128)> = None;
        for (other, other_rest, other_constant, end) in self.facts.accesses(path) {
            let up = constant.wrapping_sub(other_constant) & ones(w);
            if other_rest == rest && 0 < up && up < end && best.is_none_or(|(_, most)| up > most) {
                best = Some((other, up));
            }
        }
        best.map(|(other, up)| (other, offset + up))
    }

    /// Whether a former access shows that `bytes` bytes from the address on are inside the memory.
    pub(super) fn covered(&self, path: Path, memory: u32, address: &Address, bytes: u128) -> bool {
        address.forms.iter().any(|&(base, offset)| self.facts.covers(path, memory, base, offset + bytes))
    }

    /// An access of `bytes` bytes did not trap.
    pub(super) fn passed_access(&mut self, path: Path, memory: u32, address: &Address, bytes: u128) -> Path {
        let mut path = path;
        let (first, last) = (address.forms[0], address.lowest());
        for (base, offset) in [first, last] {
            if !self.facts.covers(path, memory, base, offset + bytes) {
                let (rest, constant) = self.split(base, self.arena.width(base));
                path = self.facts.covered(path, memory, base, (rest, constant), offset + bytes);
            }
        }
        path
    }
}

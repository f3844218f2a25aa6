//! The closed set of conditions: for each, when it holds of an e-graph's facts. Its meaning for proofs stands in `rules/README.md`, and the verifier
//! implements that on its own.
//!
//! Invariants:
//! 1. If the test says yes, the meaning holds of the values in every execution.
//! 2. For constants the test decides the meaning exactly, except that `const` and `shorter` mean nothing.

use crate::rule::{Term, VarIx};
use loom_eq_egraph::Fact;
use loom_eq_lang::Const;

/// A condition of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// The class has a known constant.
    Const(VarIx),
    /// Defines a constant.
    Let(VarIx, Term),
    /// This constant term is not 0.
    Holds(Term),
    /// A constant with one bit set.
    Pow2(VarIx),
    /// Not 0.
    Nonzero(VarIx),
    /// 0 or 1.
    Bool(VarIx),
    /// These bits are 0.
    Zeros(VarIx, Term),
    /// These bits are 1.
    Ones(VarIx, Term),
    /// No bit is 1 in both.
    Disjoint(VarIx, VarIx),
    /// Below this, unsigned.
    Below(VarIx, Term),
    /// The constant is encoded in fewer bytes than the other, by at least this many.
    Shorter(Term, Term, u32),
}

impl Condition {
    /// Whether it holds, for the facts of the variables (of those that `let` defined, the constant). `Let` extends `values`.
    pub(crate) fn test(&self, fact: impl Fn(VarIx) -> Fact, values: &mut [Option<Const>]) -> bool {
        let bits = |term: &Term, values: &[Option<Const>]| term.eval(values).and_then(Const::bits);
        match self {
            Condition::Const(v) => values[v.0].is_some(),
            Condition::Let(v, term) => {
                values[v.0] = term.eval(values);
                values[v.0].is_some()
            }
            Condition::Holds(term) => bits(term, values).is_some_and(|b| b != 0),
            Condition::Pow2(v) => values[v.0].and_then(Const::bits).is_some_and(|b| b.count_ones() == 1),
            Condition::Nonzero(v) => fact(*v).is_nonzero(),
            Condition::Bool(v) => fact(*v).is_bool(),
            Condition::Zeros(v, term) => bits(term, values).is_some_and(|b| fact(*v).zeros() & b == b),
            Condition::Ones(v, term) => bits(term, values).is_some_and(|b| fact(*v).ones() & b == b),
            Condition::Disjoint(a, b) => {
                let (a, b) = (fact(*a), fact(*b));
                (a.zeros() | b.zeros()) == a.known.mask()
            }
            Condition::Below(v, term) => bits(term, values).is_some_and(|b| fact(*v).known.hi() < b),
            Condition::Shorter(a, b, least) => match (a.eval(values), b.eval(values)) {
                (Some(a), Some(b)) => leb_size(a) + least <= leb_size(b),
                _ => false,
            },
        }
    }
}

/// The bytes of a signed LEB.
fn leb_size(c: Const) -> u32 {
    let value = match c {
        Const::I32(v) => i64::from(v),
        Const::I64(v) => v,
        _ => return c.size() - 1,
    };
    let significant = 65 - (if value < 0 { !value } else { value }).leading_zeros();
    significant.div_ceil(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leb_sizes_are_the_encoders() {
        for shift in 0..64 {
            for delta in -2i64..=2 {
                for v in [(1i64 << shift).wrapping_add(delta), (-1i64 << shift).wrapping_add(delta)] {
                    assert_eq!(leb_size(Const::I64(v)), Const::I64(v).size() - 1, "{v}");
                    let v = v as i32;
                    assert_eq!(leb_size(Const::I32(v)), Const::I32(v).size() - 1, "{v}");
                }
            }
        }
    }
}

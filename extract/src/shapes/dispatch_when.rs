//! For which values of its subject a condition holds: the operators between the two are computed backwards, on sets.

use super::Shapes;
use super::dispatch_read::Subject;
use super::dispatch_set::Ranges;
use loom_eq_lang::{Const, NodeId, Op};

/// Operators between a condition and its subject.
pub(super) const HEIGHT: usize = 8;

impl Shapes {
    /// The values of the subject for which `n` is in `set`, if `n` depends on nothing else.
    pub(super) fn preimage(&self, subject: &Subject, n: NodeId, set: &Ranges, height: usize) -> Option<Ranges> {
        if self.is_subject(subject, n) {
            return Some(set.clone());
        }
        if let Some(value) = self.i32_const(n) {
            return Some(if set.contains(value) { Ranges::all() } else { Ranges::default() });
        }
        let height = height.checked_sub(1)?;
        let node = self.body.node(n);
        if node.stacked > 0 {
            return None;
        }
        let of = |x: NodeId, set: &Ranges| self.preimage(subject, x, set, height);
        // A truth value: what is in the set of 1 where the condition holds, of 0 where not.
        let truth = |holds: Ranges| {
            let none = Ranges::default();
            let fails = holds.not();
            let part = |value: u32, values: Ranges| if set.contains(value) { values } else { none.clone() };
            part(1, holds).or(&part(0, fails))
        };
        match (node.op, node.args.as_slice()) {
            (Op::I32Eqz, &[x]) => Some(truth(of(x, &Ranges::one(0))?)),
            (Op::I32Add, &[x, y]) => of(x, &set.before_adding(self.i32_const(y)?)),
            (Op::I32Sub, &[x, y]) => of(x, &set.before_adding(self.i32_const(y)?.wrapping_neg())),
            (Op::I32ShrU, &[x, y]) => of(x, &set.before_shifting(self.i32_const(y)? & 31)),
            (Op::I32And, &[x, y]) if let Some(mask) = self.i32_const(y) => of(x, &set.before_masking(mask)?),
            (Op::I32And, &[x, y]) if self.is_truth(x) && self.is_truth(y) => Some(truth(of(x, &Ranges::one(1))?.and(&of(y, &Ranges::one(1))?))),
            // Only whether it is zero is asked.
            (Op::I32Or, &[x, y]) if *set == Ranges::one(0) => Some(of(x, set)?.and(&of(y, set)?)),
            (Op::I32Or, &[x, y]) if *set == Ranges::one(0).not() => Some(of(x, set)?.or(&of(y, set)?)),
            (Op::Select, &[x, y, c]) => {
                let holds = of(c, &Ranges::one(0).not())?;
                Some(of(x, set)?.and(&holds).or(&of(y, set)?.without(&holds)))
            }
            (op, &[x, y]) => {
                let op = comparison(op)?;
                if let Some(k) = self.i32_const(y) {
                    Some(truth(of(x, &op.values(k))?))
                } else {
                    Some(truth(of(y, &op.mirrored().values(self.i32_const(x)?))?))
                }
            }
            _ => None,
        }
    }

    pub(super) fn is_truth(&self, n: NodeId) -> bool {
        let op = self.body.node(n).op;
        op == Op::I32Eqz || comparison(op).is_some()
    }

    pub(super) fn i32_const(&self, n: NodeId) -> Option<u32> {
        let node = self.body.node(n);
        match Const::of(node.op, &node.imm) {
            Some(Const::I32(value)) => Some(value.cast_unsigned()),
            _ => None,
        }
    }
}

/// A comparison with a constant.
#[derive(Clone, Copy)]
pub(super) enum Comparison {
    Equal,
    /// Less than it, or that or equal; greater otherwise. Signed or not.
    Below {
        or_equal: bool,
        signed: bool,
    },
    Above {
        or_equal: bool,
        signed: bool,
    },
    Unequal,
}

pub(super) fn comparison(op: Op) -> Option<Comparison> {
    use Comparison::{Above, Below};
    let below = |or_equal, signed| Below { or_equal, signed };
    let above = |or_equal, signed| Above { or_equal, signed };
    Some(match op {
        Op::I32Eq => Comparison::Equal,
        Op::I32Ne => Comparison::Unequal,
        Op::I32LtU => below(false, false),
        Op::I32LeU => below(true, false),
        Op::I32LtS => below(false, true),
        Op::I32LeS => below(true, true),
        Op::I32GtU => above(false, false),
        Op::I32GeU => above(true, false),
        Op::I32GtS => above(false, true),
        Op::I32GeS => above(true, true),
        _ => return None,
    })
}

impl Comparison {
    /// With the operands the other way round.
    fn mirrored(self) -> Comparison {
        match self {
            Comparison::Below { or_equal, signed } => Comparison::Above { or_equal, signed },
            Comparison::Above { or_equal, signed } => Comparison::Below { or_equal, signed },
            same => same,
        }
    }

    /// The numbers for which a comparison with `k` is true.
    fn values(self, k: u32) -> Ranges {
        match self {
            Comparison::Equal => Ranges::one(k),
            Comparison::Unequal => Ranges::one(k).not(),
            Comparison::Below { or_equal, signed } => {
                let least = if signed { i32::MIN.cast_unsigned() } else { 0 };
                match (k == least, or_equal) {
                    (true, false) => Ranges::default(),
                    (_, false) => Ranges::arc(least, k.wrapping_sub(1)),
                    (_, true) => Ranges::arc(least, k),
                }
            }
            Comparison::Above { or_equal, signed } => Comparison::Below { or_equal: !or_equal, signed }.values(k).not(),
        }
    }
}

//! Conditions: their negation and its price, and literal ones.

use super::Shapes;
use loom_eq_lang::{Const, Imm, Node, NodeId, Op};
use smallvec::SmallVec;

impl Shapes {
    /// The literal that the last operand of a node is.
    pub fn literal(&self, n: NodeId) -> Option<i32> {
        let condition = self.body.node(*self.body.node(n).args.last()?);
        match Const::of(condition.op, &condition.imm) {
            Some(Const::I32(value)) => Some(value),
            _ => None,
        }
    }

    /// Whether a branch node's condition is `eqz` of something.
    pub fn is_negated(&self, n: NodeId) -> bool {
        self.body.node(n).args.last().is_some_and(|&c| self.body.node(c).op == Op::I32Eqz && self.body.node(c).args.len() == 1)
    }

    /// The bytes that negating the condition of a branch node takes.
    pub fn price_of_negation(&self, n: NodeId) -> i32 {
        let Some(&condition) = self.body.node(n).args.last() else { return 1 };
        match self.body.node(condition).op {
            Op::I32Eqz if self.body.node(condition).args.len() == 1 => -1,
            op if inverse(op).is_some() => 0,
            _ => 1,
        }
    }

    /// Negates the condition of a branch node, and its hint.
    pub fn negate(&mut self, n: NodeId) {
        let node = self.body.node_mut(n);
        node.hint = node.hint.map(|h| h ^ 1);
        let Some(&condition) = node.args.last() else {
            // It waits on the stack.
            node.stacked -= 1;
            let eqz = Node {
                op: Op::I32Eqz,
                imm: Imm::None,
                stacked: 1,
                args: SmallVec::new(),
                regions: SmallVec::new(),
                results: SmallVec::from_slice(&[loom_eq_lang::ValType::I32]),
                hint: None,
            };
            let eqz = self.body.add(eqz);
            self.body.node_mut(n).args.push(eqz);
            return;
        };
        let last = node.args.len() - 1;
        let of = self.body.node(condition);
        if of.op == Op::I32Eqz && of.args.len() == 1 {
            let inner = of.args[0];
            self.body.node_mut(n).args[last] = inner;
        } else if let Some(op) = inverse(of.op) {
            self.body.node_mut(condition).op = op;
        } else {
            let eqz = self.body.add_tree(Op::I32Eqz, Imm::None, &[condition], loom_eq_lang::ValType::I32);
            self.body.node_mut(n).args[last] = eqz;
        }
    }
}

/// The comparison that is true exactly when this one is not. Ordered ones of floats have none: with a NaN both are false.
fn inverse(op: Op) -> Option<Op> {
    Some(match op {
        Op::I32Eq => Op::I32Ne,
        Op::I32Ne => Op::I32Eq,
        Op::I32LtS => Op::I32GeS,
        Op::I32GeS => Op::I32LtS,
        Op::I32LtU => Op::I32GeU,
        Op::I32GeU => Op::I32LtU,
        Op::I32GtS => Op::I32LeS,
        Op::I32LeS => Op::I32GtS,
        Op::I32GtU => Op::I32LeU,
        Op::I32LeU => Op::I32GtU,
        Op::I64Eq => Op::I64Ne,
        Op::I64Ne => Op::I64Eq,
        Op::I64LtS => Op::I64GeS,
        Op::I64GeS => Op::I64LtS,
        Op::I64LtU => Op::I64GeU,
        Op::I64GeU => Op::I64LtU,
        Op::I64GtS => Op::I64LeS,
        Op::I64LeS => Op::I64GtS,
        Op::I64GtU => Op::I64LeU,
        Op::I64LeU => Op::I64GtU,
        Op::F32Eq => Op::F32Ne,
        Op::F32Ne => Op::F32Eq,
        Op::F64Eq => Op::F64Ne,
        Op::F64Ne => Op::F64Eq,
        _ => return None,
    })
}

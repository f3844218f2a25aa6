//! What is known of every e-class: its type, its constant, its known bits. (Being written.)

use crate::language::{Head, V};
use egg::{Analysis, DidMerge, EGraph, Id, Language};
use loom_eq_lang::{Imm, Op, ValType};

/// A value graph with its facts.
pub type Graph = EGraph<V, Facts>;

/// The analysis; see [`Fact`] for what it computes.
#[derive(Clone, Copy, Default, Debug)]
pub struct Facts;

/// What is known of one e-class. Facts only strengthen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// The type of the value.
    pub ty: ValType,
    /// The constant, as the `Op(…Const, imm)` that delivers it.
    pub constant: Option<(Op, Imm)>,
}

impl Analysis<V> for Facts {
    type Data = Fact;

    fn make(graph: &mut Graph, node: &V, _id: Id) -> Fact {
        let ty = match &node.head {
            Head::Param(_, _, ty) | Head::Res(_, _, ty) => *ty,
            Head::Phi(_) | Head::Op(Op::Select | Op::TypedSelect, _) => graph[node.children()[0]].data.ty,
            Head::Op(op, _) => match op.info().signature.chars().last() {
                Some('i') => ValType::I32,
                Some('l') => ValType::I64,
                Some('f') => ValType::F32,
                Some('d') => ValType::F64,
                Some('v') => ValType::V128,
                _ => match op {
                    Op::RefIsNull => ValType::I32,
                    _ => ValType::FUNCREF,
                },
            },
        };
        let constant = match &node.head {
            Head::Op(op @ (Op::I32Const | Op::I64Const | Op::F32Const | Op::F64Const | Op::V128Const), imm) => Some((*op, imm.clone())),
            _ => None,
        };
        Fact { ty, constant }
    }

    fn merge(&mut self, a: &mut Fact, b: Fact) -> DidMerge {
        let was = a.clone();
        a.constant = a.constant.take().or_else(|| b.constant.clone());
        DidMerge(*a != was, *a != b)
    }
}

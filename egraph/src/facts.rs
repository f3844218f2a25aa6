//! What is known of every e-class: its type, its constant, its bits and its unsigned range.
//!
//! Facts start at what an operator gives for what is known of its operands ([`transfer`]), and are met when classes are united: every e-node of a class
//! computes the same value, so each node's knowledge holds of all. A leaf knows nothing but its type, unless [`learn`] says more (a narrow load has zero
//! high bits). Loops need no widening: the parameter of a loop starts with nothing known, and facts only strengthen.
//!
//! The analysis also keeps a log of the classes that changed, which is what makes saturation incremental: a rule can newly match only at
//! or above a class in the log.
//!
//! Invariants:
//! 1. A fact of a class holds of its value in every execution, in every environment of leaf values that satisfies the facts of the leaves.
//! 2. Facts only strengthen, and each class's changes boundedly often (see [`Known`]), so that rebuilding ends.
//! 3. A class of known constant contains the `const` node that delivers it, if its type is a number.
//! 4. Every class whose nodes or facts changed since [`Facts::take_changed`] is in the log (perhaps under an older id).

mod known;
mod transfer;

use crate::language::{Head, V};
use egg::{Analysis, DidMerge, EGraph, Id, Language};
pub use known::Known;
use loom_eq_lang::{Const, Op, ValType, eval};
use smallvec::SmallVec;
pub use transfer::transfer;

/// A value graph with its facts.
pub type Graph = EGraph<V, Facts>;

/// The analysis; see [`Fact`] for what it computes.
#[derive(Clone, Default, Debug)]
pub struct Facts {
    changed: Vec<Id>,
}

impl Facts {
    /// The classes that changed since the last call, in the order of the changes, perhaps repeated and not canonical.
    pub fn take_changed(&mut self) -> Vec<Id> {
        std::mem::take(&mut self.changed)
    }
}

/// What is known of one e-class. Facts only strengthen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fact {
    /// The type of the value.
    pub ty: ValType,
    /// The constant, if the value is the same in every execution. (For a vector, the bits below say nothing.)
    pub constant: Option<Const>,
    /// The bits, also of floats; of width 0 for vectors and references.
    pub known: Known,
}

impl Fact {
    /// Nothing but the type.
    pub fn top(ty: ValType) -> Fact {
        Fact { ty, constant: None, known: Known::top(width(ty)) }
    }

    /// The constant.
    pub fn of(constant: Const) -> Fact {
        let ty = constant.ty();
        let known = constant.bits().map_or_else(|| Known::top(width(ty)), |bits| Known::constant(width(ty), bits));
        Fact { ty, constant: Some(constant), known }
    }

    /// From bits; if they leave one value, it is the constant.
    pub fn from_known(ty: ValType, known: Known) -> Fact {
        Fact { ty, constant: known.value().and_then(|bits| Const::from_bits(ty, bits)), known }
    }

    /// Bits that are always 0; bits outside the type's width are never listed.
    pub fn zeros(&self) -> u64 {
        self.known.zeros()
    }

    /// Bits that are always 1.
    pub fn ones(&self) -> u64 {
        self.known.ones()
    }

    /// Always 0 or 1.
    pub fn is_bool(&self) -> bool {
        self.known.width() != 0 && self.known.hi() <= 1
    }

    /// Never 0.
    pub fn is_nonzero(&self) -> bool {
        self.known.is_nonzero()
    }

    /// Both hold of one value.
    fn meet(&self, other: &Fact) -> Fact {
        if self == other {
            return *self;
        }
        debug_assert_eq!(self.ty, other.ty, "only values of one type are equal");
        let known = self.known.meet(&other.known);
        let constant = self.constant.or(other.constant);
        match constant {
            Some(c) if known.value().is_none() => Fact::of(c),
            Some(_) => Fact { ty: self.ty, constant, known },
            None => Fact::from_known(self.ty, known),
        }
    }
}

/// The bits of a type: 32, 64, or 0 where bits are not tracked.
fn width(ty: ValType) -> u8 {
    match ty {
        ValType::I32 | ValType::F32 => 32,
        ValType::I64 | ValType::F64 => 64,
        ValType::V128 | ValType::Ref(_) => 0,
    }
}

/// Makes it known that in this class the bits of `zeros` are 0 and those of `ones` are 1. Takes effect upwards at the next `rebuild`. Bits outside the
/// type are ignored.
pub fn learn(graph: &mut Graph, id: Id, zeros: u64, ones: u64) {
    let fact = graph[id].data;
    learn_known(graph, id, &Known::of_bits(fact.known.width(), zeros, ones));
}

/// Makes it known that the value of this class is at least `lo` and at most `hi`, unsigned.
pub fn learn_range(graph: &mut Graph, id: Id, lo: u64, hi: u64) {
    let fact = graph[id].data;
    let hi = hi.min(fact.known.mask());
    if lo <= hi {
        learn_known(graph, id, &Known::of_range(fact.known.width(), lo, hi));
    }
}

fn learn_known(graph: &mut Graph, id: Id, known: &Known) {
    let fact = graph[id].data;
    if known.width() == 0 {
        return;
    }
    let met = fact.meet(&Fact::from_known(fact.ty, *known));
    if met != fact {
        graph.set_analysis_data(id, met);
    }
}

/// The type of a node.
fn type_of(graph: &Graph, node: &V) -> ValType {
    match &node.head {
        Head::Param(_, _, ty) | Head::Res(_, _, ty) => *ty,
        Head::Global(_, value) => value.ty(),
        Head::Phi(_) | Head::Op(Op::Select | Op::TypedSelect, _) => graph[node.children()[0]].data.ty,
        Head::Op(op, _) => match op.info().signature.as_bytes().last() {
            Some(b'i') => ValType::I32,
            Some(b'l') => ValType::I64,
            Some(b'f') => ValType::F32,
            Some(b'd') => ValType::F64,
            Some(b'v') => ValType::V128,
            _ => match op {
                Op::RefIsNull => ValType::I32,
                _ => ValType::FUNCREF,
            },
        },
    }
}

impl Analysis<V> for Facts {
    type Data = Fact;

    fn make(graph: &mut Graph, node: &V, _id: Id) -> Fact {
        let ty = type_of(graph, node);
        match &node.head {
            Head::Param(..) | Head::Res(..) => Fact::top(ty),
            Head::Global(_, value) => Fact::of(*value),
            Head::Phi(_) => {
                let mut facts = node.args.iter().map(|&id| graph[id].data);
                let Some(first) = facts.next() else { return Fact::top(ty) };
                facts.fold(first, |a, b| {
                    let constant = a.constant.filter(|_| a.constant == b.constant);
                    // Reduction may leave one value only if both had it.
                    Fact { ty, constant, known: a.known.join(&b.known) }
                })
            }
            Head::Op(op, imm) if node.args.is_empty() => match Const::of(*op, imm) {
                Some(c) => Fact::of(c),
                None => Fact::top(ty),
            },
            Head::Op(op, imm) => {
                let facts: SmallVec<[Fact; 3]> = node.args.iter().map(|&id| graph[id].data).collect();
                if facts.iter().all(|f| f.constant.is_some()) {
                    let consts: SmallVec<[Const; 3]> = facts.iter().filter_map(|f| f.constant).collect();
                    if let Some(c) = eval(*op, imm, &consts) {
                        return Fact::of(c);
                    }
                }
                if width(ty) == 0 {
                    return Fact::top(ty);
                }
                let known: SmallVec<[Known; 3]> = facts.iter().map(|f| f.known).collect();
                Fact::from_known(ty, transfer(*op, width(ty), &known))
            }
        }
    }

    fn merge(&mut self, a: &mut Fact, b: Fact) -> DidMerge {
        let met = a.meet(&b);
        let did = DidMerge(met != *a, met != b);
        *a = met;
        did
    }

    fn modify(graph: &mut Graph, id: Id) {
        graph.analysis.changed.push(id);
        let class = &graph[id];
        let Some(constant) = class.data.constant else { return };
        let is_const = |n: &V| matches!(&n.head, Head::Op(op, _) if *op == constant.op());
        if class.nodes.iter().any(is_const) {
            return;
        }
        let (op, imm) = constant.into();
        let node = graph.add(V::op(op, imm, &[]));
        graph.union(id, node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use loom_eq_lang::{Body, Imm, NodeId, Region};

    fn leaf(graph: &mut Graph, n: usize) -> Id {
        let node = V::leaf(Head::Param(Body::ROOT, u32::try_from(n).expect("small"), ValType::I32));
        graph.add(node)
    }

    fn op(graph: &mut Graph, op: Op, args: &[Id]) -> Id {
        graph.add(V::op(op, Imm::None, args))
    }

    /// Invariant 3, for a constant found by evaluation and one found by bits.
    #[test]
    fn constants_are_in_their_class() {
        let mut g = Graph::default();
        let (a, b) = (g.add(V::i32(40)), g.add(V::i32(2)));
        let sum = op(&mut g, Op::I32Add, &[a, b]);
        let x = leaf(&mut g, 0);
        let (low, seven) = (g.add(V::i32(1)), g.add(V::i32(8)));
        let bit = op(&mut g, Op::I32And, &[x, low]);
        let none = op(&mut g, Op::I32And, &[bit, seven]);
        g.rebuild();
        assert_eq!(g.find(sum), g.lookup(V::i32(42)).expect("the constant"));
        assert_eq!(g.find(none), g.lookup(V::i32(0)).expect("the constant"));
    }

    /// Invariant 1 upwards: what is learnt of a leaf reaches its users at the rebuild.
    #[test]
    fn learning_propagates() {
        let mut g = Graph::default();
        let x = leaf(&mut g, 0);
        let wide = op(&mut g, Op::I64ExtendI32U, &[x]);
        let k = g.add(V::i32(256));
        let less = op(&mut g, Op::I32LtU, &[x, k]);
        g.rebuild();
        assert_eq!(g[less].data.constant, None);
        learn(&mut g, x, !0xff, 0);
        g.rebuild();
        assert_eq!(g[wide].data.known.hi(), 0xff);
        assert_eq!(g[less].data.constant, Some(Const::I32(1)));
        learn_range(&mut g, x, 3, 9);
        g.rebuild();
        assert_eq!((g[wide].data.known.lo(), g[wide].data.known.hi()), (3, 9));
    }

    /// Invariant 2: a cyclic phi whose value shrinks by one per round does not keep the rebuild busy.
    #[test]
    fn cyclic_phis_end() {
        let mut g = Graph::default();
        let header = g.add(V::leaf(Head::Param(Region(1), 0, ValType::I32)));
        let limit = g.add(V::i32(1_000_000));
        let one = g.add(V::i32(1));
        let some = op(&mut g, Op::I32Ne, &[header, limit]);
        let less = op(&mut g, Op::I32Sub, &[header, one]);
        let back = g.add(V::op(Op::Select, Imm::None, &[less, one, some]));
        let phi = g.add(V { head: Head::Phi(Region(1)), args: SmallVec::from_slice(&[limit, back]) });
        g.union(header, phi);
        g.rebuild();
        assert!(g[header].data.known.contains(1_000_000) && g[header].data.known.contains(1));
        let mask = g.add(V::i32(0xff));
        let masked = op(&mut g, Op::I32And, &[header, mask]);
        g.rebuild();
        assert_eq!(g[masked].data.known.hi(), 0xff);
    }

    /// Invariant 4.
    #[test]
    fn changes_are_logged() {
        let mut g = Graph::default();
        let x = leaf(&mut g, 0);
        let y = leaf(&mut g, 1);
        let wide = op(&mut g, Op::I64ExtendI32U, &[x]);
        g.rebuild();
        assert_eq!(g.analysis.take_changed().len(), 3);
        learn(&mut g, x, !0xff, 0);
        g.rebuild();
        let changed = g.analysis.take_changed();
        assert!(changed.contains(&x) && changed.contains(&wide) && !changed.contains(&y));
    }

    #[test]
    fn results_of_sites_know_their_type_only() {
        let mut g = Graph::default();
        let r = g.add(V::leaf(Head::Res(NodeId(3), 0, ValType::I64)));
        assert_eq!(g[r].data, Fact::top(ValType::I64));
    }
}

//! Constants by two or three instructions that take fewer bytes than the constant (RULES.md 36 to 38).
//!
//! ```text
//!   i64.const 0x0100000000000000   10 bytes   i64.shl (i64.const 1) (i64.const 56)         5
//!   i64.const 0xffffffff            6         i64.extend_i32_u (i32.const -1)              3
//!   f64.const 100                   9         f64.convert_i32_s (i32.const 100)            4
//!   f64.const 0.5                   9         f64.promote_f32 (f32.const 0.5)              6
//! ```
//!
//! This is no rule of text: its right-hand side is a search over shift counts and small constants for the shortest encoding, and the
//! analysis folds whatever a rule computes straight back into the constant. So the shortest form of each constant is added once, behind
//! saturation; the analysis then finds that it is the same class, which is the proof here. The verifier makes its own.
//!
//! Invariants:
//! 1. What is added evaluates to the class's constant (asserted), so classes never change, only their choice of code.
//! 2. Only forms that are strictly shorter than the constant are added.

use loom_eq_egraph::{Graph, Id, V};
use loom_eq_lang::{Const, Imm, Op, eval};

/// A constant expression.
#[derive(Clone, PartialEq, Debug)]
enum Code {
    Const(Const),
    Unary(Op, Box<Code>),
    Binary(Op, Box<Code>, Box<Code>),
}

impl Code {
    fn size(&self) -> u32 {
        let own = |op: Op| loom_eq_lang::instr::size(op, &Imm::None);
        match self {
            Code::Const(c) => c.size(),
            Code::Unary(op, a) => own(*op) + a.size(),
            Code::Binary(op, a, b) => own(*op) + a.size() + b.size(),
        }
    }

    fn value(&self) -> Option<Const> {
        match self {
            Code::Const(c) => Some(*c),
            Code::Unary(op, a) => eval(*op, &Imm::None, &[a.value()?]),
            Code::Binary(op, a, b) => eval(*op, &Imm::None, &[a.value()?, b.value()?]),
        }
    }

    fn add_to(&self, graph: &mut Graph) -> Id {
        let node = match self {
            Code::Const(c) => V::op(c.op(), c.imm(), &[]),
            Code::Unary(op, a) => {
                let a = a.add_to(graph);
                V::op(*op, Imm::None, &[a])
            }
            Code::Binary(op, a, b) => {
                let (a, b) = (a.add_to(graph), b.add_to(graph));
                V::op(*op, Imm::None, &[a, b])
            }
        };
        graph.add(node)
    }
}

/// Constants of up to this many bytes have no shorter form.
const SHORT: u32 = 3;

/// Adds the shortest form of each constant in the graph, where it is shorter than the constant. Returns how many were added.
pub fn synthesize(graph: &mut Graph) -> usize {
    let mut constants: Vec<(Id, Const)> = graph.classes().filter_map(|c| Some((c.id, c.data.constant?))).collect();
    constants.sort_unstable_by_key(|(id, _)| *id);
    let mut added = 0;
    for (class, constant) in constants {
        if constant.size() <= SHORT {
            continue;
        }
        let best = shortest(constant);
        if best.size() < constant.size() {
            debug_assert_eq!(best.value(), Some(constant), "invariant 1");
            let id = best.add_to(graph);
            graph.union(id, class);
            added += 1;
        }
    }
    graph.rebuild();
    added
}

fn shortest(constant: Const) -> Code {
    match constant {
        Const::I32(v) => shortest_i32(v),
        Const::I64(v) => shortest_i64(v),
        Const::F32(bits) => {
            let whole = f32::from_bits(bits) as i32;
            let converted = Code::Unary(Op::F32ConvertI32S, Box::new(shortest_i32(whole)));
            let moved = Code::Unary(Op::F32ReinterpretI32, Box::new(shortest_i32(bits.cast_signed())));
            best(constant, [converted, moved])
        }
        Const::F64(bits) => {
            let value = f64::from_bits(bits);
            let unary = |op: Op, a: Code| Code::Unary(op, Box::new(a));
            best(
                constant,
                [
                    unary(Op::F64ConvertI32S, shortest_i32(value as i32)),
                    unary(Op::F64ConvertI32U, shortest_i32((value as u32).cast_signed())),
                    unary(Op::F64ConvertI64S, shortest_i64(value as i64)),
                    unary(Op::F64PromoteF32, shortest(Const::F32((value as f32).to_bits()))),
                    unary(Op::F64ReinterpretI64, shortest_i64(bits.cast_signed())),
                ],
            )
        }
        Const::V128(_) => Code::Const(constant),
    }
}

/// The shortest of the constant itself and those forms that evaluate to it; the first of equals.
fn best(constant: Const, forms: impl IntoIterator<Item = Code>) -> Code {
    let fitting = forms.into_iter().filter(|form| form.value() == Some(constant));
    std::iter::once(Code::Const(constant)).chain(fitting).min_by_key(Code::size).expect("the constant itself")
}

fn shortest_i32(v: i32) -> Code {
    let constant = Const::I32(v);
    if constant.size() <= SHORT {
        return Code::Const(constant);
    }
    let shifts = (1..32).flat_map(|k| {
        [(Op::I32Shl, v >> k), (Op::I32ShrU, v << k), (Op::I32ShrU, v << k | ((1 << k) - 1)), (Op::I32Rotl, v.rotate_right(k))]
            .map(|(op, m)| Code::Binary(op, Box::new(Code::Const(Const::I32(m))), Box::new(Code::Const(Const::I32(k.cast_signed())))))
    });
    best(constant, shifts)
}

fn shortest_i64(v: i64) -> Code {
    let constant = Const::I64(v);
    if constant.size() <= SHORT {
        return Code::Const(constant);
    }
    let shifts = (1..64u32).flat_map(|k| {
        [(Op::I64Shl, v >> k), (Op::I64ShrU, v << k), (Op::I64ShrU, v << k | ((1 << k) - 1)), (Op::I64Rotl, v.rotate_right(k))]
            .map(|(op, m)| Code::Binary(op, Box::new(Code::Const(Const::I64(m))), Box::new(Code::Const(Const::I64(i64::from(k))))))
    });
    let low = Code::Unary(Op::I64ExtendI32U, Box::new(shortest_i32(v as i32)));
    best(constant, shifts.chain([low]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(constant: Const) -> u32 {
        let code = shortest(constant);
        assert_eq!(code.value(), Some(constant));
        code.size()
    }

    #[test]
    fn the_examples_of_the_module_text() {
        assert_eq!(size(Const::I64(1 << 56)), 5);
        assert_eq!(size(Const::I64(0xffff_ffff)), 3);
        assert_eq!(size(Const::F64(100f64.to_bits())), 4);
        assert_eq!(size(Const::F64(0.5f64.to_bits())), 6);
        assert_eq!(size(Const::I32(i32::MIN)), 5);
    }

    #[test]
    fn what_is_not_a_whole_number_stays_exact() {
        for v in [0.1f64, -0.0, f64::NAN, f64::INFINITY, 1e300, 4_294_967_295.0, -1.5] {
            size(Const::F64(v.to_bits()));
            size(Const::F32((v as f32).to_bits()));
        }
    }

    #[test]
    fn nothing_is_longer_than_the_constant() {
        let mut v = 1i64;
        for i in 0..2000 {
            v = v.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(i);
            let w = v >> (i % 64);
            assert!(size(Const::I64(w)) <= Const::I64(w).size());
            assert!(size(Const::I32(w as i32)) <= Const::I32(w as i32).size());
        }
    }

    #[test]
    fn a_class_keeps_its_constant() {
        let mut graph = Graph::default();
        let id = graph.add(V::i64(1 << 40));
        assert_eq!(synthesize(&mut graph), 1);
        let class = &graph[graph.find(id)];
        assert_eq!(class.data.constant, Some(Const::I64(1 << 40)));
        assert!(class.nodes.len() > 1);
    }
}

//! The trusted base, open to inspection: what this crate takes an operator to mean, and what Z3 says of two terms.
//!
//! Nothing here judges functions. It is there so that `tests/operators/` can compare each meaning with a real engine, `tests/normal_form/` can
//! prove each rule of the normal form, `tests/mutants/` can call every function of a module, and anyone else can look.

use crate::smt::{Answer, Query, Reading};
use crate::term::{Arena, FxMap, FxSet, Term};
use crate::{replay, semantics, sites};
use loom_eq_lang::{Imm, Module, Op, ValType};

pub use crate::semantics::width_of;

/// The results of an operator that computes, given that it does not trap. `types` are those of its results.
pub fn meaning(arena: &mut Arena, op: Op, imm: &Imm, args: &[Term], types: &[ValType]) -> Vec<Term> {
    let widths: Vec<u8> = types.iter().map(|t| width_of(*t)).collect();
    semantics::pure(arena, op, imm, args, &widths).to_vec()
}

/// What `select` chooses.
pub fn choice(arena: &mut Arena, a: Term, b: Term, condition: Term) -> Term {
    let condition = arena.truth(condition);
    arena.ite(condition, a, b)
}

/// The name of an operator's trap on these arguments: where two names are the same term, both trap or none. `None`: it does not trap.
pub fn trap(arena: &mut Arena, op: Op, args: &[Term]) -> Option<Term> {
    (!semantics::cannot_trap(arena, op, args)).then(|| semantics::trap_of(arena, op, args))
}

/// What a scalar load makes of the bytes that it reads: how many there are, and whether it extends their sign.
pub fn load_shape(op: Op) -> Option<(u8, bool)> {
    sites::scalar_load(op).map(|l| (l.bytes, l.signed))
}

/// How many low bits of its operand a scalar store writes.
pub fn stored_bits(op: Op) -> Option<u8> {
    sites::stored_bits(op)
}

/// Whether two operators are taken to do the same to the world, given equal operands.
pub fn same_effect(a: Op, b: Op) -> bool {
    sites::same_site(a, b)
}

/// Whether an operator is taken to change memory, globals or tables.
pub fn changes_state(op: Op) -> bool {
    sites::changes_state(op)
}

/// The same term in another arena, node by node. An arena in raw form takes it over without any change.
pub fn copy(from: &Arena, root: Term, to: &mut Arena) -> Term {
    let mut wanted = vec![false; root.ix() + 1];
    wanted[root.ix()] = true;
    let mut copies: FxMap<Term, Term> = FxMap::default();
    // Arguments have smaller ids: downwards everything below the root is found, upwards it is built.
    for i in (0..=root.ix()).rev() {
        if wanted[i] {
            for a in from.args(Term(i as u32)) {
                wanted[a.ix()] = true;
            }
        }
    }
    for i in (0..=root.ix()).filter(|i| wanted[*i]) {
        let t = Term(i as u32);
        let node = from.node(t);
        let args: Vec<Term> = node.args.iter().map(|a| copies[a]).collect();
        let copied = match (node.kind, from.constant(t)) {
            (_, Some(value)) => to.int(value, node.width),
            (crate::term::Kind::Opaque(s), _) => {
                let name = from.name(s).to_string();
                to.opaque(&name, node.width, &args)
            }
            (kind, _) => to.mk(kind, node.width, &args),
        };
        copies.insert(t, copied);
    }
    copies[&root]
}

/// What Z3 says of two terms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Word {
    /// They are equal for all values of the leaves and all functions.
    Equal,
    /// They differ for these values.
    Different(Vec<(Term, u128)>),
    /// The limit was reached.
    Open(String),
}

/// Asks Z3 whether two terms are equal wherever the hypotheses hold, products and quotients exact, within `rlimit` resource units.
pub fn ask(arena: &Arena, hypotheses: &[Term], a: Term, b: Term, rlimit: u32) -> Word {
    let cut = FxSet::default();
    match (Query { arena, hypotheses, goal: Some((a, b)), cut: &cut, reading: Reading::Exact, rlimit }).ask() {
        Answer::Holds => Word::Equal,
        Answer::Fails(leaves) => Word::Different(leaves),
        Answer::Open(why) => Word::Open(why),
    }
}

/// The value of a term when leaves (or other uninterpreted terms) have these values; `None` if that does not fix it.
pub fn evaluate(arena: &Arena, t: Term, given: &[(Term, u128)]) -> Option<u128> {
    crate::term::with_leaves(arena, t, &given.iter().copied().collect())
}

/// The module as replays run it: functions, memories and globals exported under their indices (`f0`, `m0`, `g0`), and no start function.
pub fn replayed(module: &Module) -> Vec<u8> {
    let all = |count: usize| (0..).take(count).collect::<Vec<u32>>();
    replay::derived(module, &all(module.memories.len()), &all(module.globals.len()))
}

//! Tail calls as a call and a return: the depth of the stack is not observable, so they are the same.

use loom_eq_lang::{Body, FuncIx, FuncType, Imm, Module, Node, NodeId, Op, TypeIx};
use smallvec::SmallVec;

/// Replaces all tail calls. Indices are those of `module`.
pub(crate) fn untail(module: &Module, body: &mut Body) {
    let returns = body.ty.results.len();
    for r in 0..body.regions.len() {
        let items = std::mem::take(&mut body.regions[r].items);
        let mut new = Vec::with_capacity(items.len());
        for n in items {
            new.push(n);
            let node = body.node(n);
            let (op, ty): (Op, Option<&FuncType>) = match (node.op, &node.imm) {
                (Op::ReturnCall, Imm::Index(f)) => (Op::Call, Some(module.func_type(FuncIx(*f)))),
                (Op::ReturnCallIndirect, Imm::Index2(t, _)) => (Op::CallIndirect, module.types[TypeIx(*t).ix()].as_ref()),
                _ => continue,
            };
            let Some(ty) = ty else { continue };
            let results: SmallVec<_> = ty.results.iter().copied().collect();
            let node = body.node_mut(n);
            node.op = op;
            node.results = results;
            new.push(leave(body, returns));
        }
        body.regions[r].items = new;
    }
}

/// `return` of values that are on the stack.
fn leave(body: &mut Body, stacked: usize) -> NodeId {
    body.add(Node {
        op: Op::Return,
        imm: Imm::None,
        stacked: u32::try_from(stacked).expect("a 32-bit count"),
        args: SmallVec::new(),
        regions: SmallVec::new(),
        results: SmallVec::new(),
        hint: None,
    })
}

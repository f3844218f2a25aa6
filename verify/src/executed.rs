//! One function against a candidate that executes some calls in place.

use crate::assumption::Assumption;
use crate::checker::{Checker, Verdict};
use crate::inline::inline;
use loom_eq_lang::{Body, Event, FuncIx, Imm, Module, NodeId, Op};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Calls that may be executed in one function.
const EXECUTED: usize = 256;
/// Nodes of a body with calls executed in it.
const NODES: usize = 60_000;

impl Checker {
    /// Whether `candidate` does the same as `original`, both as the body of function `f`, when the calls of `executed` in the original are replaced by the bodies that the
    /// module has for them, also in what comes in that way; a function is not put into itself. What is said to be executed need not be true: it is a hint which calls the candidate does not have.
    /// For calls that keep what is assumed of the function.
    pub fn executing(
        &mut self,
        module: &Module,
        f: FuncIx,
        original: &[u8],
        candidate: &[u8],
        executed: &BTreeSet<u32>,
        assumed: Option<&Assumption>,
    ) -> Verdict {
        if executed.is_empty() {
            return self.function_assuming(module, f, original, module, f, candidate, assumed);
        }
        let none = HashMap::new();
        let (mut x, y) = match (Body::parse_bytes(module, f, original, &none), Body::parse_bytes(module, f, candidate, &none)) {
            (Ok(x), Ok(y)) => (x, y),
            (Err(e), _) | (_, Err(e)) => return Verdict::Unsupported(e.reason),
        };
        execute(module, f, &mut x, executed);
        self.bodies_assuming([module, module], [&x, &y], assumed)
    }
}

/// Replaces calls; those that cannot be, stay.
fn execute(module: &Module, f: FuncIx, body: &mut Body, executed: &BTreeSet<u32>) {
    let mut bodies: BTreeMap<u32, Option<Body>> = BTreeMap::new();
    let mut todo = calls(body, 0, &[f.0]);
    let mut count = 0;
    while let Some((site, callee, within)) = todo.pop() {
        if within.contains(&callee) || !executed.contains(&callee) || count == EXECUTED || body.nodes.len() > NODES {
            continue;
        }
        let source = bodies.entry(callee).or_insert_with(|| {
            let i = (callee as usize).checked_sub(module.imported_funcs)?;
            Body::parse(module, i, &HashMap::new()).ok()
        });
        let Some(source) = source else { continue };
        let first = body.nodes.len();
        if inline(body, site, source) {
            count += 1;
            let within: Vec<u32> = within.iter().copied().chain([callee]).collect();
            todo.extend(calls(source, first, &within));
        }
    }
}

/// The calls of a body whose nodes start at `first`, with the functions that each stands in.
fn calls(body: &Body, first: usize, within: &[u32]) -> Vec<(NodeId, u32, Vec<u32>)> {
    let call = |event| match event {
        Event::Op(n) => match (body.node(n).op, &body.node(n).imm) {
            (Op::Call, Imm::Index(f)) => Some((NodeId::new(first + n.ix()), *f, within.to_vec())),
            _ => None,
        },
        _ => None,
    };
    body.events().filter_map(call).collect()
}

//! What every local holds at every point of a candidate, as e-classes.
//!
//! The flow is [`loom_eq_egraph::flow`]; this is the domain that *reads* the e-graph where the lift writes it: a join holds the class of the
//! `Phi` e-node if the graph has one, a loop's header what is assumed and then holds on every back edge.
//!
//! A header's slot is tried, in this order, as the parameter that the lift made for it, as what it held in front of the loop, and as
//! nothing. A pass in which an assumption fails on a back edge is repeated with the next one.

use crate::candidate::Candidate;
use indexmap::IndexMap;
use loom_eq_egraph::flow::{self, Domain, Known, Slot, State};
use loom_eq_egraph::{Graph, Head, Id, Liveness, V, zero};
use loom_eq_lang::{Body, Event, LocalIx, NodeId, Op, Region, ValType};
use smallvec::SmallVec;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Assumption {
    Parameter,
    Invariant,
    Nothing,
}

/// Assumptions at loop headers that hold on all back edges.
#[derive(Clone, Default, Debug)]
pub struct Headers(IndexMap<(Region, Slot), Assumption>);

/// Sees what locals and stack hold in front of each event.
pub trait Visitor {
    /// In front of an event.
    fn before(&mut self, event: Event, state: &State);
}

impl Visitor for () {
    fn before(&mut self, _: Event, _: &State) {}
}

struct Reader<'a, S> {
    graph: &'a Graph,
    candidate: &'a Candidate,
    headers: &'a mut Headers,
    failed: bool,
    visitor: &'a mut S,
}

/// Finds header assumptions that hold.
pub fn headers(graph: &Graph, candidate: &Candidate, liveness: &Liveness) -> Headers {
    let mut headers = Headers::default();
    loop {
        let mut reader = Reader { graph, candidate, headers: &mut headers, failed: false, visitor: &mut () };
        flow::walk(&candidate.body, liveness, &mut reader);
        if !reader.failed {
            return headers;
        }
    }
}

/// Walks a candidate under assumptions that hold.
pub fn visit<S: Visitor>(graph: &Graph, candidate: &Candidate, liveness: &Liveness, headers: &mut Headers, visitor: &mut S) {
    let mut reader = Reader { graph, candidate, headers, failed: false, visitor };
    flow::walk(&candidate.body, liveness, &mut reader);
    debug_assert!(!reader.failed, "assumptions were checked");
}

/// Whether every `local.get` stands where its local holds the class that it is annotated with.
pub fn check(graph: &Graph, candidate: &Candidate) -> bool {
    struct Check<'a> {
        candidate: &'a Candidate,
        ok: bool,
    }
    impl Visitor for Check<'_> {
        fn before(&mut self, event: Event, state: &State) {
            if let Event::Op(n) = event
                && self.candidate.body.node(n).op == Op::LocalGet
                && let Some(class) = self.candidate.value(n)
            {
                let l = self.candidate.body.local_of(n).expect("a local access");
                self.ok &= state.locals[l.ix()] == Some(class);
            }
        }
    }
    let liveness = Liveness::of(&candidate.body);
    let mut headers = headers(graph, candidate, &liveness);
    let mut check = Check { candidate, ok: true };
    visit(graph, candidate, &liveness, &mut headers, &mut check);
    check.ok
}

impl<S> Reader<'_, S> {
    fn lookup(&self, node: V) -> Known {
        self.graph.lookup(node).map(|id| self.graph.find(id))
    }
}

/// The parameter that the lift made for a slot. Locals go by their number in the lifted body; a new local has none.
fn leaf(body: &Body, r: Region, slot: Slot, ty: ValType) -> Option<V> {
    let slot = match slot {
        Slot::Local(l) => Slot::Local(body.source_locals[l.ix()]?),
        carried => carried,
    };
    Some(V::leaf(Head::Param(r, loom_eq_egraph::slot_number(slot), ty)))
}

fn phi(r: Region, args: impl Iterator<Item = Known>) -> Option<V> {
    let args: Option<SmallVec<[Id; 3]>> = args.collect();
    Some(V { head: Head::Phi(r), args: args? })
}

impl<S: Visitor> Domain for Reader<'_, S> {
    fn entry(&mut self, l: LocalIx, ty: ValType, is_param: bool) -> Known {
        let node = if is_param { V::leaf(Head::Param(Body::ROOT, l.0, ty)) } else { zero(ty)? };
        self.lookup(node)
    }

    fn results(&mut self, body: &Body, n: NodeId, _operands: &[Known], out: &mut SmallVec<[Known; 2]>) {
        match body.node(n).results.as_slice() {
            [_] => out.push(self.candidate.value(n)),
            many => out.extend(many.iter().enumerate().map(|(i, &ty)| {
                let i = u32::try_from(i).expect("fewer results than 2^32");
                self.lookup(V::leaf(Head::Res(n, i, ty)))
            })),
        }
    }

    fn join(&mut self, r: Region, _slot: Slot, edges: &[Known]) -> Known {
        self.lookup(phi(r, edges.iter().copied())?)
    }

    fn header(&mut self, r: Region, slot: Slot, ty: ValType, entry: Known) -> Known {
        match self.headers.0.get(&(r, slot)).copied().unwrap_or(Assumption::Parameter) {
            Assumption::Parameter => leaf(&self.candidate.body, r, slot, ty).and_then(|leaf| self.lookup(leaf)).or(entry),
            Assumption::Invariant => entry,
            Assumption::Nothing => None,
        }
    }

    fn latch(&mut self, r: Region, slot: Slot, entry: Known, header: Known, back: &[Known]) {
        if header.is_none() {
            return;
        }
        let assumption = self.headers.0.get(&(r, slot)).copied().unwrap_or(Assumption::Parameter);
        let invariant = header == entry && back.iter().all(|b| *b == header);
        let by_phi = || {
            let node = phi(r, std::iter::once(entry).chain(back.iter().copied()))?;
            self.lookup(node)
        };
        let holds = invariant || (assumption == Assumption::Parameter && by_phi() == header);
        if !holds {
            self.failed = true;
            let next = if assumption == Assumption::Parameter { Assumption::Invariant } else { Assumption::Nothing };
            self.headers.0.insert((r, slot), next);
        }
    }

    fn before(&mut self, event: Event, state: &State) {
        self.visitor.before(event, state);
    }
}

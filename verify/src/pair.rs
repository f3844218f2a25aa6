//! One pair of functions of two modules: both bodies in the common index space, with calls executed where only one side has them.
//!
//! The verdict assumes what the map says of callees: a call of a function and a call of its counterpart with equal arguments, in equal states, are
//! equal events. See the README for why the verdicts on all pairs together discharge that.

use crate::align::{align, cells};
use crate::assumption::Assumption;
use crate::cache::{Cache, Question};
use crate::checker::{Checker, Proof, Verdict, all_proven};
use crate::correspond::{Common, Map, View};
use crate::inline::inline;
use crate::shape::{Passed, Shape, collect};
use crate::tail::untail;
use loom_eq_lang::{Body, FuncIx, Imm, Instr, NodeId, Op, canonical_body};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Two modules with all that judging their functions needs.
pub(crate) struct Pairs<'a> {
    pub views: [&'a View<'a>; 2],
    pub common: Common,
    pub map: Map,
    /// Whether every index means the same on both sides, so that equal bytes are equal functions, whatever is in them.
    same_indices: bool,
    cache: Option<Cache>,
    /// Functions of B that correspond to something.
    matched: HashSet<u32>,
    /// Functions of A whose counterpart has another signature.
    shapes: BTreeMap<u32, Shape>,
}

/// Calls that may be executed in one function.
const INLINED: usize = 64;
/// Rounds of choosing calls: how deep calls in executed calls are followed.
const ROUNDS: usize = 12;
/// Nodes of a body with calls executed in it.
const NODES: usize = 30_000;

/// A body in the common space with the callees of its calls as the module numbers them. Several functions of A may have one common index, but
/// what is executed must be the very function that is called: that they are equal is not known yet.
pub(crate) struct Source {
    pub body: Body,
    pub callees: HashMap<NodeId, u32>,
}

/// A body, and where its calls come from.
struct Expanded {
    source: Source,
    /// For each call node, the functions in whose executed bodies it stands.
    within: HashMap<NodeId, Vec<u32>>,
    /// What cannot be executed.
    refused: HashSet<NodeId>,
}

impl<'a> Pairs<'a> {
    pub(crate) fn new(a: &'a View<'a>, b: &'a View<'a>, map: Map, cache: Option<Cache>) -> Pairs<'a> {
        let common = Common::new(a, b, &map);
        let (x, y) = (&a.outside, &b.outside);
        let types = a.module.types == b.module.types && (x.plain_types && y.plain_types || section(a, 1) == section(b, 1));
        let same_indices = map.is_identity() && types && x.data == y.data && x.elements == y.elements;
        let mut pairs = Pairs {
            views: [a, b],
            common,
            matched: map.funcs.iter().flatten().copied().collect(),
            map,
            same_indices,
            cache,
            shapes: BTreeMap::new(),
        };
        pairs.guess_shapes();
        pairs
    }

    fn guess_shapes(&mut self) {
        let [a, b] = self.views;
        let reshaped: Vec<(u32, u32)> =
            (0..).zip(&self.map.funcs).filter_map(|(f, g)| g.filter(|g| a.func_type(f) != b.func_type(*g)).map(|g| (f, g))).collect();
        let mut passed: BTreeMap<u32, Vec<Passed>> =
            reshaped.iter().map(|(f, _)| (*f, vec![Passed::default(); a.func_type(*f).params.len()])).collect();
        if passed.is_empty() {
            return;
        }
        for f in 0..a.funcs() {
            if let Ok(source) = self.source(0, f) {
                collect(&source, &mut passed);
            }
        }
        for (f, g) in reshaped {
            let seen = a.referenced.contains(&f) || b.referenced.contains(&g);
            if let Some(source) = self.source(0, f).ok().filter(|_| !seen)
                && let Some(shape) = Shape::guess(&source.body, b.func_type(g), &passed[&f])
            {
                self.shapes.insert(f, shape);
            }
        }
    }

    fn source(&self, side: usize, f: u32) -> Result<Source, Verdict> {
        let view = self.views[side];
        let Some(i) = view.defined(f) else { return Err(Verdict::Unsupported("an imported function".into())) };
        let mut body =
            Body::parse_bytes(view.module, FuncIx(f), view.module.body_bytes(i), &HashMap::new()).map_err(|e| Verdict::Unsupported(e.reason))?;
        untail(view.module, &mut body);
        let callees = calls(&body).into_iter().collect();
        match self.common.sides[side].body(body) {
            Some(body) => Ok(Source { body, callees }),
            None => Err(Verdict::Unsupported("a type or index that cannot be renumbered".into())),
        }
    }

    /// Whether both are the same instructions with the same locals, up to the map.
    fn identical(&self, f: u32, g: u32) -> bool {
        let of = |side: usize, f: u32| -> Option<(Vec<Instr>, Vec<loom_eq_lang::ValType>)> {
            let view = self.views[side];
            let code = view.instructions(f)?;
            // Arguments of such calls must be checked.
            let reshaped =
                |i: &Instr| side == 0 && matches!((i.op, &i.imm), (Op::Call | Op::ReturnCall, Imm::Index(f)) if self.shapes.contains_key(f));
            if code.iter().any(reshaped) {
                return None;
            }
            let code = self.common.sides[side].code(code)?;
            let mut locals = Vec::new();
            for run in view.module.body_reader(view.defined(f)?).get_locals_reader().ok()? {
                let (count, ty) = run.ok()?;
                locals.extend((0..count).map(|_| ty));
            }
            // A local's type is no instruction: one that names a type would have to be renumbered.
            let plain = view.outside.plain_types || self.views[0].module.types == self.views[1].module.types;
            plain.then_some((code, locals))
        };
        of(0, f).is_some_and(|x| Some(x) == of(1, g))
    }

    /// Whether both are the same bytes, or are once they are encoded canonically, and mean the same.
    fn same_bytes(&self, f: u32, g: u32) -> bool {
        let bytes = |side: usize, f: u32| self.views[side].defined(f).map(|i| self.views[side].module.body_bytes(i));
        let (Some(x), Some(y)) = (bytes(0, f), bytes(1, g)) else { return false };
        self.same_indices && f == g && (x == y || canonical_body(x).is_some_and(|x| Some(x) == canonical_body(y)))
    }

    /// The verdict on function `f` of A and function `g` of B.
    pub(crate) fn judge(&self, checker: &mut Checker, f: u32, g: u32) -> Verdict {
        let alike = self.views[0].func_type(f) == self.views[1].func_type(g);
        if alike && (self.same_bytes(f, g) || self.identical(f, g)) {
            return Verdict::Proven(Proof::Identical);
        }
        let mut sides = match self.sides(f, g) {
            Ok(sides) => sides,
            Err(verdict) => return verdict,
        };
        let executed = self.expand(&mut sides);
        let verdict = self.compare(checker, sides);
        if !executed || !matches!(verdict, Verdict::Unknown(_)) {
            return verdict;
        }
        // One call in place of two may be two equal tails that became one, and no body that was copied.
        match self.sides(f, g).map(|plain| self.compare(checker, plain)) {
            Ok(second @ Verdict::Proven(_)) => second,
            _ => verdict,
        }
    }

    /// The verdict for the calls that keep what is assumed, see [`Assumption`].
    pub(crate) fn judge_assuming(&self, checker: &mut Checker, f: u32, g: u32, assumed: &Assumption) -> Verdict {
        if self.views[0].func_type(f) != self.views[1].func_type(g) {
            return self.judge(checker, f, g);
        }
        if self.same_bytes(f, g) || self.identical(f, g) {
            return Verdict::Proven(Proof::Identical);
        }
        let case = |value: u32| {
            let sides = self.sides(f, g).map(|mut sides| {
                sides.iter_mut().for_each(|s| s.source.body = assumed.pinned(&s.source.body, value));
                sides
            });
            // Calls on ways that no value takes need not be executed, so bodies are compared as they are first.
            let (plain, mut sides) = match (sides, self.sides(f, g)) {
                (Ok(plain), Ok(sides)) => (plain, sides),
                (Err(verdict), _) | (_, Err(verdict)) => return verdict,
            };
            let verdict = self.compare(checker, plain);
            if verdict.is_proven() || !self.expand(&mut sides) {
                return verdict;
            }
            sides.iter_mut().for_each(|s| s.source.body = assumed.pinned(&s.source.body, value));
            self.compare(checker, sides)
        };
        all_proven(assumed.values.iter().copied().map(case))
    }

    /// Both bodies, that of A in the shape that its counterpart has, before any call is executed.
    fn sides(&self, f: u32, g: u32) -> Result<[Expanded; 2], Verdict> {
        let (x, y) = (self.source(0, f)?, self.source(1, g)?);
        let differ = || Verdict::Unknown("signatures differ".into());
        if self.views[0].func_type(f) == self.views[1].func_type(g) {
            return Ok([Expanded::new(x, f), Expanded::new(y, g)]);
        }
        let shape = self.shapes.get(&f).ok_or_else(differ)?;
        let (body, call) = shape.wrapper(&x.body.ty);
        let mut wrapper = Expanded::new(Source { body, callees: HashMap::from([(call, f)]) }, f);
        wrapper.within.insert(call, Vec::new());
        if !wrapper.execute(call, f, &x) {
            return Err(differ());
        }
        Ok([wrapper, Expanded::new(y, g)])
    }

    fn compare(&self, checker: &mut Checker, mut sides: [Expanded; 2]) -> Verdict {
        if !self.reshape(&mut sides[0].source) {
            return Verdict::Unknown("a call whose arguments cannot be compared".into());
        }
        let module = &self.common.module;
        let bodies = [&sides[0].source.body, &sides[1].source.body];
        let question = self.cache.as_ref().map(|c| (c, Question::new(checker.limits(), module, bodies)));
        if let Some(known) = question.as_ref().and_then(|(c, q)| c.get(q)) {
            return known;
        }
        let verdict = checker.bodies([module, module], bodies);
        if let Some((cache, question)) = question {
            cache.put(&question, &verdict);
        }
        verdict
    }

    /// Whether nothing on the other side corresponds to this index.
    fn alone(&self, side: usize, index: u32) -> bool {
        if side == 0 { index as usize >= self.views[1].module.func_types.len() } else { !self.matched.contains(&index) }
    }

    /// Gives the calls of A that are left the shape that their callees have in B.
    fn reshape(&self, source: &mut Source) -> bool {
        calls(&source.body).into_iter().all(|(n, _)| {
            let callee = source.callees[&n];
            self.shapes.get(&callee).is_none_or(|shape| shape.reshape(&mut source.body, n, &self.views[0].func_type(callee).params))
        })
    }

    /// Executes calls until both sides have the same number of calls of each function, as far as that can be had. Whether it executed any.
    fn expand(&self, sides: &mut [Expanded; 2]) -> bool {
        let mut executed = 0;
        for _ in 0..ROUNDS {
            let calls = [calls(&sides[0].source.body), calls(&sides[1].source.body)];
            let aligned = aligned(&calls);
            let alone = (0..2).any(|side| calls[side].iter().any(|(n, callee)| self.alone(side, *callee) && !sides[side].refused.contains(n)));
            let mut todo: Vec<(usize, NodeId)> = Vec::new();
            let counts = [count(&calls[0]), count(&calls[1])];
            for side in 0..2 {
                let mut surplus: BTreeMap<u32, usize> = BTreeMap::new();
                for (callee, n) in &counts[side] {
                    let there = counts[1 - side].get(callee).copied().unwrap_or(0);
                    // Behind a call that only one side can have, there may be the calls that this side seems to lack.
                    if !alone || self.alone(side, *callee) {
                        surplus.insert(*callee, n.saturating_sub(there));
                    }
                }
                // Those that stand opposite nothing first.
                let mut order: Vec<usize> = (0..calls[side].len()).collect();
                order.sort_by_key(|i| aligned[side][*i]);
                let mut chosen: Vec<usize> = Vec::new();
                for i in order {
                    let (n, callee) = calls[side][i];
                    let left = surplus.entry(callee).or_default();
                    if *left > 0 && !sides[side].refused.contains(&n) {
                        *left -= 1;
                        chosen.push(i);
                    }
                }
                chosen.sort_unstable();
                todo.extend(chosen.into_iter().map(|i| (side, calls[side][i].0)));
            }
            let mut any = false;
            for (side, n) in todo {
                let here = &mut sides[side];
                if executed == INLINED || here.source.body.nodes.len() > NODES {
                    return executed > 0;
                }
                let callee = here.source.callees[&n];
                let source = if here.within[&n].contains(&callee) { None } else { self.source(side, callee).ok() };
                match source {
                    Some(source) if here.execute(n, callee, &source) => {
                        any = true;
                        executed += 1;
                    }
                    _ => drop(here.refused.insert(n)),
                }
            }
            if !any {
                break;
            }
        }
        executed > 0
    }
}

impl Expanded {
    fn new(source: Source, function: u32) -> Expanded {
        Expanded { within: source.callees.keys().map(|n| (*n, vec![function])).collect(), source, refused: HashSet::new() }
    }

    fn execute(&mut self, n: NodeId, callee: u32, of: &Source) -> bool {
        let offset = self.source.body.nodes.len();
        if !inline(&mut self.source.body, n, &of.body) {
            return false;
        }
        let mut within = self.within[&n].clone();
        within.push(callee);
        for (inner, callee) in &of.callees {
            let inner = NodeId::new(offset + inner.ix());
            self.within.insert(inner, within.clone());
            self.source.callees.insert(inner, *callee);
        }
        true
    }
}

fn section<'v>(view: &'v View<'_>, id: u8) -> Vec<&'v [u8]> {
    view.module.sections.iter().filter(|s| s.id == id).map(|s| &view.module.bytes()[s.payload.clone()]).collect()
}

/// The calls in execution order, with their callees.
fn calls(body: &Body) -> Vec<(NodeId, u32)> {
    let mut out = Vec::new();
    for event in body.events() {
        if let loom_eq_lang::Event::Op(n) = event
            && let (Op::Call, Imm::Index(f)) = (body.node(n).op, &body.node(n).imm)
        {
            out.push((n, *f));
        }
    }
    out
}

fn count(calls: &[(NodeId, u32)]) -> BTreeMap<u32, usize> {
    let mut out = BTreeMap::new();
    for (_, callee) in calls {
        *out.entry(*callee).or_default() += 1;
    }
    out
}

/// For each call whether it stands opposite one of the same function, in a longest common sequence; for none if that is too long to be looked for.
fn aligned([x, y]: &[Vec<(NodeId, u32)>; 2]) -> [Vec<bool>; 2] {
    let mut out = [vec![false; x.len()], vec![false; y.len()]];
    if cells(x, y).is_some() {
        for (i, j) in align(x, y, |(_, f), (_, g)| u16::from(f == g)) {
            (out[0][i], out[1][j]) = (true, true);
        }
    }
    out
}

//! What rules already derive: the fewest bytes of a tree's class after saturation.

use super::pattern::{Known, Pattern, Use, bytes};
use crate::condition::Condition;
use crate::rule::{Rule, Term};
use crate::saturate::{Families, Limits, saturate};
use crate::set::RuleSet;
use loom_eq_egraph::{Graph, Head, Id, V, learn, learn_range};
use loom_eq_lang::{Body, Const, Imm, Op, ValType, instr};
use std::collections::HashMap;

/// Small trees need little; what does not end within this is not worth it.
const LIMITS: Limits = Limits { growth: 4, slack: 600, region: usize::MAX, rounds: 10, matches: 2_000, families: Families::All };

fn leaf(graph: &mut Graph, number: usize, ty: ValType) -> Id {
    graph.add(V::leaf(Head::Param(Body::ROOT, u32::try_from(number).unwrap_or(u32::MAX), ty)))
}

/// Adds a term whose variables are given.
fn add(graph: &mut Graph, term: &Term, vars: &[Id]) -> Id {
    match term {
        Term::Var(v) => vars[v.0],
        Term::Lit(c) => graph.add(V::op(c.op(), c.imm(), &[])),
        Term::Op(op, args) => {
            let args: Vec<Id> = args.iter().map(|a| add(graph, a, vars)).collect();
            graph.add(V::op(*op, Imm::None, &args))
        }
    }
}

/// The fewest bytes of each class, a leaf counted as a `local.get`.
fn cheapest(graph: &Graph) -> HashMap<Id, u32> {
    let mut costs: HashMap<Id, u32> = HashMap::new();
    loop {
        let mut changed = false;
        for class in graph.classes() {
            let cost = class.nodes.iter().filter_map(|node| node_cost(graph, node, &costs)).min();
            if let Some(cost) = cost
                && costs.get(&class.id).is_none_or(|old| cost < *old)
            {
                costs.insert(class.id, cost);
                changed = true;
            }
        }
        if !changed {
            return costs;
        }
    }
}

fn node_cost(graph: &Graph, node: &V, costs: &HashMap<Id, u32>) -> Option<u32> {
    match &node.head {
        Head::Op(op, imm) => node.args.iter().try_fold(instr::size(*op, imm), |sum, arg| Some(sum + costs.get(&graph.find(*arg))?)),
        _ => Some(2),
    }
}

/// The fewest bytes in which these rules can compute a pattern.
pub(crate) fn shortest(rules: &RuleSet, pattern: &Pattern) -> u32 {
    let mut graph = Graph::default();
    let mut vars = Vec::new();
    for (i, (ty, known)) in pattern.vars.iter().enumerate() {
        let id = leaf(&mut graph, i, *ty);
        if *known != Known::Nothing {
            learn_range(&mut graph, id, 0, known.greatest());
        }
        vars.push(id);
    }
    let root = add(&mut graph, &pattern.term, &vars);
    let mut roots = vec![root];
    if pattern.used == Use::Condition {
        // Whatever has the same truth value will do: it is under the one `eqz`, or behind two.
        let not = graph.add(V::op(Op::I32Eqz, Imm::None, &[root]));
        roots.push(graph.add(V::op(Op::I32Eqz, Imm::None, &[not])));
        saturate(&mut graph, rules, &LIMITS);
        let nots = graph[graph.find(not)].nodes.iter();
        roots.extend(nots.filter(|n| matches!(n.head, Head::Op(Op::I32Eqz, _))).map(|n| n.args[0]));
    } else {
        saturate(&mut graph, rules, &LIMITS);
    }
    let costs = cheapest(&graph);
    roots.iter().filter_map(|id| costs.get(&graph.find(*id))).copied().min().unwrap_or_else(|| bytes(&pattern.term))
}

/// Whether `rules` find, for the left-hand side of `rule` with these values of its constants, code of no more bytes than its right-hand side. The values
/// must satisfy the conditions.
pub fn derives(rules: &RuleSet, rule: &Rule, values: &[Option<Const>]) -> bool {
    let mut graph = Graph::default();
    let mut known: Vec<Option<Const>> = rule.vars.iter().zip(values).map(|(v, c)| c.filter(|_| v.constant)).collect();
    let mut vars: Vec<Id> = Vec::new();
    for (i, v) in rule.vars.iter().enumerate() {
        let id = match known[i] {
            Some(c) => graph.add(V::op(c.op(), c.imm(), &[])),
            None => leaf(&mut graph, i, v.ty),
        };
        vars.push(id);
    }
    for condition in &rule.conditions {
        let bits = |t: &Term, known: &[Option<Const>]| t.eval(known).and_then(Const::bits);
        match condition {
            Condition::Let(v, t) => known[v.0] = t.eval(&known),
            Condition::Bool(v) => learn_range(&mut graph, vars[v.0], 0, 1),
            Condition::Nonzero(v) => learn_range(&mut graph, vars[v.0], 1, u64::MAX),
            Condition::Zeros(v, t) => learn(&mut graph, vars[v.0], bits(t, &known).unwrap_or(0), 0),
            Condition::Ones(v, t) => learn(&mut graph, vars[v.0], 0, bits(t, &known).unwrap_or(0)),
            Condition::Below(v, t) => learn_range(&mut graph, vars[v.0], 0, bits(t, &known).unwrap_or(0).wrapping_sub(1)),
            _ => {}
        }
    }
    let left = add(&mut graph, &rule.lhs, &vars);
    graph.rebuild();
    saturate(&mut graph, rules, &LIMITS);
    let found = cheapest(&graph).get(&graph.find(left)).copied();
    found.is_some_and(|found| instance_bytes(rule, &rule.rhs, &known).is_some_and(|wanted| found <= wanted))
}

/// The bytes of a side where its constants have these values.
fn instance_bytes(rule: &Rule, side: &Term, known: &[Option<Const>]) -> Option<u32> {
    match side {
        _ if rule.is_constant(side) => side.eval(known).map(Const::size),
        Term::Op(op, args) => args.iter().try_fold(instr::size(*op, &Imm::None), |sum, a| Some(sum + instance_bytes(rule, a, known)?)),
        Term::Var(_) | Term::Lit(_) => Some(bytes(side)),
    }
}

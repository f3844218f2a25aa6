//! Saturation: search, apply, rebuild, until nothing changes or a counted limit is reached.
//!
//! - The first round looks at every class, later rounds only at classes that changed (the analysis keeps the log) and at those above them, as far up as the
//!   deepest left-hand side reaches. A round costs what changed, so the last, empty round costs nothing.
//! - All matches of a round are collected before the first is applied: the result does not depend on what a match does to the next.
//! - A constant is a leaf: what else is in its class is not looked into. Half of all nodes would else be ways to write 0.
//! - Limits are counts, never time: the same graph and limits give the same graph.
//! - Exploring comes behind shrinking, and stretch by stretch of the code: rules that only reorder never saturate on long sums, and whatever limit
//!   a whole function has, its first long sum takes it. With a limit for each region, every stretch of a large function is explored as that of a small one is. (A last phase of shrinking won nothing on ten modules, and took most of the time.)
//!
//! Invariants:
//! 1. Deterministic: classes, nodes and programs are visited in their order.
//! 2. When it stops with [`Stop::Saturated`], no rule has a match that would change the graph, but for matches inside of constants and those that come back to
//!    their own root through a cycle of classes.

use crate::compile::{Build, CONSTANT, Compiled, Contents, Program, Reg, Step};
use crate::origin::{Made, Origin, Origins};
use crate::rule::{Rule, VarIx};
use crate::set::{RuleIx, RuleSet};
use crate::syntax::Family;
use indexmap::IndexMap;
use loom_eq_egraph::{Fact, Graph, Head, Id, V};
use loom_eq_lang::{Const, Imm, Op};
use smallvec::SmallVec;

/// Which rules take part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Families {
    /// Those that do not make code larger.
    Shrink,
    /// All.
    All,
}

/// When to stop. Counts only.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A region of the graph may grow to this many times its nodes …
    pub growth: usize,
    /// … and this many nodes more.
    pub slack: usize,
    /// The nodes of a region while exploring: larger graphs are explored in several.
    pub region: usize,
    /// Rounds of each phase.
    pub rounds: usize,
    /// Matches of one rule in one round, as a number …
    pub matches: usize,
    /// Which rules take part.
    pub families: Families,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { growth: 2, slack: 2000, region: 2000, rounds: 12, matches: 20_000, families: Families::Shrink }
    }
}

/// Why saturation stopped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stop {
    /// Nothing is left to do.
    Saturated,
    /// The rounds are used up.
    Rounds,
    /// The graph, or some region of it, reached its size.
    Nodes,
}

/// What happened.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    /// Phases: one if all is shrinking; else also one per region.
    pub regions: usize,
    /// Rounds of search.
    pub rounds: usize,
    /// E-nodes looked at as roots.
    pub visited: usize,
    /// Nodes before and after.
    pub nodes: (usize, usize),
    /// Why it stopped, the worst reason of its phases; `None` before it ran.
    pub stop: Option<Stop>,
    /// Per rule that matched, in the order of the rule set.
    pub rules: IndexMap<RuleIx, Count>,
    made: Made,
    /// How many nodes the graph had been given before.
    before: usize,
}

/// How often a rule matched, and how often that was news.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Count {
    /// Matches.
    pub matches: usize,
    /// Matches that united two classes.
    pub applied: usize,
}

impl Stats {
    /// Which rule made which node of `graph`, the one that was saturated. Sums of several graphs know nothing of it.
    pub fn origins(&self, graph: &Graph) -> Origins {
        Origins::of(graph, &self.made, self.before)
    }

    /// Adds up the counts of several graphs; `stop` is the worst of theirs.
    pub fn add(&mut self, other: &Stats) {
        self.rounds += other.rounds;
        self.visited += other.visited;
        self.nodes.0 += other.nodes.0;
        self.nodes.1 += other.nodes.1;
        self.stop = self.stop.max(other.stop);
        self.regions += other.regions;
        for (rule, count) in &other.rules {
            let sum = self.rules.entry(*rule).or_default();
            sum.matches += count.matches;
            sum.applied += count.applied;
        }
    }
}

/// A match: the program, the class of the root, and where its variables' classes start in the pool.
struct Match {
    program: usize,
    root: Id,
    first: usize,
}

/// Applies the rules until a limit or until nothing changes. See the module for the phases.
pub fn saturate(graph: &mut Graph, rules: &RuleSet, limits: &Limits) -> Stats {
    graph.rebuild();
    graph.analysis.take_changed();
    let before = graph.total_size();
    let mut stats = Stats { nodes: (before, before), before: graph.nodes().len(), ..Stats::default() };
    let mut search = Search::new(rules, limits);
    let all = |graph: &Graph| graph.classes().map(|c| c.id).collect::<Vec<Id>>();
    search.contents(graph, &all(graph));
    let mut phase = |graph: &mut Graph, families, roots: Vec<Id>, nodes: usize| {
        let most_nodes = graph.total_size() + (limits.growth.saturating_sub(1)) * nodes + limits.slack;
        search.activate(families);
        let stop = search.rounds(graph, roots, most_nodes, &mut stats);
        stats.stop = Some(stats.stop.map_or(stop, |s| s.max(stop)));
        stats.regions += 1;
    };
    phase(graph, Families::Shrink, all(graph), before);
    if limits.families == Families::All {
        for (region, nodes) in regions(graph, limits.region) {
            let mut roots: Vec<Id> = region.into_iter().map(|id| graph.find(id)).collect();
            roots.sort_unstable();
            roots.dedup();
            phase(graph, Families::All, roots, nodes);
        }
    }
    stats.nodes.1 = graph.total_size();
    let matched = search.counts.into_iter().enumerate().filter(|(_, c)| c.matches > 0);
    stats.rules = matched.map(|(ix, count)| (RuleIx(ix), count)).collect();
    stats
}

/// The classes in stretches of about `size` nodes, with the nodes of each. Ids are given in the order of the code, so that a stretch of ids is one of code.
fn regions(graph: &Graph, size: usize) -> Vec<(Vec<Id>, usize)> {
    let mut classes: Vec<_> = graph.classes().collect();
    classes.sort_unstable_by_key(|c| c.id);
    let mut regions: Vec<(Vec<Id>, usize)> = Vec::new();
    for class in classes {
        match regions.last_mut() {
            Some((ids, nodes)) if *nodes < size => {
                ids.push(class.id);
                *nodes += class.len();
            }
            _ => regions.push((vec![class.id], class.len())),
        }
    }
    regions
}

/// Adds the right-hand side and unites it with the root; true if that was news.
fn apply(graph: &mut Graph, rule: &Rule, build: &[Build], root: Id, vars: &[Id], origin: Origin, made: &mut Made) -> bool {
    let mut values: SmallVec<[Option<Const>; 8]> = vars.iter().map(|&id| graph[id].data.constant).collect();
    values.resize(rule.vars.len(), None);
    for condition in &rule.conditions {
        if let crate::Condition::Let(v, term) = condition {
            values[v.0] = term.eval(&values);
        }
    }
    let mut built: SmallVec<[Id; 8]> = SmallVec::new();
    for (i, node) in build.iter().enumerate() {
        let before = graph.nodes().len();
        let id = match node {
            Build::Var(v) => vars[v.0],
            Build::Constant(term) => {
                let Some(value) = term.eval(&values) else { return false };
                let (op, imm) = value.into();
                graph.add(V::op(op, imm, &[]))
            }
            Build::Op(op, args) => {
                let args: SmallVec<[Id; 3]> = args.iter().map(|&i| built[i]).collect();
                graph.add(V { head: Head::Op(*op, Imm::None), args })
            }
        };
        if graph.nodes().len() > before {
            made.0.push((id, Origin { root: i + 1 == build.len(), ..origin }));
        }
        built.push(id);
    }
    built.last().is_some_and(|&id| graph.union(root, id))
}

/// The state of searching, kept over rounds so that its memory is.
struct Search<'a> {
    rules: &'a [Rule],
    compiled: &'a Compiled,
    /// Per rule: takes part.
    active: Vec<bool>,
    limits: Limits,
    /// Per rule, what it did in all phases.
    counts: Vec<Count>,
    /// Per class (by id), what it contains.
    contents: Vec<Contents>,
    matches: Vec<Match>,
    pool: Vec<Id>,
    /// Per rule, matches in this round.
    found: Vec<usize>,
    visited: usize,
    /// Per id, the last round of `affected` that met it.
    seen: Vec<u32>,
    round: u32,
}

impl<'a> Search<'a> {
    fn new(rules: &'a RuleSet, limits: &Limits) -> Search<'a> {
        Search {
            rules: rules.rules(),
            compiled: rules.compiled(),
            active: vec![false; rules.rules().len()],
            limits: *limits,
            counts: vec![Count::default(); rules.rules().len()],
            contents: Vec::new(),
            matches: Vec::new(),
            pool: Vec::new(),
            found: vec![0; rules.rules().len()],
            visited: 0,
            seen: Vec::new(),
            round: 0,
        }
    }

    /// Lets the rules of these families take part from here on.
    fn activate(&mut self, families: Families) {
        for (active, rule) in self.active.iter_mut().zip(self.rules) {
            *active = families == Families::All || rule.family == Family::Shrink;
        }
    }

    /// One phase: from these roots on, until nothing changes or the graph has `most_nodes`.
    fn rounds(&mut self, graph: &mut Graph, mut roots: Vec<Id>, most_nodes: usize, stats: &mut Stats) -> Stop {
        let compiled = self.compiled;
        for _ in 0..self.limits.rounds {
            stats.rounds += 1;
            let complete = self.run(graph, &roots);
            stats.visited += self.visited;
            for m in &self.matches {
                let program = &compiled.programs[m.program];
                let rule = &self.rules[program.rule];
                let count = &mut self.counts[program.rule];
                count.matches += 1;
                let vars = &self.pool[m.first..m.first + program.vars.len()];
                let origin = Origin { rule: RuleIx(program.rule), root: false };
                if apply(graph, rule, &compiled.builds[program.rule], m.root, vars, origin, &mut stats.made) {
                    count.applied += 1;
                }
                if graph.total_size() > most_nodes {
                    break;
                }
            }
            graph.rebuild();
            let changed: Vec<Id> = graph.analysis.take_changed().into_iter().map(|id| graph.find(id)).collect();
            self.contents(graph, &changed);
            if graph.total_size() > most_nodes {
                return Stop::Nodes;
            }
            if !complete {
                // Matches beyond a rule's limit were left: look everywhere again, unless that was all that remained.
                if changed.is_empty() {
                    return Stop::Rounds;
                }
                roots = graph.classes().map(|c| c.id).collect();
            } else if changed.is_empty() {
                return Stop::Saturated;
            } else {
                roots = self.affected(graph, &changed, compiled.depth);
            }
        }
        Stop::Rounds
    }

    /// Brings `contents` up to date for these classes.
    fn contents(&mut self, graph: &Graph, classes: &[Id]) {
        self.contents.resize(graph.total_size().max(self.contents.len()), 0);
        for &id in classes {
            let class = &graph[id];
            let bits = match class.data.constant {
                Some(_) => CONSTANT,
                None => class.nodes.iter().filter_map(operator).fold(0, |bits, op| bits | self.compiled.bits[op as usize]),
            };
            let ix = usize::from(id);
            if ix >= self.contents.len() {
                self.contents.resize(ix + 1, 0);
            }
            self.contents[ix] = bits;
        }
    }

    /// Finds all matches at the roots; false if some rule had more than its limit.
    fn run(&mut self, graph: &Graph, roots: &[Id]) -> bool {
        self.matches.clear();
        self.pool.clear();
        self.found.fill(0);
        self.visited = 0;
        let mut complete = true;
        for &root in roots.iter().filter(|&&root| graph[root].data.constant.is_none()) {
            for node in &graph[root].nodes {
                let Some(op) = operator(node) else { continue };
                let programs = &self.compiled.by_root[op as usize];
                if programs.is_empty() {
                    continue;
                }
                self.visited += 1;
                let mut has = [0; 3];
                for (slot, arg) in has.iter_mut().zip(&node.args) {
                    *slot = self.contents[usize::from(*arg)];
                }
                for &ix in programs {
                    let program = &self.compiled.programs[ix];
                    let refused = has.iter().zip(&program.needs).any(|(has, need)| has & need != *need);
                    if refused || !self.active[program.rule] {
                        continue;
                    }
                    let mut registers: SmallVec<[Id; 12]> = SmallVec::from_elem(root, program.registers);
                    registers[1..=node.args.len()].copy_from_slice(&node.args);
                    let rule = &self.rules[program.rule];
                    let mut values: SmallVec<[Option<Const>; 8]> = SmallVec::from_elem(None, rule.vars.len());
                    let mut on_match = |registers: &[Id]| {
                        let found = &mut self.found[program.rule];
                        if *found == self.limits.matches {
                            complete = false;
                            return;
                        }
                        *found += 1;
                        let first = self.pool.len();
                        self.pool.extend(program.vars.iter().map(|&r| registers[r]));
                        self.matches.push(Match { program: ix, root, first });
                    };
                    machine(graph, program, rule, 0, &mut registers, &mut values, &mut on_match);
                }
            }
        }
        complete
    }

    /// The changed classes and those within the reach of a left-hand side above them, in the order of their ids.
    fn affected(&mut self, graph: &Graph, changed: &[Id], depth: usize) -> Vec<Id> {
        self.round += 1;
        let mut out: Vec<Id> = Vec::new();
        let mut visit = |id: Id, out: &mut Vec<Id>| {
            let id = graph.find(id);
            let ix = usize::from(id);
            if ix >= self.seen.len() {
                self.seen.resize(ix + 1, 0);
            }
            if self.seen[ix] != self.round {
                self.seen[ix] = self.round;
                out.push(id);
            }
        };
        changed.iter().for_each(|&id| visit(id, &mut out));
        let mut from = 0;
        for _ in 1..depth {
            let to = out.len();
            for i in from..to {
                graph[out[i]].parents().for_each(|p| visit(p, &mut out));
            }
            from = to;
        }
        out.sort_unstable();
        out
    }
}

/// The operator of a node that rules may match. A typed `select` counts as `select`: patterns check the type of its arms.
fn operator(node: &V) -> Option<Op> {
    match &node.head {
        Head::Op(Op::TypedSelect, _) => Some(Op::Select),
        Head::Op(op, Imm::None) => Some(*op),
        _ => None,
    }
}

/// Runs the steps from `at` on, with backtracking.
fn machine(
    graph: &Graph,
    program: &Program,
    rule: &Rule,
    at: usize,
    registers: &mut [Id],
    values: &mut [Option<Const>],
    on_match: &mut dyn FnMut(&[Id]),
) {
    let fact = |reg: Reg, registers: &[Id]| graph[registers[reg]].data;
    for (i, step) in program.steps.iter().enumerate().skip(at) {
        let holds = match step {
            Step::Same { a, b } => graph.find(registers[*a]) == graph.find(registers[*b]),
            Step::Lit { reg, value } => fact(*reg, registers).constant == Some(*value),
            Step::Constant { reg, var } => {
                values[var.0] = fact(*reg, registers).constant;
                values[var.0].is_some()
            }
            Step::Type { reg, ty } => fact(*reg, registers).ty == *ty,
            // A class that is its own part makes no end of larger forms of itself.
            Step::Bind { reg, op, out } if fact(*reg, registers).constant.is_none() && registers[*reg] != registers[0] => {
                for node in &graph[registers[*reg]].nodes {
                    if operator(node) == Some(*op) {
                        registers[*out..*out + node.args.len()].copy_from_slice(&node.args);
                        machine(graph, program, rule, i + 1, registers, values, on_match);
                    }
                }
                return;
            }
            Step::Bind { .. } => false,
        };
        if !holds {
            return;
        }
    }
    let fact_of = |v: VarIx| -> Fact { fact(program.vars[v.0], registers) };
    if rule.conditions.iter().all(|c| c.test(fact_of, values)) {
        on_match(registers);
    }
}

//! The oracle: all instruction sequences, cheapest first, forward, with nothing clever about it.

use super::problem::{Effect, Home, Problem, Recipe, Step, Val, Value};
use super::solve::{Answer, solve};
use super::splice::splice;
use crate::candidate::Candidate;
use loom_eq_egraph::lift;
use loom_eq_lang::{Body, Event, Imm, Module, Op, ValType};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// A point of a forward run.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Point {
    stack: Vec<Val>,
    held: Vec<Option<Val>>,
    effects: usize,
}

/// Higher stacks are not looked at.
const HEIGHT: usize = 6;
/// More points than this are too many.
const POINTS: usize = 10_000;
/// States of the search.
const BUDGET: usize = 20_000;

/// The least cost, by Dijkstra's algorithm over everything that can be done; `None` if there are too many points.
fn enumerate(problem: &Problem) -> Option<Option<u32>> {
    let held: Vec<_> = problem.homes.iter().map(|h| h.entry).collect();
    let start = Point { stack: problem.stack_in.clone(), held, effects: 0 };
    let mut best = HashMap::from([(start.clone(), 0)]);
    let mut queue = BinaryHeap::from([(Reverse(0), start)]);
    while let Some((Reverse(cost), point)) = queue.pop() {
        if best[&point] < cost {
            continue;
        }
        let asked = |(home, held): (&Home, &Option<Val>)| home.exit.is_none() || home.exit == *held;
        if point.effects == problem.effects.len() && point.stack == problem.stack_out && problem.homes.iter().zip(&point.held).all(asked) {
            return Some(Some(cost));
        }
        for step in all_steps(problem) {
            let Some(next) = run(problem, &point, step) else { continue };
            let cost = cost + problem.step_cost(step);
            if next.stack.len() <= HEIGHT && best.get(&next).is_none_or(|known| *known > cost) {
                best.insert(next.clone(), cost);
                queue.push((Reverse(cost), next));
            }
        }
        if best.len() > POINTS {
            return None;
        }
    }
    Some(None)
}

fn all_steps(problem: &Problem) -> Vec<Step> {
    let mut steps = vec![Step::Drop];
    for h in 0..problem.homes.len() as u8 {
        steps.extend([Step::Get(h), Step::Set(h), Step::Tee(h)]);
    }
    for (v, value) in problem.values.iter().enumerate() {
        for recipe in 0..value.recipes.len() {
            let (value, recipe) = (v as Val, recipe as u16);
            steps.extend([false, true].map(|exchanged| Step::Compute { value, recipe, exchanged }));
        }
    }
    steps.extend((0..problem.effects.len() as u16).map(Step::Effect));
    steps
}

fn run(problem: &Problem, point: &Point, step: Step) -> Option<Point> {
    let mut next = point.clone();
    let mut pop = |args: &[Val]| {
        let left = next.stack.len().checked_sub(args.len())?;
        (next.stack[left..] == *args).then(|| next.stack.truncate(left))
    };
    match step {
        Step::Get(h) => next.stack.push(next.held[h as usize]?),
        Step::Set(h) | Step::Tee(h) => {
            let (home, value) = (&problem.homes[h as usize], *next.stack.last()?);
            if !home.writable || problem.values[value as usize].ty != Some(home.ty) {
                return None;
            }
            next.held[h as usize] = Some(value);
            if matches!(step, Step::Set(_)) {
                next.stack.pop();
            }
        }
        Step::Drop => {
            next.stack.pop()?;
        }
        Step::Compute { value, recipe, exchanged } => {
            let recipe = &problem.values[value as usize].recipes[recipe as usize];
            let mut args = recipe.args.to_vec();
            if exchanged {
                recipe.exchanged()?;
                args.reverse();
            }
            pop(&args)?;
            next.stack.push(value);
        }
        Step::Effect(e) => {
            let effect = &problem.effects[e as usize];
            if e as usize != next.effects {
                return None;
            }
            pop(&effect.args)?;
            next.stack.extend_from_slice(&effect.results);
            next.effects += 1;
        }
    }
    Some(next)
}

/// Numbers without a pattern, always the same ones.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        (!all.is_empty()).then(|| all[self.below(all.len() as u64) as usize])
    }
}

/// A small problem that has a solution if there are homes enough.
fn random(r: &mut Random) -> Problem {
    const OPS: [Op; 4] = [Op::I32Add, Op::I32Sub, Op::I32LtS, Op::I32Eqz];
    let mut values: Vec<Value> = Vec::new();
    let mut homes: Vec<Home> = Vec::new();
    let mut effects: Vec<Effect> = Vec::new();
    let mut had: Vec<Val> = Vec::new();
    let mut new = |recipes: Vec<Recipe>| {
        values.push(Value { ty: Some(ValType::I32), recipes });
        values.len() as Val - 1
    };
    let access = r.of(&[(2, 2, 2), (2, 2, 2), (2, 3, 2), (1, 1, 1), (0, 1, 1)]).expect("costs");
    for _ in 0..1 + r.below(3) {
        let entry = (!r.one_in(3)).then(|| new(Vec::new()));
        had.extend(entry);
        homes.push(Home { ty: ValType::I32, entry, exit: None, writable: true, get: access.0, set: access.1, tee: access.2 });
    }
    let stack_in: Vec<Val> = (0..r.below(3)).map(|_| new(Vec::new())).collect();
    had.extend(&stack_in);
    let constant = |cost| vec![Recipe { op: Op::I32Const, imm: Imm::I32(1), args: Default::default(), cost }];
    for _ in 0..2 + r.below(4) {
        match r.below(5) {
            0 => had.push(new(constant(2 + r.below(3) as u32))),
            1 | 2 if !had.is_empty() => {
                let mut recipes = Vec::new();
                for _ in 0..1 + u64::from(r.one_in(5)) {
                    let op = r.of(&OPS).expect("operators");
                    let count = if op == Op::I32Eqz { 1 } else { 2 };
                    let args = (0..count).filter_map(|_| r.of(&had)).collect();
                    recipes.push(Recipe { op, imm: Imm::None, args, cost: 1 });
                }
                if r.one_in(6) {
                    recipes.extend(constant(4));
                }
                had.push(new(recipes));
            }
            _ => {
                let args = (0..r.below(3)).filter_map(|_| r.of(&had)).collect();
                let mut results = Vec::new();
                for _ in 0..r.of(&[0, 0, 1, 1, 1, 2]).expect("counts") {
                    // Sometimes what was there before, as a second load of the same address.
                    let known = if r.one_in(6) { r.of(&had) } else { None };
                    results.push(known.unwrap_or_else(|| new(Vec::new())));
                }
                had.extend(&results);
                effects.push(Effect { args, results, cost: 3 });
            }
        }
    }
    for home in &mut homes {
        if home.entry.is_some() && r.one_in(5) {
            home.writable = false;
            home.exit = home.entry;
        } else if r.one_in(2) {
            home.exit = r.of(&had);
        }
    }
    let stack_out = (0..r.below(3)).filter_map(|_| r.of(&had)).collect();
    Problem { values, effects, homes, stack_in, stack_out, drop: 1, cost: 0 }
}

#[test]
fn the_search_agrees_with_enumeration_on_random_problems() {
    let mut r = Random(7);
    let (mut solvable, mut impossible, mut undecided) = (0, 0, 0);
    for i in 0..1_500 {
        let mut problem = random(&mut r);
        let Some(least) = enumerate(&problem) else { continue };
        let Some(least) = least else {
            problem.cost = 60;
            let (answer, _) = solve(&problem, BUDGET);
            assert!(!matches!(answer, Answer::Cheaper { .. }), "{i}: {problem:#?}");
            impossible += 1;
            continue;
        };
        problem.cost = least + 3;
        let (answer, _) = solve(&problem, BUDGET);
        if answer == Answer::NotDecided {
            undecided += 1;
            continue;
        }
        solvable += 1;
        let Answer::Cheaper { cost, steps } = answer else { panic!("{i}: {answer:?}, least is {least}: {problem:#?}") };
        assert_eq!(cost, least, "{i}: {steps:?} {problem:#?}");
        assert_eq!(problem.replay(&steps).map(|replayed| replayed.cost), Some(least), "{i}: {steps:?} {problem:#?}");
        problem.cost = least;
        assert_eq!(solve(&problem, BUDGET).0, Answer::AsItIs, "{i}: {problem:#?}");
    }
    assert!(solvable > 700 && impossible > 50 && undecided < 50, "{solvable} {impossible} {undecided}");
}

/// Invariant 1 of `splice`.
#[test]
fn without_replacements_the_code_stays_as_it_is() {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/modules/zlib.wasm")).expect("a module");
    let module = Module::parse(&bytes).expect("a valid module");
    let mut functions = 0;
    for i in 0..module.defined() {
        let Ok(body) = Body::parse(&module, i, &Default::default()) else { continue };
        let mut candidate =
            Candidate::original(&body, &lift(&body), &(std::sync::Arc::new(crate::cost::Size) as std::sync::Arc<dyn crate::cost::CostModel>));
        let events: Vec<Event> = body.events().collect();
        splice(&mut candidate, &events, &[]);
        assert_eq!(candidate.body, body, "function {i}");
        functions += 1;
    }
    assert!(functions > 10);
}

//! Every built-in rule: it fires on its own left-hand side, is true on test vectors, and does not point at more bytes.

use loom_eq_egraph::{Graph, Head, Id, V, learn, learn_range};
use loom_eq_lang::{Body, Const, Imm, Op, ValType, eval};
use loom_eq_rewrites::vectors::{self, Meaning, Random, assignment};
use loom_eq_rewrites::{Bytes, Condition, Direction, Families, Family, Limits, RuleSet, Term, builtin, builtin_files, saturate, table};

fn value(term: &Term, values: &[Option<Const>]) -> Option<u64> {
    term.eval(values).and_then(Const::bits)
}

#[test]
fn builtin_rules_are_read() {
    match RuleSet::parse(builtin_files()) {
        Ok(set) => {
            assert!(set.rules().len() >= 80, "{}", set.rules().len());
            assert!(set.rules().iter().all(|r| !r.comment.is_empty()), "an equation comment each");
        }
        Err(e) => panic!("{e}"),
    }
}

/// Both sides give the same bits on values that satisfy the conditions.
#[test]
fn every_rule_is_true_on_vectors() {
    let mut wrong = Vec::new();
    for rule in builtin().rules() {
        let tested = vectors::test(rule, 120, 1);
        if let Some(values) = tested.difference {
            let (lhs, rhs) = (rule.lhs.eval(&values), rule.rhs.eval(&values));
            wrong.push(format!("{}:{} {} on {values:x?}: {lhs:x?} and {rhs:x?}", rule.file, rule.place, rule.name));
        } else if tested.vectors < 60 {
            wrong.push(format!("{}: only {} vectors satisfy its conditions", rule.name, tested.vectors));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A false rule is found out by vectors: of edge values, where random ones seldom meet.
#[test]
fn vectors_refute() {
    for text in [
        "rule a (i32.shr_u ?x ?y) => (i32.shr_s ?x ?y)",
        "rule b (i32.eq ?x 0x80000000) => (i32.and (i32.lt_s ?x 0) (i32.gt_s ?x 5))",
        "rule c (i64.lt_s (i64.add ?x 1) ?y) => (i64.le_s ?x ?y)",
    ] {
        let rules = RuleSet::parse(&[("t", text)]).expect("a rule");
        assert!(vectors::test(&rules.rules()[0], 100, 0).difference.is_some(), "{text}");
    }
}

/// Adds a term whose variables are given.
fn add(graph: &mut Graph, term: &Term, vars: &[Id]) -> Id {
    match term {
        Term::Var(v) => vars[v.ix()],
        Term::Lit(c) => {
            let (op, imm) = (*c).into();
            graph.add(V::op(op, imm, &[]))
        }
        Term::Op(op, args) => {
            let args: Vec<Id> = args.iter().map(|a| add(graph, a, vars)).collect();
            graph.add(V::op(*op, Imm::None, &args))
        }
    }
}

/// Each rule alone, on its own left-hand side with facts that satisfy its conditions, makes both sides one class.
#[test]
fn every_rule_fires_on_its_left_hand_side() {
    let mut random = Random(2);
    let limits = Limits { families: Families::All, rounds: 1, ..Limits::default() };
    let mut silent = Vec::new();
    for rule in builtin().rules() {
        let mut fired = false;
        for _ in 0..40 {
            let Some(values) = assignment(rule, &mut random, Meaning::Profit) else { break };
            let mut graph = Graph::default();
            let mut vars = Vec::new();
            for (i, v) in rule.vars.iter().enumerate() {
                let id = if v.constant {
                    let (op, imm) = values[i].expect("a value").into();
                    graph.add(V::op(op, imm, &[]))
                } else {
                    graph.add(V::leaf(Head::Param(Body::ROOT, u32::try_from(i).expect("few variables"), v.ty)))
                };
                vars.push(id);
            }
            let mut known = values.clone();
            for (i, v) in rule.vars.iter().enumerate() {
                if !v.constant {
                    known[i] = None;
                }
            }
            let mut disjoint = Vec::new();
            for condition in &rule.conditions {
                match condition {
                    Condition::Let(v, t) => known[v.ix()] = t.eval(&known),
                    Condition::Zeros(v, t) => learn(&mut graph, vars[v.ix()], value(t, &known).expect("constant"), 0),
                    Condition::Ones(v, t) => learn(&mut graph, vars[v.ix()], 0, value(t, &known).expect("constant")),
                    Condition::Bool(v) => learn_range(&mut graph, vars[v.ix()], 0, 1),
                    Condition::Nonzero(v) => learn_range(&mut graph, vars[v.ix()], 1, u64::MAX),
                    Condition::Below(v, t) => learn_range(&mut graph, vars[v.ix()], 0, value(t, &known).expect("constant") - 1),
                    Condition::Disjoint(a, b) => disjoint = vec![(*a, *b)],
                    _ => {}
                }
            }
            for (a, b) in disjoint {
                learn(&mut graph, vars[a.ix()], 0xff, 0);
                learn(&mut graph, vars[b.ix()], !0xff, 0);
            }
            let lhs = add(&mut graph, &rule.lhs, &vars);
            graph.rebuild();
            let stats = saturate(&mut graph, builtin(), &limits);
            let rhs = add(&mut graph, &rule.rhs, &vars);
            graph.rebuild();
            let matched = stats.rules.keys().any(|ix| builtin().rule(*ix).name == rule.name);
            fired |= matched && graph.find(lhs) == graph.find(rhs);
            if fired {
                break;
            }
        }
        if !fired {
            silent.push(format!("{}:{} {}", rule.file, rule.place, rule.name));
        }
    }
    assert!(silent.is_empty(), "these never fire: {silent:#?}");
}

/// Law 1: the right-hand side of a `shrink` rule is not larger.
#[test]
fn shrink_rules_do_not_point_at_more_bytes() {
    let mut wrong = Vec::new();
    for rule in builtin().rules().iter().filter(|r| r.family == Family::Shrink) {
        let bytes = Bytes::of(rule);
        if bytes.direction() == Direction::Grows {
            wrong.push(format!("{}: {bytes:?}", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Invariant 1 of the analysis, through everything: random trees are saturated, and for random leaves every class's node has the same value, which
/// satisfies the class's facts.
#[test]
fn saturated_graphs_stay_true() {
    let mut random = Random(3);
    let unary = [Op::I32Eqz, Op::I32Clz, Op::I32Ctz, Op::I32Extend8S, Op::I32Extend16S];
    let binary = [
        Op::I32Add,
        Op::I32Sub,
        Op::I32Mul,
        Op::I32And,
        Op::I32Or,
        Op::I32Xor,
        Op::I32Shl,
        Op::I32ShrU,
        Op::I32ShrS,
        Op::I32Rotl,
        Op::I32Eq,
        Op::I32Ne,
        Op::I32LtU,
        Op::I32LtS,
        Op::I32GeU,
        Op::I32GtS,
    ];
    let limits = Limits { families: Families::All, ..Limits::default() };
    for round in 0..150 {
        let mut graph = Graph::default();
        let mut i32s: Vec<Id> = (0..3).map(|i| graph.add(V::leaf(Head::Param(Body::ROOT, i, ValType::I32)))).collect();
        let leaves = i32s.clone();
        learn(&mut graph, leaves[1], !0xff, 0);
        learn_range(&mut graph, leaves[2], 0, 1);
        for _ in 0..4 {
            let c = random.bits() as u32 as i32;
            i32s.push(graph.add(V::i32(c)));
        }
        let mut i64s = vec![graph.add(V::i64(0xffff_ffff)), graph.add(V::i64(32))];
        for _ in 0..16 {
            let pick = |r: &mut Random, from: &[Id]| from[r.below(from.len() as u64) as usize];
            match random.below(8) {
                0 => {
                    let op = unary[random.below(unary.len() as u64) as usize];
                    let x = pick(&mut random, &i32s);
                    i32s.push(graph.add(V::op(op, Imm::None, &[x])));
                }
                1 => {
                    let args = [pick(&mut random, &i32s), pick(&mut random, &i32s), pick(&mut random, &i32s)];
                    i32s.push(graph.add(V::op(Op::Select, Imm::None, &args)));
                }
                2 => {
                    let op = [Op::I64ExtendI32U, Op::I64ExtendI32S][random.below(2) as usize];
                    let x = pick(&mut random, &i32s);
                    i64s.push(graph.add(V::op(op, Imm::None, &[x])));
                }
                3 => {
                    let x = pick(&mut random, &i64s);
                    i32s.push(graph.add(V::op(Op::I32WrapI64, Imm::None, &[x])));
                }
                4 => {
                    let op = [Op::I64Or, Op::I64Shl, Op::I64ShrU, Op::I64And, Op::I64Add][random.below(5) as usize];
                    let args = [pick(&mut random, &i64s), pick(&mut random, &i64s)];
                    i64s.push(graph.add(V::op(op, Imm::None, &args)));
                }
                _ => {
                    let op = binary[random.below(binary.len() as u64) as usize];
                    let args = [pick(&mut random, &i32s), pick(&mut random, &i32s)];
                    i32s.push(graph.add(V::op(op, Imm::None, &args)));
                }
            }
        }
        graph.rebuild();
        saturate(&mut graph, builtin(), &limits);
        for _ in 0..20 {
            let values = [random.bits() as u32, random.bits() as u32 & 0xff, random.bits() as u32 & 1];
            check(&graph, &leaves, &values, round);
        }
    }
}

/// Evaluates all classes for values of the leaves, to a fixpoint, and compares every node.
fn check(graph: &Graph, leaves: &[Id], values: &[u32], round: u32) {
    let mut known: std::collections::HashMap<Id, Const> = std::collections::HashMap::new();
    for (leaf, value) in leaves.iter().zip(values) {
        known.insert(graph.find(*leaf), Const::I32(value.cast_signed()));
    }
    loop {
        let before = known.len();
        for class in graph.classes() {
            for node in &class.nodes {
                let Head::Op(op, imm) = &node.head else { continue };
                let args: Option<Vec<Const>> = node.args.iter().map(|a| known.get(&graph.find(*a)).copied()).collect();
                let Some(value) = args.and_then(|args| eval(*op, imm, &args)) else { continue };
                let was = *known.entry(class.id).or_insert(value);
                assert_eq!(was, value, "round {round}: {node} with leaves {values:x?} in {:?}", class.nodes);
                let bits = value.bits().expect("a number");
                assert!(class.data.known.contains(bits), "round {round}: {node} is {bits:x}, not in {:x?}", class.data);
            }
        }
        if known.len() == before {
            break;
        }
    }
}

#[test]
fn the_table_lists_every_rule() {
    let text = table(builtin()).to_string();
    assert_eq!(text.lines().count(), builtin().rules().len() + 2);
    assert!(text.contains("| add-zero.i32 | shrink | x + 0 = x | `(i32.add ?x 0)` | `?x` |  | 5 → 2 | shrinks |"), "{}", &text[..400]);
}

/// Errors say where.
#[test]
fn errors_name_the_place() {
    let cases = [
        ("rule a (i32.add ?x 0) =>", "t:1:23: expected a term"),
        ("\nrule a (i32.add ?x) => ?x", "t:2:8: rule a: `i32.add` takes 2 operands"),
        ("rule a (i32.nope ?x) => ?x", "`i32.nope` is not an operator"),
        ("rule a (i32.load ?x) => ?x", "is not a pure operator"),
        ("rule a (i32.div_u ?x ?x) => 1", "is not a pure operator"),
        ("rule a (i32.add ?x 0) => (i64.eqz ?x)", "where"),
        ("rule a (i32.add ?x 0) => ?y", "?y does not occur"),
        ("rule a ?x => ?x", "must be an operator"),
        ("rule a (i32.add ?x 0x100000000) => ?x", "is not a literal of i32"),
        ("rule a (f32.abs 0) => 0", "no literals of f32"),
        ("rule a (select ?x ?x ?c) => ?x", "is open"),
        ("rule a (i32.add ?x ?y) => ?x when (zeros ?x ?y)", "not declared constant"),
        ("rule a (i32.add ?x ?y) => ?x when (maybe ?x)", "is not a condition"),
        ("rule a iN=i32, (iN.add ?x 0) => ?x", "empty word"),
        ("rule a iN=i32 jN=1,2 (iN.add ?x 0) => ?x", "equal lengths"),
        ("rule a (i32.add ?x 0) => ?x rule a (i32.add ?x 0) => ?x", "a second rule"),
        ("rule a (i32.add ?x 0 => ?x", "never closed"),
        ("rule A (i32.add ?x 0) => ?x", "is not a name"),
        ("rule a (i32.add ?x 0) => ?x when", "expected a condition"),
        ("))", "expected `rule`"),
    ];
    for (text, expected) in cases {
        match RuleSet::parse(&[("t", text)]) {
            Ok(_) => panic!("accepted: {text}"),
            Err(e) => assert!(e.to_string().contains(expected), "{text:?} gives {e}"),
        }
    }
}

/// Invariant 1 of compilation: operand orders need no rules of their own.
#[test]
fn operands_that_commute_match_in_any_order() {
    let text = "rule a (i32.add (i32.mul ?x ?z) (i32.mul ?y ?z)) => (i32.mul (i32.add ?x ?y) ?z)\n rule b (i32.lt_s ?x 7) => 0";
    let rules = RuleSet::parse(&[("t", text)]).expect("rules");
    let mut g = Graph::default();
    let p: Vec<Id> = (0..3).map(|i| g.add(V::leaf(Head::Param(Body::ROOT, i, ValType::I32)))).collect();
    let a = g.add(V::op(Op::I32Mul, Imm::None, &[p[2], p[0]]));
    let b = g.add(V::op(Op::I32Mul, Imm::None, &[p[1], p[2]]));
    let sum = g.add(V::op(Op::I32Add, Imm::None, &[b, a]));
    let seven = g.add(V::i32(7));
    let greater = g.add(V::op(Op::I32GtS, Imm::None, &[seven, p[0]]));
    saturate(&mut g, &rules, &Limits::default());
    assert!(g[sum].nodes.iter().any(|n| matches!(n.head, Head::Op(Op::I32Mul, _))));
    assert_eq!(g[greater].data.constant, Some(Const::I32(0)));
}

#[test]
fn no_rules_change_nothing() {
    let mut g = Graph::default();
    let (x, zero) = (g.add(V::leaf(Head::Param(Body::ROOT, 0, ValType::I32))), g.add(V::i32(0)));
    let sum = g.add(V::op(Op::I32Add, Imm::None, &[x, zero]));
    saturate(&mut g, &RuleSet::default(), &Limits::default());
    assert_ne!(g.find(sum), g.find(x));
}

/// The limits are counts, and hold.
#[test]
fn growth_is_bounded() {
    let text = "explore grow (i32.add ?x ?c) => (i32.add (i32.add ?x (i32.sub ?c 1)) 1) when (const ?c)";
    let rules = RuleSet::parse(&[("t", text)]).expect("rules");
    let mut g = Graph::default();
    let x = g.add(V::leaf(Head::Param(Body::ROOT, 0, ValType::I32)));
    let c = g.add(V::i32(1_000_000));
    g.add(V::op(Op::I32Add, Imm::None, &[x, c]));
    let limits = Limits { families: Families::All, rounds: 1_000_000, slack: 500, ..Limits::default() };
    let stats = saturate(&mut g, &rules, &limits);
    assert_eq!(stats.stop, Some(loom_eq_rewrites::Stop::Nodes));
    assert!(g.total_size() <= 520);
}

/// The limit holds for each region of code: a long sum at the start, of which there is no end, does not keep what stands behind it from being explored.
#[test]
fn every_region_of_a_large_function_is_explored() {
    let mut g = Graph::default();
    let mut param = 0;
    let mut leaf = |g: &mut Graph| {
        param += 1;
        g.add(V::leaf(Head::Param(Body::ROOT, param, ValType::I32)))
    };
    let op = |g: &mut Graph, op: Op, a, b| g.add(V::op(op, Imm::None, &[a, b]));
    for _ in 0..20 {
        let mut sum = leaf(&mut g);
        for _ in 0..30 {
            let next = leaf(&mut g);
            sum = op(&mut g, Op::I32Add, sum, next);
        }
    }
    // (x + 5) << 3: only an `explore` rule distributes.
    let (x, y, five) = (leaf(&mut g), leaf(&mut g), g.add(V::i32(5)));
    let (more, shift) = (op(&mut g, Op::I32Add, x, five), g.add(V::i32(3)));
    let shifted = op(&mut g, Op::I32Shl, more, shift);
    let product = op(&mut g, Op::I32Mul, y, shifted);
    g.rebuild();
    let limits = Limits { families: Families::All, region: 200, slack: 300, ..Limits::default() };
    let stats = saturate(&mut g, builtin(), &limits);
    assert_eq!(stats.stop, Some(loom_eq_rewrites::Stop::Nodes));
    assert!(stats.regions > 5, "{}", stats.regions);
    let (out, forty) = (g.lookup(V::op(Op::I32Shl, Imm::None, &[x, shift])), g.lookup(V::i32(40)));
    let (Some(out), Some(forty)) = (out, forty) else { panic!("the last region is not explored") };
    let distributed = g.lookup(V::op(Op::I32Add, Imm::None, &[out, forty])).expect("x << 3 + 40");
    assert_eq!(g.find(distributed), g.find(shifted));
    assert_ne!(g.find(product), g.find(shifted));
}

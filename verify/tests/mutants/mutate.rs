//! One small change to a body. The result may be invalid, or equal to the original: whoever asks finds out.

use crate::Rng;
use loom_eq_lang::{Body, Class, Event, FuncIx, Imm, LocalIx, Module, Node, NodeId, Op, Region, ValType};
use smallvec::SmallVec;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    Constant,
    SwappedOperands,
    DroppedStore,
    Offset,
    AccessWidth,
    BranchTarget,
    SwappedCases,
    NegatedCondition,
    SwappedArms,
    DeadSet,
    WrongLocal,
    TrapRemoved,
    TrapAdded,
    SwappedArguments,
    SignConfusion,
    OffByOne,
    OtherOperator,
    Reordered,
    DroppedGlobal,
    DroppedCall,
    CalledTwice,
    DeletedTee,
    WrongCallee,
    CallOrder,
    LoadMoved,
    LoopStep,
}

impl Kind {
    pub const ALL: [Kind; 26] = [
        Kind::Constant,
        Kind::SwappedOperands,
        Kind::DroppedStore,
        Kind::Offset,
        Kind::AccessWidth,
        Kind::BranchTarget,
        Kind::SwappedCases,
        Kind::NegatedCondition,
        Kind::SwappedArms,
        Kind::DeadSet,
        Kind::WrongLocal,
        Kind::TrapRemoved,
        Kind::TrapAdded,
        Kind::SwappedArguments,
        Kind::SignConfusion,
        Kind::OffByOne,
        Kind::OtherOperator,
        Kind::Reordered,
        Kind::DroppedGlobal,
        Kind::DroppedCall,
        Kind::CalledTwice,
        Kind::DeletedTee,
        Kind::WrongCallee,
        Kind::CallOrder,
        Kind::LoadMoved,
        Kind::LoopStep,
    ];
}

/// Operators that are taken for one another. Each pair goes both ways.
const SIGNS: [(Op, Op); 24] = [
    (Op::I32Load8S, Op::I32Load8U),
    (Op::I32Load16S, Op::I32Load16U),
    (Op::I64Load8S, Op::I64Load8U),
    (Op::I64Load16S, Op::I64Load16U),
    (Op::I64Load32S, Op::I64Load32U),
    (Op::I32ShrS, Op::I32ShrU),
    (Op::I64ShrS, Op::I64ShrU),
    (Op::I32LtS, Op::I32LtU),
    (Op::I32GtS, Op::I32GtU),
    (Op::I32LeS, Op::I32LeU),
    (Op::I32GeS, Op::I32GeU),
    (Op::I64LtS, Op::I64LtU),
    (Op::I64GtS, Op::I64GtU),
    (Op::I64LeS, Op::I64LeU),
    (Op::I64GeS, Op::I64GeU),
    (Op::I32DivS, Op::I32DivU),
    (Op::I32RemS, Op::I32RemU),
    (Op::I64DivS, Op::I64DivU),
    (Op::I64RemS, Op::I64RemU),
    (Op::I64ExtendI32S, Op::I64ExtendI32U),
    (Op::I32Extend8S, Op::I32Extend16S),
    (Op::F64ConvertI32S, Op::F64ConvertI32U),
    (Op::F32ConvertI32S, Op::F32ConvertI32U),
    (Op::I32TruncF64S, Op::I32TruncF64U),
];

const BOUNDS: [(Op, Op); 12] = [
    (Op::I32LtS, Op::I32LeS),
    (Op::I32LtU, Op::I32LeU),
    (Op::I32GtS, Op::I32GeS),
    (Op::I32GtU, Op::I32GeU),
    (Op::I64LtS, Op::I64LeS),
    (Op::I64LtU, Op::I64LeU),
    (Op::I64GtS, Op::I64GeS),
    (Op::I64GtU, Op::I64GeU),
    (Op::I32Eq, Op::I32LeU),
    (Op::I32Ne, Op::I32LtU),
    (Op::F64Lt, Op::F64Le),
    (Op::F32Lt, Op::F32Le),
];

const OTHERS: [(Op, Op); 18] = [
    (Op::I32Add, Op::I32Sub),
    (Op::I32Add, Op::I32Or),
    (Op::I32Or, Op::I32Xor),
    (Op::I32And, Op::I32Or),
    (Op::I32Shl, Op::I32Rotl),
    (Op::I32Rotl, Op::I32Rotr),
    (Op::I32Eq, Op::I32Ne),
    (Op::I32Mul, Op::I32Add),
    (Op::I32DivU, Op::I32RemU),
    (Op::I32Clz, Op::I32Ctz),
    (Op::I64Add, Op::I64Sub),
    (Op::I64Add, Op::I64Or),
    (Op::I64Or, Op::I64Xor),
    (Op::I64And, Op::I64Or),
    (Op::I64Shl, Op::I64ShrU),
    (Op::I64Eq, Op::I64Ne),
    (Op::F64Add, Op::F64Sub),
    (Op::MemoryCopy, Op::MemoryFill),
];

const WIDTHS: [&[Op]; 4] = [
    &[Op::I32Store, Op::I32Store16, Op::I32Store8],
    &[Op::I64Store, Op::I64Store32, Op::I64Store16, Op::I64Store8],
    &[Op::I32Load, Op::I32Load16U, Op::I32Load8U, Op::I32Load16S, Op::I32Load8S],
    &[Op::I64Load, Op::I64Load32U, Op::I64Load16U, Op::I64Load8U, Op::I64Load32S],
];

/// What stands where in a body.
struct Sites {
    nodes: Vec<NodeId>,
    /// The regions that a branch at the node could name, for branches only.
    around: Vec<(NodeId, Vec<Region>)>,
    regions: Vec<Region>,
}

fn sites(body: &Body) -> Sites {
    let mut s = Sites { nodes: Vec::new(), around: Vec::new(), regions: vec![Body::ROOT] };
    let mut open = vec![Body::ROOT];
    for event in body.events() {
        match event {
            Event::Op(n) => {
                s.nodes.push(n);
                if !body.targets(n).is_empty() {
                    s.around.push((n, open.clone()));
                }
            }
            Event::Open(n, r) => {
                s.nodes.push(n);
                s.regions.push(r);
                open.push(r);
            }
            // A branch out of the second arm names the first.
            Event::Else(_, r) => s.regions.push(r),
            Event::Close(..) => {
                open.pop();
            }
        }
    }
    s
}

/// The body with one change of this kind; `None` where there is nothing to change.
pub fn mutate(module: &Module, body: &Body, kind: Kind, rng: &mut Rng) -> Option<Body> {
    let mut body = body.clone();
    let s = sites(&body);
    let one = |rng: &mut Rng, body: &Body, want: &dyn Fn(&Node) -> bool| -> Option<NodeId> {
        let fit: Vec<NodeId> = s.nodes.iter().copied().filter(|n| want(body.node(*n))).collect();
        (!fit.is_empty()).then(|| fit[rng.below(fit.len())])
    };
    match kind {
        Kind::Constant => {
            let n = one(rng, &body, &|n| matches!(n.imm, Imm::I32(_) | Imm::I64(_) | Imm::F64(_)))?;
            let way = rng.below(6);
            let other = |v: i64| match way {
                0 => v.wrapping_add(1),
                1 => v.wrapping_sub(1),
                2 => v.wrapping_neg(),
                3 => v ^ 0x80,
                4 => v.wrapping_mul(2),
                _ => v.wrapping_add(32),
            };
            match &mut body.node_mut(n).imm {
                Imm::I32(v) => *v = other(i64::from(*v)) as i32,
                Imm::I64(v) => *v = other(*v),
                Imm::F64(v) => *v = other(*v as i64) as u64,
                _ => return None,
            }
        }
        Kind::SwappedOperands => {
            let n = one(rng, &body, &|n| {
                (matches!(n.op.class(), Class::Pure | Class::MayTrap) && n.args.len() == 2 || n.op == Op::Select && n.args.len() == 3)
                    && n.stacked == 0
            })?;
            body.node_mut(n).args.swap(0, 1);
        }
        Kind::DroppedStore => {
            let n = one(rng, &body, &|n| n.op.class() == Class::Store)?;
            drop_operands(&mut body, &s, n, 2)?;
        }
        Kind::DroppedGlobal => {
            let n = one(rng, &body, &|n| n.op.class() == Class::GlobalSet)?;
            drop_operands(&mut body, &s, n, 1)?;
        }
        Kind::DroppedCall => {
            let n = one(rng, &body, &|n| n.op.class() == Class::Call && n.results.is_empty())?;
            let count = body.node(n).stacked as usize + body.node(n).args.len();
            drop_operands(&mut body, &s, n, count)?;
        }
        Kind::CalledTwice => {
            // A store, call or write without operands on the stack, done once more.
            let (r, i) = item(&body, &s, rng, &|n| n.stacked == 0 && n.results.is_empty() && n.regions.is_empty() && changes(n.op))?;
            let n = body.region(r).items[i];
            let again = copy(&mut body, n)?;
            body.regions[r.ix()].items.insert(i, again);
        }
        Kind::Offset => {
            let n = one(rng, &body, &|n| matches!(n.imm, Imm::Mem(_)))?;
            let way = rng.below(4);
            let Imm::Mem(m) = &mut body.node_mut(n).imm else { return None };
            m.offset = match way {
                0 => m.offset + 1,
                1 => m.offset + 4,
                2 => m.offset.checked_sub(4).unwrap_or(8),
                _ => m.offset + 0x10000,
            };
        }
        Kind::AccessWidth => {
            let n = one(rng, &body, &|n| WIDTHS.iter().any(|w| w.contains(&n.op)))?;
            let family = WIDTHS.iter().find(|w| w.contains(&body.node(n).op))?;
            let op = family[rng.below(family.len())];
            body.node_mut(n).op = op;
            if let Imm::Mem(m) = &mut body.node_mut(n).imm {
                m.align = 0;
            }
        }
        Kind::BranchTarget => {
            let (n, around) = s.around.get(rng.below(s.around.len()))?;
            let r = around[rng.below(around.len())].0;
            let case = rng.below(64);
            match &mut body.node_mut(*n).imm {
                Imm::Index(target) => *target = r,
                Imm::Targets(t) => {
                    let case = case % t.len();
                    t[case] = r;
                }
                _ => return None,
            }
        }
        Kind::SwappedCases => {
            let n = one(rng, &body, &|n| n.op == Op::BrTable)?;
            let (a, b) = (rng.below(64), rng.below(64));
            let Imm::Targets(t) = &mut body.node_mut(n).imm else { return None };
            let count = t.len();
            t.swap(a % count, b % count);
        }
        Kind::NegatedCondition => {
            let n = one(rng, &body, &|n| matches!(n.op, Op::BrIf | Op::If | Op::Select) && !n.args.is_empty())?;
            let condition = *body.node(n).args.last()?;
            let negated = body.add_tree(Op::I32Eqz, Imm::None, &[condition], ValType::I32);
            *body.node_mut(n).args.last_mut()? = negated;
        }
        Kind::SwappedArms => {
            let n = one(rng, &body, &|n| n.regions.len() == 2)?;
            let [a, b] = *body.node(n).regions.as_slice() else { return None };
            let items = std::mem::take(&mut body.regions[a.ix()].items);
            let others = std::mem::replace(&mut body.regions[b.ix()].items, items);
            body.regions[a.ix()].items = others;
        }
        Kind::DeadSet => {
            let n = one(rng, &body, &|n| n.op == Op::LocalSet)?;
            body.node_mut(n).op = Op::Drop;
            body.node_mut(n).imm = Imm::None;
        }
        Kind::DeletedTee => {
            let n = one(rng, &body, &|n| n.op == Op::LocalTee && n.args.len() == 1)?;
            let arg = body.node(n).args[0];
            *body.node_mut(n) = body.node(arg).clone();
        }
        Kind::WrongLocal => {
            let n = one(rng, &body, &|n| matches!(n.op, Op::LocalGet | Op::LocalSet | Op::LocalTee))?;
            let l = body.local_of(n)?;
            let same: Vec<usize> = (0..body.locals.len()).filter(|i| *i != l.ix() && body.locals[*i] == body.locals[l.ix()]).collect();
            let other = LocalIx::new(*same.get(rng.below(same.len()))?);
            body.node_mut(n).imm = Imm::Index(other.0);
        }
        Kind::TrapRemoved if rng.below(3) == 0 => {
            // A division by 0 becomes one by 1.
            let divides = |n: &Node| {
                n.op.class() == Class::MayTrap && n.args.len() == 2 && n.results[0] == ValType::I32 && body.node(n.args[1]).op == Op::LocalGet
            };
            let n = one(rng, &body, &divides)?;
            let divisor = body.node(n).args[1];
            let again = copy(&mut body, divisor)?;
            let is_zero = body.add_tree(Op::I32Eqz, Imm::None, &[again], ValType::I32);
            body.node_mut(n).args[1] = body.add_tree(Op::I32Or, Imm::None, &[divisor, is_zero], ValType::I32);
        }
        Kind::TrapRemoved => {
            // The address is computed, and chosen by it are two equal constants.
            let n = one(rng, &body, &|n| n.op.class() == Class::Load && n.args.len() == 1 && matches!(n.results[0], ValType::I32 | ValType::I64))?;
            let ty = body.node(n).results[0];
            let (op, imm) = if ty == ValType::I32 { (Op::I32Const, Imm::I32(0)) } else { (Op::I64Const, Imm::I64(0)) };
            let (a, b) = (body.add_tree(op, imm.clone(), &[], ty), body.add_tree(op, imm, &[], ty));
            let address = body.node(n).args[0];
            let node = body.node_mut(n);
            (node.op, node.imm, node.args) = (Op::Select, Imm::None, SmallVec::from_slice(&[a, b, address]));
        }
        Kind::TrapAdded => {
            let (r, i) = item(&body, &s, rng, &|_| true)?;
            let locals: Vec<usize> = (0..body.locals.len()).filter(|l| body.locals[*l] == ValType::I32).collect();
            let l = *locals.get(rng.below(locals.len()))?;
            let get = |body: &mut Body| body.add_tree(Op::LocalGet, Imm::Index(l as u32), &[], ValType::I32);
            let trap = if rng.below(2) == 0 {
                let (one, get) = (body.add_tree(Op::I32Const, Imm::I32(1), &[], ValType::I32), get(&mut body));
                body.add_tree(Op::I32DivU, Imm::None, &[one, get], ValType::I32)
            } else {
                let get = get(&mut body);
                let memarg = loom_eq_lang::MemArg { align: 0, memory: 0, offset: 0 };
                body.add_tree(Op::I32Load8U, Imm::Mem(memarg), &[get], ValType::I32)
            };
            let dropped = body.add_tree(Op::Drop, Imm::None, &[trap], ValType::I32);
            body.node_mut(dropped).results.clear();
            body.regions[r.ix()].items.insert(i, dropped);
        }
        Kind::SwappedArguments => {
            let pairs = |n: &Node| -> Vec<usize> {
                let params = match (n.op, &n.imm) {
                    (Op::Call, Imm::Index(f)) => module.func_type(FuncIx(*f)).params.clone(),
                    _ => return Vec::new(),
                };
                let stacked = n.stacked as usize;
                (stacked + 1..params.len()).filter(|i| params[i - 1] == params[*i]).map(|i| i - stacked).collect()
            };
            let n = one(rng, &body, &|n| !pairs(n).is_empty())?;
            let pairs = pairs(body.node(n));
            let i = pairs[rng.below(pairs.len())];
            body.node_mut(n).args.swap(i - 1, i);
        }
        Kind::SignConfusion => replace_op(&mut body, &s, rng, &SIGNS)?,
        Kind::OffByOne => replace_op(&mut body, &s, rng, &BOUNDS)?,
        Kind::OtherOperator => replace_op(&mut body, &s, rng, &OTHERS)?,
        Kind::Reordered => {
            let movable = |n: &Node| n.stacked == 0 && n.results.is_empty() && n.regions.is_empty() && !matches!(n.op.class(), Class::Control);
            let mut places = Vec::new();
            for &r in &s.regions {
                let items = &body.region(r).items;
                places.extend((1..items.len()).filter(|i| movable(body.node(items[*i])) && movable(body.node(items[i - 1]))).map(|i| (r, i)));
            }
            let &(r, i) = places.get(rng.below(places.len()))?;
            body.regions[r.ix()].items.swap(i - 1, i);
        }
        Kind::WrongCallee => {
            let others = |n: &Node| -> Vec<u32> {
                let Imm::Index(f) = n.imm else { return Vec::new() };
                let count = (module.imported_funcs + module.defined()) as u32;
                (0..count).filter(|g| *g != f && module.func_type(FuncIx(*g)) == module.func_type(FuncIx(f))).collect()
            };
            let n = one(rng, &body, &|n| n.op == Op::Call && !others(n).is_empty())?;
            let others = others(body.node(n));
            body.node_mut(n).imm = Imm::Index(others[rng.below(others.len())]);
        }
        Kind::CallOrder => {
            // Two items of one region that call, or keep what a call gives.
            let calls = |n: &Node| n.op.class() == Class::Call || n.args.last().is_some_and(|a| body.node(*a).op.class() == Class::Call);
            let alone = |n: &Node| n.stacked == 0 && n.results.is_empty() && n.regions.is_empty() && calls(n);
            let mut places = Vec::new();
            for &r in &s.regions {
                let items = &body.region(r).items;
                let at: Vec<usize> = (0..items.len()).filter(|i| alone(body.node(items[*i]))).collect();
                places.extend(at.windows(2).map(|w| (r, w[0], w[1])));
            }
            let &(r, i, j) = places.get(rng.below(places.len()))?;
            body.regions[r.ix()].items.swap(i, j);
        }
        Kind::LoadMoved => {
            let keeps = |n: &Node| n.op == Op::LocalSet && n.args.len() == 1 && body.node(n.args[0]).op.class() == Class::Load;
            let (r, i) = item(&body, &s, rng, &keeps)?;
            let to = rng.below(body.region(r).items.len());
            let items = &mut body.regions[r.ix()].items;
            let n = items.remove(i);
            items.insert(to, n);
        }
        Kind::LoopStep => {
            // What a variable is advanced by: `x = x + c`.
            let steps = |n: &Node| {
                let sum = n.args.last().map(|a| body.node(*a))?;
                let constant = *sum.args.get(1)?;
                let is = matches!(n.op, Op::LocalSet | Op::LocalTee)
                    && matches!(sum.op, Op::I32Add | Op::I32Sub | Op::I64Add | Op::I64Sub)
                    && body.node(sum.args[0]).op == Op::LocalGet
                    && body.node(sum.args[0]).imm == n.imm
                    && matches!(body.node(constant).op, Op::I32Const | Op::I64Const);
                is.then_some(constant)
            };
            let n = one(rng, &body, &|n| steps(n).is_some())?;
            let constant = steps(body.node(n))?;
            let by = if rng.below(2) == 0 { 1 } else { -1 };
            match &mut body.node_mut(constant).imm {
                Imm::I32(v) => *v = v.wrapping_add(by),
                Imm::I64(v) => *v = v.wrapping_add(i64::from(by)),
                _ => return None,
            }
        }
    }
    Some(body)
}

fn changes(op: Op) -> bool {
    matches!(op.class(), Class::Store | Class::GlobalSet | Class::Call | Class::MemoryBulk | Class::MemoryGrow)
}

/// An item of a region, by region and position.
fn item(body: &Body, s: &Sites, rng: &mut Rng, want: &dyn Fn(&Node) -> bool) -> Option<(Region, usize)> {
    let mut places = Vec::new();
    for &r in &s.regions {
        places.extend(body.region(r).items.iter().enumerate().filter(|(_, n)| want(body.node(**n))).map(|(i, _)| (r, i)));
    }
    (!places.is_empty()).then(|| places[rng.below(places.len())])
}

/// Turns an item into drops of its operands.
fn drop_operands(body: &mut Body, s: &Sites, n: NodeId, count: usize) -> Option<()> {
    let (r, i) = s.regions.iter().find_map(|r| Some((*r, body.region(*r).items.iter().position(|i| *i == n)?)))?;
    let args = body.node(n).args.clone();
    let drops: Vec<NodeId> = (0..count)
        .map(|_| {
            let dropped = body.add_tree(Op::Drop, Imm::None, &[], ValType::I32);
            body.node_mut(dropped).results.clear();
            body.node_mut(dropped).stacked = 1;
            dropped
        })
        .collect();
    // The arguments are left where they are computed, each an item that waits; the drops take them from the top.
    body.regions[r.ix()].items.splice(i..=i, args.into_iter().chain(drops));
    Some(())
}

/// A copy of a tree without regions.
fn copy(body: &mut Body, n: NodeId) -> Option<NodeId> {
    let mut node = body.node(n).clone();
    if !node.regions.is_empty() {
        return None;
    }
    for arg in &mut node.args {
        *arg = copy(body, *arg)?;
    }
    Some(body.add(node))
}

fn replace_op(body: &mut Body, s: &Sites, rng: &mut Rng, pairs: &[(Op, Op)]) -> Option<()> {
    let mut fit = Vec::new();
    for &n in &s.nodes {
        let op = body.node(n).op;
        fit.extend(pairs.iter().filter_map(|(a, b)| if *a == op { Some((n, *b)) } else { (*b == op).then_some((n, *a)) }));
    }
    let &(n, op) = fit.get(rng.below(fit.len()))?;
    body.node_mut(n).op = op;
    Some(())
}

//! Bytes to a structured body, in one pass without recursion.
//!
//! A frame per open region keeps the stack of values that wait there. A value whose tree is the region's last item can become an argument;
//! a value with something behind it has to wait (`stacked`). Code behind an instruction that never falls through is skipped.

use super::{Body, Node, Opaque, RegionData, RegionKind};
use crate::ids::{FuncIx, LocalIx, NodeId, Region, TypeIx};
use crate::instr::{self, BlockType, Imm, Instr};
use crate::module::{FuncType, Module};
use crate::op::{Class, Op};
use smallvec::SmallVec;
use std::collections::HashMap;
use wasmparser::{BinaryReader, BinaryReaderError, HeapType, RefType, ValType};

/// What engines accept, so that a count in a body that nobody validated cannot exhaust the memory.
const MAX_LOCALS: usize = 50_000;

/// A value on the stack of a frame.
#[derive(Clone, Copy)]
struct Slot {
    ty: ValType,
    /// The index of the item whose only result it is.
    item: Option<usize>,
}

struct Frame {
    region: Region,
    /// The block, loop or if; `None` for the function.
    node: Option<NodeId>,
    stack: Vec<Slot>,
    /// Whether a branch leaves to the end of this frame (of either arm, for an `if`).
    label_used: bool,
    /// Whether the end of the first arm of an `if` was reached.
    then_falls: bool,
}

struct Parser<'m> {
    module: &'m Module,
    body: Body,
    frames: Vec<Frame>,
    labels: u32,
}

impl Body {
    /// Lifts the `i`-th defined function. `hints` maps byte offsets from the start of the body to branch hints.
    ///
    /// # Errors
    /// The reason, when the function has something that is kept byte for byte instead (GC, exceptions, threads, unknown operators).
    pub fn parse(module: &Module, i: usize, hints: &HashMap<u32, u8>) -> Result<Body, Opaque> {
        Body::parse_bytes(module, module.func_ix(i), module.body_bytes(i), hints)
    }

    /// Lifts a body that is not (yet) the module's: the bytes of a function body with the signature of function `f`. They must be valid in the
    /// module.
    ///
    /// # Errors
    /// As [`Body::parse`].
    pub fn parse_bytes(module: &Module, f: FuncIx, bytes: &[u8], hints: &HashMap<u32, u8>) -> Result<Body, Opaque> {
        let ty = module.func_type(f).clone();
        let unread = |e: BinaryReaderError| Opaque::new(e.message());
        let mut r = BinaryReader::new(bytes, 0);
        let mut locals: Vec<ValType> = ty.params.to_vec();
        let runs = r.read_var_u32().map_err(unread)?;
        for _ in 0..runs {
            let count = r.read_var_u32().map_err(unread)? as usize;
            let ty: ValType = r.read().map_err(unread)?;
            if !ty.is_defaultable() {
                return Err(Opaque::new("a local without default value"));
            }
            if locals.len().saturating_add(count) > MAX_LOCALS {
                return Err(Opaque::new("too many locals"));
            }
            locals.resize(locals.len() + count, ty);
        }
        let function = RegionData {
            kind: RegionKind::Function,
            params: Box::new([]),
            results: ty.results.clone(),
            items: Vec::new(),
            falls: false,
            source_label: None,
        };
        let source_locals = (0..locals.len()).map(|l| Some(LocalIx::new(l))).collect();
        let body = Body { ty, locals, source_locals, nodes: Vec::new(), regions: vec![function] };
        let mut p = Parser { module, body, frames: vec![Frame::new(Body::ROOT, None)], labels: 0 };
        while !p.frames.is_empty() {
            let at = u32::try_from(r.original_position()).expect("a body below 4 GB");
            let instr = Instr::decode(&mut r).map_err(|e| Opaque::new(e.message()))?;
            let live = p.instr(instr, hints.get(&at).copied())?;
            if !live {
                p.skip_dead(&mut r)?;
            }
        }
        Ok(p.body)
    }
}

impl Frame {
    fn new(region: Region, node: Option<NodeId>) -> Frame {
        Frame { region, node, stack: Vec::new(), label_used: false, then_falls: false }
    }
}

impl Parser<'_> {
    fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the function's frame stays until its end")
    }

    fn items(&mut self) -> &mut Vec<NodeId> {
        let region = self.top().region;
        &mut self.body.regions[region.ix()].items
    }

    /// Takes one instruction in; false when what follows is unreachable.
    fn instr(&mut self, Instr { op, imm }: Instr, hint: Option<u8>) -> Result<bool, Opaque> {
        match op {
            Op::Nop => return Ok(true),
            Op::Block | Op::Loop | Op::If => return self.open(op, imm, hint),
            Op::Else => return Ok(self.arm(true)),
            Op::End => return Ok(self.close(true)),
            _ => {}
        }
        if op.class() == Class::Opaque {
            return Err(Opaque::new(format!("operator {}", op.name())));
        }
        let (imm, operands, results) = self.typing(op, imm)?;
        let (stacked, args) = self.take(operands);
        let node = Node { op, imm, stacked, args, regions: SmallVec::new(), results, hint };
        self.push(node);
        let leaves = matches!(op, Op::Br | Op::BrTable | Op::Return | Op::Unreachable) || op.class() == Class::TailCall;
        Ok(!leaves)
    }

    /// Takes `count` operands off the stack: how many must stay where they wait, and the trees of the others.
    fn take(&mut self, count: usize) -> (u32, SmallVec<[NodeId; 3]>) {
        let frame = self.frames.last_mut().expect("a frame");
        let items = &mut self.body.regions[frame.region.ix()].items;
        let mut args = SmallVec::new();
        while args.len() < count {
            match frame.stack.last() {
                Some(Slot { item: Some(i), .. }) if i + 1 == items.len() => {
                    frame.stack.pop();
                    args.push(items.pop().expect("an item"));
                }
                _ => break,
            }
        }
        args.reverse();
        let stacked = count - args.len();
        frame.stack.truncate(frame.stack.len() - stacked);
        (u32::try_from(stacked).expect("fewer operands than 2^32"), args)
    }

    fn push(&mut self, node: Node) {
        let results = node.results.clone();
        let n = self.body.add(node);
        self.items().push(n);
        self.push_results(&results);
    }

    fn push_results(&mut self, results: &[ValType]) {
        let last = self.items().len().checked_sub(1);
        let item = if results.len() == 1 { last } else { None };
        self.top().stack.extend(results.iter().map(|&ty| Slot { ty, item }));
    }

    fn open(&mut self, op: Op, imm: Imm, hint: Option<u8>) -> Result<bool, Opaque> {
        let Imm::Block(block_type) = imm else { unreachable!("the table gives blocks a block type") };
        let FuncType { params, results } = self.block_type(block_type)?;
        let (stacked, args) = self.take(params.len() + usize::from(op == Op::If));
        let region = Region::new(self.body.regions.len());
        let n = self.body.add(Node {
            op,
            imm,
            stacked,
            args,
            regions: SmallVec::from_slice(&[region]),
            results: results.iter().copied().collect(),
            hint,
        });
        self.items().push(n);
        let kind = match op {
            Op::Block => RegionKind::Block,
            Op::Loop => RegionKind::Loop,
            _ => RegionKind::Then,
        };
        let source_label = Some(self.labels);
        self.labels += 1;
        let mut frame = Frame::new(region, Some(n));
        frame.stack = params.iter().map(|&ty| Slot { ty, item: None }).collect();
        self.body.regions.push(RegionData { kind, params, results, items: Vec::new(), falls: false, source_label });
        self.frames.push(frame);
        Ok(true)
    }

    /// `else`: the first arm ends, the second starts.
    fn arm(&mut self, falls: bool) -> bool {
        let frame = self.frames.last_mut().expect("a frame");
        let then = frame.region;
        frame.then_falls = falls;
        let region = Region::new(self.body.regions.len());
        frame.region = region;
        let first = &mut self.body.regions[then.ix()];
        first.falls = falls;
        let params = first.params.clone();
        frame.stack = params.iter().map(|&ty| Slot { ty, item: None }).collect();
        let second =
            RegionData { kind: RegionKind::Else, params, results: first.results.clone(), items: Vec::new(), falls: false, source_label: None };
        self.body.regions.push(second);
        let node = frame.node.expect("validated: else belongs to an if");
        self.body.nodes[node.ix()].regions.push(region);
        true
    }

    /// `end`; false when the end is unreachable and so is what follows.
    fn close(&mut self, falls: bool) -> bool {
        let frame = self.frames.pop().expect("a frame");
        self.body.regions[frame.region.ix()].falls = falls;
        let Some(n) = frame.node else { return true };
        let node = self.body.node(n);
        let one_armed_if = node.op == Op::If && node.regions.len() == 1;
        // A branch to a loop goes to its start.
        let left_by_branch = frame.label_used && node.op != Op::Loop;
        let reached = falls || left_by_branch || frame.then_falls || one_armed_if;
        let results = node.results.clone();
        self.push_results(&results);
        reached
    }

    /// Skips what cannot be reached, up to and including the `else` or `end` that makes code reachable again.
    fn skip_dead(&mut self, r: &mut BinaryReader<'_>) -> Result<(), Opaque> {
        while !self.frames.is_empty() {
            let mut depth = 0usize;
            let mut dropped = false;
            let ended_by_block = {
                let region = self.top().region;
                self.body.region(region).items.last().is_some_and(|&n| !self.body.node(n).regions.is_empty())
            };
            let end = loop {
                let Instr { op, .. } = Instr::decode(r).map_err(|e| Opaque::new(e.message()))?;
                match op {
                    Op::Block | Op::Loop | Op::If | Op::TryTable | Op::Try => depth += 1,
                    Op::Delegate if depth > 0 => depth -= 1,
                    Op::End if depth > 0 => depth -= 1,
                    Op::Else if depth > 0 => {}
                    Op::Else | Op::End => break op,
                    _ => {}
                }
                dropped = true;
            };
            if ended_by_block && dropped {
                self.keep_types_right();
            }
            if end == Op::Else {
                self.arm(false);
                return Ok(());
            }
            if self.close(false) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// A region that ends behind a block which never falls through: to the validator the block's results are there. If they, with what waits
    /// below, are not the region's results, the dropped code is replaced by `unreachable`.
    fn keep_types_right(&mut self) {
        let frame = self.frames.last().expect("a frame");
        let types_match = frame.stack.iter().map(|s| s.ty).eq(self.body.region(frame.region).results.iter().copied());
        if !types_match {
            let none = SmallVec::new();
            self.push(Node {
                op: Op::Unreachable,
                imm: Imm::None,
                stacked: 0,
                args: SmallVec::new(),
                regions: SmallVec::new(),
                results: none,
                hint: None,
            });
        }
    }

    fn block_type(&self, ty: BlockType) -> Result<FuncType, Opaque> {
        Ok(match ty {
            BlockType::Empty => FuncType::default(),
            BlockType::Value(ty) => FuncType { params: Box::new([]), results: Box::new([ty]) },
            BlockType::Func(index) => self.func_type(index)?.clone(),
        })
    }

    fn func_type(&self, index: TypeIx) -> Result<&FuncType, Opaque> {
        self.module.types.get(index.ix()).and_then(Option::as_ref).ok_or_else(|| Opaque::new("a block or call type that is not a function type"))
    }

    /// Marks the label `depth` levels out as used and gives its region.
    fn label(&mut self, depth: u32) -> Region {
        let i = self.frames.len() - 1 - depth as usize;
        let frame = &mut self.frames[i];
        frame.label_used = true;
        // The label of an `if` is its first arm's region, from the second arm too (invariant 5).
        frame.node.map_or(frame.region, |n| self.body.node(n).regions[0])
    }

    fn address(&self, memory: u32) -> ValType {
        if self.module.memories[memory as usize].memory64 { ValType::I64 } else { ValType::I32 }
    }

    fn table_address(&self, table: u32) -> ValType {
        if self.module.tables[table as usize].table64 { ValType::I64 } else { ValType::I32 }
    }

    /// The immediates with labels resolved, the number of operands, the result types.
    fn typing(&mut self, op: Op, imm: Imm) -> Result<(Imm, usize, SmallVec<[ValType; 1]>), Opaque> {
        let (params, results) = op.info().signature.split_once('>').unwrap_or(("*", ""));
        if params != "*" {
            let memory = match &imm {
                Imm::Mem(m) | Imm::MemLane(m, _) => m.memory,
                _ => 0,
            };
            let results = results.chars().map(|c| self.letter(c, memory)).collect();
            return Ok((imm, params.len(), results));
        }
        let one = |ty: ValType| SmallVec::from_slice(&[ty]);
        let none = SmallVec::new();
        let index = match imm {
            Imm::Index(i) | Imm::Index2(i, _) => i,
            _ => 0,
        };
        let (imm, operands, results) = match op {
            Op::Unreachable => (imm, 0, none),
            Op::Br => {
                let r = self.label(index);
                (Imm::Index(r.0), self.body.label_types(r).len(), none)
            }
            Op::BrIf => {
                let r = self.label(index);
                let types = self.body.label_types(r);
                (Imm::Index(r.0), types.len() + 1, types.iter().copied().collect())
            }
            Op::BrTable => {
                let Imm::Targets(depths) = imm else { unreachable!("br_table has targets") };
                let regions: Box<[u32]> = depths.iter().map(|&d| self.label(d).0).collect();
                let carried = self.body.label_types(Region(regions[regions.len() - 1])).len();
                (Imm::Targets(regions), carried + 1, none)
            }
            Op::Return => (imm, self.body.ty.results.len(), none),
            Op::Call | Op::ReturnCall => {
                let ty = self.module.func_type(FuncIx(index));
                let results = if op == Op::Call { ty.results.iter().copied().collect() } else { none };
                (imm, ty.params.len(), results)
            }
            Op::CallIndirect | Op::ReturnCallIndirect => {
                let ty = self.func_type(TypeIx(index))?;
                let results = if op == Op::CallIndirect { ty.results.iter().copied().collect() } else { none };
                let operands = ty.params.len() + 1;
                (imm, operands, results)
            }
            Op::Drop => (imm, 1, none),
            Op::Select | Op::TypedSelect => {
                let types = instr::select_types(&imm).map_err(|e| Opaque::new(e.message()))?;
                let stack = &self.top().stack;
                let ty = types.first().copied().unwrap_or(stack[stack.len() - 2].ty);
                (imm, 3, one(ty))
            }
            Op::LocalGet => (imm, 0, one(self.body.locals[index as usize])),
            Op::LocalSet => (imm, 1, none),
            Op::LocalTee => (imm, 1, one(self.body.locals[index as usize])),
            Op::GlobalGet => (imm, 0, one(self.module.globals[index as usize].ty)),
            Op::GlobalSet => (imm, 1, none),
            Op::MemorySize => (imm, 0, one(self.address(index))),
            Op::MemoryGrow => (imm, 1, one(self.address(index))),
            Op::MemoryFill | Op::MemoryCopy | Op::MemoryInit | Op::TableInit | Op::TableCopy | Op::TableFill => (imm, 3, none),
            Op::TableGet => (imm, 1, one(ValType::Ref(self.module.tables[index as usize].element_type))),
            Op::TableSet => (imm, 2, none),
            Op::TableSize => (imm, 0, one(self.table_address(index))),
            Op::TableGrow => (imm, 2, one(self.table_address(index))),
            Op::RefIsNull => (imm, 1, one(ValType::I32)),
            Op::RefFunc => (imm, 0, one(ValType::FUNCREF)),
            Op::RefNull => {
                let Imm::Raw(bytes) = &imm else { unreachable!("ref.null has a heap type") };
                let heap: HeapType = BinaryReader::new(bytes, 0).read().map_err(|_| Opaque::new("an unknown heap type"))?;
                let ty = RefType::new(true, heap).ok_or_else(|| Opaque::new("an unknown heap type"))?;
                (imm, 0, one(ValType::Ref(ty)))
            }
            _ => return Err(Opaque::new(format!("operator {}", op.name()))),
        };
        Ok((imm, operands, results))
    }

    fn letter(&self, c: char, memory: u32) -> ValType {
        match c {
            'i' => ValType::I32,
            'l' => ValType::I64,
            'f' => ValType::F32,
            'd' => ValType::F64,
            'v' => ValType::V128,
            'a' => self.address(memory),
            other => unreachable!("the operator table has no type {other}"),
        }
    }
}

//! Bodies of both modules in one index space.
//!
//! The common space is B's, with what A has alone behind it. Corresponding entries get one index, so equal immediates mean corresponding things.
//! Types are numbered by structure, or as they are where both sides have the same type section and structure does not say all. Globals that never change are constants here, and writes of globals that nobody reads are dropped values.
//!
//! Invariants:
//! 1. An entry of A without counterpart has an index that no entry of B has, and the other way round.
//! 2. An immediate that cannot be renumbered makes its body `None`, never a wrong one.

use super::{Map, Names, View, names};
use loom_eq_lang::{BlockType, Body, Const, FuncType, HeapType, Imm, Instr, Module, Op, TypeIx, ValType};
use std::collections::HashMap;

/// One side's indices in the common space.
pub(crate) struct Space {
    pub funcs: Vec<u32>,
    types: Vec<Option<u32>>,
    globals: Vec<u32>,
    tables: Vec<u32>,
    memories: Vec<u32>,
    tags: Vec<u32>,
    data: Vec<u32>,
    elements: Vec<u32>,
    constants: Vec<Option<Instr>>,
    unread: Vec<bool>,
    plain_types: bool,
    /// Whether both type sections are the same bytes, so that each type index means the same.
    same_types: bool,
}

/// See the module's documentation.
pub(crate) struct Common {
    /// Memories, globals and types of the common space. Nothing else in it may be used.
    pub module: Module,
    pub sides: [Space; 2],
}

/// The map with new numbers for what has no counterpart.
fn numbers(map: &[Option<u32>], count_b: usize) -> Vec<u32> {
    let mut next = u32::try_from(count_b).expect("a 32-bit index space");
    let mut new = || {
        next += 1;
        next - 1
    };
    map.iter().map(|m| m.unwrap_or_else(&mut new)).collect()
}

fn same(count: usize) -> Vec<u32> {
    (0..u32::try_from(count).expect("a 32-bit index space")).collect()
}

/// The bytes of the type section.
fn section(m: &Module) -> Vec<&[u8]> {
    m.sections.iter().filter(|s| s.id == 1).map(|s| &m.bytes()[s.payload.clone()]).collect()
}

impl Common {
    pub(crate) fn new(a: &View<'_>, b: &View<'_>, map: &Map) -> Common {
        let plain_types = a.outside.plain_types && b.outside.plain_types;
        let same_types = section(a.module) == section(b.module);
        let mut types: HashMap<FuncType, u32> = HashMap::new();
        let mut type_numbers = |m: &Module| -> Vec<Option<u32>> {
            if same_types && !plain_types {
                return (0..).take(m.types.len()).map(Some).collect();
            }
            let mut number = |t: &FuncType| {
                let next = u32::try_from(types.len()).expect("a 32-bit index space");
                *types.entry(t.clone()).or_insert(next)
            };
            m.types.iter().map(|t| t.as_ref().map(&mut number)).collect()
        };
        let mut module = b.module.clone();
        for (g, to) in a.module.globals.iter().zip(&map.globals) {
            match to {
                None => module.globals.push(*g),
                Some(to) => module.globals[*to as usize].mutable |= g.mutable,
            }
        }
        module.memories.extend(a.module.memories.iter().zip(&map.memories).filter(|(_, to)| to.is_none()).map(|(m, _)| *m));
        let side_a = Space {
            funcs: numbers(&map.funcs, b.module.func_types.len()),
            types: type_numbers(a.module),
            globals: numbers(&map.globals, b.module.globals.len()),
            tables: numbers(&map.tables, b.module.tables.len()),
            memories: numbers(&map.memories, b.module.memories.len()),
            tags: numbers(&map.tags, b.outside.tags.len()),
            data: numbers(&map.data, b.outside.data.len()),
            elements: numbers(&map.elements, b.outside.elements.len()),
            constants: a.constants.clone(),
            unread: a.unread.clone(),
            plain_types,
            same_types,
        };
        let side_b = Space {
            funcs: same(b.module.func_types.len()),
            types: type_numbers(b.module),
            globals: same(b.module.globals.len()),
            tables: same(b.module.tables.len()),
            memories: same(b.module.memories.len()),
            tags: same(b.outside.tags.len()),
            data: same(b.outside.data.len()),
            elements: same(b.outside.elements.len()),
            constants: b.constants.clone(),
            unread: b.unread.clone(),
            plain_types,
            same_types,
        };
        let mut by_number: Vec<Option<FuncType>> = vec![None; types.len()];
        types.into_iter().for_each(|(t, n)| by_number[n as usize] = Some(t));
        if plain_types || !same_types {
            module.types = by_number;
        }
        Common { module, sides: [side_a, side_b] }
    }
}

impl Space {
    fn index(&self, names: Names, i: u32) -> Option<u32> {
        let space = match names {
            Names::Nothing => return Some(i),
            Names::Type => return self.types.get(i as usize).copied()?,
            Names::Func => &self.funcs,
            Names::Global => &self.globals,
            Names::Table => &self.tables,
            Names::Memory => &self.memories,
            Names::Tag => &self.tags,
            Names::Data => &self.data,
            Names::Element => &self.elements,
        };
        space.get(i as usize).copied()
    }

    /// The immediate in the common space; `None` if that cannot be said.
    fn imm(&self, op: Op, imm: &Imm) -> Option<Imm> {
        let memory = |m: u32| self.index(Names::Memory, m);
        Some(match imm {
            Imm::Index(i) => Imm::Index(self.index(names(op.info().imm)?.0, *i)?),
            Imm::Index2(i, j) => {
                let (first, second) = names(op.info().imm)?;
                Imm::Index2(self.index(first, *i)?, self.index(second, *j)?)
            }
            Imm::Mem(m) => Imm::Mem(loom_eq_lang::MemArg { memory: memory(m.memory)?, ..*m }),
            Imm::MemLane(m, lane) => Imm::MemLane(loom_eq_lang::MemArg { memory: memory(m.memory)?, ..*m }, *lane),
            Imm::Block(BlockType::Func(t)) => Imm::Block(BlockType::Func(TypeIx(self.index(Names::Type, t.0)?))),
            // Types may name types; where all types are plain, nothing but abstract heap types can stand here.
            Imm::Raw(_) if matches!(op, Op::RefNull | Op::TypedSelect) && self.plain_types => imm.clone(),
            Imm::Raw(_) if op == Op::TryTable => {
                let (ty, mut catches) = loom_eq_lang::instr::try_table(imm).ok()?;
                let ty = match ty {
                    BlockType::Func(t) => BlockType::Func(TypeIx(self.index(Names::Type, t.0)?)),
                    BlockType::Value(ValType::Ref(_)) if !self.same_types => return None,
                    other => other,
                };
                for catch in &mut catches {
                    catch.tag = match catch.tag {
                        Some(tag) => Some(self.index(Names::Tag, tag)?),
                        None => None,
                    };
                }
                loom_eq_lang::instr::try_table_imm(ty, &catches)
            }
            Imm::Raw(_) if self.same_types => imm.clone(),
            Imm::Raw(_) => return None,
            other => other.clone(),
        })
    }

    /// Whether an operator of this side has the same immediates as the same operator of the other one, indices by index.
    pub(crate) fn same_imm(&self, here: &Instr, other: &Space, there: &Instr) -> bool {
        self.imm(here.op, &here.imm).is_some_and(|imm| other.imm(there.op, &there.imm) == Some(imm))
    }

    /// An instruction in the common space.
    pub(crate) fn instr(&self, i: &Instr) -> Option<Instr> {
        if let (Op::GlobalGet, Imm::Index(g)) = (i.op, &i.imm)
            && let Some(Some(constant)) = self.constants.get(*g as usize)
        {
            return Some(constant.clone());
        }
        if let (Op::GlobalSet, Imm::Index(g)) = (i.op, &i.imm)
            && self.unread[*g as usize]
        {
            return Some(Instr { op: Op::Drop, imm: Imm::None });
        }
        // Labels and locals are the function's own.
        Some(Instr { op: i.op, imm: self.imm(i.op, &i.imm)? })
    }

    /// The instructions in the common space.
    pub(crate) fn code(&self, code: &[Instr]) -> Option<Vec<Instr>> {
        code.iter().map(|i| self.instr(i)).collect()
    }

    /// Moves a body into the common space; `None` if some immediate cannot be moved.
    pub(crate) fn body(&self, mut body: Body) -> Option<Body> {
        let concrete = |t: &ValType| matches!(t, ValType::Ref(r) if matches!(r.heap_type(), HeapType::Concrete(_) | HeapType::Exact(_)));
        if body.locals.iter().any(concrete) {
            return None;
        }
        for node in &mut body.nodes {
            // Targets and labels are regions by now, and blocks have their types in their regions.
            if matches!(node.op, Op::Block | Op::Loop | Op::If) {
                node.imm = Imm::None;
                continue;
            }
            let new = self.instr(&Instr { op: node.op, imm: node.imm.clone() })?;
            (node.op, node.imm) = (new.op, new.imm);
        }
        Some(body)
    }

    pub(crate) fn memory(&self, m: u32) -> u32 {
        self.memories[m as usize]
    }

    pub(crate) fn global(&self, g: u32) -> u32 {
        self.globals[g as usize]
    }

    pub(crate) fn table(&self, t: u32) -> u32 {
        self.tables[t as usize]
    }

    /// The value of a constant initialiser, if it is a number that is known.
    pub(crate) fn constant(&self, code: &[Instr]) -> Option<Const> {
        let [i] = code else { return None };
        let i = self.instr(i)?;
        Const::of(i.op, &i.imm)
    }
}

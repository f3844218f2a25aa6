//! The module as planned, section by section. A section that would be empty goes.

use super::customs::{self, Moved};
use super::indices::{Indices, Space, renumber};
use super::live::{Live, exported};
use super::plan::{Plan, imports};
use crate::custom::{self, Notes};
use crate::instr::{self, Instr};
use crate::{ConstExpr, Imm, Mode, Module, Op, Outside, RefType, canonical};
use std::borrow::Cow;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{Elements, Encode, EntityType, ExportKind, Section};
use wasmparser::{BinaryReader, TypeRef, ValType};

/// Why something cannot be written, in words.
type Refused = String;

fn refused(e: impl std::fmt::Display) -> Refused {
    e.to_string()
}

pub(crate) struct Writer<'a> {
    pub(crate) module: &'a Module,
    pub(crate) outside: &'a Outside,
    pub(crate) live: &'a Live,
    pub(crate) plan: &'a Plan,
}

const CODE: u8 = 10;
const ELEMENTS: u8 = 9;
/// What stands behind the element section.
const BEHIND: [u8; 3] = [10, 11, 12];

impl Writer<'_> {
    /// The module, and what is to be said of custom sections.
    pub(crate) fn module(&self) -> Result<(Vec<u8>, Vec<String>), Refused> {
        let module = self.module;
        let code = module.sections.iter().find(|s| s.id == CODE).map(|s| self.code().map(|new| (s, new))).transpose()?;
        let changed = match &code {
            Some((section, (new, _))) => *new != module.bytes()[section.whole.clone()],
            None => false,
        };
        let nothing = Vec::new();
        let moved = Moved { plan: self.plan, module, offsets: code.as_ref().map_or(&nothing, |(_, (_, offsets))| offsets), changed };
        let mut notes = Notes::default();
        let mut bytes = module.bytes()[..8].to_vec();
        let (mut before_code, mut elements) = (false, false);
        for section in &module.sections {
            let payload = &module.bytes()[section.payload.clone()];
            if BEHIND.contains(&section.id) && !elements {
                bytes.extend(self.elements());
                elements = true;
            }
            match section.id {
                0 => {
                    let (name, data) = module.custom(section);
                    if let Some(data) = customs::rewrite(name, data, section.payload.end - data.len(), &moved, &mut notes)? {
                        bytes.extend(custom::section(name, &data));
                    }
                }
                ELEMENTS => {
                    bytes.extend(self.elements());
                    elements = true;
                }
                CODE => {
                    let none = Vec::new();
                    bytes.extend_from_slice(code.as_ref().map_or(&none, |(_, (new, _))| new));
                    before_code = bytes != module.bytes()[..section.whole.end];
                }
                id => bytes.extend(self.section(id, payload, section.payload.start)?),
            }
        }
        Ok((bytes, notes.finish(changed, before_code)))
    }

    fn section(&self, id: u8, payload: &[u8], start: usize) -> Result<Vec<u8>, Refused> {
        let r = BinaryReader::new(payload, start as u64);
        match id {
            1 if self.live.types_stay => Ok(canonical::section(id, payload, start)),
            1 => self.types(),
            2 => self.imports(r),
            3 => Ok(self.functions()),
            4 => self.tables(r),
            5 => self.memories(r),
            6 => self.globals(r),
            7 => Ok(self.exports()),
            8 => Ok(self
                .module
                .start
                .map_or_else(Vec::new, |f| written(&wasm_encoder::StartSection { function_index: self.index(Space::Func, f.0) }, 1))),
            11 => Ok(self.data()),
            12 if self.live.names_data => {
                let count = u32::try_from(self.kept(Space::Data).len()).expect("a 32-bit index space");
                Ok(written(&wasm_encoder::DataCountSection { count }, 1))
            }
            12 => Ok(Vec::new()),
            13 => self.tags(r),
            id => Err(format!("section {id} is not understood")),
        }
    }

    fn index(&self, space: Space, old: u32) -> u32 {
        new(&self.plan.map, space, old)
    }

    fn kept(&self, space: Space) -> &[u32] {
        &self.plan.order[space.ix()]
    }

    /// Those of a space that are defined here, in their new order, by their place among these.
    fn defined(&self, space: Space) -> impl Iterator<Item = usize> + '_ {
        let imported = super::live::imported(self.outside, space);
        self.kept(space).iter().filter_map(move |old| (*old as usize).checked_sub(imported))
    }

    fn expr(&self, code: &ConstExpr) -> wasm_encoder::ConstExpr {
        let mut out = Vec::new();
        for i in code {
            let imm = renumber(i, |space, i| self.index(space, i)).unwrap_or_else(|_| i.imm.clone());
            instr::encode(i.op, &imm, &mut out);
        }
        wasm_encoder::ConstExpr::raw(out)
    }

    fn types(&self) -> Result<Vec<u8>, Refused> {
        let mut section = wasm_encoder::TypeSection::new();
        let val = |t: &ValType| RoundtripReencoder.val_type(*t).map_err(refused);
        for old in self.kept(Space::Type) {
            let Some(ty) = &self.module.types[*old as usize] else { return Err("a type is no function type".into()) };
            let params = ty.params.iter().map(val).collect::<Result<Vec<_>, _>>()?;
            let results = ty.results.iter().map(val).collect::<Result<Vec<_>, _>>()?;
            section.ty().function(params, results);
        }
        Ok(written(&section, section.len()))
    }

    fn imports(&self, r: BinaryReader<'_>) -> Result<Vec<u8>, Refused> {
        let mut section = wasm_encoder::ImportSection::new();
        let stays = imports(self.outside, self.plan);
        let all = wasmparser::ImportSectionReader::new(r).map_err(refused)?.into_imports();
        for (import, stays) in all.zip(stays) {
            let import = import.map_err(refused)?;
            if !stays {
                continue;
            }
            let ty = match import.ty {
                TypeRef::Func(t) => EntityType::Function(self.index(Space::Type, t)),
                TypeRef::FuncExact(t) => EntityType::FunctionExact(self.index(Space::Type, t)),
                TypeRef::Tag(t) => {
                    let tag = RoundtripReencoder.tag_type(t).map_err(refused)?;
                    EntityType::Tag(wasm_encoder::TagType { func_type_idx: self.index(Space::Type, tag.func_type_idx), ..tag })
                }
                other => RoundtripReencoder.entity_type(other).map_err(refused)?,
            };
            section.import(import.module, import.name, ty);
        }
        Ok(written(&section, section.len()))
    }

    fn functions(&self) -> Vec<u8> {
        let mut section = wasm_encoder::FunctionSection::new();
        for i in self.defined(Space::Func) {
            section.function(self.index(Space::Type, self.module.func_types[self.module.imported_funcs + i].0));
        }
        written(&section, section.len())
    }

    fn tables(&self, r: BinaryReader<'_>) -> Result<Vec<u8>, Refused> {
        let mut section = wasm_encoder::TableSection::new();
        let all: Vec<_> = wasmparser::TableSectionReader::new(r).map_err(refused)?.into_iter().collect::<Result<_, _>>().map_err(refused)?;
        for i in self.defined(Space::Table) {
            let ty = RoundtripReencoder.table_type(all[i].ty).map_err(refused)?;
            match &self.outside.tables[i] {
                None => section.table(ty),
                Some(init) => section.table_with_init(ty, &self.expr(init)),
            };
        }
        Ok(written(&section, section.len()))
    }

    fn memories(&self, r: BinaryReader<'_>) -> Result<Vec<u8>, Refused> {
        let mut section = wasm_encoder::MemorySection::new();
        let all: Vec<_> = wasmparser::MemorySectionReader::new(r).map_err(refused)?.into_iter().collect::<Result<_, _>>().map_err(refused)?;
        for i in self.defined(Space::Memory) {
            section.memory(RoundtripReencoder.memory_type(all[i]).map_err(refused)?);
        }
        Ok(written(&section, section.len()))
    }

    fn globals(&self, r: BinaryReader<'_>) -> Result<Vec<u8>, Refused> {
        let mut section = wasm_encoder::GlobalSection::new();
        let all: Vec<_> = wasmparser::GlobalSectionReader::new(r).map_err(refused)?.into_iter().collect::<Result<_, _>>().map_err(refused)?;
        for i in self.defined(Space::Global) {
            section.global(RoundtripReencoder.global_type(all[i].ty).map_err(refused)?, &self.expr(&self.outside.globals[i]));
        }
        Ok(written(&section, section.len()))
    }

    fn tags(&self, r: BinaryReader<'_>) -> Result<Vec<u8>, Refused> {
        let mut section = wasm_encoder::TagSection::new();
        let all: Vec<_> = wasmparser::TagSectionReader::new(r).map_err(refused)?.into_iter().collect::<Result<_, _>>().map_err(refused)?;
        for i in self.defined(Space::Tag) {
            let tag = RoundtripReencoder.tag_type(all[i]).map_err(refused)?;
            section.tag(wasm_encoder::TagType { func_type_idx: self.index(Space::Type, tag.func_type_idx), ..tag });
        }
        Ok(written(&section, section.len()))
    }

    fn exports(&self) -> Vec<u8> {
        let mut section = wasm_encoder::ExportSection::new();
        for e in &self.module.exports {
            let kind = RoundtripReencoder.export_kind(e.kind).unwrap_or(ExportKind::Func);
            section.export(&e.name, kind, self.index(exported(e.kind), e.index));
        }
        written(&section, section.len())
    }

    fn elements(&self) -> Vec<u8> {
        let mut section = wasm_encoder::ElementSection::new();
        for old in self.kept(Space::Element) {
            let segment = &self.outside.elements[*old as usize];
            // The shortest form: function indices where they say it all.
            let function = |e: &ConstExpr| match e.as_slice() {
                [Instr { op: Op::RefFunc, imm: Imm::Index(f) }] if segment.ty == RefType::FUNCREF => Some(self.index(Space::Func, *f)),
                _ => None,
            };
            let elements = match segment.items.iter().map(function).collect::<Option<Vec<u32>>>() {
                Some(functions) if segment.ty == RefType::FUNCREF => Elements::Functions(Cow::Owned(functions)),
                _ => {
                    let ty = RoundtripReencoder.ref_type(segment.ty).unwrap_or(wasm_encoder::RefType::FUNCREF);
                    Elements::Expressions(ty, segment.items.iter().map(|e| self.expr(e)).collect::<Vec<_>>().into())
                }
            };
            match &segment.mode {
                Mode::Active(t, offset) => {
                    let table = Some(self.index(Space::Table, *t)).filter(|t| *t != 0);
                    section.active(table, &self.expr(offset), elements)
                }
                Mode::Passive => section.passive(elements),
                Mode::Declared => section.declared(elements),
            };
        }
        if !self.plan.declared.is_empty() {
            let functions: Vec<u32> = self.plan.declared.iter().map(|f| self.index(Space::Func, *f)).collect();
            section.declared(Elements::Functions(functions.into()));
        }
        written(&section, section.len())
    }

    fn data(&self) -> Vec<u8> {
        let mut section = wasm_encoder::DataSection::new();
        for old in self.kept(Space::Data) {
            let segment = &self.outside.data[*old as usize];
            let bytes = segment.bytes.iter().copied();
            match &segment.mode {
                Mode::Active(m, offset) => section.active(self.index(Space::Memory, *m), &self.expr(offset), bytes),
                _ => section.passive(bytes),
            };
        }
        written(&section, section.len())
    }

    /// The code section, and for each body that stays, by its old place, where its instructions were and are.
    fn code(&self) -> Result<(Vec<u8>, Vec<Offsets>), Refused> {
        let mut out = Vec::with_capacity(self.module.bodies.iter().map(ExactSizeIterator::len).sum());
        let wanted = self.module.customs().any(|(name, ..)| name.starts_with(crate::metadata::PREFIX));
        let mut offsets = vec![Offsets::new(); self.module.defined()];
        let count = self.defined(Space::Func).count();
        if count == 0 {
            return Ok((Vec::new(), offsets));
        }
        count.encode(&mut out);
        for i in self.defined(Space::Func) {
            let moved = |old, new| {
                if wanted {
                    offsets[i].push((old, new));
                }
            };
            body(self.module.body_bytes(i), &self.plan.map, moved)?.encode(&mut out);
        }
        Ok((canonical::framed(CODE, &out), offsets))
    }
}

/// The old and the new offset of each instruction, ascending.
pub(crate) type Offsets = Vec<(u32, u32)>;

fn new(map: &Indices, space: Space, old: u32) -> u32 {
    map.get(space, old).expect("what stays names only what stays")
}

/// A body with other indices; `moved` is told the old and the new offset of each instruction.
fn body(bytes: &[u8], map: &Indices, mut moved: impl FnMut(u32, u32)) -> Result<Vec<u8>, Refused> {
    let start = canonical::instructions(bytes).next().map_or(bytes.len(), |(range, _)| range.start);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&bytes[..start]);
    let offset = |n: usize| u32::try_from(n).map_err(refused);
    for (range, instr) in canonical::instructions(bytes) {
        moved(offset(range.start)?, offset(out.len())?);
        let imm = renumber(&instr, |space, i| new(map, space, i)).map_err(refused)?;
        instr::encode(instr.op, &imm, &mut out);
    }
    Ok(out)
}

/// A section, or nothing if it is empty.
fn written(section: &impl Section, len: u32) -> Vec<u8> {
    let mut out = Vec::new();
    if len > 0 {
        section.append_to(&mut out);
    }
    out
}

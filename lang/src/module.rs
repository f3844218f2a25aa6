//! The module model: sections as they stand in the file, and the index spaces that function bodies refer to.
//!
//! A [`Module`] is a view of bytes. Nothing that is not understood is interpreted, so [`Module::write`] gives the input back byte for byte;
//! writing another code section is [`assemble`](crate::assemble)'s work.
//!
//! Invariants:
//! 1. The concatenated sections behind the eight-byte header are the file (test `read_then_write_is_the_identity`).
//! 2. `func_types.len() == imported_funcs + bodies.len()` (same test).

use crate::ids::{FuncIx, TypeIx};
use crate::{Const, Error, Result};
use std::ops::Range;
use wasmparser::{BinaryReader, CompositeInnerType, ExternalKind, FunctionBody, MemoryType, TableType, TypeRef, ValType, Validator, WasmFeatures};

/// The parameters and results of a function, block or label.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct FuncType {
    /// Parameters, first one deepest on the stack.
    pub params: Box<[ValType]>,
    /// Results, first one deepest on the stack.
    pub results: Box<[ValType]>,
}

/// A section as it stands in the file.
#[derive(Clone, Debug)]
pub struct Section {
    /// The section id (0 is custom).
    pub id: u8,
    /// All bytes of the section, id and size included.
    pub whole: Range<usize>,
    /// The bytes behind the size.
    pub payload: Range<usize>,
}

/// The type of a global.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Global {
    /// What it holds.
    pub ty: ValType,
    /// Whether anyone may write it.
    pub mutable: bool,
    /// Whether it comes from outside.
    pub imported: bool,
    /// Its value at the start, if the initializer is a literal.
    pub init: Option<Const>,
}

impl Global {
    /// The value that it has at all times, if it is immutable and its initializer is a literal.
    pub fn constant(&self) -> Option<Const> {
        self.init.filter(|_| !self.mutable)
    }
}

/// An export of the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Export {
    /// The name.
    pub name: String,
    /// What is exported.
    pub kind: ExternalKind,
    /// Its index in the index space of its kind.
    pub index: u32,
}

/// A core module: its bytes, where the sections are, and its index spaces.
#[derive(Clone, Debug)]
pub struct Module {
    bytes: Vec<u8>,
    /// The sections in file order.
    pub sections: Vec<Section>,
    /// The type index space; `None` for what is not a function type.
    pub types: Vec<Option<FuncType>>,
    /// The type of each function, imports first.
    pub func_types: Vec<TypeIx>,
    /// How many functions are imported.
    pub imported_funcs: usize,
    /// Globals, imports first.
    pub globals: Vec<Global>,
    /// Memories, imports first.
    pub memories: Vec<MemoryType>,
    /// Tables, imports first.
    pub tables: Vec<TableType>,
    /// Exports in order.
    pub exports: Vec<Export>,
    /// The start function.
    pub start: Option<FuncIx>,
    /// Where the body of each defined function stands in the file, without its size.
    pub bodies: Vec<Range<usize>>,
}

impl Module {
    /// Reads and validates a core module, all proposals that `wasmparser` knows enabled.
    ///
    /// # Errors
    /// With the byte offset, for anything that is not a valid core module.
    pub fn parse(bytes: &[u8]) -> Result<Module> {
        if !wasmparser::Parser::is_core_wasm(bytes) {
            return Err(Error::at(0, "not a wasm core module"));
        }
        Validator::new_with_features(WasmFeatures::all()).validate_all(bytes)?;
        let mut m = Module {
            bytes: bytes.to_vec(),
            sections: sections(bytes)?,
            types: Vec::new(),
            func_types: Vec::new(),
            imported_funcs: 0,
            globals: Vec::new(),
            memories: Vec::new(),
            tables: Vec::new(),
            exports: Vec::new(),
            start: None,
            bodies: Vec::new(),
        };
        for i in 0..m.sections.len() {
            let Section { id, payload, .. } = m.sections[i].clone();
            let data = bytes.get(payload.clone()).expect("sections lie inside the file");
            m.read_section(id, data, payload.start)?;
        }
        Ok(m)
    }

    fn read_section(&mut self, id: u8, data: &[u8], start: usize) -> Result<()> {
        let reader = BinaryReader::new(data, start as u64);
        match id {
            1 => {
                for group in wasmparser::TypeSectionReader::new(reader)? {
                    for sub in group?.types() {
                        self.types.push(match &sub.composite_type.inner {
                            CompositeInnerType::Func(f) => Some(FuncType { params: f.params().into(), results: f.results().into() }),
                            _ => None,
                        });
                    }
                }
            }
            2 => {
                for import in wasmparser::ImportSectionReader::new(reader)?.into_imports() {
                    match import?.ty {
                        TypeRef::Func(ty) | TypeRef::FuncExact(ty) => {
                            self.func_types.push(TypeIx(ty));
                            self.imported_funcs += 1;
                        }
                        TypeRef::Table(ty) => self.tables.push(ty),
                        TypeRef::Memory(ty) => self.memories.push(ty),
                        TypeRef::Global(ty) => self.globals.push(Global { ty: ty.content_type, mutable: ty.mutable, imported: true, init: None }),
                        TypeRef::Tag(_) => {}
                    }
                }
            }
            3 => {
                for ty in wasmparser::FunctionSectionReader::new(reader)? {
                    self.func_types.push(TypeIx(ty?));
                }
            }
            4 => {
                for table in wasmparser::TableSectionReader::new(reader)? {
                    self.tables.push(table?.ty);
                }
            }
            5 => {
                for memory in wasmparser::MemorySectionReader::new(reader)? {
                    self.memories.push(memory?);
                }
            }
            6 => {
                for global in wasmparser::GlobalSectionReader::new(reader)? {
                    let global = global?;
                    let init = crate::constants::literal(&global.init_expr);
                    self.globals.push(Global { ty: global.ty.content_type, mutable: global.ty.mutable, imported: false, init });
                }
            }
            7 => {
                for export in wasmparser::ExportSectionReader::new(reader)? {
                    let e = export?;
                    self.exports.push(Export { name: e.name.to_string(), kind: e.kind, index: e.index });
                }
            }
            8 => self.start = Some(FuncIx(BinaryReader::new(data, start as u64).read_var_u32()?)),
            10 => {
                for body in wasmparser::CodeSectionReader::new(reader)? {
                    let range = body?.range();
                    self.bodies.push(range.start as usize..range.end as usize);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The input.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The module as it was read, section by section: byte for byte the input (invariant 1).
    pub fn write(&self) -> Vec<u8> {
        let mut out = self.bytes[..8].to_vec();
        for section in &self.sections {
            out.extend_from_slice(&self.bytes[section.whole.clone()]);
        }
        out
    }

    /// The number of functions with a body.
    pub fn defined(&self) -> usize {
        self.bodies.len()
    }

    /// The function index of the `i`-th body.
    pub fn func_ix(&self, i: usize) -> FuncIx {
        FuncIx::new(self.imported_funcs + i)
    }

    /// The signature of a function.
    pub fn func_type(&self, f: FuncIx) -> &FuncType {
        self.types[self.func_types[f.ix()].ix()].as_ref().expect("a valid module's functions have function types")
    }

    /// The `i`-th body, local declarations first, as in the file.
    pub fn body_bytes(&self, i: usize) -> &[u8] {
        &self.bytes[self.bodies[i].clone()]
    }

    /// A reader of the `i`-th body.
    pub fn body_reader(&self, i: usize) -> FunctionBody<'_> {
        FunctionBody::new(BinaryReader::new(self.body_bytes(i), self.bodies[i].start as u64))
    }

    /// The custom sections: name, contents, and the section itself.
    pub fn customs(&self) -> impl Iterator<Item = (&str, &[u8], &Section)> {
        self.sections.iter().filter(|s| s.id == 0).map(|s| {
            let (name, data) = self.custom(s);
            (name, data, s)
        })
    }

    /// The name and the contents of one custom section.
    pub(crate) fn custom(&self, section: &Section) -> (&str, &[u8]) {
        let payload = &self.bytes[section.payload.clone()];
        let mut reader = BinaryReader::new(payload, section.payload.start as u64);
        let name = reader.read_string().expect("validated: a custom section starts with its name");
        (name, &payload[payload.len() - reader.bytes_remaining()..])
    }

    /// A name for messages: the export name, else the name section's, else nothing.
    pub fn func_name(&self, f: FuncIx) -> Option<String> {
        let export = self.exports.iter().find(|e| e.kind == ExternalKind::Func && e.index == f.0);
        export.map(|e| e.name.clone()).or_else(|| {
            let (_, data, s) = self.customs().find(|(name, ..)| *name == "name")?;
            let start = s.payload.end - data.len();
            for sub in wasmparser::NameSectionReader::new(BinaryReader::new(data, start as u64)) {
                let Ok(wasmparser::Name::Function(map)) = sub else { continue };
                return map.into_iter().flatten().find(|n| n.index == f.0).map(|n| n.name.to_string());
            }
            None
        })
    }
}

/// Splits a file into its sections.
fn sections(bytes: &[u8]) -> Result<Vec<Section>> {
    let mut found = Vec::new();
    let mut at = 8;
    while at < bytes.len() {
        let mut reader = BinaryReader::new(&bytes[at..], at as u64);
        let id = reader.read_u8()?;
        let size = reader.read_var_u32()? as usize;
        let start = bytes.len() - reader.bytes_remaining();
        let end = start.checked_add(size).filter(|end| *end <= bytes.len()).ok_or_else(|| Error::at(at as u64, "section ends behind the file"))?;
        found.push(Section { id, whole: at..end, payload: start..end });
        at = end;
    }
    Ok(found)
}

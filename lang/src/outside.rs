//! What a module has outside of function bodies, decoded: imports, initialisers, segments.
//!
//! [`Module`] keeps index spaces only, since nothing that rewrites bodies needs more. Whoever compares two modules needs the contents too.
//! Everything here is in the order of the file, and indices are those of the file.

use crate::ids::TypeIx;
use crate::instr::Instr;
use crate::module::{Global, Module};
use crate::op::Op;
use crate::{Error, Result};
use wasmparser::{
    BinaryReader, CompositeInnerType, DataKind, ElementItems, ElementKind, MemoryType, RefType, TableInit, TableType, TypeRef, ValType,
};

/// The instructions of an initialiser, without the final `end`.
pub type ConstExpr = Vec<Instr>;

/// What an import or export is, with its type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entity {
    /// A function.
    Func(TypeIx),
    /// A table.
    Table(TableType),
    /// A memory.
    Memory(MemoryType),
    /// A global.
    Global(Global),
    /// A tag, with its type.
    Tag(TypeIx),
}

/// An import.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// The first name.
    pub module: String,
    /// The second name.
    pub name: String,
    /// What it is.
    pub entity: Entity,
}

/// When a segment is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mode {
    /// At instantiation, to this memory or table, at this offset.
    Active(u32, ConstExpr),
    /// By an instruction.
    Passive,
    /// Never: it only announces `ref.func`s.
    Declared,
}

/// A data segment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DataSegment {
    /// When it is written.
    pub mode: Mode,
    /// What.
    pub bytes: Vec<u8>,
}

/// An element segment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ElemSegment {
    /// When it is written.
    pub mode: Mode,
    /// The type of its elements.
    pub ty: RefType,
    /// What, one initialiser each.
    pub items: Vec<ConstExpr>,
}

/// See the module's documentation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outside {
    /// All imports.
    pub imports: Vec<Import>,
    /// The initialisers of the defined globals.
    pub globals: Vec<ConstExpr>,
    /// The initialisers of the defined tables; `None` is null.
    pub tables: Vec<Option<ConstExpr>>,
    /// The types of the tags, imports first.
    pub tags: Vec<TypeIx>,
    /// Element segments.
    pub elements: Vec<ElemSegment>,
    /// Data segments.
    pub data: Vec<DataSegment>,
    /// Whether every type is a function type that is final, has no supertype, stands in a group of its own, and mentions no other type, so that
    /// types are equal exactly if they look equal.
    pub plain_types: bool,
}

impl Module {
    /// Decodes what stands outside of function bodies.
    ///
    /// # Errors
    /// If an initialiser has an operator that the table does not know.
    pub fn outside(&self) -> Result<Outside> {
        let mut out = Outside { plain_types: true, ..Outside::default() };
        for section in &self.sections {
            let payload = &self.bytes()[section.payload.clone()];
            out.section(section.id, BinaryReader::new(payload, section.payload.start as u64))?;
        }
        Ok(out)
    }
}

impl Outside {
    fn section(&mut self, id: u8, r: BinaryReader<'_>) -> Result<()> {
        match id {
            1 => {
                for group in wasmparser::TypeSectionReader::new(r)? {
                    let group = group?;
                    // Two types of one group differ, however they look.
                    self.plain_types &= group.types().len() == 1;
                    for sub in group.types() {
                        let CompositeInnerType::Func(f) = &sub.composite_type.inner else {
                            self.plain_types = false;
                            continue;
                        };
                        let plain = |t: &ValType| !matches!(t, ValType::Ref(r) if r.is_concrete_type_ref());
                        let alone = sub.is_final && sub.supertype_idxs.is_empty() && !sub.composite_type.shared;
                        self.plain_types &= alone && f.params().iter().chain(f.results()).all(plain);
                    }
                }
            }
            2 => {
                for import in wasmparser::ImportSectionReader::new(r)?.into_imports() {
                    let import = import?;
                    let entity = match import.ty {
                        TypeRef::Func(ty) | TypeRef::FuncExact(ty) => Entity::Func(TypeIx(ty)),
                        TypeRef::Table(ty) => Entity::Table(ty),
                        TypeRef::Memory(ty) => Entity::Memory(ty),
                        TypeRef::Global(ty) => Entity::Global(Global { ty: ty.content_type, mutable: ty.mutable, imported: true, init: None }),
                        TypeRef::Tag(ty) => {
                            self.tags.push(TypeIx(ty.func_type_idx));
                            Entity::Tag(TypeIx(ty.func_type_idx))
                        }
                    };
                    self.imports.push(Import { module: import.module.to_string(), name: import.name.to_string(), entity });
                }
            }
            4 => {
                for table in wasmparser::TableSectionReader::new(r)? {
                    self.tables.push(match table?.init {
                        TableInit::RefNull => None,
                        TableInit::Expr(e) => Some(expr(&e)?),
                    });
                }
            }
            6 => {
                for global in wasmparser::GlobalSectionReader::new(r)? {
                    self.globals.push(expr(&global?.init_expr)?);
                }
            }
            9 => {
                for segment in wasmparser::ElementSectionReader::new(r)? {
                    let segment = segment?;
                    let mode = match segment.kind {
                        ElementKind::Active { table_index, offset_expr } => Mode::Active(table_index.unwrap_or(0), expr(&offset_expr)?),
                        ElementKind::Passive => Mode::Passive,
                        ElementKind::Declared => Mode::Declared,
                    };
                    let mut items = Vec::new();
                    let ty = match segment.items {
                        ElementItems::Functions(functions) => {
                            for f in functions {
                                items.push(vec![Instr { op: Op::RefFunc, imm: crate::Imm::Index(f?) }]);
                            }
                            RefType::FUNCREF
                        }
                        ElementItems::Expressions(ty, expressions) => {
                            for e in expressions {
                                items.push(expr(&e?)?);
                            }
                            ty
                        }
                    };
                    self.elements.push(ElemSegment { mode, ty, items });
                }
            }
            11 => {
                for segment in wasmparser::DataSectionReader::new(r)? {
                    let segment = segment?;
                    let mode = match segment.kind {
                        DataKind::Active { memory_index, offset_expr } => Mode::Active(memory_index, expr(&offset_expr)?),
                        DataKind::Passive => Mode::Passive,
                    };
                    self.data.push(DataSegment { mode, bytes: segment.data.to_vec() });
                }
            }
            13 => {
                for tag in wasmparser::TagSectionReader::new(r)? {
                    self.tags.push(TypeIx(tag?.func_type_idx));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn expr(e: &wasmparser::ConstExpr<'_>) -> Result<ConstExpr> {
    let mut r = e.get_binary_reader();
    let mut out = Vec::new();
    while !r.eof() {
        out.push(Instr::decode(&mut r)?);
    }
    match out.pop() {
        Some(Instr { op: Op::End, .. }) => Ok(out),
        _ => Err(Error::new("an initialiser without end")),
    }
}

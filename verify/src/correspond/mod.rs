//! Which entry of module A stands for which of module B, when the index spaces differ.
//!
//! 1. [`View`] decodes what both have outside of bodies (`view.rs`).
//! 2. `guess.rs`, `functions.rs` make a [`Map`]: from imports, exports, names, positions, call sites, contents. It is a guess, and nobody trusts it.
//! 3. `check.rs` compares under the map whatever can be observed outside of bodies; `image.rs` does the initial contents of memories and tables.
//! 4. [`Common`] puts bodies of both sides into one index space, in which things that correspond have one index (`common.rs`), so that whoever
//!    compares bodies need not know of the map.

mod check;
mod common;
mod functions;
mod guess;
mod image;
mod needed;
mod view;

pub(crate) use check::check;
pub(crate) use common::{Common, Space};
pub(crate) use guess::{Hint, guess};
pub(crate) use needed::needed;
pub(crate) use view::View;

/// For each entry of A the one of B that it corresponds to. Functions may share one; everything else may not.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Map {
    pub funcs: Vec<Option<u32>>,
    /// Functions of A whose counterpart must be the one that it is, because both have one place that can be seen: an export, a slot of a table. Where
    /// such a pair differs, the modules do.
    pub forced: Vec<bool>,
    pub globals: Vec<Option<u32>>,
    pub tables: Vec<Option<u32>>,
    pub memories: Vec<Option<u32>>,
    pub tags: Vec<Option<u32>>,
    pub data: Vec<Option<u32>>,
    pub elements: Vec<Option<u32>>,
}

impl Map {
    /// Whether every entry corresponds to the one of its own index.
    pub(crate) fn is_identity(&self) -> bool {
        let same = |map: &[Option<u32>]| (0..).zip(map).all(|(i, j)| *j == Some(i));
        same(&self.funcs) && self.others().iter().all(|(what, map)| what.ends_with("segment") || same(map))
    }

    /// All maps but that of functions, with a name for messages.
    pub(crate) fn others(&self) -> [(&'static str, &[Option<u32>]); 6] {
        [
            ("global", &self.globals),
            ("table", &self.tables),
            ("memory", &self.memories),
            ("tag", &self.tags),
            ("data segment", &self.data),
            ("element segment", &self.elements),
        ]
    }
}

/// What a body or initialiser names by this immediate, in this position.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Names {
    Func,
    Type,
    Global,
    Table,
    Memory,
    Tag,
    Data,
    Element,
    /// A number that is no module-level index.
    Nothing,
}

/// The meaning of the (at most two) indices of an operator; `None` if its immediates have indices in another shape.
pub(crate) fn names(kind: loom_eq_lang::ImmKind) -> Option<(Names, Names)> {
    use loom_eq_lang::ImmKind as K;
    Some(match kind {
        K::Func => (Names::Func, Names::Nothing),
        K::Type => (Names::Type, Names::Nothing),
        K::Global => (Names::Global, Names::Nothing),
        K::Table => (Names::Table, Names::Nothing),
        K::Mem => (Names::Memory, Names::Nothing),
        K::Data => (Names::Data, Names::Nothing),
        K::Elem => (Names::Element, Names::Nothing),
        K::Tag => (Names::Tag, Names::Nothing),
        K::TypeTable => (Names::Type, Names::Table),
        K::DataMem => (Names::Data, Names::Memory),
        K::MemMem => (Names::Memory, Names::Memory),
        K::ElemTable => (Names::Element, Names::Table),
        K::TableTable => (Names::Table, Names::Table),
        K::TypeField | K::TypeCount => (Names::Type, Names::Nothing),
        K::TypeData => (Names::Type, Names::Data),
        K::TypeElem => (Names::Type, Names::Element),
        K::TypeType => (Names::Type, Names::Type),
        K::Label | K::Local | K::None | K::BrTable | K::Lane | K::Byte | K::Shuffle | K::V128 | K::I32 | K::I64 | K::F32 | K::F64 => {
            (Names::Nothing, Names::Nothing)
        }
        K::MemArg | K::MemArgLane | K::Block | K::Types | K::Heap | K::Cast | K::TryTable => return None,
    })
}

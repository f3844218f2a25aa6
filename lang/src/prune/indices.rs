//! The index spaces of a module, what becomes of each index, and the indices in an instruction.

use crate::instr::{self, BlockType, Imm, Instr, MemArg};
use crate::op::ImmKind;
use crate::{Result, TypeIx};
use wasmparser::BinaryReader;

/// An index space.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum Space {
    Func,
    Type,
    Global,
    Table,
    Memory,
    Tag,
    Data,
    Element,
}

impl Space {
    /// All of them.
    pub const ALL: [Space; 8] = [Space::Func, Space::Type, Space::Global, Space::Table, Space::Memory, Space::Tag, Space::Data, Space::Element];

    pub(crate) fn ix(self) -> usize {
        self as usize
    }
}

/// The new index of each old one; `None` is gone. Two types may have become one, of all else no two have.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Indices {
    pub(crate) spaces: [Vec<Option<u32>>; 8],
}

impl Indices {
    /// The new indices of a space.
    pub fn of(&self, space: Space) -> &[Option<u32>] {
        &self.spaces[space.ix()]
    }

    /// The new index; `None` is gone, or never was.
    pub fn get(&self, space: Space, old: u32) -> Option<u32> {
        self.of(space).get(old as usize).copied()?
    }

    /// How many are gone; of types also those that became another one.
    pub fn removed(&self, space: Space) -> usize {
        let left: std::collections::HashSet<u32> = self.of(space).iter().flatten().copied().collect();
        self.of(space).len() - left.len()
    }

    /// Whether what is left stands in another order.
    pub fn reordered(&self, space: Space) -> bool {
        space != Space::Type && !self.of(space).iter().flatten().is_sorted()
    }
}

/// What the (at most two) indices of an operator are indices of.
fn spaces(kind: ImmKind) -> [Option<Space>; 2] {
    use ImmKind as K;
    use Space::*;
    match kind {
        K::Func => [Some(Func), None],
        K::Type | K::TypeField | K::TypeCount => [Some(Type), None],
        K::Global => [Some(Global), None],
        K::Table => [Some(Table), None],
        K::Mem => [Some(Memory), None],
        K::Data => [Some(Data), None],
        K::Elem => [Some(Element), None],
        K::Tag => [Some(Tag), None],
        K::TypeTable => [Some(Type), Some(Table)],
        K::DataMem => [Some(Data), Some(Memory)],
        K::MemMem => [Some(Memory), Some(Memory)],
        K::ElemTable => [Some(Element), Some(Table)],
        K::TableTable => [Some(Table), Some(Table)],
        K::TypeData => [Some(Type), Some(Data)],
        K::TypeElem => [Some(Type), Some(Element)],
        K::TypeType => [Some(Type), Some(Type)],
        K::None | K::Block | K::Label | K::BrTable | K::Local | K::MemArg | K::MemArgLane | K::Lane | K::Shuffle | K::I32 | K::I64 | K::F32 => {
            [None, None]
        }
        K::F64 | K::V128 | K::Types | K::Heap | K::Byte | K::Cast | K::TryTable => [None, None],
    }
}

/// The immediates with another index for each one that they name. Types inside of value types and heap types stay: see [`names_types`].
///
/// # Errors
/// If immediates that were read once cannot be read again, which would be an error here.
pub(crate) fn renumber(instr: &Instr, mut index: impl FnMut(Space, u32) -> u32) -> Result<Imm> {
    let kind = instr.op.info().imm;
    let mut of = |space: Option<Space>, i: u32| space.map_or(i, |space| index(space, i));
    Ok(match &instr.imm {
        Imm::Index(i) => Imm::Index(of(spaces(kind)[0], *i)),
        Imm::Index2(i, j) => {
            let [first, second] = spaces(kind);
            Imm::Index2(of(first, *i), of(second, *j))
        }
        Imm::Mem(m) => Imm::Mem(MemArg { memory: index(Space::Memory, m.memory), ..*m }),
        Imm::MemLane(m, lane) => Imm::MemLane(MemArg { memory: index(Space::Memory, m.memory), ..*m }, *lane),
        Imm::Block(BlockType::Func(t)) => Imm::Block(BlockType::Func(TypeIx(index(Space::Type, t.0)))),
        Imm::Raw(_) if kind == ImmKind::TryTable => {
            let (ty, mut catches) = instr::try_table(&instr.imm)?;
            let ty = if let BlockType::Func(t) = ty { BlockType::Func(TypeIx(index(Space::Type, t.0))) } else { ty };
            catches.iter_mut().for_each(|c| c.tag = c.tag.map(|tag| index(Space::Tag, tag)));
            instr::try_table_imm(ty, &catches)
        }
        other => other.clone(),
    })
}

/// Whether immediates have a value or heap type in them that names a type of the module.
pub(crate) fn names_types(instr: &Instr) -> Result<bool> {
    use wasmparser::{HeapType, ValType};
    let value = |t: &ValType| matches!(t, ValType::Ref(r) if r.is_concrete_type_ref());
    let heap = |t: HeapType| matches!(t, HeapType::Concrete(_) | HeapType::Exact(_));
    Ok(match (&instr.imm, instr.op.info().imm) {
        (Imm::Block(BlockType::Value(t)), _) => value(t),
        (Imm::Raw(_), ImmKind::Types) => instr::select_types(&instr.imm)?.iter().any(value),
        (Imm::Raw(bytes), ImmKind::Heap) => heap(BinaryReader::new(bytes, 0).read()?),
        (Imm::Raw(_), ImmKind::TryTable) => matches!(instr::try_table(&instr.imm)?.0, BlockType::Value(t) if value(&t)),
        (Imm::Raw(_), _) => true,
        _ => false,
    })
}

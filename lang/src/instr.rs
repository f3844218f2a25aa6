//! Instructions: an operator with its immediates, decoded from and encoded to the binary format.
//!
//! Decoding and encoding follow [`ImmKind`], so an operator needs nothing here but its line in the table. Encoding always writes minimal
//! LEBs: decode-then-encode is the canonical form of an instruction.

use crate::ids::TypeIx;
use crate::op::{ImmKind, Op};
use crate::{Error, Result};
use smallvec::SmallVec;
use std::cell::RefCell;
use wasm_encoder::Encode;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasmparser::{BinaryReader, HeapType, ValType};

/// A memory immediate: alignment hint, memory index, constant offset.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MemArg {
    /// log2 of the alignment hint, as written.
    pub align: u8,
    /// The memory.
    pub memory: u32,
    /// Added to the address without wrapping.
    pub offset: u64,
}

/// The type of a block, as written: the same type has several encodings, and each is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BlockType {
    /// Takes and gives nothing.
    Empty,
    /// Takes nothing, gives one value.
    Value(ValType),
    /// A type of the type section.
    Func(TypeIx),
}

/// The immediates of an instruction.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Imm {
    /// None.
    None,
    /// One index (label depth, function, type, local, global, table, memory, segment or tag).
    Index(u32),
    /// Two indices, in the order of the binary format.
    Index2(u32, u32),
    /// `i32.const`.
    I32(i32),
    /// `i64.const`.
    I64(i64),
    /// `f32.const`, as bits.
    F32(u32),
    /// `f64.const`, as bits.
    F64(u64),
    /// `v128.const` and the lanes of `i8x16.shuffle`.
    Bytes16([u8; 16]),
    /// A lane, or another single byte.
    Byte(u8),
    /// A memory access.
    Mem(MemArg),
    /// A memory access with a lane.
    MemLane(MemArg, u8),
    /// A block type.
    Block(BlockType),
    /// `br_table`: the labels, the default last.
    Targets(Box<[u32]>),
    /// Immediates that nothing here looks into, already in canonical encoding.
    Raw(Box<[u8]>),
}

/// An operator with its immediates.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Instr {
    /// The operator.
    pub op: Op,
    /// Its immediates.
    pub imm: Imm,
}

impl Instr {
    /// Reads one instruction. Fails on an opcode that the table does not have and on malformed immediates.
    pub fn decode(r: &mut BinaryReader<'_>) -> Result<Instr> {
        let at = r.original_position();
        let first = r.read_u8()?;
        let (prefix, code) = if first >= 0xfb { (first, r.read_var_u32()?) } else { (0, u32::from(first)) };
        let op = Op::by_code(prefix, code).ok_or_else(|| Error::at(at, format!("unknown opcode 0x{first:02x} {code}")))?;
        // Typed and untyped `select` share a text name, not an opcode, so the opcode decides alone.
        Ok(Instr { op, imm: decode_imm(op.info().imm, r)? })
    }

    /// Appends the canonical encoding.
    pub fn encode(&self, out: &mut Vec<u8>) {
        encode(self.op, &self.imm, out);
    }
}

fn memarg(r: &mut BinaryReader<'_>) -> Result<MemArg> {
    let at = r.original_position();
    let flags = r.read_var_u32()?;
    let memory = if flags & (1 << 6) != 0 { r.read_var_u32()? } else { 0 };
    // Bits 4 and 5 announce an ordering or an array type (acquire-release atomics, multi-byte array access); no alignment needs them.
    let align = u8::try_from(flags & !(1 << 6)).ok().filter(|a| *a < 16).ok_or_else(|| Error::at(at, "memory flags not understood"))?;
    Ok(MemArg { align, memory, offset: r.read_var_u64()? })
}

fn decode_imm(kind: ImmKind, r: &mut BinaryReader<'_>) -> Result<Imm> {
    use ImmKind::*;
    Ok(match kind {
        None => Imm::None,
        Block => Imm::Block(block_type(r)?),
        Label | Func | Type | Local | Global | Table | Mem | Data | Elem | Tag => Imm::Index(r.read_var_u32()?),
        TypeTable | DataMem | MemMem | ElemTable | TableTable | TypeField | TypeCount | TypeData | TypeElem | TypeType => {
            Imm::Index2(r.read_var_u32()?, r.read_var_u32()?)
        }
        BrTable => {
            let at = r.original_position();
            let count = r.read_var_u32()? as usize;
            // Each target takes a byte at least, so a count beyond the rest of the body is malformed, and is not allocated.
            if count >= r.bytes_remaining() {
                return Err(Error::at(at, "br_table is longer than its function"));
            }
            let mut targets = Vec::with_capacity(count + 1);
            for _ in 0..=count {
                targets.push(r.read_var_u32()?);
            }
            Imm::Targets(targets.into())
        }
        MemArg => Imm::Mem(memarg(r)?),
        MemArgLane => Imm::MemLane(memarg(r)?, r.read_u8()?),
        Lane | Byte => Imm::Byte(r.read_u8()?),
        Shuffle | V128 => Imm::Bytes16(r.read_bytes(16)?.try_into().expect("16 bytes")),
        I32 => Imm::I32(r.read_var_i32()?),
        I64 => Imm::I64(r.read_var_i64()?),
        F32 => Imm::F32(r.read_f32()?.bits()),
        F64 => Imm::F64(r.read_f64()?.bits()),
        Types | Heap | Cast | TryTable => Imm::Raw(exotic(kind, r)?.into()),
    })
}

/// Immediates with types in them: canonical bytes.
fn exotic(kind: ImmKind, r: &mut BinaryReader<'_>) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let heap = |r: &mut BinaryReader<'_>, out: &mut Vec<u8>| -> Result<()> {
        let ty = RoundtripReencoder.heap_type(r.read::<HeapType>()?).map_err(|e| Error::new(e.to_string()))?;
        ty.encode(out);
        Ok(())
    };
    match kind {
        ImmKind::Types => {
            let count = r.read_var_u32()?;
            count.encode(&mut out);
            for _ in 0..count {
                encode_val_type(r.read::<ValType>()?, &mut out);
            }
        }
        ImmKind::Heap => heap(r, &mut out)?,
        ImmKind::Cast => {
            out.push(r.read_u8()?);
            r.read_var_u32()?.encode(&mut out);
            heap(r, &mut out)?;
            heap(r, &mut out)?;
        }
        _ => {
            encode_block_type(block_type(r)?, &mut out);
            let count = r.read_var_u32()?;
            count.encode(&mut out);
            for _ in 0..count {
                let at = r.original_position();
                let catch = r.read_u8()?;
                out.push(catch);
                match catch {
                    0 | 1 => r.read_var_u32()?.encode(&mut out),
                    2 | 3 => {}
                    _ => return Err(Error::at(at, "unknown catch clause")),
                }
                r.read_var_u32()?.encode(&mut out);
            }
        }
    }
    Ok(out)
}

fn block_type(r: &mut BinaryReader<'_>) -> Result<BlockType> {
    let mut ahead = r.clone();
    if ahead.read_u8()? == 0x40 {
        *r = ahead;
        return Ok(BlockType::Empty);
    }
    let mut ahead = r.clone();
    match u32::try_from(ahead.read_var_s33()?) {
        Ok(index) => {
            *r = ahead;
            Ok(BlockType::Func(TypeIx(index)))
        }
        Err(_) => Ok(BlockType::Value(r.read::<ValType>()?)),
    }
}

fn encode_block_type(ty: BlockType, out: &mut Vec<u8>) {
    match ty {
        BlockType::Empty => out.push(0x40),
        BlockType::Value(ty) => encode_val_type(ty, out),
        BlockType::Func(index) => i64::from(index.0).encode(out),
    }
}

/// Appends a value type.
pub fn encode_val_type(ty: ValType, out: &mut Vec<u8>) {
    RoundtripReencoder.val_type(ty).expect("a value type that was read can be written").encode(out);
}

/// Appends the canonical encoding of an operator with its immediates.
pub fn encode(op: Op, imm: &Imm, out: &mut Vec<u8>) {
    let info = op.info();
    if info.prefix == 0 {
        out.push(u8::try_from(info.code).expect("a one-byte opcode"));
    } else {
        out.push(info.prefix);
        info.code.encode(out);
    }
    let memarg = |m: &MemArg, out: &mut Vec<u8>| {
        if m.memory == 0 {
            out.push(m.align);
        } else {
            out.push(m.align | (1 << 6));
            m.memory.encode(out);
        }
        m.offset.encode(out);
    };
    match imm {
        Imm::None => {}
        Imm::Index(i) => i.encode(out),
        Imm::Index2(i, j) => {
            i.encode(out);
            j.encode(out);
        }
        Imm::I32(v) => v.encode(out),
        Imm::I64(v) => v.encode(out),
        Imm::F32(bits) => out.extend_from_slice(&bits.to_le_bytes()),
        Imm::F64(bits) => out.extend_from_slice(&bits.to_le_bytes()),
        Imm::Bytes16(bytes) => out.extend_from_slice(bytes),
        Imm::Byte(byte) => out.push(*byte),
        Imm::Mem(m) => memarg(m, out),
        Imm::MemLane(m, lane) => {
            memarg(m, out);
            out.push(*lane);
        }
        Imm::Block(ty) => encode_block_type(*ty, out),
        Imm::Targets(targets) => {
            u32::try_from(targets.len() - 1).expect("a 32-bit count").encode(out);
            for target in targets {
                target.encode(out);
            }
        }
        Imm::Raw(bytes) => out.extend_from_slice(bytes),
    }
}

/// The number of bytes that [`encode`] writes.
pub fn size(op: Op, imm: &Imm) -> u32 {
    thread_local!(static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) });
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.clear();
        encode(op, imm, scratch);
        u32::try_from(scratch.len()).expect("an instruction shorter than 4 GB")
    })
}

/// A catch clause of a `try_table`, as it is encoded: its kind, its tag where it has one, its label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Catch {
    /// 0 to 3.
    pub kind: u8,
    /// The tag of the kinds 0 and 1.
    pub tag: Option<u32>,
    /// Where it branches to.
    pub label: u32,
}

/// What stands in a `try_table`.
pub fn try_table(imm: &Imm) -> Result<(BlockType, Vec<Catch>)> {
    let Imm::Raw(bytes) = imm else { return Err(Error::new("no try_table")) };
    let mut r = BinaryReader::new(bytes, 0);
    let ty = block_type(&mut r)?;
    let mut catches = Vec::new();
    for _ in 0..r.read_var_u32()? {
        let kind = r.read_u8()?;
        let tag = if kind < 2 { Some(r.read_var_u32()?) } else { None };
        catches.push(Catch { kind, tag, label: r.read_var_u32()? });
    }
    Ok((ty, catches))
}

/// The immediates of a `try_table`.
pub fn try_table_imm(ty: BlockType, catches: &[Catch]) -> Imm {
    let mut out = Vec::new();
    encode_block_type(ty, &mut out);
    catches.len().encode(&mut out);
    for c in catches {
        out.push(c.kind);
        c.tag.iter().for_each(|tag| tag.encode(&mut out));
        c.label.encode(&mut out);
    }
    Imm::Raw(out.into())
}

/// The types in a `select (result …)`.
pub fn select_types(imm: &Imm) -> Result<SmallVec<[ValType; 1]>> {
    let Imm::Raw(bytes) = imm else { return Ok(SmallVec::new()) };
    let mut r = BinaryReader::new(bytes, 0);
    let count = r.read_var_u32()?;
    (0..count).map(|_| Ok(r.read::<ValType>()?)).collect()
}

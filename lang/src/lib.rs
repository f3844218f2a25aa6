//! WebAssembly for loom-eq: one operator table, a module model that loses nothing, and structured bodies.
//!
//! - [`Op`] and [`Instr`]: every operator from one table (`op/table.rs`), decoded and encoded by the shape of its immediates.
//! - [`Module`]: the sections as they stand, and the index spaces.
//! - [`Outside`]: imports, initialisers and segments, decoded.
//! - [`assemble`], [`canonicalize`]: a module back to bytes, in canonical encoding, with bodies replaced and custom sections kept true.
//! - [`prune`]: a module without what nothing reaches, renumbered.
//! - [`map_core_modules`]: the core modules inside a component.
//! - [`Body`]: a function as wasm nests it, operands as trees, values that wait on the stack where they wait.

mod assemble;
mod body;
mod canonical;
mod component;
mod constants;
mod custom;
mod error;
mod eval;
mod ids;
pub mod instr;
mod metadata;
mod module;
mod named;
mod names;
mod op;
mod outside;
mod prune;

pub use assemble::{AssembleOptions, Assembled, assemble, canonicalize, relocatable};
pub use body::{Body, Emitted, Event, Events, Node, Opaque, RegionData, RegionKind};
pub use canonical::{canonical_body, instructions};
pub use component::{is_component, map_core_modules};
pub use constants::{global_size, with_constants};
pub use error::{Error, Result};
pub use eval::{Const, eval};
pub use ids::{FuncIx, LocalIx, NodeId, Region, TypeIx};
pub use instr::{BlockType, Imm, Instr, MemArg};
pub use metadata::branch_hints;
pub use module::{Export, FuncType, Global, Module, Section};
pub use named::Named;
pub use op::{Class, ImmKind, Op, OpInfo};
pub use outside::{ConstExpr, DataSegment, ElemSegment, Entity, Import, Mode, Outside};
pub use prune::{Indices, Places, Pruned, Pruning, Space, prune};
pub use wasmparser::{ExternalKind, HeapType, MemoryType, RefType, TableType, ValType};

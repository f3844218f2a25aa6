//! WebAssembly for loom-eq: one operator table, a module model that loses nothing, and structured bodies.
//!
//! - [`Op`] and [`Instr`]: every operator from one table ([`op::table`](op)), decoded and encoded by the shape of its immediates.
//! - [`Module`]: the sections as they stand, and the index spaces.
//! - [`Body`]: a function as wasm nests it, operands as trees, values that wait on the stack where they wait.

mod body;
mod error;
mod ids;
pub mod instr;
mod module;
mod op;

pub use body::{Body, Emitted, Event, Events, Node, Opaque, RegionData, RegionKind};
pub use error::{Error, Result};
pub use ids::{FuncIx, LocalIx, NodeId, Region, TypeIx};
pub use instr::{BlockType, Imm, Instr, MemArg};
pub use module::{Export, FuncType, Global, Module, Section};
pub use op::{Class, ImmKind, Op, OpInfo};
pub use wasmparser::{ExternalKind, HeapType, MemoryType, RefType, TableType, ValType};

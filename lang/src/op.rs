//! Operators: what the table in `op/table.rs` says, as an enum and a static description of each.

#[macro_use]
mod table;

/// What an operator does besides computing its results. Everything but `Pure`, `Stack`, `Local` and `Control` is a *site*: it happens
/// once, at its place in the order of effects.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Class {
    /// Total and deterministic: the result depends on the operands and the immediates only.
    Pure,
    /// `drop` and `select`: moves values.
    Stack,
    /// `local.get`, `local.set`, `local.tee`.
    Local,
    /// Structured control and branches.
    Control,
    /// Traps or computes: integer division and remainder, truncation of floats.
    MayTrap,
    /// Reads a memory; may trap.
    Load,
    /// Writes a memory; may trap.
    Store,
    /// Reads a global.
    GlobalGet,
    /// Writes a global.
    GlobalSet,
    /// Reads the size of a memory.
    MemorySize,
    /// Grows a memory.
    MemoryGrow,
    /// Fills, copies or initialises memory, or drops a data segment; may trap.
    MemoryBulk,
    /// Reads a table or its size; may trap.
    TableRead,
    /// Writes a table or drops an element segment; may trap.
    TableWrite,
    /// Calls a function, which may do anything.
    Call,
    /// Leaves the function by a call.
    TailCall,
    /// Results that an engine may choose (relaxed SIMD).
    Nondet,
    /// Carried through parsing and encoding, but a function that has it is not lifted (GC, exceptions, threads).
    Opaque,
}

/// The shape of the immediates in the binary format.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum ImmKind {
    None,
    Block,
    Label,
    BrTable,
    Func,
    Type,
    TypeTable,
    Local,
    Global,
    Table,
    Mem,
    Data,
    Elem,
    Tag,
    DataMem,
    MemMem,
    ElemTable,
    TableTable,
    TypeField,
    TypeCount,
    TypeData,
    TypeElem,
    TypeType,
    MemArg,
    MemArgLane,
    Lane,
    Shuffle,
    I32,
    I64,
    F32,
    F64,
    V128,
    Types,
    Heap,
    Byte,
    Cast,
    TryTable,
}

/// The table's line of one operator.
#[derive(Debug)]
pub struct OpInfo {
    /// The name in the text format.
    pub name: &'static str,
    /// 0, or the prefix byte.
    pub prefix: u8,
    /// The opcode, or what follows the prefix.
    pub code: u32,
    /// The shape of the immediates.
    pub imm: ImmKind,
    /// `operands>results`, see `op/table.rs`; `*` where it depends.
    pub signature: &'static str,
    /// What it does.
    pub class: Class,
}

macro_rules! define {
    ($($id:ident $name:literal $prefix:literal $code:literal $imm:ident $sig:literal $class:ident,)*) => {
        /// A wasm operator, without its immediates.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u16)]
        #[allow(missing_docs)]
        pub enum Op { $($id,)* }

        impl Op {
            /// Every operator, in the table's order.
            pub const ALL: &'static [Op] = &[$(Op::$id,)*];
        }

        static INFO: &[OpInfo] = &[$(OpInfo {
            name: $name, prefix: $prefix, code: $code, imm: ImmKind::$imm, signature: $sig, class: Class::$class,
        },)*];
    };
}
table::for_each_operator!(define);

impl Op {
    /// The table's line.
    #[inline]
    pub fn info(self) -> &'static OpInfo {
        &INFO[self as usize]
    }

    /// The name in the text format.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// What it does besides computing its results.
    #[inline]
    pub fn class(self) -> Class {
        self.info().class
    }

    /// Total and deterministic: may be computed anywhere, any number of times.
    #[inline]
    pub fn is_pure(self) -> bool {
        self.class() == Class::Pure
    }

    /// The operator of a text name; `select` gives the untyped one.
    pub fn by_name(name: &str) -> Option<Op> {
        static NAMES: std::sync::LazyLock<std::collections::HashMap<&'static str, Op>> =
            std::sync::LazyLock::new(|| Op::ALL.iter().rev().map(|&op| (op.name(), op)).collect());
        NAMES.get(name).copied()
    }

    /// The operator of an opcode in the binary format; `None` where the table has no such line.
    pub fn by_code(prefix: u8, code: u32) -> Option<Op> {
        static CODES: std::sync::LazyLock<Vec<Vec<Option<Op>>>> = std::sync::LazyLock::new(|| {
            let mut codes = vec![vec![None; 0x140]; 256];
            for &op in Op::ALL {
                codes[usize::from(op.info().prefix)][op.info().code as usize] = Some(op);
            }
            codes
        });
        *CODES[usize::from(prefix)].get(code as usize)?
    }

    /// Commutes: `op(a, b)` is `op(b, a)`, bit for bit (floats are not listed: NaN payloads).
    pub fn commutes(self) -> bool {
        use Op::*;
        matches!(self, I32Add | I32Mul | I32And | I32Or | I32Xor | I32Eq | I32Ne | I64Add | I64Mul | I64And | I64Or | I64Xor | I64Eq | I64Ne)
    }

    /// The comparison with its operands swapped: `a < b` is `b > a`. Equalities mirror to themselves.
    pub fn mirrored(self) -> Option<Op> {
        use Op::*;
        Some(match self {
            I32Eq | I32Ne | I64Eq | I64Ne | F32Eq | F32Ne | F64Eq | F64Ne => self,
            I32LtS => I32GtS,
            I32GtS => I32LtS,
            I32LtU => I32GtU,
            I32GtU => I32LtU,
            I32LeS => I32GeS,
            I32GeS => I32LeS,
            I32LeU => I32GeU,
            I32GeU => I32LeU,
            I64LtS => I64GtS,
            I64GtS => I64LtS,
            I64LtU => I64GtU,
            I64GtU => I64LtU,
            I64LeS => I64GeS,
            I64GeS => I64LeS,
            I64LeU => I64GeU,
            I64GeU => I64LeU,
            F32Lt => F32Gt,
            F32Gt => F32Lt,
            F32Le => F32Ge,
            F32Ge => F32Le,
            F64Lt => F64Gt,
            F64Gt => F64Lt,
            F64Le => F64Ge,
            F64Ge => F64Le,
            _ => return None,
        })
    }

    /// The number of bytes that a load or store touches; 0 for other operators.
    pub fn access_width(self) -> u32 {
        use Op::*;
        match self {
            I32Load8S | I32Load8U | I64Load8S | I64Load8U | I32Store8 | I64Store8 | V128Load8Splat | V128Load8Lane | V128Store8Lane => 1,
            I32Load16S | I32Load16U | I64Load16S | I64Load16U | I32Store16 | I64Store16 | V128Load16Splat | V128Load16Lane | V128Store16Lane => 2,
            I32Load | F32Load | I64Load32S | I64Load32U | I32Store | F32Store | I64Store32 | V128Load32Splat | V128Load32Zero | V128Load32Lane
            | V128Store32Lane => 4,
            I64Load | F64Load | I64Store | F64Store | V128Load64Splat | V128Load64Zero | V128Load64Lane | V128Store64Lane | V128Load8x8S
            | V128Load8x8U | V128Load16x4S | V128Load16x4U | V128Load32x2S | V128Load32x2U => 8,
            V128Load | V128Store => 16,
            _ => 0,
        }
    }
}

//! Terms: one hash-consed graph of bit-vector values, whose constructors normalise.
//!
//! Most obligations end here: equal values become the same node. A term is a 32-bit id; its width is 1 to 128 bits, width 1 is the booleans.
//! There is no concatenation: packed values are sums of shifted zero-extensions, so that `or`, `add` and `xor` of disjoint fields, rotations
//! and masks all have one form (`linear.rs`), and taking a field out again is `extract` (`bits.rs`).
//!
//! Invariants:
//! 1. Arguments have smaller ids than their term: every walk can go by increasing id, none needs recursion.
//! 2. Every constructor returns a term that evaluates ([`eval`]) to what its name says of its arguments, for all leaves. `tests/terms.rs`
//!    checks this against the raw form, by evaluation and by Z3.
//! 3. In [`Form::Raw`] the constructors build what they are told, without any of the rules, for the solver to judge.

mod bits;
mod bools;
mod choice;
mod equal;
mod eval;
mod known;
mod linear;
mod order;

pub use eval::{VALUATIONS, Values};
pub(crate) use eval::{apply, biased, coefficient, mix, with_leaves};
pub use known::Known;

use indexmap::IndexSet;
use smallvec::SmallVec;
use std::hash::{BuildHasherDefault, Hasher};

/// A term of an [`Arena`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Term(pub(crate) u32);

impl Term {
    pub(crate) fn ix(self) -> usize {
        self.0 as usize
    }
}

/// A symbol of the arena's symbol table: the name of a leaf or of an uninterpreted function.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Sym(pub(crate) u32);

/// What a term computes from its arguments.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// The bits, low half first.
    Const(u64, u64),
    /// Anything: an uninterpreted function of the arguments, or a free variable when there are none.
    Opaque(Sym),
    /// Sum of any number of terms.
    Add,
    /// The term times a constant.
    Scale(u64),
    /// Product of two.
    Mul,
    /// Bitwise and of two.
    And,
    /// Bitwise or of two.
    Or,
    /// Bitwise exclusive or of two.
    Xor,
    /// Zero extension.
    Zext,
    /// Sign extension.
    Sext,
    /// The bits from this one on, as many as the term is wide.
    Extract(u8),
    /// Left shift by the second argument, of any width; counts from the width on give 0.
    Shl,
    /// Logical right shift; counts from the width on give 0.
    Lshr,
    /// Arithmetic right shift; counts from the width on give the sign.
    Ashr,
    /// Left rotation, count modulo width.
    Rotl,
    /// Unsigned quotient; by 0 as SMT-LIB says.
    Udiv,
    /// Signed quotient; by 0 as SMT-LIB says.
    Sdiv,
    /// Unsigned remainder.
    Urem,
    /// Signed remainder, with the sign of the dividend.
    Srem,
    /// Leading zeros.
    Clz,
    /// Trailing zeros.
    Ctz,
    /// Number of ones.
    Popcnt,
    /// Equality.
    Eq,
    /// Unsigned less-than.
    Ult,
    /// Signed less-than.
    Slt,
    /// The second argument if the first is true, else the third.
    Ite,
}

/// A term's content.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    /// What it computes.
    pub kind: Kind,
    /// Its width in bits.
    pub width: u8,
    /// From what.
    pub args: SmallVec<[Term; 3]>,
}

/// Whether the constructors normalise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// They do.
    Normal,
    /// They build the operator as it is written.
    Raw,
}

/// A fast hash for small keys: the multiply-rotate of rustc. No input is adversarial enough to matter under a term budget.
#[derive(Default)]
pub(crate) struct Fx(u64);

impl Hasher for Fx {
    fn finish(&self) -> u64 {
        // The tables look at the high and the low bits.
        self.0 ^ (self.0 >> 29)
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.write_u64(u64::from(b));
        }
    }
    fn write_u8(&mut self, v: u8) {
        self.write_u64(u64::from(v));
    }
    fn write_u32(&mut self, v: u32) {
        self.write_u64(u64::from(v));
    }
    fn write_usize(&mut self, v: usize) {
        self.write_u64(v as u64);
    }
    fn write_isize(&mut self, v: isize) {
        self.write_u64(v as u64);
    }
    fn write_u64(&mut self, v: u64) {
        self.0 = (self.0.rotate_left(5) ^ v).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

pub(crate) type FxBuild = BuildHasherDefault<Fx>;
pub(crate) type FxMap<K, V> = std::collections::HashMap<K, V, FxBuild>;
pub(crate) type FxSet<K> = std::collections::HashSet<K, FxBuild>;

/// What the names of joined values begin with: functions that give one of their arguments, which of them depends on the way that was taken.
pub(crate) const JOIN: &str = "phi";

/// The graph.
pub struct Arena {
    nodes: IndexSet<Node, FxBuild>,
    known: Vec<Known>,
    symbols: IndexSet<String, FxBuild>,
    /// Per term, how many operators stand on each other above leaves and uninterpreted functions.
    heights: Vec<u16>,
    /// Results of `extract`.
    extracted: FxMap<(Term, u8, u8), Term>,
    form: Form,
}

/// All ones in the low `width` bits.
pub fn ones(width: u8) -> u128 {
    if width >= 128 { u128::MAX } else { (1 << width) - 1 }
}

impl Arena {
    /// An empty graph.
    pub fn new(form: Form) -> Arena {
        Arena { nodes: IndexSet::default(), known: Vec::new(), symbols: IndexSet::default(), heights: Vec::new(), extracted: FxMap::default(), form }
    }

    /// Whether the constructors normalise.
    pub fn form(&self) -> Form {
        self.form
    }

    pub(crate) fn raw(&self) -> bool {
        self.form == Form::Raw
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are no terms.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Forgets all terms.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.known.clear();
        self.heights.clear();
        self.extracted.clear();
        self.symbols.clear();
    }

    /// The term's content.
    #[inline]
    pub fn node(&self, t: Term) -> &Node {
        &self.nodes[t.ix()]
    }

    /// The term's width in bits.
    #[inline]
    pub fn width(&self, t: Term) -> u8 {
        self.node(t).width
    }

    /// What is known of the term's bits.
    #[inline]
    pub fn known(&self, t: Term) -> Known {
        self.known[t.ix()]
    }

    /// The value of a constant.
    #[inline]
    pub fn constant(&self, t: Term) -> Option<u128> {
        match self.node(t).kind {
            Kind::Const(lo, hi) => Some(u128::from(lo) | u128::from(hi) << 64),
            _ => None,
        }
    }

    /// The arguments.
    pub fn args(&self, t: Term) -> &[Term] {
        &self.node(t).args
    }

    /// The symbol of a name.
    pub fn symbol(&mut self, name: &str) -> Sym {
        if let Some(i) = self.symbols.get_index_of(name) {
            return Sym(i as u32);
        }
        Sym(self.symbols.insert_full(name.to_string()).0 as u32)
    }

    /// The name of a symbol.
    pub fn name(&self, s: Sym) -> &str {
        &self.symbols[s.0 as usize]
    }

    /// The node as given: hash-consing and nothing else.
    pub(crate) fn mk(&mut self, kind: Kind, width: u8, args: &[Term]) -> Term {
        debug_assert!((1..=128).contains(&width));
        let (i, new) = self.nodes.insert_full(Node { kind, width, args: args.into() });
        if new {
            let known = known::of(self, i);
            self.known.push(known);
            let below = args.iter().map(|t| self.heights[t.ix()]).max().unwrap_or(0);
            self.heights.push(if matches!(kind, Kind::Opaque(_)) { 0 } else { below.saturating_add(1) });
        }
        let t = Term(i as u32);
        if !self.raw()
            && !matches!(kind, Kind::Const(..))
            && let Some(value) = self.known(t).value(width)
        {
            // A term of which every bit is known is a constant. The node stays, nothing refers to it.
            return self.int(value, width);
        }
        t
    }

    /// The same operator on other arguments, of the same widths.
    pub(crate) fn with_args(&mut self, t: Term, args: &[Term]) -> Term {
        let (kind, w) = (self.node(t).kind, self.node(t).width);
        match (kind, args) {
            _ if self.raw() => self.mk(kind, w, args),
            (Kind::Add, _) => {
                let terms: SmallVec<[(Term, u64); 4]> = args.iter().map(|a| (*a, 1)).collect();
                self.sum(&terms, w)
            }
            (Kind::Scale(c), &[a]) => self.scale(a, c),
            (Kind::Zext, &[a]) => self.zext(a, w),
            (Kind::Sext, &[a]) => self.sext(a, w),
            (Kind::Extract(lo), &[a]) => self.extract(a, lo, w),
            (Kind::Mul, &[a, b]) => self.mul(a, b),
            (Kind::And, &[a, b]) => self.and(a, b),
            (Kind::Or, &[a, b]) => self.or(a, b),
            (Kind::Xor, &[a, b]) => self.xor(a, b),
            (Kind::Eq, &[a, b]) => self.eq(a, b),
            (Kind::Ult, &[a, b]) => self.ult(a, b),
            (Kind::Slt, &[a, b]) => self.slt(a, b),
            (Kind::Ite, &[c, a, b]) => self.ite(c, a, b),
            // What is left has rules for constants only.
            _ => self.mk(kind, w, args),
        }
    }

    /// A constant, reduced modulo the width.
    pub fn int(&mut self, value: u128, width: u8) -> Term {
        let value = value & ones(width);
        let (i, new) = self.nodes.insert_full(Node { kind: Kind::Const(value as u64, (value >> 64) as u64), width, args: SmallVec::new() });
        if new {
            self.known.push(Known { zeros: ones(width) & !value, ones: value });
            self.heights.push(0);
        }
        Term(i as u32)
    }

    /// A constant of width 1.
    pub fn bool(&mut self, value: bool) -> Term {
        self.int(u128::from(value), 1)
    }

    /// A free variable.
    pub fn leaf(&mut self, name: &str, width: u8) -> Term {
        let sym = self.symbol(name);
        self.mk(Kind::Opaque(sym), width, &[])
    }

    /// An uninterpreted function.
    pub fn opaque(&mut self, name: &str, width: u8, args: &[Term]) -> Term {
        let sym = self.symbol(name);
        self.mk(Kind::Opaque(sym), width, args)
    }

    /// Whether the term is one of its arguments, see [`JOIN`].
    pub(crate) fn is_join(&self, t: Term) -> bool {
        matches!(self.node(t).kind, Kind::Opaque(s) if self.name(s).starts_with(JOIN)) && !self.args(t).is_empty()
    }

    /// The term in the text of SMT-LIB as far as that is readable, cut at a depth.
    pub fn show(&self, t: Term, depth: usize) -> String {
        let node = self.node(t);
        if let Some(v) = self.constant(t) {
            return format!("{v:#x}");
        }
        let name = match node.kind {
            Kind::Opaque(s) => self.name(s).to_string(),
            Kind::Extract(lo) => format!("bits{}..{}", lo, lo + node.width),
            Kind::Zext | Kind::Sext => format!("{:?}{}", node.kind, node.width).to_lowercase(),
            Kind::Scale(c) => format!("*{c:#x}"),
            kind => format!("{kind:?}").to_lowercase(),
        };
        if node.args.is_empty() {
            name
        } else if depth == 0 {
            format!("({name} …)")
        } else {
            let args: Vec<String> = node.args.iter().map(|a| self.show(*a, depth - 1)).collect();
            format!("({name} {})", args.join(" "))
        }
    }
}

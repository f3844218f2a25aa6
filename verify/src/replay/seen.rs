//! What a run shows, and whether two runs show the same.
//!
//! NaNs are one value: which payload comes out is the engine's choice, so a difference in it is none. Where modules compute floats, words of memories that are NaNs on both sides
//! are taken for equal, since nobody knows which words are floats. And one trap is like another.

use wasmi::Val;

/// What one run showed.
#[derive(Debug)]
pub(super) struct Seen {
    /// Results; `None` is a trap.
    pub results: Option<Vec<String>>,
    /// Calls of imports, with arguments and a digest of the memories.
    pub calls: Vec<String>,
    pub globals: Vec<(String, String)>,
    pub memories: Vec<(String, Vec<u8>)>,
}

pub(super) fn show(value: &Val) -> String {
    match value {
        Val::I32(n) => format!("{n:#x}"),
        Val::I64(n) => format!("{n:#x}"),
        Val::F32(f) if f.to_float().is_nan() => "nan".into(),
        Val::F64(f) if f.to_float().is_nan() => "nan".into(),
        Val::F32(f) => format!("f32 {:#x}", f.to_bits()),
        Val::F64(f) => format!("f64 {:#x}", f.to_bits()),
        Val::FuncRef(r) => format!("funcref null={}", r.is_null()),
        Val::ExternRef(r) => format!("externref null={}", r.is_null()),
        other => format!("{other:?}"),
    }
}

/// The first difference, in words.
pub(super) fn difference(x: &Seen, y: &Seen, floats: bool) -> Option<String> {
    for (i, (p, q)) in x.calls.iter().zip(&y.calls).enumerate() {
        if p != q {
            return Some(format!("import call {i} is {p} against {q}"));
        }
    }
    if x.calls.len() != y.calls.len() {
        return Some(format!("{} calls of imports against {}", x.calls.len(), y.calls.len()));
    }
    let words = |s: &Seen| s.results.as_ref().map_or_else(|| "a trap".to_string(), |r| format!("({})", r.join(", ")));
    if x.results != y.results {
        return Some(format!("the result is {} against {}", words(x), words(y)));
    }
    for ((name, p), (_, q)) in x.globals.iter().zip(&y.globals) {
        if p != q {
            return Some(format!("global {} is {p} against {q} at the end", &name[1..]));
        }
    }
    for ((name, p), (_, q)) in x.memories.iter().zip(&y.memories) {
        if p.len() != q.len() {
            return Some(format!("memory {} has {:#x} bytes against {:#x}", &name[1..], p.len(), q.len()));
        }
        if let Some(at) = different_word(p, q, floats) {
            return Some(format!("memory {} at {at:#x} is {:02x?} against {:02x?}", &name[1..], &p[at..at + 8], &q[at..at + 8]));
        }
    }
    None
}

fn different_word(p: &[u8], q: &[u8], floats: bool) -> Option<usize> {
    let words = p.chunks(8).zip(q.chunks(8)).enumerate();
    words.filter(|(_, (x, y))| x != y).find_map(|(i, (x, y))| (!floats || word(x, true) != word(y, true)).then_some(i * 8))
}

/// Eight bytes as a number, with NaNs of either size as one.
fn word(bytes: &[u8], floats: bool) -> u64 {
    let mut w = bytes.iter().rev().fold(0, |w: u64, b| w << 8 | u64::from(*b));
    if floats {
        if f64::from_bits(w).is_nan() {
            return f64::NAN.to_bits();
        }
        for half in [0, 32] {
            if f32::from_bits((w >> half) as u32).is_nan() {
                w = w & !(0xffff_ffff << half) | u64::from(f32::NAN.to_bits()) << half;
            }
        }
    }
    w
}

/// FNV-1a over words.
pub(super) fn digest(bytes: &[u8], floats: bool) -> u64 {
    let step = |h: u64, w: u64| (h ^ w).wrapping_mul(0x100_0000_01b3).rotate_left(23);
    bytes.chunks(8).fold(0xcbf2_9ce4_8422_2325, |h, c| step(h, word(c, floats)))
}

//! What memories and tables hold once the module is instantiated, as far as active segments say.
//!
//! Tools split segments, drop zeros and join neighbours; what counts is the contents. Where each offset is a known number and each segment
//! fits into the smallest size that the memory or table can have, nothing can trap on the way, and the contents are all there is to see.
//! Where that is not so, writes that happened before the trap may be seen, and segments are compared one by one, in order.

use super::{Common, Space, View};
use loom_eq_lang::{ConstExpr, Instr, Mode};
use std::collections::BTreeMap;

/// The offset of an active segment as a number.
fn offset(space: &Space, e: &ConstExpr) -> Option<u64> {
    // An i32 offset is unsigned.
    space.constant(e)?.bits()
}

/// Contents by position, in the common space, of those places that some segment writes.
pub(crate) type Image<T> = BTreeMap<(u32, u64), T>;

/// What the memories hold; `None` if a segment's place is not known or may be outside.
pub(crate) fn memories(view: &View<'_>, space: &Space, memory_of: &dyn Fn(u32) -> Option<u32>) -> Option<Image<Vec<u8>>> {
    // Runs of bytes, not single ones, would be smaller, but overlapping runs would have to be cut: pages of fixed size are simpler.
    let mut image: Image<Vec<u8>> = BTreeMap::new();
    for segment in &view.outside.data {
        let Mode::Active(memory, e) = &segment.mode else { continue };
        let start = offset(space, e)?;
        let ty = &view.module.memories[*memory as usize];
        let size = u128::from(ty.initial) << ty.page_size_log2.unwrap_or(16);
        if u128::from(start) + segment.bytes.len() as u128 > size {
            return None;
        }
        let Some(memory) = memory_of(*memory) else { continue };
        let mut at = start;
        let mut rest = segment.bytes.as_slice();
        while !rest.is_empty() {
            let (page, inside) = (at / PAGE, usize::try_from(at % PAGE).expect("below the page size"));
            let bytes = image.entry((memory, page)).or_insert_with(|| vec![0; 2 * PAGE_BYTES]);
            let n = rest.len().min(PAGE_BYTES - inside);
            bytes[inside..inside + n].copy_from_slice(&rest[..n]);
            // Behind the bytes: which of them were written.
            bytes[PAGE_BYTES + inside..PAGE_BYTES + inside + n].fill(1);
            rest = &rest[n..];
            at += n as u64;
        }
    }
    Some(image)
}

const PAGE: u64 = 4096;
const PAGE_BYTES: usize = 4096;

/// The first address at which two memories differ. In an imported memory it counts what was written, zeros too.
pub(crate) fn different_byte(x: &Image<Vec<u8>>, y: &Image<Vec<u8>>, imported: &dyn Fn(u32) -> bool) -> Option<(u32, u64)> {
    let none = vec![0; 2 * PAGE_BYTES];
    for key in x.keys().chain(y.keys()) {
        let (p, q) = (x.get(key).unwrap_or(&none), y.get(key).unwrap_or(&none));
        let count = if imported(key.0) { 2 * PAGE_BYTES } else { PAGE_BYTES };
        if let Some(i) = (0..count).find(|&i| p[i] != q[i]) {
            return Some((key.0, key.1 * PAGE + (i % PAGE_BYTES) as u64));
        }
    }
    None
}

/// What the tables hold, initialisers in the common space; `None` if a segment's place is not known or may be outside, or an initialiser is not
/// understood.
pub(crate) fn tables(view: &View<'_>, space: &Space, table_of: &dyn Fn(u32) -> Option<u32>) -> Option<Image<Vec<Instr>>> {
    let mut image = BTreeMap::new();
    for segment in &view.outside.elements {
        let Mode::Active(table, e) = &segment.mode else { continue };
        let start = offset(space, e)?;
        if u128::from(start) + segment.items.len() as u128 > u128::from(view.module.tables[*table as usize].initial) {
            return None;
        }
        let Some(table) = table_of(*table) else { continue };
        for (i, item) in segment.items.iter().enumerate() {
            image.insert((table, start + i as u64), space.code(item)?);
        }
    }
    Some(image)
}

/// The functions of A and B that stand at the same place of a table: evidence, not proof.
pub(crate) fn same_slots(a: &View<'_>, b: &View<'_>, common: &Common, tables: &[Option<u32>]) -> Vec<(u32, u32)> {
    let table_a = |t: u32| tables[t as usize];
    let slots = |view: &View<'_>, space: &Space, of: &dyn Fn(u32) -> Option<u32>| {
        let mut out: BTreeMap<(u32, u64), u32> = BTreeMap::new();
        for segment in &view.outside.elements {
            let Mode::Active(table, e) = &segment.mode else { continue };
            let (Some(table), Some(start)) = (of(*table), offset(space, e).or(Some(1 << 40))) else { continue };
            for (i, item) in segment.items.iter().enumerate() {
                if let [Instr { op: loom_eq_lang::Op::RefFunc, imm: loom_eq_lang::Imm::Index(f) }] = item.as_slice() {
                    out.insert((table, start + i as u64), *f);
                }
            }
        }
        out
    };
    let x = slots(a, &common.sides[0], &table_a);
    let y = slots(b, &common.sides[1], &|t| Some(t));
    x.iter().filter_map(|(at, f)| Some((*f, *y.get(at)?))).collect()
}

//! The last choice under the `transfer` model: what the whole module takes behind brotli, measured.
//!
//! The [estimate](loom_eq_extract::Transfer) sees one function at a time and takes the others as they came in. Here each function has its original and
//! the bodies that were proven for it, and a local search over these choices compresses the module for real. It starts from the best of: nothing
//! changed, the estimate's choice everywhere, the smallest body everywhere. Then functions are given another of their bodies, several at a time where
//! the module is too large to try each alone.
//!
//! Invariants:
//! 1. The result compresses no worse than the core module in canonical encoding. (A component is compressed as a whole by its user, which nothing here sees.)
//! 2. The work is counted in bytes that are compressed, and batches do not depend on the number of threads. The encoder computes with logarithms of the
//!    platform, so another machine could see another size where two are close.

use loom_eq_lang::{AssembleOptions, Emitted, Imm, Module, Op, assemble, instructions};
use rayon::prelude::*;

/// Bytes that are compressed at most.
const WORK: usize = 96 << 20;
/// Changes that are tried side by side.
const BATCH: usize = 8;
/// However large the module, this many are tried.
const LEAST: usize = 16;

/// Bodies that a function may have, beside its original. All proven.
#[derive(Clone, Default, Debug)]
pub(crate) struct Options {
    /// The estimate's choice first.
    pub bodies: Vec<Emitted>,
}

/// Another body for some functions.
type Change = Vec<(usize, Option<usize>)>;

/// A body for each function, by its place among the options; `None` is the original.
type Bodies = Vec<Option<usize>>;

/// What was chosen.
pub(crate) struct Choice {
    /// Per function, which of its bodies it has; `None` is the original.
    pub bodies: Bodies,
    /// Whether the module has the new globals.
    pub globals: bool,
}

/// The bytes of brotli at quality 11 with a window of 4 MB.
pub fn compressed(bytes: &[u8]) -> usize {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params).expect("memory can be read and written");
    out.len()
}

struct Search<'a> {
    module: &'a Module,
    /// Per function, which bodies do without what the module has not.
    allowed: Vec<Vec<usize>>,
    options: &'a [Options],
    strip: bool,
}

/// Chooses for all functions together. `extended` is the module with new globals behind the others, which some bodies may read.
pub(crate) fn choose(module: &Module, extended: &Module, options: &[Options], strip: bool) -> Choice {
    let plain = Search::of(module, module.globals.len(), options, strip);
    let with = (extended.globals.len() > module.globals.len()).then(|| Search::of(extended, usize::MAX, options, strip));
    let worlds: Vec<&Search> = std::iter::once(&plain).chain(&with).collect();
    let starts: Vec<(usize, Bodies)> = worlds.iter().enumerate().flat_map(|(w, s)| s.starts().into_iter().map(move |b| (w, b))).collect();
    let sizes: Vec<usize> = starts.par_iter().map(|(w, bodies)| worlds[*w].size(bodies)).collect();
    let best = (0..starts.len()).min_by_key(|s| sizes[*s]).expect("nothing changed is one");
    let (world, bodies) = &starts[best];
    Choice { bodies: worlds[*world].improve(bodies.clone(), sizes[best]), globals: *world > 0 }
}

impl Search<'_> {
    /// With the bodies that read no global from `globals` on.
    fn of<'a>(module: &'a Module, globals: usize, options: &'a [Options], strip: bool) -> Search<'a> {
        let reads =
            |e: &Emitted| instructions(&e.bytes).any(|(_, i)| i.op == Op::GlobalGet && matches!(i.imm, Imm::Index(g) if g as usize >= globals));
        let allowed = options.par_iter().map(|o| (0..o.bodies.len()).filter(|b| !reads(&o.bodies[*b])).collect()).collect();
        Search { module, allowed, options, strip }
    }

    /// Nothing changed; the estimate's choice; the smallest bodies; and what each place among the options gives.
    fn starts(&self) -> Vec<Bodies> {
        let small = |i: usize| self.allowed[i].iter().copied().min_by_key(|b| self.options[i].bodies[*b].bytes.len());
        let all = |pick: &dyn Fn(usize) -> Option<usize>| (0..self.options.len()).map(pick).collect::<Bodies>();
        let most = self.allowed.iter().map(Vec::len).max().unwrap_or(0);
        let mut starts = vec![all(&|_| None), all(&small)];
        starts.extend((0..most).map(|k| all(&|i| self.allowed[i].get(k).or(self.allowed[i].last()).copied())));
        starts
    }

    fn improve(&self, mut now: Bodies, mut least: usize) -> Bodies {
        let changes = self.changes(WORK / self.module.bytes().len().max(1));
        for batch in changes.chunks(BATCH) {
            let tried: Vec<(Bodies, usize)> = batch
                .par_iter()
                .filter_map(|change| {
                    let mut next = now.clone();
                    change.iter().for_each(|(i, body)| next[*i] = *body);
                    (next != now).then(|| self.size(&next)).map(|size| (next, size))
                })
                .collect();
            // All that win alone, together; else the best of them.
            let winners: Vec<&(Bodies, usize)> = tried.iter().filter(|(_, size)| *size < least).collect();
            let Some((single, size)) = winners.iter().min_by_key(|(_, size)| *size) else { continue };
            let mut together = now.clone();
            for (i, body) in winners.iter().flat_map(|(bodies, _)| bodies.iter().enumerate()) {
                if now[i] != *body {
                    together[i] = *body;
                }
            }
            let joint = if winners.len() > 1 { self.size(&together) } else { usize::MAX };
            (now, least) = if joint < *size { (together, joint) } else { (single.clone(), *size) };
        }
        now
    }

    fn size(&self, choice: &Bodies) -> usize {
        let bodies: Vec<Option<Emitted>> = choice.iter().zip(self.options).map(|(c, o)| c.map(|c| o.bodies[c].clone())).collect();
        compressed(&assemble(self.module, &bodies, &AssembleOptions { strip: self.strip }).bytes)
    }

    /// At most `count` changes, or [`LEAST`]: each body of each function, neighbours together where they would be too many; large functions first.
    fn changes(&self, count: usize) -> Vec<Change> {
        let count = count.max(LEAST);
        let open: Vec<usize> = (0..self.options.len()).filter(|i| !self.allowed[*i].is_empty()).collect();
        let choices = 1 + self.allowed.iter().map(Vec::len).max().unwrap_or(0);
        let each = (open.len() * choices).div_ceil(count).max(1);
        let mut groups: Vec<&[usize]> = open.chunks(each).collect();
        groups.sort_by_key(|g| (std::cmp::Reverse(g.iter().map(|i| self.module.bodies[*i].len()).sum::<usize>()), g[0]));
        let mut changes = Vec::new();
        for group in groups {
            for c in 0..choices {
                let body = |i: usize| c.checked_sub(1).and_then(|b| self.allowed[i].get(b).copied());
                let change: Change = group.iter().filter(|i| c == 0 || body(**i).is_some()).map(|i| (*i, body(*i))).collect();
                if !change.is_empty() {
                    changes.push(change);
                }
            }
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use loom_eq_lang::Body;

    fn body(module: &Module, i: usize) -> Emitted {
        Body::parse(module, i, &Default::default()).unwrap().emit()
    }

    /// Bodies stand for equal ones here: the choice does not ask.
    #[test]
    fn what_repeats_is_taken_and_what_does_not_is_left() {
        let usual = "(i32.mul (i32.add (local.get 0) (i32.const 123456)) (i32.const 7654321))";
        let odd = "(i32.sub (i32.shl (local.get 0) (i32.const 3)) (i32.const 99887766))";
        let other = "(i32.rotl (i32.xor (local.get 0) (i32.const 55443322)) (i32.const 1122334))";
        let functions: String = [usual, usual, odd, usual].iter().map(|f| format!("(func (param i32) (result i32) {f})")).collect();
        let module = Module::parse(&wat::parse_str(format!("(module {functions})")).unwrap()).unwrap();
        let strange = Module::parse(&wat::parse_str(format!("(module (func (param i32) (result i32) {other}))")).unwrap()).unwrap();
        let mut options = vec![Options::default(); 4];
        options[1].bodies = vec![body(&strange, 0)];
        options[2].bodies = vec![body(&strange, 0), body(&module, 0)];
        let choice = choose(&module, &module, &options, false);
        assert_eq!(choice.bodies, [None, None, Some(1), None]);
        assert!(!choice.globals);
    }

    #[test]
    fn a_body_that_reads_a_new_global_is_taken_with_the_global_only() {
        let long = "(i64.xor (local.get 0) (i64.const 0x123456789abcdef))";
        let functions = format!("(func (param i64) (result i64) {long})").repeat(3);
        let module = Module::parse(&wat::parse_str(format!("(module {functions})")).unwrap()).unwrap();
        let extended = loom_eq_lang::with_constants(&module, &[loom_eq_lang::Const::I64(7)]).unwrap();
        let reading =
            Module::parse(&wat::parse_str("(module (global i64 (i64.const 7)) (func (param i64) (result i64) global.get 0))").unwrap()).unwrap();
        let options = vec![Options { bodies: vec![body(&reading, 0)] }; 3];
        assert_eq!(choose(&module, &module, &options[..0], false).bodies, []);
        let choice = choose(&module, &extended, &options, false);
        assert_eq!(choice.globals, choice.bodies.iter().any(Option::is_some));
        assert!(choice.globals);
    }
}

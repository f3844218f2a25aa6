//! Two whole modules: a map between their index spaces is guessed, what is outside of functions must correspond under it, and every pair of functions
//! is judged.

use crate::assumption::Assumption;
use crate::cache::Cache;
use crate::checker::{Checker, Limits, Proof, Verdict};
use crate::correspond::{Hint, Map, View, check, guess, needed};
use crate::pair::Pairs;
use crate::parallel::in_order;
use crate::settle::{Settle, Settled};
use loom_eq_lang::{Error, FuncIx, Module};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How [`modules`] works.
#[derive(Clone, Debug)]
pub struct Options {
    /// For each pair of functions.
    pub limits: Limits,
    /// Worker threads. The report does not depend on it.
    pub threads: usize,
    /// Functions that correspond, by index or name of either module, or `-` for one without counterpart: a hint, which nobody trusts.
    pub map: Vec<(String, String)>,
    /// A folder where verdicts are kept from run to run. They never change a report, only the time that it takes.
    pub proof_cache: Option<PathBuf>,
    /// What holds of all calls of exported functions of the first module. The modules are equal for those only.
    pub assumptions: Vec<Assumption>,
}

impl Default for Options {
    fn default() -> Options {
        Options { limits: Limits::default(), threads: 1, map: Vec::new(), proof_cache: None, assumptions: Vec::new() }
    }
}

impl From<&Options> for Options {
    fn from(options: &Options) -> Options {
        options.clone()
    }
}

/// These limits, one thread, no hints.
impl From<&Limits> for Options {
    fn from(limits: &Limits) -> Options {
        Options { limits: limits.clone(), ..Options::default() }
    }
}

/// The verdict on one function.
#[derive(Clone, Debug)]
pub struct FunctionReport {
    /// Its index in the first module.
    pub function: FuncIx,
    /// The function of the second module that it is compared with.
    pub counterpart: FuncIx,
    /// The size of its body in each module.
    pub bytes: (usize, usize),
    /// What was found. It assumes that calls of corresponding functions do the same: the verdicts on these say whether they do.
    pub verdict: Verdict,
}

/// The verdicts on a pair of modules.
#[derive(Clone, Debug, Default)]
pub struct ModuleReport {
    /// What does not correspond outside of functions; empty if everything does.
    pub structure: Vec<String>,
    /// What is different, but nothing that counts.
    pub notes: Vec<String>,
    /// Functions by verdict.
    pub identical: usize,
    /// Changed and proven.
    pub proven: usize,
    /// Refuted.
    pub refuted: usize,
    /// Undecided.
    pub unknown: usize,
    /// Not looked at.
    pub unsupported: usize,
    /// Functions with a body, of the first module, that nothing in the second corresponds to. What used them is proven without them, or is not
    /// proven.
    pub removed: usize,
    /// Functions with a body, of the second module, that correspond to nothing.
    pub added: usize,
    /// Not proven, but no call can reach them: the modules are equal without them.
    pub uncalled: usize,
    /// Counterexamples that showed no difference when they were run: defects of the verifier. Their functions are unknown or refuted otherwise.
    pub not_replayed: usize,
}

impl ModuleReport {
    /// Whether the modules are proven equal.
    pub fn is_proven(&self) -> bool {
        self.structure.is_empty() && self.refuted + self.unknown + self.unsupported == 0
    }

    pub(crate) fn count(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Proven(Proof::Identical) => self.identical += 1,
            Verdict::Proven(_) => self.proven += 1,
            Verdict::Refuted(_) => self.refuted += 1,
            Verdict::Unknown(_) => self.unknown += 1,
            Verdict::Unsupported(_) => self.unsupported += 1,
            Verdict::Uncalled(_) => self.uncalled += 1,
        }
    }
}

/// Compares two modules. `on_function` hears each verdict, in the order of the first module's functions.
///
/// # Errors
/// If one of the two is not a valid core module, or a hint names nothing.
pub fn modules(a: &[u8], b: &[u8], options: impl Into<Options>, on_function: &mut dyn FnMut(&FunctionReport)) -> Result<ModuleReport, Error> {
    let options: Options = options.into();
    let (a, b) = (Module::parse(a)?, Module::parse(b)?);
    let (x, y) = (View::new(&a)?, View::new(&b)?);
    let map = guess(&x, &y, &hints(&x, &y, &options.map)?);
    let pairs = Pairs::new(&x, &y, map, options.proof_cache.as_deref().map(Cache::new));
    let found = check(&x, &y, &pairs.map, &pairs.common);
    let mut report = ModuleReport { structure: found.found, notes: found.notes, ..ModuleReport::default() };
    let todo = jobs(&x, &y, &pairs.map, &mut report);
    let settle = Settle::new(&pairs);
    let needed = needed(&x);
    let assumed = assumed(&a, &options.assumptions, &mut report)?;
    let judge = |checker: &mut Checker, i: usize| {
        let (f, g) = todo[i];
        match assumed.get(&f) {
            Some(assumption) => Settled::assumed(pairs.judge_assuming(checker, f, g, assumption)),
            None => settle.settle(f, g, pairs.judge(checker, f, g)),
        }
    };
    in_order(
        todo.len(),
        options.threads,
        || Checker::new(options.limits.clone()),
        judge,
        |i, settled| {
            let (f, g) = todo[i];
            report.not_replayed += usize::from(settled.not_replayed);
            let mut verdict = settled.verdict;
            if !needed[f as usize] && !verdict.is_proven() {
                verdict = Verdict::Uncalled(verdict.to_string());
            }
            report.count(&verdict);
            let size = |v: &View<'_>, f: u32| v.defined(f).map_or(0, |i| v.module.body_bytes(i).len());
            let bytes = (size(&x, f), size(&y, g));
            on_function(&FunctionReport { function: FuncIx(f), counterpart: FuncIx(g), bytes, verdict });
        },
    );
    Ok(report)
}

/// What is assumed, by function. Those of exports that this module does not have are for another one.
fn assumed<'a>(module: &Module, all: &'a [Assumption], report: &mut ModuleReport) -> Result<BTreeMap<u32, &'a Assumption>, Error> {
    let mut assumed = BTreeMap::new();
    for assumption in all {
        if let Some(f) = assumption.function(module).map_err(Error::new)? {
            report.notes.push(format!("assumed: {assumption}"));
            report.notes.extend(assumption.calls_from_inside(module, f));
            assumed.insert(f.0, assumption);
        }
    }
    Ok(assumed)
}

/// The pairs with bodies on both sides; counts those without counterpart.
pub(crate) fn jobs(a: &View<'_>, b: &View<'_>, map: &Map, report: &mut ModuleReport) -> Vec<(u32, u32)> {
    let mut used = vec![false; b.module.func_types.len()];
    let mut todo = Vec::new();
    for (f, g) in (0..).zip(&map.funcs) {
        let Some(g) = *g else {
            report.removed += usize::from(a.defined(f).is_some());
            continue;
        };
        used[g as usize] = true;
        // Imports correspond by name or not at all, see `check`.
        if a.defined(f).is_some() && b.defined(g).is_some() {
            todo.push((f, g));
        }
    }
    report.added = used[b.module.imported_funcs..].iter().filter(|u| !**u).count();
    todo
}

/// In a map, instead of a counterpart: there is none.
const GONE: &str = "-";

fn hints(a: &View<'_>, b: &View<'_>, given: &[(String, String)]) -> Result<Vec<Hint>, Error> {
    let find = |view: &View<'_>, text: &str| -> Result<u32, Error> {
        let unknown = || Error::new(format!("no function {text}"));
        if let Ok(i) = text.parse::<u32>() {
            return if i < view.funcs() { Ok(i) } else { Err(unknown()) };
        }
        let export = view.module.exports.iter().find(|e| e.kind == loom_eq_lang::ExternalKind::Func && e.name == text).map(|e| e.index);
        let named = || view.named.functions.iter().filter(|(_, n)| *n == text).map(|(i, _)| *i).min();
        export.or_else(named).ok_or_else(unknown)
    };
    let there = |g: &str| if g == GONE { Ok(None) } else { find(b, g).map(Some) };
    given.iter().map(|(f, g)| Ok(Hint { a: find(a, f)?, b: there(g)? })).collect()
}

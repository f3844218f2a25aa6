//! One core module: every function through every island, then the choice.
//!
//! The unit of work is one island on one function. Units are taken from one queue, those of big functions first, because half of a module's
//! bytes often sit in 2 % of its functions; whoever finishes a function's last unit also chooses and proves. Results are stored by the
//! function's number, and the choice does not depend on the order of arrival (invariant 3 of the crate).
//!
//! E-graphs and bodies live only inside a unit, so memory is bounded by the largest functions at work.

mod records;
mod settle;

use crate::choose::{Bar, Candidate, first_proven, rank, shortlist};
use crate::config::{Config, Island};
use crate::constants::worthwhile;
use crate::cost::{Cost, Prepared};
use crate::error::Result;
use crate::inlining::CallGraph;
use crate::panics::caught;
use crate::progress::Progress;
use crate::propose::{Propose, Task};
use crate::prove::{Context, Prover};
use crate::prune::prune;
use crate::report::{Cause, Report, Sizes, Spent};
use crate::shares::RuleRecords;
use loom_eq_lang::{self as lang, Body, Const, Emitted, Module};
use loom_eq_verify::Assumption;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// The name under which the function as it was parsed competes: lifting alone drops unreachable code.
pub(crate) const PARSED: &str = "parsed";

/// What there is to know of a function before any island runs.
struct Entry {
    canonical: Vec<u8>,
    /// What the canonical body costs; its bytes where it is not lifted.
    cost: u64,
    /// The body as parsed, if that is smaller than the canonical original; or why it is not lifted.
    lifted: std::result::Result<Option<Candidate>, String>,
    remaining: AtomicUsize,
    found: Mutex<Found>,
    decided: OnceLock<Decided>,
}

/// What the islands brought so far.
#[derive(Default)]
struct Found {
    candidates: Vec<Candidate>,
    panics: Vec<(String, String)>,
    rules: RuleRecords,
    evaluations: u64,
    time: Duration,
}

struct Decided {
    chosen: Option<Candidate>,
    /// Others that were proven, if the last choice is among all functions' bodies.
    offers: Vec<Candidate>,
    /// Which of them it is; 0 is the chosen one.
    picked: usize,
    candidates: Vec<(String, usize)>,
    failures: Vec<(String, Cause, String)>,
    /// What was wrong with the best candidate, if nothing was accepted.
    reverted: Option<Cause>,
    rules: RuleRecords,
    evaluations: u64,
    spent: Spent,
}

impl Decided {
    /// What goes out.
    fn picked(&self) -> Option<&Candidate> {
        match self.picked {
            0 => self.chosen.as_ref(),
            n => self.offers.get(n - 1),
        }
    }

    /// What was proven, the chosen one first.
    fn take_proven(&mut self) -> Vec<Candidate> {
        self.chosen.take().into_iter().chain(std::mem::take(&mut self.offers)).collect()
    }
}

/// A run over one module.
pub(crate) struct Work<'a> {
    input: &'a Module,
    /// The input with new globals for these constants behind all others.
    module: &'a Module,
    constants: &'a [Const],
    config: &'a Config,
    propose: &'a dyn Propose,
    progress: &'a dyn Progress,
    hints: Vec<HashMap<u32, u8>>,
    context: Context,
    cost: Prepared,
    /// Per island, what it searches under.
    island_costs: Vec<Option<Prepared>>,
    graph: Option<CallGraph>,
    /// Per island, the functions whose calls it executes in place.
    callees: Vec<BTreeSet<u32>>,
    entries: Vec<Entry>,
}

/// Works on a core module; runs on the rayon pool that it is called in.
pub(crate) fn optimize(bytes: &[u8], config: &Config, progress: &dyn Progress, propose: &dyn Propose) -> Result<(Vec<u8>, Report)> {
    let input = Module::parse(bytes)?;
    if lang::relocatable(&input) {
        let why = "a relocatable object (it has linking or relocation sections): link it first, then optimize the module";
        return Ok(unchanged(&input, why.into()));
    }
    let hints = lang::branch_hints(&input);
    let constants = if config.globals && matches!(config.cost, Cost::Size | Cost::Transfer) { worthwhile(&input, &hints) } else { Vec::new() };
    let module = lang::with_constants(&input, &constants)?;
    let context = Context::of(&module);
    let canonical = |i: usize| {
        let original = module.body_bytes(i);
        lang::canonical_body(original).unwrap_or_else(|| original.to_vec())
    };
    let bodies: Vec<Vec<u8>> = (0..module.defined()).map(canonical).collect();
    let cost = config.cost.prepare(bodies.iter().map(Vec::as_slice));
    let own = |island: &Island| island.cost.as_ref().map(|c| c.prepare(bodies.iter().map(Vec::as_slice)));
    let island_costs = config.islands.iter().map(own).collect();
    let entry = |(i, canonical)| Entry::new(&module, i, canonical, &hints[i], config.islands.len(), &cost);
    let entries = bodies.into_par_iter().enumerate().map(entry).collect();
    let graph = CallGraph::of(&module);
    let callees =
        |island: &Island| island.inline.as_ref().zip(graph.as_ref()).map(|(inline, graph)| graph.callees(&module, inline)).unwrap_or_default();
    let callees = config.islands.iter().map(callees).collect();
    let work = Work {
        input: &input,
        module: &module,
        constants: &constants,
        config,
        propose,
        progress,
        hints,
        context,
        cost,
        island_costs,
        graph,
        callees,
        entries,
    };
    progress.module(module.defined(), module.bodies.iter().map(|b| b.len()).sum());
    work.run();
    work.finish()
}

/// The module as it is, with the reason.
fn unchanged(module: &Module, why: String) -> (Vec<u8>, Report) {
    let bytes = module.bytes();
    let same = |n| Sizes { before: n, canonical: n, after: n };
    let mut report = Report { bytes: same(bytes.len()), code: same(code_size(module)), unchanged: Some(why), ..Report::default() };
    report.functions.total = module.defined();
    report.functions.opaque.insert("not looked at".into(), module.defined());
    (bytes.to_vec(), report)
}

/// How many of an island's bodies with executed calls are tried to be proven.
const INLINED_ATTEMPTS: usize = 2;
const GLOBALS: u8 = 6;
const CODE: u8 = 10;

/// The contents of the code section.
pub(crate) fn code_size(module: &Module) -> usize {
    section_size(module, CODE)
}

/// The contents of a section.
fn section_size(module: &Module, id: u8) -> usize {
    module.sections.iter().filter(|s| s.id == id).map(|s| s.payload.len()).sum()
}

impl Entry {
    fn new(module: &Module, i: usize, canonical: Vec<u8>, hints: &HashMap<u32, u8>, islands: usize, cost: &Prepared) -> Entry {
        let parsed = caught(|| Body::parse(module, i, hints).map(|b| Candidate::new(&b, PARSED, &*cost.of(&canonical))))
            .unwrap_or_else(|panic| Err(lang::Opaque { reason: format!("panicked: {panic}") }));
        // Unreachable code that parsing dropped costs something under every model.
        let dropped = |c: &Candidate| canonical.len().saturating_sub(c.emitted.bytes.len());
        let cost = parsed.as_ref().map_or(canonical.len() as u64, |c| c.cost + dropped(c) as u64);
        let lifted = parsed.map(|c| Some(c).filter(|c| dropped(c) > 0)).map_err(|opaque| opaque.reason);
        Entry { canonical, cost, lifted, remaining: AtomicUsize::new(islands), found: Mutex::default(), decided: OnceLock::new() }
    }
}

impl Entry {
    /// What was proven, the chosen one first.
    fn proven(&self) -> impl Iterator<Item = &Candidate> {
        self.decided.get().into_iter().flat_map(|d| d.chosen.iter().chain(&d.offers))
    }

    fn bar(&self) -> Bar {
        Bar { cost: self.cost, bytes: self.canonical.len() }
    }
}

impl Work<'_> {
    fn run(&self) {
        let lifted = self.entries.iter().enumerate().filter(|(_, e)| e.lifted.is_ok());
        let mut units: Vec<(usize, usize)> = lifted.flat_map(|(i, _)| (0..self.config.islands.len()).map(move |island| (i, island))).collect();
        units.sort_by_key(|&(i, island)| (std::cmp::Reverse(self.entries[i].canonical.len()), i, island));
        let next = AtomicUsize::new(0);
        rayon::broadcast(|_| {
            let mut prover = Prover::new(self.config);
            while let Some(&(i, island)) = units.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.unit(i, island);
                if self.entries[i].remaining.fetch_sub(1, Ordering::AcqRel) == 1 {
                    self.decide(i, &mut prover);
                }
            }
        });
    }

    /// One island on one function.
    fn unit(&self, i: usize, island: usize) {
        let start = Instant::now();
        let canonical = &self.entries[i].canonical;
        let cost = self.cost.of(canonical);
        let searched = self.island_costs[island].as_ref().map_or_else(|| cost.clone(), |c| c.of(canonical));
        let callees = &self.callees[island];
        let island = &self.config.islands[island];
        let result = caught(|| {
            let body = Body::parse(self.module, i, &self.hints[i]).map_err(|o| o.reason)?;
            let seed = self.config.seed ^ island.seed.rotate_left(32);
            let function = self.module.func_ix(i);
            let assumed = Assumption::of(&self.config.assumptions, self.module, function);
            let task = Task { module: self.module, function, body: &body, island, callees, cost: &searched, seed, assumed };
            let proposals = self.propose.propose(&task);
            // Encoded here, where a body that cannot be encoded is the island's fault.
            let mut candidates: Vec<_> = proposals.bodies.iter().map(|b| Candidate::new(b, &island.name, &*cost)).collect();
            candidates.iter_mut().zip(proposals.shares).for_each(|(c, shares)| c.shares = shares);
            candidates.iter_mut().for_each(|c| c.executed = proposals.executed.clone());
            Ok::<_, String>((candidates, proposals.rules, proposals.evaluations))
        });
        let mut found = self.entries[i].found.lock().unwrap_or_else(PoisonError::into_inner);
        found.time += start.elapsed();
        match result {
            Ok(Ok((candidates, rules, evaluations))) => {
                found.candidates.extend(candidates);
                found.evaluations += evaluations;
                for (rule, n) in rules {
                    *found.rules.entry(rule).or_default() += n;
                }
            }
            Ok(Err(message)) | Err(message) => found.panics.push((island.name.clone(), message)),
        }
    }

    /// The smallest candidate of each island that did not search under the run's model.
    fn offered(&self, candidates: &[Candidate], below: usize) -> Vec<Candidate> {
        let own = self.config.islands.iter().filter(|island| island.cost.is_some());
        let best = |island: &Island| {
            candidates.iter().filter(|c| c.island == island.name && c.emitted.bytes.len() < below).min_by_key(|c| c.emitted.bytes.len())
        };
        own.filter_map(best).cloned().collect()
    }

    /// All islands are done with function `i`.
    fn decide(&self, i: usize, prover: &mut Prover) {
        let entry = &self.entries[i];
        let Found { mut candidates, mut panics, mut rules, evaluations, time } =
            std::mem::take(&mut *entry.found.lock().unwrap_or_else(PoisonError::into_inner));
        candidates.extend(entry.lifted.iter().flatten().cloned());
        let (inlined, mut candidates): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|c| !c.executed.is_empty());
        let offered = if self.config.cost == Cost::Transfer { self.offered(&candidates, entry.canonical.len()) } else { Vec::new() };
        rank(&mut candidates, entry.bar());
        panics.sort();
        let mut failures: Vec<_> = panics.into_iter().map(|(island, message)| (island, Cause::Panicked, message)).collect();

        let brought = candidates.iter().map(|c| (c.island.clone(), c.emitted.bytes.len())).collect();
        shortlist(&mut candidates, self.config.attempts);
        let f = self.module.func_ix(i);
        let start = Instant::now();
        let (accepted, refused) = first_proven(self.module, f, self.module.body_bytes(i), &candidates, &self.context, prover);
        // Neither what was taken nor what was refused.
        let tried = accepted.map_or(candidates.len(), |a| a + 1);
        let mut offers = Vec::new();
        for offer in offered {
            let known = |c: &Candidate| c.emitted.bytes == offer.emitted.bytes;
            if !candidates[..tried].iter().any(known) && !offers.iter().any(known) {
                let (proven, _) = first_proven(self.module, f, self.module.body_bytes(i), std::slice::from_ref(&offer), &self.context, prover);
                offers.extend(proven.map(|_| offer));
            }
        }
        let best = accepted.map_or(entry.canonical.len(), |c| candidates[c].emitted.bytes.len());
        offers.extend(self.proven_inlined(i, inlined, best, prover, &mut failures));
        let spent = Spent { islands: time, proofs: start.elapsed() };
        let reverted = if accepted.is_none() { refused.first().map(|(_, (cause, _))| *cause) } else { None };
        failures.extend(refused.into_iter().map(|(c, (cause, message))| (candidates[c].island.clone(), cause, message)));
        let chosen = accepted.map(|c| candidates.swap_remove(c));
        for (rule, share) in chosen.iter().flat_map(|c| &c.shares) {
            *rules.entry(rule.clone()).or_default() += *share;
        }

        let after = chosen.as_ref().map_or(entry.canonical.len(), |c| c.emitted.bytes.len());
        self.progress.function(entry.canonical.len(), after);
        let decided = Decided { chosen, offers, picked: 0, candidates: brought, failures, reverted, rules, evaluations, spent };
        assert!(entry.decided.set(decided).is_ok(), "a function is decided once");
    }

    /// Of each island's bodies with executed calls the cheapest that is proven, if it may pay beside one of `best` bytes.
    fn proven_inlined(
        &self,
        i: usize,
        mut inlined: Vec<Candidate>,
        best: usize,
        prover: &mut Prover,
        failures: &mut Vec<(String, Cause, String)>,
    ) -> Vec<Candidate> {
        let Some(graph) = &self.graph else { return Vec::new() };
        let f = self.module.func_ix(i);
        let most = |c: &Candidate| best + c.executed.iter().map(|f| graph.saving(*f)).sum::<usize>();
        rank(&mut inlined, Bar { cost: u64::MAX, bytes: usize::MAX });
        inlined.retain(|c| c.emitted.bytes.len() < most(c));
        let mut offers = Vec::new();
        for island in &self.config.islands {
            let mut own: Vec<Candidate> = inlined.iter().filter(|c| c.island == island.name).cloned().collect();
            own.truncate(INLINED_ATTEMPTS);
            let (proven, refused) = first_proven(self.module, f, self.module.body_bytes(i), &own, &self.context, prover);
            failures.extend(refused.into_iter().map(|(c, (cause, message))| (own[c].island.clone(), cause, message)));
            offers.extend(proven.map(|c| own.swap_remove(c)));
        }
        offers
    }

    /// Chooses what depends on the whole module, and writes it.
    fn finish(mut self) -> Result<(Vec<u8>, Report)> {
        let last = self.settle_constants()?;
        let removes = self.config.prune;
        self.settle_inlining(removes);
        let last = self.settle_transfer(last);
        let found = self.write(&last)?;
        let inlined = self.entries.iter().any(|e| e.decided.get().is_some_and(|d| d.picked > 0));
        if !(removes && inlined && found.1.pruned.functions == 0) {
            return Ok(found);
        }
        // What nobody calls any more was to go, and it stayed.
        self.settle_inlining(false);
        let again = self.write(&last)?;
        Ok(if again.0.len() < found.0.len() { again } else { found })
    }

    /// Puts the module together and looks at the whole once more.
    fn write(&self, last: &Module) -> Result<(Vec<u8>, Report)> {
        let bodies: Vec<Option<Emitted>> = self.entries.iter().map(|e| Some(e.decided.get()?.picked()?.emitted.clone())).collect();
        let assembled = lang::assemble(last, &bodies, &lang::AssembleOptions { strip: self.config.strip });
        let canonical = Module::parse(&lang::canonicalize(self.input).bytes)?;
        let mut report = self.report();
        report.notes = assembled.notes;
        report.globals = last.globals.len() - self.input.globals.len();
        let input = self.input.bytes();
        report.bytes = Sizes { before: input.len(), canonical: canonical.bytes().len(), after: assembled.bytes.len() };
        report.code = Sizes { before: code_size(self.input), canonical: code_size(&canonical), after: 0 };
        let written = self.checked(&assembled.bytes, &bodies).and_then(|written| {
            // What code moved into globals is not saved.
            report.code.after = code_size(&written) + section_size(&written, GLOBALS) - section_size(&canonical, GLOBALS);
            let bytes = prune(&written, self.config, &mut report);
            let gained = bodies.iter().any(Option::is_some) && self.config.cost != Cost::Size;
            let smaller = bytes.len() < input.len() || bytes.len() == input.len() && (bytes == input || gained);
            if smaller { Ok(bytes) } else { Err("nothing got smaller".into()) }
        });
        match written {
            Ok(bytes) => Ok((bytes, report)),
            Err(why) => {
                report.code.after = report.code.before;
                report.cost.after = report.cost.before;
                report.bytes.after = input.len();
                report.functions.changed = 0;
                report.functions.proven = 0;
                report.globals = 0;
                report.pruned = Default::default();
                report.unchanged = Some(why);
                Ok((input.to_vec(), report))
            }
        }
    }

    /// What was put together as a module, or why it cannot be used (invariants 1 and 2 of the crate).
    fn checked(&self, output: &[u8], bodies: &[Option<Emitted>]) -> std::result::Result<Module, String> {
        let written = Module::parse(output).map_err(|e| format!("the result would be invalid: {e}"))?;
        let same = written.defined() == bodies.len()
            && bodies.iter().zip(&self.entries).enumerate().all(|(i, (body, entry))| {
                let bytes = written.body_bytes(i);
                match body {
                    Some(emitted) => bytes == emitted.bytes,
                    None => bytes == entry.canonical || bytes == self.module.body_bytes(i),
                }
            });
        if same { Ok(written) } else { Err("the result would hold other code than was proven".into()) }
    }
}

//! One core module: every function through every island, then the choice.
//!
//! The unit of work is one island on one function. Units are taken from one queue, those of big functions first, because half of a module's
//! bytes often sit in 2 % of its functions; whoever finishes a function's last unit also chooses and proves. Results are stored by the
//! function's number, and the choice does not depend on the order of arrival (invariant 3 of the crate).
//!
//! E-graphs and bodies live only inside a unit, so memory is bounded by the largest functions at work.

use crate::choose::{Candidate, first_proven, rank, shortlist};
use crate::config::Config;
use crate::constants::{renumber, settle, worthwhile};
use crate::error::Result;
use crate::names::Names;
use crate::panics::caught;
use crate::progress::Progress;
use crate::propose::Propose;
use crate::prove::{Attempt, Context, Prover, Refusal};
use crate::report::{Cause, Failure, FunctionRecord, IslandRecord, Report, Sizes, Spent, Status};
use crate::shares::RuleRecords;
use loom_eq_lang::{self as lang, Body, Const, Emitted, FuncIx, Module};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// The name under which the function as it was parsed competes: lifting alone drops unreachable code.
pub(crate) const PARSED: &str = "parsed";

/// What there is to know of a function before any island runs.
struct Entry {
    canonical: Vec<u8>,
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
    time: Duration,
}

struct Decided {
    chosen: Option<Candidate>,
    candidates: Vec<(String, usize)>,
    failures: Vec<(String, Cause, String)>,
    /// What was wrong with the best candidate, if nothing was accepted.
    reverted: Option<Cause>,
    rules: RuleRecords,
    spent: Spent,
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
    let constants = if config.globals { worthwhile(&input, &hints) } else { Vec::new() };
    let module = lang::with_constants(&input, &constants)?;
    let context = Context::of(&module);
    let entries = (0..module.defined()).into_par_iter().map(|i| Entry::new(&module, i, &hints[i], config.islands.len())).collect();
    let work = Work { input: &input, module: &module, constants: &constants, config, propose, progress, hints, context, entries };
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

const GLOBALS: u8 = 6;
const CODE: u8 = 10;

/// The contents of the code section.
fn code_size(module: &Module) -> usize {
    section_size(module, CODE)
}

/// The contents of a section.
fn section_size(module: &Module, id: u8) -> usize {
    module.sections.iter().filter(|s| s.id == id).map(|s| s.payload.len()).sum()
}

impl Entry {
    fn new(module: &Module, i: usize, hints: &HashMap<u32, u8>, islands: usize) -> Entry {
        let original = module.body_bytes(i);
        let canonical = lang::canonical_body(original).unwrap_or_else(|| original.to_vec());
        let lifted = caught(|| Body::parse(module, i, hints).map(|b| Candidate::new(&b, PARSED)))
            .unwrap_or_else(|panic| Err(lang::Opaque { reason: format!("panicked: {panic}") }))
            .map(|c| Some(c).filter(|c| c.emitted.bytes.len() < canonical.len()))
            .map_err(|opaque| opaque.reason);
        Entry { canonical, lifted, remaining: AtomicUsize::new(islands), found: Mutex::default(), decided: OnceLock::new() }
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
        let island = &self.config.islands[island];
        let start = Instant::now();
        let result = caught(|| {
            let body = Body::parse(self.module, i, &self.hints[i]).map_err(|o| o.reason)?;
            let proposals = self.propose.propose(self.module, &body, island, self.config.seed ^ island.seed.rotate_left(32));
            // Encoded here, where a body that cannot be encoded is the island's fault.
            let mut candidates: Vec<_> = proposals.bodies.iter().map(|b| Candidate::new(b, &island.name)).collect();
            candidates.iter_mut().zip(proposals.shares).for_each(|(c, shares)| c.shares = shares);
            Ok::<_, String>((candidates, proposals.rules))
        });
        let mut found = self.entries[i].found.lock().unwrap_or_else(PoisonError::into_inner);
        found.time += start.elapsed();
        match result {
            Ok(Ok((candidates, rules))) => {
                found.candidates.extend(candidates);
                for (rule, n) in rules {
                    *found.rules.entry(rule).or_default() += n;
                }
            }
            Ok(Err(message)) | Err(message) => found.panics.push((island.name.clone(), message)),
        }
    }

    /// All islands are done with function `i`.
    fn decide(&self, i: usize, prover: &mut Prover) {
        let entry = &self.entries[i];
        let Found { mut candidates, mut panics, mut rules, time } = std::mem::take(&mut *entry.found.lock().unwrap_or_else(PoisonError::into_inner));
        candidates.extend(entry.lifted.iter().flatten().cloned());
        rank(&mut candidates, entry.canonical.len());
        panics.sort();
        let mut failures: Vec<_> = panics.into_iter().map(|(island, message)| (island, Cause::Panicked, message)).collect();

        let brought = candidates.iter().map(|c| (c.island.clone(), c.emitted.bytes.len())).collect();
        shortlist(&mut candidates, self.config.attempts);
        let f = self.module.func_ix(i);
        let start = Instant::now();
        let (accepted, refused) = first_proven(self.module, f, self.module.body_bytes(i), &candidates, &self.context, prover);
        let spent = Spent { islands: time, proofs: start.elapsed() };
        let reverted = if accepted.is_none() { refused.first().map(|(_, (cause, _))| *cause) } else { None };
        failures.extend(refused.into_iter().map(|(c, (cause, message))| (candidates[c].island.clone(), cause, message)));
        let chosen = accepted.map(|c| candidates.swap_remove(c));
        for (rule, share) in chosen.iter().flat_map(|c| &c.shares) {
            *rules.entry(rule.clone()).or_default() += *share;
        }

        let after = chosen.as_ref().map_or(entry.canonical.len(), |c| c.emitted.bytes.len());
        self.progress.function(entry.canonical.len(), after);
        let decided = Decided { chosen, candidates: brought, failures, reverted, rules, spent };
        assert!(entry.decided.set(decided).is_ok(), "a function is decided once");
    }

    /// Puts the module together and looks at the whole once more.
    fn finish(mut self) -> Result<(Vec<u8>, Report)> {
        let last = self.settle_constants()?;
        let bodies: Vec<Option<Emitted>> = self.entries.iter().map(|e| Some(e.decided.get()?.chosen.as_ref()?.emitted.clone())).collect();
        let assembled = lang::assemble(&last, &bodies, &lang::AssembleOptions { strip: self.config.strip });
        let canonical = Module::parse(&lang::canonicalize(self.input).bytes)?;
        let mut report = self.report();
        report.notes = assembled.notes;
        report.globals = last.globals.len() - self.input.globals.len();
        let input = self.input.bytes();
        report.bytes = Sizes { before: input.len(), canonical: canonical.bytes().len(), after: assembled.bytes.len() };
        report.code = Sizes { before: code_size(self.input), canonical: code_size(&canonical), after: 0 };
        match self.objection(&assembled.bytes, &bodies) {
            Ok(written) => {
                // What code moved into globals is not saved.
                report.code.after = code_size(&written) + section_size(&written, GLOBALS) - section_size(&canonical, GLOBALS);
                Ok((assembled.bytes, report))
            }
            Err(why) => {
                report.code.after = report.code.before;
                report.bytes.after = input.len();
                report.functions.changed = 0;
                report.functions.proven = 0;
                report.globals = 0;
                report.unchanged = Some(why);
                Ok((input.to_vec(), report))
            }
        }
    }

    /// Takes out the new globals that are not worth their bytes. The functions that read them, or get another index for one that stays, are
    /// proven again; where that fails the original body stays. The module with the globals that stay.
    fn settle_constants(&mut self) -> Result<Module> {
        if self.constants.is_empty() {
            return Ok(self.input.clone());
        }
        let first = self.input.globals.len();
        let chosen = |e: &Entry| Some(e.decided.get()?.chosen.as_ref()?.emitted.clone());
        let bodies: Vec<Option<Body>> = (0..self.entries.len())
            .into_par_iter()
            .map(|i| {
                let emitted = chosen(&self.entries[i])?;
                let hints: HashMap<u32, u8> = emitted.hints.iter().copied().collect();
                Body::parse_bytes(self.module, self.module.func_ix(i), &emitted.bytes, &hints).ok()
            })
            .collect();
        let settled = settle(first, self.constants, &bodies.iter().flatten().collect::<Vec<_>>());
        let last = lang::with_constants(self.input, &settled.kept)?;
        let context = Context::of(&last);
        let again: Vec<Option<std::result::Result<Emitted, Refusal>>> = bodies
            .into_par_iter()
            .enumerate()
            .map_init(
                || Prover::new(self.config),
                |prover, (i, body)| {
                    let old = chosen(&self.entries[i])?;
                    let new = renumber(&body?, first, self.constants, &settled)?;
                    // Locals and labels are those of the body that was chosen.
                    let new = Emitted { locals: old.locals, labels: old.labels, ..new };
                    let f = last.func_ix(i);
                    let proof = context.validate(f, &new.bytes);
                    Some(proof.and_then(|()| prover.prove(&last, f, last.body_bytes(i), &new.bytes, Attempt::First)).map(|()| new))
                },
            )
            .collect();
        for (entry, result) in self.entries.iter_mut().zip(again) {
            let Some(decided) = entry.decided.get_mut() else { continue };
            match (result, &mut decided.chosen) {
                (Some(Ok(new)), Some(chosen)) if new.bytes.len() < entry.canonical.len() => chosen.emitted = new,
                (Some(Ok(_)), _) => decided.chosen = None,
                (Some(Err((cause, message))), _) => {
                    let island = decided.chosen.take().map_or_else(String::new, |c| c.island);
                    decided.reverted = Some(cause);
                    decided.failures.push((island, cause, message));
                }
                (None, _) => {}
            }
        }
        Ok(last)
    }

    /// The output as a module, or why it cannot be used (invariants 1 and 2 of the crate).
    fn objection(&self, output: &[u8], bodies: &[Option<Emitted>]) -> std::result::Result<Module, String> {
        let input = self.input.bytes();
        if output.len() > input.len() || output.len() == input.len() && output != input {
            return Err("nothing got smaller".into());
        }
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

    fn report(&self) -> Report {
        let names = Names::of(self.module);
        let mut report = Report::default();
        for island in &self.config.islands {
            report.islands.insert(island.name.clone(), IslandRecord::default());
        }
        report.functions.total = self.entries.len();
        for (i, entry) in self.entries.iter().enumerate() {
            let f = self.module.func_ix(i);
            self.count(&mut report, i, f, entry, names.get(f));
        }
        report
    }

    fn count(&self, report: &mut Report, i: usize, f: FuncIx, entry: &Entry, name: Option<String>) {
        let canonical = entry.canonical.len();
        let mut bytes = Sizes { before: self.module.bodies[i].len(), canonical, after: canonical };
        let mut record =
            FunctionRecord { module: 0, index: f.0, name, status: Status::Opaque, bytes, island: None, candidates: 0, spent: Spent::default() };
        match (&entry.lifted, entry.decided.get()) {
            (Ok(_), Some(decided)) => {
                report.functions.lifted += 1;
                for (island, _) in &decided.candidates {
                    report.islands.entry(island.clone()).or_default().candidates += 1;
                }
                record.candidates = decided.candidates.len();
                record.spent = decided.spent;
                record.status = Status::Kept;
                report.functions.proposed += usize::from(!decided.candidates.is_empty());
                if let Some(chosen) = &decided.chosen {
                    bytes.after = chosen.emitted.bytes.len();
                    report.functions.changed += 1;
                    report.functions.proven += 1;
                    let island = report.islands.entry(chosen.island.clone()).or_default();
                    island.wins += 1;
                    island.bytes += canonical - bytes.after;
                    record.status = Status::Changed;
                    record.island = Some(chosen.island.clone());
                } else if let Some(cause) = decided.reverted {
                    *report.functions.reverted.entry(cause).or_default() += 1;
                    record.status = Status::Reverted;
                }
                for (island, cause, message) in &decided.failures {
                    let entry = report.islands.entry(island.clone()).or_default();
                    entry.failures += usize::from(matches!(cause, Cause::Refuted | Cause::Invalid | Cause::Panicked));
                    report.failures.push(Failure {
                        module: 0,
                        function: f.0,
                        name: record.name.clone(),
                        offset: self.module.bodies[i].start,
                        island: island.clone(),
                        cause: *cause,
                        message: message.clone(),
                    });
                }
                for (rule, n) in &decided.rules {
                    *report.rules.entry(rule.clone()).or_default() += *n;
                }
            }
            (Err(reason), _) => *report.functions.opaque.entry(reason.clone()).or_default() += 1,
            // With no island configured nothing was decided.
            (Ok(_), None) => {
                report.functions.lifted += 1;
                record.status = Status::Kept;
            }
        }
        record.bytes = bytes;
        report.records.push(record);
    }
}

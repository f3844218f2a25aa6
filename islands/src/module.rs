//! One core module: every function through every island, then the choice.
//!
//! The unit of work is one island on one function. Units are taken from one queue, those of big functions first, because half of a module's
//! bytes often sit in 2 % of its functions; whoever finishes a function's last unit also chooses and proves. Results are stored by the
//! function's number, and the choice does not depend on the order of arrival (invariant 3 of the crate).
//!
//! E-graphs and bodies live only inside a unit, so memory is bounded by the largest functions at work.

use crate::choose::{Bar, Candidate, first_proven, rank, shortlist};
use crate::config::{Config, Island};
use crate::constants::{renumber, settle, worthwhile};
use crate::cost::{Cost, Prepared};
use crate::error::Result;
use crate::names::Names;
use crate::panics::caught;
use crate::progress::Progress;
use crate::propose::{Propose, Task};
use crate::prove::{Attempt, Context, Prover, Refusal};
use crate::report::{Cause, Failure, FunctionRecord, IslandRecord, Report, Sizes, Spent, Status};
use crate::shares::RuleRecords;
use crate::transfer::{Options, choose};
use loom_eq_lang::{self as lang, Body, Const, Emitted, FuncIx, Module};
use loom_eq_verify::Assumption;
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
    candidates: Vec<(String, usize)>,
    failures: Vec<(String, Cause, String)>,
    /// What was wrong with the best candidate, if nothing was accepted.
    reverted: Option<Cause>,
    rules: RuleRecords,
    evaluations: u64,
    spent: Spent,
}

impl Decided {
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
    let work = Work { input: &input, module: &module, constants: &constants, config, propose, progress, hints, context, cost, island_costs, entries };
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
        let island = &self.config.islands[island];
        let result = caught(|| {
            let body = Body::parse(self.module, i, &self.hints[i]).map_err(|o| o.reason)?;
            let seed = self.config.seed ^ island.seed.rotate_left(32);
            let assumed = Assumption::of(&self.config.assumptions, self.module, self.module.func_ix(i));
            let proposals = self.propose.propose(&Task { module: self.module, body: &body, island, cost: &searched, seed, assumed });
            // Encoded here, where a body that cannot be encoded is the island's fault.
            let mut candidates: Vec<_> = proposals.bodies.iter().map(|b| Candidate::new(b, &island.name, &*cost)).collect();
            candidates.iter_mut().zip(proposals.shares).for_each(|(c, shares)| c.shares = shares);
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
        let spent = Spent { islands: time, proofs: start.elapsed() };
        let reverted = if accepted.is_none() { refused.first().map(|(_, (cause, _))| *cause) } else { None };
        failures.extend(refused.into_iter().map(|(c, (cause, message))| (candidates[c].island.clone(), cause, message)));
        let chosen = accepted.map(|c| candidates.swap_remove(c));
        for (rule, share) in chosen.iter().flat_map(|c| &c.shares) {
            *rules.entry(rule.clone()).or_default() += *share;
        }

        let after = chosen.as_ref().map_or(entry.canonical.len(), |c| c.emitted.bytes.len());
        self.progress.function(entry.canonical.len(), after);
        let decided = Decided { chosen, offers, candidates: brought, failures, reverted, rules, evaluations, spent };
        assert!(entry.decided.set(decided).is_ok(), "a function is decided once");
    }

    /// Puts the module together and looks at the whole once more.
    fn finish(mut self) -> Result<(Vec<u8>, Report)> {
        let last = self.settle_constants()?;
        let last = self.settle_transfer(last);
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
                report.cost.after = report.cost.before;
                report.bytes.after = input.len();
                report.functions.changed = 0;
                report.functions.proven = 0;
                report.globals = 0;
                report.unchanged = Some(why);
                Ok((input.to_vec(), report))
            }
        }
    }

    /// Takes out the new globals that are not worth their bytes. The bodies that read them, or get another index for one that stays, are
    /// proven again; where that fails the body goes. The module with the globals that stay.
    fn settle_constants(&mut self) -> Result<Module> {
        if self.constants.is_empty() {
            return Ok(self.input.clone());
        }
        let first = self.input.globals.len();
        let parse = |i: usize, c: &Candidate| {
            let hints: HashMap<u32, u8> = c.emitted.hints.iter().copied().collect();
            Body::parse_bytes(self.module, self.module.func_ix(i), &c.emitted.bytes, &hints)
        };
        let bodies: Vec<Vec<std::result::Result<Body, lang::Opaque>>> =
            (0..self.entries.len()).into_par_iter().map(|i| self.entries[i].proven().map(|c| parse(i, c)).collect()).collect();
        // Of a function's bodies the smallest decides what is worth it.
        let smallest =
            |i: usize| self.entries[i].proven().zip(&bodies[i]).min_by_key(|(c, _)| c.emitted.bytes.len()).and_then(|(_, body)| body.as_ref().ok());
        let settled = settle(first, self.constants, &(0..bodies.len()).filter_map(smallest).collect::<Vec<_>>());
        let last = lang::with_constants(self.input, &settled.kept)?;
        let context = Context::of(&last);
        let again: Vec<Vec<Option<std::result::Result<Emitted, Refusal>>>> = bodies
            .into_par_iter()
            .enumerate()
            .map_init(
                || Prover::new(self.config),
                |prover, (i, bodies)| {
                    let mut prove = |old: &Candidate, body: std::result::Result<Body, lang::Opaque>| {
                        let body = match body {
                            Ok(body) => body,
                            // What it reads is not known, so it cannot stay.
                            Err(opaque) => return Some(Err((Cause::Unsupported, opaque.reason))),
                        };
                        let new = renumber(&body, first, self.constants, &settled)?;
                        // Locals and labels are those of the body that was chosen.
                        let new = Emitted { locals: old.emitted.locals.clone(), labels: old.emitted.labels.clone(), ..new };
                        let f = last.func_ix(i);
                        let proof = context.validate(f, &new.bytes);
                        Some(proof.and_then(|()| prover.prove(&last, f, last.body_bytes(i), &new.bytes, Attempt::First)).map(|()| new))
                    };
                    self.entries[i].proven().zip(bodies).map(|(old, body)| prove(old, body)).collect()
                },
            )
            .collect();
        for (entry, results) in self.entries.iter_mut().zip(again) {
            let canonical = entry.canonical.len();
            let Some(decided) = entry.decided.get_mut() else { continue };
            let had = decided.chosen.is_some();
            for (at, (mut candidate, result)) in decided.take_proven().into_iter().zip(results).enumerate() {
                match result {
                    Some(Ok(new)) if new.bytes.len() >= canonical => continue,
                    Some(Ok(new)) => {
                        if self.config.cost == Cost::Size {
                            candidate.cost = new.bytes.len() as u64;
                        }
                        candidate.emitted = new;
                    }
                    Some(Err((cause, message))) => {
                        decided.reverted = Some(cause);
                        decided.failures.push((candidate.island, cause, message));
                        continue;
                    }
                    None => {}
                }
                if at == 0 && had {
                    decided.chosen = Some(candidate);
                } else {
                    decided.offers.push(candidate);
                }
            }
        }
        Ok(last)
    }

    /// Chooses among the proven bodies of all functions by what the module takes when it is compressed. `last` has the new globals; the module that
    /// the choice is for.
    fn settle_transfer(&mut self, last: Module) -> Module {
        if self.config.cost != Cost::Transfer {
            return last;
        }
        let options: Vec<Options> = self.entries.iter().map(|e| Options { bodies: e.proven().map(|c| c.emitted.clone()).collect() }).collect();
        let choice = choose(self.input, &last, &options, self.config.strip);
        for (entry, body) in self.entries.iter_mut().zip(choice.bodies) {
            let Some(decided) = entry.decided.get_mut() else { continue };
            let mut proven = decided.take_proven();
            decided.chosen = body.map(|b| proven.swap_remove(b));
        }
        if choice.globals { last } else { self.input.clone() }
    }

    /// The output as a module, or why it cannot be used (invariants 1 and 2 of the crate).
    fn objection(&self, output: &[u8], bodies: &[Option<Emitted>]) -> std::result::Result<Module, String> {
        let input = self.input.bytes();
        let gained = bodies.iter().any(Option::is_some) && self.config.cost != Cost::Size;
        if output.len() > input.len() || output.len() == input.len() && output != input && !gained {
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
        let mut record = FunctionRecord {
            module: 0,
            index: f.0,
            name,
            status: Status::Opaque,
            bytes,
            island: None,
            candidates: 0,
            evaluations: 0,
            spent: Spent::default(),
        };
        match (&entry.lifted, entry.decided.get()) {
            (Ok(_), Some(decided)) => {
                report.functions.lifted += 1;
                for (island, _) in &decided.candidates {
                    report.islands.entry(island.clone()).or_default().candidates += 1;
                }
                record.candidates = decided.candidates.len();
                record.evaluations = decided.evaluations;
                record.spent = decided.spent;
                record.status = Status::Kept;
                let chosen = decided.chosen.as_ref().map_or(entry.cost, |c| c.cost);
                report.cost.before += entry.cost as f64 / self.cost.unit();
                report.cost.after += chosen as f64 / self.cost.unit();
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

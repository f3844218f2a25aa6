//! Choices that depend on the whole module: new globals, calls executed in place, what compresses.

use super::{Entry, Work};
use crate::choose::Candidate;
use crate::constants::{renumber, settle};
use crate::cost::Cost;
use crate::error::Result;
use crate::inlining::{self, Choice};
use crate::prove::{Attempt, Context, Prover, Refusal};
use crate::report::Cause;
use crate::transfer::{Options, choose};
use loom_eq_lang::{self as lang, Body, Emitted, Module};
use rayon::prelude::*;
use std::collections::HashMap;

impl Work<'_> {
    /// Takes out the new globals that are not worth their bytes. The bodies that read them, or get another index for one that stays, are
    /// proven again; where that fails the body goes. The module with the globals that stay.
    pub(super) fn settle_constants(&mut self) -> Result<Module> {
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
                        Some(
                            proof
                                .and_then(|()| {
                                    let new = Candidate { emitted: new.clone(), ..old.clone() };
                                    prover.prove(&last, f, last.body_bytes(i), &new, Attempt::First)
                                })
                                .map(|()| new),
                        )
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
                    Some(Ok(new)) if new.bytes.len() >= canonical && candidate.executed.is_empty() => continue,
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

    /// Chooses among the proven bodies of all functions by what the module takes when calls are executed in place.
    pub(super) fn settle_inlining(&mut self, removes: bool) {
        let Some(graph) = self.graph.as_ref().filter(|_| self.config.cost == Cost::Size) else { return };
        let choice = |i: usize, c: Option<&Candidate>| {
            let bytes = c.map_or(&*self.entries[i].canonical, |c| &c.emitted.bytes);
            Choice { bytes: bytes.len(), names: inlining::named(bytes).0, executed: c.map(|c| c.executed.clone()).unwrap_or_default() }
        };
        let offered = |e: &Entry| e.decided.get().map(|d| d.offers.clone()).unwrap_or_default();
        let chosen = |e: &Entry| e.decided.get().and_then(|d| d.chosen.clone());
        let choices: Vec<Vec<Choice>> = self
            .entries
            .iter()
            .enumerate()
            .map(|(i, e)| std::iter::once(choice(i, chosen(e).as_ref())).chain(offered(e).iter().map(|c| choice(i, Some(c)))).collect())
            .collect();
        let chosen = inlining::choose(graph, self.module.imported_funcs, &choices, removes);
        for (entry, picked) in self.entries.iter_mut().zip(chosen) {
            if let Some(decided) = entry.decided.get_mut() {
                decided.picked = picked;
            }
        }
    }

    /// Chooses among the proven bodies of all functions by what the module takes when it is compressed. `last` has the new globals; the module that
    /// the choice is for.
    pub(super) fn settle_transfer(&mut self, last: Module) -> Module {
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
}

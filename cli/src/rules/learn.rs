//! `loom-eq rules learn`: rules that a corpus asks for, found by search and proven.

use super::solver;
use crate::args::RulesLearn;
use crate::failure::Failure;
use crate::input;
use crate::output::{Output, Text, Written};
use loom_eq_lang::{Body, Module, branch_hints, is_component, map_core_modules};
use loom_eq_rewrites::builtin_files;
use loom_eq_rewrites::learn::{Budget, Corpus, learn};
use std::process::ExitCode;

pub fn run(args: &RulesLearn) -> Result<ExitCode, Failure> {
    let output = Output::new(&args.output)?;
    let mut out = if output.is_stdout() { Text::stderr() } else { Text::stdout() };
    let mut corpus = Corpus::default();
    for path in &args.modules {
        let bytes = input::read(path)?;
        let fail = |e: loom_eq_lang::Error| Failure::of(path, "stdin", e);
        if is_component(&bytes) {
            map_core_modules(&bytes, |_, inner: &[u8]| {
                count(&Module::parse(inner)?, &mut corpus);
                Ok(None)
            })
            .map_err(fail)?;
        } else {
            count(&Module::parse(&bytes).map_err(fail)?, &mut corpus);
        }
    }
    let budget = Budget { trees: args.budget.saturating_mul(1_000_000), ..Budget::default() };
    let known = if args.all { &[][..] } else { builtin_files() };
    let threads = super::threads(args.threads);
    let bar = indicatif::ProgressBar::with_draw_target(None, indicatif::ProgressDrawTarget::stderr());
    let progress = |searched: usize, rules: usize| bar.set_message(format!("{searched} trees searched, {rules} rules found"));
    let outcome = learn(&corpus, known, &budget, &solver, threads, &progress).map_err(Failure::new)?;
    bar.finish_and_clear();

    let total: u64 = outcome.rules.iter().map(|r| r.count as u64 * u64::from(r.saved)).sum();
    let than = if args.all { "" } else { " that the built-in rules do not derive" };
    let mut text = format!(
        ";; {} rules{than}, from the {} most frequent of {} trees of {} function bodies.\n;; Together they save {total} bytes where their trees were seen, if nothing else saves the same.\n\n",
        outcome.rules.len(),
        outcome.searched,
        outcome.patterns,
        corpus.bodies
    );
    outcome.rules.iter().for_each(|r| text += &r.text);
    output.stage(text.as_bytes()).and_then(Written::commit)?;
    out.line(format_args!(
        "{} rules from {} of {} trees of {} bodies; {} million trees enumerated, {} candidates undecided",
        outcome.rules.len(),
        outcome.searched,
        outcome.patterns,
        corpus.bodies,
        outcome.trees / 1_000_000,
        outcome.undecided
    ));
    Ok(ExitCode::SUCCESS)
}

fn count(module: &Module, corpus: &mut Corpus) {
    for (i, hints) in branch_hints(module).iter().enumerate() {
        // A function that is not understood has nothing to teach.
        if let Ok(body) = Body::parse(module, i, hints) {
            corpus.add(&body);
        }
    }
}

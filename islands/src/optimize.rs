//! The entrance: a core module or a component, on threads with deep stacks.

use crate::assumed::Assumed;
use crate::config::Config;
use crate::cost::Cost;
use crate::error::{Error, Result};
use crate::module;
use crate::panics::caught;
use crate::progress::Progress;
use crate::propose::{Pipeline, Propose};
use crate::report::{Report, Sizes};
use loom_eq_lang as lang;
use wasmparser::{Validator, WasmFeatures};

/// Some of what we call recurses over nested code. Untouched stack costs nothing but address space.
const STACK: usize = 256 << 20;

/// What came out.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// The module to use, never larger than the input.
    pub bytes: Vec<u8>,
    /// What happened.
    pub report: Report,
}

/// Optimizes a core module, or each core module inside a component.
///
/// # Errors
/// With the byte offset, when the input is not valid WebAssembly.
pub fn optimize(bytes: &[u8], config: &Config, progress: &dyn Progress) -> Result<Outcome> {
    optimize_with(bytes, config, progress, &Pipeline::with(config.rules.clone()))
}

/// [`optimize`] with other islands than the real ones; what they propose is judged all the same.
///
/// # Errors
/// As [`optimize`].
pub fn optimize_with(bytes: &[u8], config: &Config, progress: &dyn Progress, propose: &dyn Propose) -> Result<Outcome> {
    on_deep_stack(config.threads, || {
        if lang::is_component(bytes) { component(bytes, config, progress, propose) } else { core(bytes, config, progress, propose) }
    })
}

/// Runs `work` in a pool of its own with this number of threads; 0 takes one per core.
pub(crate) fn on_deep_stack<T: Send>(threads: usize, work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK)
        .thread_name(|i| format!("island worker {i}"))
        .build()
        .map_err(|e| Error::new(format!("cannot start worker threads: {e}")))?;
    // What is caught here happened outside of any function, so nothing of the run can be used.
    pool.install(|| caught(work)).unwrap_or_else(|panic| Err(Error::new(format!("internal error, please report it: {panic}"))))
}

fn core(bytes: &[u8], config: &Config, progress: &dyn Progress, propose: &dyn Propose) -> Result<Outcome> {
    let assumed = Assumed::of(bytes, config)?;
    assumed.all_found(config)?;
    let (bytes, mut report) = module::optimize(bytes, config, progress, propose)?;
    assumed.tell(&mut report);
    Ok(Outcome { bytes, report })
}

fn component(bytes: &[u8], config: &Config, progress: &dyn Progress, propose: &dyn Propose) -> Result<Outcome> {
    let mut report = Report { bytes: Sizes { before: bytes.len(), canonical: bytes.len(), after: bytes.len() }, ..Report::default() };
    let mut saved = 0;
    let mut found = Assumed::default();
    let out = lang::map_core_modules(bytes, |number: usize, inner: &[u8]| {
        let assumed = Assumed::of(inner, config).map_err(|e| lang::Error::new(e.to_string()))?;
        let (out, mut inner_report) = module::optimize(inner, config, progress, propose).map_err(|e| lang::Error::new(e.to_string()))?;
        assumed.tell(&mut inner_report);
        found.extend(assumed);
        saved += inner_report.bytes.before.saturating_sub(inner_report.bytes.canonical);
        report.absorb(inner_report, number);
        Ok(Some(out))
    })?;
    found.all_found(config)?;
    report.bytes.canonical -= saved;
    let why = if let Err(e) = validate(&out) {
        Some(format!("the result would be invalid: {e}"))
    } else if out.len() > bytes.len() || out.len() == bytes.len() && out != bytes && (config.cost == Cost::Size || report.functions.changed == 0) {
        Some("nothing got smaller".into())
    } else {
        None
    };
    if why.is_some() {
        report.unchanged = why;
        report.code.after = report.code.before;
        report.cost.after = report.cost.before;
        (report.functions.changed, report.functions.proven) = (0, 0);
        return Ok(Outcome { bytes: bytes.to_vec(), report });
    }
    report.bytes.after = out.len();
    Ok(Outcome { bytes: out, report })
}

pub(crate) fn validate(bytes: &[u8]) -> Result<()> {
    Validator::new_with_features(WasmFeatures::all()).validate_all(bytes).map_err(lang::Error::from)?;
    Ok(())
}

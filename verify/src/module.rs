//! Two whole modules with the same index spaces: what is outside of functions must correspond, every pair of functions is judged.

use crate::checker::{Checker, Limits, Verdict};
use loom_eq_lang::{Error, FuncIx, Module, canonicalize};

/// The verdict on one function.
#[derive(Clone, Debug)]
pub struct FunctionReport {
    /// Its index, the same in both modules.
    pub function: FuncIx,
    /// The size of its body in each module.
    pub bytes: (usize, usize),
    /// What was found.
    pub verdict: Verdict,
}

/// The verdicts on a pair of modules.
#[derive(Clone, Debug, Default)]
pub struct ModuleReport {
    /// What does not correspond outside of functions; empty if everything does.
    pub structure: Vec<String>,
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
}

impl ModuleReport {
    /// Whether the modules are proven equal.
    pub fn is_proven(&self) -> bool {
        self.structure.is_empty() && self.refuted + self.unknown + self.unsupported == 0
    }
}

/// Compares two modules. `on_function` hears each verdict as it is found.
///
/// # Errors
/// If one of the two is not a valid core module.
pub fn modules(a: &[u8], b: &[u8], limits: &Limits, on_function: &mut dyn FnMut(&FunctionReport)) -> Result<ModuleReport, Error> {
    let (a, b) = (Module::parse(a)?, Module::parse(b)?);
    let mut report = ModuleReport { structure: structure(&a, &b)?, ..ModuleReport::default() };
    if !report.structure.is_empty() {
        return Ok(report);
    }
    let mut checker = Checker::new(limits.clone());
    for i in 0..a.defined() {
        let function = a.func_ix(i);
        let (x, y) = (a.body_bytes(i), b.body_bytes(i));
        let verdict = checker.function(&a, function, x, &b, function, y);
        match &verdict {
            Verdict::Proven(crate::Proof::Identical) => report.identical += 1,
            Verdict::Proven(_) => report.proven += 1,
            Verdict::Refuted(_) => report.refuted += 1,
            Verdict::Unknown(_) => report.unknown += 1,
            Verdict::Unsupported(_) => report.unsupported += 1,
        }
        on_function(&FunctionReport { function, bytes: (x.len(), y.len()), verdict });
    }
    Ok(report)
}

/// The sections apart from code and custom ones, in canonical form.
fn structure(a: &Module, b: &Module) -> Result<Vec<String>, Error> {
    const NAMES: [(u8, &str); 12] = [
        (1, "types"),
        (2, "imports"),
        (3, "functions"),
        (4, "tables"),
        (5, "memories"),
        (6, "globals"),
        (7, "exports"),
        (8, "start"),
        (9, "elements"),
        (11, "data"),
        (12, "data count"),
        (13, "tags"),
    ];
    let mut out = Vec::new();
    let known = |id: u8| id == 0 || id == 10 || NAMES.iter().any(|(n, _)| *n == id);
    for m in [a, b] {
        out.extend(m.sections.iter().filter(|s| !known(s.id)).map(|s| format!("section {} is not understood", s.id)));
    }
    let differ = |a: &Module, b: &Module| -> Vec<&str> {
        // The data count only announces the number of data segments.
        NAMES.iter().filter(|(id, _)| *id != 12 && payload(a, *id) != payload(b, *id)).map(|(_, name)| *name).collect()
    };
    let mut different = differ(a, b);
    if !different.is_empty() {
        // Perhaps only the encoding differs.
        let (x, y) = (Module::parse(&canonicalize(a).bytes)?, Module::parse(&canonicalize(b).bytes)?);
        different = differ(&x, &y);
    }
    out.extend(different.into_iter().map(|name| format!("{name} differ")));
    if a.bodies.len() != b.bodies.len() {
        out.push("functions differ".into());
    }
    Ok(out)
}

fn payload(m: &Module, id: u8) -> Vec<&[u8]> {
    m.sections.iter().filter(|s| s.id == id).map(|s| &m.bytes()[s.payload.clone()]).collect()
}

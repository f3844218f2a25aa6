//! What a user assumes of the calls of a module's exports: that the exports are there, and what the report says.

use crate::config::Config;
use crate::error::{Error, Result};
use crate::report::Report;
use loom_eq_lang::Module;

/// What is assumed in a module.
#[derive(Default)]
pub(crate) struct Assumed {
    exports: Vec<String>,
    assumed: Vec<String>,
    notes: Vec<String>,
}

impl Assumed {
    /// What a configuration assumes of this module's exports.
    ///
    /// # Errors
    /// If an export is there but not a function of which that can be assumed.
    pub(crate) fn of(bytes: &[u8], config: &Config) -> Result<Assumed> {
        let mut all = Assumed::default();
        if config.assumptions.is_empty() {
            return Ok(all);
        }
        let module = Module::parse(bytes)?;
        let mut functions = Vec::new();
        for assumption in &config.assumptions {
            let Some(f) = assumption.function(&module).map_err(Error::new)? else { continue };
            if functions.contains(&f) {
                return Err(Error::new(format!("two assumptions about {}: one per function", assumption.export)));
            }
            functions.push(f);
            all.exports.push(assumption.export.clone());
            all.assumed.push(assumption.to_string());
            all.notes.extend(assumption.calls_from_inside(&module, f));
        }
        Ok(all)
    }

    /// Adds what another module of the same component has.
    pub(crate) fn extend(&mut self, other: Assumed) {
        self.exports.extend(other.exports);
    }

    /// Whether each assumption is about something.
    pub(crate) fn all_found(&self, config: &Config) -> Result<()> {
        match config.assumptions.iter().find(|a| !self.exports.contains(&a.export)) {
            Some(missing) => Err(Error::new(format!("no function is exported as {}, of which something is assumed", missing.export))),
            None => Ok(()),
        }
    }

    pub(crate) fn tell(&self, report: &mut Report) {
        report.assumed.extend(self.assumed.iter().cloned());
        report.notes.extend(self.notes.iter().cloned());
    }
}

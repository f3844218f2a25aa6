//! What is reported of each function.

use super::{Entry, Work};
use crate::names::Names;
use crate::report::{Cause, Failure, FunctionRecord, IslandRecord, Report, Sizes, Spent, Status};
use loom_eq_lang::FuncIx;

impl Work<'_> {
    pub(super) fn report(&self) -> Report {
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
            now: Some(f.0),
            island: None,
            executed: Vec::new(),
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
                let chosen = decided.picked().map_or(entry.cost, |c| c.cost);
                report.cost.before += entry.cost as f64 / self.cost.unit();
                report.cost.after += chosen as f64 / self.cost.unit();
                report.functions.proposed += usize::from(!decided.candidates.is_empty() || decided.picked > 0);
                if let Some(chosen) = decided.picked() {
                    bytes.after = chosen.emitted.bytes.len();
                    report.functions.changed += 1;
                    report.functions.proven += 1;
                    let island = report.islands.entry(chosen.island.clone()).or_default();
                    island.wins += 1;
                    // With calls executed in place it may be larger.
                    island.bytes += canonical.saturating_sub(bytes.after);
                    record.status = Status::Changed;
                    record.island = Some(chosen.island.clone());
                    record.executed = chosen.executed.iter().copied().collect();
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

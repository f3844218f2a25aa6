//! `prune DIR`: what is gained by removing what nothing reaches, and by numbers alone; no function is optimized. Each result is judged.

use crate::files;
use crate::table::{Table, percent};
use loom_eq_lang::{Module, Places, Pruning, canonicalize, is_component, map_core_modules, prune};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What is written besides the table.
pub struct Wanted {
    pub markdown: Option<PathBuf>,
    pub out: Option<PathBuf>,
}

/// The figures of a module, or of all.
#[derive(Default)]
struct Row {
    bytes: [usize; 3],
    code: [usize; 3],
    functions: [usize; 2],
    seconds: [f64; 2],
    verdict: String,
}

pub fn run(dir: &Path, places: Places, wanted: &Wanted) -> Result<bool, String> {
    let mut table = Table::new(&[
        "module",
        "bytes",
        "pruned",
        "by use",
        "removed",
        "code",
        "pruned",
        "by use",
        "functions",
        "gone",
        "prune s",
        "gate s",
        "verdict",
    ]);
    let mut total = Row::default();
    let mut sound = true;
    if let Some(out) = &wanted.out {
        std::fs::create_dir_all(out).map_err(|e| format!("{}: {e}", out.display()))?;
    }
    for (name, bytes) in files::modules(dir)? {
        let mut row = Row::default();
        let written = if is_component(&bytes) {
            let mut rows = 0;
            let out = map_core_modules(&bytes, |_, inner| {
                rows += 1;
                core(inner, places, &mut row).map(Some).map_err(loom_eq_lang::Error::new)
            })
            .map_err(|e| format!("{name}: {e}"))?;
            row.verdict += &format!(" ({rows} modules)");
            out
        } else {
            core(&bytes, places, &mut row).map_err(|e| format!("{name}: {e}"))?
        };
        let valid = wasmparser::Validator::new_with_features(wasmparser::WasmFeatures::all()).validate_all(&written);
        if let Err(e) = &valid {
            row.verdict = format!("INVALID: {e}");
        }
        sound &= valid.is_ok() && !row.verdict.contains("NOT PROVEN") && written.len() <= bytes.len();
        if let Some(out) = &wanted.out {
            files::write(&out.join(format!("{name}.wasm")), &written)?;
        }
        total.add(&row);
        table.row(row.cells(&name));
    }
    table.row(total.cells("total"));
    print!("{}", table.plain());
    wanted.markdown.as_ref().map_or(Ok(()), |file| files::write(file, table.markdown().as_bytes()))?;
    Ok(sound)
}

/// The module to use; its figures are added.
fn core(bytes: &[u8], places: Places, row: &mut Row) -> Result<Vec<u8>, String> {
    let fail = |e: loom_eq_lang::Error| e.to_string();
    let before = canonicalize(&Module::parse(bytes).map_err(fail)?).bytes;
    let module = Module::parse(&before).map_err(fail)?;
    let start = Instant::now();
    let pruning = prune(&module, places);
    row.seconds[0] += start.elapsed().as_secs_f64();
    let kept = match prune(&module, Places::Kept) {
        Pruning::Smaller(p) => p.bytes,
        _ => before.clone(),
    };
    let mut verdict = |v: String| {
        if !row.verdict.contains(&v) {
            row.verdict = [row.verdict.as_str(), v.as_str()].join(" ").trim().to_string();
        }
    };
    let mut after = before.clone();
    match pruning {
        Pruning::Nothing => verdict("nothing smaller".into()),
        Pruning::Declined(why) => verdict(format!("declined: {why}")),
        Pruning::Smaller(p) => {
            let start = Instant::now();
            let report = loom_eq_verify::renumbered(&before, &p.bytes, &p.indices).map_err(fail)?;
            row.seconds[1] += start.elapsed().as_secs_f64();
            let first = report.structure.first().cloned().unwrap_or_default();
            let bad = || format!("NOT PROVEN: {first} {} functions", report.unknown);
            if report.is_proven() {
                verdict("proven".into());
                after = p.bytes;
            } else {
                row.verdict += &bad();
            }
        }
    }
    for (i, bytes) in [&before, &kept, &after].into_iter().enumerate() {
        let module = Module::parse(bytes).map_err(fail)?;
        row.bytes[i] += bytes.len();
        row.code[i] += module.sections.iter().filter(|s| s.id == 10).map(|s| s.payload.len()).sum::<usize>();
        match i {
            0 => row.functions[0] += module.defined(),
            1 => row.functions[1] += module.defined(),
            _ => {}
        }
    }
    Ok(after)
}

impl Row {
    fn add(&mut self, other: &Row) {
        for i in 0..3 {
            self.bytes[i] += other.bytes[i];
            self.code[i] += other.code[i];
        }
        for i in 0..2 {
            self.functions[i] += other.functions[i];
            self.seconds[i] += other.seconds[i];
        }
    }

    fn cells(&self, name: &str) -> Vec<String> {
        let removed = percent(self.bytes[0] as f64 - self.bytes[2] as f64, self.bytes[0] as f64);
        let mut cells = vec![name.to_string()];
        cells.extend(self.bytes.iter().map(usize::to_string));
        cells.push(format!("{removed:.2} %"));
        cells.extend(self.code.iter().map(usize::to_string));
        cells.push(self.functions[0].to_string());
        cells.push((self.functions[0] - self.functions[1]).to_string());
        cells.extend(self.seconds.iter().map(|s| format!("{s:.2}")));
        cells.push(self.verdict.clone());
        cells
    }
}

//! `loom-eq inspect`: what the parts do by themselves.

use crate::args::Roundtrip as Args;
use crate::failure::Failure;
use crate::opt::reasons;
use crate::output::{Output, Text, stage_json};
use crate::{input, output::Written};
use loom_eq_islands::{Guards, Roundtrip, roundtrip as trip};
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct Json {
    schema: &'static str,
    guards: Guards,
    files: Vec<(String, Roundtrip)>,
    total: Roundtrip,
}

pub fn roundtrip(args: &Args) -> Result<ExitCode, Failure> {
    let guards = if args.no_guards { Guards::Off } else { Guards::On };
    let json = args.json.as_deref().map(Output::new).transpose()?;
    // The table goes where the report does not.
    let mut out = if json.as_ref().is_some_and(Output::is_stdout) { Text::stderr() } else { Text::stdout() };
    let mut files = Vec::new();
    let mut total = Roundtrip::default();
    for path in &args.files {
        let bytes = input::read(path)?;
        let result = trip(&bytes, guards, args.threads).map_err(|e| Failure::of(path, "stdin", e))?;
        out.line(line(&path.display().to_string(), &result));
        result.invalid.iter().for_each(|why| out.line(format_args!("  invalid: {why}")));
        total.absorb(result.clone());
        files.push((path.display().to_string(), result));
    }
    out.line(line("total", &total));
    let holds = total.invalid.is_empty() && total.unstable.is_empty() && (guards == Guards::Off || total.grown.is_empty());
    if let Some(json) = json {
        stage_json(json, &Json { schema: "loom-eq/roundtrip/1", guards, files, total }).and_then(Written::commit)?;
    }
    Ok(ExitCode::from(u8::from(!holds)))
}

fn line(name: &str, r: &Roundtrip) -> String {
    let opaque: usize = r.opaque.values().sum();
    let mut line = format!("{name}: {} functions, {} lifted, {opaque} opaque", r.functions, r.lifted);
    if opaque > 0 {
        line += &format!(" ({})", reasons(&r.opaque));
    }
    line += &format!(", {} grown, {} unstable, {} bytes, {} canonical, {} after", r.grown.len(), r.unstable.len(), r.before, r.canonical, r.after);
    line
}

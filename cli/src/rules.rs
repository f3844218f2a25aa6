//! `loom-eq rules`: the rewrite rules.

use crate::failure::Failure;
use crate::output::Text;
use std::process::ExitCode;

pub fn list() -> Result<ExitCode, Failure> {
    let mut out = Text::stdout();
    let table = loom_eq_rewrites::table(loom_eq_rewrites::builtin()).to_string();
    table.lines().for_each(|line| out.line(line));
    Ok(ExitCode::SUCCESS)
}

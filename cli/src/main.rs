//! The `loom-eq` command.
//!
//! Exit codes: 0 done; 2 bad usage or bad input; `verify` and `rules check` also 1 for refuted and 3 for not decided, `inspect roundtrip` also 1 for a broken gate.
//! A failure is one line on stderr, and no output file is touched.

mod args;
mod assume;
mod bar;
mod failure;
mod input;
mod inspect;
mod opt;
mod output;
mod rules;
mod verify;

use args::{Args, Command, InspectCommand, RulesCommand};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse();
    loom_eq_islands::quiet_panics();
    let result = match args.command {
        Command::Opt(args) => opt::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Inspect(InspectCommand::Roundtrip(args)) => inspect::roundtrip(&args),
        Command::Rules(RulesCommand::List(args)) => rules::list(&args),
        Command::Rules(RulesCommand::Check(args)) => rules::check(&args),
        Command::Rules(RulesCommand::Learn(args)) => rules::learn(&args),
    };
    result.unwrap_or_else(|failure| {
        // Nowhere to complain to if this fails.
        let _ = failure.print();
        ExitCode::from(2)
    })
}

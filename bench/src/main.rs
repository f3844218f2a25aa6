//! Figures over a folder of modules. The table in the README is made by this command.
//!
//! ```text
//! cargo run --release -p loom-eq-bench -- corpus DIR --markdown table.md
//! cargo run --release -p loom-eq-bench -- roundtrip DIR
//! cargo run --release -p loom-eq-bench -- transfer DIR --markdown table.md
//! cargo run --release -p loom-eq-bench -- exact DIR --markdown table.md
//! cargo run --release -p loom-eq-bench -- prune DIR --out OTHER_DIR
//! cargo run --release -p loom-eq-bench -- validate DIR OTHER_DIR --markdown table.md
//! ```
//!
//! Exit codes: 0 all checks hold; 1 some output is invalid, larger than its input, or a function grew, a pair of functions is refuted, or a module made for transfer compresses worse; 2 bad usage or input.

mod corpus;
mod exact;
mod files;
mod prune;
mod table;
mod transfer;
mod trip;
mod validate;

use clap::{Parser, Subcommand};
use loom_eq_extract::Exact;
use loom_eq_islands::{Config, Cost, Island};
use loom_eq_lang::Places;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measures loom-eq over a folder of modules.
#[derive(Parser, Debug)]
#[command(name = "loom-eq-bench", version, arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Optimize each *.wasm in a folder; check and count the results
    Corpus {
        /// A folder of core modules or components
        dir: PathBuf,
        /// Write all figures
        #[arg(long, value_name = "FILE")]
        json: Option<PathBuf>,
        /// Write the table for the README
        #[arg(long, value_name = "FILE")]
        markdown: Option<PathBuf>,
        /// Write the optimized modules into this folder
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Worker threads; 0 takes one per core
        #[arg(long, default_value_t = 0)]
        threads: usize,
        /// One configuration and proofs without the solver, as `loom-eq opt --effort quick`
        #[arg(long)]
        quick: bool,
        /// What to make small, as `loom-eq opt --cost`: the name of a built-in model
        #[arg(long, value_name = "MODEL", default_value = "size", value_parser = model)]
        cost: Cost,
        /// No new globals, as `loom-eq opt --no-globals`
        #[arg(long)]
        no_globals: bool,
        /// Keep what nothing reaches, and all indices, as `loom-eq opt --no-prune`
        #[arg(long)]
        no_prune: bool,
        /// Only a part of what the islands do, no new globals, no pruning: what the values are worth is what `values` removes more than `lowering`
        #[arg(long, value_name = "PART")]
        only: Option<Part>,
        /// Another limit of the solver for one question
        #[arg(long, value_name = "N")]
        proof_units: Option<u32>,
        /// Another number of questions for one function
        #[arg(long, value_name = "N")]
        proof_queries: Option<usize>,
        /// Print each function that took longer
        #[arg(long, value_name = "SECONDS")]
        slow: Option<f64>,
        /// Print each candidate that was not accepted
        #[arg(long)]
        failures: bool,
    },
    /// Lift and lower each *.wasm in a folder without any rule and without guards
    Roundtrip {
        /// A folder of core modules or components
        dir: PathBuf,
        /// Worker threads; 1 gives comparable speeds
        #[arg(long, default_value_t = 1)]
        threads: usize,
    },
    /// What each *.wasm in a folder takes behind brotli and gzip: as it is, under `--cost size`, and under `--cost transfer`
    Transfer {
        /// A folder of core modules or components
        dir: PathBuf,
        /// Write the table
        #[arg(long, value_name = "FILE")]
        markdown: Option<PathBuf>,
        /// Write the modules into `size` and `transfer` in this folder
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Worker threads; 0 takes one per core
        #[arg(long, default_value_t = 0)]
        threads: usize,
    },
    /// Say how far the code that the search finds is from the optimum of its straight-line segments
    Exact {
        /// A folder of core modules
        dir: PathBuf,
        /// The longest segment that is searched, in operators
        #[arg(long, value_name = "N", default_value_t = 60)]
        exact: u32,
        /// States of the search of one segment
        #[arg(long, value_name = "STATES", default_value_t = 20_000)]
        budget: usize,
        /// Measure the functions as they come, without the normal search
        #[arg(long)]
        as_is: bool,
        /// Only modules whose names contain this; may be given more than once
        #[arg(long, value_name = "PART")]
        only: Vec<String>,
        /// Write the table
        #[arg(long, value_name = "FILE")]
        markdown: Option<PathBuf>,
    },
    /// Remove what nothing reaches from each *.wasm in a folder, renumber, and judge the result; nothing else is optimized
    Prune {
        /// A folder of core modules or components
        dir: PathBuf,
        /// Leave what is left in its order
        #[arg(long)]
        keep_order: bool,
        /// Write the table
        #[arg(long, value_name = "FILE")]
        markdown: Option<PathBuf>,
        /// Write the modules into this folder
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Judge each *.wasm of one folder against that of the same name in another, function by function
    Validate {
        /// A folder of core modules
        a: PathBuf,
        /// A folder with other versions of them, with the same functions
        b: PathBuf,
        /// Write all figures
        #[arg(long, value_name = "FILE")]
        json: Option<PathBuf>,
        /// Write the tables
        #[arg(long, value_name = "FILE")]
        markdown: Option<PathBuf>,
        /// Only modules whose names contain this; may be given more than once
        #[arg(long, value_name = "PART")]
        only: Vec<String>,
        /// Only the function of this index
        #[arg(long, value_name = "N")]
        function: Option<u32>,
        /// Print each function that took longer
        #[arg(long, value_name = "SECONDS")]
        slow: Option<f64>,
    },
}

/// A part of what the islands do, to measure its worth.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    /// Rules and the search, with the control structure as it is
    Values,
    /// Only the search: no rules, no edits of control
    Lowering,
}

impl Part {
    fn of(self, config: Config) -> Config {
        let islands = match self {
            Part::Values => config.islands.into_iter().map(|island| Island { shapes: false, ..island }).collect(),
            Part::Lowering => vec![Island::plain()],
        };
        Config { islands, globals: false, prune: false, ..config }
    }
}

fn model(name: &str) -> Result<Cost, String> {
    Cost::by_name(name).ok_or_else(|| format!("the built-in models are {}", Cost::names().join(", ")))
}

fn main() -> ExitCode {
    loom_eq_islands::quiet_panics();
    let result = match Args::parse().command {
        Command::Corpus {
            dir,
            json,
            markdown,
            out,
            threads,
            quick,
            cost,
            no_globals,
            no_prune,
            only,
            proof_units,
            proof_queries,
            slow,
            failures,
        } => {
            let budgets = if quick { Config::quick() } else { Config::default() };
            let mut config = Config { threads, globals: !no_globals, prune: !no_prune, ..budgets }.under(cost);
            if let Some(part) = only {
                config = part.of(config);
            }
            config.proof_units = proof_units.unwrap_or(config.proof_units);
            config.proof_queries = proof_queries.unwrap_or(config.proof_queries);
            corpus::run(&dir, config, &corpus::Wanted { json, markdown, out, slow, failures })
        }
        Command::Roundtrip { dir, threads } => trip::run(&dir, threads),
        Command::Transfer { dir, markdown, out, threads } => transfer::run(&dir, threads, markdown.as_deref(), out.as_ref()),
        Command::Exact { dir, exact, budget, as_is, only, markdown } => {
            let exact = Exact { operators: exact, states: budget };
            exact::run(&dir, &exact::Wanted { exact, as_is, only, markdown })
        }
        Command::Prune { dir, keep_order, markdown, out } => {
            let places = if keep_order { Places::Kept } else { Places::ByUse };
            prune::run(&dir, places, &prune::Wanted { markdown, out })
        }
        Command::Validate { a, b, json, markdown, only, function, slow } => {
            validate::run(&a, &b, &validate::Wanted { json, markdown, only, function, slow })
        }
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("loom-eq-bench: error: {message}");
            ExitCode::from(2)
        }
    }
}

//! The command line.

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Makes WebAssembly modules smaller; every change is proven equal by the SMT solver Z3.
#[derive(Parser, Debug)]
#[command(
    name = "loom-eq",
    version,
    arg_required_else_help = true,
    after_help = "Examples:
  loom-eq opt app.wasm                      writes app.opt.wasm
  loom-eq opt app.wasm -o small.wasm --strip --json report.json
  cat app.wat | loom-eq opt - > small.wasm
  loom-eq verify app.wasm small.wasm        proves that two modules are equal
  loom-eq inspect roundtrip *.wasm          lifts and lowers without any rule

Exit codes: 0 done, 2 bad usage or bad input; see each command's help for more."
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Make a module smaller
    Opt(Opt),
    /// Prove that two modules are equal, function by function
    Verify(Verify),
    /// Look at what the parts do
    #[command(subcommand)]
    Inspect(InspectCommand),
    /// Look at the rewrite rules
    #[command(subcommand)]
    Rules(RulesCommand),
}

/// See [`Opt::effort`].
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effort {
    Quick,
    Normal,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  loom-eq opt app.wasm                      writes app.opt.wasm
  loom-eq opt app.wat -o small.wasm         text modules are read too
  loom-eq opt - -o - < app.wasm > small.wasm
  loom-eq opt app.wasm --stats --threads 1
  loom-eq opt app.wasm --exact 60           segments of up to 60 operators in their cheapest order
  loom-eq opt app.wasm --rules mine.eq      rules of your own beside the built-in ones
  loom-eq opt app.wasm --cost transfer      small behind gzip or brotli, instead of small
  loom-eq opt app.wasm --cost mine.toml     weights of your own
  loom-eq opt app.wasm --assume events.toml which events a callback can get: code for the others goes

A weights file names what each instruction costs; see extract/models/*.toml in the sources for the built-in ones:
  name = 'mine'
  default = 1                # an instruction that is not named
  byte = 0.001               # each byte of the encoding
  loop = 8                   # how often a loop is taken to run
  [instructions]
  'i32.div_*' = 10
Whatever the model, no function gets more bytes, but for longer indices of what is called less often.

An assumptions file says which values a parameter of an exported function can have. It is your promise about every call of the function, also
those from inside of the module; the result is proven equal for such calls only, and the report says what was assumed:
  [[callback]]
  export = '[callback][async-lift]run'    # a function
  param = 0                               # which of its parameters, an i32
  events = ['subtask', 5]                 # none, subtask, stream-read, stream-write, future-read, future-write, task-cancelled, or numbers

The output is never larger than the input. It depends on the input, the options and the seed only, not on the number
of threads. A component's core modules are optimized one by one; a relocatable object comes back unchanged. Rules of --rules are proven before anything else happens; a false one,
or one that cannot be proven, is refused.

Exit codes: 0 done (also when nothing could be improved), 2 bad usage, bad input or refused rules.")]
pub struct Opt {
    /// A module or a component, binary or text; - reads stdin
    #[arg(value_name = "IN")]
    pub input: PathBuf,
    /// Where to write; - writes to stdout [default: IN with the extension .opt.wasm; stdout if IN is -]
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Remove names, producers, target features and debug sections
    #[arg(long)]
    pub strip: bool,
    /// What to make small: size, instructions, cycles, cortex-m4, transfer (estimated compressed bytes), or a TOML file with weights
    #[arg(long, value_name = "MODEL|FILE", default_value = "size")]
    pub cost: String,
    /// Add no globals: constants that many functions use stay in the code
    #[arg(long)]
    pub no_globals: bool,
    /// Keep functions, types and other entries that nothing uses, and their order
    #[arg(long)]
    pub no_prune: bool,
    /// Write which function became which, one pair of indices per line, for verify --map; not for components
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Print what each island and each rule brought
    #[arg(long)]
    pub stats: bool,
    /// Write a report
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Use the rules of a file too; may be given several times
    #[arg(long, value_name = "FILE")]
    pub rules: Vec<PathBuf>,
    /// Which values parameters of exported functions can have, see below: code for others goes
    #[arg(long, value_name = "FILE")]
    pub assume: Option<PathBuf>,
    /// How much to try: quick is one configuration and proofs without the solver, for modules of many megabytes
    #[arg(long, value_enum, value_name = "EFFORT", default_value_t = Effort::Normal)]
    pub effort: Effort,
    /// In the end, find the cheapest order, stack and locals of each straight-line segment; those of more than N operators in
    /// pieces. 200 takes longer and finds a little more, 0 leaves it [default: 40; with --effort quick 0]
    #[arg(long, value_name = "N")]
    pub exact: Option<u32>,
    /// Another seed explores in another order
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Worker threads; 0 takes one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  loom-eq verify app.wasm app.opt.wasm
  loom-eq verify app.wasm app.oz.wasm --map functions.txt --threads 4
  loom-eq verify before.wat after.wat --json verdicts.json
  loom-eq verify app.wasm app.oz.wasm --proof-cache ~/.cache/loom-eq
  loom-eq verify app.wasm app.opt.wasm --assume events.toml    equal for calls that keep this, see loom-eq opt --help

B may come from any tool: index spaces may be in another order, functions may be inlined, outlined, merged or removed, and
parameters and results that nobody needs may be gone. Which function corresponds to which is guessed from exports, names,
tables, call sites and contents, or read from --map: one pair of functions per line, each an index or a name. A wrong
guess makes a verdict weaker, never wrong.

Prints one line per function that is not proven, then what differs outside of functions, then a summary. A function is
refuted only if running both versions in wasmi showed a difference; one that differs by computation only is unknown.

Exit codes: 0 everything is proven equal, 1 a difference was found, 2 bad usage or bad input, 3 something could not be
decided or is not supported.")]
pub struct Verify {
    /// The original
    #[arg(value_name = "A")]
    pub a: PathBuf,
    /// What shall be equal to it
    #[arg(value_name = "B")]
    pub b: PathBuf,
    /// Give every question to Z3 as it was first built, without the normal form of terms: slower, proves less, trusts less
    #[arg(long)]
    pub solver_only: bool,
    /// Functions that correspond, one pair per line: A's index or name, then B's, or - if there is none
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Which values parameters of A's exported functions can have: the modules are equal for such calls
    #[arg(long, value_name = "FILE")]
    pub assume: Option<PathBuf>,
    /// Keep verdicts in this folder, and take those that are there
    #[arg(long, value_name = "DIR")]
    pub proof_cache: Option<PathBuf>,
    /// Write all verdicts, with causes
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Worker threads; 0 takes one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

#[derive(Subcommand, Debug)]
pub enum InspectCommand {
    /// Lift and lower every function without any rule
    Roundtrip(Roundtrip),
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  loom-eq inspect roundtrip *.wasm
  loom-eq inspect roundtrip --no-guards app.wasm --json gate.json

One line per file: functions, lifted, opaque with reasons, grown, bytes of all function bodies in canonical encoding and
after the round trip. Also checks that the written module is valid and that a second round trip changes nothing.

Exit codes: 0 the gate holds, 1 it does not (with guards, a grown function breaks it too), 2 bad usage or bad input.")]
pub struct Roundtrip {
    /// Modules or components
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Count each emitted body, also where the canonical original is smaller
    #[arg(long)]
    pub no_guards: bool,
    /// Write all counts
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Worker threads; 0 takes one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

#[derive(Subcommand, Debug)]
pub enum RulesCommand {
    /// Print the built-in rules
    List(RulesList),
    /// Prove the rules of a file
    Check(RulesCheck),
    /// Find rules that modules ask for
    Learn(RulesLearn),
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  loom-eq rules list
  loom-eq rules list --markdown > rules.md
  loom-eq rules list --prove --json rules.json      takes minutes

One line per rule and width: its bytes, least on both sides, where they point, and its proof. Built-in rules are proven by
the tests that each release passes; --prove proves them again, here and now.

Exit codes: 0 done, 1 --prove found a false rule, 2 bad usage, 3 --prove could not decide a rule.")]
pub struct RulesList {
    /// As a table with all there is to a rule, for documentation
    #[arg(long)]
    pub markdown: bool,
    /// Prove every rule again
    #[arg(long)]
    pub prove: bool,
    /// Write all of it
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Threads for proofs; 0 takes one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  loom-eq rules check mine.eq
  loom-eq rules check mine.eq --json verdicts.json

Each rule is computed on test vectors and proven by Z3, once per width. The grammar is that of `loom-eq rules list`:
  ;; x + 0 = x
  rule add-zero iN=i32,i64
    (iN.add ?x 0) => ?x

Exit codes: 0 all rules are proven, 1 a rule is false, 2 bad usage or bad input, 3 a rule could not be decided.")]
pub struct RulesCheck {
    /// Rules as text; - reads stdin
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Write all verdicts
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Threads; 0 takes one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  loom-eq rules learn *.wasm -o new.eq              what the built-in rules do not know
  loom-eq rules learn --all --budget 50 app.wasm -o all.eq

Counts the small trees of pure operators in all functions, looks for shorter trees that compute the same, the most frequent
first, and writes what is proven as rules, as general as it is proven. The result depends on the modules and the budget,
not on time or threads.

Exit codes: 0 done, 2 bad usage or bad input.")]
pub struct RulesLearn {
    /// Modules or components to learn from
    #[arg(value_name = "MODULE", required = true)]
    pub modules: Vec<PathBuf>,
    /// Where to write the rules; - writes to stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Trees to enumerate, in millions
    #[arg(long, value_name = "N", default_value_t = 300)]
    pub budget: usize,
    /// Start from nothing: also find what the built-in rules know
    #[arg(long)]
    pub all: bool,
    /// Threads; 0 takes one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}

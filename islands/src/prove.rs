//! The two judges of a candidate: wasmparser says whether it is valid where it shall stand, Z3 whether it is equal.

use crate::choose::Candidate;
use crate::config::Config;
use crate::panics::caught;
use crate::report::Cause;
use loom_eq_lang::{FuncIx, Module};
use loom_eq_verify::{Assumption, Checker, Limits, Verdict};
use wasmparser::{
    BinaryReader, FuncToValidate, FunctionBody, Parser, ValidPayload, Validator, ValidatorResources, WasmFeatures, WasmModuleResources,
};

/// Why a candidate is not accepted: the cause, and words.
pub(crate) type Refusal = (Cause, String);

/// Validates bodies in the context of a module. Shared by all workers.
pub(crate) struct Context(Option<ValidatorResources>);

impl Context {
    /// The context of a module that is known to be valid.
    pub(crate) fn of(module: &Module) -> Context {
        let mut validator = Validator::new_with_features(WasmFeatures::all());
        for payload in Parser::new(0).parse_all(module.bytes()).map_while(Result::ok) {
            if let Ok(ValidPayload::Func(f, _)) = validator.payload(&payload) {
                return Context(Some(f.resources));
            }
        }
        Context(None)
    }

    /// Validates `bytes` as the body of `f`.
    pub(crate) fn validate(&self, f: FuncIx, bytes: &[u8]) -> Result<(), Refusal> {
        let invalid = |m: String| (Cause::Invalid, m);
        let resources = self.0.clone().ok_or_else(|| invalid("the module has no functions".into()))?;
        let ty = resources.type_index_of_function(f.0).ok_or_else(|| invalid("no such function".into()))?;
        let to_validate = FuncToValidate { resources, index: f.0, ty, features: WasmFeatures::all() };
        let body = FunctionBody::new(BinaryReader::new(bytes, 0));
        to_validate.into_validator(Default::default()).validate(&body).map_err(|e| invalid(e.to_string()))
    }
}

/// One worker's prover.
///
/// What a checker has cached never changes a verdict, so it does not matter which worker meets which function. A checker that panicked is
/// replaced: its state may be half changed.
pub(crate) struct Prover {
    limits: [Limits; 2],
    assumptions: Vec<Assumption>,
    checkers: [Option<Checker>; 2],
}

/// Which of an island's candidates for a function it is. Where the first proof failed, the others of that island mostly fail too, so they get less to spend; what
/// another island did may be easier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Attempt {
    First,
    Later,
}

impl Prover {
    pub(crate) fn new(config: &Config) -> Prover {
        let limits = |queries| Limits { rlimit: config.proof_units, queries, ..Limits::default() };
        let limits = [limits(config.proof_queries), limits(config.proof_queries.div_ceil(8))];
        Prover { limits, assumptions: config.assumptions.clone(), checkers: [None, None] }
    }

    /// Whether `candidate` is proven equal to `original` as the body of `f`, for calls that keep what is assumed of it.
    pub(crate) fn prove(&mut self, module: &Module, f: FuncIx, original: &[u8], candidate: &Candidate, attempt: Attempt) -> Result<(), Refusal> {
        let at = usize::from(attempt == Attempt::Later);
        let mut checker = self.checkers[at].take().unwrap_or_else(|| Checker::new(self.limits[at].clone()));
        let assumed = Assumption::of(&self.assumptions, module, f);
        match caught(|| {
            let verdict = checker.executing(module, f, original, &candidate.emitted.bytes, &candidate.executed, assumed);
            (checker, verdict)
        }) {
            Ok((checker, verdict)) => {
                self.checkers[at] = Some(checker);
                accept(verdict)
            }
            Err(panic) => Err((Cause::Panicked, format!("the prover: {panic}"))),
        }
    }
}

fn accept(verdict: Verdict) -> Result<(), Refusal> {
    match verdict {
        Verdict::Proven(_) => Ok(()),
        Verdict::Refuted(example) => Err((Cause::Refuted, example.to_string())),
        Verdict::Unknown(why) => Err((Cause::Unknown, why)),
        // Nobody says of a single function that it cannot be called.
        Verdict::Unsupported(what) | Verdict::Uncalled(what) => Err((Cause::Unsupported, what)),
    }
}

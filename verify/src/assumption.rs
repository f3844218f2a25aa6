//! What a user knows of the calls of a function: which values one of its parameters can have.
//!
//! A precondition, of every call from anywhere: of two functions nothing is asked for other values. So they are compared once for each value, with the parameter
//! set to it in front of both bodies. That is the same function for a call that keeps the promise, and needs nothing to be trusted but this file.

use loom_eq_lang::{Body, Event, ExternalKind, FuncIx, Imm, Module, Node, Op, ValType};
use smallvec::SmallVec;
use std::fmt;

/// So many values may be assumed: each is a proof.
const MOST: usize = 16;

/// A parameter of an exported function has one of a few values in every call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assumption {
    /// The name of the export.
    pub export: String,
    /// Which parameter.
    pub param: u32,
    /// The values, in order.
    pub values: Vec<u32>,
}

impl fmt::Display for Assumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values: Vec<String> = self.values.iter().map(u32::to_string).collect();
        write!(f, "parameter {} of {} is {}", self.param, self.export, values.join(" or "))
    }
}

impl Assumption {
    /// The function that it is about; `None` if the module has no such export.
    ///
    /// # Errors
    /// In words, if it cannot be assumed.
    pub fn function(&self, module: &Module) -> Result<Option<FuncIx>, String> {
        let name = &self.export;
        let Some(export) = module.exports.iter().find(|e| e.name == *name) else { return Ok(None) };
        if export.kind != ExternalKind::Func {
            return Err(format!("export {name} is not a function"));
        }
        let f = FuncIx(export.index);
        let params = module.func_type(f).params.clone();
        match params.get(self.param as usize) {
            None => return Err(format!("{name} has {} parameters, so none with number {}", params.len(), self.param)),
            Some(ValType::I32) => {}
            Some(_) => return Err(format!("parameter {} of {name} is not an i32", self.param)),
        }
        if self.values.is_empty() || self.values.len() > MOST {
            return Err(format!("1 to {MOST} values can be assumed for {name}, not {}", self.values.len()));
        }
        Ok(Some(f))
    }

    /// Who calls the function from inside of the module, or may: the promise is about these calls, too.
    pub fn calls_from_inside(&self, module: &Module, f: FuncIx) -> Option<String> {
        let calls = (0..module.defined()).filter(|i| Body::parse(module, *i, &Default::default()).is_ok_and(|body| calls(&body, f))).count();
        let referenced = taken(module, f);
        match (calls, referenced) {
            (0, false) => None,
            (0, true) => Some(format!("{} is in a table or taken by reference: such calls are taken to keep the promise", self.export)),
            (n, _) => Some(format!("{} is called by {n} functions of the module: their calls are taken to keep the promise", self.export)),
        }
    }

    /// That of these which is about a function.
    pub fn of<'a>(all: &'a [Assumption], module: &Module, f: FuncIx) -> Option<&'a Assumption> {
        all.iter().find(|a| a.function(module) == Ok(Some(f)))
    }

    /// A body for calls with one value of the parameter: it is set in front of everything.
    pub(crate) fn pinned(&self, body: &Body, value: u32) -> Body {
        let mut body = body.clone();
        let value = body.add_tree(Op::I32Const, Imm::I32(value.cast_signed()), &[], ValType::I32);
        let set = body.add(Node {
            op: Op::LocalSet,
            imm: Imm::Index(self.param),
            stacked: 0,
            args: SmallVec::from_slice(&[value]),
            regions: SmallVec::new(),
            results: SmallVec::new(),
            hint: None,
        });
        body.regions[Body::ROOT.ix()].items.insert(0, set);
        body
    }
}

/// Whether something takes a reference of a function.
fn taken(module: &Module, f: FuncIx) -> bool {
    let names = |op: Op, imm: &Imm| op == Op::RefFunc && *imm == Imm::Index(f.0);
    let in_code = |body: Body| body.events().any(|e| matches!(e, Event::Op(n) if names(body.node(n).op, &body.node(n).imm)));
    let outside = module.outside().is_ok_and(|outside| {
        let initialisers = outside.elements.iter().flat_map(|e| &e.items).chain(&outside.globals).chain(outside.tables.iter().flatten());
        initialisers.flatten().any(|i| names(i.op, &i.imm))
    });
    outside || (0..module.defined()).any(|i| Body::parse(module, i, &Default::default()).is_ok_and(in_code))
}

fn calls(body: &Body, f: FuncIx) -> bool {
    body.events().any(|e| match e {
        Event::Op(n) => matches!((body.node(n).op, &body.node(n).imm), (Op::Call | Op::ReturnCall, Imm::Index(g)) if *g == f.0),
        _ => false,
    })
}

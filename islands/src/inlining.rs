//! Which calls are executed in place, and whether that pays.
//!
//! An island may propose bodies in which calls are replaced by what they call. Such a body is larger or smaller by itself, and it pays if what nobody calls any more goes. So the
//! choice is one for the whole module ([`choose`]): of each function one proven body, so that all that is still reached is smallest.

use crate::config::Inline;
use loom_eq_lang::{ExternalKind, Imm, Module, Op};
use std::collections::BTreeSet;
use wasmparser::{BinaryReader, FunctionBody, Operator};

/// Who calls whom.
pub(crate) struct CallGraph {
    /// Per function, imports first: the functions that its body names, once per place.
    pub names: Vec<Vec<u32>>,
    /// Per function, whether others than calls may lead to it: exports, tables, references, the start.
    pub referenced: Vec<bool>,
    /// Per function the bytes of its body.
    sizes: Vec<usize>,
}

/// The functions that a body names, in order, and which of these it takes a reference of.
pub(crate) fn named(body: &[u8]) -> (Vec<u32>, Vec<u32>) {
    let (mut names, mut references) = (Vec::new(), Vec::new());
    let operators = FunctionBody::new(BinaryReader::new(body, 0)).get_operators_reader();
    for operator in operators.into_iter().flatten().map_while(Result::ok) {
        match operator {
            Operator::Call { function_index } | Operator::ReturnCall { function_index } => names.push(function_index),
            Operator::RefFunc { function_index } => {
                names.push(function_index);
                references.push(function_index);
            }
            _ => {}
        }
    }
    (names, references)
}

impl CallGraph {
    /// `None` if something outside of functions cannot be read.
    pub fn of(module: &Module) -> Option<CallGraph> {
        let count = module.func_types.len();
        let mut graph = CallGraph { names: vec![Vec::new(); count], referenced: vec![false; count], sizes: vec![0; count] };
        for i in 0..module.defined() {
            let f = module.func_ix(i).ix();
            let (names, references) = named(module.body_bytes(i));
            references.into_iter().for_each(|r| graph.referenced[r as usize] = true);
            graph.names[f] = names;
            graph.sizes[f] = module.body_bytes(i).len();
        }
        let outside = module.outside().ok()?;
        let initialisers = outside.elements.iter().flat_map(|e| &e.items).chain(&outside.globals).chain(outside.tables.iter().flatten());
        for instr in initialisers.flatten() {
            if let (Op::RefFunc, Imm::Index(f)) = (instr.op, &instr.imm) {
                graph.referenced[*f as usize] = true;
            }
        }
        let exported = module.exports.iter().filter(|e| e.kind == ExternalKind::Func).map(|e| e.index);
        exported.chain(module.start.map(|f| f.0)).for_each(|f| graph.referenced[f as usize] = true);
        graph.referenced[..module.imported_funcs].fill(true);
        Some(graph)
    }

    /// The functions whose calls an island executes in place.
    pub fn callees(&self, module: &Module, inline: &Inline) -> BTreeSet<u32> {
        let mut sites = vec![0u32; self.names.len()];
        self.names.iter().flatten().for_each(|f| sites[*f as usize] += 1);
        let wanted = |f: &usize| {
            let (size, sites) = (self.sizes[*f], sites[*f]);
            let once = sites == 1 && !self.referenced[*f] && size <= inline.once as usize;
            let small = size <= inline.small as usize && sites <= inline.sites || size <= inline.tiny as usize;
            sites > 0 && (once || small)
        };
        (module.imported_funcs..self.names.len()).filter(wanted).map(|f| f as u32).collect()
    }

    /// What taking out a function saves, roughly.
    pub fn saving(&self, f: u32) -> usize {
        if self.referenced[f as usize] { 0 } else { self.sizes[f as usize] + ENTRY }
    }
}

/// What a function takes besides its body: its type, and the size of its body.
const ENTRY: usize = 2;

/// A body that a function may have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Choice {
    pub bytes: usize,
    /// The functions that it names.
    pub names: Vec<u32>,
    /// The functions whose calls it has executed.
    pub executed: BTreeSet<u32>,
}

/// Of each function which of its bodies it gets; the first is what it has otherwise. `removable` says whether what nothing reaches goes.
pub(crate) fn choose(graph: &CallGraph, imported: usize, choices: &[Vec<Choice>], removable: bool) -> Vec<usize> {
    let mut chooser = Chooser { graph, imported, choices, removable, chosen: vec![0; choices.len()] };
    let mut least = chooser.total();
    for _ in 0..PASSES {
        let before = least;
        for (i, bodies) in choices.iter().enumerate() {
            for c in 1..bodies.len() {
                chooser.attempt(&[(i, c)], &mut least);
            }
        }
        // All callers of a function at once, so that it goes.
        for callee in imported..graph.names.len() {
            let executes = |c: &Choice| c.executed.contains(&(callee as u32));
            let now = |i: usize| &choices[i][chooser.chosen[i]];
            let callers = (0..choices.len()).filter(|&i| now(i).names.contains(&(callee as u32)));
            let switch: Vec<(usize, usize)> = callers
                .filter_map(|i| (1..choices[i].len()).filter(|c| executes(&choices[i][*c])).min_by_key(|c| choices[i][*c].bytes).map(|c| (i, c)))
                .collect();
            if !switch.is_empty() {
                chooser.attempt(&switch, &mut least);
            }
        }
        if least == before {
            break;
        }
    }
    chooser.chosen
}

const PASSES: usize = 4;

struct Chooser<'a> {
    graph: &'a CallGraph,
    imported: usize,
    choices: &'a [Vec<Choice>],
    removable: bool,
    chosen: Vec<usize>,
}

impl Chooser<'_> {
    /// Makes a change if the module gets smaller by it.
    fn attempt(&mut self, switch: &[(usize, usize)], least: &mut usize) {
        let before: Vec<usize> = switch.iter().map(|(i, _)| self.chosen[*i]).collect();
        switch.iter().for_each(|(i, c)| self.chosen[*i] = *c);
        let total = self.total();
        if total < *least {
            *least = total;
        } else {
            switch.iter().zip(before).for_each(|((i, _), c)| self.chosen[*i] = c);
        }
    }

    /// The bytes of all that is reached.
    fn total(&self) -> usize {
        let of = |i: usize| &self.choices[i][self.chosen[i]];
        if !self.removable {
            return (0..self.choices.len()).map(|i| of(i).bytes).sum();
        }
        let mut reached = self.graph.referenced.clone();
        let mut todo: Vec<usize> = (self.imported..reached.len()).filter(|f| reached[*f]).collect();
        let mut total = 0;
        while let Some(f) = todo.pop() {
            let choice = of(f - self.imported);
            total += choice.bytes + ENTRY;
            for &g in &choice.names {
                if !std::mem::replace(&mut reached[g as usize], true) && g as usize >= self.imported {
                    todo.push(g as usize);
                }
            }
        }
        total
    }
}

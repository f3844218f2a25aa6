//! A body back to the bytes of the code section.

use super::{Body, Event};
use crate::ids::LocalIx;
use crate::instr::{self, Imm};
use crate::op::Op;
use wasm_encoder::Encode;
use wasmparser::ValType;

/// The bytes of a function body (locals, code, final `end`; not its size) with what other sections say of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Emitted {
    /// The body.
    pub bytes: Vec<u8>,
    /// For each local, its index in the body that was parsed.
    pub locals: Vec<Option<LocalIx>>,
    /// For each label in order of appearance, its number in the body that was parsed.
    pub labels: Vec<Option<u32>>,
    /// Branch hints: byte offset from the start of the body, value; ascending.
    pub hints: Vec<(u32, u8)>,
}

impl Body {
    /// Encodes the body with minimal LEBs and runs of equal local types joined.
    pub fn emit(&self) -> Emitted {
        let mut out = Emitted { locals: self.source_locals.clone(), ..Emitted::default() };
        self.emit_locals(&mut out.bytes);
        // levels[r]: how many regions lie around r's inside. A branch's depth is the difference.
        let mut levels = vec![0u32; self.regions.len()];
        let mut level = 0;
        for event in self.events() {
            match event {
                Event::Op(n) => {
                    let node = self.node(n);
                    self.hint(n, &mut out);
                    match (&node.imm, node.op) {
                        (Imm::Index(r), Op::Br | Op::BrIf) => {
                            instr::encode(node.op, &Imm::Index(level - levels[*r as usize]), &mut out.bytes);
                        }
                        (Imm::Targets(t), Op::BrTable) => {
                            let depths = t.iter().map(|&r| level - levels[r as usize]).collect();
                            instr::encode(node.op, &Imm::Targets(depths), &mut out.bytes);
                        }
                        (imm, op) => instr::encode(op, imm, &mut out.bytes),
                    }
                }
                Event::Open(n, r) => {
                    let node = self.node(n);
                    self.hint(n, &mut out);
                    instr::encode(node.op, &node.imm, &mut out.bytes);
                    out.labels.push(self.region(r).source_label);
                    level += 1;
                    levels[r.ix()] = level;
                }
                Event::Else(_, r) => {
                    instr::encode(Op::Else, &Imm::None, &mut out.bytes);
                    levels[r.ix()] = level;
                }
                Event::Close(..) => {
                    instr::encode(Op::End, &Imm::None, &mut out.bytes);
                    level -= 1;
                }
            }
        }
        instr::encode(Op::End, &Imm::None, &mut out.bytes);
        out
    }

    fn hint(&self, n: crate::NodeId, out: &mut Emitted) {
        if let Some(hint) = self.node(n).hint {
            out.hints.push((u32::try_from(out.bytes.len()).expect("a body below 4 GB"), hint));
        }
    }

    fn emit_locals(&self, out: &mut Vec<u8>) {
        let mut runs: Vec<(u32, ValType)> = Vec::new();
        for &ty in &self.locals[self.ty.params.len()..] {
            match runs.last_mut() {
                Some((count, last)) if *last == ty => *count += 1,
                _ => runs.push((1, ty)),
            }
        }
        runs.len().encode(out);
        for (count, ty) in runs {
            count.encode(out);
            instr::encode_val_type(ty, out);
        }
    }
}

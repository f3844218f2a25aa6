//! Verdicts that outlive a run: one file per question.
//!
//! The question is everything that a verdict depends on: both bodies as they are compared (calls executed, indices replaced by numbers of first occurrence, so that it
//! is the same question in another module), what they name, the limits, the version of Z3, and the state of this crate's source. It is kept
//! in the file as a whole, so two questions whose hashes collide are told apart.
//!
//! Invariants:
//! 1. A verdict is taken only from a file that holds the very question and is complete; anything else counts as no file.
//! 2. Files appear as a whole: they are written under another name and then renamed.
//! 3. Refutations are not kept: they are cheap, and are to be run again.

use crate::checker::{Limits, Proof, Verdict};
use crate::correspond::{Names, names};
use loom_eq_lang::{BlockType, Body, Event, Imm, MemArg, Module, Node, Op, instr};
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

const MAGIC: &[u8] = b"loom-eq verdict 1\n";

/// A folder of verdicts.
#[derive(Debug)]
pub(crate) struct Cache {
    dir: PathBuf,
    written: AtomicU64,
}

/// What was asked, in bytes.
pub(crate) struct Question(Vec<u8>);

impl Cache {
    pub(crate) fn new(dir: &Path) -> Cache {
        Cache { dir: dir.to_path_buf(), written: AtomicU64::new(0) }
    }

    fn path(&self, q: &Question) -> PathBuf {
        let name = format!("{:016x}{:016x}", fnv(&q.0, 0xcbf2_9ce4_8422_2325), fnv(&q.0, 0x9e37_79b9_7f4a_7c15));
        self.dir.join(&name[..2]).join(format!("{}.verdict", &name[2..]))
    }

    /// The verdict on this question, if it is known.
    pub(crate) fn get(&self, q: &Question) -> Option<Verdict> {
        let bytes = std::fs::read(self.path(q)).ok()?;
        let rest = bytes.strip_prefix(MAGIC)?;
        let (length, rest) = rest.split_first_chunk::<8>()?;
        let (question, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        let (verdict, sum) = rest.split_last_chunk::<8>()?;
        let complete = u64::from_le_bytes(*sum) == fnv(&bytes[..bytes.len() - 8], 1);
        (complete && question == q.0).then_some(())?;
        read(std::str::from_utf8(verdict).ok()?)
    }

    /// Keeps a verdict. What cannot be written is not kept.
    pub(crate) fn put(&self, q: &Question, verdict: &Verdict) {
        let Some(text) = write(verdict) else { return };
        let mut bytes = MAGIC.to_vec();
        bytes.extend((q.0.len() as u64).to_le_bytes());
        bytes.extend(&q.0);
        bytes.extend(text.as_bytes());
        let sum = fnv(&bytes, 1);
        bytes.extend(sum.to_le_bytes());
        let path = self.path(q);
        let Some(dir) = path.parent() else { return };
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let part = dir.join(format!(".part-{}-{number}", std::process::id()));
        let done = std::fs::create_dir_all(dir)
            .and_then(|()| std::fs::File::create(&part))
            .and_then(|mut f| f.write_all(&bytes))
            .and_then(|()| std::fs::rename(&part, &path));
        if done.is_err() {
            let _ = std::fs::remove_file(&part);
        }
    }
}

fn write(verdict: &Verdict) -> Option<String> {
    Some(match verdict {
        Verdict::Proven(Proof::NormalForm) => "normal".into(),
        Verdict::Proven(Proof::Solver { obligations, queries }) => format!("solver {obligations} {queries}"),
        Verdict::Unknown(why) => format!("unknown {why}"),
        _ => return None,
    })
}

fn read(text: &str) -> Option<Verdict> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    Some(match word {
        "normal" => Verdict::Proven(Proof::NormalForm),
        "solver" => {
            let (obligations, queries) = rest.split_once(' ')?;
            Verdict::Proven(Proof::Solver { obligations: obligations.parse().ok()?, queries: queries.parse().ok()? })
        }
        "unknown" => Verdict::Unknown(rest.into()),
        _ => return None,
    })
}

/// FNV-1a.
fn fnv(bytes: &[u8], start: u64) -> u64 {
    bytes.iter().fold(start, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}

impl Question {
    /// Two bodies in the space of `module`.
    pub(crate) fn new(limits: &Limits, module: &Module, bodies: [&Body; 2]) -> Question {
        let head = format!("{} {} {limits:?}\n", env!("LOOM_EQ_VERIFY_STATE"), z3::full_version());
        let mut q = Writer { out: head.into_bytes(), module, numbers: HashMap::new() };
        for body in bodies {
            q.body(body);
        }
        Question(q.out)
    }
}

struct Writer<'a> {
    out: Vec<u8>,
    module: &'a Module,
    /// Numbers of first occurrence, by what kind of index it is.
    numbers: HashMap<(Names, u32), u32>,
}

impl Writer<'_> {
    fn text(&mut self, text: &str) {
        self.out.extend(text.as_bytes());
        self.out.push(0);
    }

    fn body(&mut self, body: &Body) {
        self.text(&format!("{:?} {:?} {}", body.ty, body.locals, body.nodes.len()));
        for event in body.events() {
            let (tag, n, region) = match event {
                Event::Op(n) => (b'o', n, None),
                Event::Open(n, r) => (b'(', n, Some(r)),
                Event::Else(n, r) => (b'|', n, Some(r)),
                Event::Close(n, r) => (b')', n, Some(r)),
            };
            self.out.push(tag);
            if let Some(r) = region {
                let region = body.region(r);
                let text = format!("{} {:?} {:?} {:?} {}", r.0, region.kind, region.params, region.results, region.falls);
                self.text(&text);
            }
            self.node(body.node(n));
        }
        self.text("end");
    }

    fn node(&mut self, node: &Node) {
        let imm = self.imm(node.op, &node.imm);
        instr::encode(node.op, &imm, &mut self.out);
        self.text(&format!("{} {:?}", node.stacked, node.results));
    }

    /// The number of an index; what it names is written when it occurs first.
    fn number(&mut self, kind: Names, i: u32) -> u32 {
        // Labels are regions, locals the function's own; whatever else there is stays, so questions are rather too different than too alike.
        if matches!(kind, Names::Nothing | Names::Tag) {
            return i;
        }
        if let Some(n) = self.numbers.get(&(kind, i)) {
            return *n;
        }
        let n = self.numbers.keys().filter(|(k, _)| *k == kind).count() as u32;
        self.numbers.insert((kind, i), n);
        let at = i as usize;
        let what = match kind {
            Names::Type => format!("{:?}", self.module.types.get(at)),
            Names::Global => format!("{:?}", self.module.globals.get(at)),
            Names::Memory => format!("{:?}", self.module.memories.get(at)),
            _ => String::new(),
        };
        self.text(&what);
        n
    }

    fn imm(&mut self, op: Op, imm: &Imm) -> Imm {
        // The types of blocks are in their regions.
        if matches!(op, Op::Block | Op::Loop | Op::If) {
            return Imm::Block(BlockType::Empty);
        }
        match (imm, names(op.info().imm)) {
            (Imm::Index(i), Some((first, _))) => Imm::Index(self.number(first, *i)),
            (Imm::Index2(i, j), Some((first, second))) => Imm::Index2(self.number(first, *i), self.number(second, *j)),
            (Imm::Mem(m), _) => Imm::Mem(MemArg { memory: self.number(Names::Memory, m.memory), ..*m }),
            (Imm::MemLane(m, lane), _) => Imm::MemLane(MemArg { memory: self.number(Names::Memory, m.memory), ..*m }, *lane),
            (other, _) => other.clone(),
        }
    }
}

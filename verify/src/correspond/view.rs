//! One module as the comparison sees it: contents outside of bodies, instructions of bodies, and what they show about the globals.

use loom_eq_lang::{Class, ConstExpr, Entity, Error, FuncType, Imm, Instr, Mode, Module, Named, Op, Outside};
use std::collections::HashSet;

/// See the module's documentation.
pub(crate) struct View<'a> {
    pub module: &'a Module,
    pub outside: Outside,
    pub named: Named,
    /// The instructions of each defined function; `None` where the operator table does not know one.
    pub code: Vec<Option<Vec<Instr>>>,
    /// The value of globals that nobody can change, as a `const` instruction.
    pub constants: Vec<Option<Instr>>,
    /// Globals that nobody can read.
    pub unread: Vec<bool>,
    /// Functions of which a reference may exist: exported, in a segment or an initialiser, or taken by `ref.func`. Somebody who is not seen
    /// may call these with any arguments.
    pub referenced: HashSet<u32>,
    pub imported_globals: usize,
    pub imported_tables: usize,
    pub imported_memories: usize,
}

impl<'a> View<'a> {
    pub(crate) fn new(module: &'a Module) -> Result<View<'a>, Error> {
        let outside = module.outside()?;
        let code = (0..module.defined()).map(|i| instructions(module, i)).collect();
        let imported = |is: fn(&Entity) -> bool| outside.imports.iter().filter(|i| is(&i.entity)).count();
        let mut view = View {
            module,
            named: module.named(),
            code,
            constants: Vec::new(),
            unread: Vec::new(),
            referenced: HashSet::new(),
            imported_globals: imported(|e| matches!(e, Entity::Global(_))),
            imported_tables: imported(|e| matches!(e, Entity::Table(_))),
            imported_memories: imported(|e| matches!(e, Entity::Memory(_))),
            outside,
        };
        view.look_at_globals();
        view.look_for_references();
        Ok(view)
    }

    pub(crate) fn func_type(&self, f: u32) -> &'a FuncType {
        self.module.func_type(loom_eq_lang::FuncIx(f))
    }

    pub(crate) fn funcs(&self) -> u32 {
        u32::try_from(self.module.func_types.len()).expect("a 32-bit index space")
    }

    /// The number of the body of `f`, if it is not imported.
    pub(crate) fn defined(&self, f: u32) -> Option<usize> {
        (f as usize).checked_sub(self.module.imported_funcs)
    }

    pub(crate) fn instructions(&self, f: u32) -> Option<&[Instr]> {
        self.code.get(self.defined(f)?)?.as_deref()
    }

    /// The initialiser of a defined global.
    pub(crate) fn global_init(&self, g: u32) -> Option<&ConstExpr> {
        self.outside.globals.get((g as usize).checked_sub(self.imported_globals)?)
    }

    /// All initialisers: of globals, tables, elements and offsets.
    pub(crate) fn initialisers(&self) -> impl Iterator<Item = &ConstExpr> {
        let o = &self.outside;
        let offset = |m: &'_ Mode| -> bool { matches!(m, Mode::Active(..)) };
        let of_elements =
            o.elements.iter().filter(move |e| offset(&e.mode)).filter_map(|e| if let Mode::Active(_, x) = &e.mode { Some(x) } else { None });
        let of_data = o.data.iter().filter_map(|d| if let Mode::Active(_, x) = &d.mode { Some(x) } else { None });
        o.globals.iter().chain(o.tables.iter().flatten()).chain(o.elements.iter().flat_map(|e| &e.items)).chain(of_elements).chain(of_data)
    }

    /// A global is constant if it is defined here, holds a number, its initialiser is constant, and nobody can write it: it is immutable, or not
    /// exported and never set. It is unread if it is defined here, not exported, and nothing gets it.
    fn look_at_globals(&mut self) {
        let count = self.module.globals.len();
        let (mut set, mut read) = (vec![false; count], vec![false; count]);
        for e in &self.module.exports {
            if e.kind == loom_eq_lang::ExternalKind::Global {
                set[e.index as usize] = true;
                read[e.index as usize] = true;
            }
        }
        for code in &self.code {
            let Some(code) = code else {
                // It may do anything.
                set = vec![true; count];
                read = vec![true; count];
                break;
            };
            for i in code {
                match (i.op, &i.imm) {
                    (Op::GlobalSet, Imm::Index(g)) => set[*g as usize] = true,
                    (Op::GlobalGet, Imm::Index(g)) => read[*g as usize] = true,
                    // Other operators on globals (threads).
                    (op, Imm::Index(g)) if op.info().imm == loom_eq_lang::ImmKind::Global => {
                        set[*g as usize] = true;
                        read[*g as usize] = true;
                    }
                    (op, _) if op.class() == Class::Opaque => {
                        set = vec![true; count];
                        read = vec![true; count];
                    }
                    _ => {}
                }
            }
        }
        for i in self.initialisers().flatten() {
            if let (Op::GlobalGet, Imm::Index(g)) = (i.op, &i.imm) {
                read[*g as usize] = true;
            }
        }
        self.unread = (0..count).map(|g| g >= self.imported_globals && !read[g]).collect();
        let mut constants: Vec<Option<Instr>> = vec![None; count];
        for g in self.imported_globals..count {
            if self.module.globals[g].mutable && set[g] {
                continue;
            }
            constants[g] = match self.outside.globals[g - self.imported_globals].as_slice() {
                [i] if loom_eq_lang::Const::of(i.op, &i.imm).is_some() => Some(i.clone()),
                [Instr { op: Op::GlobalGet, imm: Imm::Index(from) }] => constants[*from as usize].clone(),
                _ => None,
            };
        }
        self.constants = constants;
    }

    fn look_for_references(&mut self) {
        let mut found: HashSet<u32> = HashSet::new();
        found.extend(self.module.exports.iter().filter(|e| e.kind == loom_eq_lang::ExternalKind::Func).map(|e| e.index));
        found.extend(self.module.start.map(|f| f.0));
        for i in self.initialisers().flatten().chain(self.code.iter().flatten().flatten()) {
            if let (Op::RefFunc, Imm::Index(f)) = (i.op, &i.imm) {
                found.insert(*f);
            }
        }
        self.referenced = found;
    }
}

fn instructions(module: &Module, i: usize) -> Option<Vec<Instr>> {
    let mut r = module.body_reader(i).get_operators_reader().ok()?.get_binary_reader();
    let mut out = Vec::new();
    while !r.eof() {
        out.push(Instr::decode(&mut r).ok()?);
    }
    Some(out)
}

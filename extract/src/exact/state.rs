//! The states of the search, which runs backward: a state says what must hold at a point so that the code behind it, which is known, ends as asked.
//!
//! Backward, every move serves something that is needed, and what is needed of a local is one value or nothing. The last instruction in front of a state is one that
//! delivers the top of the stack (`local.get`, an operator, an effect with its results, `local.tee`), or one that takes (`local.set`, `drop`, an effect without results).
//!
//! Two rules of dominance leave of all orders with the same cost one or few. A slot of the stack *waits* when something that does not touch it happens between
//! the push and the use of its value.
//!
//! 1. *Writes are early.* A value that was pushed and then waits is not written (`local.set`, `local.tee`) behind the wait, unless something in it accesses the local: else the
//!    write stands in front of it as well.
//! 2. *Pushes are late.* What waits is no result of an operator, and no `local.get` unless something writes that local meanwhile: else it stands behind the wait as well.
//!
//! A move by either rule lowers (places of writes − places of pushes), so from every optimal code they lead to one that obeys both.
//! Of locals that are alike, the first is taken.

use super::problem::{Problem, Step, Val};
use smallvec::SmallVec;

/// Nothing is asked of a local.
pub const UNSET: Val = Val::MAX;

/// Most homes of a problem: masks of them fit in a slot.
pub const HOMES: usize = 32;

/// In the place of a home: the value is dropped behind its push. It is one that was given, and like writes, drops are early.
const DROPPED: u8 = 254;

/// A slot of the stack, packed: the value, whether it waits, the home that it is written to behind its push, the homes that are written while it waits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Slot(u64);

impl Slot {
    fn new(value: Val) -> Slot {
        Slot(u64::from(value))
    }

    pub fn value(self) -> Val {
        self.0 as Val
    }

    fn waits(self) -> bool {
        self.0 >> 16 & 1 == 1
    }

    fn waiting(self) -> Slot {
        Slot(self.0 | 1 << 16)
    }

    /// The home that it is written to, if nothing accessed that home since.
    fn home(self) -> Option<u8> {
        (self.0 >> 24 & 0xff).checked_sub(1).map(|h| h as u8)
    }

    fn with_home(self, home: Option<u8>) -> Slot {
        Slot(self.0 & !(0xff << 24) | home.map_or(0, |h| u64::from(h) + 1) << 24)
    }

    fn written(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn is_written(self, home: u8) -> bool {
        self.written() >> home & 1 == 1
    }
}

/// What must hold at a point.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct State {
    /// How many effects have happened.
    pub effects: u16,
    /// The stack, the deepest first.
    pub stack: SmallVec<[Slot; 8]>,
    /// What each home must hold, or [`UNSET`].
    pub held: SmallVec<[Val; 16]>,
}

/// Whether something else may stand above a value when it comes: it is one of several results, or on the stack at the entry.
fn given_below(problem: &Problem, value: Val) -> bool {
    problem.stack_in.contains(&value) || problem.effects.iter().any(|e| e.results.len() > 1 && e.results.contains(&value))
}

impl State {
    /// The end of the segment.
    pub fn end(problem: &Problem) -> State {
        State {
            effects: u16::try_from(problem.effects.len()).expect("problems are small"),
            stack: problem.stack_out.iter().map(|&v| Slot::new(v)).collect(),
            held: problem.homes.iter().map(|h| h.exit.unwrap_or(UNSET)).collect(),
        }
    }

    /// Whether the entry of the segment is such a point.
    pub fn is_entry(&self, problem: &Problem) -> bool {
        self.effects == 0
            && self.stack.iter().map(|s| s.value()).eq(problem.stack_in.iter().copied())
            && self.held.iter().zip(&problem.homes).all(|(&held, home)| held == UNSET || home.entry == Some(held))
    }

    /// Gives every instruction that may stand last in front of this point, with the state in front of it; what is to be preferred at the same cost last.
    pub fn moves(&self, problem: &Problem, mut next: impl FnMut(Step, State)) {
        let top = self.stack.last().copied();
        let dropped = top.is_some_and(|top| top.home() == Some(DROPPED));
        // What an effect alone returns is dropped at once.
        let at_once = top.is_some_and(|top| dropped && !top.waits() && !given_below(problem, top.value()));
        if !at_once {
            self.drops(problem, &mut next);
            self.sets(problem, &mut next);
        }
        self.effect(problem, &mut next);
        // Rule 1.
        if let Some(top) = top.filter(|top| !dropped && (!top.waits() || top.home().is_none())) {
            self.tees(problem, top, &mut next);
            if !top.waits() {
                self.computes(problem, top.value(), &mut next);
            }
            self.gets(problem, top, &mut next);
        }
    }

    /// `local.get` of the value on top.
    fn gets(&self, problem: &Problem, top: Slot, next: &mut impl FnMut(Step, State)) {
        let value = top.value();
        let ty = problem.values[usize::from(value)].ty;
        let marked = self.stack.iter().fold(0, |all, s| all | s.written() | s.home().filter(|h| *h != DROPPED).map_or(0, |h| 1 << h));
        let mut tried: SmallVec<[(u32, u32, u32); 4]> = SmallVec::new();
        let mut found: SmallVec<[u8; 8]> = SmallVec::new();
        for (h, home) in problem.homes.iter().enumerate() {
            let id = h as u8;
            // Rule 2.
            if top.waits() && !top.is_written(id) {
                continue;
            }
            if self.held[h] != value && (self.held[h] != UNSET || home.entry != Some(value)) {
                if self.held[h] != UNSET || !home.writable || ty != Some(home.ty) {
                    continue;
                }
                if home.entry.is_none() && marked >> h & 1 == 0 {
                    let kind = (home.get, home.set, home.tee);
                    if tried.contains(&kind) {
                        continue;
                    }
                    tried.push(kind);
                }
            }
            found.push(id);
        }
        for &id in found.iter().rev() {
            let mut state = self.clone();
            state.stack.pop();
            state.held[usize::from(id)] = value;
            state.accessed(id, None);
            next(Step::Get(id), state);
        }
    }

    /// The operators that give the value on top.
    fn computes(&self, problem: &Problem, value: Val, next: &mut impl FnMut(Step, State)) {
        for (i, recipe) in problem.values[usize::from(value)].recipes.iter().enumerate() {
            let recipe_number = u16::try_from(i).expect("problems are small");
            for exchanged in [true, false] {
                if exchanged && recipe.exchanged().is_none() {
                    continue;
                }
                let mut state = self.clone();
                state.stack.pop();
                let push = |v: &Val| Slot::new(*v);
                match exchanged {
                    true => state.stack.extend(recipe.args.iter().rev().map(push)),
                    false => state.stack.extend(recipe.args.iter().map(push)),
                }
                next(Step::Compute { value, recipe: recipe_number, exchanged }, state);
            }
        }
    }

    /// `local.tee` of the value on top.
    fn tees(&self, problem: &Problem, top: Slot, next: &mut impl FnMut(Step, State)) {
        for (h, home) in problem.homes.iter().enumerate() {
            if self.held[h] != top.value() || !home.writable {
                continue;
            }
            let id = h as u8;
            let mut state = self.clone();
            state.stack.pop();
            state.held[h] = UNSET;
            state.accessed(id, Some(id));
            state.stack.push(Slot::new(top.value()).with_home(Some(id)));
            next(Step::Tee(id), state);
        }
    }

    fn sets(&self, problem: &Problem, next: &mut impl FnMut(Step, State)) {
        for (h, home) in problem.homes.iter().enumerate() {
            if self.held[h] == UNSET || !home.writable {
                continue;
            }
            let id = h as u8;
            let mut state = self.clone();
            state.wait();
            state.accessed(id, Some(id));
            state.held[h] = UNSET;
            state.stack.push(Slot::new(self.held[h]).with_home(Some(id)));
            next(Step::Set(id), state);
        }
    }

    /// The last effect: with its results on top, or without one; a single result that is not wanted is dropped at once.
    fn effect(&self, problem: &Problem, next: &mut impl FnMut(Step, State)) {
        let Some(last) = self.effects.checked_sub(1) else { return };
        let effect = &problem.effects[usize::from(last)];
        let Some(left) = self.stack.len().checked_sub(effect.results.len()) else { return };
        let delivers = self.stack[left..].iter().map(|s| s.value()).eq(effect.results.iter().copied());
        // Rule 1. Below the last result a write has to wait for those above to be taken.
        let late_write = self.stack[left..].last().is_some_and(|s| s.waits() && s.home().is_some());
        if !delivers || late_write {
            return;
        }
        let mut state = self.clone();
        state.effects = last;
        state.stack.truncate(left);
        if effect.results.is_empty() {
            state.wait();
        }
        state.stack.extend(effect.args.iter().map(|&v| Slot::new(v)));
        next(Step::Effect(last), state);
    }

    /// `drop` of what is given unasked: what the last effect returned, or what several results or the stack at the entry brought below what is wanted.
    fn drops(&self, problem: &Problem, next: &mut impl FnMut(Step, State)) {
        let mut tried: SmallVec<[Val; 4]> = SmallVec::new();
        let last = self.effects.checked_sub(1).map(|e| problem.effects[usize::from(e)].results.as_slice()).unwrap_or_default();
        let earlier = problem.effects[..usize::from(self.effects)].iter().filter(|e| e.results.len() > 1).flat_map(|e| &e.results);
        for &value in last.iter().chain(earlier).chain(&problem.stack_in) {
            if tried.contains(&value) {
                continue;
            }
            tried.push(value);
            let mut state = self.clone();
            state.wait();
            state.stack.push(Slot::new(value).with_home(Some(DROPPED)));
            next(Step::Drop, state);
        }
    }

    /// Something is pushed above the top.
    fn wait(&mut self) {
        if let Some(top) = self.stack.last_mut() {
            *top = top.waiting();
        }
    }

    /// A home is accessed: writes to it that come later have a reason, and so do reads in front of a write.
    fn accessed(&mut self, home: u8, written: Option<u8>) {
        for slot in &mut self.stack {
            if slot.home() == Some(home) {
                *slot = slot.with_home(None);
            }
            if let Some(written) = written
                && slot.waits()
            {
                *slot = Slot(slot.0 | 1 << (32 + u32::from(written)));
            }
        }
    }
}

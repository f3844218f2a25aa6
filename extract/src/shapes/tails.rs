//! Equal code on several ways to one place, found by refinement.
//!
//! The ends that lead to one place are compared from the last operator backwards, one operator of the left spine of a tree at a time (so that
//! `call $f` may be common where its argument is not), and split where they differ: a trie of the reversed code, of which only the nodes with two
//! ends or more are walked. Each of these is a *tail*, at its longest cut that takes at most one value from the stack: a block can carry that one
//! for free, more would need a type of the type section. `merge.rs` says what a tail wins and merges it.

use super::Shapes;
use super::ends::{Arrivals, Ends};
use crate::cost::CostModel;
use indexmap::IndexMap;
use loom_eq_lang::{NodeId, ValType};

/// Rounds of merging: a tail may be merged again with another, at a place that the first merge made.
const ROUNDS: usize = 8;

/// A place in the code of an end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cut {
    /// The first item that belongs to the tail.
    pub item: usize,
    /// The node of that item's left spine whose first operand stays in front; without it the whole item belongs to the tail.
    pub below: Option<NodeId>,
}

/// Code that several ends have in common.
#[derive(Clone, Debug)]
pub struct Tail {
    /// The ends, and where the tail starts in each.
    pub ends: Vec<(usize, Cut)>,
    /// The value that it takes from the stack.
    pub carried: Option<ValType>,
    /// Its bytes.
    pub size: u32,
}

/// Ends that are equal so far.
struct Walk {
    ends: Vec<(usize, Cut)>,
    /// The values that the code so far takes.
    need: usize,
    size: u32,
    /// The last good cut.
    best: Option<Tail>,
}

impl Shapes {
    /// The body with equal tails merged where the cost model says that this is cheaper.
    pub fn with_tails_merged(mut self, cost: &dyn CostModel) -> Shapes {
        let mut least = None;
        for _ in 0..ROUNDS {
            let mut next = self.clone();
            if !next.merge_tails() {
                break;
            }
            next.edit();
            let before = least.unwrap_or_else(|| cost.body(&self.clone().finish()));
            let after = cost.body(&next.clone().finish());
            if after >= before {
                break;
            }
            (self, least) = (next, Some(after));
        }
        self
    }

    /// The tails of what leads to one place.
    pub(super) fn tails(&self, ends: &Ends, arrivals: &Arrivals, arity: usize) -> Vec<Tail> {
        let mut tails = Vec::new();
        let all = arrivals.ends.iter().map(|&e| (e, Cut { item: ends.ends[e].code.len(), below: None })).collect();
        let mut walks = vec![Walk { ends: all, need: arity, size: 0, best: None }];
        while let Some(mut walk) = walks.pop() {
            let mut classes: IndexMap<u64, (NodeId, Vec<(usize, Cut)>)> = IndexMap::new();
            for &(e, cut) in &walk.ends {
                if let Some((n, next)) = self.step_back(ends, e, cut) {
                    classes.entry(ends.hash(&self.body, n)).or_insert_with(|| (n, Vec::new())).1.push((e, next));
                }
            }
            let together = classes.len() == 1 && classes[0].1.len() == walk.ends.len();
            if !together {
                tails.extend(walk.best.take());
            }
            for (n, class) in classes.into_values().filter(|(_, class)| class.len() > 1) {
                let node = self.body.node(n);
                let Some(left) = walk.need.checked_sub(node.results.len()) else {
                    // A value that nobody takes would be left under the tail's own.
                    tails.extend(walk.best.take());
                    continue;
                };
                let need = left + node.stacked as usize + usize::from(!node.args.is_empty());
                let size = walk.size + ends.size_but_first(&self.body, n);
                let best = self.good_cut(ends, &class, need, size).or_else(|| if together { walk.best.take() } else { None });
                walks.push(Walk { ends: class, need, size, best });
            }
        }
        tails
    }

    /// The node in front of a cut, and the cut in front of that.
    fn step_back(&self, ends: &Ends, e: usize, cut: Cut) -> Option<(NodeId, Cut)> {
        let (item, n) = match cut.below {
            Some(parent) => (cut.item, self.body.node(parent).args[0]),
            None => {
                let item = cut.item.checked_sub(1)?;
                (item, ends.ends[e].code[item])
            }
        };
        // What stands behind an item that never ends is there for the types only.
        if cut.below.is_none() && self.leaves(n) {
            return None;
        }
        Some((n, Cut { item, below: (!self.body.node(n).args.is_empty()).then_some(n) }))
    }

    fn good_cut(&self, ends: &Ends, class: &[(usize, Cut)], need: usize, size: u32) -> Option<Tail> {
        let carried = match need {
            0 => None,
            1 => Some(self.top(ends, class[0])?),
            _ => return None,
        };
        let alike = need == 0 || class[1..].iter().all(|&end| self.top(ends, end) == carried);
        alike.then(|| Tail { ends: class.to_vec(), carried, size })
    }

    /// The type of the value on top of the stack at a cut, if what stands in front of it gives one.
    fn top(&self, ends: &Ends, (e, cut): (usize, Cut)) -> Option<ValType> {
        let n = match cut.below {
            Some(parent) => self.body.node(parent).args[0],
            None => ends.ends[e].code[cut.item.checked_sub(1)?],
        };
        self.body.node(n).results.last().copied()
    }
}

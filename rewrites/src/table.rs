//! Documentation of a rule set: one line per rule, and the direction of its bytes.

use crate::check::Bytes;
use crate::rule::{Rule, Term};
use crate::set::RuleSet;
use loom_eq_lang::{Const, Imm, Op, instr};
use std::fmt;

/// The least bytes that a side of a rule takes: what it certainly writes, a variable or a constant that depends on the match counted as two (a
/// `local.get`, or an opcode and one byte).
pub fn least_bytes(rule: &Rule, side: &Term) -> u32 {
    match side {
        Term::Var(_) => 2,
        Term::Lit(c) => c.size(),
        Term::Op(..) if is_computed(rule, side) => side.eval(&vec![None; rule.vars.len()]).map_or(2, Const::size),
        Term::Op(Op::Select, args) => 1 + args.iter().map(|a| least_bytes(rule, a)).sum::<u32>(),
        Term::Op(op, args) => instr::size(*op, &Imm::None) + args.iter().map(|a| least_bytes(rule, a)).sum::<u32>(),
    }
}

/// A constant term of the right-hand side.
fn is_computed(rule: &Rule, side: &Term) -> bool {
    side.all_vars(|v| rule.vars[v.0].constant)
}

/// A table of rules: see [`table`].
#[derive(Clone, Copy, Debug)]
pub struct Table<'a>(&'a RuleSet);

/// The rules as a Markdown table: name, sides, conditions, bytes of each side, where they point. All are proven: a
/// rule that is not is not in a set.
pub fn table(rules: &RuleSet) -> Table<'_> {
    Table(rules)
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| rule | family | equation | from | to | when | bytes | direction |")?;
        writeln!(f, "|---|---|---|---|---|---|---|---|")?;
        for rule in self.0.rules() {
            let bytes = Bytes::of(rule);
            let (Bytes { from, to, .. }, direction) = (bytes, bytes.direction());
            let conditions = rule.conditions_text();
            let when = if conditions.is_empty() { String::new() } else { format!("`{conditions}`") };
            let comment = rule.comment.replace('|', "\\|");
            let (name, family, lhs, rhs) = (&rule.name, rule.family.name(), rule.lhs_text(), rule.rhs_text());
            writeln!(f, "| {name} | {family} | {comment} | `{lhs}` | `{rhs}` | {when} | {from} → {to} | {direction} |")?;
        }
        Ok(())
    }
}

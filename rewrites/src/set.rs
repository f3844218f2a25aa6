//! Sets of rules: read, typed and compiled together; the built-in set.

use crate::compile::{Compiled, EXPANSIONS};
use crate::error::{Error, Result};
use crate::rule::Rule;
use crate::{syntax, typing};
use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

/// A rule's number in its set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RuleIx(pub(crate) usize);

impl RuleIx {
    /// The index into [`RuleSet::rules`].
    pub fn ix(self) -> usize {
        self.0
    }
}

/// Rules, ready to be applied.
#[derive(Clone, Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    compiled: Compiled,
}

/// No rules.
impl Default for RuleSet {
    fn default() -> RuleSet {
        // Tables by operator are there even so.
        RuleSet { rules: Vec::new(), compiled: Compiled::new(&[]).unwrap_or_default() }
    }
}

impl RuleSet {
    /// Reads files, each a name for messages and its text. Names must be unique over all of them.
    pub fn parse(files: &[(&str, &str)]) -> Result<RuleSet> {
        let mut rules = Vec::new();
        let mut names = HashSet::new();
        for (file, text) in files {
            let file: Arc<str> = Arc::from(*file);
            for raw in syntax::parse(&file, text)? {
                let (base, comment): (Arc<str>, Arc<str>) = (Arc::from(raw.name.as_str()), Arc::from(raw.comment.as_str()));
                for instance in raw.instances() {
                    if !names.insert(instance.name.clone()) {
                        return Err(Error::new(&file, raw.place, format!("a second rule of the name {}", instance.name)));
                    }
                    rules.push(typing::rule(&file, &base, &comment, &raw, instance)?);
                }
            }
        }
        match Compiled::new(&rules) {
            Ok(compiled) => Ok(RuleSet { rules, compiled }),
            Err(ix) => {
                let rule = &rules[ix];
                let message = format!("rule {}: more than {EXPANSIONS} operand orders: split it", rule.name);
                Err(Error::new(&rule.file, rule.place, message))
            }
        }
    }

    /// The rules, instance by instance.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// A rule of this set.
    pub fn rule(&self, ix: RuleIx) -> &Rule {
        &self.rules[ix.0]
    }

    pub(crate) fn compiled(&self) -> &Compiled {
        &self.compiled
    }
}

/// The built-in rule files: name and text.
pub fn builtin_files() -> &'static [(&'static str, &'static str)] {
    macro_rules! files {
        ($($name:literal)*) => { &[$((concat!($name, ".eq"), include_str!(concat!("../rules/", $name, ".eq"))),)*] };
    }
    files!("identity" "constants" "bits" "shift" "compare" "select" "convert" "float" "explore")
}

/// The built-in rules, read once. Each is proven in the tests of this crate.
pub fn builtin() -> &'static Arc<RuleSet> {
    static BUILTIN: LazyLock<Arc<RuleSet>> = LazyLock::new(|| match RuleSet::parse(builtin_files()) {
        Ok(set) => Arc::new(set),
        // A test reads them, so this is not reached by a build that passed.
        Err(e) => panic!("built-in rules: {e}"),
    });
    &BUILTIN
}

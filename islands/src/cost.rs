//! Which cost model a run minimizes under.

use loom_eq_extract::{BadTable, CostModel, Counts, Size, Table, Transfer};
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// A cost model by name, before it has seen the module.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Cost {
    /// The bytes of the encoding.
    #[default]
    Size,
    /// Weights of instructions, bytes and loops.
    Table(Arc<Table>),
    /// The estimated bytes of the compressed code section.
    Transfer,
}

impl Cost {
    /// The built-in model of this name.
    pub fn by_name(name: &str) -> Option<Cost> {
        let table = |table| Cost::Table(Arc::new(table));
        match name {
            "size" => Some(Cost::Size),
            "instructions" => Some(table(Table::instructions())),
            "transfer" => Some(Cost::Transfer),
            _ => Table::cycles().into_iter().find(|t| t.name() == name).map(table),
        }
    }

    /// The names of the built-in models.
    pub fn names() -> Vec<String> {
        let fixed = ["size", "instructions", "transfer"].map(String::from);
        fixed.into_iter().chain(Table::cycles().iter().map(|t| t.name().into())).collect()
    }

    /// A model of the user's, see [`Table::parse`].
    ///
    /// # Errors
    /// As [`Table::parse`].
    pub fn parse(text: &str) -> std::result::Result<Cost, BadTable> {
        Ok(Cost::Table(Arc::new(Table::parse(text)?)))
    }

    /// The model's name.
    pub fn name(&self) -> &str {
        match self {
            Cost::Size => "size",
            Cost::Table(table) => table.name(),
            Cost::Transfer => "transfer",
        }
    }

    /// Looks at the module, by the canonical bodies of its functions.
    pub(crate) fn prepare<'a>(&self, bodies: impl Iterator<Item = &'a [u8]> + Clone) -> Prepared {
        match self {
            Cost::Size => Prepared::Fixed(Arc::new(Size)),
            Cost::Table(table) => Prepared::Fixed(table.clone()),
            Cost::Transfer => Prepared::Transfer(Arc::new(Counts::of(bodies))),
        }
    }
}

impl Serialize for Cost {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A model that has seen the module.
pub(crate) enum Prepared {
    Fixed(Arc<dyn CostModel>),
    Transfer(Arc<Counts>),
}

impl Prepared {
    /// See [`CostModel::unit`].
    pub(crate) fn unit(&self) -> f64 {
        match self {
            Prepared::Fixed(model) => model.unit(),
            Prepared::Transfer(counts) => counts.unit(),
        }
    }

    /// The model for the function with this canonical body.
    pub(crate) fn of(&self, body: &[u8]) -> Arc<dyn CostModel> {
        match self {
            Prepared::Fixed(model) => model.clone(),
            Prepared::Transfer(counts) => Arc::new(Transfer::new(counts, body)),
        }
    }
}

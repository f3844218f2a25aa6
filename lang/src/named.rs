//! What the `name` section calls the entries of the index spaces.
//!
//! Names are hints: a section that is malformed gives the names that could be read before the error, and no error.

use crate::module::Module;
use std::collections::HashMap;
use wasmparser::{BinaryReader, Name, NameMap, NameSectionReader};

/// Names by index, per index space.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs)]
pub struct Named {
    pub functions: HashMap<u32, String>,
    pub globals: HashMap<u32, String>,
    pub memories: HashMap<u32, String>,
    pub tables: HashMap<u32, String>,
    pub data: HashMap<u32, String>,
    pub elements: HashMap<u32, String>,
}

impl Module {
    /// The names that the first `name` section gives.
    pub fn named(&self) -> Named {
        let mut named = Named::default();
        let Some((_, data, section)) = self.customs().find(|(name, ..)| *name == "name") else { return named };
        let start = section.payload.end - data.len();
        for sub in NameSectionReader::new(BinaryReader::new(data, start as u64)).map_while(Result::ok) {
            match sub {
                Name::Function(map) => read(map, &mut named.functions),
                Name::Global(map) => read(map, &mut named.globals),
                Name::Memory(map) => read(map, &mut named.memories),
                Name::Table(map) => read(map, &mut named.tables),
                Name::Data(map) => read(map, &mut named.data),
                Name::Element(map) => read(map, &mut named.elements),
                _ => {}
            }
        }
        named
    }
}

fn read(map: NameMap<'_>, into: &mut HashMap<u32, String>) {
    into.extend(map.into_iter().map_while(Result::ok).map(|n| (n.index, n.name.to_string())));
}

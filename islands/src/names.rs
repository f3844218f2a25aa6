//! Names of functions for messages, all at once: looking each up in the name section would be quadratic.

use loom_eq_lang::{ExternalKind, FuncIx, Module};
use std::collections::HashMap;
use wasmparser::{BinaryReader, Name, NameSectionReader};

/// Export names first, then the name section's.
pub(crate) struct Names(HashMap<u32, String>);

impl Names {
    pub(crate) fn of(module: &Module) -> Names {
        let mut names = HashMap::new();
        for (section, data, _) in module.customs() {
            if section == "name" {
                read(data, &mut names);
            }
        }
        for export in module.exports.iter().rev().filter(|e| e.kind == ExternalKind::Func) {
            names.insert(export.index, export.name.clone());
        }
        Names(names)
    }

    pub(crate) fn get(&self, f: FuncIx) -> Option<String> {
        self.0.get(&f.0).cloned()
    }
}

/// A name section may be damaged without making the module invalid: what can be read is taken.
fn read(data: &[u8], names: &mut HashMap<u32, String>) {
    for sub in NameSectionReader::new(BinaryReader::new(data, 0)).map_while(Result::ok) {
        if let Name::Function(map) = sub {
            names.extend(map.into_iter().map_while(Result::ok).map(|n| (n.index, n.name.to_string())));
        }
    }
}

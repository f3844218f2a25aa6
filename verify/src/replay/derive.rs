//! A module from which everything can be reached: all functions, memories and globals exported under numbers, and no start function.

use loom_eq_lang::Module;

/// Exports: functions by their own index, memories and globals by that of the common space.
pub(crate) fn derived(module: &Module, memories: &[u32], globals: &[u32]) -> Vec<u8> {
    let functions: Vec<u32> = (0..module.func_types.len() as u32).collect();
    let mut exports = Vec::new();
    let spaces = [("f", 0u8, functions.as_slice()), ("m", 2, memories), ("g", 3, globals)];
    leb(spaces.iter().map(|s| s.2.len()).sum(), &mut exports);
    for (prefix, kind, names) in spaces {
        for (i, n) in names.iter().enumerate() {
            let name = format!("{prefix}{n}");
            leb(name.len(), &mut exports);
            exports.extend(name.as_bytes());
            exports.push(kind);
            leb(i, &mut exports);
        }
    }
    let bytes = module.bytes();
    let mut out = bytes[..8].to_vec();
    let mut section = |id: u8, payload: &[u8]| {
        out.push(id);
        leb(payload.len(), &mut out);
        out.extend_from_slice(payload);
    };
    let mut exported = false;
    for s in &module.sections {
        // Exports stand behind the globals and before start, elements, code and data.
        if !exported && matches!(s.id, 7..=12) {
            section(7, &exports);
            exported = true;
        }
        if !matches!(s.id, 0 | 7 | 8) {
            section(s.id, &bytes[s.payload.clone()]);
        }
    }
    out
}

fn leb(mut n: usize, out: &mut Vec<u8>) {
    loop {
        let byte = (n & 0x7f) as u8;
        n >>= 7;
        out.push(if n == 0 { byte } else { byte | 0x80 });
        if n == 0 {
            return;
        }
    }
}

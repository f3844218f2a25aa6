//! The modules of a folder.

use std::path::{Path, PathBuf};

/// All `*.wasm` of a folder in order of their names, with their contents.
pub fn modules(dir: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    let fail = |path: &Path, e: std::io::Error| format!("{}: {e}", path.display());
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(|e| fail(dir, e))? {
        let path = entry.map_err(|e| fail(dir, e))?.path();
        if path.extension().is_some_and(|e| e == "wasm") && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(format!("{}: no *.wasm in this folder", dir.display()));
    }
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        std::fs::read(&path).map(|bytes| (name, bytes)).map_err(|e| fail(&path, e))
    };
    paths.into_iter().map(read).collect()
}

/// Writes a file; an error names it.
pub fn write(file: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(file, bytes).map_err(|e| format!("{}: {e}", file.display()))
}

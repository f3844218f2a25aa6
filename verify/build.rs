//! Lets this crate's tests find Z3, and names the state of the verifier: a cached verdict must come from the same code, and a number that somebody raises by
//! hand would be forgotten.

use std::path::{Path, PathBuf};

mod z3_link {
    include!("../.ci/z3_link.rs");

    pub fn link() {
        main();
    }
}

fn main() {
    z3_link::link();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for dir in ["src", "../lang/src"] {
        println!("cargo:rerun-if-changed={dir}");
        let mut files = Vec::new();
        collect(Path::new(dir), &mut files);
        files.sort();
        for file in files {
            let bytes = std::fs::read(&file).unwrap_or_default();
            for b in file.to_string_lossy().bytes().chain(bytes) {
                hash = (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3);
            }
        }
    }
    println!("cargo:rustc-env=LOOM_EQ_VERIFY_STATE={hash:016x}");
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

// The build script of every crate whose binaries or tests link to Z3, by `include!`: tells them where libz3 lies at run time.
//
// z3-sys names only the folder to link from; without a run path a binary started outside of cargo would not find the
// library, or would load an older one of the system.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-env-changed=Z3_LIBRARY_PATH_OVERRIDE");
    println!("cargo::rerun-if-changed=build.rs");
    // From `.cargo/config.toml`. Where it is unset, someone builds against the system's Z3, which needs no run path.
    let Ok(dir) = std::env::var("Z3_LIBRARY_PATH_OVERRIDE") else {
        return;
    };
    println!("cargo::rerun-if-changed={dir}");
    let has = |name| Path::new(&dir).join(name).exists();
    if !(has("libz3.so") || has("libz3.dylib") || has("libz3.a")) {
        println!("cargo::error=there is no Z3 in {dir}: run .ci/setup.sh");
        return;
    }
    let os = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let here = if os == "macos" { "@loader_path" } else { "$ORIGIN" };
    // In order: a package with bin/ and lib/; target/release/; target/release/deps/ (a checkout that was moved); this checkout.
    let relative = ["../lib", "../z3/lib", "../../z3/lib"].map(|path| format!("{here}/{path}"));
    for path in relative.iter().chain([&dir]) {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{path}");
    }
    if os == "linux" {
        // Makes it an RPATH, which LD_LIBRARY_PATH does not override: proofs are made by the Z3 that was chosen.
        println!("cargo::rustc-link-arg=-Wl,--disable-new-dtags");
    }
}

//! Running the command, and modules to run it on.

#![allow(dead_code)]

use std::io::Write;
use std::process::{Command, Stdio};

/// What a run left behind.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

pub fn loom_eq(args: &[&str]) -> Run {
    loom_eq_with_stdin(args, b"")
}

pub fn loom_eq_with_stdin(args: &[&str], stdin: &[u8]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loom-eq"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    // A command that fails early does not read it.
    let _ = child.stdin.take().expect("piped").write_all(stdin);
    let output = child.wait_with_output().expect("the command ends");
    let code = output.status.code().expect("not ended by a signal");
    Run { code, stdout: output.stdout, stderr: String::from_utf8(output.stderr).expect("messages are text") }
}

pub fn wasm(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("test modules are well formed")
}

/// A real module of 74 kB.
pub fn zlib() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/modules/zlib.wasm")).expect("it is in the repository")
}

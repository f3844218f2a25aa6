//! Reading a module: binary or text, from a file or from stdin. The content decides, not the name.

use crate::failure::{Failure, io_message, is_stream};
use std::fs;
use std::io::{self, Read};
use std::path::Path;

const MAGIC: &[u8] = b"\0asm";

/// The bytes of a module or component.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let fail = |message: String| Failure::of(path, "stdin", message);
    let bytes = if is_stream(path) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    binary(bytes.map_err(|e| fail(io_message(&e)))?).map_err(fail)
}

/// Text becomes binary, all else is left to the parser of binaries; it knows the offset of what is wrong.
fn binary(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if bytes.starts_with(MAGIC) {
        return Ok(bytes);
    }
    if bytes.is_empty() {
        return Err("the file is empty (at offset 0x0)".into());
    }
    if MAGIC.starts_with(&bytes) {
        return Err(format!("truncated: the file ends within its header (at offset 0x{:x})", bytes.len()));
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) if looks_like_text_format(text) => wat::parse_str(text).map_err(|e| text_error(&e.to_string())),
        _ => Err("not wasm: neither the magic bytes of a binary nor a text module (at offset 0x0)".into()),
    }
}

/// Whether the first thing behind spaces and line comments is a parenthesis: all text modules start with one, or with a block comment.
fn looks_like_text_format(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    text.lines().map(str::trim_start).find(|l| !l.is_empty() && !l.starts_with(";;")).is_none_or(|l| l.starts_with('('))
}

/// `message`, then `--> <anon>:LINE:COLUMN` and a drawing of the place, made one line.
fn text_error(error: &str) -> String {
    let mut lines = error.lines().map(str::trim);
    let message = lines.next().unwrap_or_default();
    match lines.find_map(|l| l.strip_prefix("--> ")).and_then(|place| place.strip_prefix("<anon>:")?.split_once(':')) {
        Some((line, column)) => format!("{message} (at line {line}, column {column})"),
        None => message.into(),
    }
}

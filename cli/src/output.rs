//! Writing results: a file is replaced in one step or not at all, and a closed pipe is no error.
//!
//! Invariants:
//! 1. A file has its old contents or the new ones, never a part or a mixture: the new contents are written beside it under a name of their own
//!    and then renamed.
//! 2. Whether a file can be written is found out before the work starts.
//! 3. All files of a run are written before the first one is renamed.

use crate::failure::{Failure, io_message, is_stream};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Where something will be written.
#[derive(Debug)]
pub struct Output {
    /// As the user wrote it, for messages.
    name: PathBuf,
    target: Target,
}

#[derive(Debug)]
enum Target {
    Stdout,
    /// A device or a pipe: nothing to replace.
    Special,
    /// The file itself, links followed.
    File(PathBuf),
}

/// Contents that only wait for their rename.
pub struct Written {
    output: Output,
    staged: Staged,
}

enum Staged {
    File(NamedTempFile, PathBuf),
    Bytes(Vec<u8>),
}

impl Output {
    /// Looks whether `path` can be written.
    pub fn new(path: &Path) -> Result<Output, Failure> {
        let output = |target| Output { name: path.to_path_buf(), target };
        if is_stream(path) {
            return Ok(output(Target::Stdout));
        }
        let fail = |message: &str| Failure::of(path, "stdout", message);
        let target = match fs::metadata(path) {
            Ok(m) if m.is_dir() => return Err(fail("cannot write: is a folder")),
            Ok(m) => {
                OpenOptions::new().write(true).open(path).map_err(|e| fail(&format!("cannot write: {}", io_message(&e))))?;
                if m.is_file() { Target::File(fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())) } else { Target::Special }
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => Target::File(path.to_path_buf()),
            Err(e) => return Err(fail(&format!("cannot write: {}", io_message(&e)))),
        };
        if let Target::File(file) = &target {
            // Made and removed at once: an interrupted run leaves nothing behind.
            temporary(file).map_err(|e| fail(&format!("cannot write into its folder: {}", io_message(&e))))?;
        }
        Ok(output(target))
    }

    pub fn is_stdout(&self) -> bool {
        matches!(self.target, Target::Stdout)
    }

    /// Writes everything but the name.
    pub fn stage(self, bytes: &[u8]) -> Result<Written, Failure> {
        let fail = |e: io::Error| Failure::of(&self.name, "stdout", format!("cannot write: {}", io_message(&e)));
        let staged = match &self.target {
            Target::File(file) => {
                let mut temporary = temporary(file).map_err(fail)?;
                temporary.write_all(bytes).map_err(fail)?;
                if let Ok(old) = fs::metadata(file) {
                    temporary.as_file().set_permissions(old.permissions()).map_err(fail)?;
                }
                Staged::File(temporary, file.clone())
            }
            Target::Stdout | Target::Special => Staged::Bytes(bytes.to_vec()),
        };
        Ok(Written { output: self, staged })
    }
}

impl Written {
    /// Gives the file its name, or the stream its bytes.
    pub fn commit(self) -> Result<(), Failure> {
        let Written { output, staged } = self;
        let result = match (staged, &output.target) {
            (Staged::File(temporary, file), _) => temporary.persist(file).map(drop).map_err(|e| e.error),
            (Staged::Bytes(bytes), Target::Stdout) => {
                let mut out = io::stdout().lock();
                out.write_all(&bytes).and_then(|()| out.flush())
            }
            (Staged::Bytes(bytes), _) => OpenOptions::new().write(true).open(&output.name).and_then(|mut f| f.write_all(&bytes)),
        };
        result.map_err(|e| Failure::of(&output.name, "stdout", format!("cannot write: {}", io_message(&e))))
    }
}

fn temporary(file: &Path) -> io::Result<NamedTempFile> {
    let folder = match file.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".loom-eq-").suffix(".tmp");
    #[cfg(unix)]
    {
        // As for any new file; the process's mask takes away what it takes away.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    #[cfg_attr(not(unix), allow(unused_mut))]
    builder.tempfile_in(folder)
}

/// Text for the user. Whoever reads it may stop reading when he has seen enough.
pub struct Text(Box<dyn Write>);

impl Text {
    pub fn stdout() -> Text {
        Text(Box::new(io::BufWriter::new(io::stdout())))
    }

    pub fn stderr() -> Text {
        Text(Box::new(io::stderr()))
    }

    pub fn line(&mut self, text: impl std::fmt::Display) {
        // A closed pipe, most likely; the exit code still says how it went.
        let _ = writeln!(self.0, "{text}");
    }
}

/// Writes a value as JSON, ready to be committed.
pub fn stage_json(output: Output, value: &impl serde::Serialize) -> Result<Written, Failure> {
    let mut text = serde_json::to_string_pretty(value).map_err(Failure::new)?;
    text.push('\n');
    output.stage(text.as_bytes())
}

//! The one line that a failing command prints.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

/// What is wrong, and with which file.
#[derive(Debug)]
pub struct Failure {
    subject: Option<String>,
    message: String,
}

impl Failure {
    /// About a file; `-` is called by the name of its stream.
    #[cold]
    pub fn of(file: &Path, stream: &str, error: impl fmt::Display) -> Failure {
        let subject = if is_stream(file) { stream.to_string() } else { file.display().to_string() };
        Failure { subject: Some(subject), message: error.to_string() }
    }

    #[cold]
    pub fn new(error: impl fmt::Display) -> Failure {
        Failure { subject: None, message: error.to_string() }
    }

    pub fn print(&self) -> io::Result<()> {
        let mut err = io::stderr().lock();
        // Whatever a library or a file name may hold: one line stays one line.
        let line = |s: &str| s.split(['\n', '\r']).map(str::trim).filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ");
        match &self.subject {
            Some(subject) => writeln!(err, "loom-eq: error: {}: {}", line(subject), line(&self.message)),
            None => writeln!(err, "loom-eq: error: {}", line(&self.message)),
        }
    }
}

/// Whether a path stands for stdin or stdout.
pub fn is_stream(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// An I/O error in the style of our own messages, without the operating system's number for it.
pub fn io_message(e: &io::Error) -> String {
    match e.kind() {
        io::ErrorKind::NotFound => "no such file or folder".into(),
        io::ErrorKind::IsADirectory => "is a folder".into(),
        io::ErrorKind::NotADirectory => "a part of the path is not a folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        io::ErrorKind::StorageFull => "no space left".into(),
        _ => e.to_string(),
    }
}

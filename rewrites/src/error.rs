//! Errors in rule files: where and what.

use std::fmt;
use std::sync::Arc;

/// An error in a rule file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    file: Arc<str>,
    line: u32,
    message: String,
}

/// A result whose error names a place in a rule file.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    #[cold]
    pub(crate) fn new(file: &Arc<str>, line: u32, message: impl Into<String>) -> Error {
        Error { file: file.clone(), line, message: message.into() }
    }

    /// The line, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for Error {}

//! Errors in rule files: where and what.

use std::fmt;
use std::sync::Arc;

/// A place in a rule file, both from 1; the column counts characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub struct Place {
    pub line: u32,
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// An error in a rule file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    file: Arc<str>,
    place: Place,
    message: String,
}

/// A result whose error names a place in a rule file.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    #[cold]
    pub(crate) fn new(file: &Arc<str>, place: Place, message: impl Into<String>) -> Error {
        Error { file: file.clone(), place, message: message.into() }
    }

    /// Where it is.
    pub fn place(&self) -> Place {
        self.place
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.place, self.message)
    }
}

impl std::error::Error for Error {}

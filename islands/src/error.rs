//! One opaque error: what is wrong with the input, and where.

use std::fmt;

/// Why an input could not be worked on. Prints in lower case, with the byte offset where one is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    message: String,
}

/// A result whose error is this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    #[cold]
    pub(crate) fn new(message: impl Into<String>) -> Error {
        Error { message: message.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<loom_eq_lang::Error> for Error {
    fn from(e: loom_eq_lang::Error) -> Error {
        Error::new(e.to_string())
    }
}

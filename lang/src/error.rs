//! One opaque error: what is wrong and at which byte of the input.

use std::fmt;

/// Why a module could not be read. Prints as `message (at offset 0x…)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    message: String,
    offset: Option<u64>,
}

/// A result whose error is this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error at a byte offset from the start of the input.
    #[cold]
    pub fn at(offset: u64, message: impl Into<String>) -> Error {
        Error { message: message.into(), offset: Some(offset) }
    }

    /// An error that belongs to no single byte.
    #[cold]
    pub fn new(message: impl Into<String>) -> Error {
        Error { message: message.into(), offset: None }
    }

    /// What is wrong, without the offset.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The byte offset, where one is known.
    pub fn offset(&self) -> Option<u64> {
        self.offset
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.offset {
            Some(offset) => write!(f, "{} (at offset 0x{offset:x})", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Error {}

impl From<wasmparser::BinaryReaderError> for Error {
    fn from(e: wasmparser::BinaryReaderError) -> Error {
        #[allow(clippy::useless_conversion)]
        Error::at(e.offset().into(), e.message())
    }
}

//! The one error type, and the alias that uses it.

use std::fmt;

use crate::http::Status;

#[derive(Debug)]
pub enum Error {
    NotFound { path: String },
    TooLong(usize),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn status(&self) -> Status {
        match self {
            Self::NotFound { .. } => Status::NotFound,
            Error::TooLong(_) => Status::BadRequest,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotFound { path } => write!(f, "no route for {path}"),
            Error::TooLong(length) => write!(f, "{length} bytes are too long"),
        }
    }
}

impl std::error::Error for Error {}

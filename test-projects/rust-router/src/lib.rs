//! A small request router without a network: handlers, middleware and a store.

#[macro_use]
mod macros;

pub mod error;
mod handlers;
pub mod http;
pub mod middleware;
pub mod routing;
pub mod store;

pub use crate::error::{Error, Result};
pub use handlers::{Echo, Handler, Notes};
pub use http::request::Request as HttpRequest;
pub use routing::*;

/// Everything a caller usually wants.
pub mod prelude {
    pub use super::http::{Method, Request, Response};
    pub use super::{Echo, Handler, Notes, Router};
}

//! The modern module style: `middleware.rs` beside the folder `middleware/`.

pub mod chain;
pub mod logger;

pub use self::chain::Stack;
pub use self::logger::Logger;

use crate::http::Request;

/// Looks at a request before the router does.
pub trait Middleware {
    fn before(&self, request: &Request) -> crate::Result<()>;
}

/// A middleware that can name itself: a trait with a supertrait.
pub trait NamedMiddleware: Middleware {
    fn name(&self) -> String;
}

//! The values that travel.

pub mod request;
mod response;

pub use self::request::{Method, Request};
pub use response::{Response, Status};

//! Patterns and the table of routes.

mod pattern;
mod table;

pub use pattern::{Params, Pattern};
pub use table::Router;

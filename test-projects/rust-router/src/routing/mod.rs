//! Patterns and the table of routes. `pattern` and `table` use each other on purpose.

mod pattern;
mod table;

pub use pattern::{Params, Pattern};
pub use table::Router;

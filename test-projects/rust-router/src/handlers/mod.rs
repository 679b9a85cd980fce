//! Handlers turn a request into a response.

mod echo;
mod notes;

use crate::http::{Request, Response};
use crate::routing::Params;

pub use echo::Echo;
pub use notes::Notes;

pub trait Handler {
    const NAME: &'static str;

    fn handle(&self, request: &Request, params: &Params) -> crate::Result<Response>;

    fn describe(&self) -> String {
        format!("handler {}", Self::NAME)
    }
}

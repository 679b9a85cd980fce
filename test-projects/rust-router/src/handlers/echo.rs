use super::Handler;
use crate::http::{Request, Response};
use crate::routing::Params;

#[derive(Clone, Copy)]
pub struct Echo;

impl Handler for Echo {
    const NAME: &'static str = "echo";

    fn handle(&self, request: &Request, _params: &Params) -> crate::Result<Response> {
        Ok(respond!(Ok, "{:?} {}", request.method, request.path))
    }
}

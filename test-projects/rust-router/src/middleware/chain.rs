use super::{Middleware, NamedMiddleware};
use crate::error::Error;
use crate::http::{Request, Response};
use crate::routing::Router;

pub struct Limit {
    pub longest: usize,
}

impl Middleware for Limit {
    fn before(&self, request: &Request) -> crate::Result<()> {
        if request.path.len() > self.longest {
            return Err(Error::TooLong(request.path.len()));
        }
        Ok(())
    }
}

/// Runs two middlewares, then the router.
pub struct Stack<A, B> {
    first: A,
    second: B,
}

impl<A: NamedMiddleware, B: Middleware> Stack<A, B> {
    pub fn new(first: A, second: B) -> Self {
        Stack { first, second }
    }

    pub fn run(&self, router: &Router, request: &Request) -> crate::Result<Response> {
        self.first.before(request)?;
        self.second.before(request)?;
        router.dispatch(request)
    }

    pub fn title(&self) -> String {
        self.first.name()
    }
}

use super::pattern::{Params, Pattern};
use crate::error::Error;
use crate::handlers::Handler;
use crate::http::{Method, Request, Response};

pub const SEPARATOR: char = '/';

type Action = Box<dyn Fn(&Request, &Params) -> crate::Result<Response>>;

struct Route {
    method: Method,
    pattern: Pattern,
    action: Action,
}

#[derive(Default)]
pub struct Router {
    routes: Vec<Route>,
}

impl Router {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add<H: Handler + 'static>(&mut self, method: Method, pattern: &str, handler: H) {
        let action: Action = Box::new(move |request, params| handler.handle(request, params));
        self.routes.push(Route { method, pattern: Pattern::parse(pattern), action });
    }

    pub fn dispatch(&self, request: &Request) -> crate::Result<Response> {
        for route in self.routes.iter().filter(|route| route.method == request.method) {
            if let Some(params) = route.pattern.matches(&request.path) {
                return (route.action)(request, &params);
            }
        }
        Err(Error::NotFound { path: request.path.clone() })
    }
}

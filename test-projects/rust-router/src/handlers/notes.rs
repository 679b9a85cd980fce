use crate::error::Error;
use crate::http::{Request, Response};
use crate::routing::Params;
use crate::store::Store;

use super::Handler;

pub struct Notes<S> {
    store: S,
}

impl<S: Store> Notes<S> {
    pub fn new(store: S) -> Self {
        Notes { store }
    }
}

impl<S> Handler for Notes<S>
where
    S: Store,
{
    const NAME: &'static str = "notes";

    fn handle(&self, request: &Request, params: &Params) -> crate::Result<Response> {
        let key = params.get("key").unwrap_or_default();
        match self.store.get(key) {
            Some(text) => Ok(respond!(Ok, "{text}")),
            None => Err(Error::NotFound { path: request.path.clone() }),
        }
    }

    fn describe(&self) -> String {
        String::from("notes of a store")
    }
}

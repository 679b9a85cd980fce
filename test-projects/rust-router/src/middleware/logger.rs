use super::{Middleware, NamedMiddleware};
use crate::http::Request;

pub struct Logger {
    name: String,
}

impl Logger {
    pub fn new(name: &str) -> Self {
        Logger { name: name.to_owned() }
    }
}

impl Middleware for Logger {
    fn before(&self, request: &Request) -> crate::Result<()> {
        let name = self.name(); // The method; the field of the same name is read inside it.
        println!("[{name}] {}", request.path);
        Ok(())
    }
}

impl NamedMiddleware for Logger {
    fn name(&self) -> String {
        self.name.clone()
    }
}

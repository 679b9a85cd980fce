use std::collections::HashMap;

use super::response::Status;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    Get,
    Post,
}

impl Method {
    pub fn success(self) -> Status {
        Status::after(self)
    }
}

#[derive(Debug, Clone)]
pub struct Request {
    pub method: Method,
    pub path: String,
    headers: HashMap<String, String>,
}

impl Request {
    pub fn get(path: &str) -> Self {
        Request { method: Method::Get, path: path.to_string(), headers: HashMap::new() }
    }

    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_lowercase(), value.to_string());
        self
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(&name.to_lowercase()).map(String::as_str)
    }
}

//! `request` and `response` use each other on purpose.

use super::request::Method;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Ok = 200,
    Created = 201,
    BadRequest = 400,
    NotFound = 404,
}

impl Status {
    pub fn after(method: Method) -> Self {
        match method {
            Method::Get => Self::Ok,
            Method::Post => Self::Created,
        }
    }

    pub const fn code(self) -> u16 {
        self as u16
    }
}

#[derive(Debug)]
pub struct Response {
    pub status: Status,
    pub body: String,
}

impl Response {
    pub fn new(status: Status, body: String) -> Self {
        Self { status, body }
    }
}

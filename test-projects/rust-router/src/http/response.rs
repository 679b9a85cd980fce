#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Ok = 200,
    BadRequest = 400,
    NotFound = 404,
}

impl Status {
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

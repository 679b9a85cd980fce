//! Macros of the crate.

/// Builds a `Response` with a formatted body.
#[macro_export]
macro_rules! respond {
    ($status:ident, $($arg:tt)*) => {
        $crate::http::Response::new($crate::http::Status::$status, format!($($arg)*))
    };
}

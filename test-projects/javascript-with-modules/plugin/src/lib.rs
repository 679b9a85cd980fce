//! A Rust part of the application, with cargo's output beside it.

pub fn price(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

pub mod memory;

use std::sync::atomic::{AtomicUsize, Ordering};

static OPERATIONS: AtomicUsize = AtomicUsize::new(0);

pub trait Store {
    fn get(&self, key: &str) -> Option<String>;
    fn put(&mut self, key: &str, value: &str);
}

pub(crate) fn count() {
    OPERATIONS.fetch_add(1, Ordering::Relaxed);
}

pub fn operations() -> usize {
    OPERATIONS.load(Ordering::Relaxed)
}

use std::collections::BTreeMap;

use super::{count, Store};

#[derive(Default)]
pub struct MemoryStore {
    entries: BTreeMap<String, String>,
}

impl Store for MemoryStore {
    fn get(&self, key: &str) -> Option<String> {
        count();
        self.entries.get(key).cloned()
    }

    fn put(&mut self, key: &str, value: &str) {
        count();
        self.entries.insert(key.to_string(), value.to_string());
    }
}

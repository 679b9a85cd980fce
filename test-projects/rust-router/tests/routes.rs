use router::prelude::*;
use router::store::{memory::MemoryStore, Store};
use router::{respond, Pattern};

#[test]
fn notes_are_found_by_key() {
    let mut store = MemoryStore::default();
    store.put("a", "1");
    let mut router = Router::new();
    router.add(Method::Get, "/n/:key", Notes::new(store));
    let response = router.dispatch(&Request::get("/n/a")).unwrap();
    assert_eq!(response.body, respond!(Ok, "{}", 1).body);
}

#[test]
fn patterns_bind_names() {
    let params = Pattern::parse("/u/:id").matches("/u/7").unwrap();
    assert_eq!(params.get("id"), Some("7"));
}

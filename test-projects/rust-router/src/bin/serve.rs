use router::middleware::{chain, Logger, Stack};
use router::prelude::*;
use router::store::{self, memory::MemoryStore as Store, Store as _};
use router::HttpRequest;

fn main() {
    let mut notes = Store::default();
    notes.put("hello", "world");
    let mut router = Router::new();
    router.add(Method::Get, "/echo", Echo);
    router.add(Method::Get, "/notes/:key", Notes::new(notes));

    let stack = Stack::new(Logger::new("serve"), chain::Limit { longest: 64 });
    for path in ["/echo", "/notes/hello", "/notes/none", "/nowhere"] {
        let request = HttpRequest::get(path);
        match stack.run(&router, &request) {
            Ok(Response { status, body }) => println!("{} {body}", status.code()),
            Err(error) => println!("{} {error}", error.status().code()),
        }
    }
    println!("{} operations", store::operations());
}

pub const GENERATED_BY_BUILD: &str = "bindings";

use super::table::SEPARATOR;

#[derive(Debug, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Debug, Clone)]
pub struct Pattern {
    parts: Vec<String>,
}

impl Pattern {
    pub fn parse(text: &str) -> Pattern {
        Pattern { parts: text.split(SEPARATOR).map(String::from).collect() }
    }

    pub fn matches(&self, path: &str) -> Option<Params> {
        let parts: Vec<&str> = path.split(SEPARATOR).collect();
        if parts.len() != self.parts.len() {
            return None;
        }
        let mut params = Params::default();
        for (pattern, part) in self.parts.iter().zip(parts) {
            match pattern.strip_prefix(':') {
                Some(name) => params.0.push((name.to_string(), part.to_string())),
                None if pattern == part => {}
                None => return None,
            }
        }
        Some(params)
    }
}

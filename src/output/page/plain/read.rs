//! Reading answers by name. What an answer lacks reads as nothing.

use serde_json::Value;

/// Members of an answer.
pub(super) trait Read {
    /// A text; empty where there is none.
    fn text(&self, key: &str) -> &str;
    /// A number, where there is one.
    fn number(&self, key: &str) -> Option<f64>;
    /// A whole number; 0 where there is none.
    fn count(&self, key: &str) -> u64;
    /// The entries of a list; none where there is no list.
    fn items(&self, key: &str) -> &[Value];
    /// The texts of a list.
    fn texts(&self, key: &str) -> Vec<&str>;
    /// Whether something is true.
    fn holds(&self, key: &str) -> bool;
}

impl Read for Value {
    fn text(&self, key: &str) -> &str {
        self[key].as_str().unwrap_or_default()
    }

    fn number(&self, key: &str) -> Option<f64> {
        self[key].as_f64()
    }

    fn count(&self, key: &str) -> u64 {
        self[key].as_u64().unwrap_or_default()
    }

    fn items(&self, key: &str) -> &[Value] {
        self[key].as_array().map_or(&[], Vec::as_slice)
    }

    fn texts(&self, key: &str) -> Vec<&str> {
        self.items(key).iter().filter_map(Value::as_str).collect()
    }

    fn holds(&self, key: &str) -> bool {
        self[key] == true
    }
}

/// The entry of a list with this identifier.
pub(super) fn entry<'v>(list: &'v [Value], key: &str, id: &str) -> Option<&'v Value> {
    list.iter().find(|item| item[key] == id)
}

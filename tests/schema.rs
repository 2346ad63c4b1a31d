//! Checks JSON against a schema: the part of JSON Schema 2020-12 that the description of the service uses, and stricter in
//! one thing: a member that a schema does not name is a fault, unless it says `additionalProperties`.

use serde_json::Value;

/// Keywords that are understood or say nothing about the value.
const KNOWN: [&str; 12] = [
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "minimum",
    "maximum",
    "anyOf",
    "$ref",
    "description",
    "title",
];

/// Everything in which a value does not fit its schema.
pub fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Check { document }.value(schema, value, "$", &mut found);
    found
}

struct Check<'d> {
    document: &'d Value,
}

impl Check<'_> {
    fn value(&self, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
        let keywords = schema.as_object().unwrap_or_else(|| panic!("no schema: {schema}"));
        for keyword in keywords.keys() {
            assert!(
                KNOWN.contains(&keyword.as_str()),
                "{keyword} is not understood: {schema}"
            );
        }
        if let Some(address) = schema["$ref"].as_str() {
            let target = address
                .strip_prefix('#')
                .and_then(|pointer| self.document.pointer(pointer));
            let target = target.unwrap_or_else(|| panic!("{address} leads nowhere"));
            self.value(target, value, place, found);
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            let fits = |choice: &Value| {
                let mut faults = Vec::new();
                self.value(choice, value, place, &mut faults);
                faults.is_empty()
            };
            if !choices.iter().any(fits) {
                found.push(format!("{place}: {value} fits none of {choices:?}"));
            }
        }
        scalar(schema, value, place, found);
        if let Some(members) = value
            .as_object()
            .filter(|_| schema.get("$ref").is_none() && schema.get("anyOf").is_none())
        {
            self.members(schema, members, place, found);
        }
        if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
            for (at, item) in values.iter().enumerate() {
                self.value(items, item, &format!("{place}[{at}]"), found);
            }
        }
    }

    fn members(&self, schema: &Value, members: &serde_json::Map<String, Value>, place: &str, found: &mut Vec<String>) {
        for name in schema["required"].as_array().into_iter().flatten() {
            if !members.contains_key(name.as_str().unwrap()) {
                found.push(format!("{place}: {name} is not there"));
            }
        }
        for (name, member) in members {
            let inside = format!("{place}.{name}");
            match (schema["properties"].get(name), schema.get("additionalProperties")) {
                (Some(known), _) => self.value(known, member, &inside, found),
                (None, Some(Value::Bool(true))) => {}
                (None, Some(other)) if other.is_object() => self.value(other, member, &inside, found),
                (None, _) => found.push(format!("{inside} is not described")),
            }
        }
    }
}

/// Type, listed values and bounds.
fn scalar(schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let kind = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|n| n.fract().abs() < f64::EPSILON),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    };
    let fits = match &schema["type"] {
        Value::Null => true,
        Value::String(name) => kind(name),
        names => names
            .as_array()
            .unwrap()
            .iter()
            .any(|name| kind(name.as_str().unwrap())),
    };
    let listed = schema["enum"].as_array().is_none_or(|list| list.contains(value));
    let number = value.as_f64();
    let bound = |name: &str| schema[name].as_f64().zip(number);
    let above = bound("minimum").is_none_or(|(least, number)| number >= least);
    let below = bound("maximum").is_none_or(|(most, number)| number <= most);
    if !(fits && listed && above && below) {
        found.push(format!("{place}: {value} is not {schema}"));
    }
}

#[test]
fn the_check_finds_what_does_not_fit() {
    let document = serde_json::json!({"a": {"type": "integer", "minimum": 1}});
    let schema = serde_json::json!({"type": "object", "required": ["n"], "properties": {
        "n": {"$ref": "#/a"}, "t": {"type": ["string", "null"], "enum": ["x", null]}, "l": {"type": "array", "items": {"type": "number"}}}});
    let count = |value: Value| faults(&document, &schema, &value).len();
    assert_eq!(count(serde_json::json!({"n": 1, "t": null, "l": [1.5]})), 0);
    assert_eq!(count(serde_json::json!({"t": "x"})), 1, "a member is missing");
    assert_eq!(count(serde_json::json!({"n": 0})), 1, "too small");
    assert_eq!(count(serde_json::json!({"n": 1.5})), 1, "no integer");
    assert_eq!(count(serde_json::json!({"n": 1, "t": "y"})), 1, "not listed");
    assert_eq!(count(serde_json::json!({"n": 1, "l": [1, "2"]})), 1, "wrong item");
    assert_eq!(count(serde_json::json!({"n": 1, "z": 1})), 1, "not described");
}

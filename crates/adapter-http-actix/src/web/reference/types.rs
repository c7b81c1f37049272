//! The types of what is sent and answered.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde_json::Value;

use super::{entries, paragraphs, text, words};

/// The types that these descriptions name, and those that they name in turn, by their names.
pub(super) fn used_by<'a>(
    document: &'a Value,
    described: impl Iterator<Item = &'a Value>,
) -> BTreeMap<&'a str, &'a Value> {
    let mut used = BTreeMap::new();
    let mut open: Vec<&Value> = described.collect();
    while let Some(value) = open.pop() {
        if let Some(name) = reference(value) {
            let found = &document["components"]["schemas"][name];
            if used.insert(name, found).is_none() {
                open.push(found);
            }
        }
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(fields) => open.extend(fields.values()),
            _ => {}
        }
    }
    used
}

/// The name of the type that a schema stands for, if it does.
fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.rsplit('/').next()
}

pub(super) fn section(name: &str, described: &Value) -> Markup {
    html! {
        section.card id={ "type-" (name) } {
            h3 { (name) }
            (paragraphs(text(&described["description"])))
            @if described.get("properties").is_some() || described.get("allOf").is_some() {
                (fields(described))
            } @else {
                p { (kind(described)) }
            }
        }
    }
}

fn fields(described: &Value) -> Markup {
    let parts = described["allOf"].as_array().map_or(&[][..], Vec::as_slice);
    let whole = parts.iter().filter(|part| reference(part).is_some());
    let own = parts.iter().chain(std::iter::once(described));
    html! {
        @for part in whole { p { "Everything of " (kind(part)) ", and:" } }
        div.stack { table {
            thead { tr { @for name in ["Field", "Type", "Meaning"] { th scope="col" { (name) } } } }
            tbody {
                @for part in own {
                    @for (name, field) in entries(&part["properties"]) {
                        @let required = part["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
                        tr {
                            th scope="row" { code { (name) } @if !required { div.small.soft { "may be absent" } } }
                            td data-column="Type" { div { (kind(field)) } }
                            td data-column="Meaning" { div { (words(text(&field["description"]))) } }
                        }
                    }
                }
            }
        } }
    }
}

/// A type in short: a link to what has a name.
pub(super) fn kind(schema: &Value) -> Markup {
    if let Some(name) = reference(schema) {
        return html! { a href={ "#type-" (name) } { (name) } };
    }
    if let Some(values) = schema["enum"].as_array() {
        return html! {
            @for (place, value) in values.iter().enumerate() {
                @if place > 0 { ", " }
                code { (value.as_str().map_or_else(|| value.to_string(), str::to_owned)) }
            }
        };
    }
    for word in ["oneOf", "anyOf", "allOf"] {
        if let Some(choices) = schema[word].as_array() {
            return html! {
                @for (place, choice) in choices.iter().enumerate() {
                    @if place > 0 { " or " }
                    (kind(choice))
                }
            };
        }
    }
    let names: Vec<&str> = match &schema["type"] {
        Value::Array(names) => names.iter().map(text).collect(),
        name => vec![text(name)],
    };
    html! {
        @for (place, name) in names.iter().enumerate() {
            @if place > 0 { " or " }
            @match *name {
                "array" => { "list of " (kind(&schema["items"])) }
                "object" if schema.get("properties").is_some() => { "object with " (inline(schema)) }
                "object" => "object",
                "" => "anything",
                name => {
                    (name)
                    @if name == "string" && schema.get("format").is_some() { " (" (text(&schema["format"])) ")" }
                }
            }
        }
    }
}

/// The fields of a type without a name.
fn inline(schema: &Value) -> Markup {
    html! {
        @for (place, (name, field)) in entries(&schema["properties"]).enumerate() {
            @if place > 0 { ", " }
            code { (name) } ": " (kind(field))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_type_is_told_in_short() {
        let cases = [
            (
                json!({"$ref": "#/components/schemas/Key"}),
                "<a href=\"#type-Key\">Key</a>",
            ),
            (
                json!({"type": ["string", "null"], "format": "uuid"}),
                "string (uuid) or null",
            ),
            (
                json!({"type": "array", "items": {"type": "integer"}}),
                "list of integer",
            ),
            (json!({"enum": ["a", 2]}), "<code>a</code>, <code>2</code>"),
            (
                json!({"oneOf": [{"type": "null"}, {"$ref": "#/x/T"}]}),
                "null or <a href=\"#type-T\">T</a>",
            ),
            (json!({}), "anything"),
        ];
        for (schema, shown) in cases {
            assert_eq!(kind(&schema).into_string(), shown, "{schema}");
        }
    }

    #[test]
    fn types_that_types_name_are_used_too() {
        let document = json!({"components": {"schemas": {
            "A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}},
            "B": {"type": "array", "items": {"$ref": "#/components/schemas/A"}},
            "C": {"type": "string"},
        }}});
        let operation = json!({"responses": {"200": {"$ref": "#/components/schemas/A"}}});
        let used = used_by(&document, std::iter::once(&operation));
        assert_eq!(used.into_keys().collect::<Vec<_>>(), ["A", "B"]);
    }
}

//! Where one goes on from an answer: to what was just made, and to the first of a list.

use serde_json::{Map, Value, json};

/// Puts links on every answer that tells an id by which other operations are reached.
pub(super) fn describe(document: &mut Value) {
    let places = places(document);
    let paths = document["paths"].as_object_mut();
    for (path, operations) in paths.into_iter().flatten() {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
                let (pointer, schema) = match (&**status, &**method) {
                    ("201", _) => ("#/id", schema(response)),
                    ("200", "get") => ("#/0/id", None),
                    _ => continue,
                };
                if let Some(place) = place(&places, path, schema.as_ref()) {
                    response["links"] = place.links(pointer);
                }
            }
        }
    }
}

/// One kind of thing: where one of it is found.
struct Place {
    /// Ends in `{id}`.
    path: String,
    /// What is answered there.
    schema: Option<Value>,
    /// The operations on it and on what is below it, by their ids.
    operations: Vec<String>,
}

impl Place {
    fn links(&self, pointer: &str) -> Value {
        let id = format!("$response.body{pointer}");
        let link = |operation: &String| {
            let link = json!({ "operationId": operation, "parameters": { "id": id } });
            (operation.clone(), link)
        };
        Value::Object(self.operations.iter().map(link).collect::<Map<_, _>>())
    }
}

/// What has been made is found below where it was made, or else where the same is answered.
fn place<'a>(places: &'a [Place], path: &str, schema: Option<&Value>) -> Option<&'a Place> {
    let below = format!("{path}/{{id}}");
    let found = places.iter().find(|place| place.path == below);
    let same = || places.iter().find(|place| place.schema.as_ref() == schema);
    found.or_else(|| schema.and_then(|_| same()))
}

fn places(document: &Value) -> Vec<Place> {
    let Some(paths) = document["paths"].as_object() else {
        return Vec::new();
    };
    let ids = |start: &str| {
        let below = paths.iter().filter(|(path, _)| {
            path.strip_prefix(start)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let operations = below.filter_map(|(_, operations)| operations.as_object());
        let ids = operations.flat_map(Map::values).map(|operation| {
            let id = operation["operationId"].as_str();
            id.unwrap_or_default().to_owned()
        });
        ids.collect()
    };
    let found = paths.iter().filter(|(path, _)| path.ends_with("/{id}"));
    found
        .map(|(path, operations)| Place {
            path: path.clone(),
            schema: schema(&operations["get"]["responses"]["200"]),
            operations: ids(path),
        })
        .collect()
}

/// What an answer refers to as its schema.
fn schema(response: &Value) -> Option<Value> {
    let schema = &response["content"]["application/json"]["schema"]["$ref"];
    schema.is_string().then(|| schema.clone())
}

//! What was really sent and answered, where the description has a place for it.

use serde_json::Value;

use crate::examples::Example;

/// Puts an example into the description of its operation, where it is JSON.
pub(super) fn describe(operation: &mut Value, example: &Example<'_>) {
    if let Some(sent) = example.sent() {
        put(&mut operation["requestBody"], sent);
    }
    if let (Some(status), Some(answered)) = (example.status(), example.answered())
        && let Some(response) = operation["responses"].get_mut(status)
    {
        put(response, answered);
    }
}

/// The example of a body's only form.
fn put(body: &mut Value, example: Value) {
    let forms = body.get_mut("content").and_then(Value::as_object_mut);
    let json = forms.and_then(|forms| forms.get_mut("application/json"));
    if let Some(form) = json {
        form["example"] = example;
    }
}

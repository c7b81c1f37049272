//! The API's description as one page of plain HTML, which works without a network and without scripts.

use std::{fmt::Write as _, sync::OnceLock};

use serde_json::Value;

use crate::{
    openapi,
    operations::OPERATIONS,
    problem::{escape, head},
};

/// The page.
pub(crate) fn page() -> String {
    static PAGE: OnceLock<String> = OnceLock::new();
    PAGE.get_or_init(|| write(&openapi::value())).clone()
}

fn write(document: &Value) -> String {
    let mut html = head("API reference");
    paragraphs(&mut html, text(&document["info"]["description"]));
    html.push_str(
        "<p>For programs: <a href=\"/openapi.json\">/openapi.json</a>. \
         Failures: <a href=\"/problems\">/problems</a>.</p>\n<nav>\n<ul>\n",
    );
    for operation in OPERATIONS {
        let described = &document["paths"][operation.path][operation.method.to_ascii_lowercase()];
        put(
            &mut html,
            format_args!(
                "<li><a href=\"#{}\"><code>{} {}</code></a> {}</li>\n",
                text(&described["operationId"]),
                operation.method,
                operation.path,
                escape(text(&described["summary"])),
            ),
        );
    }
    html.push_str("</ul>\n</nav>\n");
    for operation in OPERATIONS {
        let described = &document["paths"][operation.path][operation.method.to_ascii_lowercase()];
        section(&mut html, operation.method, operation.path, described);
    }
    schemas(&mut html, &document["components"]["schemas"]);
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

fn section(html: &mut String, method: &str, path: &str, operation: &Value) {
    put(
        html,
        format_args!(
            "<section>\n<h2 id=\"{}\">{}</h2>\n<p><code>{method} {path}</code></p>\n",
            text(&operation["operationId"]),
            escape(text(&operation["summary"])),
        ),
    );
    paragraphs(html, text(&operation["description"]));
    put(
        html,
        format_args!(
            "<p>Access: <code>{}</code></p>\n",
            text(&operation["x-access"])
        ),
    );
    parameters(html, &operation["parameters"]);
    if let Some(body) = operation.get("requestBody") {
        put(
            html,
            format_args!("<p>Body: {}</p>\n", schema(content(body))),
        );
    }
    html.push_str("<table>\n<caption>Answers</caption>\n<thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Meaning</th><th scope=\"col\">Body</th></tr></thead>\n<tbody>\n");
    for (status, response) in entries(&operation["responses"]) {
        put(
            html,
            format_args!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                escape(status),
                escape(text(&response["description"])),
                schema(content(response)),
            ),
        );
    }
    html.push_str("</tbody>\n</table>\n</section>\n");
}

fn parameters(html: &mut String, parameters: &Value) {
    let Some(parameters) = parameters.as_array().filter(|all| !all.is_empty()) else {
        return;
    };
    html.push_str("<table>\n<caption>Parameters</caption>\n<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">In</th><th scope=\"col\">Meaning</th></tr></thead>\n<tbody>\n");
    for parameter in parameters {
        put(
            html,
            format_args!(
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td></tr>\n",
                escape(text(&parameter["name"])),
                escape(text(&parameter["in"])),
                escape(text(&parameter["description"])),
            ),
        );
    }
    html.push_str("</tbody>\n</table>\n");
}

fn schemas(html: &mut String, schemas: &Value) {
    html.push_str("<h2 id=\"types\">Types</h2>\n");
    for (name, described) in entries(schemas) {
        put(
            html,
            format_args!("<section>\n<h3 id=\"type-{0}\">{0}</h3>\n", escape(name)),
        );
        paragraphs(html, text(&described["description"]));
        let json = format!("{described:#}");
        put(
            html,
            format_args!("<pre><code>{}</code></pre>\n</section>\n", escape(&json)),
        );
    }
}

/// The schema of the one form that a body has.
fn content(body: &Value) -> &Value {
    entries(&body["content"])
        .next()
        .map_or(&Value::Null, |(_, form)| &form["schema"])
}

/// A link to a type, or to the type of a list's items.
fn schema(schema: &Value) -> String {
    let name = |reference: &Value| {
        let reference = text(reference);
        let name = reference.rsplit('/').next().unwrap_or_default();
        format!("<a href=\"#type-{0}\">{0}</a>", escape(name))
    };
    if schema.get("$ref").is_some() {
        name(&schema["$ref"])
    } else if schema["items"].get("$ref").is_some() {
        format!("list of {}", name(&schema["items"]["$ref"]))
    } else {
        escape(text(&schema["type"]))
    }
}

fn paragraphs(html: &mut String, text: &str) {
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
        put(html, format_args!("<p>{}</p>\n", escape(paragraph)));
    }
}

fn entries(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    object
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Writing to a `String` cannot fail.
fn put(html: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = html.write_fmt(arguments);
}

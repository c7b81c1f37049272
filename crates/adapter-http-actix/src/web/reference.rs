//! `/docs` and `/docs/{tag}`: the API's description for people, a page for each part of it.

mod operation;
mod types;

use std::{collections::BTreeMap, sync::LazyLock};

use actix_web::{HttpResponse, http::StatusCode, web::Path};
use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::{answer, layout};
use crate::{
    openapi,
    operations::{OPERATIONS, Operation},
    problem::Problem,
};

/// The pages by their addresses' last part; the first one is the front page. They never change.
static PAGES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| pages(&openapi::value()));

/// The front page: which parts there are.
pub(crate) async fn index() -> HttpResponse {
    find("").unwrap_or_else(|| HttpResponse::NotFound().finish())
}

/// One part: its operations, their examples, and the types of what they take and answer.
pub(crate) async fn page(tag: Path<String>) -> Result<HttpResponse, Problem> {
    find(&tag).ok_or_else(|| Problem::not_found("the reference has no such page: see /docs"))
}

fn find(name: &str) -> Option<HttpResponse> {
    let page = PAGES.get(name)?;
    Some(answer::html(StatusCode::OK, PreEscaped(page.clone())))
}

fn pages(document: &Value) -> BTreeMap<String, String> {
    let parts = parts(document);
    let pages = parts.iter().map(|part| (part.slug(), part.page(document)));
    let front = (String::new(), front(document, &parts));
    std::iter::once(front)
        .chain(pages)
        .map(|(name, page)| (name, page.into_string()))
        .collect()
}

/// Operations that belong together.
struct Part<'a> {
    name: &'a str,
    description: &'a str,
    operations: Vec<(&'static Operation, &'a Value)>,
}

fn parts(document: &Value) -> Vec<Part<'_>> {
    let tags = document["tags"].as_array().map_or(&[][..], Vec::as_slice);
    let part = |tag| part(document, tag);
    tags.iter().map(part).collect()
}

fn part<'a>(document: &'a Value, tag: &'a Value) -> Part<'a> {
    let name = text(&tag["name"]);
    let described = OPERATIONS.iter().map(|operation| {
        let method = operation.method.to_ascii_lowercase();
        (operation, &document["paths"][operation.path][method])
    });
    Part {
        name,
        description: text(&tag["description"]),
        operations: described
            .filter(|(_, described)| described["tags"][0] == name)
            .collect(),
    }
}

fn front(document: &Value, parts: &[Part<'_>]) -> Markup {
    let content = html! {
        div.head { div { h1 { "API reference" } p { "Every operation with an example that was really run." } } }
        section.card {
            (paragraphs(text(&document["info"]["description"])))
            p { "For programs: " a href="/openapi.json" { "/openapi.json" } ". What can go wrong: " a href="/problems" { "/problems" } "." }
        }
        div.grid {
            @for part in parts {
                section.card {
                    h2 { a href=(part.address()) { (part.name) } }
                    p { (part.description) "." }
                    (part.contents(&part.address()))
                }
            }
        }
    };
    layout::reading("API reference", "/docs", &content)
}

impl Part<'_> {
    fn slug(&self) -> String {
        self.name.to_ascii_lowercase()
    }

    fn address(&self) -> String {
        format!("/docs/{}", self.slug())
    }

    fn page(&self, document: &Value) -> Markup {
        let types = types::used_by(
            document,
            self.operations.iter().map(|(_, described)| *described),
        );
        let content = html! {
            div.head { div {
                p.crumb { a href="/docs" { "API reference" } }
                h1 { (self.name) }
                p { (self.description) "." }
            } }
            nav.card aria-label="Operations" { (self.contents("")) }
            @for (operation, described) in &self.operations { (operation::section(operation, described)) }
            @if !types.is_empty() {
                h2 id="types" { "Types" }
                @for (name, described) in types { (types::section(name, described)) }
            }
        };
        layout::reading(self.name, "/docs", &content)
    }

    /// Its operations, with the ways to them from a page.
    fn contents(&self, page: &str) -> Markup {
        html! {
            ul.operations {
                @for (operation, described) in &self.operations {
                    li {
                        a href={ (page) "#" (text(&described["operationId"])) } { (text(&described["summary"])) }
                        " " code.soft { (operation.method) " " (operation.path) }
                    }
                }
            }
        }
    }
}

fn paragraphs(text: &str) -> Markup {
    let parts = text.split("\n\n").filter(|part| !part.is_empty());
    html! { @for part in parts { p { (words(part)) } } }
}

/// Words in which `backticks` stand around what is code.
fn words(text: &str) -> Markup {
    html! {
        @for (place, part) in text.split('`').enumerate() {
            @if place % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

fn entries(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let object = object.as_object().into_iter().flatten();
    object.map(|(name, value)| (name.as_str(), value))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_its_section_and_every_link_within_a_page_leads_somewhere() {
        let document = openapi::value();
        let pages = pages(&document);
        for operation in OPERATIONS {
            let called = format!("{} {}</code>", operation.method, operation.path);
            let shown = pages.values().filter(|page| page.contains(&called)).count();
            assert_eq!(shown, 2, "{called}: on the front page and on one other");
        }
        for (name, page) in &pages {
            for target in page.split("href=\"#").skip(1) {
                let id = target.split('"').next().unwrap();
                assert!(page.contains(&format!("id=\"{id}\"")), "{name}: {id}");
            }
        }
    }

    #[test]
    fn the_front_page_leads_to_every_section() {
        let pages = pages(&openapi::value());
        let front = &pages[""];
        for target in front.split("href=\"/docs/").skip(1) {
            let target = target.split('"').next().unwrap();
            let (page, id) = target.split_once('#').unwrap_or((target, "main"));
            assert!(pages[page].contains(&format!("id=\"{id}\"")), "{target}");
        }
    }
}

//! `/problems` and `/problems/{code}`: what can go wrong, and what to do about it.

use actix_web::{HttpResponse, http::StatusCode, web::Path};
use maud::{Markup, html};

use super::{answer, layout};
use crate::problem::{Code, Problem};

/// Every kind of failure.
pub(crate) async fn index() -> HttpResponse {
    answer::html(StatusCode::OK, list())
}

/// One kind of failure: its cause and its cure.
pub(crate) async fn page(code: Path<String>) -> Result<HttpResponse, Problem> {
    let code = Code::find(&code)
        .ok_or_else(|| Problem::not_found("there is no such kind of problem: see /problems"))?;
    Ok(answer::html(StatusCode::OK, explained(code)))
}

fn list() -> Markup {
    let content = html! {
        div.head { div {
            h1 { "Problems" }
            p { "A request that fails is answered with a problem document (RFC 9457), whose type is the address of one of these pages." }
        } }
        div.table.stack { table {
            caption.hidden-text { "Kinds of problems, by status" }
            thead { tr { @for name in ["Problem", "Status", "Code"] { th scope="col" { (name) } } } }
            tbody {
                @for code in Code::ALL {
                    @let entry = code.entry();
                    tr {
                        th scope="row" { a href={ "/problems/" (entry.code) } { (entry.title) } }
                        td.number data-column="Status" { (entry.status) }
                        td data-column="Code" { code { (entry.code) } }
                    }
                }
            }
        } }
    };
    layout::reading("Problems", "/problems", &content)
}

fn explained(code: Code) -> Markup {
    let entry = code.entry();
    let content = html! {
        div.head { div {
            p.crumb { a href="/problems" { "Problems" } }
            h1 { (entry.title) }
            p { "Status " (entry.status) ", code " code { (entry.code) } }
        } }
        section.card { h2 { "Cause" } p { (entry.cause) } }
        section.card { h2 { "Cure" } p { (entry.cure) } }
    };
    layout::reading(entry.title, "/problems", &content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_listed_and_explained() {
        let all = list().into_string();
        for code in Code::ALL {
            let entry = code.entry();
            assert!(all.contains(&format!("href=\"/problems/{}\"", entry.code)));
            let page = explained(*code).into_string();
            for part in [entry.title, entry.cause, entry.cure] {
                let shown = html! { (part) }.into_string();
                assert!(
                    part.len() > 10 && page.contains(&shown),
                    "{}: {part}",
                    entry.code
                );
            }
        }
    }
}

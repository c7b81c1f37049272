//! `/settings/trail.csv` and `/settings/trail.jsonl`

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    web::{Bytes, Data},
};
use aiia_keys_domain::{Caller, TrailEntry};
use aiia_keys_usecases::trail::export;
use futures_util::stream;

use crate::{permission::ReadTrail, problem::Problem, state::State, web::visit};

/// How entries are written.
#[derive(Clone, Copy)]
struct Form {
    media_type: &'static str,
    file: &'static str,
    head: &'static str,
    line: fn(&TrailEntry) -> Result<String, serde_json::Error>,
}

/// The whole trail for a spreadsheet.
pub(crate) async fn csv(request: HttpRequest) -> HttpResponse {
    let form = Form {
        media_type: "text/csv; charset=utf-8",
        file: "attachment; filename=\"trail.csv\"",
        head: "sequence,at,actor,action,subject,details,request_id,previous,hash\r\n",
        line: row,
    };
    send(&request, form).await
}

/// The whole trail, one entry as JSON a line, as anybody can check it.
pub(crate) async fn json(request: HttpRequest) -> HttpResponse {
    let form = Form {
        media_type: "application/jsonl",
        file: "attachment; filename=\"trail.jsonl\"",
        head: "",
        line: |entry| serde_json::to_string(entry).map(|line| line + "\n"),
    };
    send(&request, form).await
}

/// Sends batch after batch, so that the length of a trail costs no memory. The first is read before
/// anything is answered: who may not is told so.
async fn send(request: &HttpRequest, form: Form) -> HttpResponse {
    visit::visit::<ReadTrail>(request, async |visit| {
        let (state, caller) = (visit.state.clone(), visit.caller.clone());
        let first = export::export(&state.env, &caller, 0).await?;
        let begun = Some((state, caller, first));
        let batches = stream::try_unfold(
            (begun, form.head.to_owned()),
            move |(begun, head)| async move {
                match begun {
                    Some(begun) => batch(begun, form, head).await.map(Some),
                    None => Ok::<_, actix_web::Error>(None),
                }
            },
        );
        Ok(HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, form.media_type))
            .insert_header((CONTENT_DISPOSITION, form.file))
            .streaming(batches))
    })
    .await
}

type Begun = Option<(Data<State>, Caller, Vec<TrailEntry>)>;

/// A batch that was read, in writing, and the one after it.
async fn batch(
    (state, caller, entries): (Data<State>, Caller, Vec<TrailEntry>),
    form: Form,
    mut text: String,
) -> Result<(Bytes, (Begun, String)), actix_web::Error> {
    for entry in &entries {
        text.push_str(&(form.line)(entry).map_err(Problem::internal)?);
    }
    let next = match entries.last() {
        Some(last) => export::export(&state.env, &caller, last.sequence())
            .await
            .map_err(Problem::from)?,
        None => Vec::new(),
    };
    let rest = (!next.is_empty()).then_some((state, caller, next));
    Ok((Bytes::from(text), (rest, String::new())))
}

fn row(entry: &TrailEntry) -> Result<String, serde_json::Error> {
    let details: std::collections::BTreeMap<&str, &str> = entry.details().iter().collect();
    let request = entry.request_id().map(ToString::to_string);
    let cells = [
        entry.sequence().to_string(),
        entry.at().to_string(),
        entry.actor().to_string(),
        entry.action().to_string(),
        entry.subject().to_string(),
        serde_json::to_string(&details)?,
        request.unwrap_or_default(),
        entry.previous().to_string(),
        entry.hash().to_string(),
    ];
    Ok(cells.map(|text| cell(&text)).join(",") + "\r\n")
}

/// A cell as RFC 4180 writes it. What a spreadsheet would take for a formula gets an apostrophe.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_neither_cut_nor_taken_for_a_formula() {
        assert_eq!(cell("a\"b,\nc"), "\"a\"\"b,\nc\"");
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell(""), "\"\"");
    }
}

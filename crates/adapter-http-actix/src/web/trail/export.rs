//! `/settings/trail.csv` and `/settings/trail.jsonl`: the whole trail, or what a filter leaves of it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    web::{Bytes, Data},
};
use aiia_keys_domain::{Caller, TrailEntry};
use aiia_keys_ports::TrailFilter;
use aiia_keys_usecases::trail::export;
use futures_util::stream;

use super::filter::Filter;
use crate::{permission::ReadTrail, problem::Problem, query::Parameters, state::State, web::visit};

/// How entries are written.
#[derive(Clone, Copy)]
struct Form {
    media_type: &'static str,
    extension: &'static str,
    head: &'static str,
    line: fn(&TrailEntry) -> Result<String, serde_json::Error>,
}

/// For a spreadsheet.
pub(crate) async fn csv(request: HttpRequest) -> HttpResponse {
    let form = Form {
        media_type: "text/csv; charset=utf-8",
        extension: "csv",
        head: "sequence,at,actor,action,subject,details,request_id,previous,hash\r\n",
        line: row,
    };
    send(&request, form).await
}

/// One entry as JSON a line, as anybody can check it.
pub(crate) async fn json(request: HttpRequest) -> HttpResponse {
    let form = Form {
        media_type: "application/jsonl",
        extension: "jsonl",
        head: "",
        line: |entry| serde_json::to_string(entry).map(|line| line + "\n"),
    };
    send(&request, form).await
}

/// What is still to be sent.
struct Rest {
    state: Data<State>,
    caller: Caller,
    filter: TrailFilter,
    /// Read and not yet written.
    entries: Vec<TrailEntry>,
}

/// Sends batch after batch, so that the length of a trail costs no memory. The first is read before
/// anything is answered: who may not is told so.
async fn send(request: &HttpRequest, form: Form) -> HttpResponse {
    visit::visit::<ReadTrail>(request, async |visit| {
        let parameters = Parameters::parse(request.query_string())?;
        let mut rest = Rest {
            state: visit.state.clone(),
            caller: visit.caller.clone(),
            filter: Filter::read(&parameters).entries(),
            entries: Vec::new(),
        };
        rest.read(0).await?;
        // What a file is called goes with it wherever it is kept.
        let name = if rest.filter.is_empty() {
            "trail"
        } else {
            "trail-excerpt"
        };
        let name = format!("attachment; filename=\"{name}.{}\"", form.extension);
        let begun = (Some(rest), form.head.to_owned());
        let batches = stream::try_unfold(begun, move |(rest, head)| async move {
            match rest {
                Some(rest) => rest.batch(form, head).await.map(Some),
                None => Ok::<_, actix_web::Error>(None),
            }
        });
        Ok(HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, form.media_type))
            .insert_header((CONTENT_DISPOSITION, name))
            .streaming(batches))
    })
    .await
}

impl Rest {
    /// Reads the entries after a sequence number.
    async fn read(&mut self, after: u64) -> Result<(), Problem> {
        let env = &self.state.env;
        self.entries = export::export(env, &self.caller, &self.filter, after).await?;
        Ok(())
    }

    /// What was read, in writing, and what comes after it.
    async fn batch(
        mut self,
        form: Form,
        mut text: String,
    ) -> Result<(Bytes, (Option<Self>, String)), actix_web::Error> {
        for entry in &self.entries {
            text.push_str(&(form.line)(entry).map_err(Problem::internal)?);
        }
        let last = self.entries.last().map(TrailEntry::sequence);
        let rest = match last {
            Some(last) => {
                self.read(last).await?;
                Some(self).filter(|rest| !rest.entries.is_empty())
            }
            None => None,
        };
        Ok((Bytes::from(text), (rest, String::new())))
    }
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

//! `aiia-keys trail list`.

use aiia_keys_domain::{Caller, Subject, TrailEntry};
use aiia_keys_ports::{PageLimit, TrailFilter};
use aiia_keys_usecases::trail::list;
use anyhow::Result;

use crate::{cli::ListTrail, output, service::Service};

pub(super) async fn run(
    service: &Service,
    caller: &Caller,
    command: ListTrail,
    as_json: bool,
) -> Result<()> {
    let filter = TrailFilter {
        subject: command.key.map(Subject::Key),
        action: command.action,
        ..TrailFilter::default()
    };
    let wanted = command.limit.get();
    let mut entries: Vec<TrailEntry> = Vec::new();
    let mut before = None;
    loop {
        let left = wanted.saturating_sub(entries.len());
        let limit = u32::try_from(left).map_or(PageLimit::MAX, |left| {
            PageLimit::new(left).unwrap_or(PageLimit::MAX)
        });
        let query = list::Query {
            filter: filter.clone(),
            before,
            limit,
        };
        let page = list::list(&service.env, caller, query).await?;
        entries.extend(page.items);
        before = page.next;
        if before.is_none() || entries.len() >= wanted {
            break;
        }
    }
    if as_json {
        output::result(serde_json::to_string_pretty(&entries)?);
    } else if entries.is_empty() {
        output::note("there is no such entry");
    } else {
        output::result(table(&entries));
    }
    Ok(())
}

fn table(entries: &[TrailEntry]) -> String {
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            [
                entry.sequence().to_string(),
                entry.at().to_string(),
                entry.actor().to_string(),
                entry.action().to_string(),
                entry.subject().to_string(),
            ]
        })
        .collect();
    output::table(["NUMBER", "AT", "BY", "ACTION", "OF"], &rows)
}

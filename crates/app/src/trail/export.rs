//! `aiia-keys trail export`.

use aiia_keys_domain::{Caller, TrailEntry};
use aiia_keys_ports::TrailFilter;
use aiia_keys_usecases::trail::{export, list};
use anyhow::{Context as _, Result};

use crate::{output, progress, service::Service};

pub(super) async fn run(service: &Service, caller: &Caller) -> Result<()> {
    let newest = list::list(&service.env, caller, list::Query::default()).await?;
    let total = newest.items.first().map_or(0, TrailEntry::sequence);
    let progress = progress::items("exporting", total);
    let whole = TrailFilter::default();
    let mut after = 0;
    loop {
        let entries = export::export(&service.env, caller, &whole, after).await?;
        let Some(last) = entries.last().map(TrailEntry::sequence) else {
            break;
        };
        for entry in &entries {
            let line = serde_json::to_string(entry).context("cannot write an entry")?;
            output::result(line);
        }
        after = last;
        progress.set_position(after);
    }
    progress.finish_and_clear();
    output::note(format_args!("{after} entries"));
    Ok(())
}

//! `aiia-keys evidence`.

mod list;
mod place;

use aiia_keys_assurance::evidence::sweep::{Mode, Report, sweep};
use anyhow::{Context as _, Result};
use serde_json::json;

pub(crate) use place::open;

use crate::{
    cli::{Evidence, EvidenceCommand},
    output::{self, Exit},
    service::{Service, Sizes},
};

pub(crate) async fn run(arguments: Evidence) -> Result<Exit> {
    let service = Service::start(arguments.service, Sizes::default()).await?;
    let organization = service.organization(&arguments.org).await?;
    match arguments.command {
        EvidenceCommand::List => {
            list::list(&service.assurance, organization, arguments.json).await?;
        }
        EvidenceCommand::Sweep { dry_run } => {
            let mode = if dry_run { Mode::Look } else { Mode::Remove };
            let report = sweep(&service.assurance, organization, mode)
                .await
                .context("the sweep broke off; a repeat does the rest")?;
            show(&report, mode, arguments.json);
        }
    }
    Ok(Exit::Done)
}

fn show(report: &Report, mode: Mode, as_json: bool) {
    let Report {
        abandoned,
        orphans,
        files,
    } = report;
    if as_json {
        let ids = |ids: &[_]| -> Vec<String> { ids.iter().map(ToString::to_string).collect() };
        let printed = json!({
            "files": files,
            "abandoned": ids(abandoned),
            "orphans": ids(orphans),
            "removed": mode == Mode::Remove,
        });
        return output::result(format_args!("{printed:#}"));
    }
    for id in abandoned {
        output::result(format_args!("{id}: the upload took too long"));
    }
    for id in orphans {
        output::result(format_args!("{id}: the file belongs to nothing"));
    }
    let done = match mode {
        Mode::Remove => "given up and removed",
        Mode::Look => "found; nothing was changed",
    };
    output::note(format_args!(
        "{files} files; {} uploads and {} files {done}",
        abandoned.len(),
        orphans.len()
    ));
}

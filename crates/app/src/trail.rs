//! `aiia-keys trail`.

use aiia_keys_domain::{Caller, TrailEntry};
use aiia_keys_usecases::trail::{export, verify};
use anyhow::{Context as _, Result};
use serde_json::json;

use crate::{
    cli::{Trail, TrailCommand},
    output::{self, Exit},
    service::{Service, Sizes},
};

pub(crate) async fn run(arguments: Trail) -> Result<Exit> {
    let service = Service::start(arguments.service, Sizes::default()).await?;
    let caller = Caller::operator(service.organization(&arguments.org).await?);
    match arguments.command {
        TrailCommand::Verify => {
            let head = verify::verify(&service.env, &caller).await?;
            if arguments.json {
                let shown = json!({ "sequence": head.sequence(), "hash": head.hash().to_string() });
                output::result(format_args!("{shown:#}"));
            } else {
                output::result(format_args!(
                    "the trail is whole: {} entries, head {}",
                    head.sequence(),
                    head.hash()
                ));
            }
        }
        TrailCommand::Export => {
            let mut after = 0;
            loop {
                let entries = export::export(&service.env, &caller, after).await?;
                let Some(last) = entries.last().map(TrailEntry::sequence) else {
                    break;
                };
                for entry in &entries {
                    let line = serde_json::to_string(entry).context("cannot write an entry")?;
                    output::result(line);
                }
                after = last;
            }
        }
    }
    Ok(Exit::Done)
}

//! `aiia-keys trail`.

mod export;
mod list;
mod verify;

use aiia_keys_domain::Caller;
use anyhow::Result;

use crate::{
    cli::{Trail, TrailCommand},
    output::Exit,
    service::{Service, Sizes},
};

pub(crate) async fn run(arguments: Trail) -> Result<Exit> {
    let service = Service::start(arguments.service, Sizes::default()).await?;
    let caller = Caller::operator(service.organization(&arguments.org).await?);
    match arguments.command {
        TrailCommand::Verify => verify::run(&service, &caller, arguments.json).await?,
        TrailCommand::Export => export::run(&service, &caller).await?,
        TrailCommand::List(command) => {
            list::run(&service, &caller, command, arguments.json).await?;
        }
    }
    Ok(Exit::Done)
}

//! `aiia-keys key`: managing keys without a browser.

mod generate;
mod list;
mod revoke;
mod rotate;
mod show;
mod view;

use aiia_keys_domain::Caller;
use anyhow::Result;

use crate::{
    cli::{Key, KeyCommand},
    output::Exit,
    service::{Service, Sizes},
};

/// Whose keys, and how they are shown.
struct Context {
    service: Service,
    caller: Caller,
    json: bool,
}

pub(crate) async fn run(arguments: Key) -> Result<Exit> {
    let service = Service::start(arguments.service, Sizes::default()).await?;
    let caller = Caller::operator(service.organization(&arguments.org).await?);
    let context = Context {
        service,
        caller,
        json: arguments.json,
    };
    match arguments.command {
        KeyCommand::Generate(command) => generate::run(&context, command).await?,
        KeyCommand::List(command) => list::run(&context, command).await?,
        KeyCommand::Show { id } => show::run(&context, id).await?,
        KeyCommand::Rotate(command) => rotate::run(&context, command).await?,
        KeyCommand::Revoke(command) => revoke::run(&context, command).await?,
    }
    Ok(Exit::Done)
}

//! `aiia-keys key`: managing keys without a browser.

mod view;

use aiia_keys_domain::{Caller, SourceAddresses};
use aiia_keys_ports::PageRequest;
use aiia_keys_usecases::key::{generate, list, revoke, rotate};
use anyhow::Result;

use crate::{
    cli::{Generate, Key, KeyCommand, Revoke, Rotate},
    output::{self, Exit},
    service::{Service, Sizes},
};

pub(crate) async fn run(arguments: Key) -> Result<Exit> {
    let service = Service::start(arguments.service, Sizes::default()).await?;
    let caller = Caller::operator(service.organization(&arguments.org).await?);
    match arguments.command {
        KeyCommand::Generate(command) => generate_key(&service, &caller, command).await?,
        KeyCommand::List => list_keys(&service, &caller, arguments.json).await?,
        KeyCommand::Rotate(command) => rotate_key(&service, &caller, command).await?,
        KeyCommand::Revoke(command) => revoke_key(&service, &caller, command).await?,
    }
    Ok(Exit::Done)
}

async fn generate_key(service: &Service, caller: &Caller, command: Generate) -> Result<()> {
    let command = generate::Command {
        label: command.label,
        scopes: command.scopes.join(" ").parse()?,
        sources: sources(&command.cidrs)?,
        expiration: command.expires,
    };
    let generated = generate::generate(&service.env, caller, command).await?;
    let now = service.env.clock.now();
    output::note(view::line(&generated.key.value, now));
    output::note("The key is shown once, on standard output:");
    output::result(generated.secret.expose());
    Ok(())
}

fn sources(cidrs: &[String]) -> Result<SourceAddresses> {
    if cidrs.is_empty() {
        return Ok(SourceAddresses::Anywhere);
    }
    Ok(SourceAddresses::Only(cidrs.join(" ").parse()?))
}

async fn list_keys(service: &Service, caller: &Caller, as_json: bool) -> Result<()> {
    let now = service.env.clock.now();
    let mut keys = Vec::new();
    let mut page = PageRequest::default();
    loop {
        let query = list::Query {
            page,
            ..list::Query::default()
        };
        let listed = list::list(&service.env, caller, query).await?;
        keys.extend(listed.items.into_iter().map(|stored| stored.value));
        match listed.next {
            Some(after) => page.after = Some(after),
            None => break,
        }
    }
    if as_json {
        output::result(format_args!("{:#}", view::json(&keys, now)));
    } else if keys.is_empty() {
        output::note("there are no keys yet: make one with `aiia-keys key generate`");
    } else {
        for key in &keys {
            output::result(view::line(key, now));
        }
    }
    Ok(())
}

async fn rotate_key(service: &Service, caller: &Caller, command: Rotate) -> Result<()> {
    let command = rotate::Command {
        id: command.id,
        overlap: command.overlap,
        expiration: command.expires,
        scopes: None,
    };
    let rotated = rotate::rotate(&service.env, caller, command).await?;
    let now = service.env.clock.now();
    output::note(view::line(&rotated.predecessor.value, now));
    output::note(view::line(&rotated.successor.value, now));
    output::note("The new key is shown once, on standard output:");
    output::result(rotated.secret.expose());
    Ok(())
}

async fn revoke_key(service: &Service, caller: &Caller, command: Revoke) -> Result<()> {
    let command = revoke::Command {
        id: command.id,
        reason: command.reason,
    };
    let revoked = revoke::revoke(&service.env, caller, command).await?;
    output::result(view::line(&revoked.value, service.env.clock.now()));
    Ok(())
}

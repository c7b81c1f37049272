//! `aiia-keys member`: the people of an organization, without a browser.

mod add;
mod invite;
mod list;
mod remove;
mod role;
mod sign_out;
mod view;

use aiia_keys_domain::Caller;
use anyhow::Result;

use crate::{
    cli::{Member, MemberCommand},
    output::Exit,
    service::{Service, Sizes},
    url::PublicUrl,
};

/// Whose members, and how they are shown.
struct Context {
    service: Service,
    caller: Caller,
    json: bool,
    public_url: PublicUrl,
}

pub(crate) async fn run(arguments: Member) -> Result<Exit> {
    let service = Service::start(arguments.service, Sizes::default()).await?;
    let caller = Caller::operator(service.organization(&arguments.org).await?);
    let context = Context {
        service,
        caller,
        json: arguments.json,
        public_url: arguments.public_url,
    };
    match arguments.command {
        MemberCommand::Add(command) => add::run(&context, command).await?,
        MemberCommand::Invite { id } => invite::run(&context, id).await?,
        MemberCommand::List => list::run(&context).await?,
        MemberCommand::Role { id, role } => role::run(&context, id, role).await?,
        MemberCommand::Remove { id } => remove::run(&context, id).await?,
        MemberCommand::SignOut { id } => sign_out::run(&context, id).await?,
    }
    Ok(Exit::Done)
}

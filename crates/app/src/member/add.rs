//! `aiia-keys member add`.

use aiia_keys_usecases::member::add;
use anyhow::Result;

use super::{Context, view};
use crate::cli::AddMember;

pub(super) async fn run(context: &Context, command: AddMember) -> Result<()> {
    let command = add::Command {
        email: command.email,
        name: command.name,
        role: command.role,
    };
    let invited = add::add(&context.service.env, &context.caller, command).await?;
    view::print_invited(&invited, context);
    Ok(())
}

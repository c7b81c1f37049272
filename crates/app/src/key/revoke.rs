//! `aiia-keys key revoke`.

use aiia_keys_usecases::key::revoke;
use anyhow::Result;

use super::{Context, view};
use crate::cli::Revoke;

pub(super) async fn run(context: &Context, command: Revoke) -> Result<()> {
    let env = &context.service.env;
    let command = revoke::Command {
        id: command.id,
        reason: command.reason,
    };
    let revoked = revoke::revoke(env, &context.caller, command).await?;
    view::print(&revoked.value, context.json, env.clock.now());
    Ok(())
}

//! `aiia-keys member role`.

use aiia_keys_domain::{MemberId, Role};
use aiia_keys_usecases::member::change_role;
use anyhow::Result;

use super::{Context, view};

pub(super) async fn run(context: &Context, id: MemberId, role: Role) -> Result<()> {
    let command = change_role::Command {
        id,
        expected: None,
        role,
    };
    let changed = change_role::change_role(&context.service.env, &context.caller, command).await?;
    view::print(&changed.value, context.json);
    Ok(())
}

//! `aiia-keys key show`.

use aiia_keys_domain::KeyId;
use aiia_keys_usecases::key::find;
use anyhow::Result;

use super::{Context, view};

pub(super) async fn run(context: &Context, id: KeyId) -> Result<()> {
    let env = &context.service.env;
    let found = find::find(env, &context.caller, id).await?;
    view::print(&found.value, context.json, env.clock.now());
    Ok(())
}

//! `aiia-keys member remove`.

use aiia_keys_domain::MemberId;
use aiia_keys_usecases::member::remove;
use anyhow::Result;
use serde_json::json;

use super::Context;
use crate::output;

pub(super) async fn run(context: &Context, id: MemberId) -> Result<()> {
    remove::remove(&context.service.env, &context.caller, id).await?;
    if context.json {
        output::result(format_args!("{:#}", json!({ "removed": id.to_string() })));
    } else {
        output::result(format_args!("removed {id}"));
    }
    Ok(())
}

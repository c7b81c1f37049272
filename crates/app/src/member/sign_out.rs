//! `aiia-keys member sign-out`.

use aiia_keys_domain::MemberId;
use aiia_keys_usecases::session::end_all;
use anyhow::Result;
use serde_json::json;

use super::Context;
use crate::output;

pub(super) async fn run(context: &Context, id: MemberId) -> Result<()> {
    let ended = end_all::end_all(&context.service.env, &context.caller, id).await?;
    if context.json {
        output::result(format_args!("{:#}", json!({ "ended": ended })));
    } else {
        output::result(format_args!("ended {ended} sessions"));
    }
    Ok(())
}

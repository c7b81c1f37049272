//! `aiia-keys member invite`.

use aiia_keys_domain::MemberId;
use aiia_keys_usecases::member::invite;
use anyhow::Result;

use super::{Context, view};

pub(super) async fn run(context: &Context, id: MemberId) -> Result<()> {
    let invited = invite::invite(&context.service.env, &context.caller, id).await?;
    view::print_invited(&invited, context);
    Ok(())
}

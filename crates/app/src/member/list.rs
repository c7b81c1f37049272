//! `aiia-keys member list`.

use aiia_keys_usecases::member::list;
use anyhow::Result;
use serde_json::Value;

use super::{Context, view};
use crate::output;

pub(super) async fn run(context: &Context) -> Result<()> {
    let listed = list::list(&context.service.env, &context.caller).await?;
    let members: Vec<_> = listed.into_iter().map(|stored| stored.value).collect();
    if context.json {
        let members: Value = members.iter().map(view::json).collect();
        output::result(format_args!("{members:#}"));
    } else if members.is_empty() {
        output::note("there are no members yet: add one with `aiia-keys member add`");
    } else {
        output::result(view::table(&members));
    }
    Ok(())
}

//! `aiia-keys key list`.

use aiia_keys_ports::PageRequest;
use aiia_keys_usecases::key::list;
use anyhow::Result;
use serde_json::Value;

use super::{Context, view};
use crate::{cli::ListKeys, output};

pub(super) async fn run(context: &Context, command: ListKeys) -> Result<()> {
    let env = &context.service.env;
    let now = env.clock.now();
    let filtered = command.is_filter();
    let mut query = list::Query {
        status: command.status,
        allows: command.allows,
        label_contains: command.label,
        rotation_due: command.rotation_due,
        order: command.sort,
        page: PageRequest::default(),
    };
    let mut keys = Vec::new();
    loop {
        let listed = list::list(env, &context.caller, query.clone()).await?;
        keys.extend(listed.items.into_iter().map(|stored| stored.value));
        match listed.next {
            Some(after) => query.page.after = Some(after),
            None => break,
        }
    }
    if context.json {
        let keys: Value = keys.iter().map(|key| view::json(key, now)).collect();
        output::result(format_args!("{keys:#}"));
    } else if !keys.is_empty() {
        output::result(view::table(&keys, now));
    } else if filtered {
        output::note("no key is like that");
    } else {
        output::note("there are no keys yet: make one with `aiia-keys key generate`");
    }
    Ok(())
}

//! `aiia-keys key generate`.

use aiia_keys_domain::SourceAddresses;
use aiia_keys_usecases::key::generate;
use anyhow::Result;

use super::{Context, view};
use crate::{cli::Generate, output};

pub(super) async fn run(context: &Context, command: Generate) -> Result<()> {
    let env = &context.service.env;
    let command = generate::Command {
        label: command.label,
        scopes: command.scopes.join(" ").parse()?,
        sources: sources(&command.cidrs)?,
        expiration: command.expires,
        rate_limit: command.rate_limit,
    };
    let generated = generate::generate(env, &context.caller, command).await?;
    let now = env.clock.now();
    let key = generated.key.value;
    if context.json {
        view::print_new(&key, &generated.secret, now);
        return Ok(());
    }
    output::note(view::table(&[key], now));
    output::note("The key is shown once, on standard output:");
    output::result(generated.secret.expose());
    Ok(())
}

fn sources(cidrs: &[String]) -> Result<SourceAddresses> {
    if cidrs.is_empty() {
        return Ok(SourceAddresses::Anywhere);
    }
    Ok(SourceAddresses::Only(cidrs.join(" ").parse()?))
}

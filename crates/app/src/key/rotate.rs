//! `aiia-keys key rotate`.

use aiia_keys_usecases::key::rotate;
use anyhow::Result;

use super::{Context, view};
use crate::{cli::Rotate, output};

pub(super) async fn run(context: &Context, command: Rotate) -> Result<()> {
    let env = &context.service.env;
    let command = rotate::Command {
        id: command.id,
        overlap: command.overlap,
        expiration: command.expires,
        scopes: None,
    };
    let rotated = rotate::rotate(env, &context.caller, command).await?;
    let now = env.clock.now();
    let (predecessor, successor) = (rotated.predecessor.value, rotated.successor.value);
    if context.json {
        view::print_new(&successor, &rotated.secret, now);
        return Ok(());
    }
    output::note(view::table(&[predecessor, successor], now));
    output::note("The new key is shown once, on standard output:");
    output::result(rotated.secret.expose());
    Ok(())
}

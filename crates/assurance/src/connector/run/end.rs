//! Ending a run that did not do what it was to do.

use aiia_keys_ports::StoreError;

use super::RunEnv;
use crate::{ConnectorRun, RunFailure, RunTicket};

/// How often the end is tried: what was on its way when the run was cut off may come in between once.
const ATTEMPTS: u32 = 3;

/// The run as failed, or else as interrupted; none when it has ended already.
pub(super) async fn end(
    env: &RunEnv,
    ticket: &RunTicket,
    failure: Option<&RunFailure>,
) -> Result<Option<ConnectorRun>, StoreError> {
    let mut attempt = 1;
    loop {
        match once(env, ticket, failure).await {
            Err(StoreError::Conflict(_)) if attempt < ATTEMPTS => attempt += 1,
            ended => return ended,
        }
    }
}

async fn once(
    env: &RunEnv,
    ticket: &RunTicket,
    failure: Option<&RunFailure>,
) -> Result<Option<ConnectorRun>, StoreError> {
    let now = env.clock.now();
    let mut work = env.store.begin(ticket.organization).await?;
    let found = work.connector_runs().find(ticket.connector, ticket.run);
    let Some(found) = found.await? else {
        return Ok(None);
    };
    let ended = match failure {
        Some(failure) => found.value.fail(failure.clone(), now),
        None => found.value.interrupt(now),
    };
    let Ok(ended) = ended else {
        return Ok(None);
    };
    work.connector_runs().save(&ended, found.version).await?;
    work.commit().await?;
    Ok(Some(ended))
}

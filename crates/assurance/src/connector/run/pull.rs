//! Asking the source, again if need be, and reading what it answers.

use aiia_keys_ports::{StoreError, Stored};

use super::{Cut, RunEnv};
use crate::{
    Connector, ConnectorRules, CredentialPlace, Fetched, ReadSourceError, ReadTreeError, RunEvent,
    RunFailure, RunTicket, SealedCredentials, SourceCredentials, Tree,
};

/// The universe as the source tells it.
pub(super) async fn pull(env: &RunEnv, ticket: &RunTicket) -> Result<Tree, Cut> {
    let (connector, credentials) = open(env, ticket).await?;
    let fetched = fetch(env, ticket, &connector, &credentials).await?;
    let bytes = fetched.body.len();
    note(env, ticket, RunEvent::Fetched { bytes }).await?;
    let tree = connector.format.read(&fetched, env.spools.open());
    let tree = tree.map_err(|error| match error {
        ReadSourceError::Tree(ReadTreeError::Spool(error)) => Cut::Store(error.into()),
        error => RunFailure::from(&error).into(),
    })?;
    let entities = tree.len();
    note(env, ticket, RunEvent::Read { entities }).await?;
    Ok(tree)
}

async fn fetch(
    env: &RunEnv,
    ticket: &RunTicket,
    connector: &Connector,
    credentials: &SourceCredentials,
) -> Result<Fetched, Cut> {
    let most = env.rules.retry.attempts;
    let mut number = 1;
    loop {
        note(env, ticket, RunEvent::Attempt { number, most }).await?;
        let failure = match env.source.fetch(&connector.url, credentials).await {
            Ok(fetched) => return Ok(fetched),
            Err(failure) => failure,
        };
        let mut chance = [0];
        env.entropy.fill(&mut chance)?;
        let [chance] = chance;
        let Some(wait) = env.rules.retry.wait(number, &failure, chance) else {
            return Err(RunFailure::from(&failure).into());
        };
        note(env, ticket, RunEvent::Waits { failure, wait }).await?;
        env.timer.wait(wait).await;
        number += 1;
    }
}

/// The connector and its credentials, which are sealed anew when their pepper is not the current one.
async fn open(env: &RunEnv, ticket: &RunTicket) -> Result<(Connector, SourceCredentials), Cut> {
    let place = CredentialPlace {
        organization: ticket.organization,
        connector: ticket.connector,
    };
    let mut work = env.store.begin(ticket.organization).await?;
    let found = work.connectors().find(ticket.connector).await?;
    work.commit().await?;
    let found = found.ok_or_else(deleted)?;
    let opened = found.value.credentials.open(place, &*env.sealer);
    let credentials = opened.map_err(|error| RunFailure::new("credentials_unreadable", error))?;
    let old = found.value.credentials.secret();
    if old.is_some_and(|secret| !env.sealer.is_current(secret)) {
        let sealed = SealedCredentials::seal(&credentials, place, &*env.sealer);
        let sealed = sealed.map_err(|error| RunFailure::new("credentials_unsealed", error))?;
        if save(env, &found, sealed).await? {
            note(env, ticket, RunEvent::Resealed).await?;
        }
    }
    Ok((found.value, credentials))
}

/// Whether it was saved: whoever changed the connector meanwhile has sealed it anew themselves.
async fn save(
    env: &RunEnv,
    found: &Stored<Connector>,
    credentials: SealedCredentials,
) -> Result<bool, StoreError> {
    let connector = Connector {
        credentials,
        ..found.value.clone()
    };
    let mut work = env.store.begin(connector.organization).await?;
    match work.connectors().save(&connector, found.version).await {
        Ok(_) => work.commit().await.map(|()| true),
        Err(StoreError::Conflict(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The connector was deleted while it ran.
pub(super) fn deleted() -> RunFailure {
    RunFailure::new(
        "connector_deleted",
        "the connector was deleted while it ran: nothing was changed",
    )
}

/// Writes down what happens, and holds on to the run for as long as its next step may take.
async fn note(env: &RunEnv, ticket: &RunTicket, event: RunEvent) -> Result<(), Cut> {
    let lease = match &event {
        RunEvent::Attempt { .. } | RunEvent::Resealed => env.rules.lease_to_fetch(),
        RunEvent::Waits { wait, .. } => ConnectorRules::lease_for(*wait),
        RunEvent::Fetched { .. } | RunEvent::Read { .. } => ConnectorRules::LEASE_TO_CONCLUDE,
    };
    let mut work = env.store.begin(ticket.organization).await?;
    let found = work.connector_runs().find(ticket.connector, ticket.run);
    let found = found.await?.ok_or(Cut::Over)?;
    let noted = found.value.note(&event, lease, env.clock.now())?;
    match work.connector_runs().save(&noted, found.version).await {
        Ok(_) => {}
        Err(StoreError::Conflict(_)) => return Err(Cut::Over),
        Err(error) => return Err(error.into()),
    }
    work.commit().await?;
    Ok(())
}

//! Making the universe as the source tells it, and ending the run with it.

use aiia_keys_ports::StoreError;

use super::{Cut, RunEnv, pull::deleted};
use crate::{
    ChangeCounts, ConnectorRun, RunFailure, RunTicket, Tree,
    universe::synchronize::{self, Affected, Cause, Command, Report},
};

/// One transaction: all of it happens, or nothing.
pub(super) async fn conclude(
    env: &RunEnv,
    ticket: &RunTicket,
    tree: Tree,
) -> Result<ConnectorRun, Cut> {
    let now = env.clock.now();
    let mut work = env.store.begin(ticket.organization).await?;
    let connector = work.connectors().find_locked(ticket.connector).await?;
    connector.ok_or_else(deleted)?;
    let found = work.connector_runs().find(ticket.connector, ticket.run);
    let found = found.await?.ok_or(Cut::Over)?;
    let data = found.value.data();
    let command = Command {
        tree,
        dry_run: data.dry_run,
    };
    let cause = Cause {
        actor: &data.started_by,
        request: ticket.request.as_ref(),
        run: Some(ticket.run),
    };
    let changed = synchronize::change(&mut *work, &*env.entropy, command, cause, now).await;
    let (report, _) = changed.map_err(|error| match error {
        synchronize::Error::Store(StoreError::Conflict(reason)) => Cut::Failed(RunFailure::new(
            "universe_busy",
            format_args!("{reason}: refresh again"),
        )),
        synchronize::Error::Store(error) => Cut::Store(error),
        synchronize::Error::Entropy(error) => error.into(),
        synchronize::Error::Forbidden(error) => Cut::Failed(RunFailure::new("forbidden", error)),
    })?;
    let ended = found.value.succeed(counts(&report), now)?;
    match work.connector_runs().save(&ended, found.version).await {
        Ok(_) => {}
        Err(StoreError::Conflict(_)) => return Err(Cut::Over),
        Err(error) => return Err(error.into()),
    }
    work.commit().await?;
    Ok(ended)
}

fn counts(report: &Report) -> ChangeCounts {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let count = |affected: &Affected| number(affected.count);
    ChangeCounts {
        added: count(&report.added),
        changed: count(&report.changed),
        restored: count(&report.restored),
        retired: count(&report.retired),
        unchanged: number(report.unchanged),
    }
}

//! What must be so when all is over: nothing that was acknowledged is lost.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::{
    changes::{CHANGED, SUSPENDED},
    cluster::Cluster,
    history::{Change, History, Kind, Outcome},
    load,
    measure::Run,
    schedule::NODES,
};

/// How long the cluster may take to answer for every key after the last fault.
const PATIENCE: Duration = Duration::from_secs(20);

/// Starts every node anew, so that none knows anything by heart, and compares what they and the trail say
/// with what was acknowledged. What the nodes say is put into the history.
pub(super) fn check(run: &Run, cluster: &mut Cluster, history: &mut History) -> Result<()> {
    // Whatever became of the last call that ends the suspension.
    run.cli.run(&["org", "resume", SUSPENDED])?;
    for node in 0..NODES {
        cluster.restart(node)?;
        every_key(run, node, history)?;
    }
    trail(run, history)
}

/// Every key is refused that must be, and every key is accepted that nobody changed.
fn every_key(run: &Run, node: usize, history: &mut History) -> Result<()> {
    let lasting = |change: &&Change| !matches!(change.kind, Kind::Suspend | Kind::Resume);
    let mut expected = HashMap::new();
    for change in history.changes.iter().filter(lasting) {
        for key in change.keys.clone() {
            let acknowledged = change.acknowledged.is_some();
            *expected.entry(key).or_insert(false) |= acknowledged;
        }
    }
    let mut open = run.keys.all();
    let end = run.clock.now() + u64::try_from(PATIENCE.as_nanos())?;
    while !open.is_empty() {
        ensure!(
            run.clock.now() < end,
            "node {node} does not answer for {} keys",
            open.len()
        );
        let seen = load::verify_each(run, node, &open);
        let mut known = HashSet::new();
        for verification in &seen.verifications {
            let outcome = verification.outcome();
            let right = match expected.get(&verification.key()) {
                Some(true) => outcome == Outcome::Denied,
                Some(false) => outcome != Outcome::Other,
                None => outcome == Outcome::Accepted,
            };
            if outcome != Outcome::Unavailable {
                ensure!(
                    right,
                    "key {} is {outcome:?} by node {node} after all",
                    verification.key()
                );
                known.insert(verification.key());
            }
        }
        open.retain(|key| !known.contains(&key.number));
        history.add(seen);
    }
    Ok(())
}

/// The chains are whole, and every change that was acknowledged is in them.
fn trail(run: &Run, history: &History) -> Result<()> {
    for organization in [CHANGED, SUSPENDED] {
        run.cli.run(&["trail", "--org", organization, "verify"])?;
    }
    let mut told = HashSet::new();
    for line in run.cli.run(&["trail", "--org", CHANGED, "export"])?.lines() {
        let entry: Value = serde_json::from_str(line)?;
        let text = |name: &str| entry[name].as_str().map(str::to_owned);
        let what = text("action").zip(text("subject"));
        told.insert(what.context("an entry without an action or a subject")?);
    }
    let keys = run.keys.all();
    let key = |number: u32| usize::try_from(number).ok().and_then(|at| keys.get(at));
    for change in &history.changes {
        let action = match change.kind {
            Kind::Revoke => "key.revoked",
            Kind::Narrow => "key.scopes_narrowed",
            Kind::Rotate => "key.rotated",
            Kind::Suspend | Kind::Resume => continue,
        };
        if change.acknowledged.is_none() {
            continue;
        }
        for key in change.keys.clone().filter_map(key) {
            let entry = (action.to_owned(), format!("key:{}", key.id));
            ensure!(
                told.contains(&entry),
                "the trail has no `{action}` of key {}",
                key.number
            );
        }
    }
    Ok(())
}

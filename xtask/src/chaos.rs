//! `cargo xtask chaos`: three real nodes on a real database, under load, with faults, and a check that no
//! key was accepted after the call that revoked it had returned.

mod cache;
mod changes;
mod check;
mod clock;
mod cluster;
mod ending;
mod history;
mod keys;
mod load;
mod measure;
mod proxy;
mod report;
mod schedule;

use std::{path::Path, time::Duration};

use anyhow::{Context as _, Result, bail, ensure};

use self::{
    check::{Verdict, check},
    cluster::Cluster,
    history::{History, Kind},
    measure::{Run, measure},
    schedule::{NODES, schedule},
};
use crate::{
    leaks,
    output::say,
    product::{self, Build},
    workspace,
};

/// What its folder is called.
const FOLDER: &str = "chaos";
/// How long the run with a cache is.
const WITH_CACHE: Duration = Duration::from_secs(6);
/// The node that gets the cache.
const CACHED: usize = 1;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How long keys are verified and changed
    #[arg(long, default_value_t = 900)]
    seconds: u64,
    /// What the faults and their times are drawn from; another one each time unless given
    #[arg(long)]
    seed: Option<u64>,
    /// A run with fewer successful changes does not count
    #[arg(long, value_name = "NUMBER", default_value_t = 10_000)]
    minimum_changes: u64,
    /// A run with fewer answered verifications does not count
    #[arg(long, value_name = "NUMBER", default_value_t = 10_000_000)]
    minimum_verifications: u64,
    /// Puts a cache of one second before a node, without faults; succeeds only when the check finds it out
    #[arg(long, conflicts_with_all = ["seconds", "minimum_changes", "minimum_verifications"])]
    with_cache_proxy: bool,
}

/// What a run is to be.
#[derive(Clone, Copy, Debug)]
struct Plan {
    length: Duration,
    seed: u64,
    changes: u64,
    verifications: u64,
}

/// In continuous integration: every kind of fault once, and little that is asked of a busy machine.
const SHORT: Plan = Plan {
    length: Duration::from_secs(36),
    seed: 1,
    changes: 20,
    verifications: 2_000,
};

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root();
    let plan = Plan {
        length: Duration::from_secs(arguments.seconds),
        seed: arguments.seed.unwrap_or_else(|| fastrand::u64(..)),
        changes: arguments.minimum_changes,
        verifications: arguments.minimum_verifications,
    };
    let mut cluster = cluster(&root, &product::build(&root, Build::Release)?)?;
    if arguments.with_cache_proxy {
        with_cache(&mut cluster, plan.seed)?;
    } else {
        with_faults(&mut cluster, plan)?;
    }
    drop(cluster);
    nothing_leaked(&root)
}

/// What `cargo xtask ci` runs, with the program that the tests have built.
pub(crate) fn ci(root: &Path) -> Result<()> {
    let program = product::build(root, Build::Debug)?;
    with_cache(&mut cluster(root, &program)?, SHORT.seed)?;
    nothing_leaked(root)?;
    with_faults(&mut cluster(root, &program)?, SHORT)?;
    nothing_leaked(root)
}

/// No log of a node, and no file of the database, holds a key; the cluster has stopped.
fn nothing_leaked(root: &Path) -> Result<()> {
    leaks::ensure_none_in(&product::folder(root, FOLDER)?)
}

fn cluster(root: &Path, program: &Path) -> Result<Cluster> {
    let folder = product::folder(root, FOLDER)?;
    product::clear(&folder)?;
    Cluster::start(program.to_owned(), folder)
}

fn with_faults(cluster: &mut Cluster, plan: Plan) -> Result<()> {
    let seconds = plan.length.as_secs();
    say(format_args!("seed {}, {seconds} s, faults:", plan.seed));
    let run = Run::new(cluster);
    let episodes = schedule(plan.seed, plan.length);
    let (mut history, periods) = measure(&run, cluster, plan.length, &episodes, plan.seed)?;
    let ending = ending::check(&run, cluster, &mut history);
    let verdict = check(&history);
    say(format_args!(
        "\n{}",
        report::report(&history, &verdict, &periods)
    ));
    let logs = cluster.stack.folder.display();
    sound(&verdict).with_context(|| format!("seed {}; logs are in {logs}", plan.seed))?;
    ending.with_context(|| format!("at the end; logs are in {logs}"))?;
    counts(&history, &verdict, plan)
}

/// That nothing is wrong.
fn sound(verdict: &Verdict) -> Result<()> {
    let keys = verdict.violations.len();
    if let Some(first) = verdict.violations.first() {
        bail!("{keys} verifications accepted a key that was refused before; the first: {first:?}");
    }
    if let Some(first) = verdict.wrongly_denied.first() {
        bail!("a key was refused that nobody had changed: {first:?}");
    }
    Ok(())
}

/// That there was enough to be found wrong.
fn counts(history: &History, verdict: &Verdict, plan: Plan) -> Result<()> {
    let answered = u64::try_from(history.verifications.len())?;
    let taken = history.changes.iter().filter(|change| {
        change.acknowledged.is_some() && change.kind != Kind::Resume && change.kind != Kind::Suspend
    });
    let taken = u64::try_from(taken.count())?;
    for (what, number, minimum) in [
        ("changes succeeded", taken, plan.changes),
        ("verifications were answered", answered, plan.verifications),
        (
            "verifications could have been wrong",
            verdict.telling,
            plan.verifications / 10,
        ),
    ] {
        ensure!(
            number >= minimum,
            "the run does not count: only {number} {what}, of at least {minimum}"
        );
    }
    say(format_args!(
        "\nNo violation; nothing that was acknowledged is lost."
    ));
    Ok(())
}

/// The check finds a cache out, and finds nothing at the other nodes.
fn with_cache(cluster: &mut Cluster, seed: u64) -> Result<()> {
    say(format_args!("with a cache before node {CACHED}:"));
    let node = cluster.addresses.get(CACHED).context("there is no node")?;
    let mut run = Run::new(cluster);
    run.verified = cluster.addresses.with(CACHED, cache::start(node)?);
    let (history, _) = measure(&run, cluster, WITH_CACHE, &[], seed)?;
    let mut found = [0_u64; NODES];
    for violation in check(&history).violations {
        let node = usize::try_from(violation.verification.node())?;
        *found.get_mut(node).context("there is no such node")? += 1;
    }
    say(format_args!("violations by node: {found:?}"));
    for (node, found) in found.into_iter().enumerate() {
        ensure!(
            (found > 0) == (node == CACHED),
            "the check found {found} violations at node {node}, and the cache is before node {CACHED}"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, mem::discriminant};

    use super::*;

    #[test]
    fn the_short_run_has_every_kind_of_fault() {
        let episodes = schedule(SHORT.seed, SHORT.length);
        let faults = episodes.iter().flat_map(|episode| &episode.faults);
        let kinds: HashSet<_> = faults.map(discriminant).collect();
        assert_eq!(kinds.len(), 7, "{episodes:?}");
    }
}

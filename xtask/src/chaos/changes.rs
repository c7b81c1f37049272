//! Takes power from keys without end, and records when that was asked for and when it was answered.

use std::{thread, time::Duration};

use anyhow::Result;
use fastrand::Rng;
use serde_json::json;

use super::{
    history::{Change, Kind},
    keys::{ASKED, Key, LEFT},
    measure::Run,
    schedule::NODES,
};
use crate::stack::{Manager, Stack};

/// How many keys that are not changed yet are kept.
const STANDING: usize = 240;
/// The organization whose keys are changed, and the one that is suspended.
pub(super) const CHANGED: &str = "chaos-keys";
pub(super) const SUSPENDED: &str = "chaos-suspended";
/// How many keys the latter has.
const OF_SUSPENDED: u32 = 24;

/// Founds both organizations; gives who manages the first one's keys.
pub(super) fn found(run: &Run, stack: &Stack) -> Result<Manager> {
    let changed = Manager::found(stack, CHANGED)?;
    let suspended = Manager::found(stack, SUSPENDED)?;
    for _ in 0..OF_SUSPENDED {
        generate(run, 0, &suspended, true)?;
    }
    for number in 0..STANDING {
        generate(run, number % NODES, &changed, false)?;
    }
    Ok(changed)
}

/// Asks one node to make a key.
fn generate(run: &Run, node: usize, manager: &Manager, suspended: bool) -> Result<()> {
    let made = manager.generate(run.address(node)?, &[ASKED, LEFT])?;
    run.keys.add(made.id, &made.key, suspended);
    Ok(())
}

/// Makes keys and changes them until the run is over.
pub(super) fn change(run: &Run, manager: &Manager, seed: u64) -> Vec<Change> {
    let mut random = Rng::with_seed(seed);
    let mut changes = Vec::new();
    while !run.is_over() {
        if run.keys.live() < STANDING {
            // A node that is away makes none; another one will.
            generate(run, random.usize(0..NODES), manager, false).ok();
        }
        // Enough stay that there is something to be accepted.
        if run.keys.live() < STANDING / 2 {
            run.pause(Duration::from_millis(20));
            continue;
        }
        let Some(key) = run.keys.take(&mut random) else {
            continue;
        };
        let kind = match random.u8(0..10) {
            0 => Kind::Narrow,
            1 => Kind::Rotate,
            _ => Kind::Revoke,
        };
        let mut done = once(
            run,
            random.usize(0..NODES),
            manager,
            kind,
            &key,
            &mut changes,
        );
        // Nobody knows whether it happened: the caller revokes until that succeeds.
        while !done && !run.is_over() {
            thread::sleep(Duration::from_millis(50));
            let node = random.usize(0..NODES);
            done = once(run, node, manager, Kind::Revoke, &key, &mut changes);
        }
    }
    changes
}

/// Asks a node once; whether it succeeded.
fn once(
    run: &Run,
    node: usize,
    manager: &Manager,
    kind: Kind,
    key: &Key,
    changes: &mut Vec<Change>,
) -> bool {
    let path = format!("/api/v1/keys/{}", key.id);
    let started = run.clock.now();
    let answer = run.address(node).and_then(|node| match kind {
        Kind::Narrow => manager.call(node, "PATCH", &path, &json!({ "scopes": [LEFT] })),
        Kind::Rotate => {
            let at_once = json!({ "overlap": "PT0S" });
            manager.call(node, "POST", &(path + "/rotate"), &at_once)
        }
        _ => manager.revoke(node, &key.id),
    });
    let ended = run.clock.now();
    let done = answer.is_ok_and(|answer| matches!(answer.status, 200 | 201));
    changes.push(Change {
        kind,
        keys: key.number..key.number + 1,
        started,
        acknowledged: done.then_some(ended),
        ended,
    });
    done
}

/// Suspends and resumes an organization in turn until the run is over, from the command line.
pub(super) fn suspend(run: &Run) -> Vec<Change> {
    let mut changes = Vec::new();
    while !run.is_over() {
        for (kind, command) in [(Kind::Suspend, "suspend"), (Kind::Resume, "resume")] {
            let started = run.clock.now();
            let done = run.cli.run(&["org", command, SUSPENDED]).is_ok();
            let ended = run.clock.now();
            changes.push(Change {
                kind,
                keys: 0..OF_SUSPENDED,
                started,
                acknowledged: done.then_some(ended),
                ended,
            });
            run.pause(Duration::from_millis(700));
        }
    }
    changes
}

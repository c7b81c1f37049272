//! A server is found again by what its starter has written, and ended with its run.

use std::{fs, path::Path};

use super::{
    Kind, Started, find, folder, state,
    testing::{Runner, base},
    watcher,
};
use crate::TestDatabaseError;

/// A server that is nothing but its folder.
struct Nothing;

impl Kind for Nothing {
    const FOLDER: &'static str = "nothing";
    const STOP: &'static str = "[ ! -e \"$2/cannot-be-stopped\" ] || exit 1";

    fn start(&self, _folder: &Path) -> Result<Started, TestDatabaseError> {
        Ok(Started {
            id: "running".to_owned(),
            url: "postgresql://x".to_owned(),
        })
    }

    fn runs(id: &str) -> bool {
        id == "running"
    }
}

#[test]
fn what_a_run_has_left_without_a_watcher_is_cleared() {
    let (base, mut gone, mut runner) = (base(), Runner::start(), Runner::start());
    let [left, used] = [&gone, &runner].map(|of| base.path().join(of.pid().to_string()));
    folder::make(&left).unwrap();
    folder::make(&used).unwrap();
    gone.kill();

    for mut watcher in watcher::clear_leftovers(base.path(), Nothing::STOP).unwrap() {
        watcher.wait().unwrap();
    }

    assert_eq!([left.exists(), used.exists()], [false, true]);
    runner.kill();
}

#[test]
fn what_cannot_be_ended_now_is_left_for_the_next_run() {
    let (base, mut gone) = (base(), Runner::start());
    let left = base.path().join(gone.pid().to_string());
    folder::make(&left).unwrap();
    fs::write(left.join("cannot-be-stopped"), "").unwrap();
    gone.kill();

    for mut watcher in watcher::clear_leftovers(base.path(), Nothing::STOP).unwrap() {
        watcher.wait().unwrap();
    }

    assert!(left.exists());
}

#[test]
fn only_a_complete_state_of_a_running_server_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let state = state(folder.path());

    let found = [
        "",
        "running",
        "running\npostgresql://x",
        "gone\npostgresql://x\n",
        "running\npostgresql://x\n",
    ]
    .map(|text| {
        fs::write(&state, text).unwrap();
        find::<Nothing>(folder.path())
    });

    let complete = Some("postgresql://x".to_owned());
    assert_eq!(found, [None, None, None, None, complete]);
}

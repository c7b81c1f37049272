//! The shared server is started once, outlives its starter, and ends with its run.

use std::fs;

use nix::{
    sys::{signal::kill, wait::waitpid},
    unistd::Pid,
};

use super::Embedded;
use crate::provider::run::{
    share,
    testing::{Runner, base, wait},
};

#[test]
fn a_run_shares_one_server_that_ends_when_the_runner_is_killed() {
    let (base, mut runner) = (base(), Runner::start());

    let (first, watcher) = share(&Embedded, base.path(), runner.pid()).unwrap();
    let (second, other) = share(&Embedded, base.path(), runner.pid()).unwrap();
    assert_eq!((first, other.is_none()), (second, true));

    let folder = base.path().join(runner.pid().to_string());
    let state = fs::read_to_string(folder.join("server")).unwrap();
    let server = Pid::from_raw(state.lines().next().unwrap().parse().unwrap());
    runner.kill();
    wait(watcher);
    assert!(!folder.exists());
    // This process started the server and has to collect it, or it would count as alive.
    waitpid(server, None).unwrap();
    assert!(kill(server, None).is_err());
}

#[test]
fn two_runs_at_once_have_different_servers() {
    let (base, mut one, mut other) = (base(), Runner::start(), Runner::start());

    let (first, first_watcher) = share(&Embedded, base.path(), one.pid()).unwrap();
    let (second, second_watcher) = share(&Embedded, base.path(), other.pid()).unwrap();

    one.kill();
    other.kill();
    wait(first_watcher);
    wait(second_watcher);
    assert_ne!(first, second);
}

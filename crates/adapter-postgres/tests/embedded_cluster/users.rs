use std::fs;

use aiia_keys_postgres::embedded::{Cluster, Error};

use super::support::{
    Launcher, caller_is_root, open_place, options, ordinary_user, place, ps, server_user, sql,
    sql_at,
};

#[test]
fn the_server_runs_as_an_unprivileged_user() {
    let place = place();

    let cluster = Cluster::start(&options(&place)).unwrap();

    let (uid, _) = server_user();
    assert_eq!(
        (ps(cluster.server_pid(), "uid"), uid != 0),
        (uid.to_string(), true)
    );
}

#[test]
fn the_server_keeps_none_of_roots_groups() {
    let place = place();

    let cluster = Cluster::start(&options(&place)).unwrap();

    let groups = ps(cluster.server_pid(), "supgid");
    let own_groups = ps(std::process::id(), "supgid");
    assert_eq!(
        groups,
        if caller_is_root() {
            "-".to_owned()
        } else {
            own_groups
        }
    );
}

#[test]
fn the_terminals_ctrl_c_does_not_reach_the_server() {
    let place = place();

    let cluster = Cluster::start(&options(&place)).unwrap();

    let server = cluster.server_pid();
    assert_eq!(ps(server, "pgid"), server.to_string());
}

#[test]
fn an_ordinary_user_starts_a_server_and_root_takes_it_over() {
    let place = open_place();
    let (uid, gid) = ordinary_user();
    let mut launcher = Launcher::spawn(&place, (uid, gid), &[]);
    let (server, url) = launcher.ready();
    let first_uid = ps(server, "uid");
    sql_at(&url, "create table t as select 42 as answer");
    launcher.finish();

    let cluster = Cluster::start(&options(&place)).unwrap();

    assert_eq!(
        (
            first_uid,
            ps(cluster.server_pid(), "uid"),
            sql(&cluster, "select answer from t")
        ),
        (uid.to_string(), uid.to_string(), "42".to_owned())
    );
}

#[test]
fn a_data_folder_that_the_servers_user_cannot_reach_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = place();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o700)).unwrap();

    let started = Cluster::start(&options(&place));

    let blocked_at_place = matches!(
        &started,
        Err(Error::Unreachable { blocked, .. }) if *blocked == fs::canonicalize(place.path()).unwrap()
    );
    // Who runs the server as himself passes his own folders.
    assert!(
        if caller_is_root() {
            blocked_at_place
        } else {
            started.is_ok()
        },
        "{started:?}"
    );
}

use std::{fs, path::Path};

use aiia_keys_postgres::embedded::{Cluster, Durability, Options, Programs, StopMode};
use nix::sys::signal::Signal;

use super::support::{
    Launcher, Program, is_alive, open_place, options, ordinary_user, own_user, place, psql, script,
    send, sql, sql_at, wait_until,
};

#[test]
fn after_a_killed_server_a_restart_has_all_that_was_committed() {
    let place = place();
    let options = Options {
        durability: Durability::Full,
        ..options(&place)
    };
    let mut cluster = Cluster::start(&options).unwrap();
    sql(
        &cluster,
        "create table t as select generate_series(1, 1000) as n",
    );
    send(Signal::SIGKILL, cluster.server_pid());
    wait_until("the server is seen to be dead", || !cluster.is_running());

    cluster.restart().unwrap();

    assert_eq!(
        (
            sql(&cluster, "select count(*) from t").as_str(),
            cluster.is_running()
        ),
        ("1000", true)
    );
}

#[test]
fn after_a_killed_server_its_busy_children_do_not_stop_a_restart() {
    let place = place();
    let mut cluster = Cluster::start(&options(&place)).unwrap();
    let url = cluster.connection("postgres", "postgres").url();
    // Computes for a minute, and does not notice that its server has gone.
    let busy = "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000) b";
    let _client = Program::spawn(&mut psql(&url, busy));
    let running =
        "select pid from pg_stat_activity where query like 'select count(%' and state = 'active'";
    let mut child = String::new();
    wait_until("the query runs", || {
        child = sql(&cluster, running);
        !child.is_empty()
    });
    send(Signal::SIGKILL, cluster.server_pid());
    wait_until("the server is seen to be dead", || !cluster.is_running());

    cluster.restart().unwrap();

    let answer = sql(&cluster, "select 1");
    assert_eq!(
        (answer.as_str(), is_alive(child.parse().unwrap())),
        ("1", false)
    );
}

#[test]
fn a_stopped_launchers_server_is_stopped_with_it() {
    let place = open_place();
    let mut launcher = Launcher::spawn(&place, ordinary_user(), &[]);
    let (server, _) = launcher.ready();

    launcher.kill();

    wait_until("the server has stopped", || !is_alive(server));
    assert!(!place.path().join("data/pgdata/postmaster.pid").exists());
}

#[test]
fn a_server_that_outlived_its_launcher_is_stopped_by_the_next_start() {
    let place = open_place();
    let mut launcher = Launcher::spawn(&place, ordinary_user(), &["--keep"]);
    let (orphan, url) = launcher.ready();
    sql_at(&url, "create table t as select 42 as answer");
    launcher.kill();
    let outlived = is_alive(orphan);

    let cluster = Cluster::start(&options(&place)).unwrap();

    assert_eq!(
        (
            outlived,
            is_alive(orphan),
            sql(&cluster, "select answer from t").as_str()
        ),
        (true, false, "42")
    );
}

#[test]
fn a_kept_server_is_stopped_by_an_orderly_stop_all_the_same() {
    let place = open_place();
    let mut launcher = Launcher::spawn(&place, ordinary_user(), &["--keep"]);
    let (server, _) = launcher.ready();

    launcher.finish();

    assert!(!is_alive(server));
}

#[test]
fn a_stale_process_id_that_passed_to_another_program_is_not_believed() {
    let place = place();
    let mut cluster = Cluster::start(&options(&place)).unwrap();
    let old = cluster.server_pid().to_string();
    let socket_lock = cluster.socket_folder().join(".s.PGSQL.5432.lock");
    send(Signal::SIGKILL, cluster.server_pid());
    wait_until("the server is seen to be dead", || !cluster.is_running());
    cluster.stop(StopMode::Fast).unwrap();
    let stranger = Program::stranger();
    let pid_file = place.path().join("data/pgdata/postmaster.pid");
    for file in [pid_file, socket_lock] {
        replace_pid(&file, &old, &stranger.pid().to_string());
    }

    let cluster = Cluster::start(&options(&place)).unwrap();

    let unharmed = is_alive(stranger.pid());
    assert_eq!((sql(&cluster, "select 1").as_str(), unharmed), ("1", true));
}

#[test]
fn an_initdb_that_was_interrupted_is_begun_anew() {
    let place = place();
    let programs = place.path().join("bin");
    fs::create_dir(&programs).unwrap();
    let real = Programs::find(None).unwrap();
    let postgres = format!(
        "#!/bin/sh\nexec '{}/postgres' \"$@\"\n",
        real.folder().display()
    );
    script(&programs.join("postgres"), &postgres);
    // Makes what could be taken for a cluster, and hangs.
    let text = "#!/bin/sh\necho 15 > \"$2/PG_VERSION\"\necho $$ > \"$2/hangs\"\nexec sleep 60\n";
    script(&programs.join("initdb"), text);
    let launcher = Launcher::spawn(&place, own_user(), &["--bin", programs.to_str().unwrap()]);
    let marker = place.path().join("data/initdb.0/hangs");
    wait_until("initdb hangs", || {
        fs::read_to_string(&marker).is_ok_and(|pid| pid.ends_with('\n'))
    });
    let hanging: u32 = fs::read_to_string(&marker).unwrap().trim().parse().unwrap();
    launcher.kill();

    let cluster = Cluster::start(&options(&place)).unwrap();

    send(Signal::SIGKILL, hanging);
    let left = place.path().join("data/initdb.0").exists();
    assert_eq!((sql(&cluster, "select 1").as_str(), left), ("1", false));
}

fn replace_pid(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.starts_with(old), "{text}");
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}

use std::{fs, os::unix::fs::PermissionsExt as _, time::Duration};

use aiia_keys_postgres::embedded::{Cluster, Durability, Error, Options, Search, StopMode};

use super::support::{is_alive, options, place, script, sql};

#[test]
fn a_second_start_finds_the_data_of_the_first() {
    let place = place();
    let first = Cluster::start(&options(&place)).unwrap();
    sql(&first, "create table t as select 42 as answer");
    first.stop(StopMode::Fast).unwrap();

    let second = Cluster::start(&options(&place)).unwrap();

    assert_eq!(sql(&second, "select answer from t"), "42");
}

#[test]
fn a_new_cluster_is_private_checked_and_the_same_everywhere() {
    let place = place();
    let options = Options {
        durability: Durability::Full,
        settings: vec![("work_mem".to_owned(), "7MB".to_owned())],
        ..options(&place)
    };

    let cluster = Cluster::start(&options).unwrap();

    let settings = "select string_agg(name || '=' || setting, ' ' order by name) from pg_settings \
        where name in ('data_checksums', 'fsync', 'full_page_writes', 'listen_addresses', \
        'max_connections', 'server_encoding', 'synchronous_commit', 'TimeZone', \
        'unix_socket_permissions', 'work_mem')";
    let collation =
        "select datcollate || ' ' || datctype from pg_database where datname = 'postgres'";
    let mode = fs::metadata(cluster.socket_folder())
        .unwrap()
        .permissions()
        .mode()
        & 0o777;
    assert_eq!(
        (
            sql(&cluster, settings).as_str(),
            sql(&cluster, collation).as_str(),
            mode
        ),
        (
            "TimeZone=UTC data_checksums=on fsync=on full_page_writes=on listen_addresses= max_connections=100 \
             server_encoding=UTF8 synchronous_commit=on unix_socket_permissions=0700 \
             work_mem=7168",
            "C C",
            0o700
        )
    );
}

#[test]
fn a_throw_away_cluster_forces_nothing_to_disk() {
    let place = place();

    let cluster = Cluster::start(&options(&place)).unwrap();

    let settings = "select string_agg(setting, ' ') from pg_settings \
        where name in ('fsync', 'full_page_writes', 'synchronous_commit')";
    assert_eq!(sql(&cluster, settings), "off off off");
}

#[test]
fn a_data_folder_with_a_long_and_odd_path_works() {
    let place = place();
    let data_folder = place.path().join("a, \"b\"").join("ü".repeat(60));

    let cluster = Cluster::start(&Options {
        data_folder: data_folder.clone(),
        ..options(&place)
    })
    .unwrap();

    let outside = !cluster.socket_folder().starts_with(&data_folder);
    assert_eq!((sql(&cluster, "select 1").as_str(), outside), ("1", true));
}

#[test]
fn a_dropped_cluster_is_stopped_cleanly() {
    let place = place();
    let cluster = Cluster::start(&options(&place)).unwrap();
    let server = cluster.server_pid();

    drop(cluster);

    let left = place.path().join("data/pgdata/postmaster.pid").exists();
    assert_eq!((is_alive(server), left), (false, false));
}

#[test]
fn the_version_is_the_servers() {
    let place = place();

    let cluster = Cluster::start(&options(&place)).unwrap();

    let said = sql(&cluster, "show server_version");
    assert_eq!(
        said.split(' ').next().unwrap(),
        cluster.version().to_string()
    );
}

#[test]
fn a_server_that_refuses_to_start_is_explained_by_its_log() {
    let place = place();
    let settings = vec![(
        "shared_preload_libraries".to_owned(),
        "no_such_library".to_owned(),
    )];

    let refused = Cluster::start(&Options {
        settings,
        ..options(&place)
    })
    .unwrap_err();

    let explained = refused
        .to_string()
        .contains("could not access file \"no_such_library\"");
    assert!(
        matches!(refused, Error::StartFailed { .. }) && explained,
        "{refused}"
    );
}

#[test]
fn a_server_that_never_gets_ready_is_given_up() {
    let place = place();
    drop(Cluster::start(&options(&place)).unwrap());
    let programs = place.path().join("bin");
    fs::create_dir(&programs).unwrap();
    let made_by = fs::read_to_string(place.path().join("data/pgdata/PG_VERSION")).unwrap();
    let version = format!("postgres (PostgreSQL) {}.0", made_by.trim());
    let text = format!("#!/bin/sh\n[ \"$1\" = --version ] && echo '{version}' || exec sleep 60\n");
    script(&programs.join("postgres"), &text);
    script(&programs.join("initdb"), "#!/bin/sh\nexit 1\n");

    let given_up = Cluster::start(&Options {
        programs: Search::Folder(programs),
        start_timeout: Duration::from_millis(50),
        ..options(&place)
    })
    .unwrap_err();

    assert!(matches!(given_up, Error::NotReady { .. }), "{given_up}");
}

#[test]
fn a_failed_initdb_leaves_nothing_and_is_explained() {
    let place = place();
    let programs = place.path().join("bin");
    fs::create_dir(&programs).unwrap();
    script(
        &programs.join("postgres"),
        "#!/bin/sh\necho 'postgres (PostgreSQL) 15.0'\n",
    );
    script(
        &programs.join("initdb"),
        "#!/bin/sh\necho 'no space left' >&2\nexit 1\n",
    );

    let refused = Cluster::start(&Options {
        programs: Search::Folder(programs),
        ..options(&place)
    })
    .unwrap_err();

    let left = fs::read_dir(place.path().join("data")).unwrap().count();
    assert_eq!(
        (refused.to_string().as_str(), left),
        ("initdb failed (exit status: 1): no space left", 1)
    );
}

#[test]
fn a_folder_without_programs_is_refused_before_anything_is_made() {
    let place = place();
    let programs = Search::Folder(place.path().to_owned());

    let refused = Cluster::start(&Options {
        programs,
        ..options(&place)
    })
    .unwrap_err();

    let made = place.path().join("data").exists();
    assert!(
        matches!(refused, Error::NotPrograms { .. }) && !made,
        "{refused}"
    );
}

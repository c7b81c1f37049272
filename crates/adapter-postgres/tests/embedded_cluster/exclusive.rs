use std::{process, sync::Barrier, thread};

use aiia_keys_postgres::embedded::{Cluster, Error};

use super::support::{Launcher, options, own_user, place, sql, sql_at};

#[test]
fn a_data_folder_held_by_another_process_is_refused_with_its_process_id() {
    let place = place();
    let mut launcher = Launcher::spawn(&place, own_user(), &[]);
    let (_, url) = launcher.ready();

    let refused = Cluster::start(&options(&place)).unwrap_err();

    let holder = launcher.pid();
    let unharmed = sql_at(&url, "select 1");
    launcher.finish();
    assert!(
        matches!(refused, Error::Held { holder: Some(pid), .. } if pid == holder)
            && unharmed == "1",
        "{refused}"
    );
}

#[test]
fn of_two_starts_at_once_exactly_one_wins() {
    let place = place();
    let (options, barrier) = (options(&place), Barrier::new(2));
    let start = || {
        barrier.wait();
        Cluster::start(&options)
    };

    let (first, second) = thread::scope(|scope| {
        let other = scope.spawn(start);
        (start(), other.join().unwrap())
    });

    let (winner, refused) = match (first, second) {
        (Ok(winner), Err(refused)) | (Err(refused), Ok(winner)) => (winner, refused),
        neither => panic!("{neither:?}"),
    };
    let own = process::id();
    assert!(
        matches!(refused, Error::Held { holder: Some(pid), .. } if pid == own)
            && sql(&winner, "select 1") == "1",
        "{refused}"
    );
}

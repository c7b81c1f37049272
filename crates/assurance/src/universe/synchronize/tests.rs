use std::sync::{Arc, Mutex};

use aiia_keys_domain::{TrailDraft, TrailHead};
use aiia_keys_ports::{Stored, Version};

use super::*;
use crate::{
    CsvTreeReader,
    mock::MockAssuranceWork,
    testing::{entity, env, organization_id, program, stored, work},
};

fn tree(rows: &str) -> Tree {
    let mut reader = CsvTreeReader::default();
    reader.push(b"code,kind,name,parent\n").unwrap();
    reader.push(rows.as_bytes()).unwrap();
    reader.finish().unwrap()
}

/// Work in a universe that has the entities `P-0001` and, below it, `P-0002`.
fn present() -> MockAssuranceWork {
    let top = entity(1, None);
    let below = entity(2, Some(&top));
    let mut work = work();
    work.entities
        .expect_lock_universe()
        .times(1)
        .return_once(|| Ok(()));
    work.entities.expect_list_all().returning(move |after| {
        // One at a time.
        let all = [&top, &below].into_iter();
        let next = all.filter(|entity| after.is_none_or(|after| entity.id() > after));
        Ok(next.take(1).cloned().map(stored).collect())
    });
    work
}

const OTHER: &str = "P-0001,system,Accounts payable,\nNEW,process,Payroll,P-0001\n";

#[tokio::test]
async fn the_change_and_its_trail_entry_are_stored_together() {
    let mut work = present();
    let stored = Arc::new(Mutex::new(Vec::new()));
    let rewritten = Arc::clone(&stored);
    work.entities.expect_rewrite().returning(move |entities| {
        let told = entities.iter().map(|entity| {
            let Stored { value, version } = entity;
            let retired = value.retired_at().is_some();
            (value.code().to_string(), retired, *version)
        });
        rewritten.lock().unwrap().extend(told);
        Ok(())
    });
    work.entities
        .expect_insert()
        .withf(|added| matches!(added, [new] if new.code().as_str() == "NEW"))
        .times(1)
        .returning(|_| Ok(()));
    work.trail
        .expect_append()
        .withf(|draft: &TrailDraft| {
            let (entry, _) = TrailHead::genesis(organization_id()).append(draft.clone());
            let details: Vec<_> = entry.details().iter().collect();
            let expected = [
                ("added", "1"),
                ("changed", "1"),
                ("restored", "0"),
                ("retired", "1"),
                ("unchanged", "0"),
            ];
            entry.action().as_str() == "universe.synchronized"
                && *entry.subject() == Subject::Organization
                && details == expected
        })
        .times(1)
        .returning(|draft| Ok(TrailHead::genesis(organization_id()).append(draft).0));
    let (env, store) = env(work);
    let command = Command {
        tree: tree(OTHER),
        dry_run: false,
    };
    let report = synchronize(&env, &program("admin:sync"), command)
        .await
        .unwrap();
    let one = |code: &str| Affected {
        count: 1,
        codes: vec![code.parse().unwrap()],
    };
    let expected = Report {
        added: one("NEW"),
        changed: one("P-0001"),
        restored: Affected::default(),
        retired: one("P-0002"),
        unchanged: 0,
        dry_run: false,
    };
    assert_eq!((report, store.commits()), (expected, 1));
    let read = Version::new(4);
    let rewritten = [("P-0001", false), ("P-0002", true)];
    let rewritten = rewritten.map(|(code, retired)| (code.to_owned(), retired, read));
    assert_eq!(*stored.lock().unwrap(), rewritten);
}

#[tokio::test]
async fn a_dry_run_tells_the_same_and_does_nothing() {
    let (env, store) = env(present());
    let command = Command {
        tree: tree(OTHER),
        dry_run: true,
    };
    let report = synchronize(&env, &program("admin:sync"), command)
        .await
        .unwrap();
    let counts = [
        report.added.count,
        report.changed.count,
        report.retired.count,
    ];
    assert_eq!(
        (counts, report.dry_run, store.commits()),
        ([1, 1, 1], true, 0)
    );
}

#[tokio::test]
async fn the_same_again_stores_nothing_and_tells_no_one() {
    let (env, store) = env(present());
    let same = "P-0001,process,Accounts payable,\nP-0002,process,Accounts payable,P-0001\n";
    let command = Command {
        tree: tree(same),
        dry_run: false,
    };
    let report = synchronize(&env, &program("admin:sync"), command)
        .await
        .unwrap();
    assert_eq!((report.unchanged, store.commits()), (2, 0));
}

#[tokio::test]
async fn while_another_is_at_it_there_is_a_conflict() {
    let mut work = work();
    work.entities
        .expect_lock_universe()
        .return_once(|| Err(StoreError::Conflict("elsewhere")));
    let (env, _) = env(work);
    let command = Command {
        tree: tree(OTHER),
        dry_run: false,
    };
    let refused = synchronize(&env, &program("admin:sync"), command).await;
    let conflict = matches!(refused, Err(Error::Store(StoreError::Conflict(_))));
    assert!(conflict, "{refused:?}");
}

#[tokio::test]
async fn without_the_scope_nothing_is_asked() {
    let (env, _) = env(work());
    let command = Command {
        tree: tree(OTHER),
        dry_run: true,
    };
    let refused = synchronize(&env, &program("read:* write:*"), command).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
}

#[tokio::test]
async fn only_the_first_codes_are_listed() {
    let mut work = work();
    work.entities.expect_lock_universe().return_once(|| Ok(()));
    work.entities.expect_list_all().returning(|_| Ok(vec![]));
    let (env, _) = env(work);
    let rows: Vec<_> = (0..150).map(|row| format!("N-{row},process,P,")).collect();
    let command = Command {
        tree: tree(&rows.join("\n")),
        dry_run: true,
    };
    let report = synchronize(&env, &program("admin:*"), command)
        .await
        .unwrap();
    let mut expected: Vec<_> = (0..150).map(|row| format!("N-{row}")).collect();
    expected.sort();
    let codes = report.added.codes.iter().map(ToString::to_string);
    assert_eq!(report.added.count, 150);
    assert_eq!(codes.collect::<Vec<_>>(), expected[..MAX_CODES]);
}

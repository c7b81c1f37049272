use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use aiia_keys_ports::mock::MockClock;
use async_trait::async_trait;
use bytes::Bytes;

use super::*;
use crate::{
    EvidenceRules, EvidenceStatus,
    mock::{MockAssuranceStore, MockAssuranceWork, MockEvidenceStore, MockEvidenceWriter},
    testing::{SAMPLE, content, env, now, organization_id, program, stored, uploaded, work},
};

/// Pieces that arrive, and whether the caller is gone after them.
struct Pieces(VecDeque<&'static [u8]>, bool);

#[async_trait(?Send)]
impl IncomingContent for Pieces {
    async fn next(&mut self) -> Result<Option<Bytes>, ContentBroken> {
        match self.0.pop_front() {
            Some(piece) => Ok(Some(Bytes::from_static(piece))),
            None if self.1 => Err(ContentBroken),
            None => Ok(None),
        }
    }
}

fn whole(pieces: &[&'static [u8]]) -> Pieces {
    Pieces(pieces.iter().copied().collect(), false)
}

fn command() -> Command {
    Command {
        file_name: FileName::clean("sample.csv").unwrap(),
        media_type: "text/csv".parse().unwrap(),
        digest: None,
        repeat: Repeat::Keep,
    }
}

fn beginning() -> MockAssuranceWork {
    let mut work = work();
    work.evidence
        .expect_insert()
        .withf(|evidence| evidence.data().state.status() == EvidenceStatus::Uploading)
        .times(1)
        .return_once(|_| Ok(()));
    work
}

fn saving(status: EvidenceStatus) -> MockAssuranceWork {
    let mut work = work();
    work.evidence
        .expect_save()
        .withf(move |evidence, read| {
            evidence.data().state.status() == status && *read == Version::FIRST
        })
        .times(1)
        .return_once(|_, read| Ok(read.next()));
    work
}

/// What storage has been asked for.
#[derive(Clone, Default)]
struct Asked {
    pieces: Arc<AtomicU32>,
    finished: Arc<AtomicU32>,
    abandoned: Arc<AtomicU32>,
    removed: Arc<AtomicU32>,
}

impl Asked {
    /// Pieces, finished, abandoned, removed.
    fn counts(&self) -> [u32; 4] {
        [&self.pieces, &self.finished, &self.abandoned, &self.removed]
            .map(|count| count.load(Ordering::Relaxed))
    }

    fn files(&self) -> MockEvidenceStore {
        fn count(counter: &Arc<AtomicU32>) -> impl Fn() + Send + 'static {
            let counter = Arc::clone(counter);
            move || {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        }
        let mut writer = MockEvidenceWriter::new();
        let (piece, finished) = (count(&self.pieces), count(&self.finished));
        writer.expect_write().returning(move |_| {
            piece();
            Ok(())
        });
        writer.expect_finish().returning(move || {
            finished();
            Ok(())
        });
        let (abandoned, removed) = (count(&self.abandoned), count(&self.removed));
        writer.expect_abandon().returning(move || {
            abandoned();
            Ok(())
        });
        let mut files = MockEvidenceStore::new();
        files
            .expect_write()
            .withf(|place| place.organization == organization_id())
            .return_once(move |_| Ok(Box::new(writer)));
        files.expect_remove().returning(move |_| {
            removed();
            Ok(())
        });
        files
    }
}

fn prepared(works: Vec<MockAssuranceWork>) -> (Env, MockAssuranceStore, Asked) {
    let store = MockAssuranceStore::with_each(works);
    let asked = Asked::default();
    let env = Env {
        store: Box::new(store.clone()),
        evidence: Box::new(asked.files()),
        ..env(work()).0
    };
    (env, store, asked)
}

#[tokio::test]
async fn a_file_is_recorded_first_and_completed_last() {
    let works = vec![beginning(), saving(EvidenceStatus::Uploaded)];
    let (env, store, asked) = prepared(works);
    let command = Command {
        digest: Some(content().digest),
        ..command()
    };
    let mut pieces = whole(&[&SAMPLE[..4], &SAMPLE[4..]]);
    let done = upload(&env, &program("write:evidence"), command, &mut pieces).await;
    let done = done.unwrap();
    assert_eq!(done.evidence.value.content(), Some(content()));
    assert_eq!(
        (done.evidence.version, done.reused),
        (Version::new(2), false)
    );
    assert_eq!((store.commits(), asked.counts()), (2, [2, 1, 0, 0]));
}

/// What is refused on the way, and whether pieces were stored by then.
#[tokio::test]
async fn what_must_not_be_kept_is_abandoned_and_removed() {
    let large = EvidenceRules {
        maximum_size: 25,
        ..EvidenceRules::default()
    };
    let wrong = Command {
        digest: Some(ContentDigest::of(b"other")),
        ..command()
    };
    let cases: Vec<(Command, EvidenceRules, Pieces, &str)> = vec![
        (command(), large, whole(&[SAMPLE]), "too large"),
        (command(), EvidenceRules::default(), whole(&[]), "is empty"),
        (
            command(),
            EvidenceRules::default(),
            whole(&[b"\x7FELF\0\0"]),
            "does not begin",
        ),
        (
            wrong,
            EvidenceRules::default(),
            whole(&[SAMPLE]),
            "digest is not",
        ),
        (
            command(),
            EvidenceRules::default(),
            Pieces([SAMPLE].into(), true),
            "did not arrive",
        ),
    ];
    for (command, rules, mut pieces, told) in cases {
        let (env, store, asked) = prepared(vec![beginning(), saving(EvidenceStatus::Abandoned)]);
        let env = Env {
            evidence_rules: rules,
            ..env
        };
        let refused = upload(&env, &program("write:evidence"), command, &mut pieces).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains(told), "{refused}");
        let [_, finished, abandoned, removed] = asked.counts();
        assert_eq!(
            (finished, abandoned, removed, store.commits()),
            (0, 1, 1, 2),
            "{told}"
        );
    }
}

#[tokio::test]
async fn an_upload_that_takes_longer_than_allowed_is_broken_off() {
    let (env, _, asked) = prepared(vec![beginning(), saving(EvidenceStatus::Abandoned)]);
    let mut clock = MockClock::new();
    clock.expect_now().times(1).return_const(now());
    let late = now().saturating_add(Duration::from_secs(3_601));
    clock.expect_now().return_const(late);
    let env = Env {
        clock: Box::new(clock),
        ..env
    };
    let mut pieces = whole(&[SAMPLE]);
    let refused = upload(&env, &program("write:evidence"), command(), &mut pieces).await;
    assert!(matches!(refused, Err(Error::TooSlow(3_600))), "{refused:?}");
    assert_eq!(asked.counts(), [0, 0, 1, 1]);
}

#[tokio::test]
async fn the_same_content_of_the_same_caller_is_reused_when_they_ask_for_it() {
    let mut looking = work();
    let earlier = stored(uploaded(9));
    let expected = earlier.clone();
    looking
        .evidence
        .expect_find_same()
        .withf(|digest, by| *digest == content().digest && *by == program("write:evidence").actor)
        .return_once(|_, _| Ok(Some(earlier)));
    let works = vec![beginning(), looking, saving(EvidenceStatus::Abandoned)];
    let (env, _, asked) = prepared(works);
    let command = Command {
        repeat: Repeat::Reuse,
        ..command()
    };
    let caller = program("write:evidence");
    let done = upload(&env, &caller, command, &mut whole(&[SAMPLE]))
        .await
        .unwrap();
    assert_eq!((done.evidence, done.reused), (expected, true));
    assert_eq!(asked.counts(), [1, 0, 1, 1]);
}

#[tokio::test]
async fn an_upload_that_a_sweep_gave_up_is_not_completed() {
    let found = Arc::new(Mutex::new(None));
    let given_up = Arc::clone(&found);
    let mut completing = work();
    completing
        .evidence
        .expect_save()
        .return_once(|_, _| Err(StoreError::Conflict("it was given up")));
    let mut late = work();
    late.evidence
        .expect_save()
        .return_once(move |abandoned, _| {
            *given_up.lock().unwrap() = Some(abandoned.clone());
            Err(StoreError::Conflict("it was given up"))
        });
    late.evidence
        .expect_find()
        .return_once(move |_| Ok(found.lock().unwrap().take().map(stored)));
    let (env, store, asked) = prepared(vec![beginning(), completing, late]);
    let caller = program("write:evidence");
    let refused = upload(&env, &caller, command(), &mut whole(&[SAMPLE])).await;
    assert!(
        matches!(refused, Err(Error::Store(StoreError::Conflict(_)))),
        "{refused:?}"
    );
    assert_eq!((store.commits(), asked.counts()), (2, [1, 1, 0, 1]));
}

#[tokio::test]
async fn without_the_scope_or_the_right_type_nothing_begins() {
    let (env, _, asked) = prepared(vec![]);
    let mut pieces = whole(&[SAMPLE]);
    let refused = upload(
        &env,
        &program("read:* write:findings"),
        command(),
        &mut pieces,
    )
    .await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    let page = Command {
        media_type: "text/html".parse().unwrap(),
        ..command()
    };
    let refused = upload(&env, &program("write:evidence"), page, &mut pieces).await;
    assert!(matches!(refused, Err(Error::Type(_))), "{refused:?}");
    assert_eq!((asked.counts(), pieces.0.len()), ([0; 4], 1));
}

//! Two tenants do everything at random, each as if the other were not there.
//!
//! A model in memory knows what each of them has. Every answer of the store is compared with what
//! that tenant's model alone says, also to questions about the other's ids: a single row that
//! crosses over, in either direction, is a difference.

mod keys;
mod members;
mod model;
mod trail;

use aiia_keys_domain::Timestamp;
use aiia_keys_ports::{TrailFilter, UnitOfWork};
use fastrand::Rng;

use self::model::Model;
use crate::support::{A, B, Place, at, credential, organization};

/// The four runs together make more than 100 000 operations.
const OPERATIONS: u64 = 26_000;
/// The most operations in one transaction.
const BATCH: u64 = 60;

#[tokio::test]
async fn two_tenants_never_meet_in_random_run_1() {
    Run::new(1).await.all().await;
}

#[tokio::test]
async fn two_tenants_never_meet_in_random_run_2() {
    Run::new(2).await.all().await;
}

#[tokio::test]
async fn two_tenants_never_meet_in_random_run_3() {
    Run::new(3).await.all().await;
}

#[tokio::test]
async fn two_tenants_never_meet_in_random_run_4() {
    Run::new(4).await.all().await;
}

/// Each table's own protection is what keeps the tenants apart: without it the model sees a difference.
#[tokio::test]
async fn without_row_level_security_on_any_one_table_the_runs_would_fail() {
    for table in [
        "api_key",
        "member",
        "session",
        "trail_entry",
        "trail_head",
        "organization",
    ] {
        let run = Run::new(5).await;
        let off = format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY");
        run.place.admin().await.batch_execute(&off).await.unwrap();
        let outcome = tokio::spawn(
            Run {
                operations: OPERATIONS - 3000,
                ..run
            }
            .all(),
        )
        .await;
        assert!(outcome.is_err_and(|error| error.is_panic()), "{table}");
    }
}

/// What a transaction can still do after an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    Go,
    /// The database refused something: only a rollback can follow.
    Spoiled,
}

struct Run {
    place: Place,
    rng: Rng,
    /// Of [`A`] and [`B`].
    models: [Model; 2],
    operations: u64,
    seconds: u64,
}

impl Run {
    async fn new(seed: u64) -> Self {
        let models = [(A, "tenant-a"), (B, "tenant-b")]
            .map(|(tenant, slug)| Model::new(tenant, organization(tenant, slug)));
        let rng = Rng::with_seed(seed);
        Self {
            place: Place::new().await,
            rng,
            models,
            operations: 0,
            seconds: 0,
        }
    }

    async fn all(mut self) {
        while self.operations < OPERATIONS {
            let tenant = self.rng.usize(..2);
            let before = self.models[tenant].clone();
            let mut work = self.place.begin(self.models[tenant].tenant).await;
            let mut after = After::Go;
            for _ in 0..self.rng.u64(1..=BATCH) {
                after = self.operate(&mut *work, tenant).await;
                if after == After::Spoiled {
                    break;
                }
            }
            if after == After::Go && self.rng.u8(..10) > 0 {
                work.commit().await.unwrap();
            } else {
                drop(work);
                self.models[tenant] = before;
            }
        }
        self.compare_everything().await;
    }

    async fn operate(&mut self, work: &mut dyn UnitOfWork, tenant: usize) -> After {
        self.operations += 1;
        self.seconds += self.rng.u64(..3);
        match self.rng.u8(..100) {
            0..=54 => self.operate_on_keys(work, tenant).await,
            55..=69 => self.operate_on_trail(work, tenant).await,
            70..=94 => self.operate_on_members(work, tenant).await,
            _ => self.operate_on_organization(work, tenant).await,
        }
    }

    fn now(&self) -> Timestamp {
        at(self.seconds)
    }

    /// Whose things an operation is about: mostly one's own, often the other's.
    fn of_whom(&mut self, tenant: usize) -> usize {
        if self.rng.u8(..10) < 6 {
            tenant
        } else {
            1 - tenant
        }
    }

    async fn compare_everything(&mut self) {
        for tenant in 0..2 {
            let model = self.models[tenant].clone();
            let mut work = self.place.begin(model.tenant).await;
            for (id, stored) in &model.keys {
                assert_eq!(work.keys().find(*id).await.unwrap().as_ref(), Some(stored));
            }
            for (id, (stored, _)) in &model.members {
                assert_eq!(
                    work.members().find(*id).await.unwrap().as_ref(),
                    Some(stored)
                );
            }
            for (digest, session) in &model.sessions {
                assert_eq!(
                    work.sessions().find(digest).await.unwrap().as_ref(),
                    Some(session)
                );
            }
            let trail = work
                .trail()
                .list_after(&TrailFilter::default(), 0, u32::MAX)
                .await
                .unwrap();
            assert_eq!(trail, model.trail);
            assert!(!model.keys.is_empty() && !model.trail.is_empty());
        }
    }
}

/// A digest that no other key has.
fn fresh(rng: &mut Rng, pepper: u16) -> aiia_keys_ports::KeyCredential {
    credential(pepper, rng.u128(..))
}

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use actix_web::http::header::RETRY_AFTER;
use aiia_keys_domain::BootInstant;
use aiia_keys_ports::{BootClock, mock::MockRevocationBarrier};
use aiia_keys_verifier::{LeasePolicy, Limits, Verifier};

use super::*;

/// A clock that a test sets, in seconds.
#[derive(Default)]
struct Seconds(AtomicU64);

impl BootClock for Seconds {
    fn now(&self) -> BootInstant {
        BootInstant::from_nanos((1_000 + self.0.load(Ordering::SeqCst)) * 1_000_000_000)
    }
}

/// A node that limits attempts.
struct Node {
    attempts: Attempts,
    clock: Arc<Seconds>,
    cluster: Verification,
}

impl Node {
    fn at_account(&self, number: u32) -> Result<(), Problem> {
        self.attempts
            .at_account(&organization(), &email(number), &self.cluster)
    }

    fn by_source(&self, source: Option<IpAddr>) -> Result<(), Problem> {
        self.attempts.by_source(source, &self.cluster)
    }
}

fn node(account: (u32, u64), source: (u32, u64)) -> Node {
    let clock = Arc::new(Seconds::default());
    let allowance = |(at_once, seconds)| {
        let at_once = NonZeroU32::new(at_once).unwrap();
        Allowance::new(at_once, Duration::from_secs(seconds)).unwrap()
    };
    let limits = AttemptLimits {
        account: allowance(account),
        source: allowance(source),
        ..AttemptLimits::default()
    };
    let cluster = Verification {
        verifier: Verifier::new(Limits::default(), LeasePolicy::default()).0,
        boot_clock: clock.clone(),
        barrier: Box::new(MockRevocationBarrier::new()),
    };
    Node {
        attempts: Attempts::new(limits),
        clock,
        cluster,
    }
}

fn organization() -> OrganizationSlug {
    "example-audit".parse().unwrap()
}

fn email(number: u32) -> EmailAddress {
    format!("ada{number}@example.com").parse().unwrap()
}

/// What a refused attempt is told: after how many seconds to come back.
fn told(refused: Result<(), Problem>) -> String {
    let problem = refused.unwrap_err();
    assert_eq!(problem.code(), Code::TooManyAttempts);
    let response = crate::problem::render(&problem, None);
    let after = response.headers().get(RETRY_AFTER).unwrap();
    after.to_str().unwrap().to_owned()
}

#[test]
fn so_many_are_let_through_at_once_and_then_one_each_time_that_passes() {
    let node = node((3, 30), (9, 1));
    for _ in 0..3 {
        node.at_account(1).unwrap();
    }
    assert_eq!(told(node.at_account(1)), "30");
    node.clock.0.store(29, Ordering::SeqCst);
    assert_eq!(told(node.at_account(1)), "1");
    node.clock.0.store(30, Ordering::SeqCst);
    node.at_account(1).unwrap();
    assert_eq!(told(node.at_account(1)), "30");
}

#[test]
fn the_nodes_of_a_cluster_share_what_is_let_through() {
    let node = node((6, 10), (1, 10));
    node.cluster.verifier.counted_nodes(3);
    for _ in 0..2 {
        node.at_account(1).unwrap();
    }
    assert_eq!(told(node.at_account(1)), "30");
    // Where there are more nodes than attempts, each lets one through.
    node.by_source(None).unwrap();
    assert_eq!(told(node.by_source(None)), "30");
}

#[test]
fn accounts_are_counted_by_themselves() {
    let node = node((1, 30), (9, 1));
    let cell = |number| {
        let hash = node
            .attempts
            .hash
            .hash_one((&organization(), &email(number)));
        cells::number(hash)
    };
    let other = (2..99).find(|number| cell(*number) != cell(1)).unwrap();
    node.at_account(1).unwrap();
    node.at_account(other).unwrap();
    assert!(node.at_account(1).is_err());
}

#[test]
fn a_network_of_ipv6_addresses_is_one_source_and_so_is_what_is_not_known() {
    for (one, other) in [
        (Some("2001:db8::1"), Some("2001:db8::ffff:1")),
        (Some("203.0.113.7"), Some("203.0.113.7")),
        (None, None),
    ] {
        let node = node((9, 1), (1, 2));
        let source = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        node.by_source(source(one)).unwrap();
        assert_eq!(told(node.by_source(source(other))), "2", "{one:?}");
    }
    assert_ne!(
        network("2001:db8:0:1::1".parse().unwrap()),
        network("2001:db8::1".parse().unwrap())
    );
}

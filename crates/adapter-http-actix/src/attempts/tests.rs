use std::sync::atomic::{AtomicI64, Ordering};

use aiia_keys_domain::Timestamp;

use super::*;

/// A clock that a test sets, in seconds.
#[derive(Default)]
struct Seconds(AtomicI64);

impl Clock for Seconds {
    fn now(&self) -> Timestamp {
        let micros = self.0.load(Ordering::SeqCst) * 1_000_000;
        Timestamp::from_unix_micros(1_800_000_000_000_000 + micros).unwrap()
    }
}

fn attempts(account: (u32, u64), source: (u32, u64)) -> (Attempts, Arc<Seconds>) {
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
    let shared: Arc<dyn Clock> = clock.clone();
    (Attempts::new(limits, &shared), clock)
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
    let (attempts, clock) = attempts((3, 30), (9, 1));
    for _ in 0..3 {
        attempts.at_account(&organization(), &email(1)).unwrap();
    }
    assert_eq!(told(attempts.at_account(&organization(), &email(1))), "30");
    clock.0.store(29, Ordering::SeqCst);
    assert_eq!(told(attempts.at_account(&organization(), &email(1))), "1");
    clock.0.store(30, Ordering::SeqCst);
    attempts.at_account(&organization(), &email(1)).unwrap();
    assert_eq!(told(attempts.at_account(&organization(), &email(1))), "30");
}

#[test]
fn accounts_are_counted_by_themselves() {
    let (attempts, _) = attempts((1, 30), (9, 1));
    let cell = |number| {
        let hash = attempts.hash.hash_one((&organization(), &email(number)));
        cells::number(hash)
    };
    let other = (2..99).find(|number| cell(*number) != cell(1)).unwrap();
    attempts.at_account(&organization(), &email(1)).unwrap();
    attempts.at_account(&organization(), &email(other)).unwrap();
    assert!(attempts.at_account(&organization(), &email(1)).is_err());
}

#[test]
fn a_network_of_ipv6_addresses_is_one_source_and_so_is_what_is_not_known() {
    for (one, other) in [
        (Some("2001:db8::1"), Some("2001:db8::ffff:1")),
        (Some("203.0.113.7"), Some("203.0.113.7")),
        (None, None),
    ] {
        let (attempts, _) = attempts((9, 1), (1, 2));
        let source = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        attempts.by_source(source(one)).unwrap();
        assert_eq!(told(attempts.by_source(source(other))), "2", "{one:?}");
    }
    assert_ne!(
        network("2001:db8:0:1::1".parse().unwrap()),
        network("2001:db8::1".parse().unwrap())
    );
}

#[test]
fn no_time_at_all_is_no_limit_to_set() {
    assert_eq!(Allowance::new(NonZeroU32::MIN, Duration::ZERO), None);
}

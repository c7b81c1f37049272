use std::num::NonZeroU32;

use proptest::prelude::*;

use super::*;
use crate::BootInstant;

fn limit(text: &str) -> RateLimit {
    text.parse().unwrap()
}

fn nodes(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap()
}

#[test]
fn a_limit_is_written_as_requests_and_window() {
    for (text, requests, seconds, written) in [
        ("600/1m", 600, 60, "600/1m"),
        ("600/m", 600, 60, "600/1m"),
        ("600/60s", 600, 60, "600/1m"),
        ("1/90s", 1, 90, "1/90s"),
        ("5/s", 5, 1, "5/1s"),
        ("1000000/24h", 1_000_000, 86_400, "1000000/1d"),
    ] {
        let limit = limit(text);
        assert_eq!((limit.requests, limit.per), (requests, seconds), "{text}");
        assert_eq!(limit.to_string(), written);
    }
}

#[test]
fn what_is_out_of_bounds_or_no_limit_is_refused() {
    use InvalidRateLimit::{Form, Requests, Window};
    for (text, error) in [
        ("", Form),
        ("600", Form),
        ("/1m", Form),
        ("600/", Form),
        ("600/1", Form),
        ("600/1w", Form),
        ("+600/1m", Form),
        ("600/-1m", Form),
        ("600/é", Form),
        ("0/1m", Requests),
        ("1000001/1m", Requests),
        ("99999999999/1m", Requests),
        ("1/0s", Window),
        ("1/2d", Window),
        ("1/99999999999d", Window),
    ] {
        assert_eq!(text.parse::<RateLimit>(), Err(error), "{text}");
    }
    for part in [Duration::from_millis(1500), Duration::ZERO] {
        assert_eq!(RateLimit::new(1, part), Err(Window));
    }
}

#[test]
fn a_limit_is_within_another_when_it_is_no_more_at_once_and_in_the_long_run() {
    for (one, other, within) in [
        ("600/1m", "600/1m", true),
        ("599/1m", "600/1m", true),
        ("600/1m", "600/61s", false),
        ("600/1m", "1200/2m", true),
        ("1200/2m", "600/1m", false),
        ("10/1s", "600/1m", true),
        ("11/1s", "600/1m", false),
    ] {
        assert_eq!(limit(one).is_within(limit(other)), within, "{one} {other}");
        assert_eq!(
            RateLimit::fits(Some(limit(one)), Some(limit(other))),
            within
        );
    }
    assert!(RateLimit::fits(None, None));
    assert!(!RateLimit::fits(None, Some(limit("1/1s"))));
}

#[test]
fn all_at_once_and_then_one_by_one() {
    let allowance = Allowance::from(limit("3/1m"));
    let at = |seconds: u64| BootInstant::from_nanos(seconds * 1_000_000_000);
    let mut spent = Spent::NOTHING;
    for left in [2, 1, 0] {
        let (now_spent, now_left) = allowance.take(spent, at(100)).unwrap();
        let one_more_in = Duration::from_secs(20);
        assert_eq!(
            now_left,
            Left {
                count: left,
                one_more_in
            }
        );
        spent = now_spent;
    }
    assert_eq!(allowance.take(spent, at(105)), Err(Duration::from_secs(15)));
    assert!(allowance.take(spent, at(120)).is_ok());
    assert!(!spent.is_over(at(159)) && spent.is_over(at(160)));
}

#[test]
fn no_time_at_all_and_more_than_the_clock_counts_are_no_allowance() {
    assert_eq!(Allowance::new(NonZeroU32::MIN, Duration::ZERO), None);
    assert_eq!(
        Allowance::new(NonZeroU32::MAX, Duration::from_hours(24)),
        None
    );
}

fn any_limit() -> impl Strategy<Value = RateLimit> {
    let requests = prop_oneof![1..20_u32, 1..=RateLimit::MOST_REQUESTS];
    let seconds = prop_oneof![1..20_u64, 1..=86_400_u64];
    (requests, seconds).prop_map(|(requests, seconds)| {
        RateLimit::new(requests, Duration::from_secs(seconds)).unwrap()
    })
}

/// The instants at which requests come, as steps from one to the next, in nanoseconds.
fn steps() -> impl Strategy<Value = Vec<u64>> {
    let step = prop_oneof![Just(0), 0..1_000_000_000_u64, 0..100_000_000_000_u64];
    prop::collection::vec(step, 1..200)
}

/// The instants of those that are let through, and what was left after each.
fn let_through(allowance: Allowance, steps: &[u64]) -> Vec<(u64, Left)> {
    let (mut now, mut spent, mut passed) = (5, Spent::NOTHING, Vec::new());
    for step in steps {
        now += step;
        if let Ok((next, left)) = allowance.take(spent, BootInstant::from_nanos(now)) {
            spent = next;
            passed.push((now, left));
        }
    }
    passed
}

proptest! {
    #[test]
    fn its_text_says_all_of_it(limit in any_limit()) {
        prop_assert_eq!(limit.to_string().parse(), Ok(limit));
    }

    /// In any span no more than so many at once, and those that came back in it.
    #[test]
    fn never_more_than_the_limit(limit in any_limit(), steps in steps()) {
        let passed = let_through(limit.into(), &steps);
        let (requests, window) = (u128::from(limit.requests), limit.per().as_nanos());
        for (index, (first, _)) in passed.iter().enumerate() {
            for (count, (last, _)) in (1_u128..).zip(passed.get(index..).unwrap_or_default()) {
                let back = u128::from(last - first) * requests / window;
                prop_assert!(count <= requests + back);
            }
        }
    }

    /// Who keeps to the pace of the limit is never refused.
    #[test]
    fn never_less_than_the_limit(limit in any_limit(), extra in prop::collection::vec(0..9_u64, 1..200)) {
        let pace = (limit.per().as_secs() * 1_000_000_000).div_ceil(limit.requests.into());
        let steps: Vec<u64> = extra.iter().map(|extra| pace + extra).collect();
        prop_assert_eq!(let_through(limit.into(), &steps).len(), steps.len());
    }

    /// So many more as were said to be left are let through at that instant, and then none; one is
    /// when it was said to be.
    #[test]
    fn what_is_left_is_what_is_let_through(limit in any_limit(), steps in steps()) {
        prop_assume!(limit.requests < 1000);
        let allowance = Allowance::from(limit);
        let (mut now, mut spent) = (5, Spent::NOTHING);
        for step in steps {
            now += step;
            let instant = BootInstant::from_nanos(now);
            if let Ok((next, left)) = allowance.take(spent, instant) {
                spent = next;
                let mut rest = next;
                for _ in 0..left.count {
                    rest = allowance.take(rest, instant).unwrap().0;
                }
                let wait = allowance.take(rest, instant).unwrap_err();
                prop_assert_eq!(wait, left.one_more_in);
                prop_assert!(allowance.take(rest, instant.after(wait)).is_ok());
            }
        }
    }

    /// What the nodes of a cluster let through together keeps to the limit as well.
    #[test]
    fn shares_add_up_to_no_more_than_the_whole(limit in any_limit(), count in 1..50_u32) {
        let whole = Allowance::from(limit);
        let share = whole.share(nodes(count));
        let at_once = u64::from(share.at_once().get()) * u64::from(count);
        prop_assert!(at_once <= u64::from(limit.requests.max(count)));
        // Each of them waits so many times as long for one more.
        let pace = |allowance: Allowance| allowance.whole_in() / allowance.at_once().get();
        prop_assert_eq!(pace(share), pace(whole) * count);
        prop_assert_eq!(whole.share(nodes(1)), whole);
    }
}

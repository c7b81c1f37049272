use super::{Counts, Fault, Violation, run, trace};

/// Schedules that each test run plays.
const SCHEDULES: u64 = 1_000_000;
/// Within so many every fault must show.
const ENOUGH: u64 = 400_000;

#[test]
fn no_schedule_accepts_a_key_after_its_revocation_returned() {
    let mut all = Counts::default();
    for seed in 0..SCHEDULES {
        match run(seed, None) {
            Ok(counts) => all = all + counts,
            Err(Violation { seed, step }) => {
                panic!("broken at event {step}: cargo xtask simulate --seed {seed}")
            }
        }
    }
    println!("{SCHEDULES} schedules: {all:?}");
    // Schedules in which nothing happens would prove nothing.
    assert!(all.returned > SCHEDULES / 2, "{all:?}");
    assert!(all.accepted > SCHEDULES * 2, "{all:?}");
    assert!(all.refused_after > SCHEDULES * 2, "{all:?}");
}

#[test]
fn every_fault_is_found() {
    let survivors: Vec<Fault> = Fault::ALL
        .into_iter()
        .filter(
            |fault| match (0..ENOUGH).find_map(|seed| run(seed, Some(*fault)).err()) {
                Some(Violation { seed, .. }) => {
                    println!("{fault:?}: seed {seed}");
                    false
                }
                None => true,
            },
        )
        .collect();
    assert_eq!(survivors, []);
}

#[test]
fn a_seed_plays_the_same_schedule_again_and_can_be_followed() {
    let fault = Some(Fault::NoWait);
    let found = (0..ENOUGH).find_map(|seed| run(seed, fault).err()).unwrap();
    let mut lines = Vec::new();
    let again = trace(found.seed, fault, |line| lines.push(line));
    assert_eq!(again, Err(found));
    assert!(lines.last().unwrap().ends_with("Accepted { after: true }"));
}

//! Plays schedules of the simulated world: `cargo xtask simulate --seed N`.
//!
//! With a seed it prints what happens, one line an event; without, it plays a range of schedules.

use std::process::ExitCode;

use aiia_keys_verifier::simulation::{Counts, Violation, run, trace};

#[expect(
    clippy::print_stdout,
    reason = "the output is what this program is for"
)]
fn main() -> ExitCode {
    let arguments: Vec<u64> = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let broken = match arguments.as_slice() {
        [seed] => {
            let outcome = trace(*seed, None, |line| println!("{line}"));
            println!("{outcome:?}");
            outcome.err()
        }
        [first, count] => {
            let mut all = Counts::default();
            let broken = (*first..first.saturating_add(*count))
                .find_map(|seed| run(seed, None).map(|counts| all = all + counts).err());
            println!("{count} schedules from {first}: {all:?}");
            broken
        }
        _ => {
            println!("usage: simulate <seed> | simulate <first seed> <schedules>");
            return ExitCode::from(2);
        }
    };
    match broken {
        None => ExitCode::SUCCESS,
        Some(Violation { seed, step }) => {
            println!("a key was accepted after its revocation returned, at step {step}");
            println!("again: cargo xtask simulate --seed {seed}");
            ExitCode::FAILURE
        }
    }
}

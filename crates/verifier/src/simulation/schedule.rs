//! Schedules drawn from seeds.

use fastrand::Rng;

use super::{
    fault::Fault,
    node::{Node, Verdict},
    revoker::{Revoker, Revoking},
    world::{Clock, Event, Setup, World, policy},
};

/// The world's length of a lease; everything else is in proportion.
const LEASE: u64 = 1000;
/// Parts in a thousand by which clocks may be off.
const DRIFT: u32 = 10;
/// Clocks read whole numbers: that much an instant may be off.
const MARGIN: u64 = 3;
const STEPS: usize = 260;

/// A key was accepted after its revocation had returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The seed of the schedule.
    pub seed: u64,
    /// How many events had happened.
    pub step: usize,
}

/// What happened in a schedule: one in which little happens proves little.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Revocations that returned.
    pub returned: u64,
    /// Verifications that accepted.
    pub accepted: u64,
    /// Verifications of a revoked key that refused, and were invoked after it returned.
    pub refused_after: u64,
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            returned: self.returned + other.returned,
            accepted: self.accepted + other.accepted,
            refused_after: self.refused_after + other.refused_after,
        }
    }
}

/// Runs the schedule of a seed.
///
/// # Errors
/// When the promise is broken.
pub fn run(seed: u64, fault: Option<Fault>) -> Result<Counts, Violation> {
    play(seed, fault, |_, _, _| {})
}

/// The same, and writes what happens, one line an event.
///
/// # Errors
/// When the promise is broken; the last line is what broke it.
pub fn trace(
    seed: u64,
    fault: Option<Fault>,
    mut line: impl FnMut(String),
) -> Result<Counts, Violation> {
    play(seed, fault, |world, event, verdict| {
        line(format!("{:>6} {event:?} {verdict:?}", world.time));
    })
}

fn play(
    seed: u64,
    fault: Option<Fault>,
    mut observe: impl FnMut(&World, Event, Verdict),
) -> Result<Counts, Violation> {
    let mut rng = Rng::with_seed(seed);
    let mut world = world(&mut rng, fault);
    let mut counts = Counts::default();
    // Each schedule has a temper of its own, so that rare things also happen together.
    let temper = Temper::new(&mut rng);
    for step in 0..STEPS {
        let event = temper.draw(&mut rng, &world);
        if !world.is_possible(event) {
            continue;
        }
        let verdict = world.happen(event);
        observe(&world, event, verdict);
        match verdict {
            Verdict::Accepted { after: true } => return Err(Violation { seed, step }),
            Verdict::Accepted { after: false } => counts.accepted += 1,
            Verdict::Refused { after: true } => counts.refused_after += 1,
            _ => {}
        }
    }
    let returned = |revoker: &&Revoker| revoker.state == Revoking::Returned;
    counts.returned = world.revokers.iter().filter(returned).count() as u64;
    Ok(counts)
}

fn world(rng: &mut Rng, fault: Option<Fault>) -> World {
    let setup = Setup {
        fault,
        policy: policy(LEASE, DRIFT, MARGIN),
        keys: rng.usize(1..=2),
        journal: rng.usize(1..=3),
    };
    let mut clock = |slowest: u64| Clock {
        offset: rng.u64(1..5000),
        rate: rng.u64(slowest..=1000 + u64::from(DRIFT)),
        stopped: 0,
    };
    let slowest = if fault == Some(Fault::DriftBeyondBound) {
        600
    } else {
        1000 - u64::from(DRIFT)
    };
    let clocks: Vec<Clock> = (0..3).map(|_| clock(slowest)).collect();
    let callers: Vec<Clock> = (0..4).map(|_| clock(1000 - u64::from(DRIFT))).collect();
    let nodes = rng.usize(1..=clocks.len());
    let revokers = rng.usize(1..=callers.len());
    World::new(
        setup,
        clocks
            .into_iter()
            .take(nodes)
            .map(|clock| Node::new(clock, setup.policy, 2))
            .collect(),
        callers
            .into_iter()
            .take(revokers)
            .enumerate()
            .map(|(index, clock)| Revoker {
                key: index % setup.keys,
                clock,
                state: Revoking::Begin,
            })
            .collect(),
    )
}

/// How often each kind of event is drawn, in parts of their sum.
struct Temper {
    weights: [u32; 10],
    sum: u32,
    /// The longest that passes at once, mostly.
    pace: u64,
}

impl Temper {
    fn new(rng: &mut Rng) -> Self {
        let rare = |rng: &mut Rng| if rng.bool() { 0 } else { rng.u32(1..4) };
        let weights = [
            rng.u32(5..25),  // time passes
            rng.u32(10..30), // renewals
            rare(rng),       // given up
            rng.u32(20..45), // verifications
            rare(rng),       // pauses
            3,               // resumptions
            rare(rng) / 2,   // crashes
            rng.u32(2..15),  // revocations
            rare(rng) / 2,   // repeated calls
            2,               // late messages
        ];
        Self {
            weights,
            sum: weights.iter().sum(),
            pace: *rng.choice(&[10, 60, 300]).unwrap_or(&60),
        }
    }

    fn draw(&self, rng: &mut Rng, world: &World) -> Event {
        let mut left = rng.u32(0..self.sum);
        let mut kind = 0;
        for weight in self.weights {
            if left < weight {
                break;
            }
            left -= weight;
            kind += 1;
        }
        let node = rng.usize(0..world.nodes.len());
        let revoker = rng.usize(0..world.revokers.len());
        match kind {
            0 => Event::Pass(self.span(rng)),
            1 => Event::Renew(node),
            2 => Event::GiveUp {
                node,
                arrives: rng.bool(),
            },
            3 => Event::Check {
                node,
                slot: rng.usize(0..2),
                key: rng.usize(0..world.setup.keys),
            },
            4 => Event::Pause(node),
            5 => Event::Resume(node),
            6 => Event::Crash(node),
            7 => Event::Revoke(revoker),
            8 => Event::Repeat(revoker),
            _ => Event::Late,
        }
    }

    fn span(&self, rng: &mut Rng) -> u64 {
        match rng.u32(0..20) {
            0 => rng.u64(LEASE..LEASE + 50),
            1 => rng.u64(LEASE / 4..LEASE / 2),
            _ => rng.u64(1..=self.pace),
        }
    }
}

//! What unit tests stand on: a state without storage, at a fixed time.

use std::sync::Arc;

use aiia_keys_assurance::{
    self as assurance, ConnectorRules, EvidenceRules,
    mock::{MockAssuranceStore, MockEvidenceStore, MockRunLauncher},
};
use aiia_keys_domain::{
    Catalog, Environment, KeyFormat, Pepper, PepperId, PepperRing, SessionLimits, Timestamp,
};
use aiia_keys_ports::{
    MemorySpools,
    mock::{
        MockBootClock, MockClock, MockEntropy, MockKeyLocator, MockOrganizationDirectory,
        MockPasswordHasher, MockRevocationBarrier, MockSealer, MockStore,
    },
};
use aiia_keys_usecases::{Env, Verification, rate::RateMeter, usage::UsageRecorder};
use aiia_keys_verifier::{LeasePolicy, Limits, Verifier};

use crate::{Options, State};

/// A state without storage: whatever asks for it panics.
pub(crate) fn state() -> State {
    let pepper = Pepper::new(PepperId::new(1), [1; 32]);
    let env = Env {
        store: Box::new(MockStore::default()),
        locator: Box::new(MockKeyLocator::new()),
        verification: Verification {
            verifier: Verifier::new(Limits::default(), LeasePolicy::default()).0,
            boot_clock: Arc::new(MockBootClock::new()),
            barrier: Box::new(MockRevocationBarrier::new()),
        },
        directory: Box::new(MockOrganizationDirectory::new()),
        passwords: Box::new(MockPasswordHasher::new()),
        clock: Arc::new(clock()),
        entropy: Box::new(entropy()),
        format: KeyFormat::aiia(Environment::Live),
        peppers: PepperRing::new(pepper, []).unwrap(),
        catalog: Catalog::aiia(),
        session_limits: SessionLimits::default(),
        usage: Arc::new(UsageRecorder::new(&Catalog::aiia())),
        rates: RateMeter::default(),
    };
    let assurance = assurance::Env {
        store: Box::new(MockAssuranceStore::default()),
        clock: Box::new(clock()),
        entropy: Box::new(entropy()),
        spools: Box::new(MemorySpools),
        evidence: Box::new(MockEvidenceStore::new()),
        evidence_rules: EvidenceRules::default(),
        sealer: Box::new(MockSealer::new()),
        runs: Box::new(MockRunLauncher::new()),
        connector_rules: ConnectorRules::default(),
    };
    State::new(env, assurance, Options::default())
}

fn clock() -> MockClock {
    let mut clock = MockClock::new();
    let now = Timestamp::from_unix_micros(1_700_000_000_123_456).unwrap();
    clock.expect_now().return_const(now);
    clock
}

fn entropy() -> MockEntropy {
    let mut entropy = MockEntropy::new();
    entropy.expect_fill().returning(|bytes| {
        bytes.fill(7);
        Ok(())
    });
    entropy
}

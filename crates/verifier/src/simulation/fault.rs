//! What can be wrong with the protocol.

/// A rule of the protocol that is broken on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A change returns after its commit, without waiting for anyone.
    NoWait,
    /// A lease counts from the answer instead of from before the question.
    LeaseFromReply,
    /// Whatever was read enters the cache, however old it is.
    FillUnguarded,
    /// The clock that times leases stands still while the node is paused.
    ClockStopsInPause,
    /// The lease is checked before the request has arrived.
    LeaseBeforeArrival,
    /// Revoking a key that is revoked already returns at once.
    SecondReturnsEarly,
    /// The entry is read first, and the lease checked afterwards.
    EntryBeforeLease,
    /// An epoch is acknowledged when it is read, and what it names evicted afterwards.
    AcknowledgeBeforeEvict,
    /// A node drops its cache before it registers, and not when it has registered.
    DropBeforeRegistering,
    /// A fenced node registers anew and keeps its cache.
    FencedKeepsCache,
    /// A node's clock is slower than was allowed for.
    DriftBeyondBound,
    /// A journal with gaps is taken for all that happened.
    GapIgnored,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::NoWait,
        Self::LeaseFromReply,
        Self::FillUnguarded,
        Self::ClockStopsInPause,
        Self::LeaseBeforeArrival,
        Self::SecondReturnsEarly,
        Self::EntryBeforeLease,
        Self::AcknowledgeBeforeEvict,
        Self::DropBeforeRegistering,
        Self::FencedKeepsCache,
        Self::DriftBeyondBound,
        Self::GapIgnored,
    ];
}

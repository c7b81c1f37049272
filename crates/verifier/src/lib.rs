//! API keys verified from memory, and revoked on every node once the revocation returns.
//!
//! For teams that embed it: this crate does no input or output, has no runtime and reads no clock.
//! Events come in with the boot clock's instant, and what to do comes out.
//!
//! | to | begin with |
//! |---|---|
//! | answer from memory | [`Verifier::look_up`], [`Answer`], [`Ticket`] |
//! | keep a node's lease | [`Fence::start`], [`Attempt`], [`Acknowledgement`] |
//! | wait until a change holds everywhere | [`Barrier`], [`Step`] |
//! | set times and bounds | [`LeasePolicy`], [`Limits`] |
//!
//! # The promise
//!
//! **Invariant I.** Let revoke R(k) return success at real time t.
//! A verification V(k) that is invoked after t does not accept, on any node.
//! A V that overlaps R may go either way.
//!
//! The same holds of every *tightening* change: fewer scopes, fewer addresses, an earlier expiry, a
//! suspended organization. What loosens must be heard of as well, but need not be waited for.
//!
//! # The protocol
//!
//! The database holds an *epoch*, a counter; a journal of what happened in each epoch; and a row for
//! each *incarnation* of a node with the epoch that it has acknowledged.
//! L is the length of a lease, ρ the drift that clocks may have, δ a margin ([`LeasePolicy`]).
//! The boot clock goes on while a machine is suspended; wall clocks are never compared.
//!
//! **A change.** One transaction raises the epoch to e, changes the key, writes the journal, and
//! commits. The row lock on the epoch makes the order of epochs the order of commits.
//! After the commit, at t₁, a [`Barrier`] waits until every row that is not fenced has acknowledged
//! e. At t₁ + L(1+ρ)/(1−ρ) + δ it fences the laggards and returns; so it does when the database cannot
//! be asked any more, for it is the time that makes the change hold: fencing spares the next one the wait.
//! A change that was made already waits at the same barrier, for the present epoch.
//!
//! **A node registers.** It reads t₀ and inserts a row that acknowledges the epoch. When the row is
//! there, it drops its cache, with all that was read into it in the meantime, and what is being read
//! does not enter. Its lease runs to t₀ + L.
//!
//! All nodes have leases of one length. The database holds it, a registration compares it under the
//! lock of the epoch, and changes it only where every row is fenced, on a server that has waited for
//! all the leases of another one: then no lease is left. So a barrier that reads the length after its
//! commit reads that of every lease from before, or there is none; and one that could not read it
//! waits for the longest that there may be.
//!
//! **A node renews**, every L/3 or when it is told that something happened: it reads t₀; reads epoch
//! and journal in one snapshot; raises its floor to the epoch and evicts what the journal names; only
//! then acknowledges, which fails when the row is fenced. Its lease now runs to t₀ + L.
//! Fenced, it drops its cache and registers anew.
//!
//! **A node verifies.** The request has arrived; **first** the lease is checked, **then** the entry
//! is read. Without either, the key is read on the primary, in a snapshot of epoch f.
//!
//! **A node fills its cache** with such a reading only if f is at least its floor, under the lock
//! that eviction takes, and only if the cache was not dropped since the reading was asked for.
//!
//! # Why it holds
//!
//! 1. *Every lease is either over or has heard of e when R returns.* Take a lease that is used after
//!    R returned, and the t₀ that it began with. If t₀ is after t₁, the snapshot of its renewal was
//!    taken after the commit, so it read e or later, raised the floor and evicted before the lease
//!    was set. If t₀ is before t₁ it ends before t₀ + L/(1−ρ) in real time, and a barrier that ran to
//!    its deadline waited for longer. A barrier that ended early saw that row acknowledge e, which
//!    happens after eviction; or fenced by an earlier barrier, whose deadline was after that lease's
//!    end; or not at all: then the row was inserted after the barrier looked, and the node dropped its
//!    cache after that, so that all in it was read after the commit.
//! 2. *No entry from before e is there once the floor is e.* What was there was evicted after the
//!    floor was raised; a reading that comes later has f < e and is refused. A reading with f ≥ e
//!    holds the change, since epoch and key were read in one snapshot.
//! 3. *The order of the two checks.* V was invoked after R returned and found a lease at a later
//!    instant; by 1 that lease had heard of e when it was set, and by 2 the entry is read from a
//!    cache without it, whatever happens between the two. In the other order a paused node
//!    could let its next lease vouch for an entry from before.
//!
//! Nodes take no lock that a change waits for, so that a paused node never holds one up.
//! A node never forgets that a key was revoked because storage says otherwise, and drops its cache
//! when the epoch goes backwards, as after a failover to a replica that had not heard all.
//!
//! # How it is tested
//!
//! The code here is explored exhaustively within bounds for two nodes (`stateright`), and run through
//! a million seeded schedules of pauses, crashes, lost and late messages and drifting clocks in each
//! test run; a schedule that fails is replayed by `cargo xtask simulate --seed N`.
//! Each rule above is broken on purpose, and the tests must find the accepted key.
//!
//! # Bounds
//!
//! The cache holds a fixed number of keys and evicts those that were not used for longest.
//! Keys that nobody issued are remembered for a few seconds in a table of fixed size, and reading
//! what turns out not to exist is limited to a rate, so that a flood of well-formed unknown keys
//! neither fills memory nor reaches the database.

#![expect(
    clippy::needless_pass_by_value,
    reason = "what was begun is taken by value, so that it is finished once"
)]

mod barrier;
mod cache;
mod fence;
mod lease;
#[cfg(any(test, feature = "simulation"))]
pub mod simulation;
mod unknown;
mod verifier;

pub use barrier::{Barrier, Step};
pub use fence::{Acknowledgement, Attempt, Fence, Registration, Renewal};
pub use lease::{InvalidLease, LeasePolicy};
pub use verifier::{Answer, Counts, Limits, Permit, Ticket, Verifier};

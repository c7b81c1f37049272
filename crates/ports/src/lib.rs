//! What the use cases need from the outside world, as traits.
//!
//! The inside names a need (`KeyRepository`), an adapter meets it (`aiia-keys-postgres`), and a
//! test replaces it (the feature `mock`). No trait here says how.
//!
//! # What must not change
//!
//! - There is no way to reach tenants' data without naming the tenant: everything but
//!   [`KeyLocator`] and [`OrganizationDirectory`] is behind [`Store::begin`].
//!   The directory answers only for a slug that the caller knows, and the locator only for a
//!   digest that no one can know without the key.
//! - There is no way to use a [`UnitOfWork`] after `commit`: it is consumed.
//!   Dropped without, nothing of it has happened.
//! - A failure is a [`StoreError`]: what a client may be told is decided further out.
//! - Rules are in `aiia-keys-domain`. A repository stores what the domain computed, guarded by
//!   the [`Version`] it was read with, and decides nothing.
//!
//! # How to add a port
//!
//! 1. Name the noun as the domain does, and make `src/<noun>.rs`; add it to the list below.
//! 2. Write the trait with `#[async_trait]` and, above it,
//!    `#[cfg_attr(feature = "mock", mockall::automock)]`; bound it by `Send` (repositories, which
//!    live inside one unit of work) or `Send + Sync` (services, which are shared).
//! 3. Use the verbs that exist: `find` (one or none, as `Option`), `list` (a [`Page`]), `count`,
//!    `insert` (new), `save` (existing, with the version it was read with).
//!    Take and give domain types; a row never crosses this border.
//! 4. A repository gets an accessor in [`UnitOfWork`] and a field in `mock::MockUnitOfWork`.
//! 5. Implement it in the adapter under the same noun, with a test against the real thing.

mod clock;
mod entropy;
mod error;
mod idempotency;
mod invitation;
mod key;
mod locator;
mod member;
#[cfg(feature = "mock")]
pub mod mock;
mod organization;
mod page;
mod password;
mod revocation;
mod sealer;
mod session;
mod setup;
mod spool;
mod store;
mod stored;
mod trail;
mod usage;

pub use clock::Clock;
pub use entropy::{Entropy, EntropyUnavailable, generate_uuid, uuid_at};
pub use error::StoreError;
pub use idempotency::IdempotencyRepository;
pub use invitation::InvitationRepository;
pub use key::{
    KeyCredential, KeyFilter, KeyOrder, KeyOrderBy, KeyOrderValue, KeyPosition, KeyRepository,
    UnknownKeyOrder,
};
pub use locator::{KeyLocator, LocatedKey};
pub use member::MemberRepository;
pub use organization::{OrganizationDirectory, OrganizationRepository};
pub use page::{Page, PageLimit, PageLimitError, PageRequest, Position};
pub use password::{HashingFailed, PasswordHash, PasswordHasher};
pub use revocation::{BootClock, RevocationBarrier, RevocationLog};
pub use sealer::{OpeningFailed, Sealed, Sealer, SealingFailed};
pub use session::SessionRepository;
pub use setup::SetupRepository;
pub use spool::{MemorySpool, MemorySpools, Spool, SpoolError, Spools};
pub use store::{Store, UnitOfWork};
pub use stored::{Stored, Version};
pub use trail::{TrailFilter, TrailRepository};
pub use usage::{DailyCount, UsageRepository};

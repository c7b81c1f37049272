//! API keys as pure rules: their written form, lifecycle, scopes, organizations and audit trail.
//!
//! For teams that issue API keys of their own: this crate decides, and leaves storing and
//! transporting to whom it is embedded in. There is no input or output in it, nothing async,
//! no clock and no randomness: instants and random bytes come in as arguments.
//!
//! | to | begin with |
//! |---|---|
//! | write and recognise key strings | [`KeyFormat`], [`KeyString`], [`PresentedKey`] |
//! | store digests in place of keys | [`Pepper`], [`PepperRing`], [`KeyDigest`] |
//! | decide what a key may do | [`Scope`], [`ScopeSet`], [`Catalog`], [`Grant`] |
//! | generate, narrow, rotate and revoke keys | [`Key`], [`Issuer`], [`KeyEvent`] |
//! | bind them to addresses | [`AddressList`], [`SourceAddresses`] |
//! | manage tenants and people | [`Organization`], [`Policy`], [`Member`], [`Role`], [`Session`] |
//! | keep a trail that shows tampering | [`TrailHead`], [`TrailEntry`], [`verify_trail`] |
//!
//! # What can be relied on
//!
//! - A key that was revoked stays revoked, and no transition moves an expiry later or adds a scope.
//! - Nobody hands out more than they hold: [`ScopeSet::delegate`] is the one place of that rule.
//! - No type that has held a key string, a pepper or a token prints it; those types cannot be
//!   cloned, and wipe their memory when dropped.
//! - An instant has microseconds, as a database keeps them, so what was hashed is read back the same.
//!
//! # Issue and verify a key
//!
//! ```
//! use aiia_keys_domain::{Environment, KeyFormat, Pepper, PepperId};
//!
//! let format = KeyFormat::new("acme_key", Environment::Live)?;
//! let pepper = Pepper::new(PepperId::new(1), [42; 32]); // from a secret store
//!
//! // Issue: show the key once, store its digest and mask.
//! let key = format.generate([7; 32]); // 32 bytes of the system's randomness
//! let stored = pepper.digest(&key.as_presented());
//!
//! // Verify: recognise, then look the digest up.
//! let presented = format.parse(key.expose())?;
//! assert_eq!(pepper.digest(&presented), stored);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

/// The crate's README, so that its examples are run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod address;
mod caller;
mod days;
mod environment;
mod excerpt;
mod grant;
mod id;
mod idempotency;
mod key;
mod member;
mod organization;
mod permission;
mod rate_limit;
mod revocation;
mod scope;
mod session;
mod setup;
mod text;
mod timestamp;
mod token;
mod trail;
mod usage;

pub use address::{
    AddressBlock, AddressList, AddressProblem, InvalidAddressBlock, InvalidAddressList,
    SourceAddresses, WidensSources,
};
pub use caller::{Authority, Caller, Forbidden};
pub use days::{Days, InvalidDays};
pub use environment::{Environment, UnknownEnvironment};
pub use grant::{Denial, Grant, Standing};
pub use id::{InvalidId, KeyId, MemberId, OrganizationId, SessionId};
pub use idempotency::{
    DoneRequest, IdempotencyKey, InvalidIdempotencyKey, KeyReused, RequestDigest,
};
pub use key::{
    Attempt, DuplicatePepper, Expiration, ExpirationError, InvalidMask, InvalidPrefix, IssueError,
    Issuer, Key, KeyData, KeyDigest, KeyEvent, KeyFormat, KeyMask, KeyState, KeyString, LimitError,
    NarrowError, NewKey, Overlap, OverlapTooLong, ParseKeyError, Pepper, PepperId, PepperRing,
    PresentedKey, Revocation, RotateError, Rotation, Status, Successor, UnknownPeriod,
    UnknownStatus, WrongStatus,
};
pub use member::{
    EmailAddress, InvalidEmailAddress, InvalidPassword, Invitation, InvitationDigest,
    InvitationOver, InvitationToken, Member, MemberError, MemberEvent, MemberState, NewMember,
    Password, Role, UnknownRole,
};
pub use organization::{
    InvalidSlug, Organization, OrganizationEvent, OrganizationSlug, OrganizationState, Policy,
    RotationPeriod, RotationPeriodTooLong, SuspensionUnchanged,
};
pub use permission::Permission;
pub use rate_limit::{Allowance, InvalidRateLimit, Left, RateLimit, Spent};
pub use revocation::{BootInstant, Epoch, Invalidation, Journal};
pub use scope::{
    Action, Catalog, CatalogEntry, CatalogError, DelegationError, EmptyScopes, InvalidResourceName,
    InvalidScope, InvalidScopeSet, NameProblem, NonEmptyScopes, PermissionLevel, Resource,
    ResourceName, Scope, ScopeProblem, ScopeSet, UnknownScope, UnknownScopes,
};
pub use session::{Session, SessionDigest, SessionLimits, SessionOver, SessionToken};
pub use setup::{Setup, SetupDigest, SetupRefused, SetupToken};
pub use text::{InvalidText, Label, MemberName, OrganizationName, RevocationReason};
pub use timestamp::Timestamp;
pub use trail::{
    ActionName, Actor, Broken, BrokenKind, DecodeError, Details, DetailsBuilder, DetailsError,
    InvalidActionName, InvalidHead, InvalidReference, InvalidRequestId, InvalidSequence,
    InvalidTrailHash, OtherActor, OtherSubject, RequestId, Subject, TrailDraft, TrailEntry,
    TrailHash, TrailHead, verify_trail, verify_trail_to,
};
pub use usage::{
    Bucket, DailyUsage, Day, DenialReason, DenialUsage, Hour, LastUse, Outcome, ScopeUsage,
    ScopeUse, UnknownBucket, UnknownOutcome, UsageCount, UsageDay, UsageRange, UsageRangeError,
    UsageReport, UsedScope,
};

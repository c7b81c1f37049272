//! Generating a key.

use std::fmt;

use crate::{
    Actor, Catalog, DelegationError, EmptyScopes, Expiration, ExpirationError, Key, KeyEvent,
    KeyId, KeyMask, Label, NonEmptyScopes, Organization, RateLimit, ScopeSet, SourceAddresses,
    Timestamp, UnknownScopes,
    key::{KeyData, KeyState},
};

/// Who hands out a key, and the rules that bind them.
#[derive(Clone, Debug)]
pub struct Issuer<'a> {
    /// Who it is.
    pub actor: Actor,
    /// The most that they may hand out: a key's own scopes, or [`Role::ceiling`](crate::Role::ceiling).
    pub ceiling: &'a ScopeSet,
    /// The most often that a key which they hand out may be used: a key's own limit, or
    /// [`Caller::rate_ceiling`](crate::Caller::rate_ceiling). Without, there is no ceiling.
    pub rate_ceiling: Option<RateLimit>,
    /// The organization that the key will belong to.
    pub organization: &'a Organization,
    /// The scopes that exist.
    pub catalog: &'a Catalog,
}

/// What a new key is made of.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Names the key.
    pub id: KeyId,
    /// What people call it.
    pub label: Label,
    /// What it shall be able to do.
    pub scopes: ScopeSet,
    /// Where it may be used from.
    pub sources: SourceAddresses,
    /// How long it shall live.
    pub expiration: Expiration,
    /// How often it may be used; as the organization's policy has it unless set.
    pub rate_limit: Option<RateLimit>,
    /// The mask of the key string that was generated for it.
    pub mask: KeyMask,
}

impl Key {
    /// Makes a key, valid from `now`.
    ///
    /// `active_keys` is how many active keys the organization has.
    ///
    /// # Errors
    /// When a scope is unknown, the issuer does not hold it, or the organization's policy forbids
    /// anything about the key; nothing is made then.
    ///
    /// ```
    /// # use aiia_keys_domain::*;
    /// # let organization = Organization::found(
    /// #     "01890a5d-ac96-774b-bcce-b302099a8057".parse()?,
    /// #     "example-audit".parse()?,
    /// #     OrganizationName::new("Example Audit")?,
    /// #     Policy::default(),
    /// #     Timestamp::UNIX_EPOCH,
    /// # ).0;
    /// let catalog = Catalog::aiia();
    /// let ceiling = Role::Administrator.ceiling(&catalog);
    /// let issuer = Issuer {
    ///     actor: Actor::Operator,
    ///     ceiling: &ceiling,
    ///     rate_ceiling: None,
    ///     organization: &organization,
    ///     catalog: &catalog,
    /// };
    /// let secret = KeyFormat::aiia(Environment::Live).generate([7; 32]);
    /// let now = Timestamp::UNIX_EPOCH;
    /// let (key, event) = Key::generate(
    ///     NewKey {
    ///         id: "01890a5d-ac96-774b-bcce-b302099a8058".parse()?,
    ///         label: Label::new("ServiceNow Integration Key")?,
    ///         scopes: "read:findings write:evidence".parse()?,
    ///         sources: SourceAddresses::Anywhere,
    ///         expiration: Expiration::Days90,
    ///         rate_limit: Some("600/1m".parse()?),
    ///         mask: secret.mask(),
    ///     },
    ///     0,
    ///     &issuer,
    ///     now,
    /// )?;
    /// assert_eq!(key.status(now), Status::Active);
    /// assert_eq!(event.action().as_str(), "key.generated");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn generate(
        new: NewKey,
        active_keys: u32,
        issuer: &Issuer<'_>,
        now: Timestamp,
    ) -> Result<(Self, KeyEvent), IssueError> {
        let maximum = issuer.organization.policy().maximum_active_keys;
        if active_keys >= maximum {
            return Err(IssueError::TooManyKeys { maximum });
        }
        Self::issue(new, None, issuer, now)
    }

    /// What generation and rotation have in common.
    pub(crate) fn issue(
        new: NewKey,
        predecessor: Option<KeyId>,
        issuer: &Issuer<'_>,
        now: Timestamp,
    ) -> Result<(Self, KeyEvent), IssueError> {
        let organization = issuer.organization;
        if organization.is_suspended() {
            return Err(IssueError::OrganizationSuspended);
        }
        let policy = organization.policy();
        let scopes = issuer.admit(new.scopes)?;
        if !policy.accepts(&new.sources) {
            return Err(IssueError::SourcesRequired);
        }
        let rate_limit = new.rate_limit.or(policy.rate_limit);
        if let Some(ceiling) = issuer.rate_ceiling
            && !RateLimit::fits(rate_limit, Some(ceiling))
        {
            return Err(IssueError::BeyondIssuersRate { ceiling });
        }
        let expires_at = new
            .expiration
            .resolve(now, policy.maximum_lifetime)
            .map_err(IssueError::Expiration)?;
        let data = KeyData {
            id: new.id,
            organization: organization.id(),
            label: new.label,
            scopes,
            sources: new.sources,
            rate_limit: new.rate_limit,
            mask: new.mask,
            created_at: now,
            created_by: issuer.actor.clone(),
            expires_at,
            predecessor,
            state: KeyState::Issued,
        };
        let event = KeyEvent::generated(&data);
        Ok((Self { data }, event))
    }
}

impl Issuer<'_> {
    /// The grant, if every scope exists, is held by the issuer, and is allowed by the policy.
    fn admit(&self, wanted: ScopeSet) -> Result<NonEmptyScopes, IssueError> {
        let wanted = NonEmptyScopes::new(wanted).map_err(IssueError::NoScopes)?;
        self.catalog
            .check(wanted.as_set())
            .map_err(IssueError::UnknownScopes)?;
        let grantable = &self.organization.policy().grantable;
        grantable
            .delegate(wanted.as_set().clone())
            .map_err(IssueError::ForbiddenByPolicy)?;
        self.ceiling
            .delegate(wanted.into())
            .map_err(IssueError::BeyondIssuer)
    }
}

/// A key cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssueError {
    /// The organization is suspended.
    OrganizationSuspended,
    /// No scope was asked for.
    NoScopes(EmptyScopes),
    /// A scope does not exist.
    UnknownScopes(UnknownScopes),
    /// The issuer does not hold what they would hand out.
    BeyondIssuer(DelegationError),
    /// The key could be used more often than the one that hands it out.
    BeyondIssuersRate {
        /// How often that may be used.
        ceiling: RateLimit,
    },
    /// The organization's policy does not let keys have such scopes.
    ForbiddenByPolicy(DelegationError),
    /// The policy wants keys to name the addresses that they are used from.
    SourcesRequired,
    /// The expiration cannot be had.
    Expiration(ExpirationError),
    /// The organization has as many active keys as its policy allows.
    TooManyKeys {
        /// How many that is.
        maximum: u32,
    },
}

impl fmt::Display for IssueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OrganizationSuspended => f.write_str(
                "the organization is suspended: no keys can be made until it is resumed",
            ),
            Self::NoScopes(error) => write!(f, "scopes: {error}"),
            Self::UnknownScopes(error) => write!(f, "scopes: {error}"),
            Self::BeyondIssuer(error) => write!(f, "scopes: {error}"),
            Self::BeyondIssuersRate { ceiling } => write!(
                f,
                "rate_limit: the key that hands it out may be used {ceiling}: name a limit that is \
                 no more"
            ),
            Self::ForbiddenByPolicy(error) => {
                write!(
                    f,
                    "scopes: not allowed by the organization's policy: {error}"
                )
            }
            Self::SourcesRequired => f.write_str(
                "allowed_cidrs: the organization's policy requires the addresses that the key is \
                 used from, such as `203.0.113.0/24`",
            ),
            Self::Expiration(error) => error.fmt(f),
            Self::TooManyKeys { maximum } => write!(
                f,
                "the organization has {maximum} active keys, as many as its policy allows: revoke \
                 one that is no longer used"
            ),
        }
    }
}

impl std::error::Error for IssueError {}

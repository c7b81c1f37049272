//! What a use case hands over.

use super::{ActionName, Actor, Details, RequestId, Subject};
use crate::Timestamp;

/// What happened, before it has its place in an organization's chain.
///
/// [`TrailHead::append`](crate::TrailHead::append) makes an entry of it.
///
/// ```
/// use aiia_keys_domain::{ActionName, Actor, Details, Subject, Timestamp, TrailDraft};
///
/// const POLICY_CHANGED: ActionName = ActionName::from_static("policy.changed");
/// let now = Timestamp::UNIX_EPOCH;
/// let draft = TrailDraft::new(now, Actor::Operator, POLICY_CHANGED, Subject::Organization)
///     .with_details(Details::builder().with("maximum_lifetime_days", 90).build()?);
/// assert_eq!(draft.action.as_str(), "policy.changed");
/// # Ok::<(), aiia_keys_domain::DetailsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TrailDraft {
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What was done.
    pub action: ActionName,
    /// What it was done to.
    pub subject: Subject,
    /// What else is to be known.
    pub details: Details,
    /// The request that caused it, where there was one.
    pub request_id: Option<RequestId>,
}

impl TrailDraft {
    /// A draft without details and without a request.
    #[must_use]
    pub fn new(at: Timestamp, actor: Actor, action: ActionName, subject: Subject) -> Self {
        Self {
            at,
            actor,
            action,
            subject,
            details: Details::default(),
            request_id: None,
        }
    }

    /// The same with these details.
    #[must_use]
    pub fn with_details(self, details: Details) -> Self {
        Self { details, ..self }
    }

    /// The same with the request that caused it.
    #[must_use]
    pub fn with_request_id(self, request_id: Option<RequestId>) -> Self {
        Self { request_id, ..self }
    }
}

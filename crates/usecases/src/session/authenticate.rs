//! Recognising a signed-in member.

use std::time::Duration;

use aiia_keys_domain::{
    Actor, Authority, Caller, MemberState, OrganizationId, RequestId, Session, SessionOver,
    SessionToken,
};
use aiia_keys_ports::StoreError;

use crate::Env;

/// How exact the time of last use is kept: a write for every request would cost more than it tells.
const RESOLUTION: Duration = Duration::from_mins(1);

/// What a browser presents.
#[derive(Debug)]
pub struct Command {
    /// The organization that the cookie names; who names another one finds nothing.
    pub organization: OrganizationId,
    /// The session's token.
    pub token: SessionToken,
    /// The request that it came with, for the audit trail.
    pub request: Option<RequestId>,
}

/// A session that is accepted, and whose it is.
#[derive(Debug)]
pub struct Authenticated {
    /// The member as a caller.
    pub caller: Caller,
    /// The session.
    pub session: Session,
}

/// A session is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such session, or its member was removed.
    #[error("there is no such session: sign in")]
    Unknown,
    /// It is over.
    #[error(transparent)]
    Over(#[from] SessionOver),
    /// Storage failed: nothing is accepted then.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Recognises the member whose session this is, with the role that they have now.
///
/// # Errors
/// When the session is not accepted, or storage fails.
pub async fn authenticate(env: &Env, command: Command) -> Result<Authenticated, Error> {
    let now = env.clock.now();
    let mut work = env.store.begin(command.organization).await?;
    let stored = work
        .sessions()
        .find(&command.token.digest())
        .await?
        .ok_or(Error::Unknown)?;
    let last_saved = stored.last_used_at;
    let session = stored.touch(env.session_limits, now)?;
    let found = work
        .members()
        .find(session.member)
        .await?
        .map(|stored| stored.value);
    let member = found.filter(|member| member.state() == MemberState::Active);
    let member = member.ok_or(Error::Unknown)?;
    if session.last_used_at.saturating_since(last_saved) >= RESOLUTION {
        work.sessions().save(&session).await?;
    }
    work.commit().await?;
    let caller = Caller {
        actor: Actor::Member(member.id()),
        organization: member.organization(),
        authority: Authority::Member(member.role()),
        request: command.request,
    };
    Ok(Authenticated { caller, session })
}

#[cfg(test)]
mod tests;

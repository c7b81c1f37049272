//! Signing in and out.

pub mod authenticate;
pub mod end_all;
pub mod find;
pub mod sign_in;
pub mod sign_out;

use aiia_keys_domain::{Member, Organization, Session, SessionId, SessionToken, Timestamp};
use aiia_keys_ports::{EntropyUnavailable, generate_uuid};
use zeroize::Zeroizing;

use crate::Env;

/// A session, and whose it is.
#[derive(Clone, Debug)]
pub struct Current {
    /// Where the member signed in.
    pub organization: Organization,
    /// Who signed in.
    pub member: Member,
    /// The session.
    pub session: Session,
}

/// A session of a member who just showed that it is they, to be stored.
pub(crate) fn begin(
    env: &Env,
    member: &Member,
    now: Timestamp,
) -> Result<(Session, SessionToken), EntropyUnavailable> {
    let id = SessionId::from_uuid(generate_uuid(&*env.entropy, now)?);
    let mut random = Zeroizing::new([0; 32]);
    env.entropy.fill(random.as_mut_slice())?;
    let session = Session::begin(id, member.organization(), member.id(), now);
    Ok((session, SessionToken::generate(*random)))
}

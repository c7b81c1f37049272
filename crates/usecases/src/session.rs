//! Signing in and out.

pub mod authenticate;
pub mod end_all;
pub mod find;
pub mod sign_in;
pub mod sign_out;

use aiia_keys_domain::{Member, Organization, Session};

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

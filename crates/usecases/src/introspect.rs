//! Verifying a key for a service that it was presented to.

use std::net::IpAddr;

use aiia_keys_domain::{Caller, Denial, Forbidden, Grant, ParseKeyError, Permission, Scope};
use aiia_keys_ports::StoreError;
use zeroize::Zeroizing;

use crate::{Env, verify};

/// The key to verify.
#[derive(Debug)]
pub struct Command {
    /// The key, as it was presented to the service that asks.
    pub presented: Presented,
    /// A scope that it must cover.
    pub needed: Option<Scope>,
    /// The address that it was presented from.
    pub source: Option<IpAddr>,
}

/// A text that was presented as a key. It is not printed, and wiped when dropped: it may be one.
pub struct Presented(Zeroizing<String>);

impl From<Zeroizing<String>> for Presented {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl std::fmt::Debug for Presented {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Presented(…)")
    }
}

/// What is to be known about a key that was presented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is accepted, and covers what was asked for.
    Accepted(Grant),
    /// It belongs to the caller's organization and is not accepted.
    Denied(Denial),
    /// It is written as a key of the other environment.
    OtherEnvironment,
    /// It was never issued, or belongs to another organization.
    Unknown,
}

/// There is no verdict.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not ask.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Verifies a key of the caller's organization; of other organizations' keys nothing is told.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn introspect(env: &Env, caller: &Caller, command: Command) -> Result<Verdict, Error> {
    caller.require(Permission::ManageKeys)?;
    let key = match env.format.parse(&command.presented.0) {
        Ok(key) => key,
        Err(ParseKeyError::OtherEnvironment { .. }) => return Ok(Verdict::OtherEnvironment),
        Err(_) => return Ok(Verdict::Unknown),
    };
    let grant = verify::grant(env, &key).await?;
    let Some(grant) = grant.filter(|grant| grant.organization == caller.organization) else {
        return Ok(Verdict::Unknown);
    };
    let now = env.clock.now();
    let needed = command.needed.as_ref();
    let checked = verify::admit(env, &grant, needed, command.source, now);
    Ok(match checked {
        Ok(_) => Verdict::Accepted(grant),
        Err(denied) => Verdict::Denied(denied.denial),
    })
}

#[cfg(test)]
mod tests;

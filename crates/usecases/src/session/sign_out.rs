//! Signing out.

use aiia_keys_domain::Session;
use aiia_keys_ports::StoreError;

use crate::Env;

/// Ends a session that was [recognised](super::authenticate); may be repeated.
///
/// # Errors
/// When storage fails: the session may go on then.
pub async fn sign_out(env: &Env, session: Session) -> Result<(), StoreError> {
    let now = env.clock.now();
    let mut work = env.store.begin(session.organization).await?;
    work.sessions().save(&session.end(now)).await?;
    work.commit().await
}

//! The people of an organization.

pub mod accept;
pub mod add;
pub mod change_role;
pub mod find;
pub mod invite;
pub mod list;
pub mod remove;

use aiia_keys_domain::{
    Actor, Invitation, InvitationToken, Member, MemberEvent, MemberId, RequestId, Timestamp,
};
use aiia_keys_ports::{EntropyUnavailable, StoreError, UnitOfWork};
use zeroize::Zeroizing;

use crate::Env;

/// Appends what happened to a member to the trail.
pub(crate) async fn record(
    work: &mut dyn UnitOfWork,
    (actor, request): (Actor, Option<RequestId>),
    member: MemberId,
    event: &MemberEvent,
    now: Timestamp,
) -> Result<(), StoreError> {
    let draft = event
        .to_draft(member, actor, now)
        .map_err(|error| StoreError::Corrupt(error.into()))?
        .with_request_id(request);
    work.trail().append(draft).await.map(drop)
}

/// A member, and the token of their invitation: to be shown once, to who invites.
#[derive(Debug)]
pub struct Invited {
    /// Who is invited.
    pub member: Member,
    /// The invitation.
    pub invitation: Invitation,
    /// The token. It is kept nowhere.
    pub token: InvitationToken,
}

pub(crate) fn make_token(env: &Env) -> Result<InvitationToken, EntropyUnavailable> {
    let mut random = Zeroizing::new([0; 32]);
    env.entropy.fill(random.as_mut_slice())?;
    Ok(InvitationToken::generate(*random))
}

/// Gives a member an invitation in place of any earlier one.
pub(crate) async fn issue_invitation(
    work: &mut dyn UnitOfWork,
    member: Member,
    token: InvitationToken,
    now: Timestamp,
) -> Result<Invited, StoreError> {
    let invitation = Invitation::issue(member.organization(), member.id(), now);
    work.invitations()
        .replace(&invitation, &token.digest())
        .await?;
    Ok(Invited {
        member,
        invitation,
        token,
    })
}

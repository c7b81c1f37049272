//! Setting an empty system up: the first organization and its owner.
//!
//! The system is set up by a link that the service prints at its start ([`issue`], [`check`],
//! [`complete`]), or by whoever runs the service at the command line ([`found`]). Either is done in
//! one unit of work, and once only: from then on there is no set-up, for ever.

pub mod check;
pub mod complete;
pub mod found;
pub mod issue;

use aiia_keys_domain::{
    Caller, EmailAddress, Member, MemberId, MemberName, NewMember, Organization, OrganizationId,
    OrganizationName, OrganizationSlug, Policy, RequestId, Role, Timestamp,
};
use aiia_keys_ports::{EntropyUnavailable, StoreError, UnitOfWork, generate_uuid};

use crate::{Env, member, organization};

/// The first organization.
#[derive(Clone, Debug)]
pub struct FirstOrganization {
    /// What members will name when they sign in.
    pub slug: OrganizationSlug,
    /// What people will call it.
    pub name: OrganizationName,
}

/// Its owner.
#[derive(Clone, Debug)]
pub struct FirstOwner {
    /// What they will sign in with.
    pub email: EmailAddress,
    /// What people call them.
    pub name: MemberName,
}

/// Both, in the making.
struct Founding {
    now: Timestamp,
    organization: Organization,
    owner: Member,
    events: (
        aiia_keys_domain::OrganizationEvent,
        aiia_keys_domain::MemberEvent,
    ),
    request: Option<RequestId>,
}

impl Founding {
    fn begin(
        env: &Env,
        organization: FirstOrganization,
        owner: FirstOwner,
        request: Option<RequestId>,
    ) -> Result<Self, EntropyUnavailable> {
        let now = env.clock.now();
        let id = OrganizationId::from_uuid(generate_uuid(&*env.entropy, now)?);
        let FirstOrganization { slug, name } = organization;
        let (organization, founded) = Organization::found(id, slug, name, Policy::default(), now);
        let new = NewMember {
            id: MemberId::from_uuid(generate_uuid(&*env.entropy, now)?),
            organization: id,
            email: owner.email,
            name: owner.name,
            role: Role::Owner,
        };
        let (owner, joined) = Member::join(new, now);
        Ok(Self {
            now,
            organization,
            owner,
            events: (founded, joined),
            request,
        })
    }

    /// Stores both with their entries in the trail: whoever runs the service founded them.
    async fn store(&self, work: &mut dyn UnitOfWork) -> Result<(), StoreError> {
        let operator = Caller {
            request: self.request.clone(),
            ..Caller::operator(self.organization.id())
        };
        work.organizations().insert(&self.organization).await?;
        organization::record(work, &operator, &self.events.0, self.now).await?;
        work.members().insert(&self.owner).await?;
        let by = (operator.actor, operator.request);
        member::record(work, by, self.owner.id(), &self.events.1, self.now).await
    }
}

/// Ends the set-up, if it did not end before: there is an organization.
pub(crate) async fn close(work: &mut dyn UnitOfWork, now: Timestamp) -> Result<(), StoreError> {
    // One that is completed stays as it is.
    if let Some(Ok(closed)) = work.setup().find().await?.map(|setup| setup.close(now)) {
        work.setup().save(&closed).await?;
    }
    Ok(())
}

#[cfg(test)]
mod testing;

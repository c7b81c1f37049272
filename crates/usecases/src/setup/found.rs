//! Setting the system up at the command line.

use aiia_keys_domain::{
    Actor, Invitation, InvitationToken, Member, MemberEvent, Organization, OrganizationSlug,
    Password, SetupRefused,
};
use aiia_keys_ports::{EntropyUnavailable, HashingFailed, StoreError};

use super::{FirstOrganization, FirstOwner, Founding};
use crate::{Env, member};

/// The first organization and its owner.
#[derive(Debug)]
pub struct Command {
    /// The organization.
    pub organization: FirstOrganization,
    /// Its owner.
    pub owner: FirstOwner,
    /// The owner's password; with none they are invited to set one.
    pub password: Option<Password>,
}

/// A system that was just set up.
#[derive(Debug)]
pub struct Founded {
    /// The organization.
    pub organization: Organization,
    /// Its owner.
    pub owner: Member,
    /// The owner's invitation, and its token, which is kept nowhere; none with a password.
    pub invitation: Option<(Invitation, InvitationToken)>,
}

/// The system is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is set up already.
    #[error("the system is set up already: found further organizations with `aiia-keys org found`")]
    SetUp,
    /// The short name is taken.
    #[error("the slug {0} is taken: choose another one")]
    SlugTaken(OrganizationSlug),
    /// The password could not be hashed.
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
}

impl From<SetupRefused> for Error {
    fn from(_: SetupRefused) -> Self {
        Self::SetUp
    }
}

/// Founds the first organization with its owner: all of it or nothing. Only whoever runs the service can.
///
/// # Errors
/// When the system is set up, or storage fails.
pub async fn found(env: &Env, command: Command) -> Result<Founded, Error> {
    let slug = command.organization.slug.clone();
    let founding = Founding::begin(env, command.organization, command.owner, None)?;
    let now = founding.now;
    let mut work = env.store.begin(founding.organization.id()).await?;
    let closed = work.setup().find().await?.ok_or(Error::SetUp)?.close(now)?;
    founding
        .store(&mut *work)
        .await
        .map_err(|error| match error {
            StoreError::Conflict(_) => Error::SlugTaken(slug),
            other => Error::Store(other),
        })?;
    let id = founding.owner.id();
    let invitation = if let Some(password) = command.password {
        let hash = env.passwords.hash(password).await?;
        work.members().save_password(id, &hash).await?;
        let by = (Actor::Operator, None);
        member::record(&mut *work, by, id, &MemberEvent::PasswordSet, now).await?;
        None
    } else {
        let token = member::make_token(env)?;
        let owner = founding.owner.clone();
        let invited = member::issue_invitation(&mut *work, owner, token, now).await?;
        Some((invited.invitation, invited.token))
    };
    work.setup().save(&closed).await?;
    work.commit().await?;
    Ok(Founded {
        organization: founding.organization,
        owner: founding.owner,
        invitation,
    })
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::Setup;
    use aiia_keys_ports::{
        PasswordHash,
        mock::{MockPasswordHasher, MockStore},
    };

    use super::*;
    use crate::{
        setup::testing::{expect_founding, open, organization, owner, with},
        testing::env,
    };

    fn command(password: Option<&str>) -> Command {
        Command {
            organization: organization(),
            owner: owner(),
            password: password.map(|text| Password::new(text).unwrap()),
        }
    }

    #[tokio::test]
    async fn an_owner_without_password_is_invited() {
        let mut work = with(Some(Setup::Unissued));
        expect_founding(&mut work, &["organization.founded", "member.joined"]);
        work.invitations
            .expect_replace()
            .once()
            .returning(|_, _| Ok(()));
        work.setup.expect_save().once().returning(|_| Ok(()));
        let (env, store) = env(MockStore::with(work));
        let founded = found(&env, command(None)).await.unwrap();
        let (invitation, _) = founded.invitation.unwrap();
        assert_eq!(invitation.member, founded.owner.id());
        assert_eq!(store.commits(), 1);
    }

    #[tokio::test]
    async fn an_owner_with_a_password_is_ready() {
        // An open link does not keep whoever runs the service from it.
        let mut work = with(Some(open()));
        expect_founding(
            &mut work,
            &[
                "organization.founded",
                "member.joined",
                "member.password_set",
            ],
        );
        work.members
            .expect_save_password()
            .once()
            .returning(|_, _| Ok(()));
        work.setup.expect_save().once().returning(|_| Ok(()));
        let (mut env, store) = env(MockStore::with(work));
        let mut passwords = MockPasswordHasher::new();
        passwords
            .expect_hash()
            .returning(|_| Ok(PasswordHash::new("$argon2id$…")));
        env.passwords = Box::new(passwords);
        let founded = found(&env, command(Some("correct horse battery")))
            .await
            .unwrap();
        assert!(founded.invitation.is_none());
        assert_eq!(store.commits(), 1);
    }

    #[tokio::test]
    async fn a_system_is_set_up_once() {
        let (env, store) = env(MockStore::with(with(None)));
        let refused = found(&env, command(None)).await.unwrap_err();
        assert!(matches!(refused, Error::SetUp), "{refused:?}");
        assert_eq!(store.commits(), 0);
    }
}

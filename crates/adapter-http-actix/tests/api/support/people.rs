//! Members, and their sessions.

use actix_web::test::TestRequest;
use aiia_keys_domain::{
    MemberId, MemberName, OrganizationId, Password, Role, Session, SessionId, SessionToken,
};
use aiia_keys_ports::generate_uuid;
use aiia_keys_usecases::{
    member::{accept, add},
    setup,
};

use super::{World, operator};

/// The password of every member who has one.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// A member, and the cookie of a session of theirs.
pub(crate) struct Person {
    pub(crate) id: MemberId,
    pub(crate) organization: OrganizationId,
    pub(crate) email: String,
    pub(crate) cookie: String,
}

impl World {
    /// A member of `ours` with this role, signed in a moment ago.
    pub(crate) async fn member(&self, role: Role) -> Person {
        self.member_of(self.ours, role).await
    }

    /// A member with this role, signed in a moment ago.
    pub(crate) async fn member_of(&self, organization: OrganizationId, role: Role) -> Person {
        let (invited, email) = self.invite(organization, role).await;
        let id = invited.member.id();
        let mut person = Person {
            id,
            organization,
            email,
            cookie: String::new(),
        };
        person.cookie = self.session(&person).await;
        person
    }

    /// A member of `ours` with [`PASSWORD`], not signed in.
    pub(crate) async fn member_with_password(&self, role: Role) -> Person {
        self.member_of_with_password(self.ours, role).await
    }

    /// A member with [`PASSWORD`], not signed in.
    pub(crate) async fn member_of_with_password(
        &self,
        organization: OrganizationId,
        role: Role,
    ) -> Person {
        let (invited, email) = self.invite(organization, role).await;
        let command = accept::Command {
            organization,
            token: invited.token,
            password: Password::new(PASSWORD).unwrap(),
            request: None,
        };
        let member = accept::accept(&self.env, command).await.unwrap();
        Person {
            id: member.id(),
            organization,
            email,
            cookie: String::new(),
        }
    }

    /// Makes the system one that is not set up; gives the token of its link.
    pub(crate) async fn not_set_up(&self) -> String {
        let client = self
            .database
            .connect(aiia_keys_test_support::Role::Admin)
            .await;
        let reopen = "UPDATE aiia_keys.setup SET completed_at = NULL";
        client.unwrap().execute(reopen, &[]).await.unwrap();
        let token = setup::issue::issue(&self.env).await.unwrap().unwrap();
        token.expose().to_owned()
    }

    /// A member who was invited and has no password yet, and their address.
    pub(crate) async fn invite(
        &self,
        organization: OrganizationId,
        role: Role,
    ) -> (aiia_keys_usecases::member::Invited, String) {
        let email = format!("{}@example.com", self.uuid().simple());
        let command = add::Command {
            email: email.parse().unwrap(),
            name: MemberName::new("A member").unwrap(),
            role,
        };
        let invited = add::add(&self.env, &operator(organization), command).await;
        (invited.unwrap(), email)
    }

    /// The cookie of one more session of a member.
    pub(crate) async fn session(&self, person: &Person) -> String {
        let mut random = [0; 32];
        self.env.entropy.fill(&mut random).unwrap();
        let token = SessionToken::generate(random);
        let (id, now) = (SessionId::from_uuid(self.uuid()), self.env.clock.now());
        let session = Session::begin(id, person.organization, person.id, now);
        let mut work = self.env.store.begin(person.organization).await.unwrap();
        let inserted = work.sessions().insert(&session, &token.digest()).await;
        inserted.unwrap();
        work.commit().await.unwrap();
        let value = token.expose();
        format!("__Host-aiia_session={}.{value}", person.organization)
    }

    fn uuid(&self) -> uuid::Uuid {
        generate_uuid(&*self.env.entropy, self.env.clock.now()).unwrap()
    }
}

/// A request as the browser of who is signed in sends it from a page of this service.
pub(crate) fn with_session(request: TestRequest, cookie: &str) -> TestRequest {
    from_this_origin(request.insert_header(("Cookie", cookie)))
}

/// A request that a page of this service causes.
pub(crate) fn from_this_origin(request: TestRequest) -> TestRequest {
    request.insert_header(("Sec-Fetch-Site", "same-origin"))
}

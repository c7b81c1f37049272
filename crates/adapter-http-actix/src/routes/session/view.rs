//! A session as the API shows it.

use actix_web::HttpResponse;
use aiia_keys_domain::{Member, Organization, Permission, Role, SessionLimits};
use aiia_keys_usecases::session::{Current, sign_in::SignedIn};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{problem::Problem, session, state::State};

/// The answer to who just signed in: the session, and the cookie that carries it.
pub(crate) fn begun(signed_in: &SignedIn, state: &State) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Created()
        .insert_header(("Location", "/api/v1/session"))
        .insert_header(session::cookie(signed_in)?)
        .json(SessionView::of(
            &signed_in.current,
            state.env.session_limits,
        )))
}

/// Who is signed in, where, and for how long.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub(crate) struct SessionView {
    /// Who signed in.
    member: SessionMember,
    /// Where they signed in.
    organization: SessionOrganization,
    /// What they may do: the accesses of the operations in this description that they may call.
    #[schema(example = json!(["read_keys", "read_trail", "read_policy", "read_members"]))]
    may: Vec<&'static str>,
    /// When they signed in.
    #[schema(format = DateTime, example = "2026-01-31T08:00:00Z")]
    created_at: String,
    /// It is accepted up to, not including, this instant, when it is not used any more until then.
    #[schema(format = DateTime, example = "2026-01-31T08:30:00Z")]
    idle_at: String,
    /// It is accepted up to, not including, this instant, however much it is used.
    #[schema(format = DateTime, example = "2026-01-31T20:00:00Z")]
    ends_at: String,
}

/// A member, as their session shows them.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionMember)]
struct SessionMember {
    /// Names the member; not secret.
    #[schema(format = "uuid", example = "01890a5d-ac96-774b-bcce-b302099a8057")]
    id: String,
    /// What they sign in with.
    #[schema(example = "ada@example.com")]
    email: String,
    /// What people call them.
    #[schema(example = "Ada")]
    name: String,
    /// `owner`, `administrator` or `auditor`.
    #[schema(example = "auditor")]
    role: &'static str,
}

/// An organization, as a session shows it.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionOrganization)]
struct SessionOrganization {
    /// Names it.
    #[schema(format = "uuid", example = "01890a5d-ac96-774b-bcce-b302099a8058")]
    id: String,
    /// What members name when they sign in.
    #[schema(example = "example-audit")]
    slug: String,
    /// What people call it.
    #[schema(example = "Example Audit")]
    name: String,
}

impl SessionView {
    pub(crate) fn of(current: &Current, limits: SessionLimits) -> Self {
        let Current {
            organization,
            member,
            session,
        } = current;
        Self {
            member: member.into(),
            organization: organization.into(),
            may: permissions(member.role()),
            created_at: session.created_at.to_string(),
            idle_at: session.idle_at(limits).to_string(),
            ends_at: session.ends_at(limits).to_string(),
        }
    }
}

fn permissions(role: Role) -> Vec<&'static str> {
    Permission::ALL
        .into_iter()
        .filter(|permission| role.may(*permission))
        .map(Permission::as_str)
        .collect()
}

impl From<&Member> for SessionMember {
    fn from(member: &Member) -> Self {
        Self {
            id: member.id().to_string(),
            email: member.email().to_string(),
            name: member.name().to_string(),
            role: member.role().as_str(),
        }
    }
}

impl From<&Organization> for SessionOrganization {
    fn from(organization: &Organization) -> Self {
        Self {
            id: organization.id().to_string(),
            slug: organization.slug().to_string(),
            name: organization.name().to_string(),
        }
    }
}

//! A member as the API shows them.

use aiia_keys_domain::{Member, MemberState};
use aiia_keys_usecases::member::Invited;
use serde::Serialize;
use utoipa::ToSchema;

/// A member of an organization.
#[derive(Serialize, ToSchema)]
#[schema(as = Member)]
pub(crate) struct MemberView {
    /// Names the member; not secret.
    #[schema(format = "uuid", example = "01890a5d-ac96-774b-bcce-b302099a8057")]
    id: String,
    /// What they sign in with.
    #[schema(example = "grace@example.com")]
    email: String,
    /// What people call them.
    #[schema(example = "Grace")]
    name: String,
    /// `owner`, `administrator` or `auditor`.
    #[schema(example = "administrator")]
    role: &'static str,
    /// When they joined.
    #[schema(format = DateTime, example = "2026-01-31T12:00:00Z")]
    created_at: String,
    /// When they were removed, if they were.
    #[schema(format = DateTime)]
    removed_at: Option<String>,
}

impl From<&Member> for MemberView {
    fn from(member: &Member) -> Self {
        Self {
            id: member.id().to_string(),
            email: member.email().to_string(),
            name: member.name().to_string(),
            role: member.role().as_str(),
            created_at: member.created_at().to_string(),
            removed_at: match member.state() {
                MemberState::Active => None,
                MemberState::Removed { at } => Some(at.to_string()),
            },
        }
    }
}

/// A member who was invited, with the invitation; or one whom a repeated request added before, without it.
#[derive(Serialize, ToSchema)]
#[schema(as = InvitedMember)]
pub(crate) struct InvitedView<'a> {
    #[serde(flatten)]
    member: MemberView,
    /// The invitation. This is the only time that it is shown: `null` in the answer to a repeat.
    #[schema(required = true)]
    invitation: Option<InvitationView<'a>>,
}

/// What a member sets their password with, once.
#[derive(Serialize, ToSchema)]
#[schema(as = Invitation)]
struct InvitationView<'a> {
    /// The organization that it is for.
    #[schema(format = "uuid", example = "01890a5d-ac96-774b-bcce-b302099a8058")]
    organization: String,
    /// Its secret: for the member alone.
    #[schema(example = "… (64 hexadecimal digits)")]
    token: &'a str,
    /// It can be accepted up to, not including, this instant.
    #[schema(format = DateTime, example = "2026-02-07T12:00:00Z")]
    expires_at: String,
}

impl<'a> From<&'a Invited> for InvitedView<'a> {
    fn from(invited: &'a Invited) -> Self {
        Self {
            member: (&invited.member).into(),
            invitation: Some(InvitationView {
                organization: invited.invitation.organization.to_string(),
                token: invited.token.expose(),
                expires_at: invited.invitation.expires_at.to_string(),
            }),
        }
    }
}

impl InvitedView<'_> {
    /// A member who was added before: the invitation was shown then.
    pub(crate) fn again(member: &Member) -> Self {
        Self {
            member: member.into(),
            invitation: None,
        }
    }
}

//! An organization's people.

pub(crate) mod accept;
pub(crate) mod add;
pub(crate) mod change_role;
pub(crate) mod find;
pub(crate) mod invite;
pub(crate) mod list;
pub(crate) mod remove;
pub(crate) mod sign_out;
pub(crate) mod view;

use aiia_keys_domain::Role;

use crate::problem::Problem;

/// Where a member is found.
fn location(id: aiia_keys_domain::MemberId) -> (&'static str, String) {
    ("Location", format!("/api/v1/members/{id}"))
}

/// What a member may do.
fn role(text: &str) -> Result<Role, Problem> {
    text.parse()
        .map_err(|error| Problem::field("role", format!("role: {error}")))
}

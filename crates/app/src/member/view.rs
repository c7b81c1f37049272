//! A member as people and programs read them.

use aiia_keys_domain::Member;
use aiia_keys_usecases::member::Invited;
use serde_json::{Value, json};

use super::Context;
use crate::output;

/// Members, one a line.
pub(super) fn table(members: &[Member]) -> String {
    let rows: Vec<_> = members
        .iter()
        .map(|member| {
            [
                member.id().to_string(),
                member.role().as_str().to_owned(),
                member.email().to_string(),
                member.name().to_string(),
            ]
        })
        .collect();
    output::table(["ID", "ROLE", "EMAIL", "NAME"], &rows)
}

/// One member on standard output.
pub(super) fn print(member: &Member, as_json: bool) {
    if as_json {
        output::result(format_args!("{:#}", json(member)));
    } else {
        output::result(table(std::slice::from_ref(member)));
    }
}

/// A member with the link of their invitation: this once, on standard output.
pub(super) fn print_invited(invited: &Invited, context: &Context) {
    let until = invited.invitation.expires_at;
    let token = invited.token.expose();
    let organization = invited.member.organization();
    // Behind `#`, so that a browser keeps it to itself: it stands in no server's log.
    let link = format!("{}/invitation#{organization}.{token}", context.public_url);
    if context.json {
        let mut shown = json(&invited.member);
        if let Value::Object(fields) = &mut shown {
            fields.insert("link".to_owned(), link.into());
            fields.insert("token".to_owned(), token.into());
            fields.insert("expires_at".to_owned(), until.to_string().into());
        }
        output::result(format_args!("{shown:#}"));
        return;
    }
    output::note(table(std::slice::from_ref(&invited.member)));
    output::note(format_args!(
        "With the invitation they set a password, until {until}. Its link is shown once, on standard output:"
    ));
    output::result(link);
}

/// A member as JSON.
pub(super) fn json(member: &Member) -> Value {
    json!({
        "id": member.id().to_string(),
        "email": member.email().to_string(),
        "name": member.name().as_str(),
        "role": member.role().as_str(),
        "created_at": member.created_at().to_string(),
    })
}

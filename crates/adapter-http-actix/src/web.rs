//! Settings → API Keys: the pages that people use.
//!
//! HTML made on the server, with the same use cases as the JSON API; no rule is written here.
//!
//! | to | look into |
//! |---|---|
//! | change a page | the file of its address: `keys/list.rs` is `/settings/keys` |
//! | change how a button, field, chip, notice or chart looks | `components/`, and `assets/page.css` |
//! | change a colour, size or time | `assets/tokens.css`, and nothing else |
//! | change what JavaScript adds | `assets/page.js` |
//! | change what stands around every page | `layout.rs` |
//! | change what everybody may read: the reference of the API, the pages of problems | `reference/`, `problems.rs` |
//!
//! # What must not change
//!
//! - A page needs a session and a permission, a form the session's token and an origin of ours;
//!   `visit.rs` is the one place that checks them.
//! - A key string stands in one answer to one `POST`, and a repeat of it does not show it again.
//! - Nothing comes from elsewhere, and no style or script stands in a page.

mod answer;
pub(crate) mod assets;
mod components;
mod form;
mod keys;
mod layout;
mod members;
mod names;
mod policy;
mod problems;
mod rate_limit;
mod reference;
mod session;
mod setup;
mod trail;
mod visit;
mod when;

use crate::routes::{Addresses, at};

/// Puts every page on its address.
pub(crate) fn routes(addresses: &mut Addresses) {
    at("/").get(answer::home).register(addresses);
    at("/settings").get(answer::home).register(addresses);
    at("/assets/{name}").get(assets::serve).register(addresses);
    at("/docs").get(reference::index).register(addresses);
    at("/docs/{tag}").get(reference::page).register(addresses);
    at("/problems").get(problems::index).register(addresses);
    at("/problems/{code}")
        .get(problems::page)
        .register(addresses);
    at("/setup/{token}")
        .get(setup::page)
        .post(setup::submit)
        .register(addresses);
    at("/sign-in")
        .get(session::sign_in::page)
        .post(session::sign_in::submit)
        .register(addresses);
    at("/sign-out")
        .post(session::sign_out::submit)
        .register(addresses);
    at("/settings/keys")
        .get(keys::list::page)
        .post(keys::generate::submit)
        .register(addresses);
    at("/settings/keys/new")
        .get(keys::generate::page)
        .register(addresses);
    at("/settings/keys/{id}")
        .get(keys::find::page)
        .register(addresses);
    at("/settings/keys/{id}/change")
        .get(keys::change::page)
        .post(keys::change::submit)
        .register(addresses);
    at("/settings/keys/{id}/rotate")
        .get(keys::rotate::page)
        .post(keys::rotate::submit)
        .register(addresses);
    at("/settings/keys/{id}/revoke")
        .get(keys::revoke::page)
        .post(keys::revoke::submit)
        .register(addresses);
    at("/settings/trail")
        .get(trail::list::page)
        .register(addresses);
    at("/settings/trail.csv")
        .get(trail::export::csv)
        .register(addresses);
    at("/settings/trail.jsonl")
        .get(trail::export::json)
        .register(addresses);
    at("/settings/members")
        .get(members::list::page)
        .post(members::add::submit)
        .register(addresses);
    at("/settings/members/new")
        .get(members::add::page)
        .register(addresses);
    at("/settings/members/{id}/role")
        .get(members::role::page)
        .post(members::role::submit)
        .register(addresses);
    at("/settings/members/{id}/invite")
        .get(members::invite::page)
        .post(members::invite::submit)
        .register(addresses);
    at("/settings/members/{id}/sign-out")
        .get(members::sign_out::page)
        .post(members::sign_out::submit)
        .register(addresses);
    at("/settings/members/{id}/remove")
        .get(members::remove::page)
        .post(members::remove::submit)
        .register(addresses);
    at("/invitation")
        .get(members::accept::page)
        .post(members::accept::submit)
        .register(addresses);
    at("/settings/policy")
        .get(policy::page)
        .post(policy::submit)
        .register(addresses);
}

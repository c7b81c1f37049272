//! The API's description, made from the code.

mod examples;
mod fields;
mod links;
mod parameters;
mod statuses;

use std::sync::OnceLock;

use aiia_keys_assurance::MediaTypes;
use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::{
    examples as example,
    operations::{Access, OPERATIONS},
    problem::Document,
    routes::{
        action_plans, connectors, entities, evidence, findings, forward_auth, health, hierarchy,
        keys, members, organization, own, recommendations, scopes, session, setup, sync,
        test_procedures, trail, verify,
        well_known::{key_format, security},
    },
    session::COOKIE_NAME,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "AIIA Keys",
        description = "Generates, lists, rotates, revokes and verifies API keys.\n\nPrograms present a key in the header `Authorization: ApiKey <key>` (`Bearer` is accepted too). People sign in (`POST /api/v1/session`) and their browser sends the cookie of the session; what changes something must then come from a page of this service. Two credentials in one request are refused. A key in an address is never read. Every answer carries `X-Request-Id`; failures are problem documents (RFC 9457) whose `type` is the address of a page that explains cause and cure. Parameters and fields that are not described are refused.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "Keys", description = "Managing an organization's keys"),
        (name = "Scopes", description = "What keys can be allowed to do"),
        (name = "Trail", description = "Who did what, and when"),
        (name = "Organization", description = "The rules for an organization's keys"),
        (name = "Members", description = "The people of an organization, and their roles"),
        (name = "Session", description = "Signing in and out"),
        (name = "Self", description = "The key that is presented"),
        (name = "Verification", description = "For gateways and services that are called with keys"),
        (name = "Universe", description = "What can be audited: an organization's entities and their hierarchy"),
        (name = "Findings", description = "What audits found, what is recommended, and what is done about it"),
        (name = "Synchronization", description = "Keeping the universe as an organization's own register tells it"),
        (name = "Evidence", description = "Test procedures, and the files that show what they found"),
        (name = "Operations", description = "For whoever runs the service or watches it"),
    ),
    paths(
        keys::generate::generate,
        keys::list::list,
        keys::find::find,
        keys::update::update,
        keys::rotate::rotate,
        keys::revoke::revoke,
        keys::usage::usage,
        scopes::list,
        trail::list,
        organization::find::find,
        organization::update::update,
        members::list::list,
        members::add::add,
        members::find::find,
        members::change_role::change_role,
        members::remove::remove,
        members::invite::invite,
        members::sign_out::sign_out,
        members::accept::accept,
        setup::complete::complete,
        session::sign_in::sign_in,
        session::find::find,
        session::sign_out::sign_out,
        own::find::find,
        own::revoke::revoke,
        forward_auth::authorize,
        verify::verify,
        entities::list::list,
        entities::find::find,
        hierarchy::hierarchy,
        findings::list::list,
        findings::create::create,
        findings::find::find,
        findings::update::update,
        recommendations::add::add,
        action_plans::add::add,
        action_plans::list::list,
        action_plans::find::find,
        action_plans::update::update,
        action_plans::log::log,
        sync::organization::synchronize,
        connectors::list::list,
        connectors::create::create,
        connectors::find::find,
        connectors::update::update,
        connectors::delete::delete,
        connectors::refresh::refresh,
        connectors::runs::list,
        connectors::run::find,
        test_procedures::list::list,
        test_procedures::create::create,
        test_procedures::find::find,
        test_procedures::attach::attach,
        evidence::upload::upload,
        evidence::list::list,
        evidence::find::find,
        evidence::content::content,
        health::live,
        health::ready,
        security::security,
        key_format::key_format,
    ),
    components(schemas(
        Document<'static>,
        keys::usage::UsageBucket,
        keys::view::KeyStatus,
        entities::view::EntityKind,
        findings::view::FindingStatus,
        findings::view::Severity,
        action_plans::view::ActionPlanStatus,
        evidence::view::EvidenceStatus,
        evidence::upload::OnRepeat,
    )),
)]
struct Description;

/// The API's description as an `OpenAPI` 3.1 document in JSON.
pub fn json() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| format!("{:#}\n", value()))
}

/// The same as a value.
pub(crate) fn value() -> Value {
    let mut document = serde_json::to_value(Description::openapi()).unwrap_or_default();
    document["components"]["securitySchemes"] = json!({
        "apiKey": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`ApiKey <key>`",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": COOKIE_NAME,
            "description": "Set by `POST /api/v1/session`",
        },
        "bearer": { "type": "http", "scheme": "bearer", "description": "The key as a bearer token" },
    });
    for operation in OPERATIONS {
        let method = operation.method.to_ascii_lowercase();
        if let Some(described) = document["paths"][operation.path].get_mut(method) {
            describe_access(described, operation.access);
            describe_body(described);
            describe_form(described);
            parameters::describe(described);
            if let Some(example) = example::find(operation.method, operation.path) {
                examples::describe(described, &example);
            }
            statuses::describe(described, operation.access);
        }
    }
    fields::describe(&mut document);
    links::describe(&mut document);
    document
}

/// A file says what it is, and is of a type that is taken.
fn describe_form(operation: &mut Value) {
    if let Some(form) = operation.pointer_mut("/requestBody/content/multipart~1form-data") {
        let taken = MediaTypes::default().to_string();
        form["encoding"] = json!({ "file": { "contentType": taken } });
    }
}

/// A body that may be left out is described as one; the macros know only bodies that must be there.
fn describe_body(operation: &mut Value) {
    if operation["requestBody"]["description"] == OPTIONAL_BODY {
        operation["requestBody"]["required"] = false.into();
    }
}

/// How an operation says so.
const OPTIONAL_BODY: &str = "May be left out";

/// What the table of operations knows: who may call it.
fn describe_access(operation: &mut Value, access: Access) {
    operation["x-access"] = access.as_str().into();
    let mut security = Vec::new();
    if access.is_for_keys() {
        security.extend([json!({ "apiKey": [] }), json!({ "bearer": [] })]);
    }
    if access.is_for_people() {
        security.push(json!({ "session": [] }));
    }
    if access != Access::Open {
        operation["security"] = security.into();
    }
}

#[cfg(test)]
mod tests;

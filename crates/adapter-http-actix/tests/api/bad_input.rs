//! Input that is wrong in every way that was thought of: each is refused with a problem that names
//! what is at fault, and changes nothing.

mod bodies;
mod changes;
mod connectors;
mod edges;
mod findings;
mod forms;
mod headers;
mod parameters;
mod people;
mod trees;
mod universe;

use actix_web::{http::header::HeaderValue, test::TestRequest};
use aiia_keys_domain::Role;

use crate::support::{Subject, World, presenting, request, with_session};

/// A request that is wrong, and what is said about it.
pub(crate) struct Case {
    /// Method and address; `{id}` is a key that exists.
    operation: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    code: &'static str,
    /// What is named as at fault; empty when nothing is.
    field: &'static str,
}

/// A body that is wrong.
const fn body(
    operation: &'static str,
    body: &'static str,
    code: &'static str,
    field: &'static str,
) -> Case {
    Case {
        operation,
        headers: &[("Content-Type", "application/json")],
        body,
        code,
        field,
    }
}

/// An address that is wrong.
const fn address(operation: &'static str, field: &'static str) -> Case {
    Case {
        operation,
        headers: &[],
        body: "",
        code: "invalid_parameter",
        field,
    }
}

impl Case {
    fn request(&self, id: &str) -> TestRequest {
        self.request_with(|text| text.replace("{id}", id))
    }

    /// The same, about what a subject has.
    fn about(&self, subject: &Subject) -> TestRequest {
        self.request_with(|text| {
            text.replace("{entity}", &subject.entity.to_string())
                .replace("{finding}", &subject.finding.to_string())
                .replace("{plan}", &subject.plan.to_string())
                .replace("{connector}", &subject.connector.to_string())
        })
    }

    fn request_with(&self, filled: impl Fn(&str) -> String) -> TestRequest {
        let (method, path) = self.operation.split_once(' ').unwrap();
        let mut request = request(method, &filled(path));
        for (name, value) in self.headers {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            request = request.append_header((*name, value));
        }
        request.set_payload(filled(self.body))
    }
}

/// Sends a wrong request, and checks that it is refused by name and changes nothing.
async fn assert_refused(world: &World, case: &Case, request: TestRequest) {
    let before = world.everything().await;
    let answer = world.send(request).await;
    let (status, code, field) = answer.outcome();
    let seen = (&*code, field.as_deref().unwrap_or_default());
    let shown = format!(
        "{} {:?} {}: {}",
        case.operation, case.headers, case.body, answer.body
    );
    assert_eq!(seen, (case.code, case.field), "{shown}");
    assert!((400..500).contains(&status), "{shown}");
    assert_eq!(world.everything().await, before, "{shown}");
}

#[actix_web::test]
async fn every_wrong_input_is_refused_by_name_and_changes_nothing() {
    let world = World::new().await;
    let target = world
        .key("read:findings write:findings")
        .await
        .id
        .to_string();
    let tables = [
        bodies::CASES,
        changes::CASES,
        headers::CASES,
        parameters::CASES,
    ];
    for case in tables.into_iter().flatten() {
        let request = presenting(case.request(&target), &world.admin.secret);
        assert_refused(&world, case, request).await;
    }
}

#[actix_web::test]
async fn every_wrong_input_about_what_scopes_protect_is_refused_by_name_and_changes_nothing() {
    let world = World::new().await;
    let subject = world.subject(world.ours).await;
    for case in [
        universe::CASES,
        findings::CASES,
        trees::CASES,
        connectors::CASES,
    ]
    .into_iter()
    .flatten()
    {
        let request = presenting(case.about(&subject), &world.admin.secret);
        assert_refused(&world, case, request).await;
    }
}

#[test]
fn at_least_three_hundred_wrong_inputs_are_kept() {
    let tables = [
        bodies::CASES,
        changes::CASES,
        headers::CASES,
        parameters::CASES,
        people::CASES,
        universe::CASES,
        findings::CASES,
        trees::CASES,
        connectors::CASES,
    ];
    let kept: usize = tables.iter().map(|table| table.len()).sum();
    assert!(kept >= 300, "{kept}");
}

#[actix_web::test]
async fn every_wrong_input_about_people_is_refused_by_name_and_changes_nothing() {
    let world = World::new().await;
    let owner = world.member(Role::Owner).await;
    let target = world.member(Role::Auditor).await.id.to_string();
    for case in people::CASES {
        let request = with_session(case.request(&target), &owner.cookie);
        assert_refused(&world, case, request).await;
    }
}

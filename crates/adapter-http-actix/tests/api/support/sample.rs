//! A sound call of each operation.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{Form, Subject, request};

/// A call that succeeds for who may.
pub(crate) struct Sample {
    pub(crate) method: String,
    /// With its parameters.
    pub(crate) path: String,
    pub(crate) body: Body,
}

/// What is sent with it.
pub(crate) enum Body {
    None,
    Json(Value),
    /// A form with one file: its name, its media type and what it holds.
    File(&'static str, &'static str, &'static str),
}

impl Sample {
    /// A call of an operation about a subject, or about what `id` names.
    pub(crate) fn of(method: &str, path: &str, subject: &Subject, id: &str) -> Self {
        let body = match (method, path) {
            ("POST", "/api/v1/keys") => Body::Json(json!({
                "label": "Another", "scopes": ["admin:keys"], "expiration": {"period": "30d"},
            })),
            ("PATCH", "/api/v1/keys/{id}") => Body::Json(json!({"label": "Renamed"})),
            ("POST", "/api/v1/members") => Body::Json(json!({
                "email": "grace@example.com", "name": "Grace", "role": "auditor",
            })),
            ("PATCH", "/api/v1/members/{id}") => Body::Json(json!({"role": "administrator"})),
            ("PATCH", "/api/v1/organization") => {
                Body::Json(json!({"policy": {"maximum_active_keys": 500}}))
            }
            ("POST", "/api/v1/verify") => Body::Json(json!({ "key": subject.key.secret })),
            ("POST", "/api/v1/findings") => Body::Json(json!({
                "entity": subject.entity.to_string(), "title": "Another", "description": "More.",
                "severity": "low",
            })),
            ("PATCH", "/api/v1/findings/{id}") => Body::Json(json!({"severity": "critical"})),
            ("POST", "/api/v1/findings/{id}/recommendations") => {
                Body::Json(json!({"text": "Let two people release every payment."}))
            }
            ("POST", "/api/v1/findings/{id}/action-plans") => Body::Json(json!({
                "description": "A second release.", "owner": "Head of Treasury",
                "due_on": "2027-03-31",
            })),
            ("PUT", "/api/v1/sync/organization") => Body::Json(json!({"entities": [
                {"code": "GRP", "kind": "legal_entity", "name": "Group", "parent": null},
            ]})),
            ("POST", "/api/v1/connectors") => Body::Json(json!({
                "name": "Group register", "url": "https://register.example.com/units.json",
                "format": "json", "credentials": {"scheme": "none"},
            })),
            ("PATCH", "/api/v1/connectors/{id}") => Body::Json(json!({"format": "declared"})),
            ("PATCH", "/api/v1/action-plans/{id}") => Body::Json(json!({"status": "in_progress"})),
            ("POST", "/api/v1/test-procedures") => Body::Json(json!({
                "entity": subject.entity.to_string(), "title": "Another", "description": "More.",
            })),
            ("POST", "/api/v1/test-procedures/{id}/evidence") => {
                Body::Json(json!({"evidence": [subject.evidence.to_string()]}))
            }
            ("POST", "/api/v1/evidence") => Body::File("a.txt", "text/plain", "walkthrough"),
            _ => Body::None,
        };
        let parameters = match (method, path) {
            // Nothing is done: the other operations are about entities that are not listed.
            ("PUT", "/api/v1/sync/organization") => "?dry_run=true",
            _ => "",
        };
        let run = subject.run.to_string();
        Self {
            method: method.to_owned(),
            path: path.replace("{id}", id).replace("{run}", &run) + parameters,
            body,
        }
    }

    /// As a request, without a credential.
    pub(crate) fn request(&self) -> TestRequest {
        let request = request(&self.method, &self.path);
        match &self.body {
            Body::None => request,
            Body::Json(body) => request.set_json(body),
            Body::File(name, media_type, content) => Form::new()
                .file(name, media_type, content.as_bytes())
                .on(request),
        }
    }
}

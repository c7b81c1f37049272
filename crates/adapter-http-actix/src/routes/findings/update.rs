//! `PATCH /api/v1/findings/{id}`

use actix_web::HttpResponse;
use aiia_keys_assurance::{
    EntityId, FindingDescription, FindingId, FindingRevision, FindingTitle,
    finding::update::{self, Command},
};
use aiia_keys_ports::Version;
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::FindingView;
use crate::{
    call::Call,
    etag::{IfMatch, etag},
    json::{Json, LONG, id, parsed, present},
    path::FindingPath,
    permission::WriteFindings,
    problem::{Document, Problem},
};

/// What to change; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UpdateFinding, example = json!({"severity": "critical", "status": "open"}))]
pub(crate) struct Body {
    /// Another entity; only while the finding is a draft.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, nullable = false, format = "uuid")]
    entity: Option<String>,
    /// Another title: one line of 1 to 200 characters.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, nullable = false, min_length = 1)]
    title: Option<String>,
    /// Another description: 1 to 20,000 characters.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, nullable = false, min_length = 1)]
    description: Option<String>,
    /// Another severity.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = super::view::Severity, required = false, nullable = false)]
    severity: Option<String>,
    /// What it becomes: one step along `draft`, `open`, `in_remediation`, `closed`, or from `closed` back to `in_remediation`.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = super::view::FindingStatus, required = false, nullable = false)]
    status: Option<String>,
}

impl Body {
    fn command(self, finding: FindingId, expected: Option<Version>) -> Result<Command, Problem> {
        let entity = self.entity.map(|entity| id(&entity, "entity"));
        let title = self.title.map(|title| FindingTitle::new(&title));
        let description = self.description.map(|text| FindingDescription::new(&text));
        let severity = self.severity.map(|text| parsed(&text, "severity"));
        let status = self.status.map(|text| parsed(&text, "status"));
        Ok(Command {
            id: finding,
            expected,
            revision: FindingRevision {
                entity: entity.transpose()?.map(EntityId::from_uuid),
                title: title.transpose()?,
                description: description.transpose()?,
                severity: severity.transpose()?,
            },
            status: status.transpose()?,
        })
    }
}

/// Change a finding
///
/// What it says, and where it stands: all of it is changed, or nothing. Remediation begins with an action plan, and a finding is closed when all of its plans are verified.
#[utoipa::path(
    patch, path = "/api/v1/findings/{id}", tag = "Findings", operation_id = "updateFinding",
    params(
        ("id" = String, Path, format = "uuid", description = "The finding's id"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the caller read: nothing is changed when it is another one by now", example = "\"3\""),
    ),
    request_body = Body,
    responses(
        (status = 200, description = "The finding as it is now", body = FindingView<'static>, headers(("ETag" = String, description = "The version of the finding"))),
        (status = 404, description = "There is no such finding in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "The finding's status does not allow it", body = Document<'static>, content_type = "application/problem+json"),
        (status = 412, description = "It was changed in the meantime", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn update(
    call: Call<WriteFindings, (FindingPath, IfMatch, Json<Body, LONG>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (FindingPath(id), IfMatch(expected), Json(body)),
        ..
    } = call;
    let command = body.command(id, expected)?;
    let finding = update::update(&state.assurance, &caller, command).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(finding.version))
        .json(FindingView::from(&finding.value)))
}

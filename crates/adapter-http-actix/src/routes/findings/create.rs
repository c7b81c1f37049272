//! `POST /api/v1/findings`

use actix_web::{HttpResponse, http::header::LOCATION};
use aiia_keys_assurance::{
    EntityId, FindingDescription, FindingTitle,
    finding::create::{self, Command},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::FindingView;
use crate::{
    call::Call,
    etag::etag,
    json::{Json, LONG, id, parsed, present, required},
    permission::WriteFindings,
    problem::{Document, Problem},
};

/// The finding to write down.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CreateFinding)]
pub(crate) struct Body {
    /// The entity that it is about.
    #[schema(value_type = String, required = true, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090b")]
    entity: Option<String>,
    /// What it is called: one line of 1 to 200 characters.
    #[schema(value_type = String, required = true, min_length = 1, example = "Payments are released by one person")]
    title: Option<String>,
    /// What was found, against which criteria, and why it matters: 1 to 20,000 characters.
    #[schema(value_type = String, required = true, min_length = 1, example = "Two of 40 payments had one signature.")]
    description: Option<String>,
    /// How serious it is.
    #[schema(value_type = super::view::Severity, required = true, example = "high")]
    severity: Option<String>,
    /// The day on which it was raised; today unless given.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, nullable = false, format = Date, example = "2026-01-31")]
    raised_on: Option<String>,
    /// Whether it is given to management at once, and is not a draft first; no unless given.
    #[serde(default)]
    #[schema(required = false, default = false)]
    issued: bool,
}

impl TryFrom<Body> for Command {
    type Error = Problem;

    fn try_from(body: Body) -> Result<Self, Problem> {
        Ok(Self {
            entity: EntityId::from_uuid(id(&required(body.entity, "entity")?, "entity")?),
            title: FindingTitle::new(&required(body.title, "title")?)?,
            description: FindingDescription::new(&required(body.description, "description")?)?,
            severity: parsed(&required(body.severity, "severity")?, "severity")?,
            raised_on: body
                .raised_on
                .map(|day| parsed(&day, "raised_on"))
                .transpose()?,
            issued: body.issued,
        })
    }
}

/// Write a finding down
///
/// As a draft, or issued to management at once.
#[utoipa::path(
    post, path = "/api/v1/findings", tag = "Findings", operation_id = "createFinding",
    request_body = Body,
    responses(
        (status = 201, description = "The finding", body = FindingView<'static>, headers(("ETag" = String, description = "The version of the finding"), ("Location" = String, description = "Where it is found"))),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn create(
    call: Call<WriteFindings, Json<Body, LONG>>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: Json(body),
        ..
    } = call;
    let finding = create::create(&state.assurance, &caller, body.try_into()?).await?;
    let location = format!("/api/v1/findings/{}", finding.value.data().id);
    Ok(HttpResponse::Created()
        .insert_header(etag(finding.version))
        .insert_header((LOCATION, location))
        .json(FindingView::from(&finding.value)))
}

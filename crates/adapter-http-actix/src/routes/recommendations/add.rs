//! `POST /api/v1/findings/{id}/recommendations`

use actix_web::{HttpResponse, http::header::LOCATION};
use aiia_keys_assurance::{
    RecommendationText,
    recommendation::add::{self, Command},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::RecommendationView;
use crate::{
    call::Call,
    json::{Json, LONG, required},
    path::FindingPath,
    permission::WriteFindings,
    problem::{Document, Problem},
};

/// The recommendation to submit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AddRecommendation)]
pub(crate) struct Body {
    /// What to do: 1 to 10,000 characters.
    #[schema(value_type = String, required = true, min_length = 1, example = "Let two people release every payment.")]
    text: Option<String>,
}

/// Submit a recommendation
///
/// On a finding that is not closed. It is read with the finding.
#[utoipa::path(
    post, path = "/api/v1/findings/{id}/recommendations", tag = "Findings", operation_id = "addRecommendation",
    params(("id" = String, Path, format = "uuid", description = "The finding's id")),
    request_body = Body,
    responses(
        (status = 201, description = "The recommendation", body = RecommendationView<'static>, headers(("Location" = String, description = "The finding that it is read with"))),
        (status = 404, description = "There is no such finding in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "The finding is closed, or has as many as are allowed", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn add(
    call: Call<WriteFindings, (FindingPath, Json<Body, LONG>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (FindingPath(finding), Json(body)),
        ..
    } = call;
    let text = RecommendationText::new(&required(body.text, "text")?)?;
    let command = Command { finding, text };
    let recommendation = add::add(&state.assurance, &caller, command).await?;
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, format!("/api/v1/findings/{finding}")))
        .json(RecommendationView::from(&recommendation)))
}

//! `POST /api/v1/test-procedures`

use actix_web::{HttpResponse, http::header::LOCATION};
use aiia_keys_assurance::{
    EntityId, TestProcedureDescription, TestProcedureTitle,
    test_procedure::create::{self, Command},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::TestProcedureView;
use crate::{
    call::Call,
    json::{Json, LONG, id, required},
    permission::WriteFindings,
    problem::{Document, Problem},
};

/// The test procedure to write down.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CreateTestProcedure)]
pub(crate) struct Body {
    /// The entity that is tested.
    #[schema(value_type = String, required = true, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090b")]
    entity: Option<String>,
    /// What it is called: one line of 1 to 200 characters.
    #[schema(value_type = String, required = true, min_length = 1, example = "Re-perform the release of payments")]
    title: Option<String>,
    /// What is done, with which sample, and what would count as an exception: 1 to 10,000 characters.
    #[schema(value_type = String, required = true, min_length = 1, example = "Take 40 payments and look for two signatures.")]
    description: Option<String>,
}

impl TryFrom<Body> for Command {
    type Error = Problem;

    fn try_from(body: Body) -> Result<Self, Problem> {
        let description = required(body.description, "description")?;
        Ok(Self {
            entity: EntityId::from_uuid(id(&required(body.entity, "entity")?, "entity")?),
            title: TestProcedureTitle::new(&required(body.title, "title")?)?,
            description: TestProcedureDescription::new(&description)?,
        })
    }
}

/// Write a test procedure down
///
/// Evidence is attached to it. It never changes: another one is written down instead.
#[utoipa::path(
    post, path = "/api/v1/test-procedures", tag = "Evidence", operation_id = "createTestProcedure",
    request_body = Body,
    responses(
        (status = 201, description = "The test procedure", body = TestProcedureView<'static>, headers(("Location" = String, description = "Where it is found"))),
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
    let procedure = create::create(&state.assurance, &caller, body.try_into()?).await?;
    let location = format!("/api/v1/test-procedures/{}", procedure.id);
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, location))
        .json(TestProcedureView::from(&procedure)))
}

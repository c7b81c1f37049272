//! `POST /api/v1/connectors`

use actix_web::{HttpResponse, http::header::LOCATION};
use aiia_keys_assurance::{
    ConnectorName, SourceCredentials, SourceFormat, SourceReach, SourceUrl,
    connector::create::{self, Command},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{credentials::CredentialsBody, view::ConnectorView};
use crate::{
    call::Call,
    etag::etag,
    json::{Json, parsed, required},
    permission::Sync,
    problem::{Document, Problem},
};

/// The connector to create.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CreateConnector)]
pub(crate) struct Body {
    /// What people call it: one line of 1 to 120 characters.
    #[schema(value_type = String, required = true, min_length = 1, example = "Group register")]
    name: Option<String>,
    /// What is fetched: an `https` address without credentials in it, at most 2,000 bytes.
    #[schema(value_type = String, required = true, format = "uri", example = "https://register.example.com/units.json")]
    url: Option<String>,
    /// How the source writes the universe; as its `Content-Type` says unless given.
    #[schema(value_type = Option<super::view::SourceFormat>)]
    format: Option<String>,
    /// What the source is shown; nothing unless given.
    credentials: Option<CredentialsBody>,
}

impl Body {
    fn command(self, reach: SourceReach) -> Result<Command, Problem> {
        let format = self.format.map(|format| parsed(&format, "format"));
        let credentials = self.credentials.map(SourceCredentials::try_from);
        Ok(Command {
            name: ConnectorName::new(&required(self.name, "name")?)?,
            url: SourceUrl::new(&required(self.url, "url")?, reach)?,
            format: format.transpose()?.unwrap_or(SourceFormat::Declared),
            credentials: credentials.transpose()?.unwrap_or(SourceCredentials::None),
        })
    }
}

/// Create a connector
///
/// Names a source that the universe can be pulled from. Nothing is fetched before `POST /api/v1/connectors/{id}/refresh`. The source must be on the public internet and speak TLS, unless whoever runs the service allows others.
#[utoipa::path(
    post, path = "/api/v1/connectors", tag = "Synchronization", operation_id = "createConnector",
    request_body = Body,
    responses(
        (status = 201, description = "The connector", body = ConnectorView<'static>, headers(("Location" = String, description = "Where it is found"), ("ETag" = String, description = "The version of the connector"))),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn create(call: Call<Sync, Json<Body>>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: Json(body),
        ..
    } = call;
    let command = body.command(state.assurance.connector_rules.reach)?;
    let connector = create::create(&state.assurance, &caller, command).await?;
    let location = format!("/api/v1/connectors/{}", connector.value.id);
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, location))
        .insert_header(etag(connector.version))
        .json(ConnectorView::from(&connector.value)))
}

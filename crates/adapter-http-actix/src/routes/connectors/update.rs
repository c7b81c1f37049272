//! `PATCH /api/v1/connectors/{id}`

use actix_web::HttpResponse;
use aiia_keys_assurance::{
    ConnectorId, ConnectorName, SourceCredentials, SourceReach, SourceUrl,
    connector::update::{self, Command},
};
use aiia_keys_ports::Version;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{credentials::CredentialsBody, view::ConnectorView};
use crate::{
    call::Call,
    etag::{IfMatch, etag},
    json::{Json, parsed, present},
    path::ConnectorPath,
    permission::Sync,
    problem::{Document, Problem},
};

/// What to change; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UpdateConnector, example = json!({"format": "csv"}))]
pub(crate) struct Body {
    /// Another name: one line of 1 to 120 characters.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, nullable = false, min_length = 1)]
    name: Option<String>,
    /// Another address. Where its scheme, host or port is another, the credentials have to be given anew.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, nullable = false, format = "uri")]
    url: Option<String>,
    /// Another format.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = super::view::SourceFormat, required = false, nullable = false)]
    format: Option<String>,
    /// Other credentials.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = CredentialsBody, required = false, nullable = false)]
    credentials: Option<CredentialsBody>,
}

impl Body {
    fn command(
        self,
        id: ConnectorId,
        expected: Option<Version>,
        reach: SourceReach,
    ) -> Result<Command, Problem> {
        let name = self.name.map(|name| ConnectorName::new(&name));
        let url = self.url.map(|url| SourceUrl::new(&url, reach));
        let format = self.format.map(|format| parsed(&format, "format"));
        let credentials = self.credentials.map(SourceCredentials::try_from);
        Ok(Command {
            id,
            expected,
            name: name.transpose()?,
            url: url.transpose()?,
            format: format.transpose()?,
            credentials: credentials.transpose()?,
        })
    }
}

/// Change a connector
///
/// Name, address, format and credentials. A run that goes on is not affected.
#[utoipa::path(
    patch, path = "/api/v1/connectors/{id}", tag = "Synchronization", operation_id = "updateConnector",
    params(
        ("id" = String, Path, format = "uuid", description = "The connector's id"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the caller read: nothing is changed when it is another one by now", example = "\"3\""),
    ),
    request_body = Body,
    responses(
        (status = 200, description = "The connector as it is now", body = ConnectorView<'static>, headers(("ETag" = String, description = "The version of the connector"))),
        (status = 404, description = "There is no such connector in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 412, description = "It was changed in the meantime", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn update(
    call: Call<Sync, (ConnectorPath, IfMatch, Json<Body>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (ConnectorPath(id), IfMatch(expected), Json(body)),
        ..
    } = call;
    let reach = state.assurance.connector_rules.reach;
    let command = body.command(id, expected, reach)?;
    let connector = update::update(&state.assurance, &caller, command).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(connector.version))
        .json(ConnectorView::from(&connector.value)))
}

//! `POST /api/v1/evidence`

use actix_web::{HttpResponse, http::header::LOCATION};
use aiia_keys_assurance::evidence::upload;
use utoipa::ToSchema;

use super::view::EvidenceView;
use crate::{
    call::Call,
    permission::WriteEvidence,
    problem::{Document, Problem},
    upload::Form,
};

/// The file to upload. `file` comes last: what is said about it must be known before it.
#[derive(ToSchema)]
#[schema(as = UploadEvidence)]
#[expect(dead_code, reason = "only its fields are used, to describe the API")]
pub(crate) struct Body {
    /// The BLAKE3 digest of the file, as 64 hexadecimal digits: another content is refused.
    #[schema(
        required = false,
        nullable = false,
        example = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
    )]
    digest: Option<String>,
    /// What to do when the caller has uploaded the same content before: `keep` another file (unless
    /// given), or `reuse` the one that is there.
    #[schema(value_type = OnRepeat, required = false, nullable = false)]
    on_repeat: Option<String>,
    /// The file, with its name and its media type.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// What to do when the caller has uploaded the same content before.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its names are used, to describe the API")]
pub(crate) enum OnRepeat {
    /// Keep it as another file.
    Keep,
    /// Answer with the file that is there.
    Reuse,
}

/// Upload evidence
///
/// A form with a file, which is stored as it arrives. The file can be seen when all of it is there and known to be what it should be, and not before; an upload that breaks off leaves nothing. A key reads none of it back.
#[utoipa::path(
    post, path = "/api/v1/evidence", tag = "Evidence", operation_id = "uploadEvidence",
    request_body(content = Body, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The evidence", body = EvidenceView<'static>, headers(("Location" = String, description = "Where people find it"))),
        (status = 200, description = "The evidence that was there before: `on_repeat` is `reuse`", body = EvidenceView<'static>, headers(("Location" = String, description = "Where people find it"))),
        (status = 408, description = "The file did not arrive in time", body = Document<'static>, content_type = "application/problem+json"),
        (status = 413, description = "The file is too large", body = Document<'static>, content_type = "application/problem+json"),
        (status = 415, description = "The body is no form, or files of this type are not taken", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used, or the file is not what it should be", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn upload(call: Call<WriteEvidence, Form>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: form,
        ..
    } = call;
    let (command, mut file) = form.until_file().await?;
    let uploaded = match upload::upload(&state.assurance, &caller, command, &mut file).await {
        Ok(uploaded) => uploaded,
        Err(error) => {
            let told = Problem::from(error);
            return Err(file.into_failure().unwrap_or(told));
        }
    };
    let evidence = &uploaded.evidence.value;
    let view = EvidenceView::of(evidence)
        .ok_or_else(|| Problem::internal("evidence that was uploaded has no content"))?;
    let mut response = if uploaded.reused {
        HttpResponse::Ok()
    } else {
        HttpResponse::Created()
    };
    let location = format!("/api/v1/evidence/{}", evidence.data().id);
    Ok(response.insert_header((LOCATION, location)).json(view))
}

//! `GET /api/v1/evidence/{id}/content`

use actix_web::{
    HttpResponse,
    body::SizedStream,
    http::header::{
        CONTENT_TYPE, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
    },
};
use aiia_keys_assurance::{Evidence, EvidenceReader, MediaTypes, evidence::read};
use futures_util::stream;

use crate::{
    call::Call,
    path::EvidencePath,
    permission::ReadEvidenceContent,
    problem::{Document, Problem},
};

/// Download evidence
///
/// To be saved, not shown: as an attachment under the name of the file. For people: no key reads evidence.
#[utoipa::path(
    get, path = "/api/v1/evidence/{id}/content", tag = "Evidence", operation_id = "downloadEvidence",
    params(("id" = String, Path, format = "uuid", description = "The evidence's id")),
    responses(
        (status = 200, description = "What the file holds", content_type = "*/*", headers(("Content-Disposition" = String, description = "`attachment`, with the name of the file"))),
        (status = 404, description = "There is no such evidence in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn content(
    call: Call<ReadEvidenceContent, EvidencePath>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: EvidencePath(id),
        ..
    } = call;
    let reading = read::read(&state.assurance, &caller, id).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type(&reading.evidence)))
        .insert_header(attachment(&reading.evidence))
        .body(SizedStream::new(
            reading.content.size,
            pieces(reading.reader),
        )))
}

/// What a browser might run is not told apart from any other bytes.
fn media_type(evidence: &Evidence) -> String {
    let media_type = &evidence.data().media_type;
    if MediaTypes::default().allow(media_type) {
        media_type.to_string()
    } else {
        "application/octet-stream".to_owned()
    }
}

fn attachment(evidence: &Evidence) -> ContentDisposition {
    let name = evidence.data().file_name.as_str();
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        })],
    }
}

/// A failure on the way breaks the answer off: its length then tells that it is not whole.
fn pieces(
    reader: Box<dyn EvidenceReader>,
) -> impl stream::Stream<Item = Result<actix_web::web::Bytes, aiia_keys_ports::StoreError>> {
    stream::try_unfold(reader, async |mut reader| {
        let piece = reader.next().await?;
        Ok(piece.map(|piece| (piece, reader)))
    })
}

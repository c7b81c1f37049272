//! `GET /.well-known/api-key-format.json`

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{call::state, problem::Problem};

/// How the keys of this service are written, for scanners that look for leaked ones.
#[derive(Serialize, ToSchema)]
#[schema(as = KeyFormat)]
pub(crate) struct FormatView {
    /// The environment whose keys are accepted here.
    #[schema(example = "live")]
    environment: &'static str,
    /// What every key begins with.
    #[schema(example = "aiia_key_live_")]
    prefix: String,
    /// The length of every key, in characters, all of them ASCII.
    #[schema(example = 64)]
    length: usize,
    /// A regular expression that every key matches.
    #[schema(example = "aiia_key_live_[0-9A-Za-z]{50}")]
    pattern: String,
    /// How to tell a key from a look-alike without asking anyone.
    checksum: ChecksumView,
    /// Whoever found a key can end it here, by presenting it.
    #[schema(example = "/api/v1/self/revoke")]
    revoke: &'static str,
}

/// The checksum at the end of a key.
#[derive(Serialize, ToSchema)]
#[schema(as = KeyChecksum)]
pub(crate) struct ChecksumView {
    /// Over everything before it.
    #[schema(example = "CRC-32/ISO-HDLC")]
    algorithm: &'static str,
    /// The digits, in ascending order of their values; zero-padded on the left.
    #[schema(example = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")]
    digits: &'static str,
    /// How many of them stand at the end of a key.
    #[schema(example = 6)]
    length: usize,
}

/// Learn how keys are written
#[utoipa::path(
    get, path = "/.well-known/api-key-format.json", tag = "Operations", operation_id = "keyFormat",
    responses((status = 200, description = "The format of keys", body = FormatView)),
)]
pub(crate) async fn key_format(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let format = &state(&request)?.env.format;
    Ok(HttpResponse::Ok().json(FormatView {
        environment: format.environment().as_str(),
        prefix: format.head().to_owned(),
        length: format.key_len(),
        pattern: format.pattern(),
        checksum: ChecksumView {
            algorithm: "CRC-32/ISO-HDLC",
            digits: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            length: 6,
        },
        revoke: "/api/v1/self/revoke",
    }))
}

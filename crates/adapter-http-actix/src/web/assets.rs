//! Styles, script and icon: files beside this one, in the binary, at addresses that change with their contents.

use std::sync::LazyLock;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
};

use crate::problem::Problem;

/// A file that pages refer to.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Where it is served: the name holds a checksum of the contents.
    pub(crate) address: String,
    media_type: &'static str,
    contents: &'static str,
}

impl Asset {
    fn new(name: &str, extension: &str, media_type: &'static str, contents: &'static str) -> Self {
        let fingerprint = crc32fast::hash(contents.as_bytes());
        Self {
            address: format!("/assets/{name}.{fingerprint:08x}.{extension}"),
            media_type,
            contents,
        }
    }
}

/// Colours, sizes and times, light and dark.
pub(crate) static TOKENS: LazyLock<Asset> = LazyLock::new(|| {
    let contents = include_str!("assets/tokens.css");
    Asset::new("tokens", "css", "text/css; charset=utf-8", contents)
});
/// The components.
pub(crate) static STYLES: LazyLock<Asset> = LazyLock::new(|| {
    let contents = include_str!("assets/page.css");
    Asset::new("page", "css", "text/css; charset=utf-8", contents)
});
/// What the pages gain with JavaScript.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let contents = include_str!("assets/page.js");
    Asset::new("page", "js", "text/javascript; charset=utf-8", contents)
});
/// The picture in the browser's tab.
pub(crate) static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let contents = include_str!("assets/icon.svg");
    Asset::new("icon", "svg", "image/svg+xml", contents)
});

/// `GET /assets/{name}`: kept by browsers for good, since other contents have another address.
pub(crate) async fn serve(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let asked = request.path();
    let assets: [&Asset; 4] = [&TOKENS, &STYLES, &SCRIPT, &ICON];
    let Some(asset) = assets.into_iter().find(|asset| asset.address == asked) else {
        return Err(Problem::not_found(
            "there is no such file: load the page again",
        ));
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, asset.media_type))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.contents))
}

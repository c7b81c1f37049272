//! Pictures of the pages for the documentation.

use std::{env, fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use super::Browser;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/screenshots");

/// A picture shows no secret, not even a dead one: of keys the last four characters stay, of the
/// tokens of invitations nothing.
const MASK: &str = r"
    for (const part of document.querySelectorAll('[data-secret]')) {
        part.real = part.textContent;
        part.textContent = part.real
            .replace(/(aiia_key_live_)[0-9A-Za-z]{46}/g, '$1' + '•'.repeat(46))
            .replace(/[0-9a-f]{64}/g, '•'.repeat(64));
    }";

/// What is shown is the secret again.
const UNMASK: &str = r"
    for (const part of document.querySelectorAll('[data-secret]')) part.textContent = part.real;";

impl Browser {
    /// Rewrites a picture, when it was asked for: a run of the tests leaves no trace otherwise.
    pub(crate) async fn picture(&self, name: &str) {
        if env::var_os("UPDATE_SCREENSHOTS").is_none() {
            return;
        }
        self.script(MASK).await;
        let shot = self
            .devtools("Page.captureScreenshot", json!({ "format": "png" }))
            .await;
        self.script(UNMASK).await;
        let bytes = STANDARD.decode(shot["data"].as_str().unwrap()).unwrap();
        fs::create_dir_all(FOLDER).unwrap();
        fs::write(Path::new(FOLDER).join(format!("{name}.png")), bytes).unwrap();
    }
}

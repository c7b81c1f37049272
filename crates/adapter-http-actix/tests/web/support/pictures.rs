//! Pictures of the pages for the documentation.

use std::{env, fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use super::Browser;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/screenshots");

impl Browser {
    /// Rewrites a picture, when it was asked for: a run of the tests leaves no trace otherwise.
    pub(crate) async fn picture(&self, name: &str) {
        if env::var_os("UPDATE_SCREENSHOTS").is_none() {
            return;
        }
        let shot = self
            .devtools("Page.captureScreenshot", json!({ "format": "png" }))
            .await;
        let bytes = STANDARD.decode(shot["data"].as_str().unwrap()).unwrap();
        fs::create_dir_all(FOLDER).unwrap();
        fs::write(Path::new(FOLDER).join(format!("{name}.png")), bytes).unwrap();
    }
}

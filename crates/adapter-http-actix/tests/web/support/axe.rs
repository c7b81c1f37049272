//! axe, which finds what keeps people with disabilities out.

use std::{fs, path::Path};

use serde_json::Value;

use super::Browser;

/// Where `xtask` puts it.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/axe/axe.min.js");

const RUN: &str = "const done = arguments[arguments.length - 1]; \
    axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }) \
       .then((found) => done(found.violations), (error) => done(String(error)));";

impl Browser {
    /// What axe finds on the page as it stands: nothing, if all is well.
    pub(crate) async fn barriers(&self) -> Vec<String> {
        let axe = fs::read_to_string(Path::new(FILE))
            .expect("target/axe/axe.min.js is there: `cargo xtask ci --only tests` brings it");
        self.client.execute(&axe, vec![]).await.unwrap();
        let found = self.client.execute_async(RUN, vec![]).await.unwrap();
        let found = found
            .as_array()
            .unwrap_or_else(|| panic!("axe failed: {found}"));
        found.iter().flat_map(describe).collect()
    }

    /// Looks for barriers in light and in dark.
    pub(crate) async fn no_barriers(&self) {
        for dark in [false, true] {
            self.dark(dark).await;
            assert_eq!(
                self.barriers().await,
                Vec::<String>::new(),
                "dark: {dark}, on {}",
                self.place().await
            );
        }
        self.dark(false).await;
    }
}

fn describe(violation: &Value) -> Vec<String> {
    let nodes = violation["nodes"].as_array().unwrap();
    let of = |node: &Value| {
        format!(
            "{}: {} {}",
            violation["id"], node["html"], node["failureSummary"]
        )
    };
    nodes.iter().map(of).collect()
}

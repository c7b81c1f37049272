//! The browser's driver, as a process of its own.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::MetadataExt as _,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Ends, with every browser that it started, when dropped.
pub(crate) struct Driver {
    process: Child,
    port: u16,
    profile: TempDir,
}

impl Driver {
    pub(crate) fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts: `cargo xtask ci --only tests` installs it");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines
            .find_map(|line| {
                let line = line.unwrap();
                line.strip_prefix("ChromeDriver was started successfully on port ")?
                    .trim_end_matches('.')
                    .parse()
                    .ok()
            })
            .expect("chromedriver says on which port it listens");
        Self {
            process,
            port,
            profile: TempDir::new().unwrap(),
        }
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A browser without a window, with a profile of its own, that keeps its console for us.
    pub(crate) fn capabilities(&self) -> serde_json::Map<String, Value> {
        let mut arguments = vec![
            "--headless=new".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--no-first-run".to_owned(),
            "--no-default-browser-check".to_owned(),
            "--hide-scrollbars".to_owned(),
            "--force-device-scale-factor=1".to_owned(),
            "--lang=en-GB".to_owned(),
            format!("--user-data-dir={}", self.profile.path().display()),
        ];
        // Chromium's sandbox refuses to work for root, as containers run tests.
        if fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0) {
            arguments.push("--no-sandbox".to_owned());
        }
        let mut options = json!({ "args": arguments });
        if let Some(binary) = env::var_os("CHROMIUM") {
            options["binary"] = json!(binary.to_str().unwrap());
        }
        let capabilities = json!({
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
            "unhandledPromptBehavior": "ignore",
            // On a busy machine axe takes its time.
            "timeouts": { "script": 240_000 },
        });
        capabilities.as_object().unwrap().clone()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to end, the driver ends its browsers first; a test that failed left one.
        if let Ok(mut connection) = TcpStream::connect(("127.0.0.1", self.port)) {
            let host = self.port;
            let _ = write!(
                connection,
                "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{host}\r\nConnection: close\r\n\r\n"
            );
            let _ = connection.read_to_end(&mut Vec::new());
        } else {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

//! Debian's nginx as a child process, with a folder and an address of its own.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{self, Child, ChildStderr, Command, Stdio},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

const DEPLOY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/nginx");
/// What `deploy/` leaves to whoever runs nginx: one process, and nothing outside its folder.
const MAIN: &str = "
master_process off;
daemon off;
pid nginx.pid;
error_log stderr notice;
events {}
http {
    access_log stderr;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include aiia-keys.conf;
}
";

pub(super) struct Nginx {
    child: Child,
    log: BufReader<ChildStderr>,
    said: String,
    address: String,
}

impl Nginx {
    pub(super) fn start(home: &Path, keys: &str, protected: &str) -> Self {
        let prefix = home.join("nginx");
        fs::create_dir(&prefix).unwrap();
        let address = address();
        let template = fs::read_to_string(format!("{DEPLOY}/aiia-keys.conf.template")).unwrap();
        let filled = template
            .replace("${AIIA_KEYS_ADDRESS}", keys)
            .replace("${PROTECTED_ADDRESS}", protected)
            .replace("${GATEWAY_LISTEN}", &address);
        fs::write(prefix.join("aiia-keys.conf"), filled).unwrap();
        fs::copy(
            format!("{DEPLOY}/aiia-keys-authorize.conf"),
            prefix.join("aiia-keys-authorize.conf"),
        )
        .unwrap();
        fs::write(prefix.join("nginx.conf"), MAIN).unwrap();
        let mut child = Command::new(program())
            .args(["-c", "nginx.conf", "-e", "stderr", "-p"])
            .arg(&prefix)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let mut nginx = Self {
            child,
            log,
            said: String::new(),
            address,
        };
        // Said when its sockets are open.
        while !nginx.said.contains("event method") {
            let read = nginx.log.read_line(&mut nginx.said).unwrap();
            assert_ne!(read, 0, "nginx does not start: {}", nginx.said);
        }
        nginx
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Ends it; gives its log.
    pub(super) fn stop(mut self) -> String {
        self.end();
        let mut said = std::mem::take(&mut self.said);
        self.log.read_to_string(&mut said).unwrap();
        said
    }

    fn end(&mut self) {
        kill(
            Pid::from_raw(self.child.id().try_into().unwrap()),
            Signal::SIGTERM,
        )
        .ok();
        self.child.wait().ok();
    }
}

/// A test that fails leaves nothing running.
impl Drop for Nginx {
    fn drop(&mut self) {
        if self.child.try_wait().ok().flatten().is_none() {
            self.end();
        }
    }
}

/// A loopback address that no other process of this test run uses: the whole of 127.0.0.0/8 is this machine.
fn address() -> String {
    let [_, high, middle, low] = process::id().to_be_bytes();
    format!("127.{}.{middle}.{low}:18080", 64 + high % 64)
}

/// Debian keeps it out of the path of ordinary users.
fn program() -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin")])
        .map(|folder| folder.join("nginx"))
        .find(|program| program.is_file());
    assert!(
        found.is_some(),
        "nginx is needed: install the package `nginx` (Debian, Ubuntu: `sudo apt-get install nginx`)"
    );
    found.unwrap()
}

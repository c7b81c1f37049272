//! How a client reaches the server.

use std::{
    fmt::Write as _,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

/// What a client needs to connect; it holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The folder of the Unix socket, which stands for the host.
    pub socket_folder: PathBuf,
    /// The port, which is only part of the socket's file name here.
    pub port: u16,
    /// The role to log in as.
    pub role: String,
    /// The database to use.
    pub database: String,
}

impl Connection {
    /// The connection as a URL that libpq, `tokio-postgres` and `diesel-async` understand.
    ///
    /// ```
    /// use aiia_keys_postgres::embedded::Connection;
    ///
    /// let connection = Connection {
    ///     socket_folder: "/srv/keys/socket".into(),
    ///     port: 5432,
    ///     role: "aiia_app".into(),
    ///     database: "aiia keys".into(),
    /// };
    /// assert_eq!(connection.url(), "postgresql://aiia_app@%2Fsrv%2Fkeys%2Fsocket:5432/aiia%20keys");
    /// ```
    pub fn url(&self) -> String {
        let Self {
            socket_folder,
            port,
            role,
            database,
        } = self;
        format!(
            "postgresql://{}@{}:{port}/{}",
            encode(role.as_bytes()),
            encode_path(socket_folder),
            encode(database.as_bytes()),
        )
    }
}

fn encode_path(path: &Path) -> String {
    encode(path.as_os_str().as_bytes())
}

/// Percent-encodes all but RFC 3986's unreserved characters.
fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

//! What stands between the service and the server, and can cut or silence the way.

use std::{
    path::PathBuf,
    sync::Arc,
    sync::atomic::{AtomicBool, Ordering},
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{UnixListener, UnixStream},
    task::JoinSet,
};
use tokio_postgres::{Config, config::Host};

/// A socket that leads to the server of a database.
pub(crate) struct Proxy {
    folder: TempDir,
    silent: Arc<AtomicBool>,
    connections: tokio::task::JoinHandle<()>,
}

impl Proxy {
    pub(crate) fn new(server: &Config) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let silent = Arc::new(AtomicBool::new(false));
        let (socket, flag) = (socket(server), Arc::clone(&silent));
        let connections = tokio::spawn(async move {
            // Dropped with this task, and so are the connections.
            let mut open = JoinSet::new();
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let server = UnixStream::connect(&socket).await.unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                open.spawn(carry(from_client, to_server, Arc::default()));
                open.spawn(carry(from_server, to_client, Arc::clone(&flag)));
            }
        });
        Self {
            folder,
            silent,
            connections,
        }
    }

    /// The URL of this way for a role and a database.
    pub(crate) fn url(&self, role: &str, database: &str) -> String {
        let folder = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgresql://{role}@{folder}:5432/{database}")
    }

    /// From now on the server's answers get lost.
    pub(crate) fn silence(&self) {
        self.silent.store(true, Ordering::SeqCst);
    }

    /// Closes every connection.
    pub(crate) fn cut(&self) {
        self.connections.abort();
    }
}

/// The socket of a server that listens on one.
pub(crate) fn socket(server: &Config) -> PathBuf {
    let port = server.get_ports().first().copied().unwrap_or(5432);
    match server.get_hosts().first() {
        Some(Host::Unix(folder)) => folder.join(format!(".s.PGSQL.{port}")),
        other => panic!("these tests need a server on a Unix socket, not {other:?}"),
    }
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    silent: Arc<AtomicBool>,
) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        if !silent.load(Ordering::SeqCst) && to.write_all(&buffer[..length]).await.is_err() {
            break;
        }
    }
}

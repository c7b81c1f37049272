//! A way to the database that can be cut.

use std::{
    io::copy,
    net::Shutdown,
    os::unix::net::{UnixListener, UnixStream},
    path::PathBuf,
    sync::{Arc, Mutex},
    thread,
};

use tempfile::TempDir;

/// A socket that leads to the socket of a server.
pub(super) struct Way {
    /// The database by this way.
    pub(super) url: String,
    /// Both ends of what is connected; none while the way is cut.
    open: Arc<Mutex<Option<Vec<UnixStream>>>>,
    _folder: TempDir,
}

impl Way {
    /// To the database that a URL names, which must be on a Unix socket.
    pub(super) fn to(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (user, rest) = url.split_once('@').unwrap();
        let (server, rest) = rest.split_once(':').unwrap();
        let encoded = folder.path().display().to_string().replace('/', "%2F");
        let server = PathBuf::from(server.replace("%2F", "/")).join(".s.PGSQL.5432");
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let open = Arc::new(Mutex::new(Some(Vec::new())));
        let connections = Arc::clone(&open);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let mut open = connections.lock().unwrap();
                // Dropped, it is closed.
                if let Some(open) = open.as_mut() {
                    let server = UnixStream::connect(&server).unwrap();
                    carry(&client, &server);
                    carry(&server, &client);
                    open.extend([client, server]);
                }
            }
        });
        Self {
            url: format!("{user}@{encoded}:{rest}"),
            open,
            _folder: folder,
        }
    }

    /// Closes every connection, and each new one.
    pub(super) fn cut(&self) {
        for end in self.open.lock().unwrap().take().unwrap() {
            // The other side may have closed it before.
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    /// Lets connections through again.
    pub(super) fn heal(&self) {
        *self.open.lock().unwrap() = Some(Vec::new());
    }
}

/// Carries what comes from one end to the other, until either is closed; then both are.
fn carry(from: &UnixStream, to: &UnixStream) {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    thread::spawn(move || {
        let _ = copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Both);
    });
}

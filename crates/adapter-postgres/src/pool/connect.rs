//! Makes connections.

use std::{
    fmt,
    future::poll_fn,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use diesel_async::AsyncPgConnection;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::Notify,
    task::AbortHandle,
};
use tokio_postgres::{AsyncMessage, Client, NoTls, error::SqlState};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{Connection, DatabaseUrl, PoolOptions};
use crate::{
    error::{Failure, of_connecting},
    schema::SEARCH_PATH_OPTION,
    tls::{self, TlsError},
};

/// What the server shows as the program behind a connection, unless the URL says otherwise.
const APPLICATION_NAME: &str = "aiia-keys";
/// How long sent data may stay unacknowledged: a network that went away is noticed then.
const UNACKNOWLEDGED: Duration = Duration::from_secs(3);
/// When an idle connection is first asked for a sign of life.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// Connects to one database with one set of limits; clones share what TLS needs.
#[derive(Clone)]
pub struct Connector {
    config: tokio_postgres::Config,
    tls: Option<MakeRustlsConnect>,
    options: PoolOptions,
}

impl Connector {
    /// Reads the certificate authorities, if the URL asks for TLS; does not connect yet.
    ///
    /// # Errors
    /// When there is no authority to trust, or its file cannot be read.
    pub fn new(url: &DatabaseUrl, options: PoolOptions) -> Result<Self, TlsError> {
        let tls = tls::connector(url.tls, url.authorities.as_deref())?;
        let mut config = url.config.clone();
        if config.get_application_name().is_none() {
            config.application_name(APPLICATION_NAME);
        }
        // The last one wins, so these stand behind the URL's own.
        let given = config.get_options().unwrap_or_default();
        let pinned = format!("{given} {} {SEARCH_PATH_OPTION}", options.server_options());
        config.options(pinned.trim_start());
        config
            .connect_timeout(options.acquire)
            .keepalives_idle(KEEPALIVE);
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(UNACKNOWLEDGED);
        }
        Ok(Self {
            config,
            tls,
            options,
        })
    }

    /// The limits.
    pub const fn options(&self) -> PoolOptions {
        self.options
    }

    /// A connection of its own, outside of any pool, for what needs the protocol itself.
    ///
    /// The task behind it ends with the client.
    ///
    /// # Errors
    /// When the database cannot be reached, or does not let us in.
    pub async fn connect(&self) -> Result<Client, ConnectError> {
        self.client()
            .await
            .map(|(client, _)| client)
            .map_err(ConnectError)
    }

    /// The same for queries by `diesel`.
    ///
    /// # Errors
    /// When the database cannot be reached, or does not let us in.
    pub async fn connect_diesel(&self) -> Result<AsyncPgConnection, ConnectError> {
        self.pooled()
            .await
            .map(|connection| connection.diesel)
            .map_err(ConnectError)
    }

    /// A connection that wakes someone whenever the database notifies it.
    pub(crate) async fn listening(&self, wake: Arc<Notify>) -> Result<(Client, Driver), Failure> {
        self.open(Some(wake)).await
    }

    pub(super) async fn pooled(&self) -> Result<Connection, Failure> {
        let (client, driver) = self.client().await?;
        // Given a client alone, `diesel-async` does not watch the connection a second time for
        // each statement: the client's own answer is an error already when it is lost.
        let diesel = AsyncPgConnection::try_from(client).await;
        let diesel = diesel.map_err(|error| Failure::Connect(error.to_string()))?;
        Ok(Connection { diesel, driver })
    }

    pub(crate) async fn client(&self) -> Result<(Client, Driver), Failure> {
        self.open(None).await
    }

    async fn open(&self, wake: Option<Arc<Notify>>) -> Result<(Client, Driver), Failure> {
        let connecting = async {
            match &self.tls {
                None => {
                    let (client, connection) = self.config.connect(NoTls).await?;
                    Ok((client, Driver::start(connection, wake)))
                }
                Some(tls) => {
                    let (client, connection) = self.config.connect(tls.clone()).await?;
                    Ok((client, Driver::start(connection, wake)))
                }
            }
        };
        // The protocol's own limit is for each address; this one is for all of it.
        let limit = self.options.acquire;
        match tokio::time::timeout(limit, connecting).await {
            Ok(connected) => {
                connected.map_err(|error: tokio_postgres::Error| of_connecting(&error))
            }
            Err(_) => Err(Failure::SlowConnect(limit)),
        }
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connector")
            .field("hosts", &self.config.get_hosts())
            .field("tls", &self.tls.is_some())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// The task that carries a connection's messages: it ends when the connection does.
#[derive(Debug)]
pub(crate) struct Driver {
    task: AbortHandle,
    unconfirmed: Arc<AtomicBool>,
}

impl Driver {
    fn start<S, T>(connection: tokio_postgres::Connection<S, T>, wake: Option<Arc<Notify>>) -> Self
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let unconfirmed = Arc::default();
        let task = tokio::spawn(carry(connection, wake, Arc::clone(&unconfirmed)));
        Self {
            task: task.abort_handle(),
            unconfirmed,
        }
    }

    /// Whether the connection is gone.
    pub(crate) fn is_finished(&self) -> bool {
        self.task.is_finished()
    }

    /// Whether a commit on the connection was answered before the standbys confirmed it.
    ///
    /// The server answers such a commit as any other, with a warning before the answer: who has the
    /// answer finds the warning noted.
    pub(crate) fn is_unconfirmed(&self) -> bool {
        self.unconfirmed.load(Ordering::SeqCst)
    }
}

/// Carries a connection's messages until it ends: wakes someone for each notification, and notes what
/// the server warns of.
async fn carry<S, T>(
    mut connection: tokio_postgres::Connection<S, T>,
    wake: Option<Arc<Notify>>,
    unconfirmed: Arc<AtomicBool>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    loop {
        match poll_fn(|context| connection.poll_message(context)).await {
            Some(Ok(AsyncMessage::Notification(_))) => {
                if let Some(wake) = &wake {
                    wake.notify_one();
                }
            }
            // Warnings of other kinds have codes of their own.
            Some(Ok(AsyncMessage::Notice(notice))) if *notice.code() == SqlState::WARNING => {
                unconfirmed.store(true, Ordering::SeqCst);
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return,
        }
    }
}

/// There is no connection.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ConnectError(Failure);

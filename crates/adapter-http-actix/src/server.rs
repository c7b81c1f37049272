//! Serving until the end is asked for.

use std::{future::Future, io, net::TcpListener, num::NonZeroUsize, time::Duration};

use actix_web::{HttpServer, dev::Server, web::Data};

use crate::{application, fast_path::FastPath, state::State};

/// How to serve.
#[derive(Clone, Copy, Debug)]
pub struct ServeOptions {
    /// Threads that handle requests; as many as there are processors unless set.
    pub workers: Option<NonZeroUsize>,
    /// How long a connection that was accepted may take to send the head of a request.
    pub head_timeout: Duration,
    /// How long a connection may idle between two requests.
    pub keep_alive: Duration,
    /// How long requests in flight may take to finish, once the end was asked for.
    pub shutdown_timeout: Duration,
    /// Connections of one worker; further ones wait.
    pub connections: usize,
}

/// 5 seconds for a head, 30 seconds of keep-alive, 30 seconds to finish, 10 000 connections a worker.
impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            workers: None,
            head_timeout: Duration::from_secs(5),
            keep_alive: Duration::from_secs(30),
            shutdown_timeout: Duration::from_secs(30),
            connections: 10_000,
        }
    }
}

/// Serves the API on a listener until `shutdown` is ready; then requests in flight finish.
///
/// Nothing is accepted any more once `shutdown` is ready. What has not finished within
/// [`ServeOptions::shutdown_timeout`] is cut off; what was acknowledged is committed.
/// Signals are left to the caller. It must run on a Tokio runtime; workers bring their own threads.
///
/// # Errors
/// When the listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    state: State,
    options: ServeOptions,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let server = start(listener, state, options)?;
    let handle = server.handle();
    tokio::pin!(server);
    tokio::select! {
        // Ends by itself only when it fails.
        ended = &mut server => ended,
        () = shutdown => {
            // Stopping and serving go on side by side, or neither would end.
            let ((), ended) = tokio::join!(handle.stop(true), &mut server);
            ended
        }
    }
}

fn start(listener: TcpListener, state: State, options: ServeOptions) -> io::Result<Server> {
    let state = Data::new(state);
    let mut server =
        HttpServer::new(move || FastPath::before(application(state.clone()), state.clone()))
            .client_request_timeout(options.head_timeout)
            .keep_alive(options.keep_alive)
            .shutdown_timeout(options.shutdown_timeout.as_secs())
            .max_connections(options.connections)
            .disable_signals();
    if let Some(workers) = options.workers {
        server = server.workers(workers.get());
    }
    Ok(server.listen(listener)?.run())
}

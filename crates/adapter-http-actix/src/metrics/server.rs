//! Metrics on a listener of their own, which is not for everyone.

use std::{future::Future, io, net::TcpListener, sync::Arc};

use actix_web::{App, HttpResponse, HttpServer, http::header, web};

use super::Metrics;

/// Serves `GET /metrics` on a listener until `shutdown` is ready.
///
/// There are no credentials: the listener must be one that only the monitoring reaches.
///
/// # Errors
/// When the listener cannot be used.
pub async fn serve_metrics(
    listener: TcpListener,
    metrics: Arc<Metrics>,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let metrics = web::Data::from(metrics);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(metrics.clone())
            .route("/metrics", web::get().to(tell))
    })
    .workers(1)
    .disable_signals()
    .listen(listener)?
    .run();
    let handle = server.handle();
    tokio::pin!(server);
    tokio::select! {
        ended = &mut server => ended,
        () = shutdown => {
            let ((), ended) = tokio::join!(handle.stop(false), &mut server);
            ended
        }
    }
}

async fn tell(metrics: web::Data<Metrics>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; version=0.0.4"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(metrics.text())
}

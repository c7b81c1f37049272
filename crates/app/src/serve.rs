//! `aiia-keys serve`.

use std::{net::TcpListener, pin::pin};

use aiia_keys_http_actix::{Options, ServeOptions, State, serve};
use anyhow::{Context as _, Result};

use crate::{
    cli::{Listen, Serve},
    output::{self, Exit},
    service::Service,
    shutdown::Shutdown,
};

pub(crate) async fn run(arguments: Serve) -> Result<Exit> {
    let mut shutdown = Shutdown::listen()?;
    let service = Service::start(arguments.service).await?;
    until(service, arguments.listen, async move {
        shutdown.requested().await;
    })
    .await?;
    Ok(Exit::Done)
}

/// Serves until the end is asked for; requests in flight finish.
pub(crate) async fn until(
    service: Service,
    listen: Listen,
    end: impl Future<Output = ()>,
) -> Result<()> {
    let listener = TcpListener::bind(listen.address)
        .with_context(|| format!("cannot listen on {} (--listen)", listen.address))?;
    let address = listener.local_addr()?;
    let options = Options {
        trusted_proxies: listen.trusted_proxies,
        security_contact: listen.security_contact,
        parts: service.parts(),
        ..Options::default()
    };
    let state = State::new(service.env, options);
    output::result(format_args!("listening on http://{address}"));
    serve(listener, state, ServeOptions::default(), pin!(end)).await?;
    output::note("the service has stopped");
    Ok(())
}

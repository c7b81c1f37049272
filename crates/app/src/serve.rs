//! `aiia-keys serve`.

use std::{net::TcpListener, pin::pin, sync::Arc};

use aiia_keys_http_actix::{Options, State, serve};
use aiia_keys_postgres::revocation::LeaseEvent;
use anyhow::{Context as _, Result};
use tokio::sync::oneshot;

use crate::{
    cli::{Listen, Serve, Tuning},
    logs,
    metrics::Serving,
    output::{self, Exit},
    service::Service,
    setup,
    shutdown::Shutdown,
};

pub(crate) async fn run(arguments: Serve) -> Result<Exit> {
    logs::begin(&arguments.logging)?;
    let mut shutdown = Shutdown::listen()?;
    let named = arguments.service.evidence.is_given();
    let sizes = arguments.evidence.on(arguments.tuning.sizes());
    let sizes = arguments.connectors.on(sizes);
    let service = Service::start(arguments.service, sizes).await?;
    if let Err(error) = service.files.prepare().await {
        // Whoever named it wants it; otherwise everything else still works.
        if named {
            return Err(error).context("name another place for evidence (--evidence-dir)");
        }
        output::note(format_args!(
            "evidence is refused until its folder can be used: {error}"
        ));
    }
    until(service, arguments.listen, &arguments.tuning, async move {
        shutdown.requested().await;
    })
    .await?;
    Ok(Exit::Done)
}

/// Serves until the end is asked for; requests in flight finish.
pub(crate) async fn until(
    service: Service,
    listen: Listen,
    tuning: &Tuning,
    end: impl Future<Output = ()>,
) -> Result<()> {
    let listener = TcpListener::bind(listen.address)
        .with_context(|| format!("cannot listen on {} (--listen)", listen.address))?;
    let address = listener.local_addr()?;
    let metrics = service.metrics();
    let options = Options {
        trusted_proxies: listen.trusted_proxies,
        security_contact: listen.security_contact,
        parts: service.parts(tuning.require_synchronous_standby),
        body_timeout: tuning.body_timeout.0,
        attempts: tuning.attempts(),
        metrics: Arc::clone(&metrics),
    };
    let usage = service.usage();
    // So that the first requests find a lease, and before anything runs that would have to be ended.
    // On the heap: all of the service is moved into it.
    let (env, assurance, runner, node) = Box::pin(service.join()).await?;
    let told = listen
        .metrics
        .map(|address| Serving::start(address, metrics));
    let told = told.transpose()?;
    let usage = usage.every(tuning.usage_flush.0);
    output::result(format_args!("listening on http://{address}"));
    if let Some(told) = &told {
        output::result(format_args!("metrics on http://{}/metrics", told.address));
    }
    setup::print_link(&env, address).await;
    let runs = runner.start();
    let (leave, left) = oneshot::channel::<()>();
    let node = tokio::spawn(
        node.run(async move { left.await.unwrap_or_default() }, |event| {
            tell(&event);
        }),
    );
    let state = State::new(env, assurance, options);
    let served = serve(listener, state, tuning.serving(), pin!(end)).await;
    // Nobody asks for runs any more; those that still pull are cut off, and say so.
    runs.end().await?;
    // Nobody answers any more, so nobody needs to wait for this node.
    drop(leave);
    node.await.context("renewing the lease broke off")?;
    // Nobody counts any more: what is held now is all that there is.
    usage.end().await?;
    if let Some(told) = told {
        told.end().await?;
    }
    served?;
    output::note("the service has stopped");
    Ok(())
}

/// Writes to the log what becomes of the lease by which this node answers from memory.
fn tell(event: &LeaseEvent<'_>) {
    match event {
        LeaseEvent::Held => tracing::info!("keys are verified from memory"),
        LeaseEvent::Failed(error) => tracing::warn!(
            %error,
            "the lease cannot be renewed: when it is over, keys are verified by the database"
        ),
    }
}

//! Connectors as they run on this node.
//!
//! Runs go on apart from the threads of the server: their connections to the database and to the
//! source are of the main runtime, and outlive the request that asked for them.

use std::sync::Arc;

use aiia_keys_assurance::{
    ConnectorRunState, RunLauncher, RunSlot, RunTicket, RunsBusy,
    connector::run::{self, RunEnv},
};
use anyhow::{Context as _, Result};
use tokio::{
    sync::{
        OwnedSemaphorePermit, Semaphore,
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
        watch,
    },
    task::{JoinHandle, JoinSet},
};

/// Runs at once on one node: each may hold a whole universe in memory.
pub(crate) const RUNS: usize = 4;

type Ordered = (RunTicket, OwnedSemaphorePermit);

/// Hands runs over.
pub(crate) struct Launcher {
    places: Arc<Semaphore>,
    orders: UnboundedSender<Ordered>,
}

/// What does them.
pub(crate) struct Runner {
    env: Arc<RunEnv>,
    orders: UnboundedReceiver<Ordered>,
}

/// The runner as it goes on in the background.
pub(crate) struct Running {
    end: watch::Sender<()>,
    task: JoinHandle<()>,
}

/// A launcher and its runner.
pub(crate) fn connectors(env: RunEnv) -> (Launcher, Runner) {
    let (sender, receiver) = unbounded_channel();
    let launcher = Launcher {
        places: Arc::new(Semaphore::new(RUNS)),
        orders: sender,
    };
    let runner = Runner {
        env: Arc::new(env),
        orders: receiver,
    };
    (launcher, runner)
}

impl RunLauncher for Launcher {
    fn reserve(&self) -> Result<Box<dyn RunSlot>, RunsBusy> {
        if self.orders.is_closed() {
            return Err(RunsBusy);
        }
        let place = Arc::clone(&self.places).try_acquire_owned();
        Ok(Box::new(Slot {
            place: place.map_err(|_| RunsBusy)?,
            orders: self.orders.clone(),
        }))
    }
}

struct Slot {
    place: OwnedSemaphorePermit,
    orders: UnboundedSender<Ordered>,
}

impl RunSlot for Slot {
    fn launch(self: Box<Self>, ticket: RunTicket) {
        // Where nobody takes it any more, it is interrupted when its lease is over.
        let _ = self.orders.send((ticket, self.place));
    }
}

impl Runner {
    /// Begins to take runs.
    pub(crate) fn start(self) -> Running {
        let (end, ended) = watch::channel(());
        let task = tokio::spawn(self.until(ended));
        Running { end, task }
    }

    async fn until(mut self, mut ended: watch::Receiver<()>) {
        let mut runs = JoinSet::new();
        loop {
            tokio::select! {
                Some((ticket, place)) = self.orders.recv() => {
                    runs.spawn(one(Arc::clone(&self.env), ticket, place, ended.clone()));
                }
                Some(_) = runs.join_next() => {}
                // Also when nobody is left to say so.
                _ = ended.changed() => break,
            }
        }
        // What was taken in before this is interrupted like what goes on.
        self.orders.close();
        while let Some((ticket, place)) = self.orders.recv().await {
            runs.spawn(one(Arc::clone(&self.env), ticket, place, ended.clone()));
        }
        while runs.join_next().await.is_some() {}
    }
}

async fn one(
    env: Arc<RunEnv>,
    ticket: RunTicket,
    place: OwnedSemaphorePermit,
    mut ended: watch::Receiver<()>,
) {
    let stop = async move {
        // It changes once, when its sender is gone.
        let _ = ended.changed().await;
    };
    let (connector, run) = (ticket.connector, ticket.run);
    match run::run(&env, &ticket, stop).await {
        Ok(Some(ended)) => tell(&ended.data().state, &ticket),
        Ok(None) => {
            tracing::warn!(%connector, %run, "the run was taken for lost: it changed nothing");
        }
        Err(error) => tracing::warn!(%connector, %run, %error, "the run could not be finished"),
    }
    drop(place);
}

fn tell(state: &ConnectorRunState, ticket: &RunTicket) {
    let RunTicket { connector, run, .. } = ticket;
    match state {
        ConnectorRunState::Failed { failure, .. } => {
            tracing::warn!(%connector, %run, code = %failure.code, "the run failed");
        }
        state => tracing::info!(%connector, %run, state = state.as_str(), "the run is over"),
    }
}

impl Running {
    /// Cuts runs off that still ask their sources, and returns when all have ended.
    pub(crate) async fn end(self) -> Result<()> {
        drop(self.end);
        self.task.await.context("running connectors broke off")
    }
}

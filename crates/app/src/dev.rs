//! `aiia-keys dev`: the embedded default.

use std::{
    env,
    path::{Path, PathBuf},
    pin::pin,
    time::Duration,
};

use aiia_keys_domain::Environment;
use aiia_keys_postgres::{
    DatabaseUrl,
    embedded::{Cluster, Options, Search, StopMode},
    migrate::Passwords,
    schema::{APP_ROLE, OWNER_ROLE},
};
use anyhow::{Context as _, Result};
use nix::unistd::Uid;
use tokio::{sync::oneshot, task::spawn_blocking, time::interval};

use crate::{
    cli::{self, Connection, Dev, EvidencePlace, Listen, Tuning},
    database::{self, maintainer},
    logs,
    output::{self, Exit},
    peppers, serve,
    service::{Service, Sizes},
    shutdown::Shutdown,
};

/// The embedded server's superuser; nobody but this program reaches its socket.
const ADMIN_ROLE: &str = "postgres";
const ADMIN_DATABASE: &str = "postgres";
const DATABASE: &str = "aiia_keys";
/// How soon a server that died is noticed.
const WATCH: Duration = Duration::from_millis(500);

pub(crate) async fn run(arguments: Dev) -> Result<Exit> {
    logs::begin(&arguments.logging)?;
    let mut shutdown = Shutdown::listen()?;
    let options = Options {
        programs: Search::system(arguments.postgres_bin),
        ..Options::new(data_folder(arguments.data_dir)?)
    };
    let cluster = blocking(move || Cluster::start(&options)).await??;
    let sizes = arguments.evidence.on(arguments.tuning.sizes());
    let sizes = arguments.connectors.on(sizes);
    let prepared = tokio::select! {
        prepared = prepare(&cluster, arguments.environment, arguments.files, sizes) => prepared,
        () = shutdown.requested() => return stop(cluster).await,
    };
    match prepared {
        Ok(service) => {
            let (listen, tuning) = (arguments.listen, &arguments.tuning);
            serve(cluster, service, listen, tuning, &mut shutdown).await
        }
        Err(error) => {
            stop(cluster).await?;
            Err(error)
        }
    }
}

/// Where everything is kept unless a folder is named.
fn data_folder(named: Option<PathBuf>) -> Result<PathBuf> {
    if let Some(folder) = named {
        return Ok(folder);
    }
    if Uid::effective().is_root() {
        // The server runs as another user then, who cannot enter root's own folders.
        return Ok("/var/lib/aiia-keys".into());
    }
    let folder = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    folder("XDG_DATA_HOME")
        .or_else(|| Some(folder("HOME")?.join(".local/share")))
        .map(|base| base.join("aiia-keys"))
        .context("there is no home folder: name a data folder with --data-dir")
}

/// Makes the database, its roles, its schema and a pepper, as far as they are missing, and checks it.
async fn prepare(
    cluster: &Cluster,
    environment: Environment,
    mut files: EvidencePlace,
    sizes: Sizes,
) -> Result<Service> {
    create_database(cluster).await?;
    database::bootstrap(&url(cluster, ADMIN_ROLE, DATABASE)?, &Passwords::default()).await?;
    for migration in database::apply_migrations(&url(cluster, OWNER_ROLE, DATABASE)?).await? {
        output::note(format_args!("applied {migration}"));
    }
    let peppers_file = cluster.data_folder().join("peppers");
    peppers::make_if_missing(&peppers_file)?;
    let database_url = cluster.connection(APP_ROLE, DATABASE).url();
    let rules = cli::Rules {
        production: false,
        accept_leaky_postgres: false,
    };
    if !files.is_given() {
        files.evidence_dir = Some(cluster.data_folder().join("evidence"));
    }
    let folder = files.evidence_dir.clone();
    let service = cli::Service {
        connection: Connection::from(database_url),
        peppers_file: peppers_file.clone(),
        environment,
        rules,
        evidence: files,
    };
    let service = Service::start(service, sizes).await?;
    service.files.prepare().await?;
    announce(cluster, &peppers_file);
    if let Some(folder) = folder {
        output::result(format_args!("AIIA_KEYS_EVIDENCE_DIR={}", folder.display()));
    }
    Ok(service)
}

async fn create_database(cluster: &Cluster) -> Result<()> {
    let admin = url(cluster, ADMIN_ROLE, ADMIN_DATABASE)?;
    let client = maintainer(&admin)?.connect().await?;
    let known = client
        .query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&DATABASE])
        .await
        .context("cannot look for the database")?;
    if known.is_none() {
        client
            .batch_execute(&format!("CREATE DATABASE {DATABASE}"))
            .await
            .context("cannot create the database")?;
    }
    Ok(())
}

/// Says what a script, or another command of this program, needs.
fn announce(cluster: &Cluster, peppers_file: &Path) {
    output::note(format_args!(
        "PostgreSQL {} runs in {} (Ctrl-C stops it)",
        cluster.version(),
        cluster.data_folder().display()
    ));
    announce_database(cluster);
    output::result(format_args!(
        "AIIA_KEYS_PEPPERS_FILE={}",
        peppers_file.display()
    ));
}

fn announce_database(cluster: &Cluster) {
    let url = cluster.connection(APP_ROLE, DATABASE).url();
    output::result(format_args!("DATABASE_URL={url}"));
}

/// Serves until the end is asked for, and starts a database server that died again.
async fn serve(
    mut cluster: Cluster,
    service: Service,
    listen: Listen,
    tuning: &Tuning,
    shutdown: &mut Shutdown,
) -> Result<Exit> {
    let (end, ended) = oneshot::channel::<()>();
    let mut serving = pin!(serve::until(service, listen, tuning, async move {
        // Ends when asked to, and when nobody is left to ask.
        ended.await.ok();
    }));
    let mut ticks = interval(WATCH);
    loop {
        tokio::select! {
            served = &mut serving => {
                stop(cluster).await?;
                return served.map(|()| Exit::Failed);
            }
            () = shutdown.requested() => break,
            _ = ticks.tick() => {}
        }
        if !cluster.is_running() {
            output::note("the database server died; starting it again");
            cluster = blocking(move || cluster.restart().map(|()| cluster)).await??;
            announce_database(&cluster);
        }
    }
    drop(end);
    let served = serving.await;
    let stopped = stop(cluster).await;
    served.and(stopped)
}

async fn stop(cluster: Cluster) -> Result<Exit> {
    blocking(move || cluster.stop(StopMode::Fast)).await??;
    output::note("the database server has stopped");
    Ok(Exit::Done)
}

fn url(cluster: &Cluster, role: &str, database: &str) -> Result<DatabaseUrl> {
    Ok(cluster.connection(role, database).url().parse()?)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    spawn_blocking(work)
        .await
        .context("the database launcher broke off")
}

//! Starting the container.

use std::{collections::HashMap, env, fmt::Write as _, mem, time::Duration};

use testcontainers::{
    ContainerAsync, ContainerRequest, GenericImage, ImageExt as _, TestcontainersError,
    bollard::models::PortBinding,
    core::{IntoContainerPort as _, Mount},
    runners::AsyncRunner as _,
};
use tokio::time::{interval, timeout};
use tokio_postgres::{Config, NoTls};

use super::{super::run::Started, LABEL};
use crate::ContainerError;

const PORT: u16 = 5432;
/// From the container's start to the first connection; making the cluster is most of it.
const READY_WITHIN: Duration = Duration::from_mins(1);
/// A folder that no image has, so that the engine lets every user write there.
const DATA: &str = "/throw-away";

/// What the embedded server is started without, too.
pub(super) const OFF: &[&str] = &[
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "autovacuum",
];

/// Starts a container with this name and these settings off, which is left running.
pub(super) fn start(image: &str, name: &str, off: &[&str]) -> Result<Started, ContainerError> {
    // On a runtime of its own: the one of the test that comes first ends with that test.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|cause| ContainerError::Start(cause.to_string()))?;
    let started = runtime.block_on(async {
        let password = random();
        let container = request(image, name, &password, off).start().await?;
        let addresses = match addresses(&container).await {
            // Its port is gone with it.
            Err(_) if !container.is_running().await? => Vec::new(),
            addresses => addresses?,
        };
        let ready = ready(&container, &addresses, &password);
        if let Ok(Some((host, port))) = timeout(READY_WITHIN, ready).await {
            // Dropped, it would be removed: from now on the watcher is responsible for it.
            mem::forget(container);
            return Ok(Ok(Started {
                id: format!("{host}:{port}"),
                url: format!(
                    "postgresql://postgres:{password}@{host}:{port}/postgres?sslmode=disable"
                ),
            }));
        }
        Ok::<_, TestcontainersError>(Err(log(&container).await?))
    });
    match started {
        Ok(Ok(started)) => Ok(started),
        Ok(Err(log)) => Err(ContainerError::NotReady(log)),
        Err(error) => Err(ContainerError::Start(error.to_string())),
    }
}

fn request(
    image: &str,
    name: &str,
    password: &str,
    off: &[&str],
) -> ContainerRequest<GenericImage> {
    let (repository, tag) = split(image);
    let host = published_on(&engine());
    let settings = off
        .iter()
        .flat_map(|name| ["-c".to_owned(), format!("{name}=off")]);
    GenericImage::new(repository, tag)
        .with_exposed_port(PORT.tcp())
        .with_container_name(name)
        .with_label(LABEL, name)
        // The variables of the official image, for a cluster like the embedded one.
        .with_env_var("POSTGRES_PASSWORD", password)
        .with_env_var(
            "POSTGRES_INITDB_ARGS",
            "--encoding=UTF8 --locale=C --no-sync",
        )
        .with_env_var("PGDATA", format!("{DATA}/data"))
        .with_mount(Mount::tmpfs_mount(DATA).with_mode(0o1777))
        // Parallel queries share memory there, of which 64 MiB would be given.
        .with_shm_size(256 * 1024 * 1024)
        .with_cmd(settings)
        .with_host_config_modifier(move |config| {
            let binding = PortBinding {
                host_ip: host.map(str::to_owned),
                host_port: None,
            };
            let bindings = HashMap::from([(PORT.tcp().to_string(), Some(vec![binding]))]);
            config.port_bindings = Some(bindings);
            config.publish_all_ports = Some(false);
        })
}

/// Where the engine is, if not at its usual place on this machine.
fn engine() -> String {
    env::var("DOCKER_HOST").unwrap_or_default()
}

/// The address of the engine's machine that the port is published on; `None` for all addresses,
/// because tests elsewhere would not reach a server that only its own machine does.
fn published_on(engine: &str) -> Option<&'static str> {
    (engine.is_empty() || engine.starts_with("unix:")).then_some("127.0.0.1")
}

/// `repository` and `tag` of `repository:tag`.
fn split(image: &str) -> (&str, &str) {
    match image.rsplit_once(':') {
        // The colon may be that of a registry's port.
        Some((repository, tag)) if !tag.contains('/') => (repository, tag),
        _ => (image, "latest"),
    }
}

/// Where the server may be reached.
async fn addresses(
    container: &ContainerAsync<GenericImage>,
) -> Result<Vec<(String, u16)>, TestcontainersError> {
    let port = container.get_host_port_ipv4(PORT).await?;
    let Some(host) = published_on(&engine()) else {
        return Ok(vec![(container.get_host().await?.to_string(), port)]);
    };
    let mut addresses = vec![(host.to_owned(), port)];
    // Tests in a container beside this one have another machine's address for their own.
    if let Ok(own) = container.get_bridge_ip_address().await {
        addresses.push((own.to_string(), PORT));
    }
    Ok(addresses)
}

/// Waits until the server lets us in, and says at which address; `None` when it has ended instead.
///
/// Its log would not do: the official image starts a server for itself first, which says the same.
async fn ready<'a>(
    container: &ContainerAsync<GenericImage>,
    addresses: &'a [(String, u16)],
    password: &str,
) -> Option<&'a (String, u16)> {
    let mut config = Config::new();
    config
        .user("postgres")
        .password(password)
        .dbname("postgres");
    config.connect_timeout(Duration::from_secs(1));
    let mut attempts = interval(Duration::from_millis(50));
    loop {
        attempts.tick().await;
        for address in addresses {
            let (host, port) = address;
            let mut config = config.clone();
            if config.host(host).port(*port).connect(NoTls).await.is_ok() {
                return Some(address);
            }
        }
        if !container.is_running().await.unwrap_or(false) {
            return None;
        }
    }
}

/// The end of what the server said.
async fn log(container: &ContainerAsync<GenericImage>) -> Result<String, TestcontainersError> {
    let log = [
        container.stdout_to_vec().await?,
        container.stderr_to_vec().await?,
    ]
    .concat();
    let log = String::from_utf8_lossy(&log);
    let lines: Vec<_> = log.lines().collect();
    Ok(lines[lines.len().saturating_sub(10)..].join("\n"))
}

/// 128 random bits, in hexadecimal.
#[expect(
    clippy::disallowed_methods,
    reason = "a name and a password of a server for tests, which must not repeat"
)]
pub(super) fn random() -> String {
    let mut bytes = [0; 16];
    // The system's generator fails only where there is none, and no server would start there.
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{published_on, split};

    #[test]
    fn an_image_is_split_into_repository_and_tag() {
        let images = [
            "postgres",
            "postgres:15",
            "mirror.example:5000/library/postgres",
            "mirror.example:5000/library/postgres:15-alpine",
        ];
        assert_eq!(
            images.map(split),
            [
                ("postgres", "latest"),
                ("postgres", "15"),
                ("mirror.example:5000/library/postgres", "latest"),
                ("mirror.example:5000/library/postgres", "15-alpine"),
            ]
        );
    }

    #[test]
    fn a_server_on_this_machine_can_be_reached_from_this_machine_only() {
        let engines = ["", "unix:///run/user/1000/docker.sock", "tcp://docker:2375"];
        let here = Some("127.0.0.1");
        assert_eq!(engines.map(published_on), [here, here, None]);
    }
}

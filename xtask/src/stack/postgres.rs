//! A PostgreSQL server on the loopback address, for one run.

use std::{
    fs::{self, File},
    io::Write as _,
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};

use super::program::run;
use crate::{
    process::{self, capture},
    requirement::{self, POSTGRESQL},
};

/// How long it may take to answer after its start; a recovery is part of it.
const PATIENCE: Duration = Duration::from_mins(1);

/// The server, which ends with its value.
#[derive(Debug)]
pub(crate) struct Postgres {
    server: Option<Child>,
    data: PathBuf,
    log: PathBuf,
    address: SocketAddr,
    user: Option<(u32, u32)>,
}

impl Postgres {
    /// Makes a cluster in a folder, which is made, and starts it.
    ///
    /// Whoever is on this machine may connect while it runs: it holds nothing but made-up data.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        requirement::ensure(&POSTGRESQL)?;
        let user = user()?;
        fs::create_dir_all(folder)?;
        let data = folder.join("postgres");
        fs::create_dir(&data).with_context(|| data.display().to_string())?;
        if let Some((uid, gid)) = user {
            chown(&data, Some(uid), Some(gid))?;
        }
        // Free now; nothing else takes it in the meantime, as a rule.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut postgres = Self {
            server: None,
            log: folder.join("postgres.log"),
            data,
            address,
            user,
        };
        let mut initdb = postgres.program("initdb")?;
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8"]);
        initdb.args(["--no-sync", "--locale=C"]);
        run(&mut initdb)?;
        postgres.resume()?;
        Ok(postgres)
    }

    /// Where it listens.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// How one of its roles connects.
    pub(crate) fn url(&self, role: &str) -> String {
        format!("postgresql://{role}@{}/postgres", self.address)
    }

    /// Runs statements as its administrator, each by itself.
    pub(crate) fn execute(&self, statements: &str) -> Result<()> {
        let mut psql = process::command(Path::new("/"), &binary("psql")?, "");
        psql.args(["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]);
        psql.arg(self.url("postgres"));
        let mut psql = psql.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        // Its end of the pipe closes when this is dropped.
        let mut input = psql.stdin.take().context("psql takes no input")?;
        input.write_all(statements.as_bytes())?;
        drop(input);
        ensure!(psql.wait()?.success(), "psql failed");
        Ok(())
    }

    /// Starts it again and waits until it answers.
    pub(crate) fn resume(&mut self) -> Result<()> {
        let deadline = process::now() + PATIENCE;
        // After a kill, its other processes take a moment to notice; until then it refuses to start.
        while process::now() < deadline {
            let log = File::options().append(true).create(true).open(&self.log)?;
            let mut server = self.program("postgres")?;
            server.args(["-c", "listen_addresses=127.0.0.1"]);
            server.args(["-c", "unix_socket_directories="]);
            server.args(["-c", "max_connections=200"]);
            // A million keys fit, so that how files are read is not what is measured.
            server.args(["-c", "shared_buffers=1GB"]);
            server.args(["-c", &format!("port={}", self.address.port())]);
            server
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(log);
            let mut child = server.process_group(0).spawn()?;
            while child.try_wait()?.is_none() {
                if self.is_ready()? {
                    self.server = Some(child);
                    return Ok(());
                }
                if process::now() >= deadline {
                    child.kill()?;
                    child.wait()?;
                    break;
                }
                thread::sleep(Duration::from_millis(20));
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!(
            "PostgreSQL does not start:\n{}",
            fs::read_to_string(&self.log)?
        )
    }

    fn is_ready(&self) -> Result<bool> {
        // An address without a listener answers at once; only then is the program worth its start.
        if TcpStream::connect(self.address).is_err() {
            return Ok(false);
        }
        let mut ready = process::command(Path::new("/"), &binary("pg_isready")?, "--quiet");
        ready.args(["--host=127.0.0.1", "--dbname=postgres"]);
        ready.arg(format!("--port={}", self.address.port()));
        Ok(ready.status()?.success())
    }

    /// Stops it as an administrator does who does not wait for clients.
    pub(crate) fn stop(&mut self) -> Result<()> {
        let Some(mut server) = self.server.take() else {
            return Ok(());
        };
        super::node::signal(&server, "INT")?;
        server.wait()?;
        Ok(())
    }

    /// Kills its first process; the others end when they notice.
    pub(crate) fn kill(&mut self) -> Result<()> {
        if let Some(mut server) = self.server.take() {
            server.kill()?;
            server.wait()?;
        }
        Ok(())
    }

    fn program(&self, name: &str) -> Result<Command> {
        let mut command = process::command(&self.data, &binary(name)?, "");
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        command.arg("-D").arg(&self.data);
        Ok(command)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop().ok();
    }
}

/// The user that it runs as, and their group, when this process is root's: root must not run it.
fn user() -> Result<Option<(u32, u32)>> {
    let id = |arguments: &str| {
        capture(&mut process::command(Path::new("/"), "id", arguments))
            .and_then(|printed| printed.trim().parse::<u32>().ok())
    };
    if id("-u") != Some(0) {
        return Ok(None);
    }
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| Some((id(&format!("-u {name}"))?, id(&format!("-g {name}"))?)))
        .map(Some)
        .context("root must not run PostgreSQL, and there is no user `postgres` or `nobody`")
}

fn binary(name: &str) -> Result<String> {
    let path = requirement::find(&POSTGRESQL, name)
        .with_context(|| format!("`{name}` is nowhere to be found"))?;
    Ok(path.to_string_lossy().into_owned())
}

//! One more node on the database of a service.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    thread::{self, JoinHandle},
};

use aiia_keys_test_support::secrets::{Secrets, assert_none};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::{
    program::{program, read},
    service::Service,
};

/// `aiia-keys serve`, killed when dropped; then its log is searched for secrets.
pub(crate) struct Node {
    process: Child,
    log: Option<JoinHandle<String>>,
    /// Address and port.
    pub(crate) address: String,
}

impl Node {
    pub(crate) fn start(beside: &Service) -> Self {
        Self::start_on(&beside.database_url, beside)
    }

    /// On another way to the same database.
    pub(crate) fn start_on(database_url: &str, beside: &Service) -> Self {
        Self::run(&mut serve(database_url, beside))
    }

    /// As it was told to.
    pub(crate) fn run(serve: &mut Command) -> Self {
        let mut process = serve
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Some(read(process.stderr.take().unwrap()));
        let said = BufReader::new(process.stdout.take().unwrap());
        let address = said
            .lines()
            .map_while(Result::ok)
            .find_map(|line| Some(line.strip_prefix("listening on http://")?.to_owned()))
            .unwrap();
        Self {
            process,
            log,
            address,
        }
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.process.id().cast_signed()), signal).unwrap();
    }
}

/// `aiia-keys serve` on a free port, to be given more options.
pub(crate) fn serve(database_url: &str, beside: &Service) -> Command {
    let mut command = program();
    command
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env("DATABASE_URL", database_url)
        .env("AIIA_KEYS_PEPPERS_FILE", &beside.peppers_file);
    command
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may be dead already; it is reaped in any case.
        let _ = self.process.kill();
        let _ = self.process.wait();
        if let Some(log) = self.log.take()
            && !thread::panicking()
        {
            let search = Secrets::issued().search();
            assert_none(&search.leaks("the log of a node", log.join().unwrap().as_bytes()));
        }
    }
}

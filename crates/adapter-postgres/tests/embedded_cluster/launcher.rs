//! A process of its own that holds a cluster, so that tests can kill it.
//!
//! Arguments: the data folder; `--keep` to leave the server running when this process is killed; `--bin` and a folder to take the programs from there.
//! Prints `ready`, the server's process id and a connection URL, and stops the server when its input ends.

use std::{
    env,
    error::Error,
    io::{self, Read as _, Write as _},
};

use aiia_keys_postgres::embedded::{Cluster, Durability, Options, Search, StopMode, WhenKilled};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let data_folder = arguments
        .next()
        .ok_or("the first argument is the data folder")?;
    let mut options = Options {
        durability: Durability::None,
        ..Options::new(data_folder)
    };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--keep" => options.when_killed = WhenKilled::Keep,
            "--bin" => {
                let folder = arguments.next().ok_or("--bin needs a folder")?;
                options.programs = Search::Folder(folder.into());
            }
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    let cluster = Cluster::start(&options)?;
    let url = cluster.connection("postgres", "postgres").url();
    writeln!(io::stdout(), "ready {} {url}", cluster.server_pid())?;
    io::stdin().read_to_end(&mut Vec::new())?;
    cluster.stop(StopMode::Fast)?;
    Ok(())
}

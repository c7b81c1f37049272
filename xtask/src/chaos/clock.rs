//! Wall clocks of nodes, which can be made to jump.
//!
//! `libfaketime` is loaded into each node and answers for the time of day. The clocks that leases go by
//! are left as they are: no jump of the time of day may matter to them.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use super::schedule::NODES;
use crate::{
    output::say,
    requirement::{self, FAKETIME},
};

/// Where packages put libraries, each architecture in a folder of its own.
const LIBRARIES: &str = "/usr/lib";
const LIBRARY: &str = "faketime/libfaketimeMT.so.1";

#[derive(Debug)]
pub(super) struct Clocks {
    library: PathBuf,
    folder: PathBuf,
}

impl Clocks {
    /// All clocks are right, and each node's is set by a file in the folder. None where there is no
    /// `libfaketime` and it cannot be installed, which is said.
    pub(super) fn find(folder: &Path) -> Result<Option<Self>> {
        let found = requirement::ensure(&FAKETIME).ok().and_then(|()| library());
        let Some(library) = found else {
            say(format_args!(
                "wall clocks are left alone: there is no libfaketime"
            ));
            return Ok(None);
        };
        let folder = folder.to_owned();
        let clocks = Self { library, folder };
        for node in 0..NODES {
            clocks.set(node, 0)?;
        }
        Ok(Some(clocks))
    }

    /// What a node is started with to have a clock of its own.
    pub(super) fn environment(&self, node: usize) -> Vec<(&'static str, OsString)> {
        vec![
            ("LD_PRELOAD", self.library.clone().into()),
            ("FAKETIME_TIMESTAMP_FILE", self.file(node).into()),
            ("FAKETIME_CACHE_DURATION", "1".into()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".into()),
            ("DONT_FAKE_MONOTONIC", "1".into()),
        ]
    }

    /// Puts a node's clock so many seconds before the right time; behind it, where they are less than none. It
    /// is noticed within a second.
    pub(super) fn set(&self, node: usize, seconds: i32) -> Result<()> {
        let (file, new) = (self.file(node), self.folder.join("clock.new"));
        // In one step: half of a number would end the process that reads it.
        let write =
            fs::write(&new, format!("{seconds:+}\n")).and_then(|()| fs::rename(&new, &file));
        write.with_context(|| file.display().to_string())
    }

    fn file(&self, node: usize) -> PathBuf {
        self.folder.join(format!("clock-{node}"))
    }
}

fn library() -> Option<PathBuf> {
    let folders = fs::read_dir(LIBRARIES).ok()?.filter_map(Result::ok);
    let mut places = folders.map(|folder| folder.path().join(LIBRARY));
    places.find(|place| place.is_file())
}

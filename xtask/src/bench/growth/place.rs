//! A database that knows so many keys of one organization, with a node.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};

use super::super::{
    known::Known,
    load::{Keys, Load, Round, Target},
    node::MeteredNode,
    programs::Programs,
};
use crate::stack::{Manager, Stack};

/// Whose keys they are.
const ORGANIZATION: &str = "measured";
/// The most keys that are put into the node's memory: none of them is forgotten there, and the uses of
/// all of them can be counted at once.
const MOST: usize = 250_000;
/// Seconds in which as many are verified once, and to spare.
const FILLING: u64 = 320;
/// Uses are counted, and stored after the run: how long that takes goes by how many keys were used, and
/// not by how many there are.
const OPTIONS: [&str; 2] = ["--usage-flush", "1h"];

#[derive(Debug)]
pub(super) struct Place {
    /// Keys that the database knows.
    pub(super) known: usize,
    /// How many of them the node has in memory.
    pub(super) size: usize,
    /// These, in their order in the database.
    ordered: PathBuf,
    /// The same in no order.
    pub(super) remembered: PathBuf,
    /// As many of them as there are few.
    pub(super) in_use: PathBuf,
    /// One key, which lists the others.
    reader: PathBuf,
    // Ends before the database does.
    node: MeteredNode,
    _stack: Stack,
}

impl Place {
    /// In an empty folder, which is made.
    pub(super) fn start(
        programs: &Programs,
        folder: PathBuf,
        count: usize,
        few: usize,
    ) -> Result<Self> {
        let stack = Stack::start(programs.service.clone(), folder)?;
        let owner = Manager::found(&stack, ORGANIZATION)?;
        let node = MeteredNode::start(&stack, "node", &OPTIONS)?;
        let reader = stack.folder.join("reader");
        // Before there are many: to generate one, they are counted.
        let one = owner.generate(node.node.address(), &["admin:keys"])?;
        fs::write(&reader, one.key + "\n")?;
        let known = Known::issue(&stack, &programs.reference, ORGANIZATION, count, MOST)?;
        let mut random = known.keys.clone();
        fastrand::Rng::with_seed(1).shuffle(&mut random);
        Ok(Self {
            known: count,
            size: random.len(),
            ordered: known.file("ordered", &known.keys)?,
            remembered: known.file("random", &random)?,
            in_use: known.file("in-use", &random[..few.min(random.len())])?,
            reader,
            node,
            _stack: stack,
        })
    }

    /// Has every key verified that is to be in memory.
    pub(super) fn fill_memory(&self, load: &Load) -> Result<()> {
        let all = f64::from(u32::try_from(self.size)?);
        let mut seconds = 1;
        while self.node.cached()? < all {
            ensure!(seconds <= FILLING, "not all keys stay in memory");
            load.warm_up(&self.target("/auth", &self.ordered), seconds)?;
            seconds *= 2;
        }
        Ok(())
    }

    /// One round of verifying keys of a file; none may be read from the database.
    pub(super) fn verify(&self, load: &Load, keys: &Path, seconds: u64) -> Result<Round> {
        let before = self.node.lookups()?;
        let target = self.target("/auth?scope=read:findings", keys);
        let round = load.round(&target, seconds)?;
        let read = self.node.lookups()?.reads - before.reads;
        ensure!(read == 0.0, "{read} keys were not in memory");
        Ok(round)
    }

    /// One round of listing.
    pub(super) fn list(&self, load: &Load, seconds: u64) -> Result<Round> {
        load.round(&self.target("/api/v1/keys?limit=50", &self.reader), seconds)
    }

    fn target<'a>(&self, path: &'a str, keys: &'a Path) -> Target<'a> {
        Target::of(&self.node.node, path, Keys::InTurn(keys))
    }
}

//! What a key costs that a node has in memory.

use anyhow::{Context as _, Result, ensure};

use super::{Extent, place::Place};
use crate::bench::{
    load::{Keys, Load, Target},
    memory::Memory,
    node::MeteredNode,
};

/// How many parts the keys come in.
const PARTS: usize = 5;
/// Seconds in which a part can be verified, as a rule.
const SECONDS: u64 = 2;
/// How often a part may be begun.
const TRIES: usize = 50;

#[derive(Clone, Copy, Debug)]
pub(super) struct Cached {
    /// How many keys there were more.
    pub(super) keys: f64,
    /// Bytes of resident memory for each of them.
    pub(super) each: f64,
}

impl Cached {
    /// By a node that has just been started.
    ///
    /// It verifies distinct keys, a part of them at a time, and stores how they were used after each:
    /// what it needs for that is there after the first part, and serves the others again. So what its
    /// memory grows by since is what it knows about the keys.
    pub(super) fn measure(place: &Place, load: &Load, extent: Extent) -> Result<Self> {
        let node = MeteredNode::start(&place.stack, "cached", &["--usage-flush", "1s"])?;
        let memory = Memory::of(node.node.id());
        let keys = place.known.keys.get(..extent.cached).unwrap_or_default();
        let mut before = None;
        for part in keys.chunks(extent.cached.div_ceil(PARTS)) {
            let file = place.known.file("part", part)?;
            let target = Target::of(&node.node, "/auth?scope=read:findings", Keys::Once(&file));
            let mut tries = 0..TRIES;
            while !load.warm_up(&target, SECONDS)? {
                tries.next().context("verifying the keys takes too long")?;
            }
            node.settle()?;
            before.get_or_insert((node.cached()?, memory.resident()?));
        }
        let (known, bytes) = before.unwrap_or_default();
        let keys = node.cached()? - known;
        ensure!(keys > 0.0, "no key stayed in memory");
        let grown = memory.resident()?.saturating_sub(bytes);
        Ok(Self {
            keys,
            each: f64::from(u32::try_from(grown)?) / keys,
        })
    }
}

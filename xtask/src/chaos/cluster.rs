//! Three nodes on one database, each behind a wire of its own.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context as _, Result};

use super::{
    clock::Clocks,
    proxy::Proxy,
    schedule::{Fault, NODES},
};
use crate::stack::{Node, Stack, Start};

#[derive(Debug)]
pub(super) struct Cluster {
    nodes: Vec<Place>,
    clocks: Option<Clocks>,
    pub(super) stack: Stack,
    pub(super) addresses: Addresses,
}

/// A node's place: its wire stays when the process goes.
#[derive(Debug)]
struct Place {
    wire: Proxy,
    node: Node,
}

/// Where the nodes are now.
#[derive(Clone, Debug)]
pub(super) struct Addresses(Arc<[Mutex<SocketAddr>; NODES]>);

impl Addresses {
    pub(super) fn get(&self, node: usize) -> Option<SocketAddr> {
        let address = self.0.get(node)?;
        Some(*address.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The same, but with another address for one node, and from now on by themselves.
    pub(super) fn with(&self, node: usize, other: SocketAddr) -> Self {
        let all = self
            .0
            .each_ref()
            .map(|address| Mutex::new(*address.lock().unwrap_or_else(PoisonError::into_inner)));
        let all = Self(Arc::new(all));
        all.set(node, other);
        all
    }

    fn set(&self, node: usize, to: SocketAddr) {
        if let Some(address) = self.0.get(node) {
            *address.lock().unwrap_or_else(PoisonError::into_inner) = to;
        }
    }
}

impl Cluster {
    /// In an empty folder, which is made.
    pub(super) fn start(program: PathBuf, folder: PathBuf) -> Result<Self> {
        let stack = Stack::start(program, folder)?;
        let clocks = Clocks::find(&stack.folder)?;
        let mut nodes = Vec::new();
        let addresses = std::array::from_fn(|_| Mutex::new(stack.postgres.address()));
        let addresses = Addresses(Arc::new(addresses));
        for number in 0..NODES {
            let wire = Proxy::start(stack.postgres.address())?;
            let node = start(&stack, &wire, clocks.as_ref(), number)?;
            addresses.set(number, node.address());
            nodes.push(Place { wire, node });
        }
        Ok(Self {
            nodes,
            clocks,
            stack,
            addresses,
        })
    }

    fn place(&mut self, node: usize) -> Result<&mut Place> {
        self.nodes.get_mut(node).context("there is no such node")
    }

    /// Lets something go wrong.
    pub(super) fn inflict(&mut self, fault: Fault) -> Result<()> {
        match fault {
            Fault::Pause { node } => self.place(node)?.node.signal("STOP"),
            Fault::Kill { node } => self.place(node)?.node.kill(),
            Fault::StopDatabase => self.stack.postgres.stop(),
            Fault::KillDatabase => self.stack.postgres.kill(),
            Fault::Partition { node, .. } => {
                self.place(node)?.wire.hold();
                Ok(())
            }
            Fault::Delay { node, by } => {
                self.place(node)?.wire.delay(by);
                Ok(())
            }
            Fault::Clock { node, by } => self.set_clock(node, by),
        }
    }

    fn set_clock(&self, node: usize, by: i32) -> Result<()> {
        let clocks = self.clocks.as_ref();
        clocks.map_or(Ok(()), |clocks| clocks.set(node, by))
    }

    /// Puts it right again.
    pub(super) fn repair(&mut self, fault: Fault) -> Result<()> {
        match fault {
            Fault::Pause { node } => self.place(node)?.node.signal("CONT")?,
            Fault::Kill { node } => self.restart(node)?,
            Fault::StopDatabase | Fault::KillDatabase => self.stack.postgres.resume()?,
            Fault::Partition { node, lost } => self.place(node)?.wire.release(lost),
            Fault::Delay { node, .. } => self.place(node)?.wire.delay(std::time::Duration::ZERO),
            Fault::Clock { node, .. } => self.set_clock(node, 0)?,
        }
        Ok(())
    }

    /// A new process in the place of the one before, which ends at once.
    pub(super) fn restart(&mut self, node: usize) -> Result<()> {
        let wire = self.place(node)?.wire.clone();
        let started = start(&self.stack, &wire, self.clocks.as_ref(), node)?;
        self.addresses.set(node, started.address());
        self.place(node)?.node = started;
        Ok(())
    }
}

fn start(stack: &Stack, wire: &Proxy, clocks: Option<&Clocks>, number: usize) -> Result<Node> {
    Node::start(
        stack,
        &Start {
            database_url: format!("postgresql://aiia_app@{}/postgres", wire.address()),
            log: &stack.folder.join(format!("node-{number}.log")),
            options: &["--workers", "2", "--log-format", "json"],
            environment: clocks
                .map(|clocks| clocks.environment(number))
                .unwrap_or_default(),
        },
    )
}

//! What is measured: a service that knows a million keys, with the reference beside it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};
use serde_json::Value;

use super::Extent;
use crate::{
    bench::{
        known::{Known, SCOPE},
        memory::Memory,
        node::MeteredNode,
        programs::Programs,
    },
    process,
    product::send,
    stack::{Manager, Node, Stack},
};

/// Whose keys and findings are asked for.
const ORGANIZATION: &str = "measured";
/// Whose keys are revoked: to generate one, all of an organization's are counted.
const REVOKING: &str = "revoking";

#[derive(Debug)]
pub(super) struct Place {
    /// Which answers.
    pub(super) first: MeteredNode,
    /// Which make the cluster larger.
    pub(super) others: [Node; 2],
    pub(super) reference: Node,
    pub(super) manager: Manager,
    /// Keys that are used again and again.
    pub(super) in_use: PathBuf,
    /// Keys that are used once before anything counts.
    pub(super) unmeasured: PathBuf,
    /// Keys that are used once while it counts.
    pub(super) once: PathBuf,
    /// One key, which reads what the demonstration holds.
    pub(super) reader: PathBuf,
    pub(super) known: Known,
    /// Bytes of the first node's memory, before anybody asked it anything.
    pub(super) idle: u64,
    pub(super) stack: Stack,
}

impl Place {
    /// In an empty folder, which is made.
    pub(super) fn start(programs: &Programs, folder: PathBuf, extent: Extent) -> Result<Self> {
        let stack = Stack::start(programs.service.clone(), folder)?;
        let owner = Manager::found(&stack, ORGANIZATION)?;
        let manager = Manager::found(&stack, REVOKING)?;
        stack.cli.run(&["org", "demo", ORGANIZATION])?;
        let first = MeteredNode::start(&stack, "node-0", &[])?;
        let idle = Memory::of(first.node.id()).resident()?;
        let reader = stack.folder.join("reader");
        let reading = owner.generate(first.node.address(), &[SCOPE])?;
        fs::write(&reader, format!("{}\n", reading.key))?;
        let known = Known::issue(
            &stack,
            &programs.reference,
            ORGANIZATION,
            extent.known,
            extent.known,
        )?;
        stack.postgres.execute(REFERENCE)?;
        let reference = reference(&programs.reference, &stack)?;
        ensure_alike(&first.node, &reading.key, &reference)?;
        let (in_use, rest) = known.keys.split_at(extent.used);
        let (unmeasured, once) = rest.split_at(rest.len() / 5);
        Ok(Self {
            others: [
                MeteredNode::start(&stack, "node-1", &[])?.node,
                MeteredNode::start(&stack, "node-2", &[])?.node,
            ],
            reference,
            in_use: known.file("in-use", in_use)?,
            unmeasured: known.file("unmeasured", unmeasured)?,
            once: known.file("once", once)?,
            known,
            first,
            manager,
            reader,
            idle,
            stack,
        })
    }
}

/// The table that the reference asks: the same keys, found by what the caller sends.
const REFERENCE: &str = "\
    CREATE TABLE reference_key (token text PRIMARY KEY, id uuid NOT NULL DEFAULT gen_random_uuid(),
        scopes text[] NOT NULL DEFAULT '{read:findings}', expires_at timestamptz NOT NULL DEFAULT '2200-01-01',
        revoked_at timestamptz);
    INSERT INTO reference_key (token) SELECT token FROM issued;
    VACUUM ANALYZE reference_key;
    CHECKPOINT";

fn reference(program: &Path, stack: &Stack) -> Result<Node> {
    let shown = stack.cli.run(&["org", "show", ORGANIZATION, "--json"])?;
    let tenant: Value = serde_json::from_str(&shown)?;
    let mut command = process::command(&stack.folder, &program.to_string_lossy(), "");
    command
        .env("DATABASE_URL", stack.postgres.url("postgres"))
        // Row level security holds for the service's own role.
        .env("TENANT_DATABASE_URL", stack.postgres.url("aiia_app"))
        .env("TENANT", tenant["id"].as_str().unwrap_or_default());
    Node::run(&mut command, &stack.folder.join("reference.log"))
}

/// The reference answers with what the service answers with: else the two are not to be compared.
fn ensure_alike(node: &Node, key: &str, reference: &Node) -> Result<()> {
    let authorization = format!("ApiKey {key}");
    let headers = [("Authorization", authorization.as_str())];
    let ask = |node: &Node, path| send(&node.address().to_string(), "GET", path, &headers, None);
    let ours = ask(node, "/api/v1/findings?limit=20")?;
    let theirs = ask(reference, "/findings")?;
    ensure!(
        ours.status == 200 && ours.body == theirs.body,
        "the reference has other findings ({}, {}):\n{}\n{}",
        ours.status,
        theirs.status,
        ours.body,
        theirs.body
    );
    Ok(())
}

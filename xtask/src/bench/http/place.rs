//! What is measured: a service that knows a million keys, with the reference beside it.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context as _, Result, anyhow};

use super::{Extent, Programs};
use crate::{
    process,
    stack::{Manager, Node, Stack, Start},
};

/// The scope that is asked for.
pub(super) const ASKED: &str = "read:findings";
const ORGANIZATION: &str = "measured";
/// Whose keys nobody uses.
const OTHER: &str = "unused";
/// Callers that generate keys at the same time.
const CALLERS: usize = 8;

#[derive(Debug)]
pub(super) struct Place {
    pub(super) nodes: Vec<Node>,
    pub(super) reference: Node,
    pub(super) manager: Manager,
    /// A file with the keys in use, one a line.
    pub(super) keys: PathBuf,
    /// A file with one key, which reads what the demonstration holds.
    pub(super) reader: PathBuf,
    /// Bytes of the first node's memory, before anybody asked it anything.
    pub(super) idle: u64,
    pub(super) stack: Stack,
}

impl Place {
    /// In an empty folder, which is made.
    pub(super) fn start(programs: &Programs, folder: PathBuf, extent: Extent) -> Result<Self> {
        let stack = Stack::start(programs.service.clone(), folder)?;
        let manager = Manager::found(&stack, ORGANIZATION)?;
        stack.cli.run(&["org", "demo", ORGANIZATION])?;
        let mut nodes = vec![node(&stack, 0)?];
        let first = nodes.first().context("there is no node")?;
        let idle = resident(first.id())?;
        let keys = generate(&manager, first.address(), extent.used)?;
        Manager::found(&stack, OTHER)?;
        stack.postgres.execute(&known(extent.known))?;
        let reader = stack.folder.join("reader");
        let one = manager.generate(first.address(), &[ASKED])?;
        fs::write(&reader, one.key + "\n")?;
        let tokens: Vec<_> = keys.iter().map(|key| format!("('{key}')")).collect();
        stack
            .postgres
            .execute(&reference(extent.known, &tokens.join(",")))?;
        let path = stack.folder.join("keys");
        fs::write(&path, keys.join("\n") + "\n")?;
        for number in 1..3 {
            nodes.push(node(&stack, number)?);
        }
        Ok(Self {
            reference: reference_server(&programs.reference, &stack)?,
            nodes,
            manager,
            keys: path,
            reader,
            idle,
            stack,
        })
    }
}

fn node(stack: &Stack, number: usize) -> Result<Node> {
    Node::start(
        stack,
        &Start {
            database_url: stack.postgres.url("aiia_app"),
            log: &stack.folder.join(format!("node-{number}.log")),
            options: &["--log", "info", "--metrics-listen", "127.0.0.1:0"],
            environment: Vec::new(),
        },
    )
}

fn reference_server(program: &Path, stack: &Stack) -> Result<Node> {
    let mut command = process::command(&stack.folder, &program.to_string_lossy(), "");
    command.env("DATABASE_URL", stack.postgres.url("postgres"));
    Node::run(&mut command, &stack.folder.join("reference.log"))
}

/// Generates keys as any caller does, several at a time.
fn generate(manager: &Manager, node: SocketAddr, count: usize) -> Result<Vec<String>> {
    thread::scope(|scope| {
        let some = || -> Result<Vec<String>> {
            let made = (0..count.div_ceil(CALLERS)).map(|_| manager.generate(node, &[ASKED]));
            made.map(|made| Ok(made?.key)).collect()
        };
        let threads: Vec<_> = (0..CALLERS).map(|_| scope.spawn(some)).collect();
        let mut keys = Vec::new();
        for thread in threads {
            keys.extend(
                thread
                    .join()
                    .map_err(|_| anyhow!("a caller broke down"))??,
            );
        }
        Ok(keys)
    })
}

/// Keys that are known to the database and that nobody uses.
fn known(count: usize) -> String {
    format!(
        "INSERT INTO aiia_keys.api_key (org_id, id, label, scopes, last_four, pepper, digest, created_at,
                              created_by, expires_at, version)
         SELECT (SELECT org_id FROM aiia_keys.organization WHERE slug = '{OTHER}'),
                md5(n::text)::uuid, 'Unused', '{{{ASKED}}}', 'f3Ka', 1,
                decode(md5(n || 'a') || md5(n || 'b'), 'hex'), now(), 'operator', '2200-01-01', 1
         FROM generate_series(1, {count}) n;
         ANALYZE aiia_keys.api_key"
    )
}

/// The table that the reference asks: as many keys, found by what the caller sends.
fn reference(count: usize, tokens: &str) -> String {
    format!(
        "CREATE TABLE reference_key (token text PRIMARY KEY, id uuid NOT NULL DEFAULT gen_random_uuid(),
             scopes text[] NOT NULL DEFAULT '{{{ASKED}}}', expires_at timestamptz NOT NULL DEFAULT '2200-01-01',
             revoked_at timestamptz);
         INSERT INTO reference_key (token) SELECT md5(n::text) FROM generate_series(1, {count}) n;
         INSERT INTO reference_key (token) VALUES {tokens};
         ANALYZE reference_key"
    )
}

/// Bytes of a process that are in memory.
fn resident(process: u32) -> Result<u64> {
    let path = format!("/proc/{process}/status");
    let status = fs::read_to_string(&path).with_context(|| path.clone())?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    Ok(kibibytes.with_context(|| format!("{path} cannot be read"))? * 1024)
}

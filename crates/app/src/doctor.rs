//! `aiia-keys doctor`.

use aiia_keys_postgres::{
    guard::Report,
    revocation::{self, Cluster, NodeState},
};
use anyhow::Result;
use serde_json::{Value, json};

use crate::{
    cli::Doctor,
    database,
    output::{self, Exit},
};

pub(crate) async fn run(arguments: Doctor) -> Result<Exit> {
    let url = arguments.connection.read()?;
    let report = database::inspect(&url).await?;
    let accepted = report.enforce(arguments.rules.into()).is_ok();
    // What is refused may not have the tables to look at.
    let cluster = if accepted {
        Some(revocation::inspect(&database::connector(&url)?.connect().await?).await?)
    } else {
        None
    };
    if arguments.json {
        let report = as_json(&report, cluster.as_ref(), accepted);
        output::result(format_args!("{report:#}"));
    } else {
        for line in cluster.iter().flat_map(lines) {
            output::result(line);
        }
        for finding in &report.findings {
            output::result(output::finding(finding));
        }
        output::result(match (accepted, report.findings.is_empty()) {
            (true, true) => "the database is in order",
            (true, false) => "the service starts with this database; mind the above",
            (false, _) => "the service refuses this database",
        });
    }
    Ok(if accepted { Exit::Done } else { Exit::Refused })
}

/// The cluster in words.
fn lines(cluster: &Cluster) -> Vec<String> {
    let mut lines = vec![format!(
        "cluster: {} nodes, leases of {:?}, epoch {}",
        cluster.nodes.len(),
        cluster.lease.length(),
        cluster.epoch.get()
    )];
    for (index, node) in cluster.nodes.iter().enumerate() {
        lines.push(format!(
            "node {}: {} changes behind, seen {} s ago{}",
            index + 1,
            node.behind,
            node.silent_for,
            if cluster.seems_gone(node) {
                "; it seems to be gone: the next revocation waits for its lease, and no other does"
            } else {
                ""
            }
        ));
    }
    if !cluster.settled {
        lines.push(
            "the database server is another one, or was started anew: the next revocation waits for all of a lease"
                .to_owned(),
        );
    }
    if !cluster.synchronous_standby {
        lines.push(
            "no synchronous standby: with `synchronous_standby_names` empty, a failover to a replica can forget a revocation that was answered; a single server does not need one"
                .to_owned(),
        );
    }
    lines
}

fn cluster_as_json(cluster: &Cluster) -> Value {
    let node = |node: &NodeState| json!({ "behind": node.behind, "silent_for": node.silent_for });
    json!({
        "epoch": cluster.epoch.get(),
        "nodes": cluster.nodes.iter().map(node).collect::<Vec<_>>(),
        "lease_ms": cluster.lease.length().as_millis(),
        "settled": cluster.settled,
        "synchronous_standby": cluster.synchronous_standby,
    })
}

fn as_json(report: &Report, cluster: Option<&Cluster>, accepted: bool) -> Value {
    let findings: Vec<Value> = report
        .findings
        .iter()
        .map(|finding| {
            json!({
                "severity": output::severity(finding),
                "code": finding.code(),
                "message": finding.to_string(),
            })
        })
        .collect();
    json!({
        "accepted": accepted,
        "cluster": cluster.map(cluster_as_json),
        "findings": findings,
    })
}

//! `aiia-keys doctor`.

use aiia_keys_postgres::guard::Report;
use anyhow::Result;
use serde_json::{Value, json};

use crate::{
    cli::Doctor,
    database,
    output::{self, Exit},
};

pub(crate) async fn run(arguments: Doctor) -> Result<Exit> {
    let report = database::inspect(&arguments.connection.read()?).await?;
    let accepted = report.enforce(arguments.rules.into()).is_ok();
    if arguments.json {
        output::result(format_args!("{:#}", as_json(&report, accepted)));
    } else {
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

fn as_json(report: &Report, accepted: bool) -> Value {
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
    json!({ "accepted": accepted, "findings": findings })
}

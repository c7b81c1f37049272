//! `aiia-keys evidence list`.

use aiia_keys_assurance::{Env, Evidence, EvidenceFilter, evidence::list};
use aiia_keys_domain::{Caller, OrganizationId};
use aiia_keys_ports::PageRequest;
use anyhow::Result;
use serde_json::{Value, json};

use crate::output;

pub(super) async fn list(env: &Env, organization: OrganizationId, as_json: bool) -> Result<()> {
    let caller = Caller::operator(organization);
    let mut evidence = Vec::new();
    let mut page = PageRequest::default();
    loop {
        let listed = list::list(env, &caller, EvidenceFilter::default(), page).await?;
        evidence.extend(listed.items.into_iter().map(|stored| stored.value));
        match listed.next {
            Some(after) => page.after = Some(after),
            None => break,
        }
    }
    if as_json {
        let all: Vec<_> = evidence.iter().map(shown).collect();
        output::result(format_args!("{:#}", Value::from(all)));
    } else if evidence.is_empty() {
        output::note("there is no evidence yet");
    } else {
        output::result(table(&evidence));
    }
    Ok(())
}

fn shown(evidence: &Evidence) -> Value {
    let data = evidence.data();
    let content = evidence.content();
    json!({
        "id": data.id.to_string(),
        "file_name": data.file_name.as_str(),
        "media_type": data.media_type.as_str(),
        "status": data.state.status().as_str(),
        "size": content.map(|content| content.size),
        "digest": content.map(|content| content.digest.to_string()),
        "created_at": data.created_at.to_string(),
        "created_by": data.created_by.to_string(),
    })
}

fn table(evidence: &[Evidence]) -> String {
    let rows: Vec<_> = evidence
        .iter()
        .map(|evidence| {
            let data = evidence.data();
            let content = evidence.content();
            let size = content.map(|content| content.size.to_string());
            [
                data.id.to_string(),
                data.state.status().to_string(),
                size.unwrap_or_default(),
                data.created_at.to_string(),
                data.created_by.to_string(),
                data.file_name.to_string(),
            ]
        })
        .collect();
    output::table(["ID", "STATUS", "BYTES", "AT", "BY", "FILE"], &rows)
}

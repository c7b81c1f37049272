//! What the audit trail tells of connectors.

use aiia_keys_domain::{ActionName, Caller, DetailsBuilder, Subject, Timestamp, TrailDraft};
use aiia_keys_ports::StoreError;

use crate::ConnectorId;

/// An entry about a connector.
pub(super) fn draft(
    caller: &Caller,
    connector: ConnectorId,
    action: ActionName,
    details: DetailsBuilder,
    now: Timestamp,
) -> Result<TrailDraft, StoreError> {
    let subject: Result<Subject, _> = format!("connector:{connector}").parse();
    let subject = subject.map_err(|error| StoreError::Corrupt(error.into()))?;
    let details = details.build();
    let details = details.map_err(|error| StoreError::Corrupt(error.into()))?;
    let draft = TrailDraft::new(now, caller.actor.clone(), action, subject);
    let draft = draft.with_details(details);
    Ok(draft.with_request_id(caller.request.clone()))
}

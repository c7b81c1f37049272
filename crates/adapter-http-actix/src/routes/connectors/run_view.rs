//! A run of a connector as the API shows it.

use aiia_keys_assurance::{
    ChangeCounts, ConnectorId, ConnectorRun, ConnectorRunId, ConnectorRunState, RunFailure,
    RunLogLine,
};
use aiia_keys_domain::{Actor, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{problem::RowFault, text::Text};

/// One time that the universe is pulled from a source.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectorRun)]
pub(crate) struct RunView<'a> {
    /// Names the run.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090f")]
    id: Text<ConnectorRunId>,
    /// The connector.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090e")]
    connector: Text<ConnectorId>,
    /// Whether it only tells what would change.
    #[schema(example = false)]
    dry_run: bool,
    /// How far it has come.
    #[schema(value_type = RunState)]
    state: &'static str,
    /// When it began.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:00:00Z")]
    started_at: Text<Timestamp>,
    /// Who asked for it: `member:<id>`, `key:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "key:01890a5d-ac96-774b-bcce-b302099a8057")]
    started_by: Text<&'a Actor>,
    /// When it ended; `null` while it goes on.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Text<Timestamp>>,
    /// What changed, or would change; `null` unless it succeeded.
    changes: Option<CountsView>,
    /// Why it failed; `null` unless it did.
    failure: Option<FailureView<'a>>,
    /// What happened, oldest first.
    log: Vec<LineView<'a>>,
}

/// How many entities a run changed.
#[derive(Serialize, ToSchema)]
#[schema(as = ChangeCounts)]
pub(super) struct CountsView {
    /// New ones.
    added: u32,
    /// Such as are called otherwise, are another kind of thing, or have another place.
    changed: u32,
    /// Such as had left the universe.
    restored: u32,
    /// Such as left it.
    retired: u32,
    /// Such as stay as they are.
    unchanged: u32,
}

/// Why a run failed.
#[derive(Serialize, ToSchema)]
#[schema(as = RunFailure)]
pub(super) struct FailureView<'a> {
    /// Stable: programs compare it.
    #[schema(example = "source_unreachable")]
    code: &'a str,
    /// For people: what is wrong, and what would be right.
    detail: &'a str,
    /// The first rows of the source's answer that cannot be used.
    errors: Vec<RowFault>,
}

/// A line of a run's log.
#[derive(Serialize, ToSchema)]
#[schema(as = RunLogLine)]
pub(super) struct LineView<'a> {
    /// When it was written.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:00:00Z")]
    at: Text<Timestamp>,
    /// What happened, for people.
    #[schema(example = "asking the source, attempt 1 of at most 4")]
    message: &'a str,
}

/// How far a run has come.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its names are used, to describe the API")]
pub(super) enum RunState {
    /// It goes on.
    Running,
    /// The universe is as the source tells it.
    Succeeded,
    /// Nothing was changed.
    Failed,
    /// It was cut off: nothing was changed, and it can be repeated.
    Interrupted,
}

impl<'a> From<&'a ConnectorRun> for RunView<'a> {
    fn from(run: &'a ConnectorRun) -> Self {
        let data = run.data();
        let (ended_at, changes, failure) = match &data.state {
            ConnectorRunState::Running { .. } => (None, None, None),
            ConnectorRunState::Succeeded { at, counts } => (Some(*at), Some(counts.into()), None),
            ConnectorRunState::Failed { at, failure } => (Some(*at), None, Some(failure.into())),
            ConnectorRunState::Interrupted { at } => (Some(*at), None, None),
        };
        Self {
            id: Text(data.id),
            connector: Text(data.connector),
            dry_run: data.dry_run,
            state: data.state.as_str(),
            started_at: Text(data.started_at),
            started_by: Text(&data.started_by),
            ended_at: ended_at.map(Text),
            changes,
            failure,
            log: data.log.iter().map(Into::into).collect(),
        }
    }
}

impl From<&ChangeCounts> for CountsView {
    fn from(counts: &ChangeCounts) -> Self {
        Self {
            added: counts.added,
            changed: counts.changed,
            restored: counts.restored,
            retired: counts.retired,
            unchanged: counts.unchanged,
        }
    }
}

impl<'a> From<&'a RunFailure> for FailureView<'a> {
    fn from(failure: &'a RunFailure) -> Self {
        Self {
            code: &failure.code,
            detail: &failure.detail,
            errors: failure.rows.iter().map(Into::into).collect(),
        }
    }
}

impl<'a> From<&'a RunLogLine> for LineView<'a> {
    fn from(line: &'a RunLogLine) -> Self {
        Self {
            at: Text(line.at),
            message: &line.message,
        }
    }
}

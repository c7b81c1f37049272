//! What the scopes `read:universe`, `read:findings`, `write:findings`, `write:evidence` and
//! `admin:sync` protect: an organization's audit universe, the findings about it and the evidence
//! for them, as rules, ports and use cases.
//!
//! # What there is
//!
//! | noun | is | changes |
//! |---|---|---|
//! | [`Entity`] | something that can be audited, in one hierarchy of at most 32 levels | as a whole universe ([`Comparison`]) |
//! | [`Tree`] | the universe as an organization's register tells it, in JSON or CSV | never |
//! | [`Finding`] | what an audit found about an entity | `draft → open → in_remediation → closed`, and reopened |
//! | [`Recommendation`] | what the auditors recommend on a finding | never |
//! | [`ActionPlan`] | what management will do, who answers for it, until when | `planned ⇄ in_progress ⇄ implemented ⇄ verified` |
//! | [`RemediationLogEntry`] | one move of an action plan | never; nothing is taken out |
//! | [`TestProcedure`] | what auditors do to test an entity | never |
//! | [`Evidence`] | a file that shows what a test found | `uploading → uploaded → attached`, or `abandoned` |
//! | [`Connector`] | where a universe is pulled from, with what credentials | as long as it is not deleted |
//! | [`ConnectorRun`] | one time that a universe is pulled from a source | `running → succeeded`, `failed` or `interrupted` |
//!
//! # Use cases
//!
//! Each is a free function with the context first: `list(env, caller, …)`.
//! It asks whether the caller may, reads the clock once, works in the caller's organization, lets
//! the rules decide, stores, and commits.
//!
//! | use case | a key needs |
//! |---|---|
//! | [`entity::list::list`], [`entity::find::find`], [`entity::hierarchy::hierarchy`] | `read:universe` |
//! | [`finding::list::list`], [`finding::find::find`] with recommendations | `read:findings` |
//! | [`action_plan::list::list`], [`action_plan::find::find`], [`action_plan::read_log::read_log`] | `read:findings` |
//! | [`finding::create::create`], [`finding::update::update`] | `write:findings` |
//! | [`recommendation::add::add`] | `write:findings` |
//! | [`action_plan::add::add`], [`action_plan::move_status::move_status`] | `write:findings` |
//! | [`universe::synchronize::synchronize`] | `admin:sync` |
//! | [`connector::create::create`], [`connector::update::update`], [`connector::delete::delete`] | `admin:sync` |
//! | [`connector::list::list`], [`connector::find::find`] | `admin:sync` |
//! | [`connector::refresh::refresh`], [`connector::list_runs::list_runs`], [`connector::find_run::find_run`] | `admin:sync` |
//! | [`connector::run::run`] | nothing will do: the service itself |
//! | [`test_procedure::list::list`], [`test_procedure::find::find`] | `read:findings` |
//! | [`test_procedure::create::create`] | `write:findings` |
//! | [`evidence::upload::upload`], [`test_procedure::attach::attach`] | `write:evidence` |
//! | [`evidence::list::list`], [`evidence::find::find`], [`evidence::read::read`] | nothing will do: people only |
//! | [`evidence::sweep::sweep`] | nothing will do: whoever runs the service |
//!
//! A key may what its scopes cover, wildcards and `admin` included; members read everything, and an
//! owner writes as well ([`Permission`](aiia_keys_domain::Permission)).
//!
//! # What must not change
//!
//! - The organization comes from the caller, never from a command, and what belongs to another one
//!   is not found.
//! - An action plan and the entry of its log are stored together or not at all: [`LoggedPlan`] is
//!   the only way to store either.
//! - An entity is never deleted: it is retired, and what was found about it stays.
//! - Whoever changes a finding or what belongs to it locks the finding first, so a finding is closed
//!   with all its plans verified and stays so.
//! - What cannot be seen yet is kept nowhere but under its own id: evidence is recorded as
//!   `uploading` before its first byte is stored, so a file without a record is left over for certain.
//! - A key that uploads evidence can read none of it back.
//! - Nothing here knows SQL, HTTP or a status code.

mod env;
mod model;
mod ports;

pub mod action_plan;
pub mod connector;
#[cfg(any(test, feature = "demo"))]
pub mod demo;
pub mod entity;
pub mod evidence;
pub mod finding;
#[cfg(any(test, feature = "mock"))]
pub mod mock;
pub mod recommendation;
pub mod test_procedure;
pub mod universe;

#[cfg(test)]
mod testing;

pub use env::Env;
pub use model::{
    action_plan::{
        ActionPlan, ActionPlanData, AddPlanError, LoggedPlan, MAX_ACTION_PLANS, MAX_LOG_ENTRIES,
        MoveRefusal, NewActionPlan,
    },
    code::{EntityCode, InvalidEntityCode},
    connector::{
        Connector, ConnectorRevision, OtherOrigin,
        address::{NonPublicAddress, require_public},
        credentials::{
            InvalidCredentials, SourceCredentials, SourceHeaderName, SourceSecret, SourceUser,
        },
        fetch::{FetchFailure, Fetched},
        format::{ReadSourceError, SourceFormat, UnknownSourceFormat},
        retry::RetryPolicy,
        rules::ConnectorRules,
        run::{
            ChangeCounts, ConnectorRun, ConnectorRunData, ConnectorRunState, MAX_RUN_LOG_LINES,
            NewConnectorRun, RowFault, RunFailure, RunOver,
        },
        run_log::{RunEvent, RunLogLine},
        sealed::{CredentialPlace, CredentialScheme, SealedCredentials, UnknownCredentialScheme},
        source_url::{InvalidSourceUrl, SourceReach, SourceUrl},
    },
    date::{Date, InvalidDate},
    digest::{ContentDigest, InvalidContentDigest},
    entity::{Entity, EntityPlace, Level, NewEntity, ParentLevel, PlaceError},
    evidence::{
        Content, Evidence, EvidenceData, EvidenceRefusal, EvidenceRules, EvidenceState,
        EvidenceStatus, NewEvidence, TypeNotTaken, UnknownEvidenceStatus,
    },
    file_name::{FileName, InvalidFileName},
    finding::{
        Finding, FindingData, FindingRefusal, FindingRevision, FindingState, FindingStatus,
        NewFinding, PlanTally, RaisedInFuture, UnknownFindingStatus,
    },
    hierarchy::{DisconnectedEntity, HierarchyNode, HierarchyWalk},
    id::{
        ActionPlanId, ConnectorId, ConnectorRunId, EntityId, EvidenceId, FindingId,
        RecommendationId, TestProcedureId,
    },
    kind::{EntityKind, UnknownEntityKind},
    media_type::{InvalidMediaType, MediaType, MediaTypes},
    plan_status::{ActionPlanStatus, UnknownActionPlanStatus},
    recommendation::{MAX_RECOMMENDATIONS, Recommendation, SubmitError},
    remediation_log::{Backward, Forward, RemediationEvent, RemediationLogEntry},
    severity::{Severity, UnknownSeverity},
    signature::Mismatch,
    synchronization::{Comparison, Fate, UniversePlan},
    test_procedure::{
        AttachError, Attachment, MAX_ATTACHED_AT_ONCE, MAX_ATTACHMENTS, TestProcedure,
    },
    text::{
        ActionPlanDescription, ConnectorName, EntityName, FindingDescription, FindingTitle,
        InvalidProse, Note, OwnerName, RecommendationText, TestProcedureDescription,
        TestProcedureTitle,
    },
    tree::{
        Column, CsvTreeReader, JsonTreeReader, MAX_ROW_ERRORS, MAX_TREE_ROWS, ReadTreeError,
        RowError, RowErrors, RowPlace, RowProblem, Tree, TreeReader, TreeRow,
    },
    universe::{ArrangeError, ListedEntity, arrange},
};
pub use ports::{
    action_plan::{ActionPlanFilter, ActionPlanRepository},
    connector::{
        ConnectorRepository, ConnectorRunRepository, RunLauncher, RunSlot, RunTicket, RunsBusy,
        Timer, TreeSource,
    },
    entity::{EntityFilter, EntityRepository, TreeExtent},
    evidence::{
        ContentBroken, EvidenceFilter, EvidencePlace, EvidenceReader, EvidenceRepository,
        EvidenceStore, EvidenceWriter, IncomingContent,
    },
    finding::{FindingFilter, FindingRepository},
    recommendation::RecommendationRepository,
    store::{AssuranceStore, AssuranceWork},
    test_procedure::{TestProcedureFilter, TestProcedureRepository},
};

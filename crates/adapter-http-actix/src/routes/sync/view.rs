//! What a synchronization did, as the API shows it.

use aiia_keys_assurance::{
    EntityCode,
    universe::synchronize::{Affected, Report},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What changed, or would change.
#[derive(Serialize, ToSchema)]
#[schema(as = SyncReport)]
pub(super) struct ReportView<'a> {
    /// Entities that are new.
    added: AffectedView<'a>,
    /// Entities that are called otherwise, are another kind of thing, or have another place.
    changed: AffectedView<'a>,
    /// Entities that had left the universe and are in it again.
    restored: AffectedView<'a>,
    /// Entities that left the universe. What was found about them stays.
    retired: AffectedView<'a>,
    /// How many entities stay as they are.
    #[schema(example = 4210)]
    unchanged: usize,
    /// Whether nothing was done.
    #[schema(example = false)]
    dry_run: bool,
}

/// Entities that something happened to.
#[derive(Serialize, ToSchema)]
#[schema(as = AffectedEntities)]
pub(super) struct AffectedView<'a> {
    /// How many there are.
    #[schema(example = 2)]
    count: usize,
    /// The codes of the first hundred of them, by code.
    #[schema(example = json!(["FIN-AP", "FIN-AR"]))]
    codes: Vec<&'a str>,
}

impl<'a> From<&'a Report> for ReportView<'a> {
    fn from(report: &'a Report) -> Self {
        Self {
            added: (&report.added).into(),
            changed: (&report.changed).into(),
            restored: (&report.restored).into(),
            retired: (&report.retired).into(),
            unchanged: report.unchanged,
            dry_run: report.dry_run,
        }
    }
}

impl<'a> From<&'a Affected> for AffectedView<'a> {
    fn from(affected: &'a Affected) -> Self {
        Self {
            count: affected.count,
            codes: affected.codes.iter().map(EntityCode::as_str).collect(),
        }
    }
}

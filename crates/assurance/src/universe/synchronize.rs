//! Making the universe as an organization's own register tells it.

use aiia_keys_domain::{
    ActionName, Actor, Caller, Details, Forbidden, Permission, RequestId, Subject, Timestamp,
    TrailDraft,
};
use aiia_keys_ports::{Entropy, EntropyUnavailable, StoreError, Stored, generate_uuid};

use crate::{
    AssuranceWork, Comparison, ConnectorRunId, Entity, EntityCode, EntityId, Env, Fate, Tree,
};

/// The universe to have.
#[derive(Debug)]
pub struct Command {
    /// What the register tells.
    pub tree: Tree,
    /// Only tell what would change.
    pub dry_run: bool,
}

/// What changed, or would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Entities that are new.
    pub added: Affected,
    /// Entities that are called otherwise, or are another kind of thing, or have another place.
    pub changed: Affected,
    /// Entities that had left the universe and are in it again.
    pub restored: Affected,
    /// Entities that left the universe. What was found about them stays.
    pub retired: Affected,
    /// How many entities stay as they are.
    pub unchanged: usize,
    /// Whether nothing was done.
    pub dry_run: bool,
}

/// Entities that something happened to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// How many there are.
    pub count: usize,
    /// The codes of the first of them by code, at most [`MAX_CODES`].
    pub codes: Vec<EntityCode>,
}

/// The most codes that a report lists of each kind.
pub const MAX_CODES: usize = 100;

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes the universe of the caller's organization as its register tells it: all of it, or nothing.
///
/// Entities are matched by code. Those that the register does not name are retired; those that come
/// back are restored, with everything that was found about them. The same tree again changes
/// nothing. What changed is told in the audit trail.
///
/// # Errors
/// When the caller may not, or storage fails: with [`Conflict`](StoreError::Conflict) while the
/// universe of the same organization is being synchronized elsewhere.
pub async fn synchronize(env: &Env, caller: &Caller, command: Command) -> Result<Report, Error> {
    caller.require(Permission::Sync)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let cause = Cause {
        actor: &caller.actor,
        request: caller.request.as_ref(),
        run: None,
    };
    let (report, changed) = change(&mut *work, &*env.entropy, command, cause, now).await?;
    if changed {
        work.commit().await?;
    }
    Ok(report)
}

/// Who or what has the universe changed, for the audit trail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cause<'a> {
    /// Who.
    pub(crate) actor: &'a Actor,
    /// By which request.
    pub(crate) request: Option<&'a RequestId>,
    /// By which run of a connector.
    pub(crate) run: Option<ConnectorRunId>,
}

/// Changes the universe in a unit of work, with its entry in the audit trail, and tells whether
/// anything was changed that is to be committed.
pub(crate) async fn change(
    work: &mut dyn AssuranceWork,
    entropy: &dyn Entropy,
    command: Command,
    cause: Cause<'_>,
    now: Timestamp,
) -> Result<(Report, bool), Error> {
    let Command { tree, dry_run } = command;
    work.entities().lock_universe().await?;
    let mut comparison = Comparison::new(&tree, work.tenant(), now);
    let mut last = None;
    while let Some(batch) = next(work, &mut last).await? {
        for entity in &batch {
            comparison.know(&entity.value).map_err(StoreError::from)?;
        }
    }
    let plan = comparison.plan(|| generate_uuid(entropy, now).map(EntityId::from_uuid))?;
    let mut report = Report::new(dry_run);
    let mut last = None;
    while let Some(batch) = next(work, &mut last).await? {
        let mut rewritten = Vec::new();
        for entity in batch {
            let fate = plan.fate(entity).map_err(StoreError::from)?;
            rewritten.extend(report.note(fate));
        }
        if !dry_run && !rewritten.is_empty() {
            work.entities().rewrite(&rewritten).await?;
        }
    }
    let mut added = plan.added();
    loop {
        let batch: Result<Vec<_>, _> = added.by_ref().take(BATCH).collect();
        let batch = batch.map_err(StoreError::from)?;
        if batch.is_empty() {
            break;
        }
        for entity in &batch {
            report.added.note(entity.code());
        }
        if !dry_run {
            work.entities().insert(&batch).await?;
        }
    }
    let changed = !dry_run && report.tells_of_changes();
    if changed {
        work.trail().append(report.draft(cause, now)?).await?;
    }
    Ok((report, changed))
}

/// How many new entities are stored at once.
const BATCH: usize = 5_000;

/// The next entities of all that there are, which are not kept at once.
async fn next(
    work: &mut dyn AssuranceWork,
    last: &mut Option<EntityId>,
) -> Result<Option<Vec<Stored<Entity>>>, StoreError> {
    let batch = work.entities().list_all(*last).await?;
    let Some(end) = batch.last() else {
        return Ok(None);
    };
    *last = Some(end.value.id());
    Ok(Some(batch))
}

impl Report {
    fn new(dry_run: bool) -> Self {
        Self {
            added: Affected::default(),
            changed: Affected::default(),
            restored: Affected::default(),
            retired: Affected::default(),
            unchanged: 0,
            dry_run,
        }
    }

    /// Takes note of what becomes of an entity; gives it where it is to be stored anew.
    fn note(&mut self, fate: Fate) -> Option<Stored<Entity>> {
        let (affected, entity) = match fate {
            Fate::Away => return None,
            Fate::Unchanged => {
                self.unchanged += 1;
                return None;
            }
            Fate::Changed(entity) => (&mut self.changed, entity),
            Fate::Restored(entity) => (&mut self.restored, entity),
            Fate::Retired(entity) => (&mut self.retired, entity),
        };
        affected.note(entity.value.code());
        Some(entity)
    }

    fn tells_of_changes(&self) -> bool {
        [&self.added, &self.changed, &self.restored, &self.retired]
            .iter()
            .any(|affected| affected.count > 0)
    }

    /// As the audit trail keeps it.
    fn draft(&self, cause: Cause<'_>, now: Timestamp) -> Result<TrailDraft, StoreError> {
        const SYNCHRONIZED: ActionName = ActionName::from_static("universe.synchronized");
        let details = Details::builder()
            .with_some("run", cause.run)
            .with("added", self.added.count)
            .with("changed", self.changed.count)
            .with("restored", self.restored.count)
            .with("retired", self.retired.count)
            .with("unchanged", self.unchanged)
            .build()
            .map_err(|error| StoreError::Corrupt(error.into()))?;
        let actor = cause.actor.clone();
        let draft = TrailDraft::new(now, actor, SYNCHRONIZED, Subject::Organization);
        let draft = draft.with_details(details);
        Ok(draft.with_request_id(cause.request.cloned()))
    }
}

impl Affected {
    fn note(&mut self, code: &EntityCode) {
        self.count += 1;
        if let Err(place) = self.codes.binary_search(code)
            && place < MAX_CODES
        {
            self.codes.insert(place, code.clone());
            self.codes.truncate(MAX_CODES);
        }
    }
}

#[cfg(test)]
mod tests;

//! The connector of the demonstration, and what its runs were.

use std::time::Duration;

use aiia_keys_domain::Actor;
use aiia_keys_ports::{MemorySpools, Spools as _};

use super::{AnyError, Maker, Noun, universe::ENTITIES};
use crate::{
    ChangeCounts, Connector, ConnectorId, ConnectorRules, ConnectorRun, ConnectorRunId, Fetched,
    NewConnectorRun, RunEvent, RunFailure, SealedCredentials, SourceFormat, SourceReach, SourceUrl,
};

/// A connector of the demonstration, with what its runs were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoConnector {
    /// The connector.
    pub connector: Connector,
    /// Its runs, each as it ended, the oldest first.
    pub runs: Vec<ConnectorRun>,
}

/// What the register sent.
#[derive(Clone, Copy)]
enum Sent {
    /// The universe, when there was none yet.
    New,
    /// The universe with a kind that there is not.
    Mistaken,
    /// The universe as it was.
    Same,
}

/// The runs: how many days ago each began.
const RUNS: [(u32, Sent); 3] = [(400, Sent::New), (30, Sent::Mistaken), (29, Sent::Same)];

const SECOND: Duration = Duration::from_secs(1);

impl Maker {
    pub(super) fn connector(&self) -> Result<DemoConnector, AnyError> {
        let created_at = self.days_ago(401);
        let connector = Connector {
            id: ConnectorId::from_uuid(self.id(Noun::Connector, 1)),
            organization: self.organization,
            name: "Group register".parse()?,
            // Nobody can have this name (RFC 2606), so nothing is ever fetched from there.
            url: SourceUrl::new(
                "https://register.example.com/units.csv",
                SourceReach::Public,
            )?,
            format: SourceFormat::Csv,
            credentials: SealedCredentials::None,
            created_at,
            created_by: Actor::Operator,
            updated_at: created_at,
        };
        let runs = RUNS
            .into_iter()
            .zip(1..)
            .map(|((days_ago, sent), number)| self.run(&connector, days_ago, sent, number))
            .collect::<Result<_, _>>()?;
        Ok(DemoConnector { connector, runs })
    }

    /// A run that came to what its source's answer comes to.
    fn run(
        &self,
        connector: &Connector,
        days_ago: u32,
        sent: Sent,
        number: u32,
    ) -> Result<ConnectorRun, AnyError> {
        let rules = ConnectorRules::default();
        let mut now = self.days_ago(days_ago);
        let new = NewConnectorRun {
            id: ConnectorRunId::from_uuid(self.id(Noun::ConnectorRun, number)),
            organization: self.organization,
            connector: connector.id,
            dry_run: false,
        };
        let lease = ConnectorRules::LEASE_TO_CONCLUDE;
        let mut run = ConnectorRun::start(new, Actor::Operator, lease, now);
        let mut note = |run: ConnectorRun, event: RunEvent| {
            now = now.saturating_add(SECOND);
            run.note(&event, lease, now)
        };
        let attempt = RunEvent::Attempt {
            number: 1,
            most: rules.retry.attempts,
        };
        run = note(run, attempt)?;
        let fetched = Fetched {
            media_type: None,
            body: register(sent).into_bytes(),
        };
        let bytes = fetched.body.len();
        run = note(run, RunEvent::Fetched { bytes })?;
        match connector.format.read(&fetched, MemorySpools.open()) {
            Ok(tree) => {
                let entities = tree.len();
                run = note(run, RunEvent::Read { entities })?;
                Ok(run.succeed(counts(sent, entities)?, now)?)
            }
            Err(error) => Ok(run.fail(RunFailure::from(&error), now)?),
        }
    }
}

/// What a run changed whose source told of so many entities.
fn counts(sent: Sent, entities: usize) -> Result<ChangeCounts, AnyError> {
    let entities = u32::try_from(entities)?;
    let (added, unchanged) = match sent {
        Sent::New => (entities, 0),
        Sent::Same | Sent::Mistaken => (0, entities),
    };
    Ok(ChangeCounts {
        added,
        unchanged,
        ..ChangeCounts::default()
    })
}

/// The universe as the register sends it, in CSV.
fn register(sent: Sent) -> String {
    let mut text = "code,kind,name,parent\n".to_owned();
    for (code, kind, name, parent) in ENTITIES {
        let kind = match (sent, *code) {
            (Sent::Mistaken, "HR") => "department",
            _ => kind.as_str(),
        };
        text.push_str(&[*code, ",", kind, ",\"", *name, "\",", *parent, "\n"].concat());
    }
    text
}

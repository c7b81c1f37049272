//! Making the test procedures of the demonstration and the evidence for them.

use aiia_keys_domain::Actor;
use aiia_keys_ports::StoreError;
use bytes::Bytes;

use super::{
    AnyError, DAY, MINUTE, Maker, Noun,
    procedures::{FileSeed, ProcedureSeed},
};
use crate::{
    Attachment, Content, ContentDigest, Evidence, EvidenceId, EvidencePlace, EvidenceRules,
    EvidenceStore, FileName, NewEvidence, TestProcedure, TestProcedureId,
};

/// A test procedure of the demonstration, with the evidence for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoProcedure {
    /// The test procedure.
    pub procedure: TestProcedure,
    /// What is attached to it.
    pub files: Vec<DemoFile>,
}

/// A file of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoFile {
    /// What is known about it.
    pub evidence: Evidence,
    /// That it is attached.
    pub attachment: Attachment,
    /// What it holds.
    pub content: &'static str,
}

/// Stores what the files of the demonstration hold. Done twice, it is the same.
///
/// # Errors
/// When storage is unavailable.
pub(super) async fn store_files(
    files: &dyn EvidenceStore,
    procedures: &[DemoProcedure],
) -> Result<(), StoreError> {
    for file in procedures.iter().flat_map(|made| &made.files) {
        let data = file.evidence.data();
        let place = EvidencePlace {
            organization: data.organization,
            evidence: data.id,
        };
        let mut writer = files.write(place).await?;
        writer
            .write(Bytes::from_static(file.content.as_bytes()))
            .await?;
        writer.finish().await?;
    }
    Ok(())
}

impl Maker {
    pub(super) fn procedure(
        &self,
        seed: &ProcedureSeed,
        number: u32,
    ) -> Result<DemoProcedure, AnyError> {
        let procedure = TestProcedure {
            id: TestProcedureId::from_uuid(self.id(Noun::TestProcedure, number)),
            organization: self.organization,
            entity: self.entity_id(seed.entity)?,
            title: seed.title.parse()?,
            description: seed.description.parse()?,
            created_at: self.days_ago(seed.days_ago),
            created_by: Actor::Operator,
        };
        let files = seed
            .files
            .iter()
            .zip(0..)
            .map(|(file, count)| self.file(file, &procedure, number, count))
            .collect::<Result<_, _>>()?;
        Ok(DemoProcedure { procedure, files })
    }

    fn file(
        &self,
        &(name, media_type, content): &FileSeed,
        procedure: &TestProcedure,
        number: u32,
        count: u32,
    ) -> Result<DemoFile, AnyError> {
        let at = procedure.created_at.saturating_add(DAY + MINUTE * count);
        let new = NewEvidence {
            id: EvidenceId::from_uuid(self.id(Noun::Evidence, number * 100 + count)),
            organization: self.organization,
            file_name: FileName::clean(name)?,
            media_type: media_type.parse()?,
        };
        let rules = EvidenceRules::default();
        let whole = Content {
            size: content.len().try_into()?,
            digest: ContentDigest::of(content.as_bytes()),
        };
        let uploaded = Evidence::begin(new, &rules, Actor::Operator, at)?.complete(whole, at)?;
        let present = usize::try_from(count)?;
        let (evidence, attachment) = procedure.attach(
            uploaded,
            present,
            Actor::Operator,
            at.saturating_add(MINUTE),
        )?;
        Ok(DemoFile {
            evidence,
            attachment,
            content,
        })
    }
}

//! An entity as the API shows it.

use aiia_keys_assurance::{Entity, EntityId};
use aiia_keys_domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::text::Text;

/// Something that can be audited: a unit, a process, a system, a place.
#[derive(Serialize, ToSchema)]
#[schema(as = Entity)]
pub(crate) struct EntityView<'a> {
    /// Names the entity.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090a")]
    id: Text<EntityId>,
    /// What the organization's own registers call it.
    #[schema(example = "FIN-AP-PAY")]
    code: &'a str,
    /// What it is.
    #[schema(value_type = EntityKind)]
    kind: &'static str,
    /// What people call it.
    #[schema(example = "Payment release")]
    name: &'a str,
    /// The entity right above it; `null` at the top.
    #[schema(value_type = Option<String>, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090b")]
    parent: Option<Text<EntityId>>,
    /// How many levels lie above it.
    #[schema(minimum = 0, maximum = 31, example = 3)]
    level: u8,
    /// When it was added.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:00:00Z")]
    created_at: Text<Timestamp>,
    /// When it was changed last.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:00:00Z")]
    updated_at: Text<Timestamp>,
    /// When it left the universe, if it did.
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<Text<Timestamp>>,
}

impl<'a> From<&'a Entity> for EntityView<'a> {
    fn from(entity: &'a Entity) -> Self {
        Self {
            id: Text(entity.id()),
            code: entity.code().as_str(),
            kind: entity.kind().as_str(),
            name: entity.name().as_str(),
            parent: entity.parent().map(Text),
            level: entity.level().get(),
            created_at: Text(entity.created_at()),
            updated_at: Text(entity.updated_at()),
            retired_at: entity.retired_at().map(Text),
        }
    }
}

/// What kind of thing an entity is.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its names are used, to describe the API")]
pub(crate) enum EntityKind {
    /// A company or another body with rights and duties of its own.
    LegalEntity,
    /// A division, department or team.
    OrganizationalUnit,
    /// A business process.
    Process,
    /// An application or another information system.
    System,
    /// A site, plant or office.
    Location,
    /// A supplier, service provider or partner.
    ThirdParty,
    /// A project or programme.
    Project,
}

//! Where files lie.

use aiia_keys_assurance::{EvidenceId, EvidencePlace};
use aiia_keys_domain::OrganizationId;
use object_store::path::Path;

/// The path of a file.
pub(crate) fn path(place: EvidencePlace) -> Path {
    folder(place.organization).join(place.evidence.to_string())
}

/// Where all files of a tenant lie.
pub(crate) fn folder(organization: OrganizationId) -> Path {
    Path::from(organization.to_string())
}

/// Which file a name is; none for what was not put there by us.
///
/// While a file is being written locally, `#` and a number follow.
pub(crate) fn evidence(name: &str) -> Option<EvidenceId> {
    let (id, rest) = name.split_at_checked(36)?;
    let unfinished = rest
        .strip_prefix('#')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    (rest.is_empty() || unfinished)
        .then(|| id.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_path_is_made_of_ids_and_read_back() {
        let place = EvidencePlace {
            organization: OrganizationId::from_uuid(Uuid::from_u128(1)),
            evidence: EvidenceId::from_uuid(Uuid::from_u128(2)),
        };
        let path = path(place);
        let name = "00000000-0000-0000-0000-000000000002";
        assert_eq!(
            path.to_string(),
            format!("00000000-0000-0000-0000-000000000001/{name}")
        );
        assert_eq!(path.filename().and_then(evidence), Some(place.evidence));
        assert_eq!(evidence(&format!("{name}#12")), Some(place.evidence));
        for other in [
            "",
            "README",
            "00000000-0000-0000-0000-00000000000ä",
            &format!("{name}.bak"),
            &format!("{name}#"),
            &format!("{name}#x"),
        ] {
            assert_eq!(evidence(other), None, "{other}");
        }
    }
}

//! From an organization's short name to its id, before anyone is known.

use aiia_keys_domain::{OrganizationId, OrganizationSlug};
use aiia_keys_ports::StoreError;

use crate::Env;

/// The id of the organization with this short name, if there is one.
///
/// Whether there is tells no secret by itself; who answers strangers answers them alike all the same.
///
/// # Errors
/// When storage fails.
pub async fn locate(
    env: &Env,
    slug: &OrganizationSlug,
) -> Result<Option<OrganizationId>, StoreError> {
    env.directory.find(slug).await
}

#[cfg(test)]
mod tests {
    use aiia_keys_ports::mock::{MockOrganizationDirectory, MockStore};

    use super::*;
    use crate::testing::{env, organization_id};

    #[tokio::test]
    async fn a_short_name_leads_to_its_organization_and_an_unknown_one_nowhere() {
        let (mut env, _) = env(MockStore::default());
        let mut directory = MockOrganizationDirectory::new();
        directory
            .expect_find()
            .returning(|slug| Ok((slug.as_str() == "example-audit").then(organization_id)));
        env.directory = Box::new(directory);
        let known = locate(&env, &"example-audit".parse().unwrap()).await;
        assert_eq!(known.unwrap(), Some(organization_id()));
        let unknown = locate(&env, &"nowhere".parse().unwrap()).await;
        assert_eq!(unknown.unwrap(), None);
    }
}

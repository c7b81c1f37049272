use aiia_keys_domain::{TrailDraft, TrailHead};
use zeroize::Zeroizing;

use super::*;
use crate::{
    SourceReach, SourceSecret,
    testing::{env, now, organization_id, program, work},
};

fn command() -> Command {
    let token = Zeroizing::new("open sesame".to_owned());
    let url = "https://register.example.com/units.json";
    Command {
        name: "Group register".parse().unwrap(),
        url: SourceUrl::new(url, SourceReach::Public).unwrap(),
        format: SourceFormat::Declared,
        credentials: SourceCredentials::Bearer(SourceSecret::new(token).unwrap()),
    }
}

#[tokio::test]
async fn credentials_are_stored_sealed_for_the_new_connector_and_the_trail_knows_its_name() {
    let mut work = work();
    let sealed_for = |connector: &Connector| {
        let secret = &connector.credentials.secret().unwrap().bytes;
        let place = format!(
            "connector/{}/{}/bearer",
            connector.organization, connector.id
        );
        secret.starts_with(place.as_bytes())
    };
    work.connectors
        .expect_insert()
        .withf(move |connector| {
            connector.organization == organization_id()
                && connector.created_at == now()
                && sealed_for(connector)
        })
        .times(1)
        .returning(|_| Ok(()));
    work.trail
        .expect_append()
        .withf(|draft: &TrailDraft| {
            let (entry, _) = TrailHead::genesis(organization_id()).append(draft.clone());
            let details: Vec<_> = entry.details().iter().collect();
            entry.action().as_str() == "connector.created"
                && entry.subject().to_string().starts_with("connector:")
                && details == [("name", "Group register")]
        })
        .times(1)
        .returning(|draft| Ok(TrailHead::genesis(organization_id()).append(draft).0));
    let (env, store) = env(work);
    let created = create(&env, &program("admin:sync"), command()).await;
    assert_eq!(created.unwrap().version, Version::FIRST);
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn without_the_scope_nothing_is_created() {
    let (env, _) = env(work());
    let refused = create(&env, &program("read:* write:*"), command()).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
}

//! The demonstration fits into the tables, and into two tenants at once.

use aiia_keys_assurance::{
    TreeExtent,
    demo::{DemoConnector, demo, insert},
};
use aiia_keys_ports::Version;

use crate::support::{A, B, Place, at, is_conflict, list_tree, org};

#[tokio::test]
async fn the_demonstration_is_stored_as_it_is_once_in_each_tenant() {
    let place = Place::new().await;
    for tenant in [A, B] {
        let demo = demo(org(tenant), at(0)).unwrap();
        let mut work = place.begin(tenant).await;
        insert(&mut *work, &demo).await.unwrap();
        work.commit().await.unwrap();

        let mut work = place.begin(tenant).await;
        let extent = TreeExtent {
            root: None,
            depth: None,
            limit: 1_000,
        };
        let stored = list_tree(&mut *work, &extent).await;
        assert_eq!(stored.len(), demo.entities.len());
        for expected in &demo.findings {
            let id = expected.finding.data().id;
            let found = work.findings().find(id).await.unwrap().unwrap();
            assert_eq!(found.value, expected.finding);
            let recommendations = work.recommendations().list(id).await.unwrap();
            assert_eq!(recommendations, expected.recommendations);
            for moves in &expected.plans {
                let last = moves.last().unwrap().plan();
                let id = last.data().id;
                let found = work.action_plans().find(id).await.unwrap().unwrap();
                let version = Version::new(moves.len() as u64);
                assert_eq!((&found.value, found.version), (last, version));
            }
        }
        for expected in &demo.procedures {
            let id = expected.procedure.id;
            let found = work.test_procedures().find(id).await.unwrap().unwrap();
            assert_eq!(found, expected.procedure);
            let attached = work.test_procedures().list_attachments(id).await.unwrap();
            let files = expected.files.iter();
            assert!(attached.iter().eq(files.map(|file| &file.attachment)));
            for file in &expected.files {
                let id = file.evidence.data().id;
                let found = work.evidence().find(id).await.unwrap().unwrap();
                assert_eq!(found.value, file.evidence);
            }
        }
        let DemoConnector { connector, runs } = &demo.connector;
        let found = work.connectors().find(connector.id).await.unwrap();
        assert_eq!(&found.unwrap().value, connector);
        for expected in runs {
            let id = expected.data().id;
            let found = work.connector_runs().find(connector.id, id).await.unwrap();
            assert_eq!(&found.unwrap().value, expected);
        }
    }
    let again = demo(org(A), at(0)).unwrap();
    let mut work = place.begin(A).await;
    let refused = insert(&mut *work, &again).await;
    assert!(is_conflict(&refused), "{refused:?}");
}

//! What must hold of every store.

use aiia_keys_assurance::{EvidenceId, EvidencePlace, EvidenceStore};
use aiia_keys_domain::OrganizationId;
use bytes::Bytes;
use uuid::Uuid;

pub(crate) fn organization(id: u128) -> OrganizationId {
    OrganizationId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn place(organization_id: u128, evidence: u128) -> EvidencePlace {
    EvidencePlace {
        organization: organization(organization_id),
        evidence: EvidenceId::from_uuid(Uuid::from_u128(evidence)),
    }
}

pub(crate) async fn write(store: &dyn EvidenceStore, place: EvidencePlace, pieces: &[&[u8]]) {
    let mut writer = store.write(place).await.unwrap();
    for piece in pieces {
        writer.write(Bytes::copy_from_slice(piece)).await.unwrap();
    }
    writer.finish().await.unwrap();
}

pub(crate) async fn read(store: &dyn EvidenceStore, place: EvidencePlace) -> Option<Vec<u8>> {
    let mut reader = store.read(place).await.unwrap()?;
    let mut content = Vec::new();
    while let Some(piece) = reader.next().await.unwrap() {
        content.extend_from_slice(&piece);
    }
    Some(content)
}

async fn listed(store: &dyn EvidenceStore, id: u128) -> Vec<EvidenceId> {
    let mut found = store.list(organization(id)).await.unwrap();
    found.sort_unstable();
    found
}

/// Two tenants, `ours` and `theirs`, that have nothing yet.
pub(crate) async fn keeps_files(store: &dyn EvidenceStore, ours: u128, theirs: u128) {
    // More than two parts, so that they are written while others are on their way.
    let large: Vec<u8> = (0..13 * 1024 * 1024_u32)
        .map(|n| n.to_le_bytes()[1])
        .collect();
    let (first, second) = (place(ours, 1), place(ours, 2));
    assert_eq!(read(store, first).await, None);
    write(store, first, &[b"payment;", b"signatures\n"]).await;
    write(store, second, &large.chunks(64 * 1024).collect::<Vec<_>>()).await;
    write(store, place(theirs, 1), &[b"theirs"]).await;
    assert_eq!(read(store, first).await.unwrap(), b"payment;signatures\n");
    assert!(read(store, second).await.unwrap() == large);
    assert_eq!(listed(store, ours).await, [first.evidence, second.evidence]);

    // What is given up is not there, and neither is what is not finished.
    let third = place(ours, 3);
    let mut writer = store.write(third).await.unwrap();
    writer
        .write(Bytes::from(vec![1; 6 * 1024 * 1024]))
        .await
        .unwrap();
    assert_eq!(read(store, third).await, None);
    writer.abandon().await.unwrap();
    assert_eq!(read(store, third).await, None);
    assert_eq!(listed(store, ours).await, [first.evidence, second.evidence]);

    for _ in 0..2 {
        store.remove(second).await.unwrap();
    }
    assert_eq!(read(store, second).await, None);
    assert_eq!(listed(store, ours).await, [first.evidence]);
    store.remove(first).await.unwrap();
    assert_eq!(read(store, place(theirs, 1)).await.unwrap(), b"theirs");
    assert_eq!(listed(store, ours).await, []);
}

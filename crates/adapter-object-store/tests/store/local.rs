//! A local folder.

use std::{fs, os::unix::fs::PermissionsExt as _};

use aiia_keys_assurance::EvidenceStore as _;
use aiia_keys_object_store::ObjectEvidenceStore;
use bytes::Bytes;

use crate::same::{keeps_files, organization, place, read, write};

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_keeps_files() {
    let folder = tempfile::tempdir().unwrap();
    let store = ObjectEvidenceStore::in_folder(folder.path());
    keeps_files(&store, 1, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_program_leaves_is_listed_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let store = ObjectEvidenceStore::in_folder(folder.path());
    let mut writer = store.write(place(1, 7)).await.unwrap();
    writer
        .write(Bytes::from(vec![1; 6 * 1024 * 1024]))
        .await
        .unwrap();
    // As a killed program would: nothing is dropped, nothing is given up.
    std::mem::forget(writer);
    let ours = folder.path().join(organization(1).to_string());
    assert_eq!(fs::read_dir(&ours).unwrap().count(), 1);
    assert_eq!(read(&store, place(1, 7)).await, None);
    let after = ObjectEvidenceStore::in_folder(folder.path());
    assert_eq!(
        after.list(organization(1)).await.unwrap(),
        [place(1, 7).evidence]
    );
    after.remove(place(1, 7)).await.unwrap();
    assert_eq!(fs::read_dir(&ours).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_put_there_is_neither_listed_nor_removed() {
    let folder = tempfile::tempdir().unwrap();
    let store = ObjectEvidenceStore::in_folder(folder.path());
    write(&store, place(1, 7), &[b"ours"]).await;
    let note = folder.path().join(organization(1).to_string()).join("note");
    fs::write(&note, "").unwrap();
    assert_eq!(
        store.list(organization(1)).await.unwrap(),
        [place(1, 7).evidence]
    );
    store.remove(place(1, 7)).await.unwrap();
    assert!(note.exists());
}

#[tokio::test]
async fn the_folder_is_made_for_its_owner_only_and_one_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    let store = ObjectEvidenceStore::in_folder(&inner);
    assert!(!inner.exists());
    store.prepare().await.unwrap();
    let mode = fs::metadata(&inner).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let store = ObjectEvidenceStore::in_folder(&file.join("x"));
    let told = store.prepare().await.unwrap_err().to_string();
    assert!(told.contains(file.to_str().unwrap()), "{told}");
    assert!(store.write(place(1, 1)).await.is_err());
}

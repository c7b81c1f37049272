//! The store of evidence against a bucket in a real server, which `cargo xtask ci --only bucket` starts.

#![cfg(test)]

#[path = "../store/same.rs"]
mod same;

use aiia_keys_object_store::{ObjectEvidenceStore, S3Options};

use self::same::keeps_files;

/// Where the server is, as the step says.
fn endpoint() -> String {
    std::env::var("AIIA_KEYS_TEST_S3").expect("run it by `cargo xtask ci --only bucket`")
}

fn store(endpoint: String, bucket: &str) -> ObjectEvidenceStore {
    ObjectEvidenceStore::in_bucket(S3Options {
        bucket: bucket.to_owned(),
        region: "us-east-1".to_owned(),
        endpoint: Some(endpoint),
        allow_http: true,
        access_key_id: "test".to_owned(),
        secret_access_key: "test-secret".to_owned(),
    })
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_keeps_files() {
    keeps_files(&store(endpoint(), "evidence"), 1, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_is_not_there_is_told_without_the_secret() {
    let store = store(endpoint(), "no-such-bucket");
    let place = same::place(1, 1);
    let told = match aiia_keys_assurance::EvidenceStore::write(&store, place).await {
        Ok(_) => panic!("there is no such bucket"),
        Err(error) => format!("{error} {store:?}"),
    };
    assert!(told.contains("NoSuchBucket"), "{told}");
    assert!(!told.contains("test-secret"), "{told}");
}

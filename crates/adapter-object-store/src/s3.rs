//! A bucket that speaks S3.

use std::fmt;

use object_store::aws::{AmazonS3, AmazonS3Builder};

use crate::error::OpenError;

/// How a bucket is reached.
#[derive(Clone)]
pub struct S3Options {
    /// Its name.
    pub bucket: String,
    /// Its region, such as `eu-central-1`.
    pub region: String,
    /// Where it is, such as `https://s3.example.com`; with Amazon unless given.
    pub endpoint: Option<String>,
    /// Whether it may be spoken to without TLS.
    pub allow_http: bool,
    /// Who we are there.
    pub access_key_id: String,
    /// The proof of it.
    pub secret_access_key: String,
}

impl fmt::Debug for S3Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Options")
            .field("bucket", &self.bucket)
            .field("region", &self.region)
            .field("endpoint", &self.endpoint)
            .field("allow_http", &self.allow_http)
            .finish_non_exhaustive()
    }
}

/// The bucket; nothing is sent yet.
pub(crate) fn open(options: S3Options) -> Result<AmazonS3, OpenError> {
    // Where the program has chosen one already, that one stays.
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let bucket = options.bucket.clone();
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(options.bucket)
        .with_region(options.region)
        .with_allow_http(options.allow_http)
        .with_access_key_id(options.access_key_id)
        .with_secret_access_key(options.secret_access_key);
    if let Some(endpoint) = options.endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    builder.build().map_err(|error| OpenError::Bucket {
        bucket,
        source: error.into(),
    })
}

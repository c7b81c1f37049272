//! Writing a file in parts.

use aiia_keys_assurance::EvidenceWriter;
use aiia_keys_ports::StoreError;
use async_trait::async_trait;
use bytes::Bytes;
use object_store::{MultipartUpload, WriteMultipart};

use crate::error::unavailable;

/// Bytes of a part: the least that a bucket takes for any but the last.
const PART: usize = 5 * 1024 * 1024;
/// Parts of one file that are on their way at a time; with the one that fills up, three are in memory.
const UNDER_WAY: usize = 2;

/// A file that is being written.
pub(crate) struct Writer(WriteMultipart);

impl Writer {
    pub(crate) fn new(upload: Box<dyn MultipartUpload>) -> Self {
        Self(WriteMultipart::new_with_chunk_size(upload, PART))
    }
}

#[async_trait]
impl EvidenceWriter for Writer {
    async fn write(&mut self, piece: Bytes) -> Result<(), StoreError> {
        self.0
            .wait_for_capacity(UNDER_WAY)
            .await
            .map_err(unavailable)?;
        // Copied into the part that fills up: kept as it came, a small piece would keep all of the
        // network's buffer that it is a part of.
        self.0.write(&piece);
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<(), StoreError> {
        self.0.finish().await.map(drop).map_err(unavailable)
    }

    async fn abandon(self: Box<Self>) -> Result<(), StoreError> {
        self.0.abort().await.map_err(unavailable)
    }
}

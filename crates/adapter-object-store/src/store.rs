//! The store of files of evidence.

use std::{
    fmt, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use aiia_keys_assurance::{
    EvidenceId, EvidencePlace, EvidenceReader, EvidenceStore, EvidenceWriter,
};
use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::StoreError;
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use object_store::{
    ObjectStore, ObjectStoreExt as _, PutMultipartOptions, aws::AmazonS3, local::LocalFileSystem,
};
use tokio::{sync::OnceCell, task::spawn_blocking};

use crate::{
    error::{OpenError, of_disk, unavailable},
    local, place,
    s3::{self, S3Options},
    write::Writer,
};

/// Files of evidence in a folder or in a bucket. Its clones are the same store.
#[derive(Clone)]
pub struct ObjectEvidenceStore(Arc<Place>);

enum Place {
    /// Opened, and made where it is not there, when it is needed for the first time.
    Folder {
        folder: PathBuf,
        opened: OnceCell<LocalFileSystem>,
    },
    Bucket(AmazonS3),
}

impl ObjectEvidenceStore {
    /// Files in a local folder, which is made when it is needed for the first time.
    ///
    /// Several nodes share one only on a file system that they all see.
    pub fn in_folder(folder: &Path) -> Self {
        Self(Arc::new(Place::Folder {
            folder: folder.to_owned(),
            opened: OnceCell::new(),
        }))
    }

    /// Files in a bucket that speaks S3. Nothing is sent yet.
    ///
    /// # Errors
    /// When the options do not make sense.
    pub fn in_bucket(options: S3Options) -> Result<Self, OpenError> {
        Ok(Self(Arc::new(Place::Bucket(s3::open(options)?))))
    }

    /// Makes sure that a folder can be used; a bucket is not asked.
    ///
    /// # Errors
    /// When the folder cannot be made or entered.
    pub async fn prepare(&self) -> Result<(), OpenError> {
        match &*self.0 {
            Place::Folder { folder, opened } => open(folder, opened).await.map(drop),
            Place::Bucket(_) => Ok(()),
        }
    }

    async fn objects(&self) -> Result<&dyn ObjectStore, StoreError> {
        match &*self.0 {
            Place::Folder { folder, opened } => match open(folder, opened).await {
                Ok(objects) => Ok(objects),
                Err(error) => Err(StoreError::Unavailable(error.into())),
            },
            Place::Bucket(bucket) => Ok(bucket),
        }
    }

    fn tenants_folder(&self, organization: OrganizationId) -> Option<PathBuf> {
        match &*self.0 {
            Place::Folder { folder, .. } => Some(folder.join(organization.to_string())),
            Place::Bucket(_) => None,
        }
    }
}

impl fmt::Debug for ObjectEvidenceStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Place::Folder { folder, .. } => write!(f, "ObjectEvidenceStore({})", folder.display()),
            Place::Bucket(bucket) => write!(f, "ObjectEvidenceStore({bucket})"),
        }
    }
}

async fn open<'a>(
    folder: &Path,
    opened: &'a OnceCell<LocalFileSystem>,
) -> Result<&'a LocalFileSystem, OpenError> {
    let opening = async {
        let path = folder.to_owned();
        let made = spawn_blocking(move || {
            local::make(&path)?;
            LocalFileSystem::new_with_prefix(&path).map_err(io::Error::other)
        });
        let objects = made.await.map_err(io::Error::other).flatten()?;
        Ok(objects.with_fsync(true))
    };
    let opened = opened.get_or_try_init(|| opening).await;
    opened.map_err(|error: io::Error| OpenError::Folder {
        folder: folder.to_owned(),
        source: error.into(),
    })
}

#[async_trait]
impl EvidenceStore for ObjectEvidenceStore {
    async fn write(&self, place: EvidencePlace) -> Result<Box<dyn EvidenceWriter>, StoreError> {
        let objects = self.objects().await?;
        let upload = objects
            .put_multipart_opts(&place::path(place), PutMultipartOptions::default())
            .await
            .map_err(unavailable)?;
        Ok(Box::new(Writer::new(upload)))
    }

    async fn read(
        &self,
        place: EvidencePlace,
    ) -> Result<Option<Box<dyn EvidenceReader>>, StoreError> {
        match self.objects().await?.get(&place::path(place)).await {
            Ok(found) => Ok(Some(Box::new(Reader(found.into_stream())))),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(unavailable(error)),
        }
    }

    async fn list(&self, organization: OrganizationId) -> Result<Vec<EvidenceId>, StoreError> {
        if let Some(folder) = self.tenants_folder(organization) {
            return on_disk(move || local::list(&folder)).await;
        }
        let folder = place::folder(organization);
        let listed = self.objects().await?.list(Some(&folder));
        let found = listed.try_filter_map(async |object| {
            Ok(object.location.filename().and_then(place::evidence))
        });
        found.try_collect().await.map_err(unavailable)
    }

    async fn remove(&self, place: EvidencePlace) -> Result<(), StoreError> {
        if let Some(folder) = self.tenants_folder(place.organization) {
            return on_disk(move || local::remove(&folder, place.evidence)).await;
        }
        match self.objects().await?.delete(&place::path(place)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }
}

async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, StoreError> {
    spawn_blocking(work)
        .await
        .map_err(|error| StoreError::Unavailable(error.into()))?
        .map_err(of_disk)
}

struct Reader(BoxStream<'static, object_store::Result<Bytes>>);

#[async_trait]
impl EvidenceReader for Reader {
    async fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        self.0.next().await.transpose().map_err(unavailable)
    }
}

//! The file of a form, as it arrives.

use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::web::Bytes;
use aiia_keys_assurance::{ContentBroken, IncomingContent};
use async_trait::async_trait;
use futures_util::StreamExt as _;

use super::{surplus, unreadable, within};
use crate::problem::Problem;

/// The file of a form; nothing may follow it.
pub(crate) struct IncomingFile {
    field: Option<Field>,
    form: Multipart,
    patience: Duration,
    failure: Option<Problem>,
}

impl IncomingFile {
    pub(super) const fn new(field: Field, form: Multipart, patience: Duration) -> Self {
        Self {
            field: Some(field),
            form,
            patience,
            failure: None,
        }
    }

    /// Why it did not arrive whole.
    pub(crate) fn into_failure(self) -> Option<Problem> {
        self.failure
    }

    async fn piece(&mut self) -> Result<Option<Bytes>, Problem> {
        if let Some(field) = &mut self.field {
            if let Some(piece) = within(self.patience, field.next()).await? {
                return piece.map(Some).map_err(|error| unreadable(&error));
            }
            // The form goes on only when nobody holds its field any more.
            self.field = None;
        }
        match within(self.patience, self.form.next()).await? {
            None => Ok(None),
            Some(Ok(field)) => Err(surplus(field.name())),
            Some(Err(error)) => Err(unreadable(&error)),
        }
    }
}

#[async_trait(?Send)]
impl IncomingContent for IncomingFile {
    async fn next(&mut self) -> Result<Option<Bytes>, ContentBroken> {
        self.piece().await.map_err(|failure| {
            self.failure = Some(failure);
            ContentBroken
        })
    }
}

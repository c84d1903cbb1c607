//! Files on their way from the app to the outbox.
//!
//! Guarantees: a file is on disk before the operation that names it is stored; one that no operation came to name,
//! because storing failed or the caller went away, is removed at once. Called by the app on any thread; written on
//! the worker's blocking threads.

use std::sync::Arc;

use super::{Desk, Frontdesk};
use crate::error::FrontdeskError;
use crate::files::StoredFile;
use crate::model::event::OperationId;
use crate::model::message::NewAttachment;
use crate::model::operation::OperationKind;
use crate::storage::{OperationRow, StoreError};

/// Files that are written. Those that no operation names are removed with this.
pub(super) struct FreshFiles {
    desk: Arc<Desk>,
    files: Vec<StoredFile>,
}

impl FreshFiles {
    pub(super) fn files(&self) -> &[StoredFile] {
        &self.files
    }

    /// Writes one more; waits for the disk.
    fn write(&mut self, attachment: NewAttachment) -> Result<(), StoreError> {
        let id = OperationId::new().to_string();
        self.desk.files.write(&id, &attachment.bytes)?;
        self.files.push(StoredFile {
            id,
            size: attachment.bytes.len() as u64,
            name: attachment.name,
            content_type: attachment.content_type,
        });
        Ok(())
    }
}

impl Drop for FreshFiles {
    fn drop(&mut self) {
        for file in &self.files {
            self.desk.files.abandon(&file.id);
        }
    }
}

impl Frontdesk {
    /// Copies files to the folder beside the database, on a thread that may wait for the disk.
    pub(super) async fn copy_files(
        &self,
        attachments: Vec<NewAttachment>,
    ) -> Result<FreshFiles, FrontdeskError> {
        let mut fresh = FreshFiles {
            desk: self.desk.clone(),
            files: Vec::with_capacity(attachments.len()),
        };
        if attachments.is_empty() {
            return Ok(fresh);
        }
        self.ask(async move |_context| {
            let copying = tokio::task::spawn_blocking(move || {
                attachments
                    .into_iter()
                    .try_for_each(|attachment| fresh.write(attachment))
                    .map(|()| fresh)
            });
            Ok(copying.await.unwrap_or(Err(StoreError::Unavailable(None)))?)
        })
        .await
    }
}

/// The operation that sends a file.
pub(super) fn upload_row(file: &StoredFile, now: i64) -> Option<OperationRow> {
    Some(OperationRow {
        kind: OperationKind::Upload,
        id: uuid::Uuid::try_parse(&file.id).ok()?,
        created_at: now,
        target: Some(file.id.clone()),
        body: serde_json::to_vec(file).ok()?,
    })
}

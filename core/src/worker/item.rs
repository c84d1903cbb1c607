//! Operations at a place of their own: replies, read marks, tickets, files, push tokens.
//!
//! Guarantees: as `upload`; what was written to a conversation that became part of another one goes there; a
//! file travels as it is, from the copy made at the call. Runs on the worker's thread.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::batch::Batch;
use super::context::{Context, Judged};
use super::kinds::acknowledges;
use super::landed;
use super::lane::{Lane, Outcome};
use super::on_way::are_there;
use super::settle::Fate;
use crate::files::StoredFile;
use crate::model::operation::OperationKind;
use crate::outbox::messages;
use crate::retry::{Action, Request};
use crate::session::ledger::range_of;
use crate::storage::{SessionRow, StoreError};
use crate::storage::{StoredOperation, operations, sessions};
use crate::transport::{Call, FileHeader};

/// The code of a file that is gone, or could not be read for [`UNREADABLE_FOR`].
const UNREADABLE: &str = "file_unreadable";
/// How long a file that is there and cannot be read holds up what is behind it.
const UNREADABLE_FOR: Duration = Duration::from_secs(60);

impl Lane {
    /// Sends one operation that is no batch.
    pub(super) async fn send_item(
        &mut self,
        session: SessionRow,
        batch: Batch,
        request: &Request,
        call: Call<'_>,
    ) -> Result<Outcome, StoreError> {
        // A request that says nothing has no body: `{}` would be one.
        let body = call.body.filter(|body| !body.is_empty());
        let judged = self.context.ask::<Value>(request, Call { body, ..call }).await;
        self.after_item(session, batch, judged)
    }

    /// Sends a file.
    pub(super) async fn send_file(
        &mut self,
        session: SessionRow,
        batch: Batch,
        request: &Request,
        call: Call<'_>,
    ) -> Result<Outcome, StoreError> {
        let header = serde_json::from_slice::<StoredFile>(&batch.body).ok();
        let found = match header {
            Some(header) => match self.context.read_file(&header.id).await {
                Ok(found) => found.map(|bytes| (header, bytes)),
                Err(error) if self.may_become_readable(&batch) => {
                    tracing::warn!(%error, "a file that waits cannot be read now");
                    self.segments.repeat(&batch);
                    return self.wait(None, UNREADABLE);
                }
                Err(_) => None,
            },
            None => None,
        };
        self.unreadable = None;
        let Some((header, bytes)) = found else {
            // A file that was purged with its message is no fault of its own.
            if !are_there(&self.context.desk, &batch)? {
                return Ok(Outcome::Progress);
            }
            return self.set_aside(session, batch, UNREADABLE, None);
        };
        let call = Call {
            body: Some(&bytes),
            file: Some(FileHeader {
                name: &header.name,
                content_type: &header.content_type,
            }),
            ..call
        };
        let judged = self.context.ask::<Value>(request, call).await;
        self.after_item(session, batch, judged)
    }

    /// Whether the file of this operation is waited for a little longer: it may be locked, or the process be out
    /// of something. Everything behind it waits, too, so not for ever.
    fn may_become_readable(&mut self, batch: &Batch) -> bool {
        let (place, now) = (batch.last_seq(), self.context.now());
        let since = match self.unreadable {
            Some((known, since)) if known == place => since,
            _ => now,
        };
        self.unreadable = Some((place, since));
        now.saturating_sub(since) < UNREADABLE_FOR
    }

    fn after_item(
        &mut self,
        session: SessionRow,
        batch: Batch,
        judged: Judged<Value>,
    ) -> Result<Outcome, StoreError> {
        if let (Action::Quarantine { code }, Some(into), Some(operation)) = (
            &judged.action,
            &judged.details.merged_into,
            batch.operations.first(),
        ) && code == "conversation_merged"
            && operation.row.target.as_ref() != Some(into)
        {
            self.segments.done(&batch, true);
            self.context.desk.exclusive(|writer| {
                writer.transaction(|w| {
                    // A logout meanwhile may have purged it.
                    let there = operations::first_in(w.conn(), operation.seq, operation.seq + 1)?;
                    there.map_or(Ok(()), |_| operations::retarget(w.conn(), operation, into))
                })
            })?;
            return Ok(Outcome::Progress);
        }
        let (context, device) = (self.context.clone(), session.device_id.clone());
        self.after_upload(session, batch, judged, |batch, answer| {
            let acknowledged = batch
                .operations
                .iter()
                .all(|operation| acknowledges(&operation.row, &answer));
            if !acknowledged {
                return Vec::new();
            }
            for operation in &batch.operations {
                landed::keep(&context, &device, &operation.row, &answer);
            }
            let delivered = |operation| Fate::delivered(operation, Vec::new());
            batch.operations.into_iter().map(delivered).collect()
        })
    }

    /// Refused for good: kept with its reason until the app or its user decides.
    pub(super) fn set_aside(
        &mut self,
        session: SessionRow,
        batch: Batch,
        code: &str,
        field: Option<String>,
    ) -> Result<Outcome, StoreError> {
        self.segments.done(&batch, false);
        let mut operations = batch.operations;
        let mut field = field;
        if batch.kind == OperationKind::Upload {
            // The message cannot be what its writer meant without the file: it fails for the file's reason.
            field = field.or_else(|| Some("attachments".to_owned()));
            for file in operations.clone() {
                operations.extend(self.messages_with(&session, &file)?);
            }
        }
        let refused = |operation| Fate::rejected(operation, code.to_owned(), field.clone());
        self.settle(&session, operations.into_iter().map(refused).collect())?;
        Ok(Outcome::Progress)
    }

    /// The queued messages of this session that refer to a file.
    fn messages_with(
        &self,
        session: &SessionRow,
        file: &StoredOperation,
    ) -> Result<Vec<StoredOperation>, StoreError> {
        let Some(id) = file.row.target.as_deref() else {
            return Ok(Vec::new());
        };
        let conn = self.context.desk.reader.lock();
        let (from, to) = range_of(&sessions::all(&conn)?, session.epoch);
        let mut found = Vec::new();
        for kind in [OperationKind::StartConversation, OperationKind::Reply] {
            let rows = operations::of_kind(&conn, kind, from, to)?.into_iter().flatten();
            found.extend(rows.filter(|row| messages::refers_to(&row.row.body, id)));
        }
        Ok(found)
    }
}

impl Context {
    /// Reads a file on a thread that may wait for the disk.
    async fn read_file(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let (desk, id) = (self.desk.clone(), id.to_owned());
        tokio::task::spawn_blocking(move || desk.files.read(&id))
            .await
            .unwrap_or(Err(StoreError::Unavailable(None)))
    }

    /// Removes files that no operation names any more, on a thread that may wait for the disk.
    pub(crate) fn sweep_files(&self) {
        let desk = Arc::clone(&self.desk);
        tokio::task::spawn_blocking(move || {
            if let Err(error) = desk.sweep_files() {
                tracing::debug!(%error, "files that are not needed any more are removed at the next sweep");
            }
        });
    }
}

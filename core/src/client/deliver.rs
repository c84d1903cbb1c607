//! Calls that succeed when the server accepted them, or when they are durably queued.
//!
//! Guarantees: all rows of a call are stored or none; the caller learns of the last one's fate, or after
//! `Limits::delivery_wait` that it is queued, whichever comes first. Called by the app on any thread.

use std::sync::atomic::Ordering;

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::observer::Delivery;
use crate::storage::OperationRow;
use crate::worker::Command;

impl Frontdesk {
    /// Stores one operation and waits for its fate.
    pub(super) async fn deliver(&self, row: OperationRow) -> Result<Delivery, FrontdeskError> {
        let id = row.id;
        self.deliver_stored(id, || self.desk.append(row).map(drop)).await
    }

    /// Stores whatever `store` stores and waits for the fate of `id`.
    pub(super) async fn deliver_stored(
        &self,
        id: uuid::Uuid,
        store: impl FnOnce() -> Result<(), FrontdeskError>,
    ) -> Result<Delivery, FrontdeskError> {
        let waiters = &self.desk.waiters;
        // Entered before it is stored: the worker may be quick.
        let answer = waiters.await_delivery(id);
        self.desk.urgent.store(true, Ordering::Release);
        if let Err(error) = store() {
            waiters.answer_delivery(id, Err(error.clone()));
            return Err(error);
        }
        if self.command(Command::LimitWait { id }).is_err() {
            waiters.answer_delivery(id, Ok(Delivery::Queued));
        }
        answer.await.unwrap_or(Ok(Delivery::Queued))
    }
}

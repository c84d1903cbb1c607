//! One request of operations, from the look at the store to its end.
//!
//! Guarantees: nothing is sent that is not in the store at the moment its request begins; what is dropped while it is
//! under way has a moment to be answered, then the request is broken off; when it is over, what was dropped and not
//! answered is announced as purged. Runs on the worker's thread.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use super::batch::Batch;
use super::context::Context;
use crate::client::Desk;
use crate::model::event::OperationId;
use crate::observer::{DeliveryOutcome, Event};
use crate::storage::{StoreError, operations};

/// How long the answer to what was dropped is waited for.
const MOMENT: Duration = Duration::from_secs(2);

/// A request that begins; dropped when it is over.
pub(super) struct OnWay {
    desk: Arc<Desk>,
    ids: Arc<[Uuid]>,
}

impl OnWay {
    /// Marks the operations of a batch; nothing when one of them is gone meanwhile.
    pub(super) fn begin(desk: &Arc<Desk>, batch: &Batch) -> Result<Option<Self>, StoreError> {
        let ids: Arc<[Uuid]> = batch
            .operations
            .iter()
            .map(|operation| operation.row.id)
            .collect();
        let there = desk.under_way.begin(&ids, || are_there(desk, batch))?;
        Ok(there.then(|| Self {
            desk: desk.clone(),
            ids,
        }))
    }

    /// Ends when the request is to be broken off.
    pub(super) fn broken_off(&self, context: &Context) -> impl Future<Output = ()> {
        let (desk, ids) = (self.desk.clone(), self.ids.clone());
        async move {
            desk.under_way.is_dropped(&ids).await;
            context.sleep(MOMENT).await;
        }
    }
}

/// Whether all operations of a batch are still in the store.
pub(super) fn are_there(desk: &Desk, batch: &Batch) -> Result<bool, StoreError> {
    let conn = desk.reader.lock();
    let view = conn.unchecked_transaction()?;
    for operation in &batch.operations {
        if operations::first_in(&view, operation.seq, operation.seq + 1)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Drop for OnWay {
    fn drop(&mut self) {
        for (id, kind) in self.desk.under_way.end(&self.ids) {
            self.desk.observer.announce(Event::Delivery {
                id: OperationId::from_uuid(id),
                kind,
                outcome: DeliveryOutcome::Purged,
            });
        }
    }
}

//! Which operations are on their way to the server, and which of them were dropped meanwhile.
//!
//! Guarantees: an operation is marked only while it is seen in the store, so that whoever drops it later finds the
//! mark, and what was dropped before is not sent. What is dropped while its request is under way is announced by
//! whoever ends that request, as the server answered it or as purged, and by nobody else. A leaf lock, but for the
//! look at the store. `begin`, `answered` and `end` run on the worker, `let_go` in the turn that dropped.

use std::collections::{HashMap, HashSet};

use parking_lot::Mutex;
use tokio::sync::watch;
use uuid::Uuid;

use crate::model::operation::OperationKind;
use crate::session::ledger::Dropped;
use crate::storage::StoreError;

/// See the module.
#[derive(Debug)]
pub(crate) struct UnderWay {
    marks: Mutex<Marks>,
    /// Rises whenever something was dropped while it was under way.
    drops: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Marks {
    sending: HashSet<Uuid>,
    /// Dropped, and nobody was told yet.
    dropped: HashMap<Uuid, OperationKind>,
}

impl Default for UnderWay {
    fn default() -> Self {
        Self {
            marks: Mutex::default(),
            drops: watch::Sender::new(0),
        }
    }
}

impl UnderWay {
    /// Marks operations, if all of them are still in the store.
    ///
    /// # Errors
    /// Those of `all_are_there`.
    pub(crate) fn begin(
        &self,
        ids: &[Uuid],
        all_are_there: impl FnOnce() -> Result<bool, StoreError>,
    ) -> Result<bool, StoreError> {
        // Looked at under the lock: a drop is committed before the look, or finds the marks.
        let mut marks = self.marks.lock();
        let there = all_are_there()?;
        if there {
            marks.sending.extend(ids);
        }
        Ok(there)
    }

    /// These are gone from the store; gives back those that are not under way, of which the caller tells.
    pub(crate) fn let_go(&self, dropped: Vec<Dropped>) -> Vec<Dropped> {
        let mut marks = self.marks.lock();
        let (later, now): (Vec<_>, Vec<_>) = dropped
            .into_iter()
            .partition(|one| marks.sending.contains(&one.id.as_uuid()));
        if !later.is_empty() {
            marks
                .dropped
                .extend(later.iter().map(|one| (one.id.as_uuid(), one.kind)));
            self.drops.send_modify(|count| *count = count.wrapping_add(1));
        }
        now
    }

    /// Ends as soon as one of these was dropped.
    pub(crate) async fn is_dropped(&self, ids: &[Uuid]) {
        let mut drops = self.drops.subscribe();
        while !ids.iter().any(|id| self.marks.lock().dropped.contains_key(id)) {
            if drops.changed().await.is_err() {
                return std::future::pending().await;
            }
        }
    }

    /// The server said what became of an operation that is gone. True when it was dropped under way: then that is told.
    pub(crate) fn answered(&self, id: Uuid) -> bool {
        self.marks.lock().dropped.remove(&id).is_some()
    }

    /// The request is over. What was dropped of it and not answered.
    pub(crate) fn end(&self, ids: &[Uuid]) -> Vec<(Uuid, OperationKind)> {
        let mut marks = self.marks.lock();
        ids.iter()
            .filter_map(|id| {
                marks.sending.remove(id);
                marks.dropped.remove(id).map(|kind| (*id, kind))
            })
            .collect()
    }
}

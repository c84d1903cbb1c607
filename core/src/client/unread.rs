//! How many conversations hold something unread.
//!
//! Guarantees: right at start (the last known value), never another person's (wiped in the transaction that
//! logs them out); announced when it changes and only then, in the order of the changes, so that who listens
//! never ends with an old value. Read on any thread; changed inside the store's turn.

use parking_lot::Mutex;
use rusqlite::Connection;

use super::Desk;
use crate::model::operation::OperationKind;
use crate::model::unread::Unread;
use crate::observer::{Event, Observer};
use crate::outbox::Writer;
use crate::storage::{StoreError, operations, sessions, settings};

/// Ids kept of one value; the count is right beyond it.
const MOST_IDS: usize = 1_000;

/// A leaf lock around the value.
#[derive(Debug, Default)]
pub(crate) struct UnreadCell(Mutex<Unread>);

impl UnreadCell {
    /// The value of the last run. One that cannot be read is none.
    pub(crate) fn load(conn: &Connection) -> Result<Self, StoreError> {
        let stored = settings::get(conn, settings::UNREAD)?;
        let unread = stored.and_then(|text| serde_json::from_str(&text).ok());
        Ok(Self(Mutex::new(unread.unwrap_or_default())))
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.lock().count
    }

    /// Hands out the event of the present value; no change is announced meanwhile.
    pub(crate) fn replay(&self, tell: impl FnOnce(Event)) {
        let unread = self.0.lock();
        tell(Event::UnreadChanged { count: unread.count });
    }

    fn is(&self, unread: &Unread) -> bool {
        *self.0.lock() == *unread
    }

    fn set(&self, unread: Unread, observer: &Observer) {
        let mut value = self.0.lock();
        let before = std::mem::replace(&mut *value, unread);
        if before.count != value.count {
            observer.announce(Event::UnreadChanged { count: value.count });
        }
    }
}

impl Desk {
    /// The server answered what is unread for the user of `device`. False when that is not who is logged in.
    pub(crate) fn set_unread(&self, device: &str, unread: Unread) -> Result<bool, StoreError> {
        self.exclusive(|writer| {
            if device_of(writer)?.as_deref() != Some(device) {
                return Ok(false);
            }
            self.keep_unread(writer, unread)?;
            Ok(true)
        })
    }

    /// As [`Desk::set_unread`], for what the server tells without knowing of read marks that are still on their
    /// way: what the user has read stays read.
    pub(crate) fn unread_told(&self, device: &str, mut unread: Unread) -> Result<bool, StoreError> {
        self.exclusive(|writer| {
            if device_of(writer)?.as_deref() != Some(device) {
                return Ok(false);
            }
            for read in marked_read(writer)? {
                take_out(&mut unread, &read);
            }
            self.keep_unread(writer, unread)?;
            Ok(true)
        })
    }

    /// The user has read this conversation (the server's id): the count falls before the server says so.
    pub(crate) fn unread_read(&self, conversation_id: &str) -> Result<(), StoreError> {
        self.exclusive(|writer| {
            let mut unread = self.unread.0.lock().clone();
            take_out(&mut unread, conversation_id);
            self.keep_unread(writer, unread)
        })
    }

    /// Nobody is logged in any more; what was stored went with the same transaction.
    pub(super) fn forget_unread(&self) {
        self.unread.set(Unread::default(), &self.observer);
    }

    fn keep_unread(&self, writer: &mut Writer, mut unread: Unread) -> Result<(), StoreError> {
        unread.conversation_ids.truncate(MOST_IDS);
        if self.unread.is(&unread) {
            return Ok(());
        }
        let text = serde_json::to_string(&unread).unwrap_or_default();
        writer.transaction(|w| settings::set(w.conn(), settings::UNREAD, Some(&text)))?;
        let count = unread.count;
        self.unread.set(unread, &self.observer);
        self.change_stage(|scene| scene.set_unread(count));
        Ok(())
    }
}

fn take_out(unread: &mut Unread, conversation_id: &str) {
    let before = unread.conversation_ids.len();
    unread.conversation_ids.retain(|id| id != conversation_id);
    if unread.conversation_ids.len() < before {
        unread.count = unread.count.saturating_sub(1);
    }
}

/// Conversations whose read marks are still to be sent.
fn marked_read(writer: &Writer) -> Result<Vec<String>, StoreError> {
    let marks = operations::of_kind(writer.conn(), OperationKind::ReadMark, 0, i64::MAX)?;
    Ok(marks
        .into_iter()
        .flatten()
        .filter_map(|mark| mark.row.target)
        .collect())
}

/// The device of who is logged in.
fn device_of(writer: &Writer) -> Result<Option<String>, StoreError> {
    let current = writer.current();
    let all = sessions::all(writer.conn())?;
    let session = all.into_iter().find(|session| Some(session.epoch) == current);
    Ok(session.map(|session| session.device_id))
}

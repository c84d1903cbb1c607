//! How many conversations hold something unread.
//!
//! Guarantees: right at start (the last known value), never another person's (wiped in the transaction that
//! logs them out); announced when it changes and only then, in the order of the changes, so that who listens
//! never ends with an old value. Read on any thread; changed inside the store's turn.

use parking_lot::Mutex;
use rusqlite::Connection;

use super::Desk;
use crate::model::unread::Unread;
use crate::observer::{Event, Observer};
use crate::outbox::Writer;
use crate::storage::{StoreError, sessions, settings};

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
    /// The server said what is unread for the user of `device`. False when that is not who is logged in.
    pub(crate) fn set_unread(&self, device: &str, mut unread: Unread) -> Result<bool, StoreError> {
        unread.conversation_ids.truncate(MOST_IDS);
        self.exclusive(|writer| {
            if device_of(writer)?.as_deref() != Some(device) {
                return Ok(false);
            }
            self.keep_unread(writer, unread)?;
            Ok(true)
        })
    }

    /// The user has read this conversation (the server's id): the count falls before the server says so.
    #[allow(dead_code)] // Called by `mark_conversation_read`, which comes with the conversations.
    pub(crate) fn unread_read(&self, conversation_id: &str) -> Result<(), StoreError> {
        self.exclusive(|writer| {
            let mut unread = self.unread.0.lock().clone();
            let before = unread.conversation_ids.len();
            unread.conversation_ids.retain(|id| id != conversation_id);
            if unread.conversation_ids.len() == before {
                return Ok(());
            }
            unread.count = unread.count.saturating_sub(1);
            self.keep_unread(writer, unread)
        })
    }

    /// Nobody is logged in any more; what was stored went with the same transaction.
    pub(super) fn forget_unread(&self) {
        self.unread.set(Unread::default(), &self.observer);
    }

    fn keep_unread(&self, writer: &mut Writer, unread: Unread) -> Result<(), StoreError> {
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

/// The device of who is logged in.
fn device_of(writer: &Writer) -> Result<Option<String>, StoreError> {
    let current = writer.current();
    let all = sessions::all(writer.conn())?;
    let session = all.into_iter().find(|session| Some(session.epoch) == current);
    Ok(session.map(|session| session.device_id))
}

//! Where the feed keeps what it learns.
//!
//! Guarantees: always under the device of the user it is about, so that nothing of one user can reach the
//! next; a cache that cannot be used is an empty one. On the worker's thread.

use super::Who;
use crate::model::conversation::{ConversationSummary, Part};
use crate::model::live_content::InAppRef;
use crate::model::ticket::Ticket;
use crate::worker::Context;

/// The last change that was applied, when it belongs to this contact.
pub(super) fn place(_context: &Context, _who: &Who, _contact: Option<&str>) -> Option<i64> {
    None
}

/// This change was applied.
pub(super) fn set_place(_context: &Context, _who: &Who, _contact: Option<&str>, _seq: i64) {}

/// Changes between what is kept and what comes next are missing.
pub(super) fn was_cut(_context: &Context, _who: &Who) {}

pub(super) fn part(_context: &Context, _who: &Who, _conversation_id: &str, _part: &Part) {}

pub(super) fn conversations(_context: &Context, _who: &Who, _list: &[ConversationSummary]) {}

pub(super) fn has_conversations(_context: &Context, _who: &Who) -> bool {
    false
}

pub(super) fn ticket(_context: &Context, _who: &Who, _ticket: &Ticket) {}

pub(super) fn settings(_context: &Context, _who: &Who) -> Option<(serde_json::Value, Option<String>)> {
    None
}

pub(super) fn set_settings(_context: &Context, _who: &Who, _settings: &serde_json::Value, _etag: &str) {}

/// Without what showed itself before.
pub(super) fn not_shown(_context: &Context, _who: &Who, due: Vec<InAppRef>) -> Vec<InAppRef> {
    due
}

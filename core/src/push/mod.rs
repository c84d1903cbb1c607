//! Push notifications: whether one is ours, and what it says.
//!
//! Guarantees: functions of the payload alone, without a client, a network or a service of our own, so that
//! they can run in an extension or a service worker beside any other push library; every shape in which the
//! platforms hand a payload over is understood (see `contract/vectors/push.json`); a stranger's payload, however
//! hostile, is `false` and `None` and nothing else. Called by the app on any thread.
//!
//! A payload is ours when it holds `frontdesk` with a version (`1`, as number or text) either at its top or in
//! one of the places where libraries put the data of a notification. Ids may be numbers, numbers may be text:
//! FCM turns every value into text.
//!
//! Without the feature `push` no payload is ours: this device never told the server where to push to.

#[cfg(feature = "push")]
mod payload;
#[cfg(feature = "push")]
pub(crate) use payload::read_for;
#[cfg(feature = "push")]
pub use payload::{is_frontdesk_push, read};

/// What a push says. Its words, if there are any, are the system's to show; the app reads the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushMessage {
    /// The conversation with something new.
    pub conversation_id: String,
    /// The new part.
    pub part_id: Option<String>,
    /// Where the feed of changes stands with it.
    pub seq: Option<u64>,
    /// Conversations with something unread, for a badge.
    pub unread: Option<u64>,
}

/// Whether a payload was sent by Frontdesk. Everything else belongs to the app's other push library.
#[cfg(not(feature = "push"))]
#[must_use]
pub fn is_frontdesk_push(_payload: &serde_json::Value) -> bool {
    false
}

/// What a payload of ours says; `None` for others'.
#[cfg(not(feature = "push"))]
#[must_use]
pub fn read(_payload: &serde_json::Value) -> Option<PushMessage> {
    None
}

/// What a payload of ours says to who is logged in.
#[cfg(not(feature = "push"))]
pub(crate) fn read_for(
    _payload: &serde_json::Value,
    _device: impl FnOnce() -> Option<String>,
) -> Option<PushMessage> {
    None
}

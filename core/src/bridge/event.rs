//! What the pages are told without having asked.
//!
//! Guarantees: only what a messenger shows; no identity, no token, no path, no e-mail address; what a person
//! wrote is never in an event: the page asks for it. Called on the listener's thread.

use serde_json::json;

use crate::observer::Event;

/// The event as a message for the pages; `None` for what is not theirs.
#[must_use]
pub fn event(event: &Event) -> Option<String> {
    let (name, data) = match event {
        Event::MessengerStateChanged => ("state.changed", json!({})),
        Event::ConversationChanged { id } => ("conversation.changed", json!({ "id": id })),
        Event::TicketChanged { id } => ("ticket.changed", json!({ "id": id })),
        Event::UnreadChanged { count } => ("unread.changed", json!({ "count": count })),
        Event::Typing {
            conversation_id,
            author,
        } => (
            "typing",
            json!({ "conversation_id": conversation_id, "author": author }),
        ),
        _ => return None,
    };
    Some(json!({ "event": name, "data": data }).to_string())
}

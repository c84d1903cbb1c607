//! Carrying out a change.
//!
//! Guarantees: a change is applied once and in order, and announced after it was kept; a change of somebody
//! who is not logged in any more changes nothing; one that makes no sense is never skipped in silence: what is
//! known is then asked for anew. Kinds of changes this version does not know are passed over. On the worker's
//! thread, without an await.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Who, keep};
use crate::model::conversation::{Author, ConversationSummary, Part};
use crate::model::live_content::InAppRef;
use crate::model::ticket::Ticket;
use crate::model::unread::Unread;
use crate::observer::Event;
use crate::storage::StoreError;
use crate::transport::Change;
use crate::worker::Context;
use crate::worker::fetch::current;

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Applied {
    /// It is part of what is known.
    Done,
    /// It was known.
    Known,
    /// Everything must be asked for anew.
    Resync,
    /// Somebody else is logged in.
    Gone,
}

#[derive(Deserialize)]
struct PartCreated {
    conversation_id: String,
    part: Part,
}

#[derive(Deserialize)]
struct ConversationUpdated {
    conversation: ConversationSummary,
}

#[derive(Deserialize)]
struct TicketUpdated {
    ticket: Ticket,
}

#[derive(Deserialize)]
struct TypingNotice {
    conversation_id: String,
    #[serde(default)]
    author: Author,
}

/// A change, read before anything is done about it.
enum News {
    Part(Box<PartCreated>),
    Conversation(Box<ConversationSummary>),
    Unread(Unread),
    Content(InAppRef),
    Ticket(Box<Ticket>),
    /// Only a ping can tell.
    Ping,
    Resync,
    Unknown,
}

impl News {
    /// `None` when it is not what its type promises.
    fn read(change: &Change) -> Option<Self> {
        fn data<T: DeserializeOwned>(change: &Change) -> Option<T> {
            serde_json::from_str(change.data.get()).ok()
        }
        Some(match change.kind.as_str() {
            "part.created" => Self::Part(Box::new(data(change)?)),
            "conversation.updated" => {
                Self::Conversation(Box::new(data::<ConversationUpdated>(change)?.conversation))
            }
            "unread.changed" => Self::Unread(data(change)?),
            "content.show" => Self::Content(data(change)?),
            "ticket.updated" => Self::Ticket(Box::new(data::<TicketUpdated>(change)?.ticket)),
            // A session that was revoked finds out by asking; this may be an earlier one's end.
            "settings.changed" | "session.revoked" => Self::Ping,
            "contact.merged" => Self::Resync,
            _ => Self::Unknown,
        })
    }
}

/// Applies one change of `who`.
pub(super) fn apply(context: &Context, who: &Who, change: &Change) -> Result<Applied, StoreError> {
    if current(context)?.is_none_or(|session| Who::of(&session) != *who) {
        return Ok(Applied::Gone);
    }
    if !context.feed.is_new(change.seq) {
        return Ok(Applied::Known);
    }
    let Some(news) = News::read(change) else {
        tracing::warn!(kind = change.kind, "a change that cannot be read");
        return Ok(Applied::Resync);
    };
    let desk = &context.desk;
    let announce = |event| desk.observer.announce(event);
    match news {
        News::Part(news) => {
            keep::part(context, who, &news.conversation_id, &news.part);
            desk.presence.conversation_known();
            let id = news.conversation_id;
            announce(Event::ConversationChanged { id });
        }
        News::Conversation(conversation) => {
            keep::conversation(context, who, &conversation);
            desk.presence.conversation_known();
            let id = conversation.id;
            announce(Event::ConversationChanged { id });
        }
        News::Unread(unread) => {
            if context.feed.unread_is_new(change.seq) && !desk.unread_told(&who.device, unread)? {
                return Ok(Applied::Gone);
            }
        }
        News::Content(content) => offer(context, who, vec![content]),
        News::Ticket(ticket) => {
            keep::ticket(context, who, &ticket);
            announce(Event::TicketChanged { id: ticket.id });
        }
        News::Ping => context.feed.want_ping(),
        News::Resync => return Ok(Applied::Resync),
        News::Unknown => {}
    }
    context.feed.applied(change.seq);
    keep::set_place(context, who, context.feed.contact().as_deref(), change.seq);
    Ok(Applied::Done)
}

/// Content that is due, unless it showed itself before.
pub(super) fn offer(context: &Context, who: &Who, due: Vec<InAppRef>) {
    let due = keep::not_shown(context, who, due);
    context.desk.change_stage(|scene| scene.offer_in_app(due));
}

/// Somebody is writing. Not a change: it is over when it is told.
pub(super) fn typing(context: &Context, who: &Who, data: &str) {
    #[derive(Deserialize)]
    struct Wire {
        data: TypingNotice,
    }
    let Ok(Wire { data }) = serde_json::from_str::<Wire>(data) else {
        return;
    };
    if !matches!(current(context), Ok(Some(session)) if Who::of(&session) == *who) {
        return;
    }
    context.desk.observer.announce(Event::Typing {
        conversation_id: data.conversation_id,
        author: data.author,
    });
}

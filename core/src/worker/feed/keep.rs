//! Where the feed keeps what it learns.
//!
//! Guarantees: always under the device of the user it is about, so that nothing of one user can reach the
//! next; a cache that cannot be used is an empty one. On the worker's thread.

use super::Who;
use crate::cache::Document;
use crate::model::conversation::{ConversationSummary, Part};
use crate::model::live_content::InAppRef;
use crate::model::ticket::Ticket;
use crate::worker::Context;

/// The contact that the place in the feed counts for.
const CONTACT: (&str, &str) = ("feed", "contact");
const SETTINGS: (&str, &str) = ("settings", "workspace");
const TICKET: &str = "ticket";

/// The last change that was applied, when it was this contact's.
pub(super) fn place(context: &Context, who: &Who, contact: Option<&str>) -> Option<i64> {
    let kept = context.cache(&who.device, |cache| {
        let of: Option<Document<String>> = cache.document(CONTACT.0, CONTACT.1)?;
        Ok((of.map(|of| of.value), cache.feed_seq()?))
    });
    let (of, seq) = kept?;
    seq.filter(|_| of.is_some() && of.as_deref() == contact)
}

/// This change was applied.
pub(super) fn set_place(context: &Context, who: &Who, contact: Option<&str>, seq: i64) {
    context.cache(&who.device, |cache| {
        let of: Option<Document<String>> = cache.document(CONTACT.0, CONTACT.1)?;
        if of.is_none_or(|of| Some(of.value.as_str()) != contact) {
            match contact {
                Some(contact) => cache.put_document(CONTACT.0, CONTACT.1, contact, None)?,
                None => cache.remove_document(CONTACT.0, CONTACT.1)?,
            }
        }
        cache.set_feed_seq(Some(seq))
    });
}

/// Changes between what is kept and what comes next are missing.
pub(super) fn was_cut(context: &Context, who: &Who) {
    context.cache(&who.device, |cache| {
        cache.set_feed_seq(None)?;
        cache.feed_was_cut()
    });
}

pub(super) fn part(context: &Context, who: &Who, conversation_id: &str, part: &Part) {
    let known = context.cache(&who.device, |cache| cache.put_part(conversation_id, part));
    if known == Some(false) {
        tracing::debug!("a part of a conversation that is not kept; its summary follows");
    }
}

pub(super) fn conversation(context: &Context, who: &Who, conversation: &ConversationSummary) {
    context.cache(&who.device, |cache| cache.put_told(conversation));
}

/// A list that was asked for.
pub(super) fn conversations(context: &Context, who: &Who, list: &[ConversationSummary]) {
    context.cache(&who.device, |cache| cache.put_conversations(list));
}

pub(super) fn has_conversations(context: &Context, who: &Who) -> bool {
    let first = context.cache(&who.device, |cache| cache.conversations(1, None));
    first.flatten().is_some_and(|page| !page.data.is_empty())
}

pub(super) fn ticket(context: &Context, who: &Who, ticket: &Ticket) {
    context.cache(&who.device, |cache| {
        cache.put_document(TICKET, &ticket.id, ticket, None)
    });
}

pub(super) fn settings(context: &Context, who: &Who) -> Option<(serde_json::Value, Option<String>)> {
    let kept: Option<Document<serde_json::Value>> = context
        .cache(&who.device, |cache| cache.document(SETTINGS.0, SETTINGS.1))
        .flatten();
    kept.map(|kept| (kept.value, kept.etag))
}

pub(super) fn set_settings(context: &Context, who: &Who, settings: &serde_json::Value, etag: &str) {
    context.cache(&who.device, |cache| {
        cache.put_document(SETTINGS.0, SETTINGS.1, settings, Some(etag))
    });
}

/// Without what showed itself before. Without a cache nobody knows; once more is better than never.
pub(super) fn not_shown(context: &Context, who: &Who, mut due: Vec<InAppRef>) -> Vec<InAppRef> {
    due.retain(|content| {
        let shown = context.cache(&who.device, |cache| {
            cache.was_shown(content.kind.as_str(), &content.id)
        });
        shown != Some(true)
    });
    due
}

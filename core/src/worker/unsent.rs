//! Laying what is not sent yet over what the server or the cache said.
//!
//! Guarantees: a message is shown once: as the server has it as soon as it does; pending ones come last, in the
//! order of the calls; only messages of the present user are shown. Runs on the worker's thread.

use super::context::Context;
use super::fetch::current;
use crate::model::conversation::{Conversation, ConversationState, ConversationSummary};
use crate::model::page::Page;
use crate::outbox::messages::{self, UnsentPart};
use crate::session::ledger::ranges_of_person;
use crate::storage::StoreError;
use crate::storage::sessions;

/// Messages of the present user that the server does not have.
fn all(context: &Context) -> Result<Vec<UnsentPart>, StoreError> {
    let Some(present) = current(context)? else {
        return Ok(Vec::new());
    };
    let conn = context.desk.reader.lock();
    let view = conn.unchecked_transaction()?;
    let ranges = ranges_of_person(&sessions::all(&view)?, &present);
    messages::unsent(&view, &ranges)
}

/// Adds the unsent parts of a conversation, which was asked for as `asked`.
pub(super) fn complete(
    context: &Context,
    asked: &str,
    conversation: &mut Conversation,
) -> Result<(), StoreError> {
    let names = [
        Some(asked),
        Some(conversation.id.as_str()),
        conversation.client_id.as_deref(),
    ];
    let mine: Vec<UnsentPart> = all(context)?
        .into_iter()
        .filter(|unsent| names.contains(&Some(unsent.conversation.as_str())))
        .collect();
    for unsent in mine {
        let part = worded(unsent, conversation);
        if !conversation.parts.iter().any(|known| known.id == part.id) {
            conversation.updated_at = conversation.updated_at.max(part.created_at);
            conversation.parts.push(part);
        }
    }
    Ok(())
}

/// A conversation that the server does not know yet.
pub(super) fn started(context: &Context, id: &str) -> Result<Option<Conversation>, StoreError> {
    let starts = |unsent: &UnsentPart| unsent.starts && unsent.conversation == id;
    Ok(all(context)?.into_iter().find(starts).map(|unsent| Conversation {
        id: unsent.conversation.clone(),
        client_id: Some(unsent.conversation),
        title: None,
        state: ConversationState::Open,
        updated_at: unsent.part.created_at,
        unread_count: 0,
        participants: Vec::new(),
        parts: Vec::new(),
        previous: None,
        from_cache: true,
    }))
}

/// Adds started conversations to the list, and unsent replies as the last parts.
pub(super) fn complete_list(
    context: &Context,
    page: &mut Page<ConversationSummary>,
) -> Result<(), StoreError> {
    for unsent in all(context)? {
        let known = page.data.iter_mut().find(|summary| {
            summary.id == unsent.conversation || summary.client_id.as_ref() == Some(&unsent.conversation)
        });
        let part = unsent.part.clone();
        match known {
            Some(summary) if summary.last_part.as_ref().is_some_and(|last| last.id == part.id) => {}
            Some(summary) => {
                summary.updated_at = summary.updated_at.max(part.created_at);
                summary.last_part = Some(part);
            }
            None if unsent.starts => page.data.push(ConversationSummary {
                id: unsent.conversation.clone(),
                client_id: Some(unsent.conversation),
                title: None,
                state: ConversationState::Open,
                updated_at: part.created_at,
                last_part: Some(part),
                unread_count: 0,
                participants: Vec::new(),
            }),
            // On a later page.
            None => {}
        }
    }
    page.data
        .sort_by_key(|summary| std::cmp::Reverse(summary.updated_at));
    Ok(())
}

/// A quick reply shows the words that were chosen.
fn worded(unsent: UnsentPart, conversation: &Conversation) -> crate::model::conversation::Part {
    let mut part = unsent.part;
    if let (None, Some(chosen)) = (&part.body_text, unsent.quick_reply) {
        part.body_text = conversation
            .parts
            .iter()
            .flat_map(|known| &known.quick_replies)
            .find(|reply| reply.id == chosen)
            .map(|reply| reply.text.clone());
    }
    part
}

//! What the server answered to an operation is shown at once.
//!
//! Guarantees: the answer is in the cache before the operation leaves the queue, so that a message is never
//! missing in between; an answer for a user who is gone touches nothing. Runs on the worker's thread.

use serde_json::Value;

use super::context::Context;
use crate::model::conversation::{Conversation, Part};
use crate::model::operation::OperationKind;
use crate::model::unread::Unread;
use crate::observer::Event;
use crate::storage::OperationRow;

/// Keeps the answer to `row`, an operation of `device`'s user.
pub(super) fn keep(context: &Context, device: &str, row: &OperationRow, answer: &Value) {
    match row.kind {
        OperationKind::StartConversation => {
            if let Ok(conversation) = serde_json::from_value::<Conversation>(answer.clone()) {
                context.cache(device, |cache| cache.put_conversation(&conversation, None));
                if let Some(own) = &conversation.client_id {
                    let is = &conversation.id;
                    context.desk.change_stage(|scene| scene.conversation_is(own, is));
                }
                context.desk.presence.conversation_known();
                announce(context, conversation.id);
            }
        }
        OperationKind::Reply => {
            if let (Ok(part), Some(target)) = (serde_json::from_value::<Part>(answer.clone()), &row.target) {
                context.cache(device, |cache| cache.put_part(target, &part));
                announce(context, super::conversations::resolve(context, target));
            }
        }
        OperationKind::ReadMark => {
            if let Ok(unread) = serde_json::from_value::<Unread>(answer.clone())
                && let Err(error) = context.desk.set_unread(device, unread)
            {
                tracing::debug!(%error, "the unread count follows with the next ping");
            }
        }
        _ => {}
    }
}

fn announce(context: &Context, id: String) {
    context.desk.observer.announce(Event::ConversationChanged { id });
}

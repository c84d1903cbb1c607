//! Asking anew for what changes can no longer tell.
//!
//! Guarantees: the place in the feed was taken before the list is asked for, so that nothing falls between;
//! whoever shows a conversation is told to ask for it again. Runs on the worker's thread.

use super::trouble::Trouble;
use super::{Who, keep};
use crate::error::FrontdeskError;
use crate::model::conversation::ConversationSummary;
use crate::model::page::Page;
use crate::observer::Event;
use crate::worker::Context;
use crate::worker::fetch::{Fetch, Fetched, fetch};

/// What a list shows first.
const NEWEST: &str = "20";

/// Asks for the newest conversations and tells of each.
pub(super) async fn heal(context: &Context, who: &Who) -> Result<(), Trouble> {
    keep::was_cut(context, who);
    let ask = Fetch {
        path: &["conversations"],
        query: &[("limit", NEWEST)],
        ..Fetch::default()
    };
    let page = match fetch::<Page<ConversationSummary>>(context, ask, false).await {
        Ok(Fetched::Fresh { value, .. }) => value.data,
        Ok(_) => Vec::new(),
        Err(FrontdeskError::Unreachable { retry_after, .. }) => {
            return Err(Trouble::Later { after: retry_after });
        }
        Err(FrontdeskError::NotLoggedIn | FrontdeskError::SessionConflict { .. }) => {
            return Err(Trouble::Gone);
        }
        Err(error) => {
            tracing::debug!(code = error.code(), "conversations could not be asked for anew");
            return Err(Trouble::Later { after: None });
        }
    };
    if !context.feed.is_for(who) {
        return Err(Trouble::Gone);
    }
    keep::conversations(context, who, &page);
    context.feed.resynced();
    for conversation in page {
        context.desk.presence.conversation_known();
        let id = conversation.id;
        context.desk.observer.announce(Event::ConversationChanged { id });
    }
    Ok(())
}

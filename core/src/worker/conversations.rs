//! Reading conversations: from the server, from what was seen before, and with what is not sent yet.
//!
//! Guarantees: what the user wrote is always part of the answer, pending or failed, until the server has it, and
//! then exactly once; a server that cannot be reached is no error as long as something was seen before; an answer
//! is for who was logged in at the call. Runs on the worker's thread.

use std::time::Duration;

use serde_json::json;

use super::context::Context;
use super::fetch::{Fetch, Fetched, current, fetch};
use super::unsent;
use crate::cache::Cache;
use crate::error::FrontdeskError;
use crate::messenger::unavailable;
use crate::model::conversation::{Conversation, ConversationSummary};
use crate::model::event::OperationId;
use crate::model::operation::OperationKind;
use crate::model::page::Page;
use crate::observer::Event;
use crate::retry::{Purpose, Request};
use crate::storage::OperationRow;
use crate::transport::{Call, Method};

/// The server's limit of a page.
const MOST_OF_A_PAGE: u32 = 150;
/// A teammate needs no finer picture of somebody who is typing.
const TYPING_EVERY: Duration = Duration::from_secs(3);

/// A page of the list, newest first.
pub(crate) async fn list(
    context: &Context,
    limit: u32,
    cursor: Option<String>,
) -> Result<Page<ConversationSummary>, FrontdeskError> {
    let owner = context.owner()?;
    let limit = limit.clamp(1, MOST_OF_A_PAGE);
    if cursor.as_deref().is_some_and(Cache::is_own_cursor) {
        return cached_list(context, limit, cursor.as_deref());
    }
    let number = limit.to_string();
    let mut query = vec![("limit", number.as_str())];
    query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    let ask = Fetch {
        path: &["conversations"],
        query: &query,
        ..Fetch::default()
    };
    let copy = cached_list(context, limit, None)?;
    let has_copy = cursor.is_none() && !copy.data.is_empty();
    match fetch::<Page<ConversationSummary>>(context, ask, has_copy).await {
        Ok(Fetched::Fresh { value: mut page, .. }) => {
            context.cache(&owner, |cache| cache.put_conversations(&page.data));
            if cursor.is_none() {
                unsent::complete_list(context, &mut page)?;
            }
            Ok(page)
        }
        Ok(Fetched::NotModified | Fetched::Merged(_)) => Err(unavailable("not_found", None)),
        Err(error @ FrontdeskError::Unreachable { .. }) if cursor.is_none() => {
            let page = cached_list(context, limit, None)?;
            if page.data.is_empty() {
                Err(error)
            } else {
                Ok(page)
            }
        }
        Err(error) => Err(error),
    }
}

/// The list as it was seen before; never asks the server.
pub(crate) fn cached_list(
    context: &Context,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<ConversationSummary>, FrontdeskError> {
    let owner = context.owner()?;
    let limit = limit.clamp(1, MOST_OF_A_PAGE) as usize;
    let mut page = context
        .cache(&owner, |cache| cache.conversations(limit, cursor))
        .flatten()
        .unwrap_or_default();
    page.from_cache = true;
    if cursor.is_none() {
        unsent::complete_list(context, &mut page)?;
    }
    Ok(page)
}

/// A conversation with its newest parts, or those below `before`.
pub(crate) async fn read(
    context: &Context,
    id: String,
    before: Option<i64>,
) -> Result<Conversation, FrontdeskError> {
    let owner = context.owner()?;
    let mut asked = resolve(context, &id);
    let has_copy = cached(context, &id, before)?.is_some();
    let number = before.map(|seq| seq.to_string());
    let query: Vec<(&str, &str)> = number.iter().map(|number| ("before", number.as_str())).collect();
    // A conversation that became part of another one is read there, and nobody goes in circles.
    for _ in 0..3 {
        let ask = Fetch {
            path: &["conversations", &asked],
            query: &query,
            ..Fetch::default()
        };
        match fetch::<Conversation>(context, ask, has_copy).await {
            Ok(Fetched::Fresh {
                value: mut conversation,
                ..
            }) => {
                context.cache(&owner, |cache| cache.put_conversation(&conversation, before));
                if before.is_none() {
                    unsent::complete(context, &id, &mut conversation)?;
                }
                return Ok(conversation);
            }
            Ok(Fetched::Merged(into)) => {
                context.cache(&owner, |cache| cache.remove_conversation(&asked));
                asked = into;
            }
            Ok(Fetched::NotModified) => break,
            // The server does not know it: it may be one that this device has not told yet.
            Err(error) => {
                let elsewhere = matches!(error, FrontdeskError::Unreachable { .. });
                let missing = error.code() == "not_found";
                return match cached(context, &id, before) {
                    Ok(Some(seen)) if elsewhere || (missing && is_local(&seen)) => Ok(seen),
                    _ => Err(error),
                };
            }
        }
    }
    Err(unavailable("not_found", None))
}

/// A conversation as it was seen before, or as it is being started; never asks the server.
pub(crate) fn cached(
    context: &Context,
    id: &str,
    before: Option<i64>,
) -> Result<Option<Conversation>, FrontdeskError> {
    let owner = context.owner()?;
    let seen = context
        .cache(&owner, |cache| cache.conversation(id, before))
        .flatten();
    let mut conversation = match seen {
        Some(seen) => seen,
        None => match unsent::started(context, id)? {
            Some(started) => started,
            None => return Ok(None),
        },
    };
    conversation.from_cache = true;
    if before.is_none() {
        unsent::complete(context, id, &mut conversation)?;
    }
    Ok(Some(conversation))
}

/// The server does not have it yet.
fn is_local(conversation: &Conversation) -> bool {
    conversation.client_id.as_deref() == Some(conversation.id.as_str())
}

/// The server's id of a conversation, as far as it is known here.
pub(crate) fn resolve(context: &Context, id: &str) -> String {
    let known = context
        .owner()
        .ok()
        .and_then(|owner| context.cache(&owner, |cache| cache.resolve(id)).flatten());
    known.unwrap_or_else(|| id.to_owned())
}

/// Queues a read mark up to the newest part that is known; false when there is nothing new to tell.
pub(crate) fn mark_read(context: &Context, id: &str) -> Result<bool, FrontdeskError> {
    let owner = context.owner()?;
    let Some(conversation) = context
        .cache(&owner, |cache| cache.conversation(id, None))
        .flatten()
    else {
        return Ok(false);
    };
    let newest = conversation.parts.iter().map(|part| part.seq).max().unwrap_or(0);
    if newest == 0 || conversation.unread_count == 0 {
        return Ok(false);
    }
    let row = OperationRow {
        kind: OperationKind::ReadMark,
        id: OperationId::new().as_uuid(),
        created_at: context.desk.config.clock.wall_ms(),
        target: Some(conversation.id.clone()),
        body: json!({ "up_to_seq": newest }).to_string().into_bytes(),
    };
    context.desk.append_together(Some(&owner), &[row])?;
    context.cache(&owner, |cache| cache.set_read(&conversation.id, newest));
    context.desk.unread_read(&conversation.id)?;
    context
        .desk
        .observer
        .announce(Event::ConversationChanged { id: conversation.id });
    Ok(true)
}

/// Tells that the user is typing, once, if it was not told a moment ago.
pub(crate) async fn typing(context: &Context, id: &str) -> Result<(), FrontdeskError> {
    let now = context.now();
    let told = context.typing_told.get();
    if told.is_some_and(|at| now.saturating_sub(at) < TYPING_EVERY) || context.asked_wait() > Duration::ZERO {
        return Ok(());
    }
    context.typing_told.set(Some(now));
    let Some(session) = current(context)? else {
        return Err(FrontdeskError::NotLoggedIn);
    };
    let id = resolve(context, id);
    let call = Call {
        method: Method::Post,
        path: &["conversations", &id, "typing"],
        token: session.token.as_ref(),
        ..Call::default()
    };
    let request = Request {
        purpose: Purpose::Lookup,
        items: 1,
        fresh_session: false,
    };
    // Whatever comes of it: it is worth no second try.
    let _judged = context.ask::<serde_json::Value>(&request, call).await;
    Ok(())
}

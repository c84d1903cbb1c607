//! Reading content, tickets and news.
//!
//! Guarantees: as [`library`](super::library); a ticket of a list is as new as the newest that was heard of it. Runs
//! on the worker's thread.

use serde_json::Value;

use super::context::Context;
use super::fetch::Fetch;
use super::library::read_document;
use crate::error::FrontdeskError;
use crate::messenger::unavailable;
use crate::model::content::ContentStatus;
use crate::model::help::Article;
use crate::model::live_content::{LiveContent, LiveKind};
use crate::model::news::NewsItem;
use crate::model::page::Page;
use crate::model::ticket::{Ticket, TicketType};

/// The kind of documents that tickets are kept as; the feed keeps changed ones under it, too.
const TICKET: &str = "ticket";

/// A piece of content that is live.
pub(crate) async fn content(
    context: &Context,
    kind: LiveKind,
    id: &str,
) -> Result<LiveContent, FrontdeskError> {
    let languages = context.languages();
    // Only these two are in languages.
    let query = match kind {
        LiveKind::Article | LiveKind::HelpCenterCollection => languages.query(),
        _ => Vec::new(),
    };
    let question = Fetch {
        path: &["content", kind.as_str(), id],
        query: &query,
        ..Fetch::default()
    };
    let name = format!(
        "content/{}/{}",
        kind.as_str(),
        query.first().map_or("", |locale| locale.1)
    );
    let (content, from_cache) = read_document::<LiveContent>(context, question, &name, id).await?;
    if content.status != "live" {
        let owner = context.owner()?;
        context.cache(&owner, |cache| cache.remove_document(&name, id));
        return Err(unavailable(
            "content_not_live",
            ContentStatus::parse(&content.status),
        ));
    }
    // An article that was shown can be searched like one that was read.
    if kind == LiveKind::Article
        && !from_cache
        && let Ok(article) = serde_json::from_value::<Article>(content.body.clone())
    {
        let owner = context.owner()?;
        context.cache(&owner, |cache| cache.put_article(&article, languages.key(), None));
    }
    Ok(LiveContent {
        from_cache,
        ..content
    })
}

/// A page of this contact's tickets.
pub(crate) async fn tickets(
    context: &Context,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<Ticket>, FrontdeskError> {
    let mut page: Page<Ticket> = list(context, "tickets", Some(limit), cursor).await?;
    let owner = context.owner()?;
    for ticket in &mut page.data {
        if page.from_cache {
            let kept = context
                .cache(&owner, |cache| cache.document::<Ticket>(TICKET, &ticket.id))
                .flatten();
            if let Some(kept) = kept.filter(|kept| kept.value.updated_at > ticket.updated_at) {
                *ticket = kept.value;
            }
        } else {
            context.cache(&owner, |cache| {
                cache.put_document(TICKET, &ticket.id, ticket, None)
            });
        }
    }
    Ok(page)
}

/// One ticket of this contact.
pub(crate) async fn ticket(context: &Context, id: &str) -> Result<Ticket, FrontdeskError> {
    let question = Fetch {
        path: &["tickets", id],
        ..Fetch::default()
    };
    let (ticket, from_cache) = read_document::<Ticket>(context, question, TICKET, id).await?;
    Ok(Ticket { from_cache, ..ticket })
}

/// The kinds of tickets this contact may open.
pub(crate) async fn ticket_types(context: &Context) -> Result<Vec<TicketType>, FrontdeskError> {
    Ok(list(context, "ticket_types", None, None).await?.data)
}

/// A page of news.
pub(crate) async fn news(context: &Context, cursor: Option<&str>) -> Result<Page<NewsItem>, FrontdeskError> {
    list(context, "news", None, cursor).await
}

/// A page of the list at `path`. Each page is kept by its cursor; entries that cannot be read are left out.
async fn list<T: serde::Serialize + serde::de::DeserializeOwned>(
    context: &Context,
    path: &str,
    limit: Option<u32>,
    cursor: Option<&str>,
) -> Result<Page<T>, FrontdeskError> {
    let limit = limit.map(|limit| limit.clamp(1, 150).to_string());
    let query: Vec<(&str, &str)> = [("limit", limit.as_deref()), ("cursor", cursor)]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();
    let question = Fetch {
        path: &[path],
        query: &query,
        ..Fetch::default()
    };
    let name = cursor.unwrap_or_default();
    let (page, from_cache) = read_document::<Page<Value>>(context, question, path, name).await?;
    let data = page.data.into_iter();
    Ok(Page {
        data: data
            .filter_map(|entry| serde_json::from_value(entry).ok())
            .collect(),
        next: page.next,
        from_cache,
    })
}

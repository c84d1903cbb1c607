//! Asking whether content may be shown.
//!
//! Guarantees: all ids of a reference must be live; each reason for not showing has its own code and a
//! sentence for the person who waits. Runs on the worker's thread.

use super::context::Context;
use super::fetch::{Fetch, Fetched, fetch};
use crate::error::FrontdeskError;
use crate::messenger::{Presentation, unavailable};
use crate::model::content::{ContentRef, ContentStatus};
use crate::transport::ContentReply;

/// A ticket, as far as showing it needs.
#[derive(serde::Deserialize)]
struct TicketReply {
    title: Option<String>,
}

/// Asks the server for every id of `content`; all must be live.
pub(crate) async fn look_up(context: &Context, content: ContentRef) -> Result<Presentation, FrontdeskError> {
    let Some(kind) = content.kind().wire_kind() else {
        // Tickets have their own place; one that is there for this user may be shown.
        let path: &[&str] = &["tickets", content.id()];
        let ask = Fetch {
            path,
            ..Fetch::default()
        };
        return match fetch::<TicketReply>(context, ask, false).await? {
            Fetched::Fresh { value, .. } => Ok(Presentation::Content {
                content,
                title: value.title,
            }),
            Fetched::NotModified | Fetched::Merged(_) => Err(unavailable("not_found", None)),
        };
    };
    let mut title = None;
    for id in content.ids() {
        let path: &[&str] = &["content", kind, id];
        let ask = Fetch {
            path,
            ..Fetch::default()
        };
        match fetch::<ContentReply>(context, ask, false).await? {
            Fetched::Fresh { value, .. } if value.status == "live" => title = title.or(value.title),
            Fetched::Fresh { value, .. } => {
                return Err(unavailable(
                    "content_not_live",
                    ContentStatus::parse(&value.status),
                ));
            }
            Fetched::NotModified | Fetched::Merged(_) => return Err(unavailable("not_found", None)),
        }
    }
    Ok(Presentation::Content { content, title })
}

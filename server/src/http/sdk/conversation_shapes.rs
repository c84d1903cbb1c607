//! How conversations, parts and changes look to devices.

use serde_json::{Value, json};

use super::super::links::Links;
use crate::store::{Attachment, Author, AuthorKind, ChangeData, FeedChange, Part, Summary, Thread, Unread};

/// Makes shapes for one caller.
#[derive(Clone)]
pub(super) struct Shaper {
    links: Links,
    /// Unix seconds: links are good from then on.
    now: i64,
}

impl Shaper {
    pub(super) fn new(links: Links, now: i64) -> Self {
        Self { links, now }
    }

    fn attachment(&self, file: &Attachment) -> Value {
        let link = self.links.to(&file.file_id, &file.name, self.now);
        let mut shape = json!({
            "id": file.id,
            "name": file.name,
            "content_type": file.content_type,
            "size": file.size,
            "url": link.url,
            "expires_at": link.expires_at,
        });
        if let Some(sides) = file.sides {
            shape["width"] = sides.width.into();
            shape["height"] = sides.height.into();
        }
        shape
    }

    /// A part. What a device wrote has the id that the device gave.
    pub(super) fn part(&self, part: &Part) -> Value {
        let own = matches!(part.author.kind, AuthorKind::User | AuthorKind::Lead);
        let state = match () {
            () if part.redacted => "redacted",
            () if own && part.seen => "seen",
            () => "sent",
        };
        let mut shape = json!({
            "id": part.client_id.clone().unwrap_or_else(|| part.id.to_string()),
            "seq": part.seq,
            "author": author(&part.author),
            "body_html": part.body_html,
            "body_text": part.body_text,
            "attachments": part.attachments.iter().map(|file| self.attachment(file)).collect::<Vec<_>>(),
            "created_at": part.created_at,
            "state": state,
        });
        if !part.quick_replies.is_empty() {
            shape["quick_replies"] = json!(part.quick_replies);
        }
        shape
    }

    /// A conversation in a list.
    pub(super) fn summary(&self, summary: &Summary) -> Value {
        json!({
            "id": summary.id.to_string(),
            "client_id": summary.client_id,
            "title": summary.title,
            "state": summary.state.as_str(),
            "updated_at": summary.updated_at,
            "last_part": summary.last_part.as_ref().map(|part| self.part(part)),
            "unread_count": summary.unread,
            "participants": summary.participants.iter().map(author).collect::<Vec<_>>(),
        })
    }

    /// A conversation with a page of parts.
    pub(super) fn thread(&self, thread: &Thread) -> Value {
        let summary = &thread.summary;
        json!({
            "id": summary.id.to_string(),
            "client_id": summary.client_id,
            "title": summary.title,
            "state": summary.state.as_str(),
            "updated_at": summary.updated_at,
            "unread_count": summary.unread,
            "participants": summary.participants.iter().map(author).collect::<Vec<_>>(),
            "parts": thread.parts.iter().map(|part| self.part(part)).collect::<Vec<_>>(),
            "previous": thread.previous,
        })
    }

    /// A change of the feed.
    pub(super) fn change(&self, change: &FeedChange) -> Value {
        let data = match &change.data {
            ChangeData::Part(part) => {
                json!({ "conversation_id": part.conversation_id.to_string(), "part": self.part(part) })
            }
            ChangeData::Conversation(summary) => json!({ "conversation": self.summary(summary) }),
            ChangeData::Unread(unread) => unread_json(unread),
            ChangeData::Json(text) => serde_json::from_str(text).unwrap_or_else(|_| json!({})),
        };
        json!({ "seq": change.seq, "type": change.kind.as_str(), "data": data })
    }
}

/// Who wrote; only what everybody may know.
pub(super) fn author(author: &Author) -> Value {
    let kind = match author.kind {
        AuthorKind::User | AuthorKind::Lead => "user",
        AuthorKind::Admin => "admin",
        AuthorKind::Bot => "bot",
    };
    json!({ "type": kind, "name": author.name, "avatar": author.avatar_url })
}

/// What is unread.
pub(super) fn unread_json(unread: &Unread) -> Value {
    let ids: Vec<String> = unread.conversations.iter().map(ToString::to_string).collect();
    json!({ "count": ids.len(), "conversation_ids": ids })
}

//! How conversations look to operators: every field of the published shape, null when unknown.

use serde_json::{Value, json};

use super::super::links::Links;
use crate::store::{Admin, Attachment, Author, AuthorKind, ConversationState, InboxConversation, Part};

/// A teammate.
pub(super) fn admin(admin: &Admin) -> Value {
    json!({
        "type": "admin",
        "id": admin.id.to_string(),
        "name": admin.name,
        "email": admin.email,
        "job_title": admin.job_title,
        "away_mode_enabled": admin.away,
        "away_mode_reassign": false,
        "has_inbox_seat": true,
        "team_ids": [],
        "avatar": admin.avatar_url,
    })
}

/// Makes shapes for one caller.
pub(super) struct Shaper {
    pub(super) links: Links,
    /// Unix seconds: links are good from then on.
    pub(super) now: i64,
}

impl Shaper {
    fn attachments(&self, files: &[Attachment]) -> Value {
        files
            .iter()
            .map(|file| {
                json!({
                    "type": "upload",
                    "name": file.name,
                    "url": self.links.to(&file.file_id, &file.name, self.now).url,
                    "content_type": file.content_type,
                    "filesize": file.size,
                    "width": file.sides.map(|sides| sides.width),
                    "height": file.sides.map(|sides| sides.height),
                })
            })
            .collect()
    }

    /// A conversation; `whole` adds its parts.
    pub(super) fn conversation(&self, conversation: &InboxConversation, whole: bool) -> Value {
        let mut shape = json!({
            "type": "conversation",
            "id": conversation.id.to_string(),
            "created_at": conversation.created_at,
            "updated_at": conversation.updated_at,
            "waiting_since": conversation.waiting_since,
            "snoozed_until": conversation.snoozed_until,
            "source": self.source(conversation),
            "contacts": {
                "type": "contact.list",
                "contacts": conversation.contacts.iter()
                    .map(|(id, external_id)| json!({ "type": "contact", "id": id, "external_id": external_id }))
                    .collect::<Vec<_>>(),
            },
            "first_contact_reply": conversation.first_contact_reply
                .map(|at| json!({ "created_at": at, "type": "conversation", "url": null })),
            "admin_assignee_id": conversation.assignee_id,
            "team_assignee_id": null,
            "open": conversation.state != ConversationState::Closed,
            "state": conversation.state.as_str(),
            "read": conversation.read,
            "tags": { "type": "tag.list", "tags": tags(conversation) },
            "priority": if conversation.priority { "priority" } else { "not_priority" },
            "sla_applied": null,
            "statistics": null,
            "conversation_rating": null,
            "teammates": {
                "type": "admin.list",
                "admins": conversation.teammates.iter()
                    .map(|id| json!({ "type": "admin", "id": id.to_string() }))
                    .collect::<Vec<_>>(),
            },
            "title": conversation.title,
            "custom_attributes": conversation.custom_attributes,
            "topics": {},
            "ticket": null,
            "linked_objects": { "type": "list", "data": [], "total_count": 0, "has_more": false },
            "ai_agent": null,
            "ai_agent_participated": false,
        });
        if whole {
            shape["conversation_parts"] = json!({
                "type": "conversation_part.list",
                "conversation_parts": conversation.parts.iter().map(|part| self.part(part)).collect::<Vec<_>>(),
                "total_count": conversation.total_parts,
            });
        }
        shape
    }

    /// What started it.
    fn source(&self, conversation: &InboxConversation) -> Value {
        let Some(part) = &conversation.source else {
            return Value::Null;
        };
        json!({
            "type": "conversation",
            "id": part.id.to_string(),
            "delivered_as": if conversation.by_admin { "admin_initiated" } else { "customer_initiated" },
            "subject": conversation.title.as_deref().unwrap_or(""),
            "body": part.body_html,
            "author": author(&part.author),
            "attachments": self.attachments(&part.attachments),
            "url": conversation.page_url,
            "redacted": part.redacted,
        })
    }

    /// One part.
    pub(super) fn part(&self, part: &Part) -> Value {
        let mut metadata = json!({});
        if !part.quick_replies.is_empty() {
            metadata["quick_reply_options"] = part
                .quick_replies
                .iter()
                .map(|one| json!({ "text": one.text, "uuid": one.id }))
                .collect();
        }
        json!({
            "type": "conversation_part",
            "id": part.id.to_string(),
            "part_type": part.kind,
            "body": part.body_html,
            "created_at": part.created_at,
            "updated_at": part.updated_at,
            "notified_at": part.created_at,
            "assigned_to": part.assigned_to.map(|id| json!({ "type": "admin", "id": id.to_string() })),
            "author": author(&part.author),
            "attachments": self.attachments(&part.attachments),
            "external_id": null,
            "redacted": part.redacted,
            "email_message_metadata": null,
            "metadata": metadata,
            "state": null,
            "tags": [],
            "event_details": null,
            "app_package_code": null,
        })
    }
}

fn tags(conversation: &InboxConversation) -> Vec<Value> {
    let by = |id: i64| json!({ "type": "admin", "id": id.to_string() });
    conversation
        .tags
        .iter()
        .map(|tag| {
            json!({
                "type": "tag",
                "id": tag.id.to_string(),
                "name": tag.name,
                "applied_at": tag.applied_at,
                "applied_by": tag.admin_id.map(by),
            })
        })
        .collect()
}

fn author(author: &Author) -> Value {
    let kind = match author.kind {
        AuthorKind::User => "user",
        AuthorKind::Lead => "lead",
        AuthorKind::Admin => "admin",
        AuthorKind::Bot => "bot",
    };
    json!({ "type": kind, "id": author.id, "name": author.name, "email": author.email })
}

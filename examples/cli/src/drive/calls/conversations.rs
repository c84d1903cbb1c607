//! Conversations: read, written, read again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use frontdesk_core::model::InputError;
use frontdesk_core::model::message::{NewAttachment, NewReply, SentPart};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Read;
use crate::drive::answer;
use crate::drive::members::Members;
use crate::drive::perform::Call;

/// Conversations of a page when it is not told.
const PAGE: u64 = 20;

pub(super) fn read(name: &str, members: &mut Members<'_>) -> Read {
    Ok(Some(match name {
        "list_conversations" => {
            let (limit, cursor) = (limit(members)?, members.text("cursor")?);
            Call::network(
                move |desk| async move { desk.list_conversations(limit, cursor).await },
                |page| answer::shown(&page),
            )
        }
        "cached_conversations" => {
            let limit = limit(members)?;
            Call::network(
                move |desk| async move { desk.cached_conversations(limit).await },
                |page| answer::shown(&page),
            )
        }
        "conversation" => {
            let (id, before) = (members.needed_text("id")?, before(members)?);
            Call::network(
                move |desk| async move { desk.conversation(&id, before).await },
                |conversation| answer::shown(&conversation),
            )
        }
        "cached_conversation" => {
            let (id, before) = (members.needed_text("id")?, before(members)?);
            Call::network(
                move |desk| async move { desk.cached_conversation(&id, before).await },
                |conversation| answer::shown(&conversation),
            )
        }
        "start_conversation" => {
            let body = members.needed_text("body")?;
            Call::network(|desk| async move { desk.start_conversation(&body).await }, sent)
        }
        "start_conversation_with" => {
            let first = new_reply(members)?;
            Call::network(
                |desk| async move { desk.start_conversation_with(first).await },
                sent,
            )
        }
        "reply" => {
            let (id, reply) = (members.needed_text("conversation_id")?, new_reply(members)?);
            Call::network(|desk| async move { desk.reply(&id, reply).await }, sent)
        }
        "quick_reply" => {
            let id = members.needed_text("conversation_id")?;
            let chosen = members.needed_text("quick_reply_id")?;
            Call::network(|desk| async move { desk.quick_reply(&id, &chosen).await }, sent)
        }
        "mark_conversation_read" => {
            let id = members.needed_text("id")?;
            Call::network(
                |desk| async move { desk.mark_conversation_read(&id).await },
                Value::Bool,
            )
        }
        "send_typing" => {
            let id = members.needed_text("id")?;
            Call::network(
                |desk| async move { desk.send_typing(&id).await },
                |()| Value::Null,
            )
        }
        "draft" => {
            let id = members.needed_text("id")?;
            Call::network(|desk| async move { desk.draft(&id).await }, Value::from)
        }
        "set_draft" => {
            let (id, text) = (members.needed_text("id")?, members.needed_text("text")?);
            Call::network(
                |desk| async move { desk.set_draft(&id, &text).await },
                |()| Value::Null,
            )
        }
        _ => return Ok(None),
    }))
}

fn limit(members: &mut Members<'_>) -> Result<u32, InputError> {
    let limit = members.number("limit")?.unwrap_or(PAGE);
    Ok(u32::try_from(limit).unwrap_or(u32::MAX))
}

fn before(members: &mut Members<'_>) -> Result<Option<i64>, InputError> {
    Ok(members.number("before")?.and_then(|seq| i64::try_from(seq).ok()))
}

/// A file in an argument: its bytes as text or in base64.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    content_type: String,
    text: Option<String>,
    base64: Option<String>,
}

fn new_reply(members: &mut Members<'_>) -> Result<NewReply, InputError> {
    let wrong = || {
        InputError::new(
            "wrong_type",
            "attachments",
            "must be a list of files with text or base64",
        )
    };
    let body = members.text("body")?.unwrap_or_default();
    let files: Vec<File> = match members.take("attachments") {
        None => Vec::new(),
        Some(text) => serde_json::from_str(text.get()).map_err(|_| wrong())?,
    };
    let attachment = |file: File| {
        let bytes = match (file.text, file.base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(packed)) => STANDARD.decode(packed).map_err(|_| wrong())?,
            _ => return Err(wrong()),
        };
        Ok(NewAttachment {
            name: file.name,
            content_type: file.content_type,
            bytes,
        })
    };
    Ok(NewReply {
        body,
        attachments: files.into_iter().map(attachment).collect::<Result<_, _>>()?,
    })
}

fn sent(part: SentPart) -> Value {
    json!({
        "conversation_id": part.conversation_id,
        "part_id": part.part_id.to_string(),
        "delivery": answer::delivery(&part.delivery, &[]),
    })
}

//! Help center, content, receipts, tickets and news.

use frontdesk_core::model::InputError;
use frontdesk_core::{ContentRef, LiveKind, Reaction, ReceiptEvent, ReceiptKind};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::{Read, whole, word};
use crate::drive::answer;
use crate::drive::members::Members;
use crate::drive::perform::Call;

/// Tickets of a page when it is not told.
const PAGE: u64 = 20;

pub(super) fn read_whole(name: &str, arguments: Option<&RawValue>) -> Read {
    if name != "content" {
        return Ok(None);
    }
    let content = whole(arguments, ContentRef::from_json)?;
    Ok(Some(Call::network(
        |desk| async move { desk.content(content).await },
        |content| answer::shown(&content),
    )))
}

pub(super) fn read(name: &str, members: &mut Members<'_>) -> Read {
    Ok(Some(match name {
        "fetch_help_center_collections" => Call::network(
            |desk| async move { desk.fetch_help_center_collections().await },
            |all| answer::shown(&all),
        ),
        "fetch_help_center_collection" => {
            let id = members.needed_text("id")?;
            Call::network(
                |desk| async move { desk.fetch_help_center_collection(&id).await },
                |content| answer::shown(&content),
            )
        }
        "search_help_center" => {
            let term = members.needed_text("term")?;
            Call::network(
                |desk| async move { desk.search_help_center(&term).await },
                |hits| answer::shown(&hits),
            )
        }
        "article" => {
            let id = members.needed_text("id")?;
            Call::network(
                |desk| async move { desk.article(&id).await },
                |article| answer::shown(&article),
            )
        }
        "react_to_article" => {
            let id = members.needed_text("id")?;
            let words = [
                ("happy", Reaction::Happy),
                ("neutral", Reaction::Neutral),
                ("sad", Reaction::Sad),
            ];
            let reaction = word(members, "reaction", &words)?;
            Call::network(
                move |desk| async move { desk.react_to_article(&id, reaction).await },
                |delivery| answer::delivery(&delivery, &[]),
            )
        }
        "live_content" => {
            let kind = word(members, "kind", &LIVE_KINDS)?;
            let id = members.needed_text("id")?;
            Call::network(
                move |desk| async move { desk.live_content(kind, &id).await },
                |content| answer::shown(&content),
            )
        }
        "send_receipt" => {
            let kind = word(members, "kind", &RECEIPT_KINDS)?;
            let id = members.needed_text("id")?;
            let event = word(members, "event", &RECEIPT_EVENTS)?;
            let answers = match members.take("answers") {
                None => Vec::new(),
                Some(text) => serde_json::from_str(text.get()).map_err(|_| {
                    let advice = "must be a list of question_id and value";
                    InputError::new("wrong_type", "answers", advice)
                })?,
            };
            Call::store(
                move |desk| desk.send_receipt(kind, &id, event, &answers),
                |id| answer::operation(&id),
            )
        }
        "list_tickets" => {
            let limit = u32::try_from(members.number("limit")?.unwrap_or(PAGE)).unwrap_or(u32::MAX);
            let cursor = members.text("cursor")?;
            Call::network(
                move |desk| async move { desk.list_tickets(limit, cursor.as_deref()).await },
                |page| answer::shown(&page),
            )
        }
        "ticket" => {
            let id = members.needed_text("id")?;
            Call::network(
                |desk| async move { desk.ticket(&id).await },
                |ticket| answer::shown(&ticket),
            )
        }
        "ticket_types" => Call::network(
            |desk| async move { desk.ticket_types().await },
            |types| answer::shown(&types),
        ),
        "create_ticket" => {
            let type_id = members.needed_text("type_id")?;
            let attributes = object(members, "attributes")?;
            Call::network(
                |desk| async move { desk.create_ticket(&type_id, attributes).await },
                |ticket| {
                    json!({
                        "ticket_id": ticket.ticket_id,
                        "delivery": answer::delivery(&ticket.delivery, &[]),
                    })
                },
            )
        }
        "list_news" => {
            let cursor = members.text("cursor")?;
            Call::network(
                |desk| async move { desk.list_news(cursor.as_deref()).await },
                |page| answer::shown(&page),
            )
        }
        _ => return Ok(None),
    }))
}

const LIVE_KINDS: [(&str, LiveKind); 8] = [
    ("article", LiveKind::Article),
    ("survey", LiveKind::Survey),
    ("carousel", LiveKind::Carousel),
    ("ticket_type", LiveKind::TicketType),
    ("news", LiveKind::News),
    ("conversation", LiveKind::Conversation),
    ("help_center_collection", LiveKind::HelpCenterCollection),
    ("in_app_message", LiveKind::InAppMessage),
];

const RECEIPT_KINDS: [(&str, ReceiptKind); 5] = [
    ("article", ReceiptKind::Article),
    ("survey", ReceiptKind::Survey),
    ("carousel", ReceiptKind::Carousel),
    ("news", ReceiptKind::News),
    ("in_app_message", ReceiptKind::InAppMessage),
];

const RECEIPT_EVENTS: [(&str, ReceiptEvent); 5] = [
    ("shown", ReceiptEvent::Shown),
    ("dismissed", ReceiptEvent::Dismissed),
    ("clicked", ReceiptEvent::Clicked),
    ("answered", ReceiptEvent::Answered),
    ("completed", ReceiptEvent::Completed),
];

fn object(members: &mut Members<'_>, key: &str) -> Result<Map<String, Value>, InputError> {
    match members.take(key) {
        None => Ok(Map::new()),
        Some(text) => serde_json::from_str(text.get())
            .map_err(|_| InputError::new("wrong_type", key, "must be an object")),
    }
}

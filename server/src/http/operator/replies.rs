//! `/conversations/{id}/reply` and `/parts`: what teammates write and do, and scripts in the name of contacts.

use axum::extract::{Path, State};
use axum::response::Response;

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::super::links::Links;
use super::Operator;
use super::conversations::whole;
use super::inbox_body::{
    contact, done, files, id, not_found, number, required_id, rich, spoken, text, with_links,
};
use crate::json::Json;
use crate::store::{
    Handled, InboxReply, ManageConversation, Management, QuickReply, RedactPart, ReplyAuthor, ReplyKind,
    ReplyTo,
};

/// Answers that one question may offer.
const OPTIONS: usize = 10;

pub(super) async fn reply(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(path): Path<String>,
    links: Links,
    Object(body): Object,
) -> ApiResult<Response> {
    let to = match path.as_str() {
        "last" => ReplyTo::Last,
        id => ReplyTo::Number(number(id)?),
    };
    let named = contact(&body)?;
    let (author, kind) = match text(&body, "type")? {
        Some("admin") => (
            ReplyAuthor::Admin(required_id(&body, "admin_id")?),
            of_admin(&body)?,
        ),
        Some("user" | "lead" | "contact") => {
            let key = named
                .clone()
                .ok_or_else(|| ApiError::missing("intercom_user_id"))?;
            (ReplyAuthor::Contact(key), of_contact(&body)?)
        }
        None => return Err(ApiError::missing("type")),
        Some(_) => return Err(ApiError::invalid("type", "type must be admin or user")),
    };
    if let ReplyTo::Number(id) = to
        && app.store().company_of(&workspace.app_id, id).await?.is_none()
    {
        // Before files are written for nothing.
        return Err(not_found());
    }
    let stored = files(&app, &body).await?;
    let names: Vec<String> = stored.iter().map(|file| file.file_id.clone()).collect();
    let reply = InboxReply {
        app_id: workspace.app_id,
        to,
        author,
        last_of: named,
        kind,
        files: stored,
        now: app.clock().now(),
    };
    let handled = app.store().reply(reply).await;
    if !matches!(handled, Ok(Handled::Done(_))) {
        app.files().remove(&names).await;
    }
    let conversation = done(handled?)?;
    Ok(whole(&app, links, &conversation))
}

fn of_admin(body: &Json) -> ApiResult<ReplyKind> {
    let words = with_links(rich(body, "body")?, body)?;
    let has_files = matches!(body.get("attachment_files"), Some(Json::Array(files)) if !files.is_empty());
    let needed = |words: Option<_>| match words {
        Some(words) => Ok(words),
        None if has_files => Ok(crate::store::Words {
            html: String::new(),
            text: String::new(),
        }),
        None => Err(ApiError::missing("body")),
    };
    match text(body, "message_type")? {
        Some("comment") => needed(words).map(ReplyKind::Comment),
        Some("note") => needed(words).map(ReplyKind::Note),
        Some("quick_reply") => Ok(ReplyKind::Question(words, options(body)?)),
        None => Err(ApiError::missing("message_type")),
        Some(_) => Err(ApiError::invalid(
            "message_type",
            "message_type must be comment, note or quick_reply",
        )),
    }
}

fn of_contact(body: &Json) -> ApiResult<ReplyKind> {
    match text(body, "message_type")? {
        Some("comment") => Ok(ReplyKind::Comment(spoken(body, "body")?)),
        Some("quick_reply") => match options(body)?.as_slice() {
            [chosen] => Ok(ReplyKind::Answer(chosen.id.clone())),
            _ => Err(ApiError::invalid("reply_options", "a contact chooses one answer")),
        },
        None => Err(ApiError::missing("message_type")),
        Some(_) => Err(ApiError::invalid(
            "message_type",
            "message_type must be comment or quick_reply",
        )),
    }
}

fn options(body: &Json) -> ApiResult<Vec<QuickReply>> {
    let wrong = |what: String| ApiError::invalid("reply_options", what);
    let given = match body.get("reply_options") {
        None | Some(Json::Null) => return Err(ApiError::missing("reply_options")),
        Some(Json::Array(options)) if (1..=OPTIONS).contains(&options.len()) => options,
        Some(_) => return Err(wrong(format!("reply_options must hold 1 to {OPTIONS} answers"))),
    };
    let mut options: Vec<QuickReply> = Vec::with_capacity(given.len());
    for option in given {
        let text = text(option, "text")?
            .map(str::trim)
            .filter(|text| !text.is_empty() && text.chars().count() <= 255)
            .ok_or_else(|| wrong("an answer needs a text of 1 to 255 characters".to_owned()))?;
        let id = match option.get("uuid") {
            None | Some(Json::Null) => uuid::Uuid::now_v7(),
            Some(uuid) => uuid
                .as_str()
                .and_then(|uuid| uuid::Uuid::try_parse(uuid).ok())
                .ok_or_else(|| wrong("the uuid of an answer must be one".to_owned()))?,
        };
        let id = id.hyphenated().to_string();
        if options.iter().any(|known| known.id == id) {
            return Err(wrong("each answer needs a uuid of its own".to_owned()));
        }
        options.push(QuickReply {
            id,
            text: text.to_owned(),
        });
    }
    Ok(options)
}

pub(super) async fn manage(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(path): Path<String>,
    links: Links,
    Object(body): Object,
) -> ApiResult<Response> {
    let now = app.clock().now();
    let management = match text(&body, "message_type")? {
        Some("close") => Management::Close,
        Some("open") => Management::Open,
        Some("snoozed") => {
            let until = required_id(&body, "snoozed_until")?;
            if until <= now {
                return Err(ApiError::invalid("snoozed_until", "snoozed_until must lie ahead"));
            }
            Management::Snooze(until)
        }
        Some("assignment") => {
            if text(&body, "type")? == Some("team") {
                return Err(ApiError::invalid("type", "there are no teams; assign an admin"));
            }
            let assignee = required_id(&body, "assignee_id")?;
            Management::Assign((assignee != 0).then_some(assignee))
        }
        None => return Err(ApiError::missing("message_type")),
        Some(_) => {
            let message = "message_type must be close, open, snoozed or assignment";
            return Err(ApiError::invalid("message_type", message));
        }
    };
    let change = ManageConversation {
        app_id: workspace.app_id,
        id: number(&path)?,
        admin_id: required_id(&body, "admin_id")?,
        management,
        words: rich(&body, "body")?,
        now,
    };
    let conversation = done(app.store().manage_conversation(change).await?)?;
    Ok(whole(&app, links, &conversation))
}

pub(super) async fn redact(
    State(app): State<App>,
    Operator(workspace): Operator,
    links: Links,
    Object(body): Object,
) -> ApiResult<Response> {
    let part_id = match text(&body, "type")? {
        Some("source") => None,
        Some("conversation_part") => Some(required_id(&body, "conversation_part_id")?),
        None => return Err(ApiError::missing("type")),
        Some(_) => {
            return Err(ApiError::invalid(
                "type",
                "type must be conversation_part or source",
            ));
        }
    };
    let redact = RedactPart {
        app_id: workspace.app_id,
        id: id(&body, "conversation_id")?.ok_or_else(|| ApiError::missing("conversation_id"))?,
        part_id,
        now: app.clock().now(),
    };
    let conversation = done(app.store().redact_part(redact).await?)?;
    Ok(whole(&app, links, &conversation))
}

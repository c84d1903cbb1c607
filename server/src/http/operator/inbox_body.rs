//! Reading what operators send about conversations: ids, words, contacts, files.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use crate::domain::file_types::{agrees, allowed, clean_name};
use crate::domain::pictures::is_picture;
use crate::domain::rich_text::{escape, from_text, plain, sanitise};
use crate::json::Json;
use crate::store::{ContactKey, Handled, InboxConversation, StoredFile, Words};

/// Files of one message.
const FILES: usize = 10;

/// The number in a path; what cannot be one names nothing.
pub(super) fn number(text: &str) -> ApiResult<i64> {
    let digits = text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().ok_or_else(not_found)
}

/// 404 in the words that scripts know.
pub(super) fn not_found() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", "Resource Not Found")
}

/// An id that scripts write as a number or as a string; `None` when it is not there.
pub(super) fn id(body: &Json, field: &str) -> ApiResult<Option<i64>> {
    let id = match body.get(field) {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::Number(number)) => number.as_i64(),
        Some(Json::String(text)) => text.parse().ok(),
        Some(_) => None,
    };
    id.map(Some)
        .ok_or_else(|| ApiError::invalid(field, format!("{field} must be an id")))
}

/// An id that must be there.
pub(super) fn required_id(body: &Json, field: &str) -> ApiResult<i64> {
    id(body, field)?.ok_or_else(|| ApiError::missing(field))
}

/// A string; `None` when it is not there.
pub(super) fn text<'a>(body: &'a Json, field: &str) -> ApiResult<Option<&'a str>> {
    match body.get(field) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(_) => Err(ApiError::invalid(field, format!("{field} must be a string"))),
    }
}

/// What a teammate writes: HTML, cleaned, or plain text. `None` when there is none.
pub(super) fn rich(body: &Json, field: &str) -> ApiResult<Option<Words>> {
    let Some(given) = text(body, field)?.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let html = if given.contains('<') {
        in_blocks(sanitise(given))
    } else {
        from_text(given)
    };
    let text = plain(&html);
    if text.trim().is_empty() && !html.contains("<img") {
        return Err(ApiError::invalid(
            field,
            format!("{field} holds nothing that can be shown"),
        ));
    }
    Ok(Some(Words { html, text }))
}

/// Words that stand alone get a paragraph around them.
fn in_blocks(html: String) -> String {
    let blocks = [
        "<p",
        "<h",
        "<ul",
        "<ol",
        "<pre",
        "<table",
        "<blockquote",
        "<figure",
    ];
    if blocks.iter().any(|block| html.contains(block)) {
        html
    } else {
        format!("<p>{html}</p>")
    }
}

/// What a contact writes, by way of a script: plain text.
pub(super) fn spoken(body: &Json, field: &str) -> ApiResult<Words> {
    let given = text(body, field)?
        .filter(|text| !text.trim().is_empty())
        .ok_or_else(|| ApiError::missing(field))?;
    Ok(Words {
        html: from_text(given),
        text: given.to_owned(),
    })
}

/// The contact that a body names by one of three ids.
pub(super) fn contact(body: &Json) -> ApiResult<Option<ContactKey>> {
    if let Some(id) = text(body, "intercom_user_id")? {
        return Ok(Some(ContactKey::Id(id.to_owned())));
    }
    if let Some(id) = text(body, "user_id")? {
        return Ok(Some(ContactKey::ExternalId(id.to_owned())));
    }
    Ok(text(body, "email")?.map(|email| ContactKey::Email(email.to_owned())))
}

/// `attachment_urls` as links below the words: this server fetches nothing from addresses that it is told.
pub(super) fn with_links(words: Option<Words>, body: &Json) -> ApiResult<Option<Words>> {
    let urls = match body.get("attachment_urls") {
        None | Some(Json::Null) => return Ok(words),
        Some(Json::Array(urls)) if urls.len() <= FILES => urls,
        Some(_) => {
            let message = format!("attachment_urls must be an array of up to {FILES} addresses");
            return Err(ApiError::invalid("attachment_urls", message));
        }
    };
    let mut words = words.unwrap_or(Words {
        html: String::new(),
        text: String::new(),
    });
    for url in urls {
        let url = url
            .as_str()
            .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
            .ok_or_else(|| ApiError::invalid("attachment_urls", "an address begins with https://"))?;
        let shown = escape(url);
        words
            .html
            .push_str(&sanitise(&format!("<p><a href=\"{shown}\">{shown}</a></p>")));
        words.text = format!("{}\n{url}", words.text).trim_start().to_owned();
    }
    Ok((!words.html.is_empty()).then_some(words))
}

/// `attachment_files`, written to disk. Whoever does not use them removes them.
pub(super) async fn files(app: &App, body: &Json) -> ApiResult<Vec<StoredFile>> {
    let given = match body.get("attachment_files") {
        None | Some(Json::Null) => return Ok(Vec::new()),
        Some(Json::Array(files)) if files.len() <= FILES => files,
        Some(_) => {
            let message = format!("attachment_files must be an array of up to {FILES} files");
            return Err(ApiError::invalid("attachment_files", message));
        }
    };
    let mut read = Vec::with_capacity(given.len());
    for file in given {
        read.push(read_file(file)?);
    }
    let mut stored = Vec::with_capacity(read.len());
    for (name, content_type, bytes) in read {
        let file_id = uuid::Uuid::now_v7().hyphenated().to_string();
        let mut writing = app.files().create(&file_id).await.map_err(disk)?;
        writing.write(&bytes).await.map_err(disk)?;
        let finished = writing.finish().await.map_err(disk)?;
        let sides = match is_picture(content_type) {
            true => app.files().picture_sides(&file_id).await,
            false => None,
        };
        stored.push(StoredFile {
            sides,
            file_id,
            name,
            content_type: content_type.to_owned(),
            size: i64::try_from(finished.size).unwrap_or(i64::MAX),
            digest: finished.digest,
        });
    }
    Ok(stored)
}

fn read_file(file: &Json) -> ApiResult<(String, &'static str, Vec<u8>)> {
    let wrong = |what: &'static str| ApiError::invalid("attachment_files", what);
    let content_type = text(file, "content_type")?
        .and_then(allowed)
        .ok_or_else(|| wrong("files of this type are not taken"))?;
    let name = text(file, "name")?
        .and_then(clean_name)
        .ok_or_else(|| wrong("a file needs a name"))?;
    let bytes = text(file, "data")?
        .and_then(|data| STANDARD.decode(data).ok())
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| wrong("data must be base64 of at least one byte"))?;
    if !agrees(content_type, &bytes) {
        return Err(wrong("the file is not what its content_type says"));
    }
    Ok((name, content_type, bytes))
}

fn disk(error: std::io::Error) -> ApiError {
    crate::store::StoreError::from(error).into()
}

/// The conversation, or why it was not changed.
pub(super) fn done(handled: Handled<InboxConversation>) -> ApiResult<Box<InboxConversation>> {
    let missing = |code, message| ApiError::new(StatusCode::NOT_FOUND, code, message);
    match handled {
        Handled::Done(conversation) => Ok(conversation),
        Handled::NotFound => Err(not_found()),
        Handled::NoAdmin => Err(missing("admin_not_found", "Admin not found").field("admin_id")),
        Handled::NoContact => Err(missing("not_found", "User Not Found")),
        Handled::NoPart => Err(missing("not_found", "Conversation part not found")),
        Handled::NotOffered => {
            let message = "this answer was not offered, or the question was answered already";
            Err(ApiError::invalid("reply_options", message))
        }
        Handled::LastContact => {
            let message = "the last contact of a conversation cannot be removed";
            Err(ApiError::invalid("customer", message))
        }
    }
}

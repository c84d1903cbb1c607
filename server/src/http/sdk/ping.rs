//! `POST /sdk/v1/ping`: the settings of the messenger, what is unread, where the feed stands.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::super::App;
use super::super::body::Object;
use super::super::error::ApiResult;
use super::answer;
use super::caller::Caller;
use super::conversation_shapes::unread_json;
use super::conversations::viewer;
use crate::domain::look;
use crate::domain::web_page::WebPage;
use crate::json::Json;
use crate::store::{DueContent, Session, Visit};

/// Seconds until the next ping is welcome.
const NEXT_PING: i64 = 300;

pub(super) async fn ping(
    State(app): State<App>,
    Caller(session): Caller,
    Object(body): Object,
) -> ApiResult<Response> {
    let ping = ping_json(&app, &session, &body).await?;
    Ok(answer(StatusCode::OK, &ping))
}

/// The body of a ping that was asked for with `asked`. Settings are left out when the device says that it has
/// them.
pub(super) async fn ping_json(app: &App, session: &Session, asked: &Json) -> ApiResult<Value> {
    let now = app.clock().now();
    let said = |key: &str| asked.get(key).and_then(Json::as_str);
    let visit = Visit {
        viewer: viewer(app, session),
        page: WebPage::read(asked),
        style: said("messenger_style_id").map(str::to_owned),
        now,
    };
    let presence = app.store().presence(visit).await?;
    let due = app
        .store()
        .due_content(&session.app_id, &session.contact_id, now)
        .await?;
    let mut settings = look::built_in(&presence.workspace_name);
    for layer in [Some(&presence.settings), presence.style.as_ref()]
        .into_iter()
        .flatten()
    {
        if let Ok(Value::Object(changed)) = serde_json::from_str(layer) {
            settings.extend(changed);
        }
    }
    if presence.has_conversation {
        // There is something to listen for.
        settings.insert("stream".to_owned(), "on".into());
    }
    let settings = Value::Object(settings);
    let fresh = hex::encode(&Sha256::digest(settings.to_string())[..8]);
    let mut ping = json!({
        "settings_etag": fresh,
        "unread": unread_json(&presence.unread),
        "in_app": due.iter().map(DueContent::to_json).collect::<Vec<_>>(),
        "seq": presence.seq,
        "next_ping_s": NEXT_PING,
    });
    // An id that is unknown is no error: whoever asked sees that it got the default.
    if let Some(style) = said("messenger_style_id").filter(|_| presence.style.is_some()) {
        ping["messenger_style_id"] = style.into();
    }
    if said("etag") != Some(fresh.as_str()) {
        ping["settings"] = settings;
    }
    Ok(ping)
}

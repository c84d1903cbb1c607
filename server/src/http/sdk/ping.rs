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
    let etag = body.get("etag").and_then(Json::as_str);
    let ping = ping_json(&app, &session, WebPage::read(&body), etag).await?;
    Ok(answer(StatusCode::OK, &ping))
}

/// The body of a ping. Settings are left out when `etag` says that the device has them.
pub(super) async fn ping_json(
    app: &App,
    session: &Session,
    page: Option<WebPage>,
    etag: Option<&str>,
) -> ApiResult<Value> {
    let now = app.clock().now();
    let visit = Visit {
        viewer: viewer(app, session),
        page,
        now,
    };
    let presence = app.store().presence(visit).await?;
    let due = app
        .store()
        .due_content(&session.app_id, &session.contact_id, now)
        .await?;
    let mut settings = json!({
        "brand": { "name": presence.workspace_name },
        "colors": { "primary": "#2563eb" },
        "locale": "en",
        "spaces": ["home", "help_center", "messages", "tickets"],
        "features": {},
        "stream": "off",
    });
    if let Ok(Value::Object(changed)) = serde_json::from_str(&presence.settings)
        && let Some(all) = settings.as_object_mut()
    {
        all.extend(changed);
    }
    if presence.has_conversation {
        // There is something to listen for.
        settings["stream"] = "on".into();
    }
    let fresh = hex::encode(&Sha256::digest(settings.to_string())[..8]);
    let mut ping = json!({
        "settings_etag": fresh,
        "unread": unread_json(&presence.unread),
        "in_app": due.iter().map(DueContent::to_json).collect::<Vec<_>>(),
        "seq": presence.seq,
        "next_ping_s": NEXT_PING,
    });
    if etag != Some(fresh.as_str()) {
        ping["settings"] = settings;
    }
    Ok(ping)
}

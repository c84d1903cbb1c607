//! `/widget/{app_id}`: the script that a web page loads, the parts that the script loads later, and the page in
//! the messenger's frame.
//!
//! The files are those that `npm run build` in `messenger/` makes; they lie in a folder ([`folder`]) and are read
//! when asked for, so a server without them builds and runs, and says here what to do; parts of the builds before
//! are still there ([`builds`]); what is packed is kept ([`packed`]). Everything is for any site. The frame's page
//! runs in an origin of its own (`sandbox`), so nothing in it can act in this server's name.

mod builds;
mod folder;
mod packed;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::App;
use super::error::{ApiError, ApiResult};
use super::table::{Routes, get};
use crate::config::DataLocation;
use crate::store::Platform;

use self::builds::Builds;
use self::folder::{Found, SCRIPT, find, is_plain, is_word, kind, lasts};
use self::packed::Packed;

/// What stands in the script where the workspace's key belongs.
const KEY: &str = "FRONTDESK_WEB_KEY";
/// Shorter texts travel as they are.
const WORTH_PACKING: u64 = 1024;
/// How long what may change is good for: a new version is everywhere within minutes.
const SHORT: &str = "public, max-age=300";
/// Names with a hash in them never mean anything else.
const LONG: &str = "public, max-age=31536000, immutable";
/// The frame's page needs its own files, and pictures of people and articles.
const FRAME_POLICY: &str = "sandbox allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox; \
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; \
    base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types dompurify";

/// What a server remembers of the messenger's files.
pub(super) struct Widget {
    packed: Packed,
    builds: Builds,
}

impl Widget {
    pub(super) fn new(data: &DataLocation) -> Self {
        Self {
            packed: Packed::default(),
            builds: Builds::new(data),
        }
    }
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/widget/{app_id}", get(script))
        .route("/widget/{app_id}/workspace", get(workspace))
        .route("/widget/{app_id}/files/{*file}", get(file))
}

/// The script, with the workspace's publishable key in it.
async fn script(State(app): State<App>, Path(app_id): Path<String>, headers: HeaderMap) -> Response {
    unkept(async {
        let key = web_key(&app, &app_id).await?;
        let found = find(&app, SCRIPT).await?.ok_or_else(ApiError::not_found)?;
        app.widget().builds.keep(&found).await;
        answer(&app, &found, SCRIPT, Some(&key), &headers).await
    })
    .await
}

/// What a client that did not come with the script must know of its workspace.
async fn workspace(State(app): State<App>, Path(app_id): Path<String>) -> Response {
    unkept(async {
        let body = json!({ "app_id": app_id, "api_key": web_key(&app, &app_id).await? });
        let headers = [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, SHORT),
        ];
        Ok((headers, body.to_string()).into_response())
    })
    .await
}

/// A part of the script, or of the frame's page.
async fn file(
    State(app): State<App>,
    Path((_, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    unkept(async {
        if !is_plain(&name) {
            return Err(ApiError::not_found());
        }
        let found = match find(&app, &name).await? {
            Some(found) => found,
            None => app
                .widget()
                .builds
                .find(&name)
                .await
                .ok_or_else(ApiError::not_found)?,
        };
        let mut response = answer(&app, &found, &name, None, &headers).await?;
        if name.ends_with(".html") {
            let headers = response.headers_mut();
            let policy = HeaderValue::from_static(FRAME_POLICY);
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
            let policy = HeaderValue::from_static("no-referrer");
            headers.insert(header::REFERRER_POLICY, policy);
        }
        Ok(response)
    })
    .await
}

/// What is not there now may be there in a moment, when another server of the same workspace has the new build:
/// nobody on the way keeps an error.
async fn unkept(answer: impl Future<Output = ApiResult<Response>>) -> Response {
    answer.await.unwrap_or_else(|error| {
        let mut response = error.into_response();
        let never = HeaderValue::from_static("no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, never);
        response
    })
}

/// The newest key for pages that is switched on. Keys are made of letters, digits, `-` and `_`; anything else has
/// no place in a script.
async fn web_key(app: &App, app_id: &str) -> ApiResult<String> {
    let keys = app.store().keys(app_id).await?;
    keys.into_iter()
        .filter(|key| key.enabled && key.platform == Platform::Web)
        .max_by_key(|key| (key.created_at, key.id))
        .map(|key| key.key)
        .filter(|key| key.bytes().all(is_word))
        .ok_or_else(|| {
            let message =
                "there is no workspace with this app_id, or none of its keys for web pages is enabled";
            ApiError::new(StatusCode::NOT_FOUND, "not_found", message)
        })
}

/// The file `name`, with the key in the place for it when there is one, packed for who takes that.
async fn answer(
    app: &App,
    found: &Found,
    name: &str,
    key: Option<&str>,
    asked: &HeaderMap,
) -> ApiResult<Response> {
    let kind = kind(name).ok_or_else(ApiError::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, if lasts(name) { LONG } else { SHORT }),
        (header::VARY, "accept-encoding"),
    ];
    if found.stamp.length >= WORTH_PACKING && takes_gzip(asked) {
        // Each workspace has a script of its own.
        let known_as = format!("{} {}", found.path.display(), key.unwrap_or_default());
        let packed = &app.widget().packed;
        let bytes = packed.of(known_as, found.stamp, || content(found, key)).await?;
        return Ok((headers, [(header::CONTENT_ENCODING, "gzip")], bytes).into_response());
    }
    Ok((headers, content(found, key).await?).into_response())
}

async fn content(found: &Found, key: Option<&str>) -> ApiResult<Vec<u8>> {
    let bytes = found.read().await?;
    let Some(key) = key else {
        return Ok(bytes);
    };
    let text = String::from_utf8(bytes).map_err(|_| ApiError::internal())?;
    Ok(text.replace(KEY, key).into_bytes())
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| matches!(coding.trim(), "gzip" | "x-gzip") || coding.trim().starts_with("gzip;q=0."))
}

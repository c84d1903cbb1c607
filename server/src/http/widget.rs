//! `/widget/{app_id}`: the script that a web page loads, the parts that the script loads later, and the page in
//! the messenger's frame.
//!
//! The files are those that `npm run build` in `messenger/` makes; they lie in a folder and are read when asked
//! for, so a server without them builds and runs, and says here what to do. Everything is for any site. The
//! frame's page runs in an origin of its own (`sandbox`), so nothing in it can act in this server's name.

use std::io::Write;
use std::path::PathBuf;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use super::App;
use super::error::{ApiError, ApiResult};
use super::table::{Routes, get};
use crate::store::Platform;

/// The script, as it lies in the folder.
const SCRIPT: &str = "frontdesk.js";
/// What stands in the script where the workspace's key belongs.
const KEY: &str = "FRONTDESK_WEB_KEY";
/// Shorter texts travel as they are.
const WORTH_PACKING: usize = 1024;
/// How long what may change is good for: a new version is everywhere within minutes.
const SHORT: &str = "public, max-age=300";
/// Names with a hash in them never mean anything else.
const LONG: &str = "public, max-age=31536000, immutable";
/// The frame's page needs its own files, and pictures of people and articles.
const FRAME_POLICY: &str = "sandbox allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox; \
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; \
    base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types dompurify";

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/widget/{app_id}", get(script))
        .route("/widget/{app_id}/workspace", get(workspace))
        .route("/widget/{app_id}/files/{*file}", get(file))
}

/// The script, with the workspace's publishable key in it.
async fn script(
    State(app): State<App>,
    Path(app_id): Path<String>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let key = web_key(&app, &app_id).await?;
    let bytes = read(&app, SCRIPT).await?;
    let text = String::from_utf8(bytes).map_err(|_| ApiError::internal())?;
    Ok(answer(
        text.replace(KEY, &key).into_bytes(),
        "text/javascript; charset=utf-8",
        SHORT,
        &headers,
    ))
}

/// What a client that did not come with the script must know of its workspace.
async fn workspace(State(app): State<App>, Path(app_id): Path<String>) -> ApiResult<Response> {
    let body = json!({ "app_id": app_id, "api_key": web_key(&app, &app_id).await? });
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, SHORT),
    ];
    Ok((headers, body.to_string()).into_response())
}

/// A part of the script, or of the frame's page.
async fn file(
    State(app): State<App>,
    Path((_, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let kind = kind(&name).filter(|_| is_plain(&name));
    let kind = kind.ok_or_else(ApiError::not_found)?;
    let bytes = read(&app, &name).await?;
    let is_page = name.ends_with(".html");
    let lasting = if is_page || name == SCRIPT { SHORT } else { LONG };
    let mut response = answer(bytes, kind, lasting, &headers);
    if is_page {
        let headers = response.headers_mut();
        let policy = HeaderValue::from_static(FRAME_POLICY);
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        let policy = HeaderValue::from_static("no-referrer");
        headers.insert(header::REFERRER_POLICY, policy);
    }
    Ok(response)
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

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Whether a name leads to nothing but a file of the folder: no way up, nothing hidden.
fn is_plain(name: &str) -> bool {
    name.split('/').all(|part| {
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(|byte| is_word(byte) || byte == b'.')
    })
}

fn kind(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "md" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// Where the files are: where the configuration says, beside the program, or, for who develops, where the build
/// puts them.
fn folders(app: &App) -> Vec<PathBuf> {
    if let Some(folder) = &app.config().widget {
        return vec![folder.clone()];
    }
    let mut folders = Vec::new();
    if let Ok(program) = std::env::current_exe() {
        folders.extend(program.parent().map(|place| place.join("widget")));
    }
    #[cfg(debug_assertions)]
    folders.push(concat!(env!("CARGO_MANIFEST_DIR"), "/../messenger/dist/web").into());
    folders
}

async fn read(app: &App, name: &str) -> ApiResult<Vec<u8>> {
    let folders = folders(app);
    for folder in &folders {
        match tokio::fs::read(folder.join(name)).await {
            Ok(bytes) => return Ok(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(kind = %error.kind(), "a file of the messenger cannot be read"),
        }
    }
    for folder in &folders {
        if tokio::fs::try_exists(folder.join(SCRIPT)).await.unwrap_or(false) {
            return Err(ApiError::not_found());
        }
    }
    let message = "the messenger was not built: run `npm ci && npm run build` in messenger/, and lay \
                   messenger/dist/web beside the server as `widget`, or name it with --widget";
    Err(ApiError::new(StatusCode::NOT_FOUND, "not_found", message))
}

fn answer(bytes: Vec<u8>, kind: &'static str, lasting: &'static str, asked: &HeaderMap) -> Response {
    let takes_gzip = asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| matches!(coding.trim(), "gzip" | "x-gzip") || coding.trim().starts_with("gzip;q=0."));
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, lasting),
        (header::VARY, "accept-encoding"),
    ];
    if takes_gzip
        && bytes.len() >= WORTH_PACKING
        && let Some(packed) = packed(&bytes)
    {
        return (headers, [(header::CONTENT_ENCODING, "gzip")], packed).into_response();
    }
    (headers, bytes).into_response()
}

fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_to_a_file_of_the_folder_and_nowhere_else() {
        for name in ["client-1a2b.js", "frame/index.html", "frame/assets/index-x_1.css"] {
            assert!(is_plain(name) && kind(name).is_some(), "{name}");
        }
        for name in [
            "",
            "..",
            "../secret.js",
            "a/../b.js",
            "/etc/passwd.js",
            ".env.js",
            "a//b.js",
            "a\\b.js",
            "%2e%2e/b.js",
            "a/.git/b.js",
        ] {
            assert!(!is_plain(name), "{name}");
        }
        assert!(kind("frontdesk-server.sqlite3").is_none() && kind("credentials").is_none());
    }
}

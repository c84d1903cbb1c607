//! `POST /sdk/v1/sessions` and `DELETE /sdk/v1/sessions/current`: login and logout.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use serde_json::json;

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::super::rates::Kind;
use super::caller::{LoginAllowed, bearer, count};
use super::ping::ping_json;
use super::{answer, proof};
use crate::domain::attributes::{ContactPatch, read_patch};
use crate::feed::bus::Signal;
use crate::json::Json;
use crate::metrics::Metrics;
use crate::random;
use crate::store::{AppKey, DeviceInfo, OpenSession, Platform, SessionOutcome};

pub(super) async fn create(
    State(app): State<App>,
    _: LoginAllowed,
    Object(body): Object,
) -> ApiResult<Response> {
    let app_id = required(&body, "app_id")?;
    let api_key = required(&body, "api_key")?;
    let (key, platform) = usable_key(app.store().app_key(app_id, api_key).await?)?;
    let device = read_device(&body, platform)?;
    count(&app, (app_id, &device.id), Kind::Login)?;

    let claimed = proof::read_identity(&body, app.limits())?;
    let mut patch = match body.get("attributes") {
        None | Some(Json::Null) => ContactPatch::default(),
        Some(attributes @ Json::Object(_)) => read_patch(attributes, app.limits()),
        Some(_) => return Err(ApiError::invalid("attributes", "attributes must be an object")),
    };
    let app_id = key.workspace.app_id;
    let (identity, verified, email_proven) = match claimed {
        None => (None, false, false),
        Some(claimed) => {
            let settled = proof::settle(&app, &app_id, platform, claimed).await?;
            if let Some(signed) = settled.signed {
                patch.overlay_signed(signed);
            }
            (Some(settled.identity), settled.verified, settled.email_proven)
        }
    };
    let token = random::token("fds")?;
    let token_hash = random::fingerprint(token.expose().as_bytes());
    let now = app.clock().now();
    let lifetime = i64::try_from(app.config().token_lifetime.as_secs()).unwrap_or(i64::MAX);
    let expires_at = now.saturating_add(lifetime);
    let login = OpenSession {
        app_id: app_id.clone(),
        device,
        identity,
        verified,
        email_proven,
        patch,
        new_contact_id: random::object_id(now)?,
        token_hash,
        expires_at,
        now,
    };
    let (contact, merged, rejected) = match app.store().open_session(login).await? {
        SessionOutcome::Opened {
            contact,
            merged,
            rejected,
        } => (contact, merged, rejected),
        refused => return Err(refusal(&refused)),
    };
    let metrics = app.metrics();
    Metrics::add(&metrics.sessions_opened, 1);
    Metrics::add(&metrics.merges, u64::from(merged));
    // What this device may see depends on the session as it was stored.
    let session = app.store().session(token_hash).await?;
    let ping = ping_json(&app, &session.ok_or_else(ApiError::internal)?, &Json::Null).await?;
    let body = json!({
        "token": token,
        "expires_at": expires_at,
        "contact": {
            "id": contact.id, "role": contact.role, "user_id": contact.external_id, "email": contact.email
        },
        "merged": merged,
        "rejected": rejected,
        "ping": ping,
    });
    Ok(answer(StatusCode::CREATED, &body))
}

/// Unknown tokens are answered alike: whoever logs out is logged out.
pub(super) async fn remove(State(app): State<App>, headers: HeaderMap) -> ApiResult<Response> {
    if let Some(token) = bearer(&headers).map(random::fingerprint) {
        let session = app.store().session(token).await?;
        app.store().close_session(token, app.clock().now()).await?;
        if let Some(session) = session {
            // Its streams end now, not when they next have something to say.
            app.feeds().publish(&Signal::LoggedOut {
                contact: session.contact_id,
                device: session.device_id,
            });
        }
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn required<'a>(body: &'a Json, field: &str) -> ApiResult<&'a str> {
    match body.get(field) {
        None | Some(Json::Null) => Err(ApiError::missing(field)),
        Some(Json::String(text)) if !text.is_empty() && text.len() <= 255 => Ok(text),
        Some(_) => Err(ApiError::invalid(
            field,
            format!("{field} must be a string of 1 to 255 bytes"),
        )),
    }
}

fn usable_key(found: Option<AppKey>) -> ApiResult<(AppKey, Platform)> {
    let unauthorized = |code, message| ApiError::new(StatusCode::UNAUTHORIZED, code, message);
    let forbidden = |code, message| ApiError::new(StatusCode::FORBIDDEN, code, message);
    let key = found.ok_or_else(|| {
        unauthorized("app_unknown", "there is no workspace with this app_id").field("app_id")
    })?;
    let Some(platform) = key.platform else {
        return Err(
            unauthorized("api_key_invalid", "the api_key does not belong to this app_id").field("api_key"),
        );
    };
    if !key.enabled {
        return Err(forbidden("api_key_disabled", "this api_key is disabled").field("api_key"));
    }
    if key.workspace.disabled {
        return Err(forbidden("app_disabled", "this workspace is switched off"));
    }
    Ok((key, platform))
}

fn read_device(body: &Json, platform: Platform) -> ApiResult<DeviceInfo> {
    let device = match body.get("device") {
        None | Some(Json::Null) => return Err(ApiError::missing("device")),
        Some(device @ Json::Object(_)) => device,
        Some(_) => return Err(ApiError::invalid("device", "device must be an object")),
    };
    let text = |key: &str| {
        device
            .get(key)
            .and_then(Json::as_str)
            .map(|value| value.chars().take(255).collect::<String>())
    };
    let id = device
        .get("id")
        .ok_or_else(|| ApiError::missing("device.id"))?
        .as_str()
        .and_then(|id| uuid::Uuid::try_parse(id).ok())
        .ok_or_else(|| ApiError::invalid("device.id", "device.id must be a UUID"))?;
    let secret = device
        .get("secret")
        .ok_or_else(|| ApiError::missing("device.secret"))?
        .as_str()
        .and_then(decode_secret)
        .ok_or_else(|| {
            ApiError::invalid(
                "device.secret",
                "device.secret must be base64url of at least 32 bytes",
            )
        })?;
    Ok(DeviceInfo {
        id: id.hyphenated().to_string(),
        secret_hash: random::fingerprint(&secret),
        platform,
        model: text("model"),
        os: text("os"),
        app_version: text("app_version"),
        locale: text("locale"),
        timezone: text("timezone"),
    })
}

fn decode_secret(text: &str) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=');
    let padded = format!("{bare}{}", &"==="[..(4 - bare.len() % 4) % 4]);
    URL_SAFE
        .decode(padded)
        .ok()
        .filter(|secret| (32..=256).contains(&secret.len()))
}

fn refusal(outcome: &SessionOutcome) -> ApiError {
    match outcome {
        SessionOutcome::DeviceSecretMismatch => ApiError::new(
            StatusCode::UNAUTHORIZED,
            "device_secret_mismatch",
            "this device id is known with another secret",
        )
        .field("device.secret"),
        SessionOutcome::IdentityConflict => ApiError::new(
            StatusCode::CONFLICT,
            "identity_conflict",
            "this device is logged in as another user; log out first",
        )
        .field("identity"),
        SessionOutcome::Ambiguous => ApiError::new(
            StatusCode::CONFLICT,
            "conflict",
            "more than one user has this email; be more specific using user_id",
        )
        .field("identity.email"),
        SessionOutcome::Blocked => ApiError::new(
            StatusCode::FORBIDDEN,
            "contact_blocked",
            "this contact is blocked",
        ),
        SessionOutcome::Opened { .. } => ApiError::internal(),
    }
}

//! Who calls: the bearer token, looked up and judged, before a handler sees the request.
//!
//! The checks are the same for every route, so a workspace that is switched off, a blocked contact or an
//! unproven identity is refused everywhere.

use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use super::super::peer::CameFrom;
use super::super::rates::{Exceeded, Kind};
use crate::config::VerificationMode;
use crate::random::fingerprint;
use crate::store::Session;

/// The session of the request.
pub(super) struct Caller(pub(super) Session);

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        let token = bearer(&parts.headers).ok_or_else(ApiError::unauthorized)?;
        let session = app
            .store()
            .session(fingerprint(token))
            .await?
            .ok_or_else(ApiError::unauthorized)?;
        if session.revoked {
            return Err(ApiError::unauthorized());
        }
        if session.expires_at <= app.clock().now() {
            let message = "the session has expired; create a new one";
            return Err(ApiError::new(
                StatusCode::UNAUTHORIZED,
                "session_expired",
                message,
            ));
        }
        if session.app_disabled {
            return Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "app_disabled",
                "this workspace is switched off",
            ));
        }
        if session.blocked {
            return Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "contact_blocked",
                "this contact is blocked",
            ));
        }
        if must_prove(&session) {
            let message = "this workspace verifies identities; log in again with user_hash or jwt";
            return Err(ApiError::new(
                StatusCode::UNAUTHORIZED,
                "identity_verification_required",
                message,
            ));
        }
        let route = parts
            .extensions
            .get::<MatchedPath>()
            .map_or("", MatchedPath::as_str);
        count(
            app,
            (&session.app_id, &session.device_id),
            kind_of(&parts.method, route),
        )?;
        Ok(Self(session))
    }
}

/// Whether the workspace wants a proof that this session has not brought.
fn must_prove(session: &Session) -> bool {
    session.verification == VerificationMode::On && session.identified && !session.verified
}

/// Whether a session that was good when a request began still opens the feed of `contact_id`: it may have been
/// closed, blocked or merged away while the request waited.
pub(super) async fn still_good(app: &App, token: [u8; 32], contact_id: &str) -> ApiResult<bool> {
    let session = app.store().session(token).await?;
    Ok(session.is_some_and(|session| {
        !session.revoked
            && !session.blocked
            && !session.app_disabled
            && !must_prove(&session)
            && session.contact_id == contact_id
            && session.expires_at > app.clock().now()
    }))
}

/// Which share of its device a request takes.
fn kind_of(method: &Method, route: &str) -> Kind {
    match () {
        () if route.ends_with("/typing") => Kind::Typing,
        () if route.ends_with("/search") => Kind::Search,
        () if method == Method::GET => Kind::Read,
        () => Kind::Write,
    }
}

/// The bearer token of a request.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&[u8]> {
    let value = headers.get(header::AUTHORIZATION)?.as_bytes();
    let (scheme, token) = value.split_at_checked(7)?;
    (scheme.eq_ignore_ascii_case(b"Bearer ") && !token.is_empty()).then_some(token)
}

/// Counts a request of a device, named by workspace and id, against its share.
pub(super) fn count(app: &App, device: (&str, &str), kind: Kind) -> ApiResult<()> {
    let Some(rates) = app.limits().rates else {
        return Ok(());
    };
    app.rates()
        .device(&rates, device, kind, app.clock().now_ms())
        .map_err(too_often)
}

/// A login within the share of the address it comes from. Judged before its body is read.
pub(super) struct LoginAllowed;

impl FromRequestParts<App> for LoginAllowed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        let CameFrom(address) = CameFrom::from_request_parts(parts, app).await?;
        let (Some(rates), Some(address)) = (app.limits().rates, address) else {
            return Ok(Self);
        };
        app.rates()
            .login_from(&rates, address, app.clock().now_ms())
            .map_err(too_often)?;
        Ok(Self)
    }
}

fn too_often(exceeded: Exceeded) -> ApiError {
    let per = format!("{}_seconds", exceeded.seconds);
    ApiError::rate_limited(exceeded.limit, &per, exceeded.wait)
}

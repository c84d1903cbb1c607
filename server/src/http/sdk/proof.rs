//! What a login claims, and whether its proof holds.
//!
//! Every fault of a hash and every lack of a proof is one refusal with one body, so a guesser learns
//! nothing; only an expired token is told apart, because the app can fetch a new one.

use axum::http::StatusCode;

use super::super::App;
use super::super::error::{ApiError, ApiResult};
use crate::config::{Limits, VerificationMode};
use crate::domain::attributes::{ContactPatch, read_patch};
use crate::identity::hash_is_right;
use crate::identity::jwt::{self, Claims, Refused};
use crate::json::Json;
use crate::metrics::Metrics;
use crate::store::{Identity, Platform};

/// An identity with its proofs, unchecked.
pub(super) struct Claimed {
    identity: Identity,
    user_hash: Option<String>,
    jwt: Option<String>,
}

/// An identity, checked as far as the switch asks.
pub(super) struct Settled {
    pub(super) identity: Identity,
    pub(super) verified: bool,
    /// Whether the proof covers the address.
    pub(super) email_proven: bool,
    /// Attributes that came signed.
    pub(super) signed: Option<ContactPatch>,
}

/// Reads `identity`; `None` is an unidentified login.
pub(super) fn read_identity(body: &Json, limits: &Limits) -> ApiResult<Option<Claimed>> {
    let identity = match body.get("identity") {
        None | Some(Json::Null) => return Ok(None),
        Some(identity @ Json::Object(_)) => identity,
        Some(_) => {
            return Err(ApiError::invalid(
                "identity",
                "identity must be an object or null",
            ));
        }
    };
    let text = |key: &str, most: usize| match identity.get(key) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) if text.chars().count() <= most => Ok(Some(text.clone())),
        Some(_) => {
            let field = format!("identity.{key}");
            let message = format!("{field} must be a string of at most {most} characters");
            Err(ApiError::invalid(&field, message))
        }
    };
    let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let identity = Identity {
        user_id: given(text("user_id", limits.value_chars)?),
        email: given(text("email", limits.value_chars)?),
    };
    let claimed = Claimed {
        identity,
        user_hash: text("user_hash", 1024)?,
        jwt: given(text("jwt", 64 * 1024)?),
    };
    if claimed.identity.user_id.is_none() && claimed.identity.email.is_none() && claimed.jwt.is_none() {
        let message = "an identity needs a user_id or an email";
        return Err(
            ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "parameter_invalid", message).field("identity"),
        );
    }
    Ok(Some(claimed))
}

/// Checks the proof as the platform's switch asks.
pub(super) async fn settle(
    app: &App,
    app_id: &str,
    platform: Platform,
    mut claimed: Claimed,
) -> ApiResult<Settled> {
    let all = app.store().verification(app_id).await?;
    let settings = all
        .into_iter()
        .find(|one| one.platform == platform)
        .ok_or_else(ApiError::internal)?;
    let secrets: Vec<_> = settings.secrets.into_iter().map(|one| one.secret).collect();
    let lifetime = i64::try_from(app.limits().jwt_max_lifetime.as_secs()).unwrap_or(i64::MAX);
    let mut claims = None;
    let mut expired = false;
    let verified = match &claimed.jwt {
        Some(token) => match jwt::verify(token, app_id, &secrets, app.clock().now(), lifetime) {
            Ok(found) => {
                let same = claimed
                    .identity
                    .user_id
                    .as_ref()
                    .is_none_or(|given| *given == found.user_id);
                claims = same.then_some(found);
                same
            }
            Err(refused) => {
                expired = refused == Refused::Expired;
                false
            }
        },
        None => {
            let hash = claimed.user_hash.as_deref().unwrap_or("");
            hash_is_right(&secrets, &claimed.identity, hash)
        }
    };
    let nameless = claimed.identity.user_id.is_none() && claimed.identity.email.is_none();
    if !verified && settings.mode != VerificationMode::Off {
        Metrics::add(&app.metrics().identity_failures, 1);
        // A figure for operators: no login fails for want of it.
        let noted = app.store().note_unverified(app_id, platform, app.clock().now());
        if let Err(error) = noted.await {
            tracing::warn!(%error, "an unproven identity was not counted");
        }
        tracing::warn!(
            platform = platform.as_str(),
            expired,
            "an identity was not proven"
        );
    }
    // Without a user id of its own, a login is who its token says, so the token has to be right.
    if !verified && (settings.mode == VerificationMode::On || nameless) {
        return Err(refusal(expired));
    }
    let email_proven = match &claims {
        Some(claims) => claims.email.is_some(),
        None => verified && claimed.jwt.is_none() && claimed.identity.user_id.is_none(),
    };
    let signed = claims.map(|claims| {
        claimed.identity.user_id = Some(claims.user_id.clone());
        if claims.email.is_some() {
            claimed.identity.email.clone_from(&claims.email);
        }
        signed_patch(claims, app.limits())
    });
    Ok(Settled {
        identity: claimed.identity,
        verified,
        email_proven,
        signed,
    })
}

fn refusal(expired: bool) -> ApiError {
    if expired {
        return ApiError::new(
            StatusCode::UNAUTHORIZED,
            "jwt_expired",
            "the jwt has expired; get a new one",
        );
    }
    let message = "the identity is not proven: send user_hash or jwt, made with the secret of this platform";
    ApiError::new(StatusCode::UNAUTHORIZED, "identity_verification_failed", message).field("identity")
}

/// Claims about the person as a change of the contact. Names we know are fields, the rest are attributes.
fn signed_patch(claims: Claims, limits: &Limits) -> ContactPatch {
    const FIELDS: [&str; 7] = [
        "email",
        "name",
        "phone",
        "language_override",
        "signed_up_at",
        "unsubscribed_from_emails",
        "avatar",
    ];
    let mut fields = Vec::new();
    let mut attributes = Vec::new();
    for (name, value) in claims.attributes {
        match value {
            Json::Object(nested) if name == "custom_attributes" => attributes.extend(nested),
            value if FIELDS.contains(&name.as_str()) => fields.push((name, value)),
            value => attributes.push((name, value)),
        }
    }
    let mut names: Vec<String> = fields.iter().map(|(name, _)| name.clone()).collect();
    names.extend(
        attributes
            .iter()
            .map(|(name, _)| format!("custom_attributes.{name}")),
    );
    fields.push(("custom_attributes".to_owned(), Json::Object(attributes)));
    let patch = read_patch(&Json::Object(fields), limits);
    // A claim that could not be taken vouches for nothing.
    names.retain(|name| {
        !patch
            .rejected
            .iter()
            .any(|one| one.field == *name || (name == "avatar" && one.field == "avatar.image_url"))
    });
    ContactPatch {
        signed_fields: names,
        ..patch
    }
}
